//! Service auto scaling: policies, scheduled actions, delays.

use super::ScalingSearch;
use crate::time::Schedule;

/// The metric a policy follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetMetric {
    /// `ECSServiceAverageCPUUtilization`, percent.
    Cpu,
    /// `ECSServiceAverageMemoryUtilization`, percent.
    Memory,
    /// `ALBRequestCountPerTarget`, requests per target per minute.
    RequestsPerTarget,
}

/// How often a metric has a datapoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resolution {
    /// Every 60 seconds.
    Standard,
    /// Every 20 seconds; CPU and memory only.
    High,
}

impl Resolution {
    /// Seconds between datapoints.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        match self {
            Self::Standard => 60,
            Self::High => 20,
        }
    }
}

/// A target-tracking policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetTracking {
    /// What it follows.
    pub metric: TargetMetric,
    /// The target, in the metric's unit; above 0, below 100 for percentages.
    pub target: f64,
    /// How often its metric has a datapoint.
    pub resolution: Resolution,
    /// Scale-out cooldown, seconds.
    pub scale_out_cooldown_seconds: u32,
    /// Scale-in cooldown, seconds.
    pub scale_in_cooldown_seconds: u32,
    /// Never scale in by this policy.
    pub disable_scale_in: bool,
}

/// How an alarm compares its metric with its threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmOperator {
    /// `GreaterThanThreshold`
    Above,
    /// `GreaterThanOrEqualToThreshold`
    AtLeast,
    /// `LessThanThreshold`
    Below,
    /// `LessThanOrEqualToThreshold`
    AtMost,
}

/// What the numbers of step adjustments mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdjustmentType {
    /// `ChangeInCapacity`: tasks to add or remove.
    ChangeInCapacity,
    /// `PercentChangeInCapacity`: percent of the current count.
    PercentChangeInCapacity,
    /// `ExactCapacity`: the count itself.
    ExactCapacity,
}

/// One step: what to do when the metric is this far from the threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepAdjustment {
    /// Lower bound, relative to the threshold; `None` for minus infinity.
    pub lower_bound: Option<f64>,
    /// Upper bound, relative to the threshold; `None` for infinity.
    pub upper_bound: Option<f64>,
    /// Tasks, percent or the count, as the adjustment type says.
    pub adjustment: i32,
}

/// A step-scaling policy with its alarm.
#[derive(Clone, Debug, PartialEq)]
pub struct StepScaling {
    /// What its alarm watches.
    pub metric: TargetMetric,
    /// How often the metric has a datapoint.
    pub resolution: Resolution,
    /// The alarm's threshold, in the metric's unit.
    pub threshold: f64,
    /// How the alarm compares.
    pub operator: AlarmOperator,
    /// Consecutive breaching datapoints that set the alarm off.
    pub datapoints: u32,
    /// What adjustments mean.
    pub adjustment_type: AdjustmentType,
    /// The steps, ordered by lower bound, without gaps or overlaps; 1 to 20.
    pub steps: Vec<StepAdjustment>,
    /// Least change of a percentage adjustment, tasks; 0 for none.
    pub min_adjustment_magnitude: u32,
    /// Cooldown, seconds.
    pub cooldown_seconds: u32,
}

/// What predictive scaling does when its forecast exceeds the maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxCapacityBreach {
    /// `HonorMaxCapacity`
    Honor,
    /// `IncreaseMaxCapacity`, with a buffer over the forecast.
    Increase {
        /// Percent above the forecast.
        buffer_percent: u32,
    },
}

/// A predictive-scaling policy in the mode `ForecastAndScale`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PredictiveScaling {
    /// What it keeps at the target.
    pub metric: TargetMetric,
    /// The target, in the metric's unit.
    pub target: f64,
    /// How long before the hour it acts, seconds; below 3,600.
    pub buffer_seconds: u32,
    /// What it does beyond the maximum.
    pub max_capacity_breach: MaxCapacityBreach,
}

/// A scheduled action: sets the minimum, the maximum or both, and they stay so.
#[derive(Clone, Debug, PartialEq)]
pub struct ScheduledScaling {
    /// When.
    pub schedule: Schedule,
    /// New minimum, in tasks of the reference size.
    pub min_tasks: Option<u32>,
    /// New maximum, in tasks of the reference size.
    pub max_tasks: Option<u32>,
}

/// Service auto scaling.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    /// Least tasks, whatever their size.
    pub min_tasks: u32,
    /// Most tasks of the reference size.
    pub max_tasks: u32,
    /// CPU units of the task that `max_tasks` counts; `None` when the size is pinned or `max_vcpu` is given.
    pub reference_cpu_units: Option<u32>,
    /// The bound in CPU units, when given as `max_vcpu`.
    pub max_cpu_units: Option<u64>,
    /// Target-tracking policies; may be empty when only others scale.
    pub target_tracking: Vec<TargetTracking>,
    /// Step-scaling policies, in file order.
    pub step_scaling: Vec<StepScaling>,
    /// The predictive policy, if any.
    pub predictive: Option<PredictiveScaling>,
    /// Scheduled actions, in file order.
    pub scheduled: Vec<ScheduledScaling>,
    /// Seconds between the datapoint that completes an alarm of the standard resolution and the scaling action.
    pub detection_delay_seconds: u32,
    /// The same for the high resolution.
    pub high_resolution_delay_seconds: u32,
    /// Seconds a removed task drains.
    pub deregistration_delay_seconds: u32,
    /// Seconds a removed task takes to stop after draining.
    pub stop_seconds: u32,
    /// What may be chosen otherwise.
    pub search: ScalingSearch,
}

impl TargetTracking {
    /// A policy that follows CPU utilisation, with AWS's defaults.
    #[must_use]
    pub const fn cpu_with_aws_defaults(target: f64) -> Self {
        Self {
            metric: TargetMetric::Cpu,
            target,
            resolution: Resolution::Standard,
            scale_out_cooldown_seconds: 300,
            scale_in_cooldown_seconds: 300,
            disable_scale_in: false,
        }
    }
}

impl Scaling {
    /// Whether any policy follows a metric.
    #[must_use]
    pub fn follows(&self, metric: TargetMetric) -> bool {
        let mut tracked = self.target_tracking.iter().map(|policy| policy.metric);
        let mut stepped = self.step_scaling.iter().map(|policy| policy.metric);
        let mut forecast = self.predictive.iter().map(|policy| policy.metric);
        tracked.any(|one| one == metric) || stepped.any(|one| one == metric) || forecast.any(|one| one == metric)
    }

    /// Scaling of a service that has none: no policy yet, one task, and the delays that a scenario takes by default.
    #[must_use]
    pub const fn with_aws_defaults() -> Self {
        Self {
            min_tasks: 1,
            max_tasks: 1,
            reference_cpu_units: None,
            max_cpu_units: None,
            target_tracking: Vec::new(),
            step_scaling: Vec::new(),
            predictive: None,
            scheduled: Vec::new(),
            detection_delay_seconds: 180,
            high_resolution_delay_seconds: 26,
            deregistration_delay_seconds: 300,
            stop_seconds: 30,
            search: ScalingSearch::NONE,
        }
    }
}
