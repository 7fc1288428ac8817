//! Savings Plans: what they cover hour by hour, what they cost, and the best commitment (rules C).

mod apply;
mod best;
mod cover;
#[cfg(test)]
mod documented_tests;
mod load;
mod plan;
mod plan_bill;
mod portfolio;
mod usage;

pub use apply::{Coverage as PlanCoverage, PairCoverage, Pool, Purchase, Totals, apply, pooled, totals};
pub use best::best_commitment;
pub use cover::{Coverage, cover};
pub use load::{CoverableLoad, SkuLoad};
pub use plan::{Committed, Plan, commit_best, commit_fixed};
pub use portfolio::{
    Buyable, Holding, Limits, Portfolio, PortfolioProblem, RiskChoice, RiskCriterion, ScenarioOutcome, best_portfolio,
    best_under, price_portfolio,
};
pub use usage::{CoverableItem, CoverableUsage, Offer, PlanScope};
