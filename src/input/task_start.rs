//! How long a task takes to come up (rule F0).

use super::table::Table;
use crate::diagnostic::Code;
use crate::scenario::{LoadBalancerKind, ServiceNetwork};

/// The longest start, seconds: a day.
const LONGEST: u32 = 86_400;

/// The parts of a start, in whole seconds.
struct Parts {
    pull: u32,
    application: u32,
    health: u32,
}

/// Seconds from the start of the image pull until a task serves, and those of them that the pull takes.
pub(super) fn read_start(
    service: &Table<'_, '_>,
    workload: &Table<'_, '_>,
    network: &ServiceNetwork,
    matters: bool,
) -> (u32, u32) {
    let Some(table) = service.optional_table("start") else { return (workload.integer("start_seconds"), 0) };
    if workload.has("start_seconds") {
        let title = "`start_seconds` and `[service.start]` are both given";
        workload.problem(Code::Contradiction, title, "start_seconds", "expected only one of them");
    }
    let table = table.assuming_if(matters);
    let parts = Parts {
        pull: pull_seconds(&table, network),
        application: table.integer("application_seconds"),
        health: health_seconds(&table, network),
    };
    let Parts { pull, application, health } = parts;
    let start = pull + application + health;
    if start > LONGEST {
        let found = format!("{pull} of image pull + {application} of application start + {health} of health checks");
        table.walk.problem(Code::OutOfRange, "a start must take at most 86400 seconds", table.span(), found);
    }
    if matters {
        let value = format!("{start} seconds, of which {pull} of image pull");
        let reason = format!(
            "from `[service.start]` (rule F0): {pull} of image pull + {application} of application start + {health} of health checks"
        );
        table.walk.assume(35, workload.place_of("start_seconds"), value, reason);
    }
    (start, pull)
}

fn pull_seconds(table: &Table<'_, '_>, network: &ServiceNetwork) -> u32 {
    let image_mb = table.optional_number("image_mb").or((network.image_mb > 0.0).then_some(network.image_mb));
    if table.flag("lazy_loading") {
        table.refuse(&["pull_mb_per_second"], "expected `lazy_pull_seconds` with `lazy_loading`");
        return table.integer("lazy_pull_seconds");
    }
    table.refuse(&["lazy_pull_seconds"], "expected only with `lazy_loading = true`");
    let speed = table.number("pull_mb_per_second");
    if image_mb.is_none() && !table.has("image_mb") {
        let help = "add `image_mb = 300` here or under `[service.network]`, or `lazy_loading = true`";
        table.missing("the size of the image is missing in `[service.start]`", help);
    }
    // As everywhere in the model, what is whole but for the error of a division stays whole.
    (image_mb.unwrap_or(0.0) / speed - 1e-9).ceil().clamp(0.0, f64::from(2 * LONGEST)) as u32
}

fn health_seconds(table: &Table<'_, '_>, network: &ServiceNetwork) -> u32 {
    let balanced = network.load_balancer != LoadBalancerKind::None;
    if table.optional_flag("health_checks").unwrap_or(balanced) {
        table.refuse(&["health_seconds"], "expected only without health checks");
        return table.integer("health_check_interval_seconds") * table.integer("healthy_threshold");
    }
    let keys = ["health_check_interval_seconds", "healthy_threshold"];
    table.refuse(&keys, "expected only with `health_checks = true` or a load balancer");
    table.integer("health_seconds")
}
