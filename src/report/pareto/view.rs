//! [`ParetoOptionView`]: an option on the Pareto front or behind it, as results carry it.

use serde::Serialize;

use super::super::service_view::rounded;
use crate::comparison::OptionId;
use crate::money::{Money, Quantity};
use crate::recommendation::ParetoOption;
use crate::time::Horizon;

/// What an option asks of its owner, and which other asks less.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParetoOptionView {
    /// The option.
    pub option: &'static str,
    /// What it costs over the horizon.
    pub total: Money,
    /// The same as it would be for 730 hours.
    pub monthly_mean: Money,
    /// Minutes with less capacity than demand, over all services.
    pub minutes_short: u64,
    /// Left to pay after the horizon of the plans that it buys.
    pub liability_after: Money,
    /// What these plans commit to over their terms.
    pub committed: Money,
    /// Task-minutes that Spot interruptions are expected to cost, percent; `None` where nothing is known of them.
    pub interruption_percent: Option<f64>,
    /// People's time, hours per month.
    pub hours_per_month: Quantity,
    /// The option that is no worse in anything and better in something.
    pub dominated_by: Option<&'static str>,
    /// The first option that has the same bill.
    pub same_bill_as: Option<&'static str>,
}

impl ParetoOptionView {
    pub(in super::super) fn new(found: &ParetoOption, horizon: &Horizon) -> Self {
        let burdens = &found.burdens;
        Self {
            option: found.option.name(),
            total: burdens.total,
            monthly_mean: burdens.total.times(730).divided_by(i128::from(horizon.hours()).max(1)),
            minutes_short: burdens.minutes_short,
            liability_after: burdens.liability_after,
            committed: burdens.committed,
            interruption_percent: burdens.interruption_percent.map(rounded),
            hours_per_month: burdens.hours_per_month,
            dominated_by: found.dominated_by.map(OptionId::name),
            same_bill_as: found.same_bill_as.map(OptionId::name),
        }
    }
}
