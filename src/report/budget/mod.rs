//! A plan against limits on what it costs a month (rules DF7 and DF8).

mod check;
mod junit;
mod tested;
mod text;

#[cfg(test)]
mod tests;

pub use check::{BudgetCheck, BudgetView, IncreaseLimit, MonthlyLimit};
pub use junit::render_junit;
pub use tested::{Tested, TestedPeriod};
pub use text::render_budget;
