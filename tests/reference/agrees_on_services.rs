//! Timelines of services on Fargate, and the instances that would hold their tasks (rule E24).

use ecsplan::capacity::{
    CountHistory, Hardware as LibraryHardware, InstanceCapacity, LaunchPath, Placed, ServiceInputs, ServiceTimeline,
    Steps, TaskFootprint, TaskWork, latency_limit, limits_for, relative_speed, simulate_service, task_work,
};
use ecsplan::demand::{DemandSeries, demand as library_demand};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::scenario::{Architecture, Scenario, Service, SimulationStep, TaskCount, TaskSize};
use proptest::prelude::*;

use super::demand::demand;
use super::packing::{Needs, Room, running_instances};
use super::simulate::{Path, Timeline, simulate};
use super::usage::{billed_on_fargate, instance_seconds, instance_starts, pulls_per_hour, seconds_per_hour};
use super::work::{Hardware, Task, task};
use crate::support::dice::cases;
use crate::support::finery::dress;
use crate::support::stories::{About, Story, bills, services};

pub(crate) fn book_of(scenario: &Scenario) -> PriceBook {
    PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap()
}

pub(crate) fn demand_of(scenario: &Scenario, service: &Service) -> DemandSeries {
    library_demand(service.traffic.as_ref().unwrap(), &scenario.horizon)
}

/// Both simulations of the first service at a size on Fargate x86; none where the size cannot run it.
fn both(scenario: &Scenario, service: &Service, path: Path) -> Option<(Timeline, ServiceTimeline)> {
    let size = size_of(service);
    let series = demand_of(scenario, service);
    let (ours, theirs) = both_at_work(scenario, service)?;
    let seconds = |value: i64| u32::try_from(value).unwrap();
    let library_path = match path {
        Path::Fargate { provisioning } => LaunchPath::Fargate { provisioning_seconds: seconds(provisioning) },
        Path::Instances { request, start, delay } => LaunchPath::Instances {
            instance_request_seconds: seconds(request),
            instance_start_seconds: seconds(start),
            scale_in_delay_seconds: seconds(delay),
        },
    };
    let inputs = ServiceInputs {
        service,
        cpu_units: size.cpu_units,
        work: theirs,
        path: library_path,
        first_minute: series.first_minute,
        horizon_minute: scenario.horizon.first_minute(),
        step: SimulationStep::Minute,
        explained: false,
        demand: &series.values,
    };
    let ours = simulate(service, size, ours, path, series.first_minute, &series.values);
    Some((ours, simulate_service(&inputs)))
}

/// What both make of a task at work; none where the size cannot run it.
pub(crate) fn both_at_work(scenario: &Scenario, service: &Service) -> Option<(Task, TaskWork)> {
    let size = size_of(service);
    let x86 = Architecture::X86_64;
    let ours = task(scenario, &book_of(scenario), service, size, Hardware::Fargate(x86));
    let hardware = LibraryHardware::Fargate(x86);
    let speed = relative_speed(&scenario.performance, &service.workload.measured_on, None, hardware);
    let theirs = task_work(&service.workload, size, x86, speed, size.vcpu());
    assert_eq!(ours.is_some(), theirs.is_ok(), "{ours:?} {theirs:?}");
    let (ours, theirs) = (ours?, theirs.ok()?);
    if let Some(objective) = &service.objective.latency {
        match (ours.rate_in_time(objective), latency_limit(objective, &theirs)) {
            (Some(one), Ok(other)) => assert!(is_close(one, other) || one == other, "{one} and {other} in time"),
            (one, other) => assert_eq!(one.is_none(), other.is_err(), "{one:?} {other:?}"),
        }
    }
    if let TaskCount::Scaled(scaling) = &service.count {
        limits_for(scaling, size.cpu_units).ok()?;
    }
    Some((ours, theirs))
}

fn per_hour(steps: &Steps, scenario: &Scenario) -> Vec<i64> {
    steps.seconds_per_hour(scenario.horizon.first_minute() * 60, scenario.horizon.hours())
}

pub(crate) fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-9)
}

