//! [`ServicesFile`]: a CSV of services, each row of which is a scenario.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;

use super::columns::{Column, columns_of};
use super::row_document::{document, moved};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Label};
use crate::input::csv_report::Report;
use crate::input::profile::rows::{Row, Rows};
use crate::input::walk::Walk;
use crate::input::{ReadError, Sources, scenario, syntax_errors};
use crate::pricing::PriceBooks;
use crate::scenario::Scenario;

/// A file by the name that problems have it under.
#[derive(Clone, Debug)]
pub(super) struct NamedText {
    pub(super) name: String,
    pub(super) text: String,
}

/// Rows of services, with keys that hold for all of them where a row says nothing else.
pub(super) struct ServicesFile {
    file: NamedText,
    defaults: NamedText,
    rows: Rows,
    columns: Vec<Column>,
}

impl ServicesFile {
    /// Finds the rows and what their columns hold.
    ///
    /// # Errors
    /// A header that is not clear, rows of other widths, names that are used twice, defaults that are not TOML.
    pub(super) fn new(file: NamedText, defaults: Option<NamedText>) -> Result<Self, Diagnostics> {
        let defaults = defaults.unwrap_or_else(|| NamedText { name: String::new(), text: String::new() });
        let (_, errors) = DeTable::parse_recoverable(&defaults.text);
        if !errors.is_empty() {
            return Err(syntax_errors(&defaults.name, &defaults.text, &errors));
        }
        let rows = Rows::of(&file.text);
        let mut report = Report::new(&file.name, &file.text);
        let columns = columns_in(&rows, &mut report);
        report.finish()?;
        let columns = columns.expect("columns that are not clear have been reported");
        Ok(Self { file, defaults, rows, columns })
    }

    pub(super) fn len(&self) -> usize {
        self.body().len()
    }

    /// Where a scenario comes from, such as `services.csv:12`.
    pub(super) fn source(&self, index: usize) -> String {
        let before = &self.file.text[..self.body()[index].span.start];
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        format!("{}:{line}", self.file.name)
    }

    /// The scenario of a row; `read_profile` reads what it names.
    pub(super) fn read(
        &self,
        index: usize,
        read_profile: &dyn Fn(&str) -> Result<String, ReadError>,
        books: &PriceBooks,
    ) -> Result<Scenario, Diagnostics> {
        let row = &self.body()[index];
        let (parsed, _) = DeTable::parse_recoverable(&self.defaults.text);
        let defaults = moved(parsed.get_ref(), self.file.text.len());
        let entries = document(row, self.header(), &self.columns, defaults);
        let sources = Sources { scenario_name: &self.file.name, scenario_text: "", read_profile };
        let walk = Walk::without_text(&self.file.name);
        scenario::read_scenario(walk, &entries, &sources, books).map_err(|problems| self.placed(problems, &row.span))
    }

    /// The texts that problems of rows point into.
    pub(super) fn add_texts(&self, problems: &mut Diagnostics) {
        [&self.file, &self.defaults].into_iter().for_each(|file| problems.add_source(&file.name, &file.text));
    }

    fn header(&self) -> &Row {
        self.rows.split_header().expect("a file without a header was refused").0
    }

    fn body(&self) -> &[Row] {
        self.rows.split_header().expect("a file without a header was refused").1
    }

    /// Problems where they are: in the row, or in the file of defaults.
    fn placed(&self, mut problems: Diagnostics, row: &Range<usize>) -> Diagnostics {
        let end = self.file.text.len();
        let is_own = |label: &Label| label.file == self.file.name;
        problems.relabel(|label| {
            if !is_own(label) {
                return;
            }
            if label.span == (0..0) {
                // What is missing from the scenario as a whole is missing from the row.
                label.span = row.clone();
            } else if label.span.start >= end && !self.defaults.name.is_empty() {
                label.file.clone_from(&self.defaults.name);
                label.span = label.span.start - end..label.span.end - end;
            }
        });
        problems
    }
}

/// The columns, when the file as a whole makes sense; every reason why it does not is reported.
fn columns_in(rows: &Rows, report: &mut Report<'_>) -> Option<Vec<Column>> {
    let help = "the header has names of keys, such as `name,region,start,months,profile`; each row below is a service";
    let Some((header, body)) = rows.split_header() else {
        report.whole_file(Code::NothingToPlan, "the file of services is empty", help);
        return None;
    };
    let columns = columns_of(header, report);
    if body.is_empty() {
        report.whole_file(Code::NothingToPlan, "the file of services has a header and no rows", help);
    }
    for row in body.iter().filter(|row| row.len() != header.len()) {
        let title = format!("the row has {} fields, but the header has {}", row.len(), header.len());
        let help = "give every row the fields of the header; a text with a comma in it needs quotes";
        let expected = format!("expected {} fields", header.len());
        report.at(row.span.clone(), Code::RaggedRow, title, expected, help);
    }
    let columns = columns?;
    report_repeated_names(body, &columns, report);
    Some(columns)
}

fn report_repeated_names(body: &[Row], columns: &[Column], report: &mut Report<'_>) {
    let Some(index) = columns.iter().position(|column| column.table.is_empty() && column.key == "name") else { return };
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for row in body {
        let Some(name) = row.field(index).filter(|name| !name.is_empty()) else { continue };
        let count = seen.entry(name).or_default();
        *count += 1;
        if *count == 2 {
            let title = format!("the name `{name}` is used twice");
            report.at(
                row.place_of(index),
                Code::DuplicateName,
                title,
                "expected another name",
                "give each a name of its own",
            );
        }
    }
}

/// A problem that belongs to no place in the file.
pub(super) fn nothing_found(path: &str) -> Diagnostics {
    let title = format!("there is no scenario in `{path}`");
    let diagnostic = Diagnostic::error(Code::NothingToPlan, title);
    Diagnostics::of(diagnostic.help("put `*.toml` files into the folder, or folders with a `scenario.toml` each"))
}
