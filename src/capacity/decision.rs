//! [`Decision`]: a change of the desired count, with its reason.

use crate::scenario::TargetMetric;

/// A change of the desired count.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// When, in seconds since 1970-01-01T00:00Z.
    pub second: i64,
    /// The count before.
    pub from: u32,
    /// The count after.
    pub to: u32,
    /// Why.
    pub cause: Cause,
}

/// Why the desired count changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// The minimum or the maximum, as configured or as a scheduled action set it (rule S1).
    Bounds {
        /// The minimum in force.
        least: u32,
        /// The maximum in force.
        most: u32,
    },
    /// The minimum that predictive scaling asks for (rule S15).
    Forecast {
        /// The first second of the hour that is forecast.
        hour: i64,
        /// The forecast load: served per second, or requests per second.
        load: f64,
        /// The tasks that keep the metric at its target under that load, before any maximum.
        forecast: u32,
    },
    /// A target-tracking policy (rules S3 to S6).
    TargetTracking {
        /// Which, counted from 0 in file order.
        policy: usize,
        /// What it follows.
        metric: TargetMetric,
        /// Its target.
        target: f64,
        /// The datapoints of the alarm, newest last.
        values: Vec<f64>,
        /// The tasks that the proposal was computed from.
        tasks: f64,
        /// The proposal, before the bounds.
        proposal: u32,
    },
    /// A step-scaling policy (rule S13).
    StepScaling {
        /// Which, counted from 0 in file order.
        policy: usize,
        /// What its alarm watches.
        metric: TargetMetric,
        /// The alarm's threshold.
        threshold: f64,
        /// The datapoints of the alarm, newest last.
        values: Vec<f64>,
        /// The adjustment of the step that applies.
        adjustment: i32,
        /// The count that was adjusted.
        base: u32,
        /// The count after the adjustment, before the bounds.
        proposal: u32,
    },
}
