//! What a chart says in words: title, subtitle, legend and description.

use crate::comparison::WorkloadTimeline;
use crate::report::timeline::decision_view::DecisionView;
use crate::report::timeline::table::subtitle;
use crate::report::timeline::view::{TimelineView, counted_in, restarts_of, unit_words};
use crate::report::words;

use super::columns::Columns;

/// The words of a chart of one workload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) unit: &'static str,
    pub(super) description: String,
}

/// The words of the view's first workload; `labelled` decisions of all have room for their reason.
pub(super) fn words_of(
    view: &TimelineView<'_>,
    columns: &Columns,
    decisions: &[DecisionView],
    labelled: usize,
) -> Words {
    let (name, what) =
        view.workloads.first().map_or(("", String::new()), |(outcome, _)| (&outcome.name[..], subtitle(view, outcome)));
    let title = format!("{}: {name} on {}, {}", view.scenario.name, view.option.name(), view.window.words());
    let parts = [Some(what), not_served(columns), interrupted(view), Some(decided(decisions.len(), labelled))];
    let subtitle = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
    let unit = view.workloads.first().and_then(|(_, workload)| unit_words(workload)).unwrap_or("");
    let description = description(columns, decisions, unit, &subtitle);
    Words { title: words::tame(&title), subtitle: words::tame(&subtitle), unit, description }
}

fn not_served(columns: &Columns) -> Option<String> {
    let (demand, missing) = columns.totals;
    (demand > 0.0).then(|| format!("{} % of demand not served", words::percent(100.0 * missing / demand)))
}

/// How many interruptions of the first workload are in the window.
fn interrupted(view: &TimelineView<'_>) -> Option<String> {
    let (sample, (outcome, _)) = (view.sample?, view.workloads.first()?);
    let count = counted_in(restarts_of(sample, &outcome.name), view.window);
    let tasks = words::counted(usize::try_from(count).unwrap_or(usize::MAX), "task");
    Some(format!("{tasks} interrupted, sampled with seed {}", sample.first.seed))
}

fn decided(count: usize, labelled: usize) -> String {
    match (count, labelled) {
        (0, _) => "no scaling decision".to_owned(),
        (count, 0) => words::counted(count, "scaling decision"),
        (count, labelled) if labelled < count => {
            format!("{}, {labelled} of them labelled", words::counted(count, "scaling decision"))
        }
        (count, _) => words::counted(count, "scaling decision"),
    }
}

/// The chart for those who cannot see it: extremes, and the decisions while they are few enough to listen to.
fn description(columns: &Columns, decisions: &[DecisionView], unit: &str, subtitle: &str) -> String {
    let mut text = format!("{subtitle}.");
    if !columns.demand.is_empty() {
        let most = words::mean(columns.demand.largest());
        text.push_str(&format!(" Demand reaches {most} {unit}"));
        let capacity = words::mean(columns.capacity.largest());
        text.push_str(&if columns.capacity.is_empty() { ".".to_owned() } else { format!(", capacity {capacity}.") });
    }
    text.push_str(&format!(" At most {} tasks run.", words::mean(columns.running.largest())));
    if !columns.instances.is_empty() {
        text.push_str(&format!(" At most {} instances run.", words::mean(columns.instances.largest())));
    }
    for decision in decisions.iter().take(MOST_DESCRIBED) {
        let time = super::super::window::minute_text(decision.second);
        text.push_str(&format!(" {time}: {} to {} tasks {}.", decision.from, decision.to, decision.reason));
    }
    if decisions.len() > MOST_DESCRIBED {
        text.push_str(&format!(" And {} more decisions.", decisions.len() - MOST_DESCRIBED));
    }
    words::tame(&text)
}

/// Decisions that a description lists.
const MOST_DESCRIBED: usize = 50;

/// The demand per second that one task serves, and the share of it at which scaling aims.
pub(super) fn per_task(view: &TimelineView<'_>) -> Option<(f64, Option<f64>)> {
    let (_, WorkloadTimeline::Service(service)) = view.workloads.first()? else { return None };
    let capacity = Some(service.work.capacity).filter(|capacity| capacity.is_finite() && *capacity > 0.0)?;
    let at_target = service.at_target.map(|at_target| at_target / capacity).filter(|share| *share < 1.0);
    Some((capacity, at_target))
}
