//! The first sheet: the answer in words, the headline figures, the input cells, the options.

use rust_xlsxwriter::{Format, RowNum, XlsxError};

use super::Written;
use super::book::Context;
use super::cells::{Looks, SUMMARY, fixed, formula, laid_out, on, text_formula};
use super::headline::headline;
use super::inputs::{NOTE_ENDS, VALUE, inputs, why_no_commitment, write_inputs};
use super::options_table::options_table;
use super::sheet::Sheet;
use crate::report::sections::opening;
use crate::report::{ReportView, ResultView, html};

/// Currencies whose amounts have no decimals, for the cell that knows.
const WITHOUT_DECIMALS: &str =
    r#"{"BIF","CLP","DJF","GNF","ISK","JPY","KMF","KRW","PYG","RWF","UGX","VND","VUV","XAF","XOF","XPF"}"#;

/// What the cell beside that one says.
const ADDS_UP: &str = "rows add up as shown";
const WRONG_RATE: &str = "the rate of USD is 1";

const WIDTHS: [f64; 7] = [48.0, 19.0, 19.0, 19.0, 19.0, 19.0, 19.0];

/// Letters of the answer that fit into a line across the sheet.
const LETTERS: usize = 145;

/// Writes the sheet; the names of its cells.
pub(super) fn summary_sheet(sheet: &mut Sheet, context: &Context<'_>) -> Result<Vec<(String, String)>, XlsxError> {
    let looks = &context.looks;
    sheet.set_name(SUMMARY)?;
    laid_out(sheet, &WIDTHS, 0)?;
    let mut row = words(sheet, &context.view.result, looks)?;
    let mut names = Vec::new();
    row = headline(sheet, context, row + 1)?;
    sheet.say(row + 1, 0, "Input cells: change the yellow ones", &looks.section)?;
    let inputs = inputs(context.facts, context.currency, sheet.language);
    row = write_inputs(sheet, (row + 2, &mut names), &inputs, looks)?;
    row = worked_out(sheet, context, row, &mut names)?;
    options_table(sheet, &context.view.result, looks, row + 1)?;
    Ok(names)
}

/// The sheet where no option has figures.
pub(super) fn answer_sheet(sheet: &mut Sheet, view: &ReportView, looks: &Looks, reason: &str) -> Written {
    sheet.set_name(SUMMARY)?;
    laid_out(sheet, &WIDTHS, 0)?;
    let row = words(sheet, &view.result, looks)?;
    sheet.say(row + 1, 0, format!("No figures: {reason}."), &looks.text)?;
    options_table(sheet, &view.result, looks, row + 3)?;
    Ok(())
}

/// The answer, and what the figures are about.
fn words(sheet: &mut Sheet, result: &ResultView, looks: &Looks) -> Result<RowNum, XlsxError> {
    let mut row = 0;
    for (index, line) in opening(result).iter().enumerate() {
        if index == 0 {
            sheet.say(row, 0, line, &looks.title)?;
        } else {
            across(sheet, row, line, &looks.wrapped)?;
        }
        row += 1;
    }
    across(sheet, row, &html::scope(result), &looks.faint.clone().set_text_wrap())?;
    Ok(row + 1)
}

/// A text as wide as the sheet, in a row as high as it needs.
fn across(sheet: &mut Sheet, row: RowNum, text: &str, look: &Format) -> Written {
    sheet.say_across(row, (0, NOTE_ENDS), text, look)?;
    let lines = sheet.lines(text, LETTERS);
    sheet.set_row_height(row, lines as f64 * 15.0).map(|_| ())
}

/// Cells below the inputs that follow from them.
fn worked_out(
    sheet: &mut Sheet,
    context: &Context<'_>,
    row: RowNum,
    names: &mut Vec<(String, String)>,
) -> Result<RowNum, XlsxError> {
    let looks = &context.looks;
    sheet.say(row, 0, "Smallest amounts in a unit of the currency", &looks.faint)?;
    let text = format!("=IF(ISNUMBER(MATCH(currency_code,{WITHOUT_DECIMALS},0)),1,100)");
    let units = if context.currency.decimals() == 0 { 1.0 } else { 100.0 };
    formula(sheet, (row, VALUE), &text, units, &looks.whole)?;
    let [problem, standing] = [WRONG_RATE, ADDS_UP].map(|text| sheet.quoted(text));
    let check = format!("=IF(AND(currency_code=\"USD\",exchange_rate<>1),{problem},{standing})");
    let result = sheet.said(ADDS_UP);
    text_formula(sheet, (row, 3), &check, &result, &looks.faint)?;
    names.push(("currency_units".to_owned(), on(SUMMARY, &fixed(row, VALUE))));
    let mut row = row + 1;
    if let Some(reason) = why_no_commitment(context.facts) {
        sheet.say(row, 0, format!("No commitment cell: {reason}."), &looks.faint)?;
        row += 1;
    }
    if context.facts.growth.is_empty() {
        sheet.say(row, 0, "No growth cell: no service has traffic that could grow.", &looks.faint)?;
        row += 1;
    }
    for (of, reason) in &context.facts.no_growth {
        let what = super::growth_sheet::words(of);
        sheet.say(row, 0, format!("Growth not simulated: {what}: {reason}."), &looks.faint)?;
        row += 1;
    }
    Ok(row)
}
