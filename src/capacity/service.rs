//! One service over time: desired, serving, served and billed (rules S1 to S11).

use super::lifecycle::{LaunchPath, TaskPool};
use super::policy::{MinuteLoad, Policies};
use super::scaling_limits::{Limits, limits_for, scheduled_maximum};
use super::steps::Steps;
use super::work::TaskWork;
use crate::scenario::{Scaling, Service, TaskCount};

/// How long before the first simulated minute scheduled actions have been applied: 31 days.
const EARLIER_ACTIONS_MINUTES: i64 = 31 * 1_440;

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

/// A scheduled change of the bounds at a minute.
#[derive(Clone, Copy, Debug)]
struct BoundsChange {
    minute: i64,
    order: usize,
    least: Option<u32>,
    most: Option<u32>,
}

/// Runs the service over every minute of `demand`.
///
/// The size must have passed [`limits_for`]; its bounds are derived here again.
#[must_use]
pub fn simulate_service(inputs: &ServiceInputs<'_>) -> ServiceTimeline {
    match &inputs.service.count {
        TaskCount::Fixed(count) => simulate(inputs, Control::fixed(*count)),
        TaskCount::Scaled(scaling) => simulate(inputs, Control::scaled(scaling, inputs)),
    }
}

/// Everything that sets the desired count.
struct Control {
    bounds: Limits,
    changes: Vec<BoundsChange>,
    next_change: usize,
    policies: Policies,
    drain_seconds: u32,
    stop_seconds: u32,
}

impl Control {
    fn fixed(count: u32) -> Self {
        Self {
            bounds: Limits { least: count, most: count },
            changes: Vec::new(),
            next_change: 0,
            policies: Policies::new(&[], 0),
            drain_seconds: 0,
            stop_seconds: 0,
        }
    }

    fn scaled(scaling: &Scaling, inputs: &ServiceInputs<'_>) -> Self {
        let first = inputs.first_minute;
        let end = first + inputs.demand.len() as i64;
        let bounds = limits_for(scaling, inputs.cpu_units)
            .unwrap_or_else(|dropped| Limits { least: dropped.least, most: dropped.least });
        let mut control = Self {
            bounds,
            changes: bounds_changes(scaling, inputs.cpu_units, first - EARLIER_ACTIONS_MINUTES, end),
            next_change: 0,
            policies: Policies::new(&scaling.target_tracking, scaling.detection_delay_seconds),
            drain_seconds: scaling.deregistration_delay_seconds,
            stop_seconds: scaling.stop_seconds,
        };
        control.apply_changes_before(first);
        control
    }

    /// Applies scheduled actions of minutes before `minute`.
    fn apply_changes_before(&mut self, minute: i64) {
        while let Some(change) = self.changes.get(self.next_change).filter(|change| change.minute < minute) {
            self.bounds.least = change.least.unwrap_or(self.bounds.least);
            self.bounds.most = change.most.unwrap_or(self.bounds.most);
            self.next_change += 1;
        }
    }

    /// The desired count at the start of `minute` (rules S1 to S6).
    fn desired_at(&mut self, minute: i64, desired: u32) -> u32 {
        self.apply_changes_before(minute + 1);
        let least = self.bounds.least;
        let most = self.bounds.most.max(least);
        self.policies.decide(minute, desired.clamp(least, most), least, most)
    }
}

/// The scheduled changes of the bounds in `[first, end)`, in time and then file order.
fn bounds_changes(scaling: &Scaling, cpu_units: u32, first: i64, end: i64) -> Vec<BoundsChange> {
    let of_action = |(order, action): (usize, &crate::scenario::ScheduledScaling)| {
        let most = action.max_tasks.map(|tasks| scheduled_maximum(scaling, tasks, cpu_units));
        let least = action.min_tasks;
        let change = move |minute| BoundsChange { minute, order, least, most };
        action.schedule.firings(first, end).into_iter().map(change).collect::<Vec<_>>()
    };
    let mut changes: Vec<BoundsChange> = scaling.scheduled.iter().enumerate().flat_map(of_action).collect();
    changes.sort_by_key(|change| (change.minute, change.order));
    changes
}

fn simulate(inputs: &ServiceInputs<'_>, mut control: Control) -> ServiceTimeline {
    let first = inputs.first_minute;
    let mut desired = control.bounds.least;
    let start_seconds = inputs.service.workload.start_seconds;
    let (drain, stop) = (control.drain_seconds, control.stop_seconds);
    let mut pool = TaskPool::new(inputs.path, start_seconds, drain, stop, desired, first);
    let mut record = Record::new(inputs);
    for (minute, &demand) in (first..).zip(inputs.demand) {
        desired = control.desired_at(minute, desired);
        pool.adjust(minute, desired);
        let serving = pool.serving_at(minute);
        let load = MinuteLoad { serving, served: demand.min(f64::from(serving) * inputs.work.capacity), demand };
        let load = if serving == 0 { MinuteLoad { served: 0.0, ..load } } else { load };
        control.policies.observe(&inputs.work, load);
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

/// What is written down as the minutes pass.
struct Record {
    work: TaskWork,
    horizon_minute: i64,
    desired: Vec<(i64, u32)>,
    serving: Vec<(i64, u32)>,
    tally: Tally,
}

impl Record {
    fn new(inputs: &ServiceInputs<'_>) -> Self {
        let horizon_minute = inputs.horizon_minute;
        Self { work: inputs.work, horizon_minute, desired: Vec::new(), serving: Vec::new(), tally: Tally::default() }
    }

    fn note(&mut self, minute: i64, desired: u32, load: MinuteLoad) {
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
