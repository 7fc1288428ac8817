//! Savings Plans: what they cover hour by hour, what they cost, and the best commitment (rules C).

mod best;
mod cover;
mod load;
mod plan;
mod plan_bill;

pub use best::best_commitment;
pub use cover::{Coverage, cover};
pub use load::{CoverableLoad, SkuLoad};
pub use plan::{Committed, Plan, commit_best, commit_fixed};
