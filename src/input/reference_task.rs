//! The size that `max_tasks` counts, when nothing says it: the smallest that fits.

use super::scaling::ServiceFacts;
use super::scenario::Context;
use super::service::{peak_demand, unit_words};
use super::table::Table;
use super::task_size::SizesOf;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{Scaling, TaskSize, Throughput, Traffic, Work, Workload};

/// Assumes the smallest size that fits as the reference, first among the assumptions, and warns
/// when the profile's peak is more than its maximum can serve. Returns its CPU units.
pub(super) fn assume_reference(
    table: &Table<'_, '_>,
    facts: &ServiceFacts<'_>,
    scaling: &Scaling,
    context: &Context<'_>,
) -> Option<u32> {
    let Some(size) = smallest_fitting(facts.workload, facts.sizes) else {
        let diagnostic = Diagnostic::error(Code::TaskTooSmall, "no task size holds the workload");
        let found = "no Fargate size has this much memory and vCPU";
        table
            .walk
            .push(diagnostic.at(&table.walk.file, table.span(), found).help("give `reference_task` or `max_vcpu`"));
        return None;
    };
    let most = most_tasks(scaling);
    let bound = f64::from(most) * size.vcpu();
    let reason = format!(
        "neither `reference_task` nor `max_vcpu` is given, so `max_tasks` counts tasks of the smallest size that fits: at most {bound} vCPU"
    );
    table.walk.assume(0, table.place_of("reference_task"), size.to_string(), reason);
    if let Some(traffic) = facts.traffic {
        warn_if_exceeded(table, facts, traffic, size, most, context);
    }
    Some(size.cpu_units)
}

/// The smallest size, by vCPU and then memory, that holds the application and its sidecars.
fn smallest_fitting(workload: &Workload, sizes: SizesOf) -> Option<TaskSize> {
    let sizes = match &workload.work {
        Work::Measured(throughputs) => throughputs.iter().map(|throughput| throughput.size).collect(),
        _ => sizes.on_fargate(),
    };
    let memory_mib = u64::from(workload.memory_mib.unwrap_or(0)) + u64::from(workload.sidecar_memory_mib);
    let overhead = workload.baseline_vcpu + workload.sidecar_vcpu;
    let fits = |size: &TaskSize| u64::from(size.memory_mib) >= memory_mib && size.vcpu() > overhead;
    sizes.into_iter().filter(fits).min()
}

/// The largest maximum that ever holds.
fn most_tasks(scaling: &Scaling) -> u32 {
    let scheduled = scaling.scheduled.iter().filter_map(|action| action.max_tasks);
    scheduled.fold(scaling.max_tasks, u32::max)
}

fn warn_if_exceeded(
    table: &Table<'_, '_>,
    facts: &ServiceFacts<'_>,
    traffic: &Traffic,
    size: TaskSize,
    most: u32,
    context: &Context<'_>,
) {
    let Some(per_task) = served_per_task(facts.workload, size) else { return };
    let peak = peak_demand(traffic);
    let grown = peak * growth(traffic, context);
    let served = f64::from(most) * per_task;
    let unit = unit_words(traffic.unit);
    let (when, demand) = if peak > served { ("peaks at", peak) } else { ("grows to", grown) };
    if demand > served {
        let name = facts.name;
        let max_tasks = table.place_of("max_tasks");
        table.walk.warn(format!(
            "traffic of `{name}` {when} {demand:.1} {unit}, but {most} tasks of {size} serve at most {served:.1}: \
             give `reference_task` or `max_vcpu`, or raise `{max_tasks}`"
        ));
    }
}

/// Demand that one task of a size serves when fully used, in the unit of demand.
fn served_per_task(workload: &Workload, size: TaskSize) -> Option<f64> {
    let usable = size.vcpu() - workload.sidecar_vcpu - workload.baseline_vcpu;
    let usable = workload.max_vcpu_per_task.map_or(usable, |most| usable.min(most));
    match &workload.work {
        Work::CpuMsPerRequest(ms) => Some(usable * 1_000.0 / ms),
        Work::VcpuDemand => Some(usable),
        Work::Measured(throughputs) => {
            let of_size = throughputs.iter().filter(|throughput| throughput.size == size);
            of_size.map(|Throughput { requests_per_second, .. }| *requests_per_second).max_by(f64::total_cmp)
        }
        Work::Unknown => None,
    }
}

/// The factor of growth in the last month of the horizon, at least 1.
fn growth(traffic: &Traffic, context: &Context<'_>) -> f64 {
    let months = context.horizon.map_or(0, |horizon| horizon.growth_month_starts().len());
    (1.0 + traffic.growth_percent_per_month / 100.0).powi(i32::try_from(months).unwrap_or(0)).max(1.0)
}
