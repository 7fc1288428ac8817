//! One service over time: desired, serving, served and billed (rules S1 to S11).

use super::control::Control;
use super::lifecycle::{LaunchPath, TaskPool};
use super::policy::MinuteLoad;
use super::steps::Steps;
use super::work::TaskWork;
use crate::scenario::Service;

/// A minute is short of capacity when demand exceeds it by more than rounding.
const SHORT_TOLERANCE: f64 = 1.0 + 1e-9;

/// What a service's simulation needs to know.
#[derive(Clone, Copy, Debug)]
pub struct ServiceInputs<'a> {
    /// The service.
    pub service: &'a Service,
    /// CPU units of the candidate size.
    pub cpu_units: u32,
    /// What one task can do.
    pub work: TaskWork,
    /// How launched tasks come to serve.
    pub path: LaunchPath,
    /// UTC minute of the first value of `demand`.
    pub first_minute: i64,
    /// The first counted minute.
    pub horizon_minute: i64,
    /// Demand per second of every simulated minute; as long as the simulation.
    pub demand: &'a [f64],
}

/// What was asked and what was served over the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Demand that arrived: requests, or vCPU-seconds.
    pub arrived: f64,
    /// Demand that was served.
    pub served: f64,
    /// Minutes with less capacity than demand.
    pub minutes_short: u64,
    /// Sum over minutes of the serving tasks.
    pub serving_task_minutes: f64,
    /// Sum over minutes of serving tasks × CPU utilisation, percent.
    pub cpu_percent_task_minutes: f64,
}

impl Tally {
    /// Demand not served, in percent of what arrived; 0 when nothing arrived.
    #[must_use]
    pub fn not_served_percent(&self) -> f64 {
        if self.arrived > 0.0 { 100.0 * (self.arrived - self.served).max(0.0) / self.arrived } else { 0.0 }
    }

    /// Mean CPU utilisation of the serving tasks, percent; `None` when none served.
    #[must_use]
    pub fn mean_cpu_percent(&self) -> Option<f64> {
        (self.serving_task_minutes > 0.0).then(|| self.cpu_percent_task_minutes / self.serving_task_minutes)
    }
}

/// A service over time.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceTimeline {
    /// Desired count, by the second.
    pub desired: Steps,
    /// Serving count, by the second.
    pub serving: Steps,
    /// Tasks from image pull to stop, by the second.
    pub billed: Steps,
    /// Tasks holding a place on an instance, by the second.
    pub places: Steps,
    /// Image pulls: second and how many.
    pub pulls: Vec<(i64, u32)>,
    /// Over the horizon.
    pub tally: Tally,
}

/// Runs the service over every minute of `demand`.
///
/// The size must have passed [`limits_for`]; its bounds are derived here again.
#[must_use]
pub fn simulate_service(inputs: &ServiceInputs<'_>) -> ServiceTimeline {
    let mut control = Control::of(inputs);

    let first = inputs.first_minute;
    let mut desired = control.first_desired();
    let start_seconds = inputs.service.workload.start_seconds;
    let (drain, stop) = (control.drain_seconds(), control.stop_seconds());
    let mut pool = TaskPool::new(inputs.path, start_seconds, drain, stop, desired, first);
    let mut record = Record::new(inputs);
    for (minute, &demand) in (first..).zip(inputs.demand) {
        desired = control.desired_at(minute * 60, desired, true);
        pool.adjust(minute, desired);
        let serving = pool.serving_at(minute);
        let load = MinuteLoad { serving, served: demand.min(f64::from(serving) * inputs.work.capacity), demand };
        let load = if serving == 0 { MinuteLoad { served: 0.0, ..load } } else { load };
        control.observe(load);
        record.note(minute, desired, load);
    }
    let pool = pool.finish();
    ServiceTimeline {
        desired: Steps::from_changes(record.desired),
        serving: Steps::from_changes(record.serving),
        billed: pool.billed,
        places: pool.places,
        pulls: pool.pulls,
        tally: record.tally,
    }
}

impl ServiceTimeline {
    /// The timeline of a service whose tasks a cluster held; on EC2 a task pulls its image where it is placed.
    pub(super) fn of_cluster(record: Record, places: Steps, pulls: Vec<(i64, u32)>) -> Self {
        Self {
            desired: Steps::from_changes(record.desired),
            serving: Steps::from_changes(record.serving),
            billed: places.clone(),
            places,
            pulls,
            tally: record.tally,
        }
    }
}

/// What is written down as the minutes pass.
pub(super) struct Record {
    work: TaskWork,
    horizon_minute: i64,
    desired: Vec<(i64, u32)>,
    serving: Vec<(i64, u32)>,
    tally: Tally,
}

impl Record {
    pub(super) fn new(inputs: &ServiceInputs<'_>) -> Self {
        let horizon_minute = inputs.horizon_minute;
        Self { work: inputs.work, horizon_minute, desired: Vec::new(), serving: Vec::new(), tally: Tally::default() }
    }

    pub(super) fn note(&mut self, minute: i64, desired: u32, load: MinuteLoad) {
        push_change(&mut self.desired, minute, desired);
        push_change(&mut self.serving, minute, load.serving);
        if minute >= self.horizon_minute {
            self.count(load);
        }
    }

    fn count(&mut self, load: MinuteLoad) {
        let tasks = f64::from(load.serving);
        self.tally.arrived += 60.0 * load.demand;
        self.tally.served += 60.0 * load.served;
        self.tally.serving_task_minutes += tasks;
        if load.serving > 0 {
            self.tally.cpu_percent_task_minutes += tasks * self.work.cpu_percent(load.served / tasks);
        }
        let capacity = if load.serving == 0 { 0.0 } else { tasks * self.work.capacity };
        if load.demand > capacity * SHORT_TOLERANCE {
            self.tally.minutes_short += 1;
        }
    }
}

fn push_change(changes: &mut Vec<(i64, u32)>, minute: i64, count: u32) {
    if changes.last().is_none_or(|&(_, last)| last != count) {
        changes.push((minute * 60, count));
    }
}
