//! The first sheet: the answer in words, the headline figures, the input cells, the options.

use rust_xlsxwriter::{RowNum, Worksheet, XlsxError};

use super::Written;
use super::book::Context;
use super::growth_sheet::growth_standing;
use super::inputs::{NOTE_ENDS, VALUE, inputs, write_inputs};
use super::months_sheet::{growth_total, half_even, list_total, month_ranges, shown_total, usd_total};
use super::options_table::options_table;
use super::shared::{
    Looks, SUMMARY, fixed, follows_currency, formula, laid_out, month_serial, number, on, place, shown, text_formula,
};
use crate::money::Money;
use crate::report::sections::opening;
use crate::report::{ReportView, ResultView, html};

/// Currencies whose amounts have no decimals, for the cell that knows.
const WITHOUT_DECIMALS: &str =
    r#"{"BIF","CLP","DJF","GNF","ISK","JPY","KMF","KRW","PYG","RWF","UGX","VND","VUV","XAF","XOF","XPF"}"#;

const WIDTHS: [f64; 7] = [48.0, 19.0, 19.0, 19.0, 19.0, 19.0, 19.0];

/// Letters of the answer that fit into a line across the sheet.
const LETTERS: usize = 145;

/// Writes the sheet; the names of its cells.
pub(super) fn summary_sheet(sheet: &mut Worksheet, context: &Context<'_>) -> Result<Vec<(String, String)>, XlsxError> {
    let looks = &context.looks;
    sheet.set_name(SUMMARY)?;
    laid_out(sheet, &WIDTHS, 0)?;
    let mut row = words(sheet, &context.view.result, looks)?;
    let mut names = Vec::new();
    row = headline(sheet, context, row + 1)?;
    sheet.write_string_with_format(row + 1, 0, "Input cells: change the yellow ones", &looks.section)?;
    let inputs = inputs(context.facts, context.currency);
    row = write_inputs(sheet, (row + 2, &mut names), &inputs, looks)?;
    row = worked_out(sheet, context, row, &mut names)?;
    options_table(sheet, &context.view.result, looks, row + 1)?;
    Ok(names)
}

/// The sheet where no option has figures.
pub(super) fn answer_sheet(sheet: &mut Worksheet, view: &ReportView, looks: &Looks, reason: &str) -> Written {
    sheet.set_name(SUMMARY)?;
    laid_out(sheet, &WIDTHS, 0)?;
    let row = words(sheet, &view.result, looks)?;
    sheet.write_string_with_format(row + 1, 0, format!("No figures: {reason}."), &looks.text)?;
    options_table(sheet, &view.result, looks, row + 3)?;
    Ok(())
}

/// The answer, and what the figures are about.
fn words(sheet: &mut Worksheet, result: &ResultView, looks: &Looks) -> Result<RowNum, XlsxError> {
    let mut row = 0;
    for (index, line) in opening(result).iter().enumerate() {
        if index == 0 {
            sheet.write_string_with_format(row, 0, line, &looks.title)?;
        } else {
            sheet.merge_range(row, 0, row, NOTE_ENDS, line, &looks.wrapped)?;
            let lines = line.chars().count().div_ceil(LETTERS).max(1);
            sheet.set_row_height(row, lines as f64 * 15.0)?;
        }
        row += 1;
    }
    let scope = html::scope(result);
    sheet.merge_range(row, 0, row, NOTE_ENDS, &scope, &looks.faint.clone().set_text_wrap())?;
    sheet.set_row_height(row, scope.chars().count().div_ceil(LETTERS) as f64 * 15.0)?;
    Ok(row + 1)
}

