//! What a service must achieve.

use super::table::Table;
use crate::diagnostic::Code;
use crate::scenario::{LatencyObjective, Objective, Work};

/// The objective; latency can be judged where the CPU time of a request is known.
pub(super) fn read_objective(table: &Table<'_, '_>, has_traffic: bool, work: &Work) -> Objective {
    let max_not_served_percent = table.number("max_not_served_percent");
    Objective {
        max_not_served_percent,
        max_minutes_short: table.optional_integer("max_minutes_short").map(u64::from),
        latency: read_latency(table, has_traffic, work, max_not_served_percent),
    }
}

fn read_latency(
    table: &Table<'_, '_>,
    has_traffic: bool,
    work: &Work,
    max_not_served_percent: f64,
) -> Option<LatencyObjective> {
    let max_ms = table.optional_number("max_latency_ms");
    let max_late = table.optional_number("max_late_percent");
    if !table.has("max_latency_ms") {
        table.refuse(&["latency_percentile", "max_late_percent"], "expected only with `max_latency_ms`");
        return None;
    }
    check_latency_is_known(table, has_traffic, work);
    if max_late.is_none() && !table.has("max_late_percent") {
        let reason = "planning default: as many requests may come late as may be not served";
        let value = format!("{max_not_served_percent} percent");
        table.walk.assume(31, table.place_of("max_late_percent"), value, reason);
    }
    Some(LatencyObjective {
        max_ms: max_ms?,
        percentile: table.number("latency_percentile"),
        max_late_percent: max_late.unwrap_or(max_not_served_percent),
    })
}

fn check_latency_is_known(table: &Table<'_, '_>, has_traffic: bool, work: &Work) {
    let found = match work {
        _ if !has_traffic => "there is no traffic to answer",
        Work::Measured(_) => "measured throughput does not say how long a request takes",
        Work::VcpuDemand => "demand in vCPU has no requests to answer",
        // Where it is missing from traffic in requests, that has been reported.
        Work::CpuMsPerRequest(_) | Work::Unknown => return,
    };
    table.problem(Code::Contradiction, "`max_latency_ms` needs `cpu_ms_per_request`", "max_latency_ms", found);
}
