//! [`ServiceView`]: one service or job in an option.

use serde::Serialize;

use crate::comparison::{ServiceOutcome, TaskCounts};
use crate::money::Quantity;
use crate::scenario::{Architecture, LaunchType, ScalingSetting, TaskSize};

/// A task size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TaskSizeView {
    /// vCPU, a decimal.
    pub vcpu: String,
    /// Memory in GB of 1,024 MiB, a decimal.
    pub memory_gb: String,
    /// Both, as the console writes them.
    pub label: String,
}

impl From<TaskSize> for TaskSizeView {
    fn from(size: TaskSize) -> Self {
        let of_1024 = |amount: u32| Quantity::new(i128::from(amount), 1_024).to_decimal();
        Self { vcpu: of_1024(size.cpu_units), memory_gb: of_1024(size.memory_mib), label: size.to_string() }
    }
}

/// One service or job in an option.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceView {
    /// Its name.
    pub name: String,
    /// `service` or `job`.
    pub kind: &'static str,
    /// Launch type and purchase of its capacity.
    pub launch_type: LaunchType,
    /// Architecture.
    pub architecture: Architecture,
    /// Task size.
    pub task_size: TaskSizeView,
    /// What its scaling is set to, where anything of it floats.
    pub scaling: Option<ScalingSettingView>,
    /// Tasks over the horizon.
    pub tasks: TaskCountsView,
    /// Mean CPU utilisation while serving, percent.
    pub mean_cpu_percent: Option<f64>,
    /// Requests (or vCPU-seconds) that arrived.
    pub arrived: f64,
    /// Of these, served.
    pub served: f64,
    /// Not served, percent of arrived.
    pub not_served_percent: f64,
    /// Minutes with less capacity than demand.
    pub minutes_short: u64,
    /// Demand that still waits at the end.
    pub queued: f64,
    /// Demand of minutes when responses were later than the objective allows, percent of arrived.
    pub late_percent: f64,
    /// Minutes when responses were later than the objective allows.
    pub minutes_late: u64,
    /// Share of its task-seconds on Spot, 0 to 1.
    pub spot_share: f64,
    /// Whether its objective is met.
    pub meets_objective: bool,
}

/// What a service's scaling is set to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ScalingSettingView {
    /// Target of its first policy by CPU or memory, percent; `None` without one.
    pub target_percent: Option<f64>,
    /// Least tasks.
    pub min_tasks: u32,
    /// Most tasks of the pinned or reference size.
    pub max_tasks: u32,
}

impl From<ScalingSetting> for ScalingSettingView {
    fn from(setting: ScalingSetting) -> Self {
        let ScalingSetting { target_percent, bounds } = setting;
        Self { target_percent: target_percent.map(rounded), min_tasks: bounds.min_tasks, max_tasks: bounds.max_tasks }
    }
}

/// Tasks over the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TaskCountsView {
    /// Least desired count.
    pub min: u32,
    /// Mean desired count.
    pub mean: f64,
    /// Most desired count.
    pub max: u32,
    /// Mean count of tasks that are billed or hold a place.
    pub running_mean: f64,
}

impl From<TaskCounts> for TaskCountsView {
    fn from(tasks: TaskCounts) -> Self {
        let TaskCounts { min, mean, max, running_mean } = tasks;
        Self { min, mean: rounded(mean), max, running_mean: rounded(running_mean) }
    }
}

impl From<&ServiceOutcome> for ServiceView {
    fn from(outcome: &ServiceOutcome) -> Self {
        Self {
            name: outcome.name.clone(),
            kind: if outcome.is_job { "job" } else { "service" },
            launch_type: outcome.launch_type,
            architecture: outcome.architecture,
            task_size: outcome.task_size.into(),
            scaling: outcome.scaling.map(Into::into),
            tasks: outcome.tasks.into(),
            mean_cpu_percent: outcome.mean_cpu_percent.map(rounded),
            arrived: rounded(outcome.arrived),
            served: rounded(outcome.served),
            not_served_percent: rounded(outcome.not_served_percent),
            minutes_short: outcome.minutes_short,
            queued: rounded(outcome.queued),
            late_percent: rounded(outcome.late_percent),
            minutes_late: outcome.minutes_late,
            spot_share: rounded(outcome.spot_share),
            meets_objective: outcome.meets_objective,
        }
    }
}

/// Six decimals: beyond them a mean or a percentage says nothing.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
