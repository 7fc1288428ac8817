//! Tables whose cells carry exact dollars: key figures, months, options, waste.

use super::table::{Cell, Table};
use super::writer::Html;
use crate::money::{Displayed, Money};
use crate::report::grid::Align::{Left, Right};
use crate::report::sections::{Section, by_total, committed, focus};
use crate::report::statement::kind_words;
use crate::report::whole_report::KindMonths;
use crate::report::{DisplayCurrency, OptionFigures, OptionView, ResultView, Style, section_options, section_waste};

/// The figures that a reader looks for first.
pub(super) fn key_figures(html: &mut Html, result: &ResultView) {
    let Some((option, figures)) = focus(result) else { return };
    let id = option.id.name();
    let dearest = figures.monthly.iter().rev().max_by_key(|month| month.total);
    html.around("dl", &[("class", "key-figures")], |html| {
        let mut figure = |name: &str, shown: String, usd: Money, figure: String| {
            html.around("div", &[], |html| {
                html.element("dt", &[], name);
                html.element("dd", &[("data-usd", &usd.to_decimal()), ("data-figure", &figure)], &shown);
            });
        };
        let write = |amount| result.currency.write(amount);
        figure("per month, mean", write(figures.monthly_mean), figures.monthly_mean, format!("{id}/monthly_mean"));
        figure("over the horizon", write(figures.total), figures.total, format!("{id}/total"));
        if let Some(month) = dearest.filter(|_| figures.monthly.len() > 1) {
            let months = KindMonths::of(figures, &result.currency);
            let shown = months.months.iter().find(|it| it.month == month.month).map_or(0, |it| it.shown_total);
            let name = format!("highest month, {}", month.month);
            figure(&name, result.currency.amount(shown), month.total, format!("{id}/{}", month.month));
        }
        let hourly = committed(figures);
        figure("committed, USD per hour", hourly.to_decimal(), hourly, format!("{id}/committed"));
    });
}

/// The options side by side.
pub(super) fn options(result: &ResultView) -> (Table, Section) {
    let section = section_options::options(result);
    let mut table = Table::of(&section);
    table.caption = format!("Options, the cheapest first ({})", result.currency.code());
    table.is_headed = false;
    for (row, (option, figures)) in by_total(result).into_iter().enumerate() {
        let id = option.id.name();
        table.exact((row, 1), figures.monthly_mean, format!("{id}/monthly_mean"));
        table.exact((row, 2), figures.total, format!("{id}/total"));
    }
    (table, section)
}

/// The months of an option by kind of charge.
pub(super) fn months(option: &OptionView, months: &KindMonths, currency: &DisplayCurrency) -> Table {
    let id = option.id.name();
    let money = |(shown, usd): (Displayed, Money), figure: String| Cell::money(currency.number(shown), usd, figure);
    let rows = months.months.iter().map(|month| {
        let parts = months.kinds.iter().zip(month.shown.iter().copied().zip(month.exact.iter().copied()));
        let parts = parts.map(|(kind, part)| money(part, format!("{id}/{}/{}", month.month, kind_words(*kind))));
        let all = money((month.shown_total, month.exact_total), format!("{id}/{}", month.month));
        [Cell::text(month.month.to_string())].into_iter().chain(parts).chain([all]).collect()
    });
    let totals = months.shown_totals().into_iter().zip(months.exact_totals());
    let kinds = || months.kinds.iter().map(|kind| kind_words(*kind)).chain(["total".to_owned()]);
    let totals = kinds().zip(totals).map(|(kind, sum)| money(sum, format!("{id}/{kind}")));
    Table {
        caption: format!("Cost of {id} by month and kind of charge ({})", currency.code()),
        columns: headed("month", kinds()),
        rows: rows.collect(),
        totals: Some([Cell::text("total")].into_iter().chain(totals).collect()),
        is_headed: false,
    }
}

/// What the compute bill pays for.
pub(super) fn waste(result: &ResultView, option: &OptionView, figures: &OptionFigures) -> Table {
    let section = section_waste::waste(result, Style { verbose: true, ..Style::default() });
    let mut table = Table::of(&section);
    table.columns[0].0 = "pays for".to_owned();
    table.is_headed = false;
    for (index, row) in section.rows.iter().enumerate() {
        let is_it = |it: &&crate::report::WasteRowView| section_waste::words(it.category) == row[0];
        let Some(category) = figures.waste.categories.iter().find(is_it) else { continue };
        let figure = format!("{}/waste/{}", option.id.name(), category.category.name());
        table.exact((index, 2), category.total, figure);
    }
    table
}

/// A column of names, then columns of amounts.
pub(super) fn headed(first: &str, rest: impl Iterator<Item = String>) -> Vec<(String, crate::report::Align)> {
    [(first.to_owned(), Left)].into_iter().chain(rest.map(|heading| (heading, Right))).collect()
}
