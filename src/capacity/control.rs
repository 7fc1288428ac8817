//! [`Control`]: everything that sets the desired count of a service (rules S1 to S6).

use super::policy::{MinuteLoad, Policies};
use super::scaling_limits::{Limits, limits_for, scheduled_maximum};
use super::service::ServiceInputs;
use super::work::TaskWork;
use crate::scenario::{Scaling, TaskCount};

/// How long before the first simulated minute scheduled actions have been applied: 31 days.
const EARLIER_ACTIONS_MINUTES: i64 = 31 * 1_440;

/// A scheduled change of the bounds at a minute.
#[derive(Clone, Copy, Debug)]
struct BoundsChange {
    minute: i64,
    order: usize,
    least: Option<u32>,
    most: Option<u32>,
}

/// Everything that sets the desired count.
pub(super) struct Control {
    work: TaskWork,
    bounds: Limits,
    changes: Vec<BoundsChange>,
    next_change: usize,
    policies: Policies,
    drain_seconds: u32,
    stop_seconds: u32,
}

impl Control {
    /// The control of a service at a candidate size.
    pub(super) fn of(inputs: &ServiceInputs<'_>) -> Self {
        match &inputs.service.count {
            TaskCount::Fixed(count) => Self::fixed(*count, inputs.work),
            TaskCount::Scaled(scaling) => Self::scaled(scaling, inputs),
        }
    }

    /// Seconds between the moments when the service is looked at.
    pub(super) const fn tick_seconds(&self) -> i64 {
        60
    }

    /// The count that the simulation begins with (rule S10).
    pub(super) const fn first_desired(&self) -> u32 {
        self.bounds.least
    }

    /// Seconds that a removed task drains.
    pub(super) const fn drain_seconds(&self) -> u32 {
        self.drain_seconds
    }

    /// Seconds that a removed task takes to stop after draining.
    pub(super) const fn stop_seconds(&self) -> u32 {
        self.stop_seconds
    }

    /// Records the load of the tick that just ended.
    pub(super) fn observe(&mut self, load: MinuteLoad) {
        self.policies.observe(&self.work, load);
    }

    fn fixed(count: u32, work: TaskWork) -> Self {
        Self {
            work,
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
            work: inputs.work,
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

    /// The desired count from `second` on, a whole tick (rules S1 to S6); `may_scale_in` is false while a deployment runs.
    pub(super) fn desired_at(&mut self, second: i64, desired: u32, _may_scale_in: bool) -> u32 {
        let minute = second.div_euclid(60);
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
