//! The lines of a CSV file one by one, and the columns that its header names.

use std::ops::Range;

use crate::diagnostic::Code;
use crate::input::csv_report::Report;
use crate::input::nearest::{nearest, or_list};

/// One line of the file.
pub(super) struct Line<'r> {
    /// Bytes of the line, without its end.
    pub(super) span: Range<usize>,
    fields: &'r csv::StringRecord,
    /// Whether the fields stand in the line as they are, so that each has a place of its own.
    plain: bool,
}

impl Line<'_> {
    pub(super) fn field(&self, index: usize) -> &str {
        self.fields.get(index).map_or("", str::trim)
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

/// Goes over the lines that are not blank: the first finds its columns, the others are read with them.
///
/// Nothing comes back when there is no header with all columns; a line with another number of fields is reported.
pub(super) fn read_lines<const N: usize>(
    text: &str,
    wanted: &Wanted<N>,
    report: &mut Report<'_>,
    mut read: impl FnMut(&Line<'_>, &Columns<N>, &mut Report<'_>),
) -> Option<()> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let shift = text.len() - body.len();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut columns: Option<(Columns<N>, usize)> = None;
    let mut count = 0_usize;
    // The text is UTF-8 and lines may have any length, so no record can fail.
    while reader.read_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, |position| position.byte() as usize);
        let line = line(body, start..reader.position().byte() as usize, shift, &record);
        match &columns {
            None => columns = Some((wanted.find(&line, report)?, record.len())),
            Some((_, width)) if record.len() != *width => report_width(&line, *width, report),
            Some((columns, _)) => read(&line, columns, report),
        }
        count += 1;
    }
    if count < 2 {
        let title = if count == 0 { "the file is empty" } else { "the file has a header and no rows" };
        let help = format!("the header is `{}`; add rows below it", wanted.names.join(","));
        report.whole_file(Code::NoUsageRows, title, help);
        return None;
    }
    if !body.ends_with(['\n', '\r']) && !report.has_problems() {
        report.warn("the last line has no line end; if the file was cut off there, its last value may be short");
    }
    Some(())
}

fn line<'r>(body: &str, around: Range<usize>, shift: usize, fields: &'r csv::StringRecord) -> Line<'r> {
    // A record's position may be at the end of the line before it.
    let text = body.get(around.clone()).unwrap_or_default();
    let start = around.start + (text.len() - text.trim_start_matches(['\r', '\n']).len());
    let text = text.trim_matches(['\r', '\n']);
    let separators = fields.len().saturating_sub(1);
    let plain = fields.as_slice().len() + separators == text.len();
    Line { span: start + shift..start + shift + text.len(), fields, plain }
}

fn report_width(line: &Line<'_>, width: usize, report: &mut Report<'_>) {
    let title = format!("the row has {} fields, but the header has {width}", line.fields.len());
    let help = "give every row the fields of the header; a name with a comma in it needs quotes";
    report.at(line.span.clone(), Code::UsageRow, title, format!("expected {width} fields"), help);
}

/// The columns that a file must have, and one that it may have.
pub(super) struct Wanted<const N: usize> {
    pub(super) names: [&'static str; N],
    pub(super) optional: Option<&'static str>,
}

/// Where they are.
pub(super) struct Columns<const N: usize> {
    pub(super) at: [usize; N],
    pub(super) optional: Option<usize>,
}

impl<const N: usize> Wanted<N> {
    fn find(&self, header: &Line<'_>, report: &mut Report<'_>) -> Option<Columns<N>> {
        let found: Vec<String> = header.fields.iter().map(|name| name.trim().to_lowercase()).collect();
        let at = |name: &str| found.iter().position(|found| found == name);
        let missing: Vec<&str> = self.names.into_iter().filter(|name| at(name).is_none()).collect();
        if !missing.is_empty() {
            self.report_missing(header, &found, &missing, report);
            return None;
        }
        let known = || self.names.into_iter().chain(self.optional);
        for (index, name) in found.iter().enumerate().filter(|(index, name)| at(name) != Some(*index)) {
            if known().any(|known| known == name) {
                let title = format!("the column `{name}` is there twice");
                report.at(header.place_of(index), Code::UsageColumns, title, "a second one", "remove one of them");
                return None;
            }
        }
        let unused: Vec<&str> =
            found.iter().map(String::as_str).filter(|name| known().all(|known| known != *name)).collect();
        if !unused.is_empty() {
            report.warn(format!("columns that are not used: {}", unused.join(", ")));
        }
        Some(Columns { at: self.names.map(|name| at(name).unwrap_or(0)), optional: self.optional.and_then(at) })
    }

    fn report_missing(&self, header: &Line<'_>, found: &[String], missing: &[&str], report: &mut Report<'_>) {
        let title = format!("the header has no column {}", or_list(missing));
        let meant = missing.iter().find_map(|name| {
            let others = found.iter().map(String::as_str).filter(|found| !self.names.contains(found));
            nearest(name, others).map(|found| format!("is `{found}` meant to be `{name}`? "))
        });
        let help = format!("{}the columns are `{}`, in any order", meant.unwrap_or_default(), self.names.join(","));
        report.at(header.span.clone(), Code::UsageColumns, title, "the first line is the header", help);
    }
}
