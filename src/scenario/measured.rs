//! What was measured of a service as it runs today.

use super::TaskSize;

/// A utilisation over the measured time, in percent of what the tasks reserve.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Utilisation {
    /// The mean.
    pub mean: f64,
    /// The median.
    pub p50: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The largest.
    pub max: f64,
}

/// How many tasks ran while it was measured.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct MeasuredTasks {
    /// The fewest.
    pub min: f64,
    /// The mean.
    pub mean: f64,
    /// The most.
    pub max: f64,
}

/// What was measured of a service as it runs today (rules RS1 to RS3). Its demand is the service's traffic.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The size of the tasks that were measured.
    pub task_size: TaskSize,
    /// How long it was measured, minutes; `None` for percentiles, which do not say it.
    pub minutes: Option<i64>,
    /// Minutes that each row is the mean of; `None` for percentiles.
    pub step_minutes: Option<u32>,
    /// How many tasks ran.
    pub tasks: MeasuredTasks,
    /// CPU utilisation.
    pub cpu: Utilisation,
    /// Memory utilisation.
    pub memory: Utilisation,
    /// Share of the time with so much CPU utilisation that demand may have been higher, percent.
    pub saturated_percent: f64,
    /// The percentile of memory utilisation that a task must hold; 100 is the largest.
    pub memory_percentile: f64,
    /// Memory utilisation at that percentile, percent.
    pub memory_percent: f64,
    /// What is added to it, percent of it.
    pub memory_headroom_percent: f64,
    /// What a task needs by that, MiB.
    pub memory_mib: u32,
    /// The least number of tasks that may be recommended, if it is given.
    pub least_tasks: Option<u32>,
}
