//! [`Table`]: the files that make up the price tables, and their columns.

/// One kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Table {
    Regions,
    Ec2Instances,
    Ec2CpuCredits,
    UpfrontRatios,
    LoadBalancerUnits,
    ManagedInstancesFee,
    Ec2OnDemand,
    Ec2Spot,
    Ec2SavingsPlans,
    Ec2Reserved,
    Fargate,
    FargateSpot,
    FargateSavingsPlans,
    Network,
    Observability,
    Storage,
    Ecs,
}

/// The columns of the tables that hold one figure per dimension and tier.
const TIERED: &[&str] = &["dimension", "from_units", "usd", "as_of", "basis"];

impl Table {
    /// The tables that hold for every region.
    pub(super) const GLOBAL: [Self; 6] = [
        Self::Regions,
        Self::Ec2Instances,
        Self::Ec2CpuCredits,
        Self::UpfrontRatios,
        Self::LoadBalancerUnits,
        Self::ManagedInstancesFee,
    ];

    /// The tables in a region's folder.
    pub(super) const REGIONAL: [Self; 11] = [
        Self::Ec2OnDemand,
        Self::Ec2Spot,
        Self::Ec2SavingsPlans,
        Self::Ec2Reserved,
        Self::Fargate,
        Self::FargateSpot,
        Self::FargateSavingsPlans,
        Self::Network,
        Self::Observability,
        Self::Storage,
        Self::Ecs,
    ];

    /// The tables that describe what AWS sells rather than price it; a user's own tables may leave them out.
    pub(super) const DESCRIPTIVE: [Self; 3] = [Self::Regions, Self::Ec2Instances, Self::LoadBalancerUnits];

    /// The file's name.
    pub(super) const fn file_name(self) -> &'static str {
        match self {
            Self::Regions => "regions.csv",
            Self::Ec2Instances => "ec2_instances.csv",
            Self::Ec2CpuCredits => "ec2_cpu_credits.csv",
            Self::UpfrontRatios => "upfront_ratios.csv",
            Self::LoadBalancerUnits => "load_balancer_units.csv",
            Self::ManagedInstancesFee => "managed_instances_fee.csv",
            Self::Ec2OnDemand => "ec2_on_demand.csv",
            Self::Ec2Spot => "ec2_spot.csv",
            Self::Ec2SavingsPlans => "ec2_savings_plans.csv",
            Self::Ec2Reserved => "ec2_reserved.csv",
            Self::Fargate => "fargate.csv",
            Self::FargateSpot => "fargate_spot.csv",
            Self::FargateSavingsPlans => "fargate_savings_plans.csv",
            Self::Network => "network.csv",
            Self::Observability => "observability.csv",
            Self::Storage => "storage.csv",
            Self::Ecs => "ecs.csv",
        }
    }

    /// The file inside the tables' folder.
    pub(super) fn path(self, region: &str) -> String {
        if Self::REGIONAL.contains(&self) {
            format!("{region}/{}", self.file_name())
        } else {
            self.file_name().to_owned()
        }
    }

    /// The columns, in order.
    pub(super) const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Regions => &["region", "name", "ec2_prefix", "ecs_prefix", "as_of", "prefix_basis"],
            Self::Ec2Instances => &[
                "instance_type",
                "vcpu",
                "memory_mib",
                "architecture",
                "burstable",
                "baseline_percent_per_vcpu",
                "credits_per_hour",
                "max_enis",
                "trunked_task_limit",
                "network_mbps",
                "instance_storage_gb",
                "current_generation",
                "bare_metal",
                "accelerated",
                "as_of",
                "basis",
            ],
            Self::Ec2CpuCredits => &["family", "usd_per_vcpu_hour", "as_of", "basis"],
            Self::UpfrontRatios => &["plan", "term_years", "payment", "ratio", "as_of", "basis", "note"],
            Self::LoadBalancerUnits => &["load_balancer", "dimension", "applies_to", "per_unit", "as_of", "basis"],
            Self::ManagedInstancesFee => {
                &["group", "effective_from", "effective_to", "fraction_of_on_demand", "as_of", "basis"]
            }
            Self::Ec2OnDemand => &["instance_type", "usd_per_hour", "as_of", "basis", "note"],
            Self::Ec2Spot => &[
                "instance_type",
                "usd_per_hour",
                "as_of",
                "basis",
                "saving_percent",
                "interruption_band",
                "interruption_as_of",
            ],
            Self::Ec2SavingsPlans => {
                &["instance_type", "plan", "term_years", "payment", "usd_per_hour", "as_of", "basis"]
            }
            Self::Ec2Reserved => &["instance_type", "term_years", "payment", "usd_per_hour", "as_of", "basis"],
            Self::Fargate | Self::FargateSpot => &["platform", "dimension", "usd", "as_of", "basis"],
            Self::FargateSavingsPlans => {
                &["platform", "dimension", "term_years", "payment", "usd", "as_of", "basis", "note"]
            }
            Self::Network | Self::Observability | Self::Storage | Self::Ecs => TIERED,
        }
    }

    /// How many of the first columns name a row: the file is sorted by them and no two rows share them.
    pub(super) const fn key_columns(self) -> usize {
        match self {
            Self::Regions | Self::Ec2Instances | Self::Ec2CpuCredits | Self::Ec2OnDemand | Self::Ec2Spot => 1,
            Self::ManagedInstancesFee | Self::Fargate | Self::FargateSpot => 2,
            Self::Network | Self::Observability | Self::Storage | Self::Ecs => 2,
            Self::UpfrontRatios | Self::LoadBalancerUnits | Self::Ec2Reserved => 3,
            Self::Ec2SavingsPlans | Self::FargateSavingsPlans => 4,
        }
    }
}
