//! EC2 clusters: services, jobs, instances, credits and decisions (rules E10 to E23, E27 and K).

use ecsplan::capacity::{
    ClusterInputs, ClusterTimeline, ClusterType, CreditTerms, InstanceCapacity, LaunchPath, ServiceInputs, Steps,
    TaskFootprint, TaskWork, simulate_cluster, simulate_cluster_ranked,
};
use ecsplan::demand::DemandSeries;
use ecsplan::pricing::InstanceType;
use ecsplan::scenario::{Scenario, SimulationStep};
use proptest::prelude::*;

use super::agrees_on_services::{assert_same, book_of, both_at_work, demand_of, dressed, is_close, size_of};
use super::cluster::{self, Fleet, Hosted, Type};
use super::cluster_laws::assert_lawful;
use super::credits::Terms;
use super::packing::{Needs, Room};
use super::work::Task;
use crate::support::dice::{Dice, cases};
use crate::support::fleets::equip;
use crate::support::stories::{About, bills};

const TYPES: &[&[&str]] =
    &[&["m7g.large"], &["c6i.xlarge"], &["m7g.large", "c6i.2xlarge", "m7g.xlarge"], &["r6g.2xlarge", "m7g.large"]];

const BURSTABLE: &[&[&str]] = &[&["t3.medium"], &["t2.medium"], &["t4g.large"], &["t3.medium", "m7g.large"]];

/// Whether a task of everything fits on an instance.
fn all_fit(room: &Room, needs: &[Needs]) -> bool {
    needs.iter().all(|one| room.tasks_alone(*one) > 0)
}

fn compare(scenario: &Scenario, dice: &Dice, types: &[&[&str]]) {
    let book = book_of(scenario);
    let names = dice.pick(types);
    let types: Vec<&InstanceType> = names.iter().map(|name| book.instance_type(name).unwrap()).collect();
    let at_work = |service| both_at_work(scenario, service);
    let Some(works) = scenario.services.iter().map(at_work).collect::<Option<Vec<(Task, TaskWork)>>>() else { return };
    let demands: Vec<DemandSeries> = scenario.services.iter().map(|one| demand_of(scenario, one)).collect();
    let sizes = scenario.services.iter().map(size_of).chain(scenario.jobs.iter().map(|job| job.task_size));
    let footprints: Vec<TaskFootprint> =
        sizes.map(|size| TaskFootprint { cpu_units: size.cpu_units, memory_mib: size.memory_mib }).collect();
    let needs: Vec<Needs> = footprints
        .iter()
        .map(|one| Needs { cpu_units: i64::from(one.cpu_units), memory_mib: i64::from(one.memory_mib) })
        .collect();
    let settings = &scenario.ec2;
    let rooms: Vec<Room> = types.iter().map(|one| Room::of(one, settings)).collect();
    if !rooms.iter().all(|room| all_fit(room, &needs)) {
        return;
    }
    let spot = dice.pick(&[false, true]);
    let ours = cluster::simulate(&Fleet {
        services: (0..works.len())
            .map(|index| Hosted {
                service: &scenario.services[index],
                size: size_of(&scenario.services[index]),
                task: works[index].0,
                needs: needs[index],
                demand: &demands[index].values,
            })
            .collect(),
        jobs: scenario.jobs.iter().zip(needs[works.len()..].iter().copied()).collect(),
        types: types
            .iter()
            .zip(&rooms)
            .map(|(one, room)| Type { room: *room, credits: Terms::of(one, settings.credit_mode) })
            .collect(),
        purchase: settings.purchase_mix,
        spot,
        settings,
        horizon: &scenario.horizon,
    });
    let services: Vec<ServiceInputs<'_>> = (0..works.len())
        .map(|index| ServiceInputs {
            service: &scenario.services[index],
            cpu_units: footprints[index].cpu_units,
            work: works[index].1,
            path: LaunchPath::Fargate { provisioning_seconds: 0 },
            first_minute: demands[index].first_minute,
            horizon_minute: scenario.horizon.first_minute(),
            step: SimulationStep::Minute,
            explained: true,
            demand: &demands[index].values,
        })
        .collect();
    let library_types: Vec<ClusterType> = types
        .iter()
        .map(|one| ClusterType {
            capacity: InstanceCapacity::of(one, settings),
            credits: CreditTerms::of(one, settings.credit_mode),
        })
        .collect();
    let inputs = ClusterInputs {
        services: &services,
        jobs: &scenario.jobs,
        footprints: &footprints,
        types: &library_types,
        purchase: settings.purchase_mix,
        spot,
        by_strategy: false,
        settings,
        horizon: &scenario.horizon,
        seed: 1,
    };
    let theirs = simulate_cluster(&inputs);
    assert_same_cluster(scenario, &ours, &theirs);
    assert_lawful(&inputs, &theirs);
    assert_eq!(theirs, simulate_cluster(&inputs), "the same inputs give the same cluster");
    assert_eq!(theirs, simulate_cluster_ranked(&inputs), "ranks find the same instances");
}

/// Counts over the horizon, one run after the other.
fn runs(scenario: &Scenario, steps: &Steps) -> Vec<(i64, i64, u32)> {
    let first = scenario.horizon.first_minute() * 60;
    steps.runs(first, first + scenario.horizon.seconds()).collect()
}

