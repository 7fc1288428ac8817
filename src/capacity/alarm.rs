//! The two CloudWatch alarms of a target-tracking policy (rules S2, S3 and S9).

/// Datapoints above the target that set off the high alarm.
const HIGH_DATAPOINTS: u32 = 3;

/// Datapoints below the low threshold that set off the low alarm.
const LOW_DATAPOINTS: u32 = 15;

/// The low threshold over the target.
const LOW_SHARE: f64 = 0.9;

/// Comparisons ignore differences of rounding.
const TOLERANCE: f64 = 1e-9;

/// One datapoint: the metric and the tasks that produced it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Datapoint {
    /// The metric's value.
    pub(super) value: f64,
    /// Tasks that served.
    pub(super) tasks: u32,
}

/// Both alarms of one policy, fed one datapoint a minute as it becomes visible.
#[derive(Clone, Debug)]
pub(super) struct Alarms {
    above: f64,
    below: f64,
    high_run: u32,
    low_run: u32,
}

impl Alarms {
    pub(super) fn new(target: f64) -> Self {
        let above = target * (1.0 + TOLERANCE);
        let below = LOW_SHARE * target * (1.0 - TOLERANCE);
        Self { above, below, high_run: 0, low_run: 0 }
    }

    /// Takes the datapoint of the next minute; `None` is missing data and resets both.
    pub(super) fn observe(&mut self, datapoint: Option<Datapoint>) {
        let extended = |run: u32, holds: bool| if holds { run.saturating_add(1) } else { 0 };
        self.high_run = extended(self.high_run, datapoint.is_some_and(|point| point.value > self.above));
        self.low_run = extended(self.low_run, datapoint.is_some_and(|point| point.value < self.below));
    }

    pub(super) fn is_high(&self) -> bool {
        self.high_run >= HIGH_DATAPOINTS
    }

    pub(super) fn is_low(&self) -> bool {
        self.low_run >= LOW_DATAPOINTS
    }
}
