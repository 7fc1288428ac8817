//! The horizon and the step of the simulation.

use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::SimulationStep;
use crate::time::{Convention, Horizon, HorizonError};

/// The horizon; `None` when it cannot be used, which has been reported.
pub(super) fn read_horizon(table: &Table<'_, '_>) -> Option<Horizon> {
    if !table.is_given() {
        table.missing("`[horizon]` is missing", "add `[horizon]` with `start = \"2026-01-01\"` and `months = 12`");
        return None;
    }
    let start = table.date("start");
    let (months, hours) = (table.optional_integer("months"), table.optional_integer("hours"));
    if table.has("months") && table.has("hours") {
        table.problem(Code::Contradiction, "`months` and `hours` are both given", "hours", "expected only one of them");
        return None;
    }
    if !table.has("months") && !table.has("hours") {
        table.missing(
            "the length of the horizon is missing",
            "add `months = 12`, or `hours = 730` for the calculator convention",
        );
        return None;
    }
    let (key, convention) = match (months, hours) {
        (Some(months), _) => ("months", Convention::Months(months)),
        (None, Some(hours)) => ("hours", Convention::Hours(hours)),
        (None, None) => return None,
    };
    // A length is judged even when the start cannot be read; only the calendar's end depends on it.
    let judged_from = start.unwrap_or(jiff::civil::Date::constant(2026, 1, 1));
    let horizon = Horizon::new(judged_from, convention).map_err(|error| report(table, key, error)).ok();
    start.and(horizon)
}

/// How finely capacity is simulated.
pub(super) fn read_step(table: &Table<'_, '_>) -> SimulationStep {
    if table.choice("step") == "1h" { SimulationStep::Hour } else { SimulationStep::Minute }
}

fn report(table: &Table<'_, '_>, key: &str, error: HorizonError) {
    let diagnostic = Diagnostic::error(Code::Horizon, error.to_string());
    let found = "expected 1 to 120 months, or 1 to 87672 hours";
    let diagnostic = diagnostic.at(&table.walk.file, table.span_of(key), found);
    table.walk.push(diagnostic.help("`months = 12` bills one year"));
}
