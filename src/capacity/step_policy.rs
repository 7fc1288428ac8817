//! Step scaling: what a step makes of a count, and one policy over time (rule S13).

use super::decision::Cause;
use super::feed::{Feed, MinuteLoad};
use super::tracking::{detection_delay, whole_ticks};
use super::work::TaskWork;
use crate::scenario::{AdjustmentType, AlarmOperator, Scaling, StepAdjustment, StepScaling};

/// Breaches are compared in millionths of the metric's unit.
const MILLION: f64 = 1e6;

/// How far a value is from the threshold, to the nearest millionth.
fn breach(policy: &StepScaling, value: f64) -> f64 {
    (MILLION * (value - policy.threshold)).round() / MILLION
}

/// Whether a value breaches the threshold.
fn breaches(policy: &StepScaling, value: f64) -> bool {
    let breach = breach(policy, value);
    match policy.operator {
        AlarmOperator::Above => breach > 0.0,
        AlarmOperator::AtLeast => breach >= 0.0,
        AlarmOperator::Below => breach < 0.0,
        AlarmOperator::AtMost => breach <= 0.0,
    }
}

/// Whether a breach is inside a step: on the way up the lower bound is inside, on the way down the upper one.
fn is_in_step(step: &StepAdjustment, breach: f64, operator: AlarmOperator) -> bool {
    let lower = step.lower_bound.unwrap_or(f64::NEG_INFINITY);
    let upper = step.upper_bound.unwrap_or(f64::INFINITY);
    match operator {
        AlarmOperator::Above | AlarmOperator::AtLeast => lower <= breach && breach < upper,
        AlarmOperator::Below | AlarmOperator::AtMost => lower < breach && breach <= upper,
    }
}

/// The adjustment that a value calls for; `None` when it does not breach the threshold or no step has it.
fn adjustment_for(policy: &StepScaling, value: f64) -> Option<i32> {
    let breach = breach(policy, value);
    let found = policy.steps.iter().find(|step| is_in_step(step, breach, policy.operator));
    found.filter(|_| breaches(policy, value)).map(|step| step.adjustment)
}

/// What an adjustment makes of `current`.
fn adjusted(policy: &StepScaling, current: u32, adjustment: i32) -> u32 {
    let (current, adjustment) = (i64::from(current), i64::from(adjustment));
    let count = match policy.adjustment_type {
        AdjustmentType::ChangeInCapacity => current + adjustment,
        AdjustmentType::ExactCapacity => adjustment,
        AdjustmentType::PercentChangeInCapacity => current + percent_change(policy, current * adjustment),
    };
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}

/// Hundredths of tasks as whole tasks: toward zero, but at least one, and at least the minimum magnitude.
fn percent_change(policy: &StepScaling, hundredths: i64) -> i64 {
    let least = i64::from(policy.min_adjustment_magnitude).max(1);
    (hundredths / 100).abs().max(least) * hundredths.signum()
}

/// The count that a step-scaling policy makes of `current` when its alarm is on and its newest datapoint is `value`;
/// `None` when no step applies.
#[must_use]
pub fn step_capacity(policy: &StepScaling, value: f64, current: u32) -> Option<u32> {
    adjustment_for(policy, value).map(|adjustment| adjusted(policy, current, adjustment))
}

/// A scale-out cooldown that is running.
#[derive(Clone, Copy, Debug)]
struct OutCooldown {
    until: i64,
    base: u32,
}

/// One policy with its state.
#[derive(Clone, Debug)]
pub(super) struct StepState {
    policy: StepScaling,
    tick_seconds: i64,
    feed: Feed,
    run: u32,
    out_cooldown: Option<OutCooldown>,
    in_cooldown_until: i64,
}

impl StepState {
    pub(super) fn new(policy: StepScaling, scaling: &Scaling, tick_seconds: i64) -> Self {
        let delay = detection_delay(scaling, policy.resolution);
        let kept = policy.datapoints.max(1) as usize;
        let feed = Feed::new(policy.metric, policy.resolution, tick_seconds, delay, kept);
        Self { policy, tick_seconds, feed, run: 0, out_cooldown: None, in_cooldown_until: i64::MIN }
    }

    pub(super) fn observe(&mut self, work: &TaskWork, load: MinuteLoad) {
        if let Some(datapoint) = self.feed.observe(work, load) {
            let holds = datapoint.is_some_and(|point| breaches(&self.policy, point.value));
            self.run = if holds { self.run.saturating_add(1) } else { 0 };
        }
    }

    /// The newest datapoint while the alarm is on and the policy acts.
    fn alarming(&self, second: i64) -> Option<f64> {
        let point = self.feed.visible()?;
        (self.run >= self.policy.datapoints.max(1) && self.feed.acts_at(second)).then_some(point.value)
    }

    /// The count that a scale-out is computed from: the present one, or the one before the scale-out that began the
    /// cooldown, so that only the excess of a larger step is added.
    pub(super) fn base(&self, second: i64, desired: u32) -> u32 {
        self.out_cooldown.filter(|cooldown| second < cooldown.until).map_or(desired, |cooldown| cooldown.base)
    }

    /// The count it asks for on the way out.
    pub(super) fn wanted_out(&self, second: i64, desired: u32) -> Option<u32> {
        step_capacity(&self.policy, self.alarming(second)?, self.base(second, desired))
    }

    /// The count it asks for on the way in.
    pub(super) fn wanted_in(&self, second: i64, desired: u32) -> Option<u32> {
        let value = self.alarming(second).filter(|_| second >= self.in_cooldown_until)?;
        step_capacity(&self.policy, value, desired)
    }

