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
    /// Seconds an instance is kept after it was last needed.
    pub scale_in_delay_seconds: u32,
}