fn counted(scenario: &Scenario, intervals: impl Iterator<Item = (i64, i64)>) -> Vec<(i64, i64, u32)> {
    let changes = intervals.flat_map(|(from, to)| [(from, 1), (to, -1)]);
    runs(scenario, &Steps::from_deltas(changes.collect()))
}

fn assert_same_cluster(scenario: &Scenario, ours: &cluster::Story, theirs: &ClusterTimeline) {
    let start = scenario.horizon.first_minute() * 60;
    let end = start + scenario.horizon.seconds();
    let decisions: Vec<(i64, u32, u32)> = theirs.decisions.iter().map(|one| (one.second, one.from, one.to)).collect();
    for (index, pair) in ours.decisions.iter().zip(&decisions).enumerate() {
        assert_eq!(pair.0, pair.1, "decision {index}, horizon from {start}");
    }
    assert_eq!(ours.decisions.len(), decisions.len(), "decisions {:?} {decisions:?}", ours.decisions);
    for (index, theirs) in theirs.services.iter().enumerate() {
        let ours_here = &ours.services[index];
        let places = counted(scenario, ours.places[index].iter().copied());
        assert_eq!(places, runs(scenario, &theirs.places), "places of service {index}");
        let deployed = counted(scenario, ours_here.on_top.iter().copied());
        assert_eq!(deployed, runs(scenario, &theirs.deployment), "deployments of service {index}");
        let (tick, from) = (ours_here.past.tick, ours_here.past.first_second);
        let counts = |counts: &[u32]| {
            let each = counts.iter().enumerate().map(|(index, count)| (from + index as i64 * tick, *count));
            runs(scenario, &Steps::from_changes(each))
        };
        assert_eq!(counts(&ours_here.desired), runs(scenario, &theirs.desired), "desired of service {index}");
        assert_eq!(counts(&ours_here.past.serving), runs(scenario, &theirs.serving), "serving of service {index}");
        assert_same(scenario, ours_here, theirs, 0);
    }
    for (index, theirs) in theirs.jobs.iter().enumerate() {
        let places = counted(scenario, ours.places[ours.services.len() + index].iter().copied());
        assert_eq!(places, runs(scenario, theirs), "places of job {index}");
    }
    let all = counted(scenario, ours.instances.iter().map(|one| (one.from, one.to)));
    assert_eq!(all, runs(scenario, &theirs.instances), "instances");
    for type_index in 0..3 {
        for spot in [false, true] {
            let alike = |one: &&cluster::Billed| one.type_index == type_index && one.spot == spot;
            let group = theirs.groups.iter().find(|one| one.type_index == type_index && one.spot == spot);
            let none = Steps::default();
            let places = counted(scenario, ours.instances.iter().filter(alike).map(|one| (one.from, one.to)));
            let their = runs(scenario, group.map_or(&none, |group| &group.instances));
            assert_eq!(places, their, "instances of type {type_index}, Spot {spot}");
            let inside = |one: &&(i64, f64)| (start..end).contains(&one.0);
            let mut charged: Vec<(i64, f64)> = ours
                .instances
                .iter()
                .filter(alike)
                .flat_map(|one| one.charged.iter().filter(inside).copied())
                .collect();
            charged.sort_by_key(|(second, _)| *second);
            let mut their: Vec<(i64, f64)> =
                group.map(|one| one.charged_credits.iter().filter(inside).copied().collect()).unwrap_or_default();
            their.sort_by_key(|(second, _)| *second);
            assert_same_charges(&charged, &their);
        }
    }
    assert_eq!(ours.throttled_minutes, theirs.throttled_minutes, "throttled minutes");
    assert_eq!(ours.least_credits.len(), theirs.least_credits.len(), "minutes of credits");
    for (minute, (one, other)) in ours.least_credits.iter().zip(&theirs.least_credits).enumerate() {
        let other = f64::from(*other);
        assert!((one - other).abs() < 1e-3 * one.abs().max(1.0) || one.is_infinite(), "{one} {other} in {minute}");
    }
    assert_eq!(ours.most_waiting as u32, theirs.most_waiting, "most waiting");
}

/// Charges second by second.
fn assert_same_charges(ours: &[(i64, f64)], theirs: &[(i64, f64)]) {
    let sum = |all: &[(i64, f64)], second: i64| -> f64 {
        all.iter().filter(|(at, _)| *at == second).map(|(_, credits)| credits).sum()
    };
    for (second, _) in ours.iter().chain(theirs) {
        let (one, other) = (sum(ours, *second), sum(theirs, *second));
        assert!(is_close(one, other) || (one - other).abs() < 1e-6, "charged {one} {other} at {second}");
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn services_on_a_cluster_run_as_in_the_reference(story in bills(About::Pinned, &[1, 2, 3])) {
        let mut scenario = story.read();
        equip(&mut scenario, &story.dice);
        compare(&scenario, &story.dice, TYPES);
    }

    #[test]
    fn services_with_everything_run_on_a_cluster_as_in_the_reference(story in bills(About::Pinned, &[1, 2])) {
        let mut scenario = dressed(&story);
        equip(&mut scenario, &story.dice);
        compare(&scenario, &story.dice, TYPES);
    }

    #[test]
    fn burstable_instances_run_as_in_the_reference(story in bills(About::Pinned, &[1, 2])) {
        let mut scenario = dressed(&story);
        equip(&mut scenario, &story.dice);
        compare(&scenario, &story.dice, BURSTABLE);
    }
}
