//! Many scenarios planned together: each with the option of rule O6, and one portfolio for all of them (rules FL1 to FL8).

mod choice;
mod part;
mod plan;
mod totals;

pub use plan::{
    LeftOut, OneScenario, PlannedTogether, PooledPortfolio, PooledPurchase, PooledScenario, PooledService, Totals,
    plan_together,
};
