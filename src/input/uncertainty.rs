//! Demand scenarios, and what a choice among commitments goes by.

use jiff::ToSpan;

use super::scenario::report_repeated_names;
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{Criterion, DemandChange, DemandScenario, Service, Uncertainty};
use crate::time::Horizon;

/// More than these tell nothing new, and each is simulated.
const MOST_SCENARIOS: usize = 20;

/// The demand scenarios, if any; their weights sum to 1.
pub(super) fn read_uncertainty(table: &Table<'_, '_>, services: &[Service], horizon: Option<&Horizon>) -> Uncertainty {
    let entries = table.tables("scenario");
    report_repeated_names(&entries);
    if table.is_given() && !table.has("scenario") {
        table.missing(
            "`[uncertainty]` has no demand scenario",
            "add `[[uncertainty.scenario]]` with `name` and `weight`, or remove `[uncertainty]`",
        );
    }
    if let Some(beyond) = entries.get(MOST_SCENARIOS) {
        let title = format!("there are {} demand scenarios", entries.len());
        beyond.walk.problem(Code::OutOfRange, title, beyond.span(), format!("expected at most {MOST_SCENARIOS}"));
    }
    let criterion = read_criterion(table.clone().assuming_if(!entries.is_empty()));
    let mut demand_scenarios: Vec<DemandScenario> =
        entries.iter().filter_map(|entry| read_scenario(entry, horizon)).collect();
    warn_of_no_traffic(table, &demand_scenarios, services);
    let sum: f64 = demand_scenarios.iter().map(|scenario| scenario.weight).sum();
    demand_scenarios.iter_mut().for_each(|scenario| scenario.weight /= sum);
    Uncertainty { demand_scenarios, criterion }
}

fn warn_of_no_traffic(table: &Table<'_, '_>, demand_scenarios: &[DemandScenario], services: &[Service]) {
    let is_load = |change: &DemandChange| matches!(change, DemandChange::Load { .. });
    let changes = |one: &&DemandScenario| one.growth_percent_per_year.is_some() || one.changes.iter().any(is_load);
    if let Some(first) = demand_scenarios.iter().find(changes)
        && services.iter().all(|service| service.traffic.is_none())
    {
        let name = &first.name;
        table.walk.warn(format!("no service has traffic, so the demand scenario `{name}` does not change what runs"));
    }
}

fn read_criterion(table: Table<'_, '_>) -> Criterion {
    let choose_by = table.choice("choose_by");
    let is_cvar = choose_by == "cvar";
    if !is_cvar {
        table.refuse(&["cvar_tail_percent"], "expected only with `choose_by = \"cvar\"`");
    }
    let tail = table.assuming_if(is_cvar).percent("cvar_tail_percent");
    match choose_by {
        "worst_regret" => Criterion::WorstRegret,
        "cvar" => Criterion::Cvar { tail },
        _ => Criterion::ExpectedCost,
    }
}

fn read_scenario(entry: &Table<'_, '_>, horizon: Option<&Horizon>) -> Option<DemandScenario> {
    let name = entry.text("name");
    let weight = entry.required_number("weight");
    let growth_percent_per_year = entry.optional_number("growth_percent_per_year");
    let factor = entry.optional_number("load_change_percent").map(|percent| 1.0 + percent / 100.0);
    let target = entry.optional_choice("moves_to");
    let load_hour = read_hour(entry, "load_change_percent", "load_change_date", horizon);
    let move_hour = read_hour(entry, "moves_to", "move_date", horizon);
    let load = factor.zip(load_hour).map(|(factor, from_hour)| DemandChange::Load { factor, from_hour });
    let moved = target.zip(move_hour).map(|(target, from_hour)| match target {
        "arm64" => DemandChange::ToArm { from_hour },
        _ => DemandChange::ToFargate { from_hour },
    });
    let mut changes: Vec<DemandChange> = load.into_iter().chain(moved).collect();
    changes.sort_by_key(DemandChange::from_hour);
    Some(DemandScenario { name, weight: weight?, growth_percent_per_year, changes })
}

/// The hour of the horizon at which a change begins; the change and its date are given together.
fn read_hour(entry: &Table<'_, '_>, change: &str, date_key: &str, horizon: Option<&Horizon>) -> Option<i64> {
    let date = entry.optional_date(date_key);
    for (given, wanted) in [(change, date_key), (date_key, change)] {
        if entry.has(given) && !entry.has(wanted) {
            let diagnostic = Diagnostic::error(Code::MissingKey, format!("`{given}` needs `{wanted}`"));
            let diagnostic = diagnostic.at(&entry.walk.file, entry.span_of(given), "given alone");
            entry.walk.push(diagnostic.help(format!("add `{wanted}`, or remove `{given}`")));
        }
    }
    let (date, horizon) = date.zip(horizon)?;
    let hour = i64::from((date - horizon.start()).get_days()) * 24;
    if !(0..i64::from(horizon.hours())).contains(&hour) {
        let title = format!("`{date_key}` is outside the horizon");
        entry.problem(Code::OutOfRange, title, date_key, format!("expected {}", days_of(horizon)));
    }
    Some(hour)
}

/// The days of a horizon, in words.
fn days_of(horizon: &Horizon) -> String {
    let (first, days) = (horizon.start(), i64::from((horizon.hours() - 1) / 24));
    let last = first.checked_add(days.days()).unwrap_or(first);
    format!("{first} to {last}, the days of the horizon")
}
