//! [`GrowthCase`]: the same option with other growth of demand, line by line (rule L13).

use crate::bill::LineItem;
use crate::comparison::{Comparison, OptionId, Outcome, compare_only};
use crate::pricing::PriceBook;
use crate::scenario::{DemandScenario, Scenario};

/// Growth that is simulated beside what the scenario has, percent a year (rule L13).
pub const GROWTH_STEPS: [i32; 7] = [-50, -25, 0, 25, 50, 100, 200];

/// Which demand a case has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrowthOf {
    /// As the scenario has it.
    Base,
    /// One of the scenario's demand scenarios, by name.
    DemandScenario(String),
    /// Compound growth in place of every service's own, percent a year.
    PercentPerYear(i32),
}

/// The option at its best sizes and commitments under one demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrowthCase {
    /// Which demand.
    pub of: GrowthOf,
    /// Its line items, or why the option cannot be had.
    pub lines: Result<Vec<LineItem>, String>,
    /// Whether every service meets its objective.
    pub meets_objective: bool,
}

/// An option under its own demand, every demand scenario and [`GROWTH_STEPS`]; nothing where nothing can grow.
#[must_use]
pub fn growth_cases(scenario: &Scenario, book: &PriceBook, (option, outcome): (OptionId, &Outcome)) -> Vec<GrowthCase> {
    if scenario.services.iter().all(|service| service.traffic.is_none()) {
        return Vec::new();
    }
    let base = GrowthCase {
        of: GrowthOf::Base,
        lines: Ok(outcome.bill.lines.clone()),
        meets_objective: outcome.meets_objective,
    };
    let named = scenario.uncertainty.demand_scenarios.iter();
    let named = named.map(|demand| (GrowthOf::DemandScenario(demand.name.clone()), demand.clone()));
    let steps = GROWTH_STEPS.iter().map(|&percent| (GrowthOf::PercentPerYear(percent), growing(percent)));
    let case = |(of, demand): (GrowthOf, DemandScenario)| case(scenario, book, option, of, &demand);
    [base].into_iter().chain(named.chain(steps).map(case)).collect()
}

fn growing(percent: i32) -> DemandScenario {
    DemandScenario {
        name: percent.to_string(),
        weight: 1.0,
        growth_percent_per_year: Some(f64::from(percent)),
        changes: Vec::new(),
    }
}

fn case(scenario: &Scenario, book: &PriceBook, option: OptionId, of: GrowthOf, demand: &DemandScenario) -> GrowthCase {
    let Comparison { options, .. } = compare_only(&scenario.under(demand), book, option);
    match options.into_iter().next().map(|option| option.outcome) {
        Some(Ok(outcome)) => GrowthCase { of, meets_objective: outcome.meets_objective, lines: Ok(outcome.bill.lines) },
        Some(Err(unavailable)) => GrowthCase { of, meets_objective: false, lines: Err(unavailable.reason) },
        None => {
            let reason = "the option is not one of the scenario's".to_owned();
            GrowthCase { of, meets_objective: false, lines: Err(reason) }
        }
    }
}
