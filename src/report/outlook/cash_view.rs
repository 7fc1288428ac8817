//! [`CommitmentCashView`]: when commitments are paid, and what of them is left after the horizon.

use serde::Serialize;

use super::plan_view::PlanView;
use crate::commitment::outlook::{CashMonth, RunningTerm, cash_by_month};
use crate::money::Money;
use crate::time::{Horizon, YearMonth};

/// What commitments cost in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CashMonthView {
    /// The month.
    pub month: YearMonth,
    /// Paid upfront.
    pub upfront: Money,
    /// Paid for the month.
    pub recurring: Money,
    /// Both.
    pub cash: Money,
    /// The fee of the month when fees are spread evenly over their terms.
    pub amortised: Money,
}

/// What one term leaves to pay after the horizon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LiabilityView {
    /// The plan.
    #[serde(flatten)]
    pub plan: PlanView,
    /// Hours of the term after the horizon.
    pub hours_after: i64,
    /// Its fee in them.
    pub amortised: Money,
    /// What of that is still to be paid.
    pub cash: Money,
}

/// Commitments in cash and amortised, in the horizon and after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommitmentCashView {
    /// Month by month.
    pub months: Vec<CashMonthView>,
    /// The terms that outlast the horizon.
    pub liabilities: Vec<LiabilityView>,
    /// Amortised fees after the horizon.
    pub liability_amortised: Money,
    /// Cash still to pay after the horizon.
    pub liability_cash: Money,
}

impl CommitmentCashView {
    /// What terms cost in the horizon and after it.
    #[must_use]
    pub fn new(terms: &[RunningTerm], horizon: &Horizon) -> Self {
        let liabilities = liabilities(terms, horizon);
        Self {
            months: cash_by_month(terms, horizon).iter().map(CashMonthView::from).collect(),
            liability_amortised: liabilities.iter().map(|liability| liability.amortised).sum(),
            liability_cash: liabilities.iter().map(|liability| liability.cash).sum(),
            liabilities,
        }
    }
}

/// The terms that outlast the horizon, in their order.
fn liabilities(terms: &[RunningTerm], horizon: &Horizon) -> Vec<LiabilityView> {
    let of_one = |term: &RunningTerm| {
        let liability = term.liability_after(i64::from(horizon.hours()));
        LiabilityView {
            plan: PlanView::of_term(term),
            hours_after: liability.hours_after,
            amortised: liability.amortised,
            cash: liability.cash,
        }
    };
    terms.iter().map(of_one).filter(|liability| liability.hours_after > 0).collect()
}

impl From<&CashMonth> for CashMonthView {
    fn from(month: &CashMonth) -> Self {
        Self {
            month: month.month,
            upfront: month.upfront,
            recurring: month.recurring,
            cash: month.cash(),
            amortised: month.amortised,
        }
    }
}
