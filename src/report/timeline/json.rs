//! The timeline as JSON, in the shape of [`timeline_schema`](super::timeline_schema), one row a line.

use std::io::{self, Write};

use serde::Serialize;

use super::decision_view::DecisionView;
use super::rows::{RowKind, TimelineRow};
use super::sample::SampleLine;
use super::view::{TIMELINE_SCHEMA_VERSION, TimelineView};
use super::window::second_text;
use crate::report::service_view::rounded;

/// What stands before the decisions and rows.
#[derive(Serialize)]
struct Head<'a> {
    schema_version: &'static str,
    command: &'static str,
    scenario: &'a str,
    region: &'a str,
    option: &'static str,
    from: String,
    to: String,
    resolution: &'static str,
    sample: Option<SampleLine>,
}

#[derive(Serialize)]
struct DecisionLine<'a> {
    time: String,
    kind: RowKind,
    name: &'a str,
    from: u32,
    to: u32,
    reason: &'a str,
    explanation: &'a [String],
}

#[derive(Serialize)]
struct RowLine<'a> {
    time: String,
    seconds: i64,
    kind: RowKind,
    name: &'a str,
    cluster: Option<&'a str>,
    unit: Option<&'static str>,
    demand: Option<f64>,
    served: Option<f64>,
    not_served: Option<f64>,
    waiting: Option<f64>,
    capacity: Option<f64>,
    desired: Option<f64>,
    desired_max: Option<u32>,
    serving: Option<f64>,
    serving_min: Option<u32>,
    running: f64,
    running_seconds: i64,
    cpu_percent: Option<f64>,
    cpu_credits: Option<f64>,
    interrupted: Option<u32>,
}

/// Writes the whole object.
///
/// # Errors
/// What the writer fails with.
pub fn write_timeline_json(view: &TimelineView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let head = serde_json::to_string(&head(view))?;
    writeln!(out, "{},", head.strip_suffix('}').unwrap_or(&head))?;
    let decisions = view.decisions();
    write_list(out, "decisions", decisions.iter().map(decision_line))?;
    writeln!(out, ",")?;
    write_list(out, "rows", view.rows().map(|row| row_line(view, &row)))?;
    writeln!(out, "\n}}")
}

fn write_list(out: &mut dyn Write, name: &str, items: impl Iterator<Item = impl Serialize>) -> io::Result<()> {
    write!(out, "\"{name}\": [")?;
    for (index, item) in items.enumerate() {
        write!(out, "{}", if index == 0 { "\n" } else { ",\n" })?;
        serde_json::to_writer(&mut *out, &item)?;
    }
    write!(out, "\n]")
}

fn head<'a>(view: &TimelineView<'a>) -> Head<'a> {
    Head {
        schema_version: TIMELINE_SCHEMA_VERSION,
        command: "simulate",
        scenario: &view.scenario.name,
        region: &view.scenario.region,
        option: view.option.name(),
        from: second_text(view.window.from),
        to: second_text(view.window.to),
        resolution: view.rows.name(),
        sample: view.sample.map(SampleLine::of),
    }
}

fn decision_line(decision: &DecisionView) -> DecisionLine<'_> {
    DecisionLine {
        time: second_text(decision.second),
        kind: decision.kind,
        name: &decision.name,
        from: decision.from,
        to: decision.to,
        reason: &decision.reason,
        explanation: &decision.explanation,
    }
}

fn row_line<'a>(view: &TimelineView<'_>, row: &TimelineRow<'a>) -> RowLine<'a> {
    RowLine {
        time: second_text(row.span.from),
        seconds: row.span.seconds(),
        kind: row.kind,
        name: row.name,
        cluster: row.cluster,
        unit: view.unit_of(row.kind, row.name),
        demand: row.load.map(|load| rounded(load.demand)),
        served: row.load.map(|load| rounded(load.served)),
        not_served: row.load.map(|load| rounded(load.not_served)),
        waiting: row.load.map(|load| rounded(load.waiting)),
        capacity: row.load.and_then(|load| load.capacity).map(rounded),
        desired: row.desired.map(|(mean, _)| rounded(mean)),
        desired_max: row.desired.map(|(_, most)| most),
        serving: row.serving.map(|(mean, _)| rounded(mean)),
        serving_min: row.serving.map(|(_, least)| least),
        running: rounded(row.running()),
        running_seconds: row.running_seconds,
        cpu_percent: row.cpu_percent.map(rounded),
        cpu_credits: row.cpu_credits.map(rounded),
        interrupted: row.interrupted,
    }
}
