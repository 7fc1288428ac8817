//! How fast a cluster is simulated: a year of one-minute steps, 50 instances and 500 tasks at the daily peak.
//!
//! `cargo bench --bench cluster`

use std::hint::black_box;
use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;

use ecsplan::capacity::{
    ClusterInputs, ClusterTimeline, ClusterType, CreditTerms, InstanceCapacity, LaunchPath, ServiceInputs,
    TaskFootprint, simulate_cluster, task_work,
};
use ecsplan::input::load_scenario;
use ecsplan::pricing::PriceTables;
use ecsplan::scenario::{Architecture, PlacementStrategy, Scenario, SimulationStep, TaskCount, TaskSize};

/// Three quarters of a vCPU: ten tasks on an instance of 8 vCPU.
const TASK: TaskSize = TaskSize { cpu_units: 768, memory_mib: 1_536 };

const INSTANCE: InstanceCapacity =
    InstanceCapacity { cpu_units: 8_192, memory_mib: 31_000, task_slots: None, tasks_per_service: None };

/// The credits of a type with a baseline of 40 % of 8 vCPU.
const CREDITS: CreditTerms = CreditTerms { per_minute: 3.2, cap: 4_608.0, launch: 0.0, unlimited: true };

const MINUTES_PER_DAY: usize = 1_440;

fn main() {
    divan::main();
}

/// The shop, scaled so that its daily peak needs 500 tasks.
fn busy_shop(placement: &[PlacementStrategy]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/shop/scenario.toml");
    let mut scenario = load_scenario(&path, &PriceTables::bundled()).expect("the tests read the examples");
    scenario.services[0].placement = placement.to_vec();
    if let TaskCount::Scaled(scaling) = &mut scenario.services[0].count {
        (scaling.min_tasks, scaling.max_tasks, scaling.reference_cpu_units) = (2, 1_000, None);
        scaling.max_cpu_units = None;
    }
    scenario
}

/// A daily cycle between a tenth and all of `peak`, with noise of so many percent.
fn daily_cycle(minutes: usize, peak: f64, noise_percent: f64) -> Vec<f64> {
    let mut state = 1_u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        1.0 + noise_percent / 100.0 * ((state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0)
    };
    let cycle = |minute: usize| {
        let turn = (minute % MINUTES_PER_DAY) as f64 / MINUTES_PER_DAY as f64 * std::f64::consts::TAU;
        0.55 - 0.45 * turn.cos()
    };
    (0..minutes).map(|minute| peak * cycle(minute) * noise()).collect()
}

fn run(scenario: &Scenario, demand: &[f64], credits: Option<CreditTerms>) -> ClusterTimeline {
    let service = &scenario.services[0];
    let work =
        task_work(&service.workload, TASK, Architecture::X86_64, 1.0, TASK.vcpu()).expect("the task is feasible");
    let horizon_minute = scenario.horizon.first_minute();
    let inputs = ServiceInputs {
        explained: false,
        step: SimulationStep::Minute,
        service,
        cpu_units: TASK.cpu_units,
        work,
        path: LaunchPath::Fargate { provisioning_seconds: 0 },
        first_minute: horizon_minute - MINUTES_PER_DAY as i64,
        horizon_minute,
        demand,
    };
    simulate_cluster(&ClusterInputs {
        services: &[inputs],
        jobs: &[],
        footprints: &[TaskFootprint { cpu_units: TASK.cpu_units, memory_mib: TASK.memory_mib }],
        types: &[ClusterType { capacity: INSTANCE, credits }],
        purchase: None,
        spot: false,
        by_strategy: false,
        settings: &scenario.ec2,
        horizon: &scenario.horizon,
        seed: 1,
    })
}

fn bench(bencher: Bencher<'_, '_>, placement: &[PlacementStrategy], noise_percent: f64, credits: Option<CreditTerms>) {
    let scenario = busy_shop(placement);
    let service = &scenario.services[0];
    let work =
        task_work(&service.workload, TASK, Architecture::X86_64, 1.0, TASK.vcpu()).expect("the task is feasible");
    let minutes = scenario.horizon.minutes() + MINUTES_PER_DAY;
    let demand = daily_cycle(minutes, 500.0 * work.capacity * 0.5, noise_percent);
    let timeline = run(&scenario, &demand, credits);
    let (_, most) = timeline.services[0].desired.extremes(0, i64::MAX);
    assert!((400..=700).contains(&most), "{most} tasks");
    bencher.counter(ItemsCount::new(minutes)).bench(|| black_box(run(&scenario, &demand, credits)));
}

#[divan::bench(args = [0.0, 5.0, 20.0])]
fn year_of_a_cluster_spread_over_zones(bencher: Bencher<'_, '_>, noise_percent: f64) {
    bench(bencher, &[PlacementStrategy::SpreadZone], noise_percent, None);
}

#[divan::bench(args = [0.0, 5.0, 20.0])]
fn year_of_a_cluster_packed_by_memory(bencher: Bencher<'_, '_>, noise_percent: f64) {
    bench(bencher, &[PlacementStrategy::BinpackMemory], noise_percent, None);
}

#[divan::bench(args = [5.0])]
fn year_of_a_burstable_cluster(bencher: Bencher<'_, '_>, noise_percent: f64) {
    bench(bencher, &[PlacementStrategy::SpreadZone], noise_percent, Some(CREDITS));
}
