//! What is weighed under the demand scenarios, and what it comes to (rule A3).

use super::super::apply::Purchase;
use crate::money::{Money, Percent};
use crate::scenario::Criterion;

/// A set of purchases that is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// Nothing is bought.
    Nothing,
    /// What is proposed.
    Proposal,
    /// What is best for the usage that is planned with.
    BaseOptimum,
    /// What is best for one demand scenario, by its place.
    ScenarioOptimum(usize),
    /// What a search by the criterion found.
    CriterionOptimum,
}

/// One alternative in one demand scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseOutcome {
    /// What stays on demand and all fees.
    pub total: Money,
    /// The total less the least total of the scenario.
    pub regret: Money,
    /// The total without any purchase less this one.
    pub saving: Money,
}

/// One alternative under all demand scenarios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeighedAlternative {
    /// Which.
    pub alternative: Alternative,
    /// What it buys.
    pub purchases: Vec<Purchase>,
    /// What it comes to in each scenario.
    pub cases: Vec<CaseOutcome>,
    /// The mean of the totals by weight.
    pub expected: Money,
    /// The largest regret.
    pub worst_regret: Money,
    /// The mean of the worst totals that together weigh the tail.
    pub tail_mean: Money,
}

/// What is known of a demand scenario whatever is bought.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFacts {
    /// Its name.
    pub name: String,
    /// Its weight as a share of the whole.
    pub weight: f64,
    /// The total without any purchase.
    pub nothing: Money,
    /// The least total found.
    pub best: Money,
    /// No purchases have a lower total; the regret is understated by at most `best` less this.
    pub lower_bound: Money,
}

/// Every alternative under every demand scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioOutlook {
    /// The demand scenarios.
    pub cases: Vec<CaseFacts>,
    /// The alternatives: nothing, the proposal, the optimum of the base, that of each scenario, and the criterion's.
    pub alternatives: Vec<WeighedAlternative>,
    /// Which alternative the criterion chooses, by its place.
    pub chosen: usize,
    /// What the choice goes by.
    pub criterion: Criterion,
    /// The weight of the worst totals whose mean is shown.
    pub tail: Percent,
}