/// Everything that a service's timeline says, hour by hour.
pub(crate) fn assert_same(scenario: &Scenario, ours: &Timeline, theirs: &ServiceTimeline, least_billed: i64) {
    let horizon = &scenario.horizon;
    let has_objective = scenario.services.iter().any(|service| service.objective.latency.is_some());
    let hours = 0..horizon.hours() as usize;
    let counted = |counts: &[u32]| -> Vec<i64> {
        hours.clone().map(|hour| ours.seconds_in_hour(counts, horizon.first_minute(), hour)).collect()
    };
    assert_eq!(counted(&ours.desired), per_hour(&theirs.desired, scenario), "desired");
    assert_eq!(counted(&ours.past.serving), per_hour(&theirs.serving, scenario), "serving");
    let billed: Vec<(i64, i64)> =
        ours.billed.iter().map(|(pull, stop)| (*pull, (*stop).max(pull.saturating_add(least_billed)))).collect();
    assert_eq!(seconds_per_hour(&billed, horizon), per_hour(&theirs.billed, scenario), "billed");
    let their_pulls = theirs.pulls.iter().flat_map(|(second, count)| vec![*second; *count as usize]);
    let our_pulls = pulls_per_hour(ours.pulls.iter().copied(), horizon);
    assert_eq!(our_pulls, pulls_per_hour(their_pulls, horizon), "pulls");
    assert_eq!(seconds_per_hour(&ours.on_top, horizon), per_hour(&theirs.deployment, scenario), "deployment");
    let their_pulls = theirs.deployment_pulls.iter().flat_map(|(second, count)| vec![*second; *count as usize]);
    let our_pulls = pulls_per_hour(ours.on_top_pulls.iter().copied(), horizon);
    assert_eq!(our_pulls, pulls_per_hour(their_pulls, horizon), "deployment pulls");
    let last = theirs.decisions.last().map(|decision| decision.to);
    assert!(last.is_none() || last == ours.desired.last().copied(), "the last decision leads to the last count");
    assert!(theirs.decisions.windows(2).all(|pair| pair[0].to == pair[1].from), "decisions follow one another");
    assert_eq!(ours.minutes_late_from(1_440) * u64::from(has_objective), theirs.tally.minutes_late, "minutes late");
    assert!(!has_objective || is_close(ours.late_from(1_440), theirs.tally.late), "late");
    assert!(is_close(ours.queued, theirs.tally.queued), "queued");
    assert_eq!(ours.minutes_short_from(1_440), theirs.tally.minutes_short, "minutes short");
    assert!(is_close(ours.served_from(1_440), theirs.tally.served), "served");
}

pub(crate) fn size_of(service: &Service) -> TaskSize {
    service.task_size.expect("these stories pin it")
}

/// A story with more than scenarios of stories say.
pub(crate) fn dressed(story: &Story) -> Scenario {
    let mut scenario = story.read();
    scenario.services.iter_mut().for_each(|service| dress(service, &story.dice));
    scenario
}

fn fargate_path(service: &Service) -> Path {
    Path::Fargate { provisioning: i64::from(service.workload.provisioning_seconds) }
}

fn compare_on_fargate(scenario: &Scenario) {
    let service = &scenario.services[0];
    if let Some((ours, theirs)) = both(scenario, service, fargate_path(service)) {
        assert_same(scenario, &ours, &theirs, 60);
    }
}

/// Services on Managed Instances (rule G2).
fn compare_on_managed_instances(scenario: &Scenario) {
    let settings = &scenario.ec2;
    let path = Path::Instances {
        request: i64::from(settings.instance_request_seconds),
        start: i64::from(settings.instance_start_seconds),
        delay: i64::from(settings.scale_in_delay_seconds),
    };
    let service = &scenario.services[0];
    if let Some((ours, theirs)) = both(scenario, service, path) {
        assert_same(scenario, &ours, &theirs, 0);
        let places = seconds_per_hour(&ours.places, &scenario.horizon);
        assert_eq!(places, per_hour(&theirs.places, scenario), "places");
    }
}

