//! The two CloudWatch alarms of a target-tracking policy (rule S3).

use super::feed::Datapoint;
use crate::scenario::Resolution;

/// Datapoints above the target that set off the high alarm.
pub(super) const HIGH_DATAPOINTS: u32 = 3;

/// Seconds of datapoints below the low threshold that set off the low alarm.
pub(super) const LOW_SECONDS: u32 = 900;

/// The low threshold over the target.
const LOW_SHARE: f64 = 0.9;

/// Comparisons ignore differences of rounding.
const TOLERANCE: f64 = 1e-9;

/// What a datapoint must exceed for the high alarm of a target, and be below for the low one (rule S3).
pub(super) fn thresholds(target: f64) -> (f64, f64) {
    (target * (1.0 + TOLERANCE), LOW_SHARE * target * (1.0 - TOLERANCE))
}

/// Both alarms of one policy, fed one datapoint after the other as they become visible.
#[derive(Clone, Debug)]
pub(super) struct Alarms {
    above: f64,
    below: f64,
    low_datapoints: u32,
    high_run: u32,
    low_run: u32,
}

impl Alarms {
    pub(super) fn new(target: f64, resolution: Resolution) -> Self {
        let (above, below) = thresholds(target);
        Self { above, below, low_datapoints: LOW_SECONDS / resolution.seconds(), high_run: 0, low_run: 0 }
    }

    /// Takes the next datapoint; `None` is missing data and resets both.
    pub(super) fn observe(&mut self, datapoint: Option<Datapoint>) {
        let extended = |run: u32, holds: bool| if holds { run.saturating_add(1) } else { 0 };
        self.high_run = extended(self.high_run, datapoint.is_some_and(|point| point.value > self.above));
        self.low_run = extended(self.low_run, datapoint.is_some_and(|point| point.value < self.below));
    }

    pub(super) const fn is_high(&self) -> bool {
        self.high_run >= HIGH_DATAPOINTS
    }

    pub(super) const fn is_low(&self) -> bool {
        self.low_run >= self.low_datapoints
    }

    /// Datapoints that the low alarm looks at.
    pub(super) const fn low_datapoints(&self) -> u32 {
        self.low_datapoints
    }
}
