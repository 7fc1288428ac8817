//! Deployments of a service.

use super::schedule::read_schedule;
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{DeploymentStrategy, DeploymentTimes, Deployments, TaskCount};

/// Keys that one strategy alone has.
const ROLLING: [&str; 2] = ["minimum_healthy_percent", "maximum_percent"];
const LINEAR: [&str; 2] = ["step_percent", "step_bake_minutes"];
const CANARY: [&str; 2] = ["canary_percent", "canary_bake_minutes"];

/// The deployments, if there are any and they can be used.
pub(super) fn read_deployments(service: &Table<'_, '_>, count: Option<&TaskCount>) -> Option<Deployments> {
    let table = service.optional_table("deployment")?;
    let times = read_times(&table);
    let strategy = read_strategy(&table);
    check_room(&table, service, strategy, count);
    Some(Deployments { times: times?, strategy })
}

fn read_times(table: &Table<'_, '_>) -> Option<DeploymentTimes> {
    let per_month = table.optional_integer("deployments_per_month");
    if !table.has("schedule") {
        table.refuse(&["timezone"], "expected only with `schedule`");
    }
    table.exactly_one("deployments_per_month", "schedule")?;
    if table.has("schedule") {
        return read_schedule(table).map(DeploymentTimes::Scheduled);
    }
    per_month.map(DeploymentTimes::PerMonth)
}

fn read_strategy(table: &Table<'_, '_>) -> DeploymentStrategy {
    let strategy = table.choice("strategy");
    let others = [("rolling", &ROLLING), ("linear", &LINEAR), ("canary", &CANARY)];
    for (_, keys) in others.into_iter().filter(|(owner, _)| *owner != strategy) {
        table.refuse(keys, &format!("not a key of the strategy `{strategy}`"));
    }
    match strategy {
        "blue_green" => DeploymentStrategy::BlueGreen { bake_seconds: bake_seconds(table) },
        "linear" => DeploymentStrategy::Linear {
            step_percent: table.integer("step_percent"),
            step_bake_seconds: table.integer("step_bake_minutes") * 60,
            bake_seconds: bake_seconds(table),
        },
        "canary" => DeploymentStrategy::Canary {
            canary_percent: table.integer("canary_percent"),
            canary_bake_seconds: table.integer("canary_bake_minutes") * 60,
            bake_seconds: bake_seconds(table),
        },
        _ => {
            table.refuse(&["bake_minutes"], "not a key of the strategy `rolling`");
            DeploymentStrategy::Rolling {
                minimum_healthy_percent: table.integer("minimum_healthy_percent"),
                maximum_percent: table.integer("maximum_percent"),
            }
        }
    }
}

fn bake_seconds(table: &Table<'_, '_>) -> u32 {
    if !table.has("bake_minutes") {
        let help = "add `bake_minutes = 15`: how long the old revision stays after all traffic has moved";
        table.missing("`bake_minutes` is missing in `[service.deployment]`", help);
    }
    table.optional_integer("bake_minutes").unwrap_or(0) * 60
}

/// A rolling deployment needs room for one task more, or leave to stop one.
fn check_room(table: &Table<'_, '_>, service: &Table<'_, '_>, strategy: DeploymentStrategy, count: Option<&TaskCount>) {
    let DeploymentStrategy::Rolling { minimum_healthy_percent: least, maximum_percent: most } = strategy else {
        return;
    };
    if least >= 100 && most <= 100 {
        return report_no_room(
            table,
            format!("not one task may be stopped, and not one more started, at {most} percent"),
        );
    }
    let stuck = |desired: u32| is_stuck(u64::from(desired), u64::from(least), u64::from(most));
    match count {
        Some(TaskCount::Fixed(desired)) if stuck(*desired) => {
            report_no_room(table, format!("{most} percent of {desired}, rounded down, is no task more"));
        }
        Some(TaskCount::Scaled(scaling)) if scaling.min_tasks > 0 && stuck(scaling.min_tasks) => {
            let (name, desired) = (service.raw_text("name").unwrap_or_default(), scaling.min_tasks);
            table.walk.warn(format!(
                "deployments of `{name}` wait while it has {desired} tasks: {most} percent of them, rounded down, is no task more, \
                 and {least} percent, rounded up, is none less"
            ));
        }
        _ => {}
    }
}

/// Whether neither ⌊desired × most⌋ leaves room for a task nor ⌈desired × least⌉ lets one go.
fn is_stuck(desired: u64, least: u64, most: u64) -> bool {
    desired * most / 100 <= desired && (desired * least).div_ceil(100) >= desired
}

fn report_no_room(table: &Table<'_, '_>, found: String) {
    let title = "with this `minimum_healthy_percent` and `maximum_percent` no deployment can ever proceed";
    let mut diagnostic = Diagnostic::error(Code::NeverDeploys, title);
    diagnostic = diagnostic.at(&table.walk.file, table.span_of("maximum_percent"), found);
    if table.has("minimum_healthy_percent") && table.has("maximum_percent") {
        let span = table.span_of("minimum_healthy_percent");
        diagnostic = diagnostic.at(&table.walk.file, span, "every task must stay healthy");
    }
    table.walk.push(diagnostic.help("raise `maximum_percent`, such as to 200, or lower `minimum_healthy_percent`"));
}