fn compare_screening(story: &Story, scenario: &Scenario) {
    let run = |service| both(scenario, service, Path::Fargate { provisioning: 0 });
    let Some(runs) = scenario.services.iter().map(run).collect::<Option<Vec<_>>>() else { return };
    for (ours, theirs) in &runs {
        assert_same(scenario, ours, theirs, 60);
    }
    let sizes: Vec<TaskSize> = scenario.services.iter().map(size_of).collect();
    compare_instances(story, scenario, &sizes, &runs);
}

/// The instances that hold these services' tasks, hour by hour.
fn compare_instances(story: &Story, scenario: &Scenario, sizes: &[TaskSize], runs: &[(Timeline, ServiceTimeline)]) {
    let settings = &scenario.ec2;
    let book = book_of(scenario);
    let instance = book.instance_type(story.dice.pick(&["m7g.large", "c6i.xlarge", "r6g.2xlarge"])).unwrap();
    let room = Room::of(instance, settings);
    let needs: Vec<Needs> = sizes
        .iter()
        .map(|size| Needs { cpu_units: i64::from(size.cpu_units), memory_mib: i64::from(size.memory_mib) })
        .collect();
    let capacity = InstanceCapacity::of(instance, settings);
    for (size, needs) in sizes.iter().zip(&needs) {
        let footprint = TaskFootprint { cpu_units: size.cpu_units, memory_mib: size.memory_mib };
        assert_eq!(capacity.tasks_alone(footprint).unwrap_or(0), room.tasks_alone(*needs), "tasks alone");
        if room.tasks_alone(*needs) == 0 {
            return;
        }
    }
    let places: Vec<Vec<(i64, i64)>> = runs.iter().map(|(ours, _)| billed_on_fargate(&ours.billed)).collect();
    let horizon = &scenario.horizon;
    let first = horizon.first_minute() * 60;
    let delay = i64::from(settings.scale_in_delay_seconds);
    let from = first - 86_400;
    let ours = running_instances(&room, &needs, &places, settings.zones, delay, from, first + horizon.seconds());
    let footprints = sizes.iter().map(|size| TaskFootprint { cpu_units: size.cpu_units, memory_mib: size.memory_mib });
    let placed: Vec<Placed<'_>> =
        footprints.zip(runs).map(|(footprint, (_, theirs))| Placed { footprint, places: &theirs.billed }).collect();
    let history = CountHistory::of(&placed);
    let needs = history.needs(&capacity, settings.zones);
    let theirs = history.instances(&needs, settings.scale_in_delay_seconds);
    assert_eq!(instance_seconds(&ours, horizon), per_hour(&theirs, scenario), "instances");
    let starts = theirs.increases_per_hour(first, horizon.hours());
    assert_eq!(instance_starts(&ours, horizon), starts, "instance starts");
}

fn compare_demand(story: &Story) {
    let scenario = story.read();
    for service in &scenario.services {
        let theirs = demand_of(&scenario, service);
        let ours = demand(service.traffic.as_ref().unwrap(), &scenario.horizon);
        assert_eq!(ours.len(), theirs.values.len());
        for (minute, (a, b)) in ours.iter().zip(&theirs.values).enumerate() {
            assert!(is_close(*a, *b), "minute {minute}: {a} and {b}");
        }
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn demand_is_what_the_reference_reads(story in services()) {
        compare_demand(&story);
    }

    #[test]
    fn a_service_on_fargate_runs_as_in_the_reference(story in services()) {
        compare_on_fargate(&story.read());
    }

    #[test]
    fn a_service_with_everything_runs_on_fargate_as_in_the_reference(story in services()) {
        compare_on_fargate(&dressed(&story));
    }

    #[test]
    fn a_service_runs_on_managed_instances_as_in_the_reference(story in bills(About::Pinned, &[1])) {
        compare_on_managed_instances(&dressed(&story));
    }

    #[test]
    fn screened_instances_are_those_of_the_reference(story in bills(About::Pinned, &[1, 2, 3])) {
        compare_screening(&story, &story.read());
    }
}
