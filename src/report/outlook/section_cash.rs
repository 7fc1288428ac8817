//! When commitments are paid, and what is left after the horizon.

use super::super::DisplayCurrency;
use super::super::grid::Align::{Left, Right};
use super::super::sections::Section;
use super::cash_view::{CashMonthView, CommitmentCashView, LiabilityView};
use crate::money::Money;

pub(super) fn sections(view: &CommitmentCashView, currency: &DisplayCurrency) -> [Section; 2] {
    [cash(view, currency), liability(view, currency)]
}

/// The months; what is paid upfront and for the month adds up to the cash.
fn cash(view: &CommitmentCashView, currency: &DisplayCurrency) -> Section {
    let mut section = Section::headed(format!("Commitments in cash ({})", currency.code()));
    if view.months.iter().all(|month| month.cash.is_zero() && month.amortised.is_zero()) {
        return section;
    }
    section.columns =
        vec![("month", Left), ("upfront", Right), ("for the month", Right), ("cash", Right), ("amortised", Right)];
    let column =
        |amount: fn(&CashMonthView) -> Money| currency.shared(&view.months.iter().map(amount).collect::<Vec<_>>());
    let columns = [column(|month| month.upfront), column(|month| month.recurring), column(|month| month.amortised)];
    let [upfront, recurring, amortised] = &columns;
    let cells = |label: String, upfront: i128, recurring: i128, amortised: i128| {
        let amounts = [upfront, recurring, upfront + recurring, amortised];
        std::iter::once(label).chain(amounts.map(|amount| currency.number(amount))).collect()
    };
    let months = view.months.iter().enumerate();
    section.rows = months
        .map(|(index, month)| cells(month.month.to_string(), upfront.0[index], recurring.0[index], amortised.0[index]))
        .collect();
    section.rows.push(cells("total".to_owned(), upfront.1, recurring.1, amortised.1));
    section
}

fn liability(view: &CommitmentCashView, currency: &DisplayCurrency) -> Section {
    let mut section = Section::headed(format!("Left to pay after the horizon ({})", currency.code()));
    if view.liabilities.is_empty() {
        return section;
    }
    section.columns = vec![
        ("plan", Left),
        ("term", Left),
        ("payment", Left),
        ("USD\nper hour", Right),
        ("hours\nafter", Right),
        ("amortised", Right),
        ("still to\npay", Right),
    ];
    let column =
        |amount: fn(&LiabilityView) -> Money| currency.shared(&view.liabilities.iter().map(amount).collect::<Vec<_>>());
    let (amortised, cash) = (column(|liability| liability.amortised), column(|liability| liability.cash));
    let row = |(index, liability): (usize, &LiabilityView)| {
        let amounts = [amortised.0[index], cash.0[index]].map(|amount| currency.number(amount));
        let mut cells = liability.plan.cells();
        cells.push(liability.hours_after.to_string());
        cells.extend(amounts);
        cells
    };
    section.rows = view.liabilities.iter().enumerate().map(row).collect();
    let mut total = vec![String::new(); 5];
    total[0] = "total".to_owned();
    total.extend([amortised.1, cash.1].map(|amount| currency.number(amount)));
    section.rows.push(total);
    section
}
