//! The statement: what one option costs month by month, line by line, when it is paid, and by whom it was used (rules L).
//!
//! [`Statement::of`] is a pure function of a scenario, its prices and the option's outcome; [`demand_range`] runs the
//! same option under the scenario's demand scenarios.

mod account;
mod capacity_shares;
mod charge;
mod charge_hours;
mod commitment_use;
mod costs;
mod cpu_used;
mod demand_range;
mod fees;
mod growth;
mod owner;
mod percentages;
mod row;
mod statement_charge;
mod whole;

pub use account::{CommitmentAccount, CommitmentMonth, UpfrontPayment};
pub use charge::{ChargeOf, Purchased, contracted_unit_price};
pub use charge_hours::{ChargeHours, ChargePart};
pub use commitment_use::CommitmentUse;
pub use costs::Costs;
pub use demand_range::{DemandCase, DemandRange, demand_range};
pub use fees::CommitmentFee;
pub use growth::{GROWTH_STEPS, GrowthCase, GrowthOf, growth_cases};
pub use owner::{Owner, ShowbackBy};
pub use row::StatementRow;
pub use statement_charge::{StatementCharge, StatementCharges};
pub use whole::Statement;
