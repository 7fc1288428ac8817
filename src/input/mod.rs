//! From files to a checked [`Scenario`]: the only layer that reads, and the only one that knows positions.
//!
//! [`parse_scenario`] is pure: texts in, a scenario or every problem out. [`load_scenario`] reads
//! the files around it. The format itself is data (`keys`), which the reader, the JSON Schema and
//! `docs/scenario.md` share.

mod cluster_scaling;
mod commitments;
mod csv_report;
mod current;
mod deployment;
mod ec2;
mod files;
mod held_commitments;
mod held_kind;
mod horizon;
mod hourly_usage;
mod job;
mod key;
mod keys;
mod known;
mod many;
mod measured;
mod money_settings;
mod nearest;
mod network;
mod objective;
mod operations;
mod other_capacity;
mod place;
mod placement;
mod policies;
mod predictive;
mod prices;
mod profile;
mod reference;
mod reference_task;
mod room;
mod saved_result;
mod scaling;
mod scaling_search;
mod scenario;
mod schedule;
mod schema;
mod service;
mod step_scaling;
mod table;
mod table_values;
mod task_size;
mod task_start;
mod traffic;
mod uncertainty;
mod unknown_keys;
mod value;
mod walk;
mod workload;
mod zone_loss;

pub use files::{
    GivenPlan, LARGEST_PROFILE, LARGEST_RESULT, LARGEST_SCENARIO, LARGEST_USAGE, ReadError, load_hourly_usage,
    load_plan, load_price_tables, load_scenario,
};
pub use hourly_usage::{HourlyUsageSources, MissingHours, parse_hourly_usage};
pub use many::{CommonAssumption, ScenarioSet, ScenarioSummary, SetFacts};
pub use nearest::nearest;
pub use reference::scenario_reference;
pub use saved_result::parse_saved_result;
pub use schema::scenario_schema;

use toml::de::DeTable;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pricing::{PriceBooks, PriceTables};
use crate::scenario::Scenario;
use walk::Walk;

/// How many syntax errors are reported.
const MOST_SYNTAX_ERRORS: usize = 20;

/// The texts that make up a scenario.
pub struct Sources<'a> {
    /// The scenario's name in problems, such as its path.
    pub scenario_name: &'a str,
    /// The scenario, in TOML.
    pub scenario_text: &'a str,
    /// Reads a profile that the scenario names.
    pub read_profile: &'a dyn Fn(&str) -> Result<String, ReadError>,
}

/// Parses and checks a scenario.
///
/// # Errors
/// Every problem found, in order of position; nothing else is known to be right when the file is
/// not TOML.
pub fn parse_scenario(sources: &Sources<'_>, tables: &PriceTables) -> Result<Scenario, Diagnostics> {
    parse_with(sources, &PriceBooks::new(tables.clone()))
}

/// The same with price books that are shared.
fn parse_with(sources: &Sources<'_>, books: &PriceBooks) -> Result<Scenario, Diagnostics> {
    let (file, text) = (sources.scenario_name, sources.scenario_text);
    let walk = Walk::new(file, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(syntax_errors(file, text, &errors));
    }
    scenario::read_scenario(walk, document.get_ref(), sources, books)
}

fn syntax_errors(file: &str, text: &str, errors: &[toml::de::Error]) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    diagnostics.add_source(file, text);
    for error in errors.iter().take(MOST_SYNTAX_ERRORS) {
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        let span = error.span().unwrap_or(0..0);
        let diagnostic = Diagnostic::error(Code::Syntax, "the scenario is not valid TOML");
        diagnostics.push(diagnostic.at(file, span, message));
    }
    diagnostics.sorted()
}

#[cfg(test)]
mod tests;
