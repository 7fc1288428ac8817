//! What a service's tasks are for, second by second (rules WL3 and WL4).

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::category::{Amounts, WasteCategory};
use super::joint::joint_runs;
use crate::capacity::{Steps, ceil_count, minimum_over_time};
use crate::comparison::{ServiceHistory, ServiceOutcome};
use crate::demand::hourly_means;
use crate::scenario::{Scenario, Service, SimulationStep, Work};

/// A service's tasks over time, and the demand that they serve.
pub(super) struct ServiceTasks<'a> {
    history: &'a ServiceHistory,
    /// Billed (Fargate) or holding a place (instances), without those of deployments.
    own: Steps,
    minimum: Steps,
    on_instances: bool,
    /// Demand per second, or what was served of it, in each minute of the history.
    rates: Cow<'a, [f64]>,
    /// Demand per second that one task serves; `None` when its work is not known.
    capacity: Option<f64>,
}

/// What tells the tasks of a service apart over the options of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TasksKey {
    /// Where the timeline is in memory.
    timeline: usize,
    /// Where its minutes are.
    minutes: Option<usize>,
    on_instances: bool,
    capacity: Option<u64>,
    at_target: Option<u64>,
}

impl<'a> ServiceTasks<'a> {
    pub(super) fn of(
        scenario: &Scenario,
        service: &Service,
        outcome: &ServiceOutcome,
        history: &'a ServiceHistory,
        on_instances: bool,
    ) -> Self {
        let timeline = &history.capacity;
        let own =
            if on_instances { timeline.places.lessened_by(&timeline.deployment) } else { timeline.billed.clone() };
        let end_minute = history.first_minute + history.demand.len() as i64;
        let scaled = outcome.scaling.map(|setting| service.scaled_to(setting));
        let count = &scaled.as_ref().unwrap_or(service).count;
        let minimum = minimum_over_time(count, outcome.task_size.cpu_units, history.first_minute, end_minute);
        let knows_work = service.traffic.is_some() && !matches!(service.workload.work, Work::Unknown);
        let capacity = knows_work.then_some(history.work.capacity);
        Self { history, own, minimum, on_instances, rates: rates(scenario, history), capacity }
    }

    /// What makes the states of two options' tasks the same. A timeline that options share is of one size and scaling.
    pub(super) fn key(&self) -> TasksKey {
        TasksKey {
            timeline: Arc::as_ptr(&self.history.capacity).addr(),
            minutes: self.history.minutes.as_ref().map(|minutes| minutes.as_ptr().addr()),
            on_instances: self.on_instances,
            capacity: self.capacity.map(f64::to_bits),
            at_target: self.history.at_target.map(f64::to_bits),
        }
    }

    pub(super) fn work(&self) -> &'a crate::capacity::TaskWork {
        &self.history.work
    }

    /// Task-seconds that deployments hold on the instances of the service; those of a base are on Fargate.
    pub(super) fn deployment_seconds(&self, seconds: &Range<i64>) -> f64 {
        let deployment = &self.history.capacity.deployment;
        if self.on_instances { deployment.total_seconds(seconds.start, seconds.end) as f64 } else { 0.0 }
    }

    /// Own task-seconds in some seconds by what they are for; those at work count as useful work.
    pub(super) fn states(&self, seconds: &Range<i64>) -> Amounts {
        let timeline = &self.history.capacity;
        let mut amounts = Amounts::default();
        let series = [&self.own, &timeline.desired, &timeline.serving, &self.minimum];
        joint_runs(&series, seconds.start, seconds.end, |from, to, counts| {
            let [own, desired, serving, minimum] = [counts[0], counts[1], counts[2], counts[3]];
            let serving = serving.min(own);
            let leaving = own - own.min(desired).max(serving);
            let length = (to - from) as f64;
            amounts.add(WasteCategory::ScaleInTail, length * f64::from(leaving));
            amounts.add(WasteCategory::StartUp, length * f64::from(own - serving - leaving));
            self.add_serving(&mut amounts, from..to, serving, minimum);
        });
        amounts
    }

    /// What serving tasks are for: work, the room above it, the rest of a task, the minimum, and what is left.
    fn add_serving(&self, amounts: &mut Amounts, seconds: Range<i64>, serving: u32, minimum: u32) {
        if serving == 0 {
            return;
        }
        let tasks = f64::from(serving);
        let Some(each) = self.capacity else {
            amounts.add(WasteCategory::UsefulWork, (seconds.end - seconds.start) as f64 * tasks);
            return;
        };
        let (mut work, mut headroom, mut size, mut floor, mut tail) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let at_target = self.history.at_target.unwrap_or(f64::INFINITY);
        for (rate, length) in self.minutes(seconds) {
            let used = (rate / each).min(tasks);
            let with_room = (rate / at_target).max(used).min(tasks);
            let whole = ceil_count(with_room).min(serving);
            let kept = minimum.min(serving).saturating_sub(whole);
            let with_room = with_room.min(f64::from(whole));
            let used = used.min(with_room);
            work += length * used;
            headroom += length * (with_room - used);
            size += length * (f64::from(whole) - with_room);
            floor += length * f64::from(kept);
            tail += length * f64::from(serving - whole - kept);
        }
        amounts.add(WasteCategory::UsefulWork, work);
        amounts.add(WasteCategory::Headroom, headroom);
        amounts.add(WasteCategory::TaskSize, size);
        amounts.add(WasteCategory::AvailabilityFloor, floor);
        amounts.add(WasteCategory::ScaleInTail, tail);
    }

    /// The rate of each minute that some seconds touch, and how many of its seconds they are.
    fn minutes(&self, seconds: Range<i64>) -> impl Iterator<Item = (f64, f64)> + '_ {
        let first = seconds.start.div_euclid(60);
        let last = (seconds.end - 1).div_euclid(60);
        let index = |minute: i64| usize::try_from(minute - self.history.first_minute).unwrap_or(0);
        let rates = self.rates.get(index(first)..=index(last)).unwrap_or_default();
        (first..).zip(rates).map(move |(minute, &rate)| {
            let (from, to) = (seconds.start.max(minute * 60), seconds.end.min(minute * 60 + 60));
            (rate, (to - from) as f64)
        })
    }
}

/// What demand is served from: its minutes, in the hourly mode the means of its hours, or what was served where
/// requests may wait or CPU credits run out.
fn rates<'a>(scenario: &Scenario, history: &'a ServiceHistory) -> Cow<'a, [f64]> {
    match (scenario.step, &history.minutes) {
        (SimulationStep::Hour, _) => {
            let hours = hourly_means(&history.demand);
            hours.iter().flat_map(|&mean| std::iter::repeat_n(mean, 60)).collect()
        }
        (SimulationStep::Minute, Some(minutes)) => minutes.iter().map(|minute| minute.served).collect(),
        (SimulationStep::Minute, None) => Cow::Borrowed(&history.demand),
    }
}
