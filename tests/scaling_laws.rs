//! Laws of one service's scaling, and what deployments add to a bill.

use ecsplan::capacity::{
    Cause, Hardware, LaunchPath, ServiceInputs, ServiceTimeline, relative_speed, simulate_service, task_work,
};
use ecsplan::comparison::{OptionId, compare};
use ecsplan::demand::demand;
use ecsplan::input::{Sources, parse_scenario};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::scenario::{Architecture, Scenario, SimulationStep, TaskCount};
use ecsplan::usage::Purpose;
use proptest::prelude::*;

use crate::support::dice::cases;
use crate::support::finery::dress;
use crate::support::stories::{Story, services};

fn read(text: &str) -> Scenario {
    let read_profile = |_: &str| unreachable!("the scenarios here have no profile");
    let sources = Sources { scenario_name: "law.toml", scenario_text: text, read_profile: &read_profile };
    parse_scenario(&sources, &PriceTables::bundled()).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"))
}

/// The first service on Fargate x86 at its own size.
fn run(scenario: &Scenario) -> Option<ServiceTimeline> {
    let service = &scenario.services[0];
    let size = service.task_size.expect("these scenarios pin it");
    let x86 = Architecture::X86_64;
    let hardware = Hardware::Fargate(x86);
    let speed = relative_speed(&scenario.performance, &service.workload.measured_on, None, hardware);
    let series = demand(service.traffic.as_ref().unwrap(), &scenario.horizon);
    let inputs = ServiceInputs {
        explained: true,
        step: SimulationStep::Minute,
        service,
        cpu_units: size.cpu_units,
        work: task_work(&service.workload, size, x86, speed, size.vcpu()).ok()?,
        path: LaunchPath::Fargate { provisioning_seconds: service.workload.provisioning_seconds },
        first_minute: series.first_minute,
        horizon_minute: scenario.horizon.first_minute(),
        demand: &series.values,
    };
    Some(simulate_service(&inputs))
}

/// A service of tasks that carry 50 requests a second, from `most` tasks down to what it needs.
fn coming_down(requests_per_second: f64, target_percent: u32, start_seconds: u32, resolution: u32) -> String {
    format!(
        r#"
name = "law"
region = "ap-northeast-2"
[horizon]
start = "2026-01-01"
hours = 24
[[service]]
name = "api"
task = {{ vcpu = 0.5, memory_gb = 1 }}
[service.traffic]
constant = {requests_per_second}
[service.workload]
cpu_ms_per_request = 10
memory_mib = 300
start_seconds = {start_seconds}
[service.scaling]
min_tasks = 400
max_tasks = 400
[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = {target_percent}
resolution_seconds = {resolution}
[[service.scaling.scheduled]]
schedule = "at(2026-01-01T02:00:00)"
min_tasks = 1
"#
    )
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn steady_demand_settles_between_the_target_and_nine_tenths_of_it(
        demand in 1_u32..4_000, target in 20_u32..90, start in 0_u32..400, fine in any::<bool>(),
    ) {
        let requests_per_second = f64::from(demand) / 10.0;
        let resolution = if fine { 20 } else { 60 };
        let timeline = run(&read(&coming_down(requests_per_second, target, start, resolution))).expect("the size fits");
        let settled = timeline.desired.changes().last().expect("there are tasks").1;
        let needed = requests_per_second / (50.0 * f64::from(target) / 100.0);
        let least = (needed - 1e-9).ceil().max(1.0) as u32;
        let most = least.max((needed / 0.9 + 1e-9).floor() as u32);
        prop_assert!((least..=most).contains(&settled), "{settled} is not in {least}..={most}");
    }

    #[test]
    fn counts_stay_within_bounds_and_every_change_has_its_reason(story in services()) {
        let mut scenario = Story::read(&story);
        dress(&mut scenario.services[0], &story.dice);
        let Some(timeline) = run(&scenario) else { return Ok(()) };
        let desired = timeline.desired.changes();
        for decision in &timeline.decisions {
            prop_assert!(decision.from != decision.to);
            match &decision.cause {
                Cause::Bounds { least, most } => prop_assert!((*least..=*most).contains(&decision.to)),
                Cause::TargetTracking { metric: ecsplan::scenario::TargetMetric::Cpu, target, tasks, proposal, values, .. } => {
                    let most = (tasks * 100.0 / target - 1e-9).ceil();
                    prop_assert!(f64::from(*proposal) <= most, "{tasks} became {proposal} at {target} %");
                    let agree = if decision.to > decision.from { values.len() == 3 } else { values.len() >= 15 };
                    prop_assert!(agree && (decision.to <= *proposal || decision.to < decision.from));
                }
                _ => {}
            }
        }
        let last = timeline.decisions.last().map(|decision| decision.to);
        prop_assert_eq!(last.or(desired.first().map(|first| first.1)), desired.last().map(|last| last.1));
        if let TaskCount::Scaled(scaling) = &scenario.services[0].count
            && scaling.scheduled.is_empty() && scaling.predictive.is_none()
        {
            let bounds = scaling.min_tasks..=scaling.max_tasks.max(scaling.min_tasks);
            prop_assert!(desired.iter().all(|(_, count)| bounds.contains(count)));
        }
        let tally = timeline.tally;
        prop_assert!(tally.served + tally.queued <= tally.arrived * (1.0 + 1e-9) + 1e-6, "{tally:?}");
    }
}

#[test]
fn deployments_are_lines_of_their_own_and_exactly_the_tasks_on_top() {
    let text = r#"
name = "law"
region = "ap-northeast-2"
[horizon]
start = "2026-01-01"
months = 1
[[service]]
name = "api"
tasks = 10
task = { vcpu = 1, memory_gb = 2 }
[service.traffic]
constant = 10
[service.workload]
cpu_ms_per_request = 10
memory_mib = 300
start_seconds = 90
provisioning_seconds = 20
[service.deployment]
deployments_per_month = 4
"#;
    let scenario = read(text);
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    for id in [OptionId::Fargate, OptionId::FargateSavingsPlan] {
        let comparison = compare(&scenario, &book);
        let lines = &comparison.outcome(id).unwrap().bill.lines;
        let vcpu_hours = |purpose: Purpose| -> f64 {
            let of_vcpu = lines.iter().filter(|line| line.usage_type.ends_with("vCPU-Hours:perCPU"));
            let mine = of_vcpu.filter(|line| line.purpose == purpose);
            mine.map(|line| line.quantity.amount() as f64 / line.quantity.per() as f64).sum()
        };
        // Twice the tasks from the pull at 20 s until they serve at 120 s; a fixed count neither drains nor waits to stop.
        let on_top = 4.0 * 10.0 * 100.0 / 3_600.0;
        assert!((vcpu_hours(Purpose::Deployment) - on_top).abs() < 1e-6, "{}", id.name());
        assert!((vcpu_hours(Purpose::Service) - 7_440.0).abs() < 1e-6, "{}", id.name());
    }
}
