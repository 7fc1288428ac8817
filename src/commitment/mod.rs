//! Commitments: what they cover hour by hour, what they cost, and which to buy (rules C).

mod apply;
mod committed;
#[cfg(test)]
mod documented_tests;
mod held;
mod ledger_usage;
mod lines;
mod portfolio;
mod reserved;
mod usage;

pub use apply::{Coverage, PairCoverage, Pool, Purchase, Totals, apply, pooled, totals};
pub use committed::{Commitment, CommitmentKind, Committed, Wanted, commit, plan_hours};
pub use ledger_usage::LedgerUsage;
pub use portfolio::{Buyable, Holding, Limits, Portfolio, PortfolioProblem, best_portfolio, price_portfolio};
pub use usage::{CoverableItem, CoverableUsage, Offer, PlanScope};
