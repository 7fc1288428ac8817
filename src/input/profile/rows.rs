//! [`Rows`]: the lines of a CSV file as fields with their places, and the readings in them.

use std::ops::Range;

use super::columns::{Columns, TimeColumn};
use crate::diagnostic::Code;
use crate::input::csv_report::Report;

/// One line of the file.
pub(super) struct Row {
    /// Bytes of the line, without its end.
    pub(super) span: Range<usize>,
    fields: csv::StringRecord,
    /// Whether the fields stand in the line as they are, so that each has a place of its own.
    plain: bool,
}

impl Row {
    pub(super) fn field(&self, index: usize) -> Option<&str> {
        self.fields.get(index).map(str::trim)
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(str::trim)
    }

    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// Where a field is; the whole line when it is quoted.
    pub(super) fn place_of(&self, index: usize) -> Range<usize> {
        if !self.plain || index >= self.fields.len() {
            return self.span.clone();
        }
        let before: usize = self.fields.iter().take(index).map(|field| field.len() + 1).sum();
        let start = self.span.start + before;
        start..start + self.fields[index].len()
    }
}

/// All lines that are not blank.
pub(super) struct Rows {
    rows: Vec<Row>,
    /// Whether the last line has a line end.
    pub(super) ended: bool,
}

impl Rows {
    pub(super) fn of(text: &str) -> Self {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let shift = text.len() - body.len();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body.as_bytes());
        let mut rows = Vec::new();
        let mut record = csv::StringRecord::new();
        // The text is UTF-8 and rows may have any length, so no record can fail.
        while reader.read_record(&mut record).unwrap_or(false) {
            let start = record.position().map_or(0, |position| position.byte() as usize);
            let end = reader.position().byte() as usize;
            rows.push(row(body, start..end, shift, record.clone()));
        }
        Self { rows, ended: body.ends_with(['\n', '\r']) }
    }

    pub(super) fn split_header(&self) -> Option<(&Row, &[Row])> {
        self.rows.split_first()
    }
}

fn row(body: &str, around: Range<usize>, shift: usize, fields: csv::StringRecord) -> Row {
    // A record's position may be at the end of the line before it.
    let line = body.get(around.clone()).unwrap_or_default();
    let start = around.start + (line.len() - line.trim_start_matches(['\r', '\n']).len());
    let line = line.trim_matches(['\r', '\n']);
    let separators = fields.len().saturating_sub(1);
    let plain = fields.iter().map(str::len).sum::<usize>() + separators == line.len();
    Row { span: start + shift..start + shift + line.len(), fields, plain }
}

/// A row's time as text and its value, with their places.
pub(super) struct Reading<'r> {
    pub(super) time: &'r str,
    pub(super) time_place: Range<usize>,
    pub(super) value: f64,
}

/// The readings of all rows; a row that is ragged or has no demand is reported and stands as zero.
pub(super) fn read<'r>(
    rows: &Rows,
    header: &Row,
    body: &'r [Row],
    columns: &Columns,
    report: &mut Report<'_>,
) -> Vec<Reading<'r>> {
    let mut readings = Vec::with_capacity(body.len());
    for (index, row) in body.iter().enumerate() {
        let cut_off = !rows.ended && index + 1 == body.len();
        if let Some(reading) = reading(row, header.len(), columns, cut_off, report) {
            readings.push(reading);
        }
    }
    warn_of_the_end(rows, report);
    readings
}

fn reading<'r>(
    row: &'r Row,
    width: usize,
    columns: &Columns,
    last: bool,
    report: &mut Report<'_>,
) -> Option<Reading<'r>> {
    let time_index = match columns.time {
        TimeColumn::Hour(index) | TimeColumn::Timestamp(index) => index,
    };
    if !is_whole(row, width, &[columns.value], last, report) {
        return None;
    }
    let value = row.field(columns.value).and_then(parse_demand);
    if value.is_none() {
        report_value(row, columns, report);
    }
    Some(Reading { time: row.field(time_index)?, time_place: row.place_of(time_index), value: value.unwrap_or(0.0) })
}

/// Says so when the file may have been cut off after the last digit that it has.
pub(super) fn warn_of_the_end(rows: &Rows, report: &mut Report<'_>) {
    if !rows.ended && !report.has_problems() {
        report.warn("the last line has no line end; if the file was cut off there, its last value may be short");
    }
}

/// Whether a row has the fields of the header; reports it when not. The `last` row of a file without a line end may be cut
/// off in one of its columns of `values`.
pub(super) fn is_whole(row: &Row, width: usize, values: &[usize], last: bool, report: &mut Report<'_>) -> bool {
    let is_unfinished = |text: &str| text.is_empty() || text.ends_with(['.', 'e', 'E', '-', '+']);
    let unfinished = values.iter().filter_map(|&column| row.field(column)).any(is_unfinished);
    if last && (row.len() < width || unfinished) {
        let help = "the file was cut off: fetch it again, or remove the last line";
        report.at(row.span.clone(), Code::CutOff, "the profile ends in the middle of a line", "no line end", help);
        return false;
    }
    if row.len() != width {
        let title = format!("the row has {} fields, but the header has {width}", row.len());
        let help = "give every row the fields of the header";
        report.at(row.span.clone(), Code::RaggedRow, title, format!("expected {width} fields"), help);
        return false;
    }
    true
}

/// A demand: finite and not negative.
fn parse_demand(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0 && *value <= MOST_DEMAND)
}

/// More than this in one row is a slip of unit.
const MOST_DEMAND: f64 = 1e15;

fn report_value(row: &Row, columns: &Columns, report: &mut Report<'_>) {
    let text = row.field(columns.value).unwrap_or_default();
    let title = if text.is_empty() { "the row has no value".to_owned() } else { format!("`{text}` is not a demand") };
    let help = "write 0 for no traffic; leave the row out where nothing was measured";
    report.at(row.place_of(columns.value), Code::ProfileValue, title, "expected a finite number, not negative", help);
}
