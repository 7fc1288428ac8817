//! Services and jobs.

use std::collections::BTreeMap;

use super::{Architecture, CpuLimit, PaymentOption, ServiceNetwork, TaskSize, TermYears, Traffic, Workload};
use crate::money::Money;
use crate::time::Schedule;

/// The metric a target-tracking policy follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetMetric {
    /// `ECSServiceAverageCPUUtilization`, percent.
    Cpu,
    /// `ECSServiceAverageMemoryUtilization`, percent.
    Memory,
    /// `ALBRequestCountPerTarget`, requests per target per minute.
    RequestsPerTarget,
}

/// A target-tracking policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetTracking {
    /// What it follows.
    pub metric: TargetMetric,
    /// The target, in the metric's unit; above 0, below 100 for percentages.
    pub target: f64,
    /// Scale-out cooldown, seconds.
    pub scale_out_cooldown_seconds: u32,
    /// Scale-in cooldown, seconds.
    pub scale_in_cooldown_seconds: u32,
    /// Never scale in by this policy.
    pub disable_scale_in: bool,
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
    /// Target-tracking policies; may be empty when only schedules scale.
    pub target_tracking: Vec<TargetTracking>,
    /// Scheduled actions, in file order.
    pub scheduled: Vec<ScheduledScaling>,
    /// Seconds between the datapoint that completes an alarm and the scaling action.
    pub detection_delay_seconds: u32,
    /// Seconds a removed task drains.
    pub deregistration_delay_seconds: u32,
    /// Seconds a removed task takes to stop after draining.
    pub stop_seconds: u32,
}

/// How many tasks run.
#[derive(Clone, Debug, PartialEq)]
pub enum TaskCount {
    /// Always this many.
    Fixed(u32),
    /// As service auto scaling decides.
    Scaled(Scaling),
}

/// What the service must achieve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Objective {
    /// Largest share of requests not served over the horizon, percent.
    pub max_not_served_percent: f64,
    /// Largest number of minutes short of capacity over the horizon, if limited.
    pub max_minutes_short: Option<u64>,
}

/// One ECS service.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its name, unique in the scenario.
    pub name: String,
    /// Architectures its image runs on; never empty.
    pub architectures: Vec<Architecture>,
    /// The pinned task size, if any.
    pub task_size: Option<TaskSize>,
    /// How many tasks.
    pub count: TaskCount,
    /// Demand; `None` for a fixed count without traffic.
    pub traffic: Option<Traffic>,
    /// The work of a request.
    pub workload: Workload,
    /// What it must achieve.
    pub objective: Objective,
    /// Whether tasks may be interrupted.
    pub interruptible: bool,
    /// The largest share of tasks on Spot that is acceptable, 0 to 1.
    pub max_spot_share: f64,
    /// Fargate ephemeral storage, GiB; 20 are included.
    pub ephemeral_storage_gib: u32,
    /// On EC2: whether a task may use idle CPU of its instance.
    pub cpu_limit: CpuLimit,
    /// On EC2: memory that placement reserves, MiB, when less than the task's memory.
    pub memory_reservation_mib: Option<u32>,
    /// Its adjacent charges.
    pub network: ServiceNetwork,
    /// Tags, for showback.
    pub tags: BTreeMap<String, String>,
}

/// Tasks that run to completion on a schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its name, unique among services and jobs.
    pub name: String,
    /// When it starts.
    pub schedule: Schedule,
    /// Tasks started each time.
    pub count: u32,
    /// Billed seconds of each task.
    pub duration_seconds: u32,
    /// Size of each task.
    pub task_size: TaskSize,
    /// Architectures its image runs on.
    pub architectures: Vec<Architecture>,
    /// Whether its tasks may be interrupted.
    pub interruptible: bool,
    /// Tags, for showback.
    pub tags: BTreeMap<String, String>,
}

/// Where tasks run and how the capacity is bought, as ECS names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LaunchType {
    /// Fargate on-demand.
    Fargate,
    /// Fargate Spot.
    FargateSpot,
    /// EC2 on-demand.
    Ec2,
    /// EC2 Spot.
    Ec2Spot,
}

/// How one service runs today.
#[derive(Clone, Debug, PartialEq)]
pub struct CurrentService {
    /// Its name, one of the scenario's services.
    pub name: String,
    /// Its size today.
    pub task_size: TaskSize,
    /// Its architecture today.
    pub architecture: Architecture,
}

/// What runs today, priced as the option `current`.
#[derive(Clone, Debug, PartialEq)]
pub struct Current {
    /// Launch type of every service.
    pub launch_type: LaunchType,
    /// One entry per service.
    pub services: Vec<CurrentService>,
    /// The instance type, on EC2.
    pub instance_type: Option<String>,
    /// Compute Savings Plan in place: hourly commitment, term and payment.
    pub savings_plan: Option<(Money, TermYears, PaymentOption)>,
    /// Hours from the start of the horizon until that plan ends.
    pub savings_plan_hours_left: u32,
    /// One-off cost of moving away.
    pub migration_cost: Money,
    /// Today's real bill per month, to compare the model with.
    pub actual_monthly: Option<Money>,
}
