//! Which columns of a profile hold the time and the demand.

use super::ProfileRequest;
use super::rows::Row;
use crate::diagnostic::Code;
use crate::input::csv_report::Report;
use crate::input::nearest::{nearest, or_list};
use crate::input::traffic::demand_unit;
use crate::scenario::DemandUnit;

/// The headers that name a unit.
const VALUE_HEADERS: [&str; 3] = ["requests_per_second", "requests", "vcpu"];

/// The column of the time, and what it holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum TimeColumn {
    Hour(usize),
    Timestamp(usize),
}

/// The columns in use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    pub(super) time: TimeColumn,
    pub(super) value: usize,
    pub(super) unit: DemandUnit,
}

/// Finds the columns by their headers; `None` when they are not clear, which has been reported.
pub(super) fn find(request: &ProfileRequest<'_>, header: &Row, report: &mut Report<'_>) -> Option<Columns> {
    let names: Vec<&str> = header.fields().collect();
    if names.iter().all(|name| name.parse::<f64>().is_ok()) {
        let help = "add a line with the headers, such as `hour,requests_per_second`";
        report.at(
            header.span.clone(),
            Code::ProfileColumns,
            "the profile has no header",
            "found numbers in the first line",
            help,
        );
        return None;
    }
    let time = time_column(request, header, &names, report);
    let value = value_column(request, header, &names, report);
    let (time, (value, unit)) = time.zip(value)?;
    warn_of_unused(&names, time, value, report);
    Some(Columns { time, value, unit })
}

fn time_column(
    request: &ProfileRequest<'_>,
    header: &Row,
    names: &[&str],
    report: &mut Report<'_>,
) -> Option<TimeColumn> {
    if let Some(name) = request.timestamp_column {
        return named(name, "timestamp_column", header, names, report).map(TimeColumn::Timestamp);
    }
    let position = |wanted| names.iter().position(|name| *name == wanted);
    match (position("hour"), position("timestamp")) {
        (Some(index), None) => Some(TimeColumn::Hour(index)),
        (None, Some(index)) => Some(TimeColumn::Timestamp(index)),
        (Some(_), Some(_)) => {
            let help = "leave only the one that is meant";
            report.at(
                header.span.clone(),
                Code::ProfileColumns,
                "the profile has both `hour` and `timestamp`",
                "",
                help,
            );
            None
        }
        (None, None) => {
            let help = "name the time column with `timestamp_column`";
            let found = "expected `hour` or `timestamp`";
            report.at(header.span.clone(), Code::ProfileColumns, "the profile has no time column", found, help);
            None
        }
    }
}

fn value_column(
    request: &ProfileRequest<'_>,
    header: &Row,
    names: &[&str],
    report: &mut Report<'_>,
) -> Option<(usize, DemandUnit)> {
    if let Some(name) = request.value_column {
        let index = named(name, "value_column", header, names, report)?;
        return request.unit.map(|unit| (index, unit));
    }
    let found: Vec<(usize, &str)> =
        names.iter().copied().enumerate().filter(|(_, name)| VALUE_HEADERS.contains(name)).collect();
    match found.as_slice() {
        [(index, name)] => Some((*index, unit_of(request, name, header.place_of(*index), report)?)),
        [] => {
            let help = "name the demand column with `value_column` and `unit`";
            let expected = format!("expected {}", or_list(&VALUE_HEADERS));
            report.at(header.span.clone(), Code::ProfileColumns, "the profile has no demand column", expected, help);
            None
        }
        _ => {
            let help = "choose one with `value_column` and `unit`";
            report.at(header.span.clone(), Code::ProfileColumns, "the profile has several demand columns", "", help);
            None
        }
    }
}

/// The unit that the header names; `unit` may repeat it and not contradict it.
fn unit_of(
    request: &ProfileRequest<'_>,
    name: &str,
    place: std::ops::Range<usize>,
    report: &mut Report<'_>,
) -> Option<DemandUnit> {
    let unit = demand_unit(name);
    if request.unit.is_none_or(|said| said == unit) {
        return Some(unit);
    }
    let title = format!("the header `{name}` contradicts `unit`");
    let help = format!("remove `unit`, or name the column with `value_column = \"{name}\"` as well");
    report.at(place, Code::ProfileColumns, title, "", help);
    None
}

fn named(name: &str, key: &str, header: &Row, names: &[&str], report: &mut Report<'_>) -> Option<usize> {
    let index = names.iter().position(|header| *header == name);
    if index.is_none() {
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{key} = \"{near}\"`?"),
            None => format!("the headers are {}", or_list(names)),
        };
        let title = format!("the profile has no column `{name}`");
        report.at(header.span.clone(), Code::ProfileColumns, title, format!("named by `{key}`"), help);
    }
    index
}

fn warn_of_unused(names: &[&str], time: TimeColumn, value: usize, report: &mut Report<'_>) {
    let (TimeColumn::Hour(time) | TimeColumn::Timestamp(time)) = time;
    let unused: Vec<&str> = names
        .iter()
        .copied()
        .enumerate()
        .filter(|(index, _)| *index != time && *index != value)
        .map(|(_, name)| name)
        .collect();
    if !unused.is_empty() {
        report.warn(format!("columns that are not used: {}", unused.join(", ")));
    }
}
