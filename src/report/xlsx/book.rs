//! The workbook around its sheets.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::assumptions_sheet::assumptions_sheet;
use super::cells::Looks;
use super::commitments_sheet::{commitments_sheet, pools};
use super::facts::WorkbookFacts;
use super::growth_sheet::growth_sheet;
use super::hourly_sheet::hourly_sheet;
use super::inputs::define;
use super::lines_sheet::lines_sheet;
use super::months_sheet::months_sheet;
use super::sheet::Sheet;
use super::shown_costs::ShownCosts;
use super::summary_sheet::{answer_sheet, summary_sheet};
use crate::report::{DisplayCurrency, Language, ReportPart, ReportView};

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

/// The report as a workbook in a language: the bytes of an XLSX file. Without facts it has the answer and what it rests on.
/// Sheets, defined names and what readers type into cells are named alike in every language.
///
/// # Errors
/// What a workbook cannot hold, such as more line items than a sheet has rows.
pub fn render_xlsx(
    view: &ReportView,
    facts: &ReportPart<WorkbookFacts>,
    language: Language,
) -> Result<Vec<u8>, String> {
    let written = match facts {
        Ok(facts) => whole(view, facts, language),
        Err(reason) => answer(view, reason, language),
    };
    written.map_err(|error| error.to_string())
}

fn whole(view: &ReportView, facts: &WorkbookFacts, language: Language) -> Result<Vec<u8>, XlsxError> {
    let currency = &view.result.currency;
    let context = Context {
        view,
        facts,
        currency,
        shown: ShownCosts::of(facts, currency),
        pools: pools(facts),
        looks: Looks::of(currency),
    };
    let mut book = Book { workbook: Workbook::new(), language };
    let names = book.with_sheet(|sheet| summary_sheet(sheet, &context))?;
    book.with_sheet(|sheet| months_sheet(sheet, &context))?;
    book.with_sheet(|sheet| lines_sheet(sheet, &context))?;
    book.with_sheet(|sheet| commitments_sheet(sheet, &context))?;
    if facts.fixed_commitments.is_none() {
        book.with_sheet(|sheet| hourly_sheet(sheet, facts, &context.looks))?;
    }
    if !facts.growth.is_empty() {
        book.with_sheet(|sheet| growth_sheet(sheet, facts, &context.looks))?;
    }
    book.with_sheet(|sheet| assumptions_sheet(sheet, view, &context.looks))?;
    define(&mut book.workbook, &names)?;
    book.saved(view)
}

/// The answer where no option has figures.
fn answer(view: &ReportView, reason: &str, language: Language) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::of(&view.result.currency);
    let mut book = Book { workbook: Workbook::new(), language };
    book.with_sheet(|sheet| answer_sheet(sheet, view, &looks, reason))?;
    book.with_sheet(|sheet| assumptions_sheet(sheet, view, &looks))?;
    book.saved(view)
}

/// A workbook in a language.
struct Book {
    workbook: Workbook,
    language: Language,
}

impl Book {
    fn with_sheet<T>(&mut self, write: impl FnOnce(&mut Sheet) -> Result<T, XlsxError>) -> Result<T, XlsxError> {
        let mut sheet = Sheet::new(self.language);
        let written = write(&mut sheet)?;
        self.workbook.push_worksheet(sheet.into_worksheet());
        Ok(written)
    }

    /// The bytes: of the same sheets always the same, so it carries no time of its own.
    fn saved(mut self, view: &ReportView) -> Result<Vec<u8>, XlsxError> {
        let title = format!("{}: what it costs on Amazon ECS", view.result.scenario.name);
        let properties = DocProperties::new()
            .set_title(self.language.said(&title))
            .set_author(crate::report::html::PROGRAM)
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        self.workbook.set_properties(&properties);
        self.workbook.save_to_buffer()
    }
}
