//! The figures that a reader looks for first: with the cells as they are, beside those that ecsplan worked out.

use rust_xlsxwriter::{FormatAlign, RowNum, XlsxError};

use super::Written;
use super::book::Context;
use super::cells::{follows_currency, formula, month_serial, number, place, shown, text_formula};
use super::growth_choices::BASE;
use super::growth_sheet::{EXACT, growth_standing};
use super::months_sheet::{growth_total, half_even, list_total, month_ranges, shown_total, usd_total};
use super::sheet::Sheet;
use crate::money::{Displayed, Money};

/// Writes the figures from a row on; the row after them.
pub(super) fn headline(sheet: &mut Sheet, context: &Context<'_>, first: RowNum) -> Result<RowNum, XlsxError> {
    headings(sheet, context, first)?;
    let (facts, looks, currency) = (context.facts, &context.looks, context.currency);
    let total = context.shown.exact_total;
    let hours = i128::from(facts.horizon.hours());
    let (months, names) = month_ranges(facts);
    let highest = context.shown.months.iter().copied().max().unwrap_or(0);
    let mean = format!("{}*730/{hours}", usd_total(facts));
    let rows = [
        ("Per month of 730 hours", as_shown(&mean), currency.shown(total.times(730).divided_by(hours))),
        ("Over the horizon", format!("={}", shown_total(facts)), context.shown.total),
        ("In the highest month", format!("=MAX({months})"), highest),
    ];
    let mut row = first + 2;
    for figure in rows {
        in_currency(sheet, context, row, figure)?;
        row += 1;
    }
    follows_currency(sheet, (first + 2, 1), (row - 1, 1))?;
    let text = format!("=INDEX({names},MATCH({},{months},0))", place(row - 1, 1));
    let dearest = context.shown.months.iter().position(|month| *month == highest).unwrap_or(0);
    let month = month_serial(facts.months()[dearest].month);
    let right = looks.month.clone().set_align(FormatAlign::Right);
    sheet.say(row, 0, "The highest month", &looks.text)?;
    formula(sheet, (row, 1), &text, month, &right)?;
    sheet.write_number_with_format(row, 2, month, &right)?;
    let list: Money = facts.lines.iter().map(|line| line.item.list_cost).sum();
    in_dollars(sheet, context, row + 1, ("Over the horizon, USD, exact", usd_total(facts), total))?;
    in_dollars(sheet, context, row + 2, ("At published on-demand prices, USD", list_total(facts), list))?;
    at_growth(sheet, context, row + 3)
}

fn headings(sheet: &mut Sheet, context: &Context<'_>, first: RowNum) -> Written {
    let looks = &context.looks;
    let title = format!("What {} costs", context.facts.option.name());
    sheet.say(first, 0, title, &looks.section)?;
    let as_found = format!("As found, {}", context.currency.code());
    sheet.say(first + 1, 0, "Figure", &looks.head)?;
    for (column, head) in [(1, "With the cells below"), (2, as_found.as_str()), (3, "Difference")] {
        sheet.say(first + 1, column, head, &looks.head_right)?;
    }
    Ok(())
}

/// Dollars as they are shown in the currency, rounded once.
fn as_shown(dollars: &str) -> String {
    let units = format!("ROUND({dollars}*exchange_rate*currency_units,6)");
    format!("={}/currency_units", half_even(&units))
}

fn in_currency(
    sheet: &mut Sheet,
    context: &Context<'_>,
    row: RowNum,
    (label, text, result): (&str, String, Displayed),
) -> Written {
    let (looks, currency) = (&context.looks, context.currency);
    let heading = format!("{label}, {{currency_code}}");
    sheet.say_with_cells((row, 0), &heading, &[("currency_code", currency.code())], &looks.text)?;
    let result = shown(result, currency);
    formula(sheet, (row, 1), &text, result, &looks.shown)?;
    sheet.write_number_with_format(row, 2, result, &looks.shown)?;
    // Amounts of two currencies have no difference.
    let other = sheet.quoted("other currency");
    let text = format!("=IF(currency_code=\"{}\",{}-{},{other})", currency.code(), place(row, 1), place(row, 2));
    formula(sheet, (row, 3), &text, 0.0, &looks.shown)
}

fn in_dollars(
    sheet: &mut Sheet,
    context: &Context<'_>,
    row: RowNum,
    (label, cell, exact): (&str, String, Money),
) -> Written {
    let looks = &context.looks;
    sheet.say(row, 0, label, &looks.text)?;
    formula(sheet, (row, 1), &format!("={cell}"), number(exact), &looks.dollars)?;
    sheet.write_number_with_format(row, 2, number(exact), &looks.dollars)?;
    formula(sheet, (row, 3), &format!("={}-{}", place(row, 1), place(row, 2)), 0.0, &looks.dollars)
}

/// The total at the growth chosen, and whether it is exact.
fn at_growth(sheet: &mut Sheet, context: &Context<'_>, row: RowNum) -> Result<RowNum, XlsxError> {
    let (facts, looks, currency) = (context.facts, &context.looks, context.currency);
    if facts.growth.is_empty() {
        return Ok(row);
    }
    let heading = "Over the horizon at growth {growth}, {currency_code}";
    let cells = [("growth", BASE), ("currency_code", currency.code())];
    sheet.say_with_cells((row, 0), heading, &cells, &looks.text)?;
    let text = as_shown(&growth_total(facts));
    let result = shown(context.shown.total, currency);
    formula(sheet, (row, 1), &text, result, &looks.shown)?;
    let standing = sheet.said(EXACT);
    text_formula(sheet, (row, 2), &format!("={}", growth_standing()), &standing, &looks.beside)?;
    follows_currency(sheet, (row, 1), (row, 1))?;
    Ok(row + 1)
}
