//! What commitments are worth when demand may change: values that results carry, and their sections.

mod cash_view;
mod fall_view;
mod ladder_view;
mod of_advice;
mod outlook_view;
mod plan_view;
mod scenario_view;
mod schema;
mod section_cash;
mod section_fall;
mod section_ladder;
mod section_scenarios;
#[cfg(test)]
mod tests;

pub use cash_view::{CashMonthView, CommitmentCashView, LiabilityView};
pub use fall_view::{FallFigures, FallView, PurchaseFallView};
pub use ladder_view::{ExpiryView, InForceView, LadderView, LadderWayView, PlannedPurchaseView, QuarterCashView};
pub use of_advice::outlook_of;
pub use outlook_view::{OutlookView, render_outlook_markdown, render_outlook_table};
pub use plan_view::PlanView;
pub use scenario_view::{CaseOutcomeView, CaseView, ScenarioOutlookView, WeighedAlternativeView};
pub use schema::{outlook_definitions, outlook_schema};
