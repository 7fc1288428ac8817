//! The simulation of clusters that passes over quiet minutes, and that with ranked instances, held against the loop over
//! minutes that looks at every instance: equal in every field,
//! bit for bit, whatever the policies, the demand and the group.

use ecsplan::capacity::{
    ClusterInputs, ClusterTimeline, ClusterType, InstanceCapacity, LaunchPath, ServiceInputs, TaskFootprint, TaskWork,
    simulate_cluster, simulate_cluster_by_minute, simulate_cluster_ranked, task_work,
};
use ecsplan::scenario::{
    Architecture, ClusterScaling, Ec2Settings, Job, JobDuration, LatencyObjective, ManagedScaling, PlacementStrategy,
    PurchaseMix, Scenario, Service, SimulationStep, TaskCount, TaskSize,
};
use ecsplan::time::{LocalClock, Schedule};
use proptest::prelude::*;

use crate::support::dice::{Dice, cases, rolls};
use crate::support::plain::{FIRST_MINUTE, SERVICE, SIZE, demand, set_scaling, set_work};
use crate::support::stories::Story;

const PLACEMENTS: [&[PlacementStrategy]; 9] = [
    &[PlacementStrategy::BinpackCpu],
    &[PlacementStrategy::BinpackMemory],
    &[PlacementStrategy::SpreadZone, PlacementStrategy::BinpackMemory],
    &[PlacementStrategy::SpreadInstance],
    &[PlacementStrategy::Random],
    &[PlacementStrategy::SpreadZone, PlacementStrategy::SpreadInstance],
    &[PlacementStrategy::SpreadZone, PlacementStrategy::Random],
    &[PlacementStrategy::SpreadZone],
    &[PlacementStrategy::BinpackCpu, PlacementStrategy::SpreadZone],
];

/// The settings and the horizon of a random cluster.
fn cluster(dice: &Dice) -> Scenario {
    let hours = dice.pick(&[7, 1, 30, 66]);
    let text = format!(
        r#"
name = "cluster"
region = "us-east-1"
[horizon]
start = "2026-01-01"
hours = {hours}
[ec2]
[[service]]
name = "api"
tasks = 1
[service.traffic]
constant = 20
[service.workload]
cpu_ms_per_request = 10
memory_mib = 300
"#
    );
    Story::written(&text).read()
}

fn set_group(settings: &mut Ec2Settings, dice: &Dice) {
    settings.zones = dice.pick(&[1, 2, 3]);
    settings.min_instances = dice.pick(&[0, 0, 1, 4]);
    settings.max_instances = dice.pick(&[None, None, Some(5), Some(40)]);
    settings.instance_request_seconds = dice.pick(&[60, 0, 10, 95]);
    settings.instance_start_seconds = dice.pick(&[120, 0, 61, 500]);
    settings.scale_in_delay_seconds = dice.pick(&[900, 0, 60, 125, 3_000]);
    settings.scaling = match dice.pick(&[0, 0, 0, 1, 2]) {
        0 => ClusterScaling::Managed(ManagedScaling {
            target_capacity_percent: dice.pick(&[100, 80, 55]),
            minimum_step: dice.pick(&[1, 3]),
            maximum_step: dice.pick(&[10_000, 1, 4]),
            warmup_seconds: dice.pick(&[300, 0, 65, 1_200]),
            termination_protection: dice.pick(&[true, false]),
            draining: dice.pick(&[true, false]),
        }),
        1 => ClusterScaling::TargetTracking { target_percent: dice.pick(&[70, 40, 95]) },
        _ => ClusterScaling::Fixed(dice.pick(&[6, 1, 30])),
    };
}

fn service(dice: &Dice) -> Service {
    let mut service = SERVICE.clone();
    set_work(&mut service, dice);
    match &mut service.count {
        TaskCount::Scaled(scaling) => {
            set_scaling(scaling, dice);
            scaling.max_tasks = scaling.max_tasks.min(60);
        }
        TaskCount::Fixed(_) => unreachable!("the service scales"),
    }
    if dice.pick(&[false, false, false, true]) {
        service.count = TaskCount::Fixed(dice.pick(&[3, 0, 20]));
    }
    service.workload.pull_seconds = dice.pick(&[0, 20, 100]);
    service.placement = dice.pick(&PLACEMENTS).to_vec();
    service.zone_rebalancing = dice.pick(&[true, false]);
    let objective = LatencyObjective { max_ms: 400.0, percentile: 99.0, max_late_percent: 1.0 };
    service.objective.latency = dice.pick(&[None, Some(objective)]);
    service
}

