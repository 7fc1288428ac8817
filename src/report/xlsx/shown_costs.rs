//! [`ShownCosts`]: the line items as shown, so that they add up to months and these to the total (rule M5).

use super::facts::WorkbookFacts;
use super::line::SheetLine;
use crate::money::{Displayed, Money};
use crate::report::DisplayCurrency;
use crate::time::MonthSpan;

/// Exact and shown amounts of the sheet's lines.
pub(super) struct ShownCosts {
    /// Exact, one per month.
    pub(super) exact_months: Vec<Money>,
    /// One per month.
    pub(super) months: Vec<Displayed>,
    /// One per line of the sheet.
    pub(super) lines: Vec<Displayed>,
    /// Everything.
    pub(super) total: Displayed,
    /// Everything, exact.
    pub(super) exact_total: Money,
}

impl ShownCosts {
    pub(super) fn of(facts: &WorkbookFacts, currency: &DisplayCurrency) -> Self {
        let exact_months = monthly(facts, |line| line.item.cost);
        let (months, total) = currency.shared(&exact_months);
        let of_month = |(span, shown): (&MonthSpan, &Displayed)| {
            let of_month = facts.lines.iter().filter(|line| line.item.month == span.month);
            let costs: Vec<Money> = of_month.map(|line| line.item.cost).collect();
            currency.shared_within(&costs, *shown)
        };
        let lines = facts.months().iter().zip(&months).flat_map(of_month).collect();
        let exact_total = exact_months.iter().sum();
        Self { exact_months, months, lines, total, exact_total }
    }
}

/// The sum of something over the lines of every month.
pub(super) fn monthly(facts: &WorkbookFacts, part: impl Fn(&SheetLine) -> Money) -> Vec<Money> {
    let of_month = |span: &MonthSpan| facts.lines.iter().filter(|line| line.item.month == span.month).map(&part).sum();
    facts.months().iter().map(of_month).collect()
}
