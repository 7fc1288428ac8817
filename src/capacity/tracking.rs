//! One target-tracking policy over time: its alarms, its proposals and its cooldowns (rules S3 to S6).

use super::alarm::{Alarms, HIGH_DATAPOINTS};
use super::ceil_count;
use super::decision::Cause;
use super::feed::{Feed, MinuteLoad};
use super::lifecycle::next_tick;
use super::work::TaskWork;
use crate::scenario::{Resolution, Scaling, TargetTracking};

/// A scale-out cooldown that is running.
#[derive(Clone, Copy, Debug)]
struct OutCooldown {
    until: i64,
    base_tasks: f64,
}

/// One policy with its state.
#[derive(Clone, Debug)]
pub(super) struct TrackingState {
    policy: TargetTracking,
    tick_seconds: i64,
    feed: Feed,
    alarms: Alarms,
    out_cooldown: Option<OutCooldown>,
    in_cooldown_until: i64,
}

/// A cooldown in whole ticks, in seconds.
pub(super) fn whole_ticks(seconds: u32, tick_seconds: i64) -> i64 {
    next_tick(i64::from(seconds), tick_seconds)
}

/// The detection delay of a resolution.
pub(super) const fn detection_delay(scaling: &Scaling, resolution: Resolution) -> u32 {
    match resolution {
        Resolution::Standard => scaling.detection_delay_seconds,
        Resolution::High => scaling.high_resolution_delay_seconds,
    }
}

impl TrackingState {
    pub(super) fn new(policy: TargetTracking, scaling: &Scaling, tick_seconds: i64) -> Self {
        let alarms = Alarms::new(policy.target, policy.resolution);
        let delay = detection_delay(scaling, policy.resolution);
        let kept = alarms.low_datapoints() as usize;
        Self {
            policy,
            tick_seconds,
            feed: Feed::new(policy.metric, policy.resolution, tick_seconds, delay, kept),
            alarms,
            out_cooldown: None,
            in_cooldown_until: i64::MIN,
        }
    }

    pub(super) fn observe(&mut self, work: &TaskWork, load: MinuteLoad) {
        if let Some(datapoint) = self.feed.observe(work, load) {
            self.alarms.observe(datapoint);
        }
    }

    pub(super) const fn acts_at(&self, second: i64) -> bool {
        self.feed.acts_at(second)
    }

    /// Whether it takes part in scaling in.
    pub(super) const fn scales_in(&self) -> bool {
        !self.policy.disable_scale_in
    }

    /// ⌈base · value / target⌉ (rule S4).
    fn proposal(&self, base: f64, value: f64) -> u32 {
        ceil_count(base * value / self.policy.target)
    }

    fn running_cooldown(&self, second: i64) -> Option<OutCooldown> {
        self.out_cooldown.filter(|cooldown| second < cooldown.until)
    }

    /// The tasks that a scale-out is computed from: what produced the metric, or what began the cooldown (rule S4).
    fn out_base(&self, second: i64) -> f64 {
        let observed = || self.feed.visible().map_or(0.0, |point| point.tasks);
        self.running_cooldown(second).map_or_else(observed, |cooldown| cooldown.base_tasks)
    }

    /// What it asks for when its high alarm is on.
    pub(super) fn wanted_out(&self, second: i64) -> Option<u32> {
        let point = self.feed.visible().filter(|_| self.alarms.is_high() && self.acts_at(second))?;
        Some(self.proposal(self.out_base(second), point.value))
    }

    pub(super) fn may_scale_in(&self, second: i64) -> bool {
        self.alarms.is_low() && second >= self.in_cooldown_until
    }

    /// What it asks for when scaling in.
    pub(super) fn wanted_in(&self) -> Option<u32> {
        self.feed.visible().map(|point| self.proposal(point.tasks, point.value))
    }

    pub(super) fn begin_out_cooldown(&mut self, second: i64) {
        let until = second + whole_ticks(self.policy.scale_out_cooldown_seconds, self.tick_seconds);
        self.out_cooldown = Some(OutCooldown { until, base_tasks: self.out_base(second) });
    }

    pub(super) fn begin_in_cooldown(&mut self, second: i64) {
        self.in_cooldown_until = second + whole_ticks(self.policy.scale_in_cooldown_seconds, self.tick_seconds);
    }

    pub(super) const fn end_in_cooldown(&mut self) {
        self.in_cooldown_until = i64::MIN;
    }

    pub(super) fn cause_out(&self, policy: usize, second: i64) -> Cause {
        self.cause(policy, self.feed.newest(HIGH_DATAPOINTS as usize), self.out_base(second))
    }

    pub(super) fn cause_in(&self, policy: usize) -> Cause {
        let tasks = self.feed.visible().map_or(0.0, |point| point.tasks);
        self.cause(policy, self.feed.newest(self.alarms.low_datapoints() as usize), tasks)
    }

    fn cause(&self, policy: usize, values: Vec<f64>, tasks: f64) -> Cause {
        let TargetTracking { metric, target, .. } = self.policy;
        let proposal = self.proposal(tasks, values.last().copied().unwrap_or(0.0));
        Cause::TargetTracking { policy, metric, target, values, tasks, proposal }
    }
}