fn job(dice: &Dice) -> Job {
    let expression = dice.pick(&["rate(2 hours)", "rate(61 minutes)", "cron(0/20 3-9 * * ? *)"]);
    Job {
        name: "report".to_owned(),
        schedule: Schedule::parse(expression, LocalClock::utc()).expect("an expression as AWS writes it"),
        count: dice.pick(&[1, 5]),
        duration: JobDuration::Fixed(dice.pick(&[600, 59, 7_000])),
        spare_room_only: dice.pick(&[false, true]),
        task_size: SIZE,
        architectures: vec![Architecture::X86_64],
        interruptible: false,
        tags: std::collections::BTreeMap::new(),
    }
}

fn types(dice: &Dice) -> Vec<ClusterType> {
    let of = |cpu_units, memory_mib, task_slots| ClusterType {
        capacity: InstanceCapacity { cpu_units, memory_mib, task_slots, tasks_per_service: None },
        credits: None,
    };
    let (small, large) = (of(2_048, 3_800, dice.pick(&[None, Some(3)])), of(8_192, 15_600, None));
    match dice.pick(&[0, 1, 2]) {
        0 => vec![small],
        1 => vec![large],
        _ => vec![large, small],
    }
}

/// All simulations of a random cluster; none where a size cannot do its work.
fn all(dice: &Dice, seed: u16) -> Option<[ClusterTimeline; 3]> {
    let scenario = cluster(dice);
    let mut settings = scenario.ec2.clone();
    set_group(&mut settings, dice);
    let services: Vec<Service> = (0..dice.pick(&[1, 2, 3, 0])).map(|_| service(dice)).collect();
    let jobs: Vec<Job> = (0..dice.pick(&[0, 1, 2])).map(|_| job(dice)).collect();
    let lead = dice.pick(&[0, 60, 1_440]);
    let minutes = lead as usize + (scenario.horizon.seconds() / 60) as usize;
    let demands: Vec<Vec<f64>> =
        (0..services.len()).map(|index| demand(dice, seed.wrapping_add(index as u16), minutes)).collect();
    let work = |one: &Service| task_work(&one.workload, SIZE, Architecture::X86_64, 1.0, SIZE.vcpu());
    let works: Vec<TaskWork> = services.iter().map(work).collect::<Result<_, _>>().ok()?;
    let horizon_minute = scenario.horizon.first_minute();
    assert_eq!(horizon_minute, FIRST_MINUTE);
    let of_service = |((service, demand), work)| ServiceInputs {
        service,
        cpu_units: SIZE.cpu_units,
        work,
        path: LaunchPath::Fargate { provisioning_seconds: 0 },
        first_minute: horizon_minute - lead,
        horizon_minute,
        step: SimulationStep::Minute,
        explained: false,
        demand,
    };
    let demands = demands.iter().map(Vec::as_slice);
    let of_services: Vec<ServiceInputs<'_>> = services.iter().zip(demands).zip(works).map(of_service).collect();
    let mix = PurchaseMix { on_demand_base: 2, on_demand_percent_above_base: 40 };
    let footprint = |size: TaskSize| TaskFootprint { cpu_units: size.cpu_units, memory_mib: size.memory_mib };
    let inputs = ClusterInputs {
        services: &of_services,
        jobs: &jobs,
        footprints: &vec![footprint(SIZE); services.len() + jobs.len()],
        types: &types(dice),
        purchase: dice.pick(&[None, None, Some(mix)]),
        spot: false,
        by_strategy: false,
        settings: &settings,
        horizon: &scenario.horizon,
        seed: 7,
    };
    Some([simulate_cluster(&inputs), simulate_cluster_ranked(&inputs), simulate_cluster_by_minute(&inputs)])
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn a_cluster_runs_as_minute_by_minute(rolls in rolls(), seed in any::<u16>()) {
        if let Some([fast, ranked, slow]) = all(&Dice::new(rolls), seed) {
            prop_assert_eq!(&fast, &slow);
            prop_assert_eq!(&ranked, &slow);
        }
    }
}
