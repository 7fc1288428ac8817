//! Services that scaling would take further if it might.

use super::sentence::Sentence;
use crate::capacity::{maximum_over_time, minimum_over_time};
use crate::comparison::{Outcome, ServiceHistory, ServiceOutcome, WorkloadTimeline};
use crate::scenario::{Scenario, Service, TaskCount};

/// Less of the horizon than this, in percent, is a peak like any other.
const WORTH_SAYING: f64 = 0.5;

/// For each service how long it stays at its maximum, where that is worth saying.
pub(super) fn at_maximum_sentences(scenario: &Scenario, winner: &Outcome) -> Vec<Sentence> {
    let histories = winner.timeline.workloads.iter().filter_map(|workload| match workload {
        WorkloadTimeline::Service(history) => Some(history),
        WorkloadTimeline::Job { .. } => None,
    });
    let services = scenario.services.iter().zip(&winner.services).zip(histories);
    services.filter_map(|((service, outcome), history)| sentence(scenario, service, outcome, history)).collect()
}

fn sentence(
    scenario: &Scenario,
    service: &Service,
    outcome: &ServiceOutcome,
    history: &ServiceHistory,
) -> Option<Sentence> {
    let scaled = outcome.scaling.map(|setting| service.scaled_to(setting));
    let count = &scaled.as_ref().unwrap_or(service).count;
    let TaskCount::Scaled(scaling) = count else { return None };
    let from = scenario.horizon.first_minute() * 60;
    let to = from + scenario.horizon.seconds();
    let cpu_units = outcome.task_size.cpu_units;
    let minimum = minimum_over_time(count, cpu_units, history.first_minute, to / 60);
    let maximum = maximum_over_time(scaling, cpu_units, history.first_minute, to / 60);
    // Where a schedule sets both to the same, there is nothing to scale.
    let below = |(start, end, most): (i64, i64, u32)| -> i64 {
        minimum.runs(start, end).filter(|(_, _, least)| *least < most).map(|(start, end, _)| end - start).sum()
    };
    let at_maximum = |(start, end, desired): (i64, i64, u32)| -> i64 {
        maximum.runs(start, end).filter(|(_, _, most)| desired >= *most).map(below).sum()
    };
    let seconds: i64 = history.capacity.desired.runs(from, to).map(at_maximum).sum();
    let percent = 100.0 * seconds as f64 / (to - from) as f64;
    (percent >= WORTH_SAYING).then(|| {
        Sentence::of(format!(
            "`{}` stays at its maximum of {} tasks for {percent:.0} % of the time: raise the maximum if it should scale on",
            service.name,
            maximum.extremes(from, to).1
        ))
    })
}
