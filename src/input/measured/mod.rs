//! `[service.measured]`: demand and memory of a service from what CloudWatch measured of it (rules RS1 to RS3).

mod load_duration;
mod percentiles;
mod series;

use super::scenario::Context;
use super::table::Table;
use super::task_size::{SizesOf, read_task_size};
use crate::diagnostic::Code;
use crate::scenario::{
    DemandUnit, Interpolation, Measured, MeasuredTasks, Profile, TaskSize, Traffic, Utilisation, Workload,
};
use crate::time::LocalClock;

/// From here on, CPU utilisation hides demand: tasks cannot use more (rule RS1).
const SATURATED_PERCENT: f64 = 95.0;

/// Shorter than this, no fortnight's rhythm is in it.
const FEW_DAYS: i64 = 14;

/// Memory that may be pinned, at most; more is a slip of unit that the range of utilisation lets through.
const MOST_MEMORY_MIB: f64 = 25_000_000.0;

/// A source of figures, read: what it says of demand, and what else was measured.
struct Figures {
    profile: Profile,
    interpolation: Interpolation,
    minutes: Option<i64>,
    step_minutes: Option<u32>,
    tasks: MeasuredTasks,
    cpu: Utilisation,
    memory: Utilisation,
    saturated_percent: f64,
    /// Memory utilisation at `memory_percentile`.
    memory_percent: f64,
}

/// The figures and the demand that follows from them; `None` when they cannot be used, which has been reported.
pub(super) fn read_measured(table: &Table<'_, '_>, context: &Context<'_>) -> Option<(Measured, Traffic)> {
    let task_size = task_size(table, context);
    let clock = super::schedule::read_clock(table);
    let memory_percentile = table.number("memory_percentile");
    let memory_headroom_percent = table.number("memory_headroom_percent");
    let least_tasks = table.optional_integer("least_tasks");
    let figures = figures(table, task_size, clock.as_ref(), memory_percentile, context);
    let (figures, clock) = figures.zip(clock)?;
    let task_size = task_size?;
    warn_of_what_is_hidden(table, &figures);
    let memory_mib = needed_memory(task_size, figures.memory_percent, memory_headroom_percent);
    let Figures {
        profile,
        interpolation,
        minutes,
        step_minutes,
        tasks,
        cpu,
        memory,
        saturated_percent,
        memory_percent,
    } = figures;
    let measured = Measured {
        task_size,
        minutes,
        step_minutes,
        tasks,
        cpu,
        memory,
        saturated_percent,
        memory_percentile,
        memory_percent,
        memory_headroom_percent,
        memory_mib,
        least_tasks,
    };
    Some((measured, traffic_of(profile, clock, interpolation)))
}

/// Memory that a task needs, whole MiB (rule RS3).
fn needed_memory(size: TaskSize, percent: f64, headroom_percent: f64) -> u32 {
    let needed = f64::from(size.memory_mib) * percent / 100.0 * (1.0 + headroom_percent / 100.0);
    (needed - 1e-9).ceil().clamp(1.0, MOST_MEMORY_MIB) as u32
}

fn traffic_of(profile: Profile, clock: LocalClock, interpolation: Interpolation) -> Traffic {
    Traffic {
        profile,
        unit: DemandUnit::Vcpu,
        clock,
        interpolation,
        growth_percent_per_month: 0.0,
        holidays: Vec::new(),
        events: Vec::new(),
        level_changes: Vec::new(),
        peak: None,
        noise: None,
    }
}

fn task_size(table: &Table<'_, '_>, context: &Context<'_>) -> Option<TaskSize> {
    let size = table.optional_table("task");
    if !table.has("task") {
        let help = "add `task = { vcpu = 1, memory_gb = 2 }`, the size of the tasks that were measured";
        table.missing("the size of the measured tasks is missing in `[service.measured]`", help);
    }
    read_task_size(&size?, SizesOf::linux(context.types_pinned))
}

/// The figures of the profile, or else of the percentiles.
fn figures(
    table: &Table<'_, '_>,
    size: Option<TaskSize>,
    clock: Option<&LocalClock>,
    memory_percentile: f64,
    context: &Context<'_>,
) -> Option<Figures> {
    let path = table.optional_text("profile");
    let percentiles = percentiles::Percentiles::read(table);
    if table.has("profile") {
        table.refuse(&["running_tasks", "cpu_percent", "memory_percent"], "`profile` says it already");
        return series::figures(table, &path?, size, clock?, memory_percentile, context);
    }
    table.refuse(&["timestamp_column"], "there is no profile");
    percentiles?.figures(table, size?, memory_percentile)
}

/// Warns of figures that show less than there was.
fn warn_of_what_is_hidden(table: &Table<'_, '_>, figures: &Figures) {
    let place = table.place_of("profile");
    let place = place.trim_end_matches(".profile");
    if figures.saturated_percent > 0.0 {
        table.walk.warn(format!(
            "{place}: CPU was at {SATURATED_PERCENT} % or more in {} % of the time, which hides demand: take what follows as a lower bound",
            short(figures.saturated_percent)
        ));
    }
    if figures.memory.max >= SATURATED_PERCENT {
        let most = short(figures.memory.max);
        table.walk.warn(format!("{place}: memory was at {most} %: a task may need more than was measured"));
    }
    if let Some(minutes) = figures.minutes.filter(|minutes| *minutes < FEW_DAYS * 1_440) {
        let days = short(minutes as f64 / 1_440.0);
        table.walk.warn(format!("{place}: {days} days were measured; {FEW_DAYS} or more would show what repeats"));
    }
}

/// A figure with at most one decimal, or two significant digits below 1.
fn short(number: f64) -> String {
    let decimals =
        if number == 0.0 || number >= 1.0 { 1 } else { 1 + (-number.log10()).ceil().clamp(0.0, 6.0) as usize };
    format!("{number:.decimals$}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Measured utilisation includes whatever runs in the tasks: nothing of it may be said again.
pub(super) fn check_nothing_twice(workload: &Table<'_, '_>) {
    for key in ["sidecar_vcpu", "sidecar_memory_mib", "baseline_vcpu"] {
        if workload.has(key) {
            let title = format!("`{key}` means nothing for a service with `[service.measured]`");
            workload.problem(Code::Contradiction, title, key, "the measured utilisation includes it");
        }
    }
}

/// The memory of a workload whose memory was measured, unless it is given.
pub(super) fn with_measured_memory(workload: Workload, measured: Option<&Measured>) -> Workload {
    Workload { memory_mib: workload.memory_mib.or(measured.map(|measured| measured.memory_mib)), ..workload }
}

#[cfg(test)]
mod tests;
