//! Service auto scaling.

use super::policies::check_policies;
use super::predictive::read_predictive;
use super::reference_task::assume_reference;
use super::scaling_search::read_search;
use super::scenario::Context;
use super::schedule::read_schedule;
use super::step_scaling::read_step_scaling;
use super::table::Table;
use super::task_size::{SizesOf, read_task_size};
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{
    DemandUnit, Resolution, Scaling, ScalingSearch, ScheduledScaling, TargetMetric, TargetTracking, TaskSize, Traffic,
    Workload,
};

/// What scaling must know of its service.
pub(super) struct ServiceFacts<'a> {
    pub(super) name: &'a str,
    /// Whether a size is given, usable or not.
    pub(super) pinned: bool,
    /// The sizes that its tasks may have.
    pub(super) sizes: SizesOf,
    pub(super) workload: &'a Workload,
    pub(super) traffic: Option<&'a Traffic>,
    /// Whether it was measured, and at which size, which then is what `max_tasks` counts.
    pub(super) measured: bool,
    pub(super) measured_size: Option<TaskSize>,
}

impl ServiceFacts<'_> {
    /// The size that `max_tasks` counts because it runs today.
    fn counted_size(&self, table: &Table<'_, '_>) -> Option<TaskSize> {
        self.measured_size.filter(|_| !self.pinned && !table.has("max_vcpu"))
    }
}

/// Reads scaling; `None` when it cannot be used, which has been reported.
pub(super) fn read_scaling(table: &Table<'_, '_>, facts: &ServiceFacts<'_>, context: &Context<'_>) -> Option<Scaling> {
    let (min, max) = (table.required_number("min_tasks"), table.required_number("max_tasks"));
    let (min_tasks, max_tasks) = (min.unwrap_or(0.0) as u32, max.unwrap_or(1.0) as u32);
    if min.is_some() && max.is_some() {
        check_order(table, Some(min_tasks), Some(max_tasks));
    }
    let max_vcpu = table.optional_number("max_vcpu");
    let reference = read_reference(table, facts);
    let target_tracking = read_policies(table, facts);
    let step_scaling = read_step_scaling(table, facts);
    let predictive = read_predictive(table, facts);
    let scheduled = read_scheduled(table);
    check_something_scales(table, min_tasks, max_tasks);
    let has = |wanted: Resolution| {
        let tracked = target_tracking.iter().map(|policy| policy.resolution);
        tracked.chain(step_scaling.iter().map(|policy| policy.resolution)).any(|resolution| resolution == wanted)
    };
    let delay = |key: &str, wanted| table.clone().assuming_if(has(wanted)).integer(key);
    let mut scaling = Scaling {
        min_tasks,
        max_tasks,
        reference_cpu_units: reference.or(facts.counted_size(table)).map(|size| size.cpu_units),
        max_cpu_units: max_vcpu.map(|vcpu| (vcpu * 1_024.0).floor() as u64),
        detection_delay_seconds: delay("detection_delay_seconds", Resolution::Standard),
        high_resolution_delay_seconds: delay("high_resolution_delay_seconds", Resolution::High),
        deregistration_delay_seconds: table.integer("deregistration_delay_seconds"),
        stop_seconds: table.integer("stop_seconds"),
        target_tracking,
        step_scaling,
        predictive,
        scheduled,
        search: ScalingSearch::default(),
    };
    check_policies(table, facts.name, &scaling);
    scaling.search = read_search(table, &scaling);
    if !facts.pinned && !facts.measured && !table.has("max_vcpu") && !table.has("reference_task") {
        scaling.reference_cpu_units = assume_reference(table, facts, &scaling, context);
    }
    Some(scaling)
}

fn check_order(table: &Table<'_, '_>, min_tasks: Option<u32>, max_tasks: Option<u32>) {
    let Some((min_tasks, max_tasks)) = min_tasks.zip(max_tasks).filter(|(min, max)| min > max) else { return };
    let file = &table.walk.file;
    let diagnostic = Diagnostic::error(Code::MinimumAboveMaximum, "`min_tasks` is above `max_tasks`")
        .at(file, table.span_of("max_tasks"), format!("at most {max_tasks} tasks"))
        .at(file, table.span_of("min_tasks"), format!("but at least {min_tasks}"));
    table.walk.push(diagnostic.help(format!("raise `max_tasks` to {min_tasks} or more")));
}

fn read_reference(table: &Table<'_, '_>, facts: &ServiceFacts<'_>) -> Option<TaskSize> {
    let reference = table.optional_table("reference_task")?;
    let contradiction = |title: &str, found: &str| table.problem(Code::Contradiction, title, "reference_task", found);
    if facts.pinned {
        contradiction(
            "`reference_task` is given although the task size is pinned",
            "`max_tasks` counts the pinned size",
        );
    }
    if table.has("max_vcpu") {
        contradiction("`reference_task` and `max_vcpu` are both given", "expected only one of them");
    }
    read_task_size(&reference, facts.sizes)
}

