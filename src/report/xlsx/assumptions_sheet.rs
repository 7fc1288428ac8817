//! What the figures rest on: assumptions, demand, notes, prices.

use rust_xlsxwriter::{RowNum, XlsxError};

use super::Written;
use super::cells::{ASSUMPTIONS, Looks, laid_out};
use super::sheet::Sheet;
use crate::report::ReportView;
use crate::report::section_background::traffic;
use crate::report::words;

/// Widths of the columns: letters that fit into a line.
const WIDTHS: [u8; 6] = [50, 34, 14, 12, 86, 40];

pub(super) fn assumptions_sheet(sheet: &mut Sheet, view: &ReportView, looks: &Looks) -> Written {
    let result = &view.result;
    sheet.set_name(ASSUMPTIONS)?;
    laid_out(sheet, &WIDTHS.map(f64::from), 0)?;
    sheet.say(0, 0, "Assumptions and prices", &looks.title)?;
    let lead = "What the scenario does not say is assumed as follows, what matters most first.";
    sheet.say(1, 0, lead, &looks.faint)?;
    let rows = result
        .assumptions
        .iter()
        .map(|it| vec![it.key.clone(), it.value.clone(), String::new(), String::new(), it.reason.clone()]);
    let next = table(sheet, looks, 3, &["what", "value", "", "", "why"], rows.collect())?;
    let next = lines(sheet, looks, next + 1, "Demand", &result.traffic.iter().map(traffic).collect::<Vec<_>>())?;
    let next = lines(sheet, looks, next + 1, "Notes", &result.notes)?;
    let next = lines(sheet, looks, next + 1, "Warnings", &result.warnings)?;
    let standing = if result.price_basis.is_empty() {
        "All prices in use were observed."
    } else {
        "These prices in use were not observed; all others were."
    };
    let version = format!("Prices from {}. {}", words::tables_version(result), standing);
    let next = lines(sheet, looks, next + 1, "Prices", &[version])?;
    let rows = result.price_basis.iter().map(|it| {
        let bought = words::purchase_option(it.purchase_option).replace('_', " ");
        let basis = it.basis.name().replace('_', " ");
        vec![it.usage_type.clone(), bought, basis, it.as_of.clone(), it.source.clone(), it.options.join(", ")]
    });
    let heads = ["usage type", "bought", "basis", "as of", "source", "options that pay it"];
    table(sheet, looks, next, &heads, rows.collect())?;
    Ok(())
}

fn table(
    sheet: &mut Sheet,
    looks: &Looks,
    first: RowNum,
    heads: &[&str],
    rows: Vec<Vec<String>>,
) -> Result<RowNum, XlsxError> {
    if rows.is_empty() {
        return Ok(first);
    }
    for (column, head) in (0..).zip(heads) {
        sheet.say(first, column, *head, &looks.head)?;
    }
    let mut row = first + 1;
    for texts in rows {
        let wrapped = texts.iter().zip(WIDTHS).map(|(text, width)| sheet.lines(text, usize::from(width)));
        let lines = wrapped.max().unwrap_or(1);
        for (column, text) in (0..).zip(texts) {
            if !text.is_empty() {
                sheet.say(row, column, text, &looks.wrapped)?;
            }
        }
        sheet.set_row_height(row, lines as f64 * 15.0)?;
        row += 1;
    }
    Ok(row)
}

fn lines(sheet: &mut Sheet, looks: &Looks, first: RowNum, title: &str, texts: &[String]) -> Result<RowNum, XlsxError> {
    if texts.is_empty() {
        return Ok(first);
    }
    sheet.say(first, 0, title, &looks.section)?;
    let mut row = first + 1;
    for text in texts {
        sheet.say(row, 0, text, &looks.text)?;
        row += 1;
    }
    Ok(row)
}
