//! How ECS spreads and packs tasks.

/// One placement strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlacementStrategy {
    /// `binpack` on `cpu`.
    BinpackCpu,
    /// `binpack` on `memory`.
    BinpackMemory,
    /// `spread` on `attribute:ecs.availability-zone`.
    SpreadZone,
    /// `spread` on `instanceId`.
    SpreadInstance,
    /// `random`.
    Random,
}

impl PlacementStrategy {
    /// As scenarios write it, such as `binpack:cpu`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BinpackCpu => "binpack:cpu",
            Self::BinpackMemory => "binpack:memory",
            Self::SpreadZone => "spread:zone",
            Self::SpreadInstance => "spread:instance",
            Self::Random => "random",
        }
    }
}

/// A capacity provider that a strategy may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CapacityProvider {
    /// `FARGATE`
    Fargate,
    /// `FARGATE_SPOT`
    FargateSpot,
    /// `EC2`: the group of on-demand instances.
    Ec2,
    /// `EC2_SPOT`: the group of Spot instances.
    Ec2Spot,
}

impl CapacityProvider {
    /// As scenarios write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fargate => "FARGATE",
            Self::FargateSpot => "FARGATE_SPOT",
            Self::Ec2 => "EC2",
            Self::Ec2Spot => "EC2_SPOT",
        }
    }
}

/// One line of a capacity-provider strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapacityProviderShare {
    /// Which provider.
    pub provider: CapacityProvider,
    /// Tasks that go there first; at most one line has any.
    pub base: u32,
    /// Relative share of the rest.
    pub weight: u32,
}
