//! EC2 settings: how instances register, how tasks attach to the network, which types may be used.

use crate::money::Percent;

/// Task networking on EC2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NetworkMode {
    /// One elastic network interface per task.
    Awsvpc,
    /// Docker bridge with dynamic host ports: no limit from interfaces.
    Bridge,
    /// The instance's own network: one task of a service per instance.
    Host,
}

/// Whether a task is held to its CPU size on EC2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CpuLimit {
    /// Task-level CPU: a hard cap.
    Hard,
    /// Container shares: a task may use idle CPU of its instance.
    Shared,
}

/// ECS cluster auto scaling: a capacity provider with managed scaling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ManagedScaling {
    /// `targetCapacity`, percent; 1 to 100.
    pub target_capacity_percent: u32,
    /// `minimumScalingStepSize`, instances.
    pub minimum_step: u32,
    /// `maximumScalingStepSize`, instances.
    pub maximum_step: u32,
    /// `instanceWarmupPeriod`, seconds.
    pub warmup_seconds: u32,
    /// `managedTerminationProtection`: only instances without tasks leave.
    pub termination_protection: bool,
    /// `managedDraining`: tasks of an instance that leaves are moved first.
    pub draining: bool,
}

/// How the number of instances is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClusterScaling {
    /// ECS cluster auto scaling.
    Managed(ManagedScaling),
    /// An Auto Scaling group that keeps the cluster's CPU or memory reservation at a target.
    TargetTracking {
        /// Target of the reservation, percent; 1 to 99.
        target_percent: u32,
    },
    /// Always this many instances.
    Fixed(u32),
}

/// A task that runs on every instance.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Daemon {
    /// Its name.
    pub name: String,
    /// CPU units it reserves.
    pub cpu_units: u32,
    /// Memory it reserves, MiB.
    pub memory_mib: u32,
}

/// On-demand and Spot instances in one group, as a mixed instances policy has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PurchaseMix {
    /// `OnDemandBaseCapacity`, instances.
    pub on_demand_base: u32,
    /// `OnDemandPercentageAboveBaseCapacity`, percent.
    pub on_demand_percent_above_base: u32,
}

/// Credit mode of burstable instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CreditMode {
    /// What AWS gives a new instance: `standard` for T2, `unlimited` for T3, T3a and T4g.
    FamilyDefault,
    /// `standard`: throttled to the baseline without credits.
    Standard,
    /// `unlimited`: surplus credits are charged.
    Unlimited,
}

/// EC2 settings of the scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Ec2Settings {
    /// The only instance types to consider, when pinned.
    pub instance_types: Vec<String>,
    /// Families to consider, such as `m7g`; empty for all.
    pub families: Vec<String>,
    /// Families to leave out.
    pub exclude_families: Vec<String>,
    /// Whether burstable (T) types may be considered.
    pub burstable: bool,
    /// Whether previous-generation types may be considered.
    pub previous_generation: bool,
    /// Task networking.
    pub network_mode: NetworkMode,
    /// Whether ENI trunking is on.
    pub eni_trunking: bool,
    /// Availability zones that tasks are spread over; 1 to 6.
    pub zones: u32,
    /// Memory an instance registers, percent of nominal.
    pub registered_memory_percent: Percent,
    /// Memory kept for agent and daemons on each instance, MiB.
    pub memory_reserve_mib: u32,
    /// CPU units kept for daemons on each instance.
    pub cpu_reserve_units: u32,
    /// Root volume of each instance, GiB of gp3.
    pub root_volume_gib: u32,
    /// Seconds from a task that does not fit to the billed start of a new instance.
    pub instance_request_seconds: u32,
    /// Seconds from the billed start of an instance until it takes tasks.
    pub instance_start_seconds: u32,
    /// Seconds of low reservation before instances leave.
    pub scale_in_delay_seconds: u32,
    /// How the number of instances is set.
    pub scaling: ClusterScaling,
    /// Least instances of the group.
    pub min_instances: u32,
    /// Most instances of the group, if limited.
    pub max_instances: Option<u32>,
    /// Whether the capacity that one zone's loss leaves must still carry the load.
    pub survive_zone_loss: bool,
    /// Tasks that run on every instance.
    pub daemons: Vec<Daemon>,
    /// On-demand and Spot in one group; makes the option `ec2-on-demand-and-spot`.
    pub purchase_mix: Option<PurchaseMix>,
    /// Whether the types of `instance_types` form one group instead of being compared.
    pub mix_types: bool,
    /// Credit mode of burstable types.
    pub credit_mode: CreditMode,
}
