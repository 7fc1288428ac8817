//! How fast capacity is simulated: service-minutes and service-hours a second on one thread, series output included.
//!
//! Every bench asserts its answer before it is timed. `cargo bench --bench simulation`

use std::hint::black_box;

use divan::Bencher;
use divan::counter::ItemsCount;

use ecsplan::capacity::{
    LaunchPath, ServiceInputs, ServiceTimeline, TaskWork, simulate_plain_service, simulate_service,
    simulate_service_by_minute, task_work,
};
use ecsplan::demand::hourly_means;
use ecsplan::input::{Sources, parse_scenario};
use ecsplan::pricing::PriceTables;
use ecsplan::scenario::{Architecture, Service, SimulationStep, TaskSize};

const SIZE: TaskSize = TaskSize { cpu_units: 512, memory_mib: 1_024 };

/// A year, and the day before it.
const MINUTES: usize = 366 * 1_440;

/// 2026-01-01T00:00Z.
const FIRST_MINUTE: i64 = 29_453_760 - 1_440;

fn main() {
    divan::main();
}

/// A service whose demand swings so that so many tasks are needed, with so many percent of noise.
#[derive(Clone, Copy, Debug)]
struct Case {
    tasks: (f64, f64),
    noise_percent: f64,
}

const fn case(least: f64, most: f64, noise_percent: f64) -> Case {
    Case { tasks: (least, most), noise_percent }
}

const CASES: [Case; 6] = [
    case(2.0, 20.0, 0.0),
    case(2.0, 20.0, 5.0),
    case(2.0, 20.0, 20.0),
    case(100.0, 400.0, 0.0),
    case(100.0, 400.0, 5.0),
    case(100.0, 400.0, 20.0),
];

const SERVICE: &str = r#"
name = "bench"
region = "us-east-1"
[horizon]
start = "2026-01-01"
months = 12
[[service]]
name = "api"
task = { vcpu = 0.5, memory_gb = 1 }
[service.traffic]
constant = 20
[service.workload]
cpu_ms_per_request = 10
memory_mib = 300
[service.scaling]
min_tasks = 2
max_tasks = 1000
[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 50
"#;

/// One task at its target of 50 % serves 25 requests per second.
const AT_TARGET: f64 = 25.0;

impl Case {
    /// Demand of every minute.
    fn demand(self) -> Vec<f64> {
        let noise = self.noise_percent / 100.0;
        let (least, most) = self.tasks;
        let daily = |minute: usize| {
            let turn = (minute % 1_440) as f64 / 1_440.0 * std::f64::consts::TAU;
            let weekend = if minute / 1_440 % 7 >= 5 { 0.6 } else { 1.0 };
            AT_TARGET * weekend * (least + (most - least) * (0.5 - 0.5 * turn.cos()))
        };
        (0..MINUTES).map(|minute| daily(minute) * (1.0 + noise * (2.0 * uniform(minute) - 1.0))).collect()
    }
}

/// A number in [0, 1) for a minute: SplitMix64.
fn uniform(minute: usize) -> f64 {
    let mixed = (minute as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
}

fn service() -> Service {
    let read_profile = |_: &str| unreachable!("the service has no profile");
    let sources = Sources { scenario_name: "bench.toml", scenario_text: SERVICE, read_profile: &read_profile };
    let mut scenario = parse_scenario(&sources, &PriceTables::bundled()).expect("the scenario above is right");
    scenario.services.remove(0)
}

fn work(service: &Service) -> TaskWork {
    task_work(&service.workload, SIZE, Architecture::X86_64, 1.0, SIZE.vcpu()).expect("half a vCPU does the work")
}

fn inputs<'a>(service: &'a Service, demand: &'a [f64]) -> ServiceInputs<'a> {
    ServiceInputs {
        service,
        cpu_units: SIZE.cpu_units,
        work: work(service),
        path: LaunchPath::Fargate { provisioning_seconds: 25 },
        first_minute: FIRST_MINUTE,
        horizon_minute: FIRST_MINUTE + 1_440,
        step: SimulationStep::Minute,
        explained: false,
        demand,
    }
}

fn check(timeline: &ServiceTimeline, case: Case) {
    let (least, most) = timeline.desired.extremes(FIRST_MINUTE * 60 + 86_400, (FIRST_MINUTE + MINUTES as i64) * 60);
    assert!(
        least >= 2 && f64::from(most) >= 0.95 * case.tasks.1 && f64::from(most) <= 1.4 * case.tasks.1,
        "{least} {most}"
    );
    assert!(timeline.tally.served > 0.99 * timeline.tally.arrived, "{:?}", timeline.tally);
}

/// Service-minutes of one target-tracking policy on Fargate.
#[divan::bench(args = CASES)]
fn a_year_of_minutes(bencher: Bencher<'_, '_>, case: Case) {
    let service = service();
    let demand = case.demand();
    let inputs = inputs(&service, &demand);
    check(&simulate_service(&inputs), case);
    assert_eq!(simulate_plain_service(&inputs), Some(simulate_service_by_minute(&inputs)));
    bencher.counter(ItemsCount::new(demand.len())).bench_local(|| simulate_service(black_box(&inputs)));
}

/// The same by the loop over minutes, which every other case takes.
#[divan::bench(args = CASES, sample_count = 20)]
fn a_year_of_minutes_by_the_obvious_loop(bencher: Bencher<'_, '_>, case: Case) {
    let service = service();
    let demand = case.demand();
    let inputs = inputs(&service, &demand);
    check(&simulate_service_by_minute(&inputs), case);
    bencher.counter(ItemsCount::new(demand.len())).bench_local(|| simulate_service_by_minute(black_box(&inputs)));
}

/// Service-hours of the hourly mode.
#[divan::bench(args = CASES)]
fn a_year_of_hours(bencher: Bencher<'_, '_>, case: Case) {
    let service = service();
    let demand = hourly_means(&case.demand());
    let inputs = ServiceInputs { step: SimulationStep::Hour, ..inputs(&service, &demand) };
    check(&simulate_service(&inputs), case);
    bencher.counter(ItemsCount::new(demand.len())).bench_local(|| simulate_service(black_box(&inputs)));
}

/// The hourly means that all sizes of a service share, in minutes read.
#[divan::bench]
fn hourly_means_of_a_year(bencher: Bencher<'_, '_>) {
    let minutes = CASES[1].demand();
    assert_eq!(hourly_means(&minutes).len(), MINUTES / 60);
    bencher.counter(ItemsCount::new(minutes.len())).bench_local(|| hourly_means(black_box(&minutes)));
}
