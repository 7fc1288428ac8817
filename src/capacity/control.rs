//! [`Control`]: everything that sets the desired count of a service (rules S1 to S6, S13 and S15).

use super::decision::{Cause, Decision};
use super::feed::MinuteLoad;
use super::policy::{Moment, Policies};
use super::predictive::Predictor;
use super::scaling_limits::{Limits, limits_for, scheduled_maximum};
use super::service::ServiceInputs;
use super::work::TaskWork;
use crate::scenario::{Resolution, Scaling, Service, TaskCount};

/// How long before the first simulated minute scheduled actions have been applied: 31 days.
pub(super) const EARLIER_ACTIONS_MINUTES: i64 = 31 * 1_440;

/// A scheduled change of the bounds at a minute.
#[derive(Clone, Copy, Debug)]
pub(super) struct BoundsChange {
    pub(super) minute: i64,
    order: usize,
    pub(super) least: Option<u32>,
    pub(super) most: Option<u32>,
}

/// Everything that sets the desired count.
pub(super) struct Control {
    work: TaskWork,
    bounds: Limits,
    changes: Vec<BoundsChange>,
    next_change: usize,
    predictor: Option<Predictor>,
    policies: Policies,
    decisions: Vec<Decision>,
    explained: bool,
    tick_seconds: i64,
    drain_seconds: u32,
    stop_seconds: u32,
}

/// Seconds between the moments when a service is looked at (rule S0).
pub(super) fn tick_seconds_of(service: &Service) -> i64 {
    match &service.count {
        TaskCount::Fixed(_) => FIXED_TICK_SECONDS,
        TaskCount::Scaled(scaling) => tick_of(scaling),
    }
}

/// The tick of a service that does not scale.
const FIXED_TICK_SECONDS: i64 = 60;

/// As often as its finest metric.
fn tick_of(scaling: &Scaling) -> i64 {
    let tracking = scaling.target_tracking.iter().map(|policy| policy.resolution);
    let resolutions = tracking.chain(scaling.step_scaling.iter().map(|policy| policy.resolution));
    i64::from(resolutions.max().unwrap_or(Resolution::Standard).seconds())
}

impl Control {
    /// The control of a service at a candidate size.
    pub(super) fn of(inputs: &ServiceInputs<'_>) -> Self {
        match &inputs.service.count {
            TaskCount::Fixed(count) => Self::fixed(*count, inputs.work),
            TaskCount::Scaled(scaling) => Self::scaled(scaling, inputs),
        }
    }

    /// Seconds between the moments when the service is looked at: 60, or 20 with a high-resolution policy (rule S0).
    pub(super) const fn tick_seconds(&self) -> i64 {
        self.tick_seconds
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

    /// Records the load of the tick that just ended; once a tick, in order.
    pub(super) fn observe(&mut self, load: MinuteLoad) {
        self.policies.observe(&self.work, load);
        if let Some(predictor) = &mut self.predictor {
            predictor.observe(load);
        }
    }

    /// Every change of the desired count so far, with its reason.
    pub(super) fn take_decisions(&mut self) -> Vec<Decision> {
        std::mem::take(&mut self.decisions)
    }

    fn fixed(count: u32, work: TaskWork) -> Self {
        Self {
            work,
            bounds: Limits { least: count, most: count },
            changes: Vec::new(),
            next_change: 0,
            predictor: None,
            policies: Policies::none(),
            decisions: Vec::new(),
            explained: false,
            tick_seconds: FIXED_TICK_SECONDS,
            drain_seconds: 0,
            stop_seconds: 0,
        }
    }

    fn scaled(scaling: &Scaling, inputs: &ServiceInputs<'_>) -> Self {
        let first = inputs.first_minute;
        let end = inputs.end_minute();
        let bounds = limits_for(scaling, inputs.cpu_units)
            .unwrap_or_else(|dropped| Limits { least: dropped.least, most: dropped.least });
        let tick_seconds = tick_of(scaling);
        let mut control = Self {
            work: inputs.work,
            bounds,
            changes: bounds_changes(scaling, inputs.cpu_units, first - EARLIER_ACTIONS_MINUTES, end),
            next_change: 0,
            predictor: scaling.predictive.map(|policy| Predictor::new(policy, first, tick_seconds)),
            policies: Policies::of(scaling, tick_seconds),
            decisions: Vec::new(),
            explained: inputs.explained,
            tick_seconds,
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

    /// The desired count from `second` on, a whole tick (rules S1 to S6); `may_scale_in` is false while a deployment
    /// runs. Once a tick, in order.
    pub(super) fn desired_at(&mut self, second: i64, desired: u32, may_scale_in: bool) -> u32 {
        if second.rem_euclid(60) == 0 {
            self.move_bounds(second.div_euclid(60));
        }
        let Limits { least, most } = self.bounds_in_force();
        let desired = self.change(second, desired, desired.clamp(least, most), || Cause::Bounds { least, most });
        let (desired, least) = self.raise_to_forecast(second, desired, Limits { least, most });
        let moment = Moment { second, desired, least, most, may_scale_in, explained: self.explained };
        match self.policies.decide(&moment) {
            Some((count, cause)) => self.change(second, desired, count, || cause.expect("it was asked for")),
            None => desired,
        }
    }

    /// What scheduled actions and forecasts make of the bounds in a minute.
    fn move_bounds(&mut self, minute: i64) {
        self.apply_changes_before(minute + 1);
        let most = self.bounds_in_force().most;
        if let Some(predictor) = &mut self.predictor {
            let raised = predictor.advance(minute, &self.work, most);
            if raised > most {
                self.bounds.most = raised;
            }
        }
    }

    /// A maximum below the minimum counts as the minimum.
    fn bounds_in_force(&self) -> Limits {
        Limits { least: self.bounds.least, most: self.bounds.most.max(self.bounds.least) }
    }

    /// Desired and minimum after the forecast has had its say.
    fn raise_to_forecast(&mut self, second: i64, desired: u32, bounds: Limits) -> (u32, u32) {
        let Some((tasks, cause)) = self.predictor.as_ref().and_then(Predictor::least) else {
            return (desired, bounds.least);
        };
        let least = tasks.min(bounds.most).max(bounds.least);
        (self.change(second, desired, desired.max(least), || cause), least)
    }

    /// Notes a change, if it is one and reasons are asked for.
    fn change(&mut self, second: i64, from: u32, to: u32, cause: impl FnOnce() -> Cause) -> u32 {
        if from != to && self.explained {
            self.decisions.push(Decision { second, from, to, cause: cause() });
        }
        to
    }
}

/// What is scheduled, for simulations that do not look at every minute; they have no predictive policy.
impl Control {
    /// The bounds in force from `minute` on, after the actions that fire in it (rule S1).
    pub(super) fn bounds_at(&mut self, minute: i64) -> Limits {
        self.apply_changes_before(minute + 1);
        self.bounds_in_force()
    }

    /// The next minute in which a scheduled action fires.
    pub(super) fn next_change_minute(&self) -> Option<i64> {
        self.changes.get(self.next_change).map(|change| change.minute)
    }
}

/// The scheduled changes of the bounds in `[first, end)`, in time and then file order.
pub(super) fn bounds_changes(scaling: &Scaling, cpu_units: u32, first: i64, end: i64) -> Vec<BoundsChange> {
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
