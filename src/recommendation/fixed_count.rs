//! A fixed number of tasks instead of one that scales (rule O13): better where peaks are over before scaling has acted.

use super::commitments::{base_of, pinned};
use crate::comparison::{OptionId, Outcome, ServiceHistory, Study, WorkloadTimeline, standard_options};
use crate::money::Money;
use crate::scenario::{Scenario, TaskCount};

/// What an option comes to with the number of tasks of one service scaled, or fixed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountFigures {
    /// Mean number of tasks.
    pub mean_tasks: f64,
    /// The option's total over the horizon.
    pub total: Money,
    /// Of the service, percent of what arrived.
    pub not_served_percent: f64,
    /// Of the service.
    pub minutes_short: u64,
    /// Minutes in which demand was above what the serving tasks take at the target (of several, the first reached).
    pub minutes_above_target: u64,
    /// Whether the service meets its objective.
    pub meets_objective: bool,
}

/// The least fixed number of tasks of a scaled service that serves as well as scaling does, beside scaling: it meets
/// the objective, and where scaling meets it too, is above the target in no more minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct FixedCount {
    /// The service.
    pub service: String,
    /// The option that both are figures of.
    pub option: OptionId,
    /// The number of tasks, of the option's size.
    pub tasks: u32,
    /// Changes of the desired count a day, scaled.
    pub changes_per_day: f64,
    /// With scaling.
    pub scaled: CountFigures,
    /// With that number of tasks.
    pub fixed: CountFigures,
}

impl FixedCount {
    /// Whether the fixed number is the better one: it costs no more, or scaling misses the objective.
    #[must_use]
    pub fn is_better(&self) -> bool {
        self.fixed.total <= self.scaled.total || !self.scaled.meets_objective
    }
}

/// That number for each scaled service with traffic, one at a time, at the sizes and instance types of the
/// outcome; services that never scale, and those without such a number, are left out.
pub(super) fn fixed_counts(own: &Study<'_>, (option, outcome): (OptionId, &Outcome)) -> Vec<FixedCount> {
    let scenario = own.scenario;
    let held = pinned(scenario, outcome);
    let is_scaled = |index: &usize| {
        let service = &scenario.services[*index];
        service.traffic.is_some() && matches!(service.count, TaskCount::Scaled(_))
    };
    let indices = (0..scenario.services.len()).filter(is_scaled);
    indices.filter_map(|index| fixed_count(own, &held, (option, outcome), index)).collect()
}

fn fixed_count(
    own: &Study<'_>,
    held: &Scenario,
    (option, outcome): (OptionId, &Outcome),
    index: usize,
) -> Option<FixedCount> {
    let history = history_of(outcome, index)?;
    let changes_per_day = changes_per_day(held, history);
    if changes_per_day <= 0.0 {
        return None;
    }
    let scaled = figures(held, outcome, index, history)?;
    let tasks = least_count(own, held, base_of(outcome).unwrap_or(option), (index, history, &scaled))?;
    let fixed = priced(own, &with_fixed(held, index, tasks), option)?;
    Some(FixedCount {
        service: outcome.services.get(index)?.name.clone(),
        option,
        tasks,
        changes_per_day,
        scaled,
        fixed: figures(held, &fixed, index, history)?,
    })
}

fn history_of(outcome: &Outcome, index: usize) -> Option<&ServiceHistory> {
    match outcome.timeline.workloads.get(index)? {
        WorkloadTimeline::Service(history) => Some(history),
        WorkloadTimeline::Job { .. } => None,
    }
}

/// The figures of an outcome, against the targets that `scaled` has.
fn figures(held: &Scenario, outcome: &Outcome, index: usize, scaled: &ServiceHistory) -> Option<CountFigures> {
    let service = outcome.services.get(index)?;
    Some(CountFigures {
        mean_tasks: service.tasks.mean,
        total: outcome.bill.total(),
        not_served_percent: service.not_served_percent,
        minutes_short: service.minutes_short,
        minutes_above_target: minutes_above(held, history_of(outcome, index)?, at_target(scaled)),
        meets_objective: service.meets_objective,
    })
}

/// The demand per task at which a service is at its target; what a task sustains where no target follows from demand.
fn at_target(scaled: &ServiceHistory) -> f64 {
    scaled.at_target.unwrap_or(scaled.work.capacity).min(scaled.work.capacity)
}

/// Minutes of the horizon in which demand is above `per_task` for the tasks that serve as the minute begins.
fn minutes_above(held: &Scenario, history: &ServiceHistory, per_task: f64) -> u64 {
    let from = held.horizon.first_minute();
    let warm_up = usize::try_from(from - history.first_minute).unwrap_or(0);
    let counted = history.demand.iter().skip(warm_up).take(held.horizon.minutes());
    let is_above = |(minute, demand): (i64, &f64)| {
        let serving = history.capacity.serving.at(minute * 60);
        *demand > f64::from(serving) * per_task * (1.0 + 1e-9)
    };
    (from..).zip(counted).filter(|&found| is_above(found)).count() as u64
}

/// The scenario with one service's tasks fixed.
pub(super) fn with_fixed(scenario: &Scenario, index: usize, tasks: u32) -> Scenario {
    let mut changed = scenario.clone();
    changed.services[index].count = TaskCount::Fixed(tasks);
    changed
}

fn priced(own: &Study<'_>, scenario: &Scenario, option: OptionId) -> Option<Outcome> {
    let study = own.changed_to(scenario).for_choice();
    standard_options(&study, &[option], &scenario.ec2).pop()?.outcome.ok()
}

/// The minimum of a scaled service.
fn minimum(scenario: &Scenario, index: usize) -> u32 {
    match &scenario.services[index].count {
        TaskCount::Scaled(scaling) => scaling.min_tasks,
        TaskCount::Fixed(count) => *count,
    }
}

/// The least number of tasks that serves as well, from its minimum up to what holds the largest minute at the target.
fn least_count(
    own: &Study<'_>,
    held: &Scenario,
    option: OptionId,
    (index, history, scaled): (usize, &ServiceHistory, &CountFigures),
) -> Option<u32> {
    let peak = history.demand.iter().copied().fold(0.0, f64::max);
    let enough_for_peak = (peak / at_target(history)).ceil();
    if !enough_for_peak.is_finite() || enough_for_peak > f64::from(u32::MAX) {
        return None;
    }
    let serves_as_well = |tasks: u32| {
        let outcome = priced(own, &with_fixed(held, index, tasks), option);
        let figures = outcome.and_then(|outcome| figures(held, &outcome, index, history));
        figures.is_some_and(|fixed| {
            let is_cooler = fixed.minutes_above_target <= scaled.minutes_above_target;
            fixed.meets_objective && (is_cooler || !scaled.meets_objective)
        })
    };
    // Fewer than the minimum would take away what the minimum is there for.
    let mut low = minimum(held, index).max(1);
    let mut high = (enough_for_peak as u32).max(low);
    if !serves_as_well(high) {
        return None;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if serves_as_well(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(high)
}

/// How often the desired count changes inside the horizon, a day.
fn changes_per_day(scenario: &Scenario, history: &ServiceHistory) -> f64 {
    let from = scenario.horizon.first_minute() * 60;
    let seconds = scenario.horizon.seconds();
    let changes = history.capacity.desired.changes().iter();
    let counted = changes.filter(|(second, _)| from < *second && *second < from + seconds).count();
    counted as f64 * 86_400.0 / seconds as f64
}
