//! [`KindMonths`]: the months of one option by kind of charge, as shown.

use crate::bill::ChargeKind;
use crate::money::{Displayed, Money};
use crate::report::{DisplayCurrency, LineItemView, OptionFigures, words};
use crate::time::YearMonth;

/// One month: an exact and a shown amount for each kind of [`KindMonths::kinds`], and their sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct KindMonth {
    pub(in crate::report) month: YearMonth,
    pub(in crate::report) exact: Vec<Money>,
    pub(in crate::report) shown: Vec<Displayed>,
    pub(in crate::report) exact_total: Money,
    pub(in crate::report) shown_total: Displayed,
}

/// What an option costs month by month and kind by kind. Shown months add up to the shown total, and the kinds of a month
/// to the shown month (rule M5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct KindMonths {
    /// The kinds that are paid in some month, in the order of reports.
    pub(in crate::report) kinds: Vec<ChargeKind>,
    pub(in crate::report) months: Vec<KindMonth>,
}

impl KindMonths {
    /// Of an option's line items.
    pub(in crate::report) fn of(figures: &OptionFigures, currency: &DisplayCurrency) -> Self {
        let is_paid =
            |kind: &ChargeKind| figures.line_items.iter().any(|line| line.kind == *kind && !line.cost.is_zero());
        let kinds: Vec<ChargeKind> = words::KINDS.into_iter().filter(is_paid).collect();
        let totals: Vec<Money> = figures.monthly.iter().map(|month| month.total).collect();
        let (shown_totals, _) = currency.shared(&totals);
        let month = |(month, shown_total): (&crate::report::MonthView, Displayed)| {
            let cost = |kind: &ChargeKind| {
                let is_it = |line: &&LineItemView| line.month == month.month && line.kind == *kind;
                figures.line_items.iter().filter(is_it).map(|line| line.cost).sum()
            };
            let exact: Vec<Money> = kinds.iter().map(cost).collect();
            let shown = currency.shared_within(&exact, shown_total);
            KindMonth { month: month.month, exact, shown, exact_total: month.total, shown_total }
        };
        let months = figures.monthly.iter().zip(shown_totals).map(month).collect();
        Self { kinds, months }
    }

    /// The shown sum of each kind over all months, then of all kinds.
    pub(in crate::report) fn shown_totals(&self) -> Vec<Displayed> {
        let of_kind = |kind: usize| self.months.iter().map(|month| month.shown[kind]).sum();
        let all = self.months.iter().map(|month| month.shown_total).sum();
        (0..self.kinds.len()).map(of_kind).chain([all]).collect()
    }

    /// The exact sums of the same.
    pub(in crate::report) fn exact_totals(&self) -> Vec<Money> {
        let of_kind = |kind: usize| self.months.iter().map(|month| month.exact[kind]).sum();
        let all = self.months.iter().map(|month| month.exact_total).sum();
        (0..self.kinds.len()).map(of_kind).chain([all]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn shown_kinds_add_up_to_months_and_months_to_the_total() {
        for result in [fixture::compared(), fixture::in_won()] {
            for figures in result.options.iter().filter_map(|option| option.figures.as_ref()) {
                let months = KindMonths::of(figures, &result.currency);
                for month in &months.months {
                    assert_eq!(month.shown.iter().sum::<Displayed>(), month.shown_total);
                    assert_eq!(month.exact.iter().sum::<Money>(), month.exact_total);
                }
                assert_eq!(months.shown_totals().last(), Some(&result.currency.shown(figures.total)));
                assert_eq!(months.exact_totals().last(), Some(&figures.total));
            }
        }
    }
}
