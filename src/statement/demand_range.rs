//! [`DemandRange`]: the same option when demand goes otherwise (rule L11).

use crate::comparison::{Comparison, OptionId, Outcome, compare_only};
use crate::money::Money;
use crate::pricing::PriceBook;
use crate::scenario::{DemandScenario, Scenario};
use crate::time::Horizon;

/// The option's amortised cost in one demand scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandCase {
    /// The demand scenario; `None` for demand as the scenario itself has it.
    pub demand_scenario: Option<String>,
    /// One per month span.
    pub months: Vec<Money>,
    /// Whether every service meets its objective.
    pub meets_objective: bool,
}

impl DemandCase {
    /// All months together.
    #[must_use]
    pub fn total(&self) -> Money {
        self.months.iter().sum()
    }

    fn of(demand_scenario: Option<String>, outcome: &Outcome, horizon: &Horizon) -> Self {
        let months = outcome.bill.months(horizon).into_iter().map(|month| month.total).collect();
        Self { demand_scenario, months, meets_objective: outcome.meets_objective }
    }
}

/// The cheapest, the scenario's own and the dearest demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandRange {
    /// The case with the least total.
    pub low: DemandCase,
    /// Demand as the scenario has it.
    pub base: DemandCase,
    /// The case with the largest total.
    pub high: DemandCase,
    /// Demand scenarios in which the option cannot be had, each with the reason.
    pub unavailable: Vec<(String, String)>,
}

/// Runs an option under every demand scenario, at its best sizes and commitments in each; `None` when there are none.
#[must_use]
pub fn demand_range(
    scenario: &Scenario,
    book: &PriceBook,
    (option, outcome): (OptionId, &Outcome),
) -> Option<DemandRange> {
    let demand_scenarios = &scenario.uncertainty.demand_scenarios;
    if demand_scenarios.is_empty() {
        return None;
    }
    let base = DemandCase::of(None, outcome, &scenario.horizon);
    let mut cases = vec![base.clone()];
    let mut unavailable = Vec::new();
    for demand_scenario in demand_scenarios {
        match under(scenario, book, option, demand_scenario) {
            Ok(case) => cases.push(case),
            Err(reason) => unavailable.push((demand_scenario.name.clone(), reason)),
        }
    }
    // Of equal totals the earlier case: the scenario itself, then file order.
    let low = cases.iter().min_by_key(|case| case.total()).cloned()?;
    let high = cases.iter().rev().max_by_key(|case| case.total()).cloned()?;
    Some(DemandRange { low, base, high, unavailable })
}

/// The option in one demand scenario, or why it cannot be had.
fn under(
    scenario: &Scenario,
    book: &PriceBook,
    option: OptionId,
    demand_scenario: &DemandScenario,
) -> Result<DemandCase, String> {
    let varied = scenario.under(demand_scenario);
    let Comparison { options, .. } = compare_only(&varied, book, option);
    let outcome = options.into_iter().next().map(|option| option.outcome);
    match outcome {
        Some(Ok(outcome)) => Ok(DemandCase::of(Some(demand_scenario.name.clone()), &outcome, &varied.horizon)),
        Some(Err(unavailable)) => Err(unavailable.reason),
        None => Err("the option is not one of the scenario's".to_owned()),
    }
}