    pub(super) fn begin_out_cooldown(&mut self, second: i64, desired: u32) {
        let until = second + whole_ticks(self.policy.cooldown_seconds, self.tick_seconds);
        self.out_cooldown = Some(OutCooldown { until, base: self.base(second, desired) });
    }

    pub(super) fn begin_in_cooldown(&mut self, second: i64) {
        self.in_cooldown_until = second + whole_ticks(self.policy.cooldown_seconds, self.tick_seconds);
    }

    pub(super) const fn end_in_cooldown(&mut self) {
        self.in_cooldown_until = i64::MIN;
    }

    pub(super) fn cause(&self, policy: usize, base: u32) -> Cause {
        let values = self.feed.newest(self.policy.datapoints.max(1) as usize);
        let adjustment = values.last().and_then(|&value| adjustment_for(&self.policy, value)).unwrap_or(0);
        let StepScaling { metric, threshold, .. } = self.policy;
        let proposal = adjusted(&self.policy, base, adjustment);
        Cause::StepScaling { policy, metric, threshold, values, adjustment, base, proposal }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Resolution, TargetMetric};
    use proptest::prelude::*;

    fn policy(operator: AlarmOperator, kind: AdjustmentType, steps: &[(Option<f64>, Option<f64>, i32)]) -> StepScaling {
        let step = |&(lower_bound, upper_bound, adjustment)| StepAdjustment { lower_bound, upper_bound, adjustment };
        StepScaling {
            metric: TargetMetric::Cpu,
            resolution: Resolution::Standard,
            threshold: 50.0,
            operator,
            datapoints: 1,
            adjustment_type: kind,
            steps: steps.iter().map(step).collect(),
            min_adjustment_magnitude: 0,
            cooldown_seconds: 300,
        }
    }

    #[test]
    fn the_example_of_the_documentation_goes_from_10_to_11_to_14_to_13_and_back_to_10() {
        let percent = AdjustmentType::PercentChangeInCapacity;
        let out = [(Some(0.0), Some(10.0), 0), (Some(10.0), Some(20.0), 10), (Some(20.0), None, 30)];
        let out = policy(AlarmOperator::AtLeast, percent, &out);
        let back = [(None, Some(-20.0), -30), (Some(-20.0), Some(-10.0), -10), (Some(-10.0), Some(0.0), 0)];
        let back = policy(AlarmOperator::AtMost, percent, &back);
        let mut count = 10;
        let mut seen = Vec::new();
        for (policy, value) in [(&out, 60.0), (&out, 70.0), (&back, 40.0), (&back, 30.0)] {
            count = step_capacity(policy, value, count).expect("a step applies");
            seen.push(count);
        }
        assert_eq!(seen, [11, 14, 13, 10]);
    }

    #[test]
    fn bounds_are_inclusive_on_the_side_of_the_threshold() {
        let change = AdjustmentType::ChangeInCapacity;
        let up = policy(AlarmOperator::Above, change, &[(Some(0.0), Some(10.0), 1), (Some(10.0), None, 2)]);
        assert_eq!(
            [50.0, 50.1, 59.9, 60.0].map(|value| step_capacity(&up, value, 5)),
            [None, Some(6), Some(6), Some(7)]
        );
        let down = policy(AlarmOperator::Below, change, &[(Some(-10.0), Some(0.0), -1), (None, Some(-10.0), -2)]);
        assert_eq!(
            [50.0, 49.9, 40.1, 40.0].map(|value| step_capacity(&down, value, 5)),
            [None, Some(4), Some(4), Some(3)]
        );
    }

    #[test]
    fn percentages_round_toward_zero_but_never_to_nothing_and_heed_the_minimum_magnitude() {
        let of_percent = |adjustment: i32, least: u32, current: u32| {
            let steps = [(Some(0.0), None, adjustment)];
            let mut policy = policy(AlarmOperator::Above, AdjustmentType::PercentChangeInCapacity, &steps);
            policy.min_adjustment_magnitude = least;
            step_capacity(&policy, 99.0, current).expect("the step applies")
        };
        assert_eq!(of_percent(25, 0, 10), 12, "2.5 is 2");
        assert_eq!(of_percent(-25, 0, 10), 8, "-2.5 is -2");
        assert_eq!(of_percent(5, 0, 10), 11, "0.5 is 1");
        assert_eq!(of_percent(-5, 0, 10), 9, "-0.5 is -1");
        assert_eq!(of_percent(25, 4, 10), 14, "at least four");
        assert_eq!(of_percent(-90, 100, 10), 0, "never below zero");
        assert_eq!(of_percent(0, 4, 10), 10, "no change stays none");
        assert_eq!(of_percent(50, 4, 0), 0, "half of nothing is nothing");
    }

    #[test]
    fn exact_capacity_is_the_count_itself() {
        let steps = [(Some(0.0), Some(20.0), 8), (Some(20.0), None, 20)];
        let exact = policy(AlarmOperator::AtLeast, AdjustmentType::ExactCapacity, &steps);
        assert_eq!([50.0, 69.0, 70.0].map(|value| step_capacity(&exact, value, 3)), [Some(8), Some(8), Some(20)]);
    }

    proptest! {
        #[test]
        fn every_value_that_breaches_falls_into_exactly_one_step(value in 0.0_f64..100.0) {
            let change = AdjustmentType::ChangeInCapacity;
            let up = policy(AlarmOperator::Above, change, &[(Some(0.0), Some(7.0), 1), (Some(7.0), Some(20.0), 2), (Some(20.0), None, 3)]);
            let inside = up.steps.iter().filter(|step| is_in_step(step, breach(&up, value), up.operator)).count();
            prop_assert_eq!(inside == 1, breach(&up, value) >= 0.0);
            prop_assert_eq!(step_capacity(&up, value, 5).is_some(), breach(&up, value) > 0.0);
        }
    }
}
