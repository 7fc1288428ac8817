//! Commitments: what they cover hour by hour, what they cost, and which to buy (rules C).

mod apply;
mod by_hour;
mod committed;
mod curve;
#[cfg(test)]
mod documented_tests;
mod held;
mod ledger_usage;
mod lines;
pub mod outlook;
mod own_usage;
pub mod pool;
mod portfolio;
mod proposal;
mod reserved;
mod steps;
mod usage;

pub use apply::{Coverage, PairCoverage, Pool, Purchase, Totals, apply, pooled, totals};
pub use by_hour::{CoveredHours, HourlyCoverage, UnusedHours, hourly_coverage};
pub use committed::{Commitment, CommitmentKind, Committed, Prepared, Wanted, commit, plan_hours};
pub use curve::{Curve, CurveMark, CurvePoint};
pub use ledger_usage::LedgerUsage;
pub use portfolio::{
    Buyable, Holding, Limits, Portfolio, PortfolioProblem, RiskChoice, RiskCriterion, ScenarioOutcome, best_portfolio,
    best_under, portfolio_floor, price_portfolio,
};
pub use proposal::{Alternative, CommitQuestion, ItemCoverage, Proposal, propose};
pub use steps::{CoverableRow, CoveragePool, CoverageStep, CoverageSteps, PooledPurchase, coverage_steps};
pub use usage::{CoverableItem, CoverableUsage, Offer, PlanScope};
