//! Traffic profiles in CSV: a day or a week of hours, or dated rows.

mod columns;
mod dated;
mod gaps;
mod hours;
pub(super) mod measured;
mod rows;
pub(super) mod timestamp;

use super::csv_report::Report;
use crate::diagnostic::{Code, Diagnostics};
use crate::scenario::{DemandUnit, Profile};
use crate::time::LocalClock;

use columns::TimeColumn;
use rows::Rows;

/// What more than three missing rows in a row mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gaps {
    Error,
    Zero,
    Previous,
}

impl Gaps {
    /// Of a checked name.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "zero" => Self::Zero,
            "previous" => Self::Previous,
            _ => Self::Error,
        }
    }
}

/// A profile to parse, and how.
pub(super) struct ProfileRequest<'a> {
    /// Its name in problems.
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    /// The clock of timestamps without an offset.
    pub(super) clock: &'a LocalClock,
    pub(super) timestamp_column: Option<&'a str>,
    pub(super) value_column: Option<&'a str>,
    pub(super) unit: Option<DemandUnit>,
    pub(super) scale: f64,
    pub(super) gaps: Gaps,
}

/// A profile and what was noticed.
#[derive(Debug)]
pub(super) struct ParsedProfile {
    pub(super) profile: Profile,
    pub(super) unit: DemandUnit,
    pub(super) warnings: Vec<String>,
}

/// Parses a profile.
pub(super) fn parse(request: &ProfileRequest<'_>) -> Result<ParsedProfile, Diagnostics> {
    let mut report = Report::new(request.file, request.text);
    let parsed = parse_into(request, &mut report);
    let warnings = report.finish()?;
    let (mut profile, unit) = parsed.expect("a profile that could not be parsed has been reported");
    // Counts become rates here, so that nothing later needs to know how the file was written.
    let seconds = if unit == DemandUnit::Requests { f64::from(profile.step_minutes) * 60.0 } else { 1.0 };
    profile.rows.iter_mut().for_each(|value| *value = *value * request.scale / seconds);
    let unit = if unit == DemandUnit::Requests { DemandUnit::RequestsPerSecond } else { unit };
    Ok(ParsedProfile { profile, unit, warnings })
}

fn parse_into(request: &ProfileRequest<'_>, report: &mut Report<'_>) -> Option<(Profile, DemandUnit)> {
    let rows = Rows::of(request.text);
    let Some((header, body)) = rows.split_header() else {
        report.whole_file(Code::EmptyProfile, "the profile is empty", "add a header and rows");
        return None;
    };
    let columns = columns::find(request, header, report)?;
    if body.is_empty() {
        report.whole_file(Code::EmptyProfile, "the profile has a header and no rows", "add rows below the header");
        return None;
    }
    let readings = rows::read(&rows, header, body, &columns, report);
    let profile = match columns.time {
        TimeColumn::Hour(_) => hours::profile(body.len(), &readings, report),
        TimeColumn::Timestamp(_) => dated::profile(request, &readings, report),
    };
    Some((profile?, columns.unit))
}

#[cfg(test)]
mod tests;
