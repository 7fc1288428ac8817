//! What commitments are worth when demand may change, what they leave to pay, and buying them in steps (rules A).

mod align;
mod alternative;
mod calendar;
mod cases;
mod cash;
mod fall;
mod ladder;
#[cfg(test)]
pub(crate) mod made_up;
mod measures;
mod problem;
mod running_term;
mod scenarios;
mod value;

pub use align::{Misaligned, aligned, spliced};
pub use alternative::{Alternative, CaseFacts, CaseOutcome, ScenarioOutlook, WeighedAlternative};
pub use calendar::{
    Expiry, MonthInForce, PlannedPurchase, QuarterCash, expiries, in_force, purchases, upfront_by_quarter,
};
pub use cases::{DemandCase, DemandCases, LossShares};
pub use cash::{CashMonth, cash_by_month};
pub use fall::{Fall, FallBracket, FallOutlook, fall_of_all, fall_of_each, fall_outlook};
pub use ladder::{
    LadderComparison, LadderQuestion, LadderStep, buyable_in_steps, buyable_today, compare_ladder, ladder_dates,
};
pub use measures::{Weights, mean_of_the_worst};
pub use problem::{OutlookError, checked};
pub use running_term::{Liability, RunningTerm, running_terms};
pub use scenarios::{ScenarioQuestion, weigh};
