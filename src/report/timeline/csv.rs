//! The timeline as CSV, row by row.

use std::io::{self, Write};

use super::rows::{RowKind, TimelineRow};
use super::view::TimelineView;
use super::window::second_text;
use crate::report::csv_error::written;
use crate::report::service_view::rounded;

const COLUMNS: [&str; 20] = [
    "time",
    "seconds",
    "kind",
    "name",
    "unit",
    "demand",
    "served",
    "not_served",
    "waiting",
    "capacity",
    "desired",
    "desired_max",
    "serving",
    "serving_min",
    "running",
    "running_seconds",
    "cpu_percent",
    "cpu_credits",
    "interrupted",
    "cluster",
];

/// Writes the header and every row.
///
/// # Errors
/// What the writer fails with.
pub fn write_timeline_csv(view: &TimelineView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    written(writer.write_record(COLUMNS))?;
    for row in view.rows() {
        written(writer.write_record(record(view, &row)))?;
    }
    writer.flush()
}

fn record(view: &TimelineView<'_>, row: &TimelineRow<'_>) -> [String; COLUMNS.len()] {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| rounded(value).to_string());
    let whole = |value: Option<u32>| value.map_or_else(String::new, |value| value.to_string());
    [
        second_text(row.span.from),
        row.span.seconds().to_string(),
        kind(row.kind).to_owned(),
        row.name.to_owned(),
        view.unit_of(row.kind, row.name).unwrap_or_default().to_owned(),
        number(row.load.map(|load| load.demand)),
        number(row.load.map(|load| load.served)),
        number(row.load.map(|load| load.not_served)),
        number(row.load.map(|load| load.waiting)),
        number(row.load.and_then(|load| load.capacity)),
        number(row.desired.map(|(mean, _)| mean)),
        whole(row.desired.map(|(_, most)| most)),
        number(row.serving.map(|(mean, _)| mean)),
        whole(row.serving.map(|(_, least)| least)),
        number(Some(row.running())),
        row.running_seconds.to_string(),
        number(row.cpu_percent),
        number(row.cpu_credits),
        whole(row.interrupted),
        row.cluster.unwrap_or_default().to_owned(),
    ]
}

const fn kind(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Service => "service",
        RowKind::Job => "job",
        RowKind::Instances => "instances",
    }
}
