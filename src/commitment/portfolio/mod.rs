//! The best portfolio of plans: the exact optimum with one, within a stated bound with several.

mod cut;
mod distinct_hours;
mod dominated;
mod families;
mod floor;
mod hour_program;
mod in_order;
mod kinks;
mod lanes;
mod limits;
mod master;
mod model;
mod planes;
mod polish;
mod price;
mod risk;
mod single;
mod solve;
mod terms;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use risk::{RiskChoice, RiskCriterion, ScenarioOutcome, best_under};

use super::apply::Purchase;
use super::usage::CoverableUsage;
use crate::money::{Money, Percent};
use crate::patience::Patience;

/// A plan that may be bought: an offer in some hours, renewed or not (its fee is commitment × hours it runs).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buyable {
    /// Which offer, by its index in the usage.
    pub offer: usize,
    /// The hours in which it would run; those past the usage are not counted.
    pub hours: Range<usize>,
}

/// What a choice must keep to, and what steers it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The most cash paid at purchase, summed over everything bought.
    pub max_upfront: Option<Money>,
    /// The least used part of every new purchase over its hours.
    pub min_utilisation: Option<Percent>,
    /// What prepaid money costs a year.
    pub cost_of_capital: Percent,
}

/// Usage, what is held already and what may be bought.
#[derive(Clone, Debug)]
pub struct PortfolioProblem<'a> {
    /// Hourly usage and all offers.
    pub usage: &'a CoverableUsage,
    /// Purchases made before; they stay.
    pub held: &'a [Purchase],
    /// What may be bought.
    pub buyable: &'a [Buyable],
    /// Limits.
    pub limits: Limits,
    /// How long the search may go on; what it ends with keeps to the limits, and its bound holds, at any time.
    pub patience: Patience<'a>,
}

/// A purchase and what becomes of it at published rates; used and unused sum to commitment × hours inside the usage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// What is held.
    pub purchase: Purchase,
    /// What usage consumed.
    pub used: Money,
    /// What is lost.
    pub unused: Money,
}

/// A portfolio over the hours of the usage, and the least that any could cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portfolio {
    /// What was held before.
    pub held: Vec<Holding>,
    /// What is bought: purchases above zero, in the order of `buyable`.
    pub bought: Vec<Holding>,
    /// What stays on demand, at contracted prices.
    pub on_demand: Money,
    /// Amortised fees of everything held and bought, less their discounts.
    pub fees: Money,
    /// On demand and fees.
    pub total: Money,
    /// No purchases out of `buyable` within the limits have a lower total.
    pub lower_bound: Money,
}

/// The cheapest portfolio; once patience is over, the best so far.
#[must_use]
pub fn best_portfolio(problem: &PortfolioProblem<'_>) -> Portfolio {
    let (bought, lower_bound) = best_purchases(problem);
    Portfolio { lower_bound, ..price::price(problem, &bought) }
}

/// What [`best_portfolio`] buys, and its bound.
pub(in crate::commitment) fn best_purchases(problem: &PortfolioProblem<'_>) -> (Vec<Purchase>, Money) {
    solve::solve(problem)
}

/// What is consumed at published rates of everything held, then of every purchase.
pub(in crate::commitment) fn used_of_each(problem: &PortfolioProblem<'_>, bought: &[Purchase]) -> Vec<Money> {
    let portfolio = price::price(problem, bought);
    portfolio.held.iter().chain(&portfolio.bought).map(|holding| holding.used).collect()
}

/// The cheapest of [`best_portfolio`] and of given purchases, where these keep to the limits.
#[must_use]
pub(in crate::commitment) fn best_portfolio_against(
    problem: &PortfolioProblem<'_>,
    given: Option<&[Purchase]>,
) -> Portfolio {
    let best = best_portfolio(problem);
    let Some(given) = given.filter(|given| limits::keeps_cap(problem, given)) else { return best };
    let given = price::price(problem, given);
    let is_used = |least| given.bought.iter().all(|holding| limits::is_used(holding, least));
    let is_better = given.total < best.total && problem.limits.min_utilisation.is_none_or(is_used);
    if is_better { Portfolio { lower_bound: best.lower_bound, ..given } } else { best }
}

/// A total that no purchases out of `buyable` come below, told without choosing any; `None` where something is held.
#[must_use]
pub fn portfolio_floor(problem: &PortfolioProblem<'_>) -> Option<Money> {
    floor::floor(problem)
}

/// What given purchases come to, with the bound of [`best_portfolio`].
#[must_use]
pub fn price_portfolio(problem: &PortfolioProblem<'_>, bought: &[Purchase]) -> Portfolio {
    Portfolio { lower_bound: solve::bound(problem), ..price::price(problem, bought) }
}
