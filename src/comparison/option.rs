//! What an option came to.

use super::interruptions::Interruptions;
use super::timeline::CapacityTimeline;
use crate::bill::Bill;
use crate::commitment::Commitment;
use crate::money::Money;
use crate::scenario::{
    Architecture, CapacityProvider, LaunchType, PlacementStrategy, ScalingSetting, Scenario, TaskSize,
};
use crate::usage::Ledger;

/// A way to run and buy everything, by its stable id (rule O1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OptionId {
    /// `fargate`
    Fargate,
    /// `fargate-arm64`
    FargateArm64,
    /// `fargate-spot`
    FargateSpot,
    /// `fargate-spot-arm64`
    FargateSpotArm64,
    /// `fargate-savings-plan`
    FargateSavingsPlan,
    /// `fargate-savings-plan-arm64`
    FargateSavingsPlanArm64,
    /// `ec2-on-demand`
    Ec2OnDemand,
    /// `ec2-savings-plan`
    Ec2SavingsPlan,
    /// `ec2-instance-savings-plan`
    Ec2InstanceSavingsPlan,
    /// `ec2-spot`
    Ec2Spot,
    /// `ec2-on-demand-and-spot`
    Ec2OnDemandAndSpot,
    /// `managed-instances`
    ManagedInstances,
    /// `managed-instances-spot`
    ManagedInstancesSpot,
    /// `external`
    External,
    /// `mixed`
    Mixed,
    /// `per-service`
    PerService,
    /// `capacity-providers`
    CapacityProviders,
    /// `best-portfolio`
    BestPortfolio,
    /// `current`
    Current,
}

impl OptionId {
    /// Every option there can be, in the order of reports (rule O1).
    pub const ALL: [Self; 19] = [
        Self::Fargate,
        Self::FargateArm64,
        Self::FargateSpot,
        Self::FargateSpotArm64,
        Self::FargateSavingsPlan,
        Self::FargateSavingsPlanArm64,
        Self::Ec2OnDemand,
        Self::Ec2SavingsPlan,
        Self::Ec2InstanceSavingsPlan,
        Self::Ec2Spot,
        Self::Ec2OnDemandAndSpot,
        Self::ManagedInstances,
        Self::ManagedInstancesSpot,
        Self::External,
        Self::Mixed,
        Self::PerService,
        Self::CapacityProviders,
        Self::BestPortfolio,
        Self::Current,
    ];

    /// The options that every scenario has, in the order of reports; the others join when the scenario asks for them.
    pub const STANDARD: [Self; 13] = [
        Self::Fargate,
        Self::FargateArm64,
        Self::FargateSpot,
        Self::FargateSpotArm64,
        Self::FargateSavingsPlan,
        Self::FargateSavingsPlanArm64,
        Self::Ec2OnDemand,
        Self::Ec2SavingsPlan,
        Self::Ec2InstanceSavingsPlan,
        Self::Ec2Spot,
        Self::ManagedInstances,
        Self::Mixed,
        Self::BestPortfolio,
    ];

    /// The options of a scenario, in the order of reports, without `current`.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Vec<Self> {
        let is_there = |id: &Self| *id != Self::Current && id.missing_setting(scenario).is_none();
        Self::ALL.into_iter().filter(is_there).collect()
    }

    /// The key without which a scenario does not have the option; `None` when it has it.
    #[must_use]
    pub fn missing_setting(self, scenario: &Scenario) -> Option<&'static str> {
        let (setting, is_there) = match self {
            Self::Ec2OnDemandAndSpot => ("ec2.on_demand_base", scenario.ec2.purchase_mix.is_some()),
            Self::ManagedInstancesSpot => ("managed_instances.spot", scenario.managed_instances.spot),
            Self::External => ("[external]", scenario.external.is_some()),
            Self::PerService => ("second [[service]] or [[job]]", has_several_workloads(scenario)),
            Self::CapacityProviders => ("[[service.capacity_provider]]", names_providers(scenario)),
            Self::Current => ("[current]", scenario.current.is_some()),
            _ => return None,
        };
        (!is_there).then_some(setting)
    }

    /// The id as users write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fargate => "fargate",
            Self::FargateArm64 => "fargate-arm64",
            Self::FargateSpot => "fargate-spot",
            Self::FargateSpotArm64 => "fargate-spot-arm64",
            Self::FargateSavingsPlan => "fargate-savings-plan",
            Self::FargateSavingsPlanArm64 => "fargate-savings-plan-arm64",
            Self::Ec2OnDemand => "ec2-on-demand",
            Self::Ec2SavingsPlan => "ec2-savings-plan",
            Self::Ec2InstanceSavingsPlan => "ec2-instance-savings-plan",
            Self::Ec2Spot => "ec2-spot",
            Self::Ec2OnDemandAndSpot => "ec2-on-demand-and-spot",
            Self::ManagedInstances => "managed-instances",
            Self::ManagedInstancesSpot => "managed-instances-spot",
            Self::External => "external",
            Self::Mixed => "mixed",
            Self::PerService => "per-service",
            Self::CapacityProviders => "capacity-providers",
            Self::BestPortfolio => "best-portfolio",
            Self::Current => "current",
        }
    }

    /// The option of that id.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.name() == name)
    }
}