/// Live figures beside those that ecsplan worked out.
fn headline(sheet: &mut Worksheet, context: &Context<'_>, first: RowNum) -> Result<RowNum, XlsxError> {
    let (facts, looks, currency) = (context.facts, &context.looks, context.currency);
    let title = format!("What {} costs", facts.option.name());
    sheet.write_string_with_format(first, 0, title, &looks.section)?;
    for (column, head) in [(0, "Figure"), (1, "With the cells below"), (2, "As ecsplan has it"), (3, "Difference")] {
        sheet.write_string_with_format(
            first + 1,
            column,
            head,
            if column == 0 { &looks.head } else { &looks.head_right },
        )?;
    }
    let code = currency.code();
    let total = context.shown.exact_total;
    let list: Money = facts.lines.iter().map(|line| line.item.list_cost).sum();
    let hours = i128::from(facts.horizon.hours());
    let mean = total.times(730).divided_by(hours);
    let (months, names) = month_ranges(facts);
    let units = format!("ROUND({}*730/{hours}*exchange_rate*currency_units,6)", usd_total(facts));
    let highest = context.shown.months.iter().copied().max().unwrap_or(0);
    let dearest = context.shown.months.iter().position(|month| *month == highest).unwrap_or(0);
    let rows = [
        ("Per month of 730 hours", format!("={}/currency_units", half_even(&units)), currency.shown(mean)),
        ("Over the horizon", format!("={}", shown_total(facts)), context.shown.total),
        ("In the highest month", format!("=MAX({months})"), highest),
    ];
    let mut row = first + 2;
    for (label, text, result) in rows {
        let heading = format!("=\"{label}, \"&currency_code");
        text_formula(sheet, (row, 0), &heading, &format!("{label}, {code}"), &looks.text)?;
        let result = shown(result, currency);
        formula(sheet, (row, 1), &text, result, &looks.shown)?;
        sheet.write_number_with_format(row, 2, result, &looks.shown)?;
        formula(sheet, (row, 3), &format!("={}-{}", place(row, 1), place(row, 2)), 0.0, &looks.shown)?;
        row += 1;
    }
    follows_currency(sheet, (first + 2, 1), (row - 1, 1))?;
    let text = format!("=INDEX({names},MATCH({},{months},0))", place(row - 1, 1));
    sheet.write_string_with_format(row, 0, "The highest month", &looks.text)?;
    let month = month_serial(facts.months()[dearest].month);
    let right = looks.month.clone().set_align(rust_xlsxwriter::FormatAlign::Right);
    formula(sheet, (row, 1), &text, month, &right)?;
    sheet.write_number_with_format(row, 2, month, &right)?;
    row += 1;
    for (label, cell, exact) in [
        ("Over the horizon, USD, exact", usd_total(facts), total),
        ("At published on-demand prices, USD", list_total(facts), list),
    ] {
        sheet.write_string_with_format(row, 0, label, &looks.text)?;
        formula(sheet, (row, 1), &format!("={cell}"), number(exact), &looks.dollars)?;
        sheet.write_number_with_format(row, 2, number(exact), &looks.dollars)?;
        formula(sheet, (row, 3), &format!("={}-{}", place(row, 1), place(row, 2)), 0.0, &looks.dollars)?;
        row += 1;
    }
    at_growth(sheet, context, row)
}

/// The total at the growth chosen, and whether it is exact.
fn at_growth(sheet: &mut Worksheet, context: &Context<'_>, row: RowNum) -> Result<RowNum, XlsxError> {
    let (facts, looks, currency) = (context.facts, &context.looks, context.currency);
    if facts.growth.is_empty() {
        return Ok(row);
    }
    let heading = "=\"Over the horizon at growth \"&growth&\", \"&currency_code";
    let shown_heading = format!("Over the horizon at growth base, {}", currency.code());
    text_formula(sheet, (row, 0), heading, &shown_heading, &looks.text)?;
    let units = format!("ROUND({}*exchange_rate*currency_units,6)", growth_total(facts));
    let text = format!("={}/currency_units", half_even(&units));
    let result = shown(context.shown.total, currency);
    formula(sheet, (row, 1), &text, result, &looks.shown)?;
    text_formula(sheet, (row, 2), &format!("={}", growth_standing()), "exact: simulated", &looks.beside)?;
    follows_currency(sheet, (row, 1), (row, 1))?;
    Ok(row + 1)
}

/// Cells below the inputs that follow from them.
fn worked_out(
    sheet: &mut Worksheet,
    context: &Context<'_>,
    row: RowNum,
    names: &mut Vec<(String, String)>,
) -> Result<RowNum, XlsxError> {
    let looks = &context.looks;
    sheet.write_string_with_format(row, 0, "Smallest amounts in a unit of the currency", &looks.faint)?;
    let text = format!("=IF(ISNUMBER(MATCH(currency_code,{WITHOUT_DECIMALS},0)),1,100)");
    let units = if context.currency.decimals() == 0 { 1.0 } else { 100.0 };
    formula(sheet, (row, VALUE), &text, units, &looks.whole)?;
    let check = "=IF(AND(currency_code=\"USD\",exchange_rate<>1),\"the rate of USD is 1\",\"rows add up as shown\")";
    text_formula(sheet, (row, 3), check, "rows add up as shown", &looks.faint)?;
    names.push(("currency_units".to_owned(), on(SUMMARY, &fixed(row, VALUE))));
    let mut row = row + 1;
    if let Some(reason) = &context.facts.fixed_commitments {
        sheet.write_string_with_format(row, 0, format!("No commitment cell: {reason}."), &looks.faint)?;
        row += 1;
    }
    if context.facts.growth.is_empty() {
        sheet.write_string_with_format(
            row,
            0,
            "No growth cell: no service has traffic that could grow.",
            &looks.faint,
        )?;
        row += 1;
    }
    for (of, reason) in &context.facts.no_growth {
        let what = super::growth_sheet::words(of);
        sheet.write_string_with_format(row, 0, format!("Growth not simulated: {what}: {reason}."), &looks.faint)?;
        row += 1;
    }
    Ok(row)
}