fn check_something_scales(table: &Table<'_, '_>, min_tasks: u32, max_tasks: u32) {
    let scales = ["target_tracking", "step_scaling", "predictive", "scheduled"].iter().any(|key| table.has(key));
    if min_tasks != max_tasks && !scales {
        let help = "add `[[service.scaling.target_tracking]]`, or fix the number with `tasks` instead";
        table.missing("nothing says when to scale in `[service.scaling]`", help);
    }
}

fn read_policies(table: &Table<'_, '_>, facts: &ServiceFacts<'_>) -> Vec<TargetTracking> {
    let mut policies: Vec<TargetTracking> = Vec::new();
    for entry in table.tables("target_tracking") {
        let policy = read_policy(&entry, facts);
        if policies.iter().any(|earlier| earlier.metric == policy.metric) && entry.has("metric") {
            let title = "two policies follow the same metric";
            entry.problem(Code::Contradiction, title, "metric", "expected one policy for each metric");
        }
        policies.push(policy);
    }
    policies
}

fn read_policy(entry: &Table<'_, '_>, facts: &ServiceFacts<'_>) -> TargetTracking {
    let metric = metric(entry, facts);
    TargetTracking {
        metric,
        target: target(entry, metric),
        resolution: resolution(entry, metric),
        scale_out_cooldown_seconds: entry.integer("scale_out_cooldown_seconds"),
        scale_in_cooldown_seconds: entry.integer("scale_in_cooldown_seconds"),
        disable_scale_in: entry.flag("disable_scale_in"),
    }
}

/// What a policy follows.
pub(super) fn metric(entry: &Table<'_, '_>, facts: &ServiceFacts<'_>) -> TargetMetric {
    let metric = match entry.choice("metric") {
        "memory" => TargetMetric::Memory,
        "requests_per_target" => TargetMetric::RequestsPerTarget,
        _ => TargetMetric::Cpu,
    };
    let counts_requests = metric == TargetMetric::RequestsPerTarget;
    if counts_requests && facts.traffic.is_some_and(|traffic| traffic.unit == DemandUnit::Vcpu) {
        let title = "`requests_per_target` cannot follow demand in vCPU";
        entry.problem(Code::Contradiction, title, "metric", "the traffic has no requests");
    }
    metric
}

/// The target of a policy, in the unit of its metric.
pub(super) fn target(entry: &Table<'_, '_>, metric: TargetMetric) -> f64 {
    let (percent, value) = (entry.optional_number("target_percent"), entry.optional_number("target_value"));
    let (wanted, other, target) = match metric {
        TargetMetric::Cpu | TargetMetric::Memory => ("target_percent", "target_value", percent),
        TargetMetric::RequestsPerTarget => ("target_value", "target_percent", value),
    };
    if entry.has("metric") {
        check_target_key(entry, wanted, other);
    }
    target.unwrap_or(50.0)
}

/// How often the metric of a policy has a datapoint.
pub(super) fn resolution(entry: &Table<'_, '_>, metric: TargetMetric) -> Resolution {
    let high = entry.choice("resolution_seconds") == "20";
    if high && metric == TargetMetric::RequestsPerTarget {
        let title = "`requests_per_target` has no datapoints every 20 seconds";
        entry.problem(Code::Contradiction, title, "resolution_seconds", "expected 60, or `cpu` or `memory`");
    }
    if high { Resolution::High } else { Resolution::Standard }
}

fn check_target_key(entry: &Table<'_, '_>, wanted: &str, other: &str) {
    if entry.has(other) {
        let title = format!("`{other}` does not fit this metric");
        entry.problem(Code::Contradiction, title, other, format!("expected `{wanted}`"));
    } else if !entry.has(wanted) {
        entry.missing("the target of the policy is missing", format!("add `{wanted}`"));
    }
}

fn read_scheduled(table: &Table<'_, '_>) -> Vec<ScheduledScaling> {
    let read = |entry: &Table<'_, '_>| {
        let (min_tasks, max_tasks) = (entry.optional_integer("min_tasks"), entry.optional_integer("max_tasks"));
        check_order(entry, min_tasks, max_tasks);
        if !entry.has("min_tasks") && !entry.has("max_tasks") {
            entry.missing("the scheduled action sets nothing", "add `min_tasks`, `max_tasks` or both");
        }
        Some(ScheduledScaling { schedule: read_schedule(entry)?, min_tasks, max_tasks })
    };
    table.tables("scheduled").iter().filter_map(read).collect()
}
