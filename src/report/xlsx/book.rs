//! The workbook around its sheets.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::assumptions_sheet::assumptions_sheet;
use super::cells::Looks;
use super::commitments_sheet::{commitments_sheet, pools};
use super::facts::WorkbookFacts;
use super::growth_sheet::growth_sheet;
use super::hourly_sheet::hourly_sheet;
use super::inputs::define;
use super::lines_sheet::lines_sheet;
use super::months_sheet::months_sheet;
use super::shown_costs::ShownCosts;
use super::summary_sheet::{answer_sheet, summary_sheet};
use crate::report::{DisplayCurrency, ReportPart, ReportView};

/// What every sheet is written from.
pub(super) struct Context<'a> {
    pub(super) view: &'a ReportView,
    pub(super) facts: &'a WorkbookFacts,
    pub(super) currency: &'a DisplayCurrency,
    pub(super) shown: ShownCosts,
    /// The ids of commitments in the line items: pools and Reserved Instances, in order of appearance.
    pub(super) pools: Vec<String>,
    pub(super) looks: Looks,
}

/// The report as a workbook: the bytes of an XLSX file. Without facts it has the answer and what it rests on.
///
/// # Errors
/// What a workbook cannot hold, such as more line items than a sheet has rows.
pub fn render_xlsx(view: &ReportView, facts: &ReportPart<WorkbookFacts>) -> Result<Vec<u8>, String> {
    let written = match facts {
        Ok(facts) => whole(view, facts),
        Err(reason) => answer(view, reason),
    };
    written.map_err(|error| error.to_string())
}

fn whole(view: &ReportView, facts: &WorkbookFacts) -> Result<Vec<u8>, XlsxError> {
    let currency = &view.result.currency;
    let context = Context {
        view,
        facts,
        currency,
        shown: ShownCosts::of(facts, currency),
        pools: pools(facts),
        looks: Looks::of(currency),
    };
    let mut workbook = Workbook::new();
    let names = with_sheet(&mut workbook, |sheet| summary_sheet(sheet, &context))?;
    with_sheet(&mut workbook, |sheet| months_sheet(sheet, &context))?;
    with_sheet(&mut workbook, |sheet| lines_sheet(sheet, &context))?;
    with_sheet(&mut workbook, |sheet| commitments_sheet(sheet, &context))?;
    if facts.fixed_commitments.is_none() {
        with_sheet(&mut workbook, |sheet| hourly_sheet(sheet, facts, &context.looks))?;
    }
    if !facts.growth.is_empty() {
        with_sheet(&mut workbook, |sheet| growth_sheet(sheet, facts, &context.looks))?;
    }
    with_sheet(&mut workbook, |sheet| assumptions_sheet(sheet, view, &context.looks))?;
    define(&mut workbook, &names)?;
    saved(workbook, view)
}

/// The answer where no option has figures.
fn answer(view: &ReportView, reason: &str) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::of(&view.result.currency);
    let mut workbook = Workbook::new();
    with_sheet(&mut workbook, |sheet| answer_sheet(sheet, view, &looks, reason))?;
    with_sheet(&mut workbook, |sheet| assumptions_sheet(sheet, view, &looks))?;
    saved(workbook, view)
}

fn with_sheet<T>(
    workbook: &mut Workbook,
    write: impl FnOnce(&mut Worksheet) -> Result<T, XlsxError>,
) -> Result<T, XlsxError> {
    let mut sheet = Worksheet::new();
    let written = write(&mut sheet)?;
    workbook.push_worksheet(sheet);
    Ok(written)
}

/// The bytes: of the same sheets always the same, so it carries no time of its own.
fn saved(mut workbook: Workbook, view: &ReportView) -> Result<Vec<u8>, XlsxError> {
    let properties = DocProperties::new()
        .set_title(format!("{}: what it costs on Amazon ECS", view.result.scenario.name))
        .set_author(crate::report::html::PROGRAM)
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(&properties);
    workbook.save_to_buffer()
}
