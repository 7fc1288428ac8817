//! Services and jobs.

use std::collections::BTreeMap;

use super::{
    Architecture, CapacityProviderShare, CpuLimit, Deployments, Measured, PaymentOption, PlacementStrategy, Scaling,
    ServiceNetwork, TargetMetric, TaskSize, TermYears, Traffic, Workload,
};
use crate::money::Money;
use crate::time::Schedule;

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
    /// How fast requests must be answered, if that matters.
    pub latency: Option<LatencyObjective>,
}

/// How fast requests must be answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LatencyObjective {
    /// The response time that the percentile must not exceed, milliseconds.
    pub max_ms: f64,
    /// Which percentile of the responses; above 0, below 100.
    pub percentile: f64,
    /// Largest share of requests that may come in minutes when the percentile is exceeded, percent.
    pub max_late_percent: f64,
}

/// The operating system of a service's tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperatingSystem {
    /// Linux.
    Linux,
    /// Windows Server; on Fargate only.
    Windows,
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
    /// What was measured of it, when its traffic comes from there.
    pub measured: Option<Measured>,
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
    /// Its operating system.
    pub operating_system: OperatingSystem,
    /// Requests that may wait for capacity (vCPU-seconds when demand is in vCPU); 0 when none wait.
    pub queue_limit: f64,
    /// Its deployments, if any.
    pub deployments: Option<Deployments>,
    /// Its capacity-provider strategy; empty when it has none.
    pub capacity_providers: Vec<CapacityProviderShare>,
    /// On EC2: placement strategies, applied one after the other; never empty.
    pub placement: Vec<PlacementStrategy>,
    /// On EC2: whether Availability Zone rebalancing is on.
    pub zone_rebalancing: bool,
    /// Its adjacent charges.
    pub network: ServiceNetwork,
    /// Tags, for showback.
    pub tags: BTreeMap<String, String>,
}

impl Service {
    /// Whether a policy follows memory utilisation, so that larger tasks are fewer.
    #[must_use]
    pub fn follows_memory(&self) -> bool {
        matches!(&self.count, TaskCount::Scaled(scaling) if scaling.follows(TargetMetric::Memory))
    }
}

/// How long the tasks of a job take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobDuration {
    /// All alike, seconds.
    Fixed(u32),
    /// Quantiles `(percent, seconds)`, both ascending, from 0 to 100 percent; straight between them.
    Quantiles(Vec<(u32, u32)>),
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
    /// Seconds that each of the tasks takes.
    pub duration: JobDuration,
    /// On EC2: wait for room on running instances rather than ask for more of them.
    pub spare_room_only: bool,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
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
    /// ECS Managed Instances on demand.
    ManagedInstances,
    /// ECS Managed Instances on Spot.
    ManagedInstancesSpot,
    /// The user's own hosts, under ECS Anywhere.
    External,
    /// EC2 for the base and Fargate for the rest.
    Ec2AndFargate,
    /// Fargate and Fargate Spot, by a capacity-provider strategy.
    FargateAndFargateSpot,
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
