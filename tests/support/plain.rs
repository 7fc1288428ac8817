//! Random services that scale by one policy alone, and demand around what they bear.

use std::sync::LazyLock;

use ecsplan::scenario::{Architecture, Scaling, ScheduledScaling, Service, TargetMetric, TaskSize, Throughput, Work};
use ecsplan::time::{LocalClock, Schedule};

use super::dice::Dice;
use super::stories::Story;

pub(crate) const SIZE: TaskSize = TaskSize { cpu_units: 512, memory_mib: 1_024 };

/// 2026-01-01T00:00Z.
pub(crate) const FIRST_MINUTE: i64 = 29_453_760;

const PLAIN: &str = r#"
name = "plain"
region = "us-east-1"
[horizon]
start = "2026-01-01"
hours = 24
[[service]]
name = "api"
task = { vcpu = 0.5, memory_gb = 1 }
[service.traffic]
constant = 20
[service.workload]
cpu_ms_per_request = 10
memory_mib = 300
[service.scaling]
min_tasks = 1
max_tasks = 40
[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 50
"#;

pub(crate) static SERVICE: LazyLock<Service> = LazyLock::new(|| Story::written(PLAIN).read().services.remove(0));

/// A number in [0, 1) for a minute, all over the place.
fn shaken(seed: u16, minute: usize) -> f64 {
    let mixed = (minute as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(u64::from(seed) << 32);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((mixed ^ (mixed >> 32)) >> 11) as f64 / 9_007_199_254_740_992.0
}

/// Minutes of demand around what `scale` tasks of 50 per second sustain.
pub(crate) fn demand(dice: &Dice, seed: u16, minutes: usize) -> Vec<f64> {
    let scale = dice.pick(&[4.0, 0.5, 1.0, 20.0, 300.0, 3_000.0]) * 50.0;
    let noise = dice.pick(&[0.0, 0.05, 0.2, 1.0, 1e-9]);
    let shape = dice.pick(&["day", "level", "steps", "spikes", "exact"]);
    let period = dice.pick(&[1_440.0, 240.0, 90.0]);
    let level = |minute: usize| match shape {
        "day" => 0.6 + 0.5 * (minute as f64 * std::f64::consts::TAU / period).sin(),
        "level" => 0.5,
        "steps" => 2.0 * shaken(seed ^ 7, minute / 37).powi(2),
        "spikes" => [0.3, 0.3, 0.3, 2.5, 0.0][(shaken(seed ^ 9, minute / 23) * 5.0) as usize],
        // Shares at which whole numbers of tasks are just at the target, or just below its low threshold.
        _ => [0.5, 0.45, 0.25, 1.0, 0.75][(shaken(seed ^ 3, minute / 50) * 5.0) as usize],
    };
    (0..minutes).map(|at| (scale * level(at) * (1.0 + noise * (2.0 * shaken(seed, at) - 1.0))).max(0.0)).collect()
}

pub(crate) fn set_work(service: &mut Service, dice: &Dice) {
    let workload = &mut service.workload;
    let measured = Throughput { size: SIZE, architecture: Architecture::X86_64, requests_per_second: 47.3 };
    workload.work = match dice.pick(&[0, 0, 0, 1, 2, 3]) {
        0 => Work::CpuMsPerRequest(dice.pick(&[10.0, 7.3, 11.9])),
        1 => Work::VcpuDemand,
        2 => Work::Measured(vec![measured]),
        _ => Work::Unknown,
    };
    workload.baseline_vcpu = dice.pick(&[0.0, 0.02, 0.3]);
    workload.sidecar_vcpu = dice.pick(&[0.0, 0.05]);
    workload.max_vcpu_per_task = dice.pick(&[None, None, Some(0.4)]);
    workload.memory_mib_per_concurrent_request = dice.pick(&[0.0, 5.0, 40.0]);
    workload.latency_ms = dice.pick(&[150.0, 333.0]);
    workload.start_seconds = dice.pick(&[40, 0, 60, 300, 1_000]);
}

pub(crate) fn set_scaling(scaling: &mut Scaling, dice: &Dice) {
    scaling.min_tasks = dice.pick(&[1, 0, 2, 7]);
    scaling.max_tasks = dice.pick(&[40, 7, 400, 5_000]);
    scaling.detection_delay_seconds = dice.pick(&[180, 0, 59, 61, 1_300]);
    scaling.deregistration_delay_seconds = dice.pick(&[300, 0, 30]);
    scaling.stop_seconds = dice.pick(&[30, 0, 61]);
    let policy = &mut scaling.target_tracking[0];
    policy.metric = dice.pick(&[TargetMetric::Cpu, TargetMetric::Memory, TargetMetric::RequestsPerTarget]);
    let percent = dice.pick(&[50.0, 90.0, 33.3, 97.0, 5.0]);
    policy.target = if policy.metric == TargetMetric::RequestsPerTarget { 30.0 * percent } else { percent };
    policy.scale_out_cooldown_seconds = dice.pick(&[300, 0, 60, 61, 1_000]);
    policy.scale_in_cooldown_seconds = dice.pick(&[300, 0, 60, 61, 1_000]);
    policy.disable_scale_in = dice.pick(&[false, false, false, true]);
    for _ in 0..dice.pick(&[0, 0, 1, 3]) {
        scaling.scheduled.push(scheduled(dice));
    }
}

fn scheduled(dice: &Dice) -> ScheduledScaling {
    let expression =
        dice.pick(&["rate(7 hours)", "rate(61 minutes)", "cron(0/20 3-9 * * ? *)", "at(2026-01-01T03:00:00)"]);
    let schedule = Schedule::parse(expression, LocalClock::utc()).expect("an expression as AWS writes it");
    let (min_tasks, max_tasks) =
        dice.pick(&[(Some(9), None), (Some(0), Some(0)), (None, Some(3)), (Some(1), Some(400)), (Some(12), Some(5))]);
    ScheduledScaling { schedule, min_tasks, max_tasks }
}