/// Whether there is a service, and something beside it that may run elsewhere.
fn has_several_workloads(scenario: &Scenario) -> bool {
    !scenario.services.is_empty() && scenario.services.len() + scenario.jobs.len() > 1
}

/// Whether any service has a capacity-provider strategy.
fn names_providers(scenario: &Scenario) -> bool {
    scenario.services.iter().any(|service| !service.capacity_providers.is_empty())
}

/// Whether the strategies are over EC2 groups; all services' are of one kind.
pub(super) fn names_ec2_providers(scenario: &Scenario) -> bool {
    let is_ec2 = |provider| matches!(provider, CapacityProvider::Ec2 | CapacityProvider::Ec2Spot);
    scenario.services.iter().flat_map(|service| &service.capacity_providers).any(|share| is_ec2(share.provider))
}

/// Why an option cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unavailable {
    /// A sentence without a full stop.
    pub reason: String,
    /// Whether a price that the tables lack (rather than the scenario) is the reason.
    pub missing_price: bool,
}

impl Unavailable {
    /// It cannot be had for another reason than a price.
    pub(super) const fn because(reason: String) -> Self {
        Self { reason, missing_price: false }
    }

    /// Patience did not last for the option.
    pub(super) fn not_looked_at() -> Self {
        Self::because(NOT_LOOKED_AT.to_owned())
    }
}

/// The reason of an option that patience did not last for.
const NOT_LOOKED_AT: &str = "not looked at: interrupted";

/// Tasks over the horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaskCounts {
    /// Least desired count.
    pub min: u32,
    /// Mean desired count.
    pub mean: f64,
    /// Most desired count.
    pub max: u32,
    /// Mean count of tasks that are billed or hold a place: starting, serving and draining.
    pub running_mean: f64,
}

/// One service or job in an option.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceOutcome {
    /// Its name.
    pub name: String,
    /// Whether it is a job.
    pub is_job: bool,
    /// Launch type and purchase of its capacity.
    pub launch_type: LaunchType,
    /// Architecture it runs on.
    pub architecture: Architecture,
    /// Task size.
    pub task_size: TaskSize,
    /// What its scaling was set to, where anything of it floats.
    pub scaling: Option<ScalingSetting>,
    /// Tasks.
    pub tasks: TaskCounts,
    /// Mean CPU utilisation while serving, percent; `None` when nothing is known of its work.
    pub mean_cpu_percent: Option<f64>,
    /// Demand that arrived over the horizon: requests, or vCPU-seconds.
    pub arrived: f64,
    /// Demand served.
    pub served: f64,
    /// Not served, percent of arrived.
    pub not_served_percent: f64,
    /// Minutes with less capacity than demand.
    pub minutes_short: u64,
    /// Demand that still waits at the end of the horizon.
    pub queued: f64,
    /// Demand of ticks when responses were later than the objective allows, percent of arrived.
    pub late_percent: f64,
    /// Minutes with such ticks.
    pub minutes_late: u64,
    /// Share of its task-seconds on Spot, 0 to 1.
    pub spot_share: f64,
    /// Whether its objective is met.
    pub meets_objective: bool,
}

/// What the CPU credits of burstable instances came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CreditFacts {
    /// Whether surplus is charged instead of CPU being throttled.
    pub unlimited: bool,
    /// The least balance of any instance; negative when surplus was owed.
    pub least_balance: f64,
    /// Minutes in which some instance was throttled.
    pub throttled_minutes: u64,
    /// Surplus charged, vCPU-hours.
    pub surplus_vcpu_hours: f64,
}

/// What the services' placement strategies cost against `binpack`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacementCost {
    /// The `binpack` compared with.
    pub strategy: PlacementStrategy,
    /// What the strategies cost more over the horizon; negative when they cost less.
    pub difference: Money,
    /// Whether `binpack` meets the objectives, too.
    pub meets_objective: bool,
}

