//! [`WasteView`]: what an option's compute bill pays for, as results carry it.

use serde::Serialize;

use super::service_view::rounded;
use crate::comparison::{WasteCategory, WasteLedger};
use crate::money::Money;
use crate::time::{Horizon, YearMonth};

/// A category of the compute bill.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WasteRowView {
    /// Which.
    pub category: WasteCategory,
    /// Over the horizon.
    pub total: Money,
    /// Total × 730 / hours.
    pub monthly_mean: Money,
    /// Share of the compute bill, percent; 0 when there is none.
    pub percent: f64,
    /// Month by month.
    pub monthly: Vec<WasteMonthView>,
}

/// A category in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WasteMonthView {
    /// The month.
    pub month: YearMonth,
    /// What it costs.
    pub cost: Money,
}

/// What the compute bill of an option pays for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WasteView {
    /// The compute bill over the horizon: the sum of the categories.
    pub compute_bill: Money,
    /// Every category, useful work first.
    pub categories: Vec<WasteRowView>,
}

impl WasteView {
    pub(super) fn new(ledger: &WasteLedger, horizon: &Horizon) -> Self {
        let compute_bill = ledger.compute_bill();
        let row = |category| {
            let total = ledger.cost(category);
            let monthly = ledger.months.iter();
            WasteRowView {
                category,
                total,
                monthly_mean: total.times(730).divided_by(i128::from(horizon.hours()).max(1)),
                percent: rounded(percent_of(total, compute_bill)),
                monthly: monthly.map(|it| WasteMonthView { month: it.month, cost: it.cost(category) }).collect(),
            }
        };
        Self { compute_bill, categories: WasteCategory::ALL.into_iter().map(row).collect() }
    }
}

fn percent_of(part: Money, whole: Money) -> f64 {
    if whole.is_zero() { 0.0 } else { 100.0 * part.picodollars() as f64 / whole.picodollars() as f64 }
}
