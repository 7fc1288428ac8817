//! The predictive-scaling policy.

use super::scaling::{ServiceFacts, metric, target};
use super::table::Table;
use crate::scenario::{MaxCapacityBreach, PredictiveScaling};

/// The policy of `[service.scaling.predictive]`, if it is given.
pub(super) fn read_predictive(table: &Table<'_, '_>, facts: &ServiceFacts<'_>) -> Option<PredictiveScaling> {
    let table = table.optional_table("predictive")?;
    let metric = metric(&table, facts);
    Some(PredictiveScaling {
        metric,
        target: target(&table, metric),
        buffer_seconds: table.integer("buffer_seconds"),
        max_capacity_breach: breach(&table),
    })
}

fn breach(table: &Table<'_, '_>) -> MaxCapacityBreach {
    if table.choice("max_capacity_breach") == "increase" {
        return MaxCapacityBreach::Increase { buffer_percent: table.integer("max_capacity_buffer_percent") };
    }
    table.refuse(&["max_capacity_buffer_percent"], "expected only with `max_capacity_breach = \"increase\"`");
    MaxCapacityBreach::Honor
}
