//! What the user asks about, checked and complete: plain values, no text positions, no files.
//!
//! Built by `input`; every default that was filled in is also in [`Scenario::assumptions`].
//! Key by key this is `docs/scenario.md`.

mod arrangement;
mod commitments;
mod deployment;
mod ec2;
mod hourly_usage;
mod measured;
mod money_settings;
mod network;
mod operations;
mod other_capacity;
mod placement;
mod saved_result;
mod scaling;
mod scaling_search;
mod service;
mod task_size;
mod traffic;
mod uncertainty;
mod workload;

use std::collections::BTreeMap;

pub use arrangement::ArrangedPart;
pub use commitments::{CommitmentPolicy, HeldCommitment, HeldKind, PaymentOption, PlanKind, TermYears};
pub use deployment::{DeploymentStrategy, DeploymentTimes, Deployments};
pub use ec2::{ClusterScaling, CpuLimit, CreditMode, Daemon, Ec2Settings, ManagedScaling, NetworkMode, PurchaseMix};
pub use hourly_usage::{HourlyUsage, PlanRates, PlanScope, UsedItem};
pub use measured::{Measured, MeasuredTasks, Utilisation};
pub use money_settings::{Account, Currency, Extra, ExtraAmount, PriceAdjustments};
pub use network::{ContainerInsights, LoadBalancerKind, NetworkSettings, ServiceNetwork};
pub use operations::Operations;
pub use other_capacity::{External, ManagedInstances, SpotAssumptions};
pub use placement::{CapacityProvider, CapacityProviderShare, PlacementStrategy};
pub use saved_result::{
    SavedAssumption, SavedCommitment, SavedFigures, SavedInstances, SavedLine, SavedMonth, SavedOption, SavedResult,
    SavedTasks,
};
pub use scaling::{
    AdjustmentType, AlarmOperator, MaxCapacityBreach, PredictiveScaling, Resolution, Scaling, ScheduledScaling,
    StepAdjustment, StepScaling, TargetMetric, TargetTracking,
};
pub use scaling_search::{ScalingSearch, ScalingSetting, TaskBounds};
pub use service::{
    Current, CurrentService, Job, JobDuration, LatencyObjective, LaunchType, Objective, OperatingSystem, Service,
    TaskCount,
};
pub use task_size::{FargateSize, TaskSize, fargate_sizes};
pub use traffic::{
    DemandUnit, Event, EventEffect, Holiday, HolidayEffect, Interpolation, LevelChange, Noise, PeakPattern, Profile,
    ProfileShape, Traffic,
};
pub use uncertainty::{Criterion, DemandChange, DemandScenario, Uncertainty};
pub use workload::{Architecture, MeasuredOn, Throughput, Work, Workload};

use crate::time::Horizon;

/// Something the answer rests on that the user did not say, or said only roughly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Assumption {
    /// The key that would override it, such as `service.api.workload.start_seconds`.
    pub key: String,
    /// The value in force, as text.
    pub value: String,
    /// Why this value, in a sentence without a full stop.
    pub reason: String,
}

/// How finely capacity is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SimulationStep {
    /// Every minute, with alarms, cooldowns and starting tasks.
    Minute,
    /// Every hour, as a steady state.
    Hour,
}

/// A whole scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// AWS region code, known to the price tables.
    pub region: String,
    /// What is billed.
    pub horizon: Horizon,
    /// Whether the workload goes on after the horizon, so that a longer plan may be recommended.
    pub continues: bool,
    /// The services, in file order; at least one service or job.
    pub services: Vec<Service>,
    /// Run-to-completion tasks.
    pub jobs: Vec<Job>,
    /// Lines for things outside the model.
    pub extras: Vec<Extra>,
    /// Whether capacity is simulated by the minute or as a steady state by the hour.
    pub step: SimulationStep,
    /// EC2 settings.
    pub ec2: Ec2Settings,
    /// ECS Managed Instances.
    pub managed_instances: ManagedInstances,
    /// The user's own hosts, if any.
    pub external: Option<External>,
    /// What Spot is assumed to do.
    pub spot: SpotAssumptions,
    /// Network parts that services share.
    pub network: NetworkSettings,
    /// Account-wide settings.
    pub account: Account,
    /// Which commitments may be proposed.
    pub commitments: CommitmentPolicy,
    /// Commitments held already, in file order.
    pub commitments_held: Vec<HeldCommitment>,
    /// How demand may go otherwise, and what a choice goes by.
    pub uncertainty: Uncertainty,
    /// People's time.
    pub operations: Operations,
    /// Relative speed of an architecture (`arm64`), instance family (`m7g`) or `fargate`; 1.0 when absent.
    pub performance: BTreeMap<String, f64>,
    /// Price overrides and discounts.
    pub prices: PriceAdjustments,
    /// The currency of the report.
    pub currency: Currency,
    /// Tax on everything, as a row of its own.
    pub tax_percent: crate::money::Percent,
    /// What runs today.
    pub current: Option<Current>,
    /// What the option `per-service` is held to; no file says it.
    pub arrangement: Option<Vec<ArrangedPart>>,
    /// Everything that was assumed, most important first.
    pub assumptions: Vec<Assumption>,
    /// Things that look wrong but can be priced, as sentences.
    pub warnings: Vec<String>,
}
