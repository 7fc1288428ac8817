//! The timeline for a terminal: a table for each workload.

use super::rows::{RowKind, TimelineRow};
use super::sample::render_sample;
use super::view::{TimelineView, unit_words};
use super::window::second_text;
use crate::comparison::{ServiceOutcome, WorkloadTimeline};
use crate::report::grid::{Align, fitted};
use crate::report::{Style, words};

/// The timeline as text: what is shown, the rows, and how many decisions there were.
#[must_use]
pub fn render_timeline_table(view: &TimelineView<'_>, style: Style) -> String {
    let mut text = String::new();
    for &(outcome, timeline) in &view.workloads {
        if !text.is_empty() {
            text.push('\n');
        }
        let view = &view.only(timeline.name());
        text.push_str(&format!(
            "{}\n{}\n",
            style.bold(&style.said(&title(view, outcome))),
            style.said(&subtitle(view, outcome))
        ));
        text.push_str(&fitted(&columns(view, timeline), &table_rows(view, timeline), style.language));
        text.extend(decisions_line(view).map(|line| format!("{}\n", style.said(&line))));
    }
    if let Some(sample) = view.sample {
        text.push_str(&format!("\n{}", render_sample(sample, style.language)));
    }
    text
}

/// `shop: api on fargate, by the hour, 2026-01-05T00:00Z to 2026-01-06T00:00Z`.
fn title(view: &TimelineView<'_>, outcome: &ServiceOutcome) -> String {
    let (scenario, option, name) = (&view.scenario.name, view.option.name(), &outcome.name);
    words::tame(&format!("{scenario}: {name} on {option}, by the {}, {}", view.rows.name(), view.window.words()))
}

/// What a task is, and on what it runs.
pub(super) fn subtitle(view: &TimelineView<'_>, outcome: &ServiceOutcome) -> String {
    let types: Vec<&str> = view.instances.iter().map(|group| group.instance_type.as_str()).collect();
    let on = if types.is_empty() { String::new() } else { format!(" on {}", types.join(", ")) };
    let launch_type = words::launch_type(outcome.launch_type);
    format!("{launch_type} {}, tasks of {}{on}", outcome.architecture.name(), outcome.task_size)
}

type Column = (&'static str, Align);

fn columns(view: &TimelineView<'_>, timeline: &WorkloadTimeline) -> Vec<Column> {
    let mut columns = vec![("time (UTC)", Align::Left)];
    columns.extend(unit_words(timeline).map(|unit| (if unit == "vCPU" { "vCPU" } else { "req/s" }, Align::Right)));
    if matches!(timeline, WorkloadTimeline::Service(_)) {
        columns.extend([("desired", Align::Right), ("serving", Align::Right)]);
    }
    columns.push(("running", Align::Right));
    if unit_words(timeline).is_some() {
        columns.extend([("CPU %", Align::Right), ("not served", Align::Right)]);
    }
    if view.sample.is_some() {
        columns.push(("interrupted", Align::Right));
    }
    if !view.instances.is_empty() {
        columns.push(("instances", Align::Right));
    }
    if has_credits(view) {
        columns.push(("credits", Align::Right));
    }
    columns
}

fn has_credits(view: &TimelineView<'_>) -> bool {
    view.instances.iter().any(|group| group.credits.is_some())
}

/// Rows of one workload, each with the instances of its span.
fn table_rows(view: &TimelineView<'_>, timeline: &WorkloadTimeline) -> Vec<Vec<String>> {
    let rows: Vec<TimelineRow<'_>> = view.rows().collect();
    let spans = rows.chunk_by(|left, right| left.span == right.span);
    spans.filter_map(|span| Some(cells(view, timeline, span.split_first()?))).collect()
}

fn cells(
    view: &TimelineView<'_>,
    timeline: &WorkloadTimeline,
    (row, instances): (&TimelineRow<'_>, &[TimelineRow<'_>]),
) -> Vec<String> {
    let mut cells = vec![time_text(row.span.from)];
    cells.extend(row.load.map(|load| words::mean(load.demand)));
    if row.kind == RowKind::Service {
        cells.extend([row.desired, row.serving].map(|tasks| words::mean(tasks.map_or(0.0, |(mean, _)| mean))));
    }
    cells.push(words::mean(row.running()));
    if unit_words(timeline).is_some() {
        cells.push(row.cpu_percent.map_or_else(|| "-".to_owned(), |percent| format!("{percent:.0}")));
        cells.push(row.load.map_or_else(|| "-".to_owned(), |load| not_served(load.not_served, load.demand)));
    }
    cells.extend(row.interrupted.map(|count| count.to_string()));
    if !view.instances.is_empty() {
        cells.push(words::mean(instances.iter().map(TimelineRow::running).sum()));
    }
    if has_credits(view) {
        let credits = instances.iter().find_map(|row| row.cpu_credits);
        cells.push(credits.map_or_else(|| "-".to_owned(), words::mean));
    }
    cells
}

/// The share of demand that was not served.
fn not_served(not_served: f64, demand: f64) -> String {
    if demand > 0.0 { format!("{} %", words::percent(100.0 * not_served / demand)) } else { "-".to_owned() }
}

/// `01-05 06:00`.
fn time_text(second: i64) -> String {
    second_text(second).get(5..16).map_or_else(String::new, |text| text.replace('T', " "))
}

fn decisions_line(view: &TimelineView<'_>) -> Option<String> {
    let count = view.decisions().len();
    (count > 0).then(|| {
        let decisions = words::counted(count, "scaling decision");
        format!("{decisions}; `--explain` lists them, `--format svg --out FILE` draws them")
    })
}
