//! Capacity beyond Fargate and the scenario's own instances: Managed Instances, ECS Anywhere; and what Spot is assumed to do.

use super::Architecture;
use crate::money::Money;

/// ECS Managed Instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManagedInstances {
    /// Seconds an idle instance is kept.
    pub scale_in_after_seconds: u32,
    /// Data volume of each instance, GiB of gp3.
    pub volume_gib: u32,
    /// Days after which an instance is replaced.
    pub lifetime_days: u32,
    /// Whether the capacity is Spot.
    pub spot: bool,
}

/// ECS Anywhere: the user's own hosts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// How many hosts are registered.
    pub hosts: u32,
    /// CPU units of each.
    pub cpu_units: u32,
    /// Memory of each, MiB.
    pub memory_mib: u32,
    /// Their architecture.
    pub architecture: Architecture,
    /// What each costs its owner in a month.
    pub usd_per_host_month: Money,
}

/// How often Spot capacity is taken back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpotAssumptions {
    /// EC2 instances interrupted in a month, percent; `None` for the advisor's band.
    pub ec2_interruption_percent: Option<f64>,
    /// Fargate Spot tasks interrupted in a month, percent.
    pub fargate_interruption_percent: f64,
    /// Whether interrupted or missing Spot capacity is replaced by on-demand capacity until it is back.
    pub fallback_to_on_demand: bool,
    /// How long the replacement stays on demand, seconds.
    pub fallback_seconds: u32,
}
