//! [`Setting`]: one way to run the service, and what it comes to.

use crate::comparison::{OptionId, Outcome, PricedOption, ServiceHistory, TaskCounts, WorkloadTimeline};
use crate::money::Money;
use crate::recommendation::eligibility::eligible;
use crate::scenario::{Architecture, LaunchType, Scenario, TargetMetric, TaskCount, TaskSize, fargate_sizes};

use super::variation::{bounds, least_cpu_units};

/// The least CPU units that Fargate sells.
const LEAST_CPU_UNITS: u32 = 256;

/// CPU utilisation of the serving tasks by the model, percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CpuUse {
    /// Over the horizon; `None` when nothing serves.
    pub mean: Option<f64>,
    /// In the busiest minute; at most 100.
    pub peak: f64,
}

/// A way to run the service.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The option that prices it; `current` for what runs today.
    pub option: OptionId,
    /// Where its tasks run.
    pub launch_type: LaunchType,
    /// On which architecture.
    pub architecture: Architecture,
    /// Instance types, on EC2.
    pub instance_types: Vec<String>,
    /// Task size.
    pub task_size: TaskSize,
    /// Target of CPU utilisation, percent; `None` without such a policy.
    pub target_percent: Option<f64>,
    /// Least tasks.
    pub min_tasks: u32,
    /// Most tasks.
    pub max_tasks: u32,
    /// Tasks over the horizon.
    pub tasks: TaskCounts,
    /// CPU utilisation.
    pub cpu: CpuUse,
    /// What runs out first: `CPU`, `memory`, and on instances also `task interfaces` or `host ports`.
    pub binding_limit: &'static str,
    /// Total over the horizon.
    pub total: Money,
    /// Percent of demand not served.
    pub not_served_percent: f64,
    /// Minutes short of capacity.
    pub minutes_short: u64,
    /// Whether the objective is met.
    pub meets_objective: bool,
    /// Why it may not be recommended, in words; `None` when it may.
    pub barred: Option<String>,
}

impl Setting {
    /// What an option of a scenario with the service alone came to.
    pub(super) fn of(alone: &Scenario, option: &PricedOption, outcome: &Outcome) -> Self {
        let service = &outcome.services[0];
        let (min_tasks, max_tasks) = bounds(alone, service.task_size);
        let mut instance_types: Vec<String> =
            outcome.instance_groups.iter().map(|group| group.instance_type.clone()).collect();
        instance_types.dedup();
        Self {
            option: option.id,
            launch_type: service.launch_type,
            architecture: service.architecture,
            instance_types,
            task_size: service.task_size,
            target_percent: cpu_target(alone),
            min_tasks,
            max_tasks,
            tasks: service.tasks,
            cpu: CpuUse { mean: service.mean_cpu_percent, peak: peak_cpu(alone, outcome) },
            binding_limit: binding_limit(alone, outcome),
            total: outcome.bill.total(),
            not_served_percent: service.not_served_percent,
            minutes_short: service.minutes_short,
            meets_objective: service.meets_objective,
            barred: eligible(alone, option).err().map(|bar| bar.reason()),
        }
    }
}

/// The target of the policy that follows CPU.
fn cpu_target(alone: &Scenario) -> Option<f64> {
    let TaskCount::Scaled(scaling) = &alone.services[0].count else { return None };
    scaling.target_tracking.iter().find(|policy| policy.metric == TargetMetric::Cpu).map(|policy| policy.target)
}

/// What stops one more task on an instance; on Fargate, memory where a size with less CPU cannot have it or the size
/// has more than the least of its CPU value (rule RS6).
fn binding_limit(alone: &Scenario, outcome: &Outcome) -> &'static str {
    if let Some(group) = outcome.instance_groups.first() {
        return group.binding_limit;
    }
    let (service, size) = (&alone.services[0], outcome.services[0].task_size);
    let sold = fargate_sizes().into_iter().filter(|sold| sold.cpu_units == size.cpu_units);
    let least_sold = sold.map(|sold| sold.memory_mib).min().unwrap_or(0);
    let needed = service.workload.memory_mib.unwrap_or(0);
    let is_forced = size.cpu_units > LEAST_CPU_UNITS && size.cpu_units == least_cpu_units(service);
    if needed > least_sold || is_forced { "memory" } else { "CPU" }
}

fn peak_cpu(alone: &Scenario, outcome: &Outcome) -> f64 {
    match outcome.timeline.workloads.first() {
        Some(WorkloadTimeline::Service(history)) => history_peak(alone, history),
        _ => 0.0,
    }
}

/// The largest W4 of any minute in the horizon with tasks that serve.
fn history_peak(alone: &Scenario, history: &ServiceHistory) -> f64 {
    let from = alone.horizon.first_minute();
    let serving = history.capacity.serving.runs(from * 60, from * 60 + alone.horizon.seconds());
    let minute = |second: i64| usize::try_from(second.div_euclid(60) - history.first_minute).unwrap_or(0);
    let peak_of = |(start, end, tasks): (i64, i64, u32)| {
        let demand =
            history.demand.get(minute(start)..(minute(end - 1) + 1).min(history.demand.len())).unwrap_or_default();
        let most = demand.iter().copied().fold(0.0, f64::max);
        history.work.cpu_percent((most / f64::from(tasks)).min(history.work.capacity))
    };
    serving.filter(|&(_, _, tasks)| tasks > 0).map(peak_of).fold(0.0, f64::max)
}