/// Instances of one type in an option.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceGroup {
    /// Instance type.
    pub instance_type: String,
    /// vCPU of each.
    pub vcpu: u32,
    /// Nominal memory of each, MiB.
    pub memory_mib: u32,
    /// Architecture.
    pub architecture: Architecture,
    /// Whether on Spot.
    pub spot: bool,
    /// Whether burstable.
    pub burstable: bool,
    /// What its CPU credits came to, when it is burstable.
    pub credits: Option<CreditFacts>,
    /// Least, mean and most running instances.
    pub min: u32,
    /// Mean running instances.
    pub mean: f64,
    /// Most running instances.
    pub max: u32,
    /// Share of the instances' CPU that tasks reserve, percent.
    pub cpu_reserved_percent: f64,
    /// Share of the instances' registered memory that tasks reserve, percent.
    pub memory_reserved_percent: f64,
    /// Spot Instance Advisor interruption band, `<5%` … `>20%`, when on Spot and known.
    pub interruption_band: Option<String>,
    /// Which limit stops one more task from fitting: `CPU`, `memory`, `task interfaces` or `host ports`.
    pub binding_limit: &'static str,
}

/// A commitment that an option buys or holds, or an alternative to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentLine {
    /// The commitment, with what it came to.
    pub commitment: Commitment,
    /// Whether the option's bill contains it; false for an alternative shown beside.
    pub chosen: bool,
    /// The option's total with this commitment.
    pub option_total: Money,
}

impl std::ops::Deref for CommitmentLine {
    type Target = Commitment;

    fn deref(&self) -> &Commitment {
        &self.commitment
    }
}

/// Instance types that an option could not consider for want of a rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcludedTypes {
    /// Their names, sorted; all of them would hold the tasks.
    pub types: Vec<String>,
    /// The on-demand cheapest of them that would hold the tasks.
    pub cheapest: String,
    /// Why: "no Compute Savings Plan rate", "no Spot price".
    pub reason: String,
}

/// How many candidates were looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CandidateCounts {
    /// Task sizes simulated, over all services.
    pub sizes: usize,
    /// Instance types considered.
    pub instance_types: usize,
    /// Sizes and types considered together: what was to be chosen from.
    pub considered: usize,
    /// Those of them that a lower bound showed to cost more than the best, without their own simulation or price.
    pub ruled_out: usize,
    /// Distinct services or clusters that were simulated to tell the others apart.
    pub simulated: usize,
    /// Those not looked at, because none of many before them met the objectives.
    pub left_out: usize,
}

/// An option that could be priced.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Everything that is paid.
    pub bill: Bill,
    /// Metered capacity, all of it as before any commitment.
    pub capacity: Ledger,
    /// One per service, then per job.
    pub services: Vec<ServiceOutcome>,
    /// Instance groups; empty on Fargate.
    pub instance_groups: Vec<InstanceGroup>,
    /// The chosen commitment first, then the alternatives.
    pub commitments: Vec<CommitmentLine>,
    /// Whether every service meets its objective.
    pub meets_objective: bool,
    /// Not served over all services, percent of all that arrived.
    pub not_served_percent: f64,
    /// Short minutes, summed over services.
    pub minutes_short: u64,
    /// Share of compute capacity on Spot, 0 to 1.
    pub spot_share: f64,
    /// What Spot interruptions are expected to do; `None` without Spot.
    pub interruptions: Option<Interruptions>,
    /// Types left out for want of a rate.
    pub excluded_types: Option<ExcludedTypes>,
    /// What placement costs against `binpack`, on EC2.
    pub placement_cost: Option<PlacementCost>,
    /// How many candidates stood behind this one.
    pub candidates: CandidateCounts,
    /// Sentences about this option that are worth reading once.
    pub notes: Vec<String>,
    /// How its capacity went over time.
    pub timeline: CapacityTimeline,
}

/// Instance groups and whose tasks they hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster<'a> {
    /// The services and jobs on it, by their places in [`Outcome::services`].
    pub workloads: Vec<usize>,
    /// Its instances.
    pub groups: &'a [InstanceGroup],
}

impl Outcome {
    /// The clusters of an option, in order; none on Fargate and on hosts.
    #[must_use]
    pub fn clusters(&self) -> Vec<Cluster<'_>> {
        if self.timeline.hosting.is_empty() && !self.instance_groups.is_empty() {
            return vec![Cluster { workloads: (0..self.services.len()).collect(), groups: &self.instance_groups }];
        }
        let mut rest = &self.instance_groups[..];
        let mut clusters = Vec::new();
        for hosting in &self.timeline.hosting {
            let (groups, others) = rest.split_at(hosting.groups.len().min(rest.len()));
            rest = others;
            if !groups.is_empty() {
                clusters
                    .push(Cluster { workloads: hosting.tasks.iter().map(|tasks| tasks.workload).collect(), groups });
            }
        }
        clusters
    }
}

/// An option: priced, or with the reason why not.
#[derive(Clone, Debug, PartialEq)]
pub struct PricedOption {
    /// Which.
    pub id: OptionId,
    /// What it came to.
    pub outcome: Result<Outcome, Unavailable>,
}

impl PricedOption {
    /// Whether patience did not last for the option.
    #[must_use]
    pub fn is_not_looked_at(&self) -> bool {
        self.outcome.as_ref().is_err_and(|why| why.reason == NOT_LOOKED_AT)
    }
}
