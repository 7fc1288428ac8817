//! What stands behind an option's tasks: instances, commitments and the candidates looked at.

use serde::Serialize;

use super::service_view::rounded;
use crate::commitment::CommitmentKind;
use crate::comparison::{
    CandidateCounts, Cluster, CommitmentLine, CreditFacts, ExcludedTypes, InstanceGroup, InterruptionRate,
    Interruptions, Outcome,
};
use crate::money::{Money, Quantity};
use crate::scenario::{Architecture, PaymentOption, TermYears};

/// Instances of one type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InstanceGroupView {
    /// Instance type.
    pub instance_type: String,
    /// vCPU of each.
    pub vcpu: u32,
    /// Nominal memory of each in GB of 1,024 MiB, a decimal.
    pub memory_gb: String,
    /// Architecture.
    pub architecture: Architecture,
    /// `on_demand` or `spot`.
    pub market: &'static str,
    /// Whether burstable.
    pub burstable: bool,
    /// What the CPU credits of a burstable type came to, where they are simulated.
    pub credits: Option<CreditsView>,
    /// Running instances: least, mean, most.
    pub instances: InstanceCounts,
    /// Share of CPU that tasks reserve, percent.
    pub cpu_reserved_percent: f64,
    /// Share of registered memory that tasks reserve, percent.
    pub memory_reserved_percent: f64,
    /// Interruption band on Spot, where known.
    pub interruption_band: Option<String>,
    /// Which limit stops one more task from fitting.
    pub binding_limit: &'static str,
    /// The services and jobs whose tasks they hold.
    pub workloads: Vec<String>,
}

/// CPU credits over the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CreditsView {
    /// Whether surplus is charged instead of CPU being throttled.
    pub unlimited: bool,
    /// The least balance of any instance; negative when surplus was owed.
    pub least_balance: f64,
    /// Minutes in which some instance was throttled.
    pub throttled_minutes: u64,
    /// Surplus charged, vCPU-hours.
    pub surplus_vcpu_hours: f64,
}

impl From<&CreditFacts> for CreditsView {
    fn from(facts: &CreditFacts) -> Self {
        Self {
            unlimited: facts.unlimited,
            least_balance: rounded(facts.least_balance),
            throttled_minutes: facts.throttled_minutes,
            surplus_vcpu_hours: rounded(facts.surplus_vcpu_hours),
        }
    }
}

/// What the services' placement strategies cost against `binpack`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacementCostView {
    /// The strategy compared with, such as `binpack:memory`.
    pub strategy: &'static str,
    /// What the services' own strategies cost more per month of 730 hours; negative when less.
    pub monthly_difference: Money,
    /// Whether `binpack` meets the objectives, too.
    pub meets_objective: bool,
}

/// Running instances over the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct InstanceCounts {
    /// Least.
    pub min: u32,
    /// Mean.
    pub mean: f64,
    /// Most.
    pub max: u32,
}

impl InstanceGroupView {
    /// Every group of an outcome.
    #[must_use]
    pub fn all_of(outcome: &Outcome) -> Vec<Self> {
        let of_cluster = |cluster: Cluster<'_>| {
            let name = |&place: &usize| outcome.services[place].name.clone();
            let workloads: Vec<String> = cluster.workloads.iter().map(name).collect();
            cluster.groups.iter().map(|group| Self::new(group, workloads.clone())).collect::<Vec<_>>()
        };
        outcome.clusters().into_iter().flat_map(of_cluster).collect()
    }

    fn new(group: &InstanceGroup, workloads: Vec<String>) -> Self {
        Self {
            instance_type: group.instance_type.clone(),
            vcpu: group.vcpu,
            memory_gb: Quantity::new(i128::from(group.memory_mib), 1_024).to_decimal(),
            architecture: group.architecture,
            market: if group.spot { "spot" } else { "on_demand" },
            burstable: group.burstable,
            credits: group.credits.as_ref().map(Into::into),
            instances: InstanceCounts { min: group.min, mean: rounded(group.mean), max: group.max },
            cpu_reserved_percent: rounded(group.cpu_reserved_percent),
            memory_reserved_percent: rounded(group.memory_reserved_percent),
            interruption_band: group.interruption_band.clone(),
            binding_limit: group.binding_limit,
            workloads,
        }
    }
}

/// A commitment: bought by the option, or an alternative beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommitmentView {
    /// Its id in line items.
    pub id: String,
    /// `compute_savings_plan`, `ec2_instance_savings_plan` or `reserved_instance`.
    pub kind: &'static str,
    /// The instance family of an EC2 Instance plan, or the instance type of Reserved Instances.
    pub covers: Option<String>,
    /// Whether it was held before.
    pub held: bool,
    /// Term in years.
    pub term_years: TermYears,
    /// Payment option.
    pub payment_option: PaymentOption,
    /// Hourly commitment.
    pub hourly_commitment: Money,
    /// Used over the horizon.
    pub used: Money,
    /// Not used.
    pub unused: Money,
    /// Left to pay after the horizon.
    pub liability_after: Money,
    /// Whether the option's bill contains it.
    pub chosen: bool,
    /// The option's total with it.
    pub option_total: Money,
}

impl From<&CommitmentLine> for CommitmentView {
    fn from(line: &CommitmentLine) -> Self {
        let (kind, covers) = match &line.kind {
            CommitmentKind::ComputeSavingsPlan => ("compute_savings_plan", None),
            CommitmentKind::Ec2InstanceSavingsPlan { family } => ("ec2_instance_savings_plan", Some(family)),
            CommitmentKind::ReservedInstance { instance_type, .. } => ("reserved_instance", Some(instance_type)),
        };
        Self {
            id: line.id.clone(),
            kind,
            covers: covers.cloned(),
            held: line.held,
            term_years: line.term,
            payment_option: line.payment,
            hourly_commitment: line.hourly_commitment,
            used: line.used,
            unused: line.unused,
            liability_after: line.liability_after,
            chosen: line.chosen,
            option_total: line.option_total,
        }
    }
}

/// Instance types that an option could not consider for want of a rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExcludedTypesView {
    /// How many.
    pub count: usize,
    /// Their names, sorted.
    pub types: Vec<String>,
    /// The on-demand cheapest of them that would hold the tasks.
    pub cheapest: String,
    /// Why.
    pub reason: String,
}

impl From<&ExcludedTypes> for ExcludedTypesView {
    fn from(excluded: &ExcludedTypes) -> Self {
        Self {
            count: excluded.types.len(),
            types: excluded.types.clone(),
            cheapest: excluded.cheapest.clone(),
            reason: excluded.reason.clone(),
        }
    }
}

/// How many candidates were looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CandidateCountsView {
    /// Task sizes simulated, over all services.
    pub sizes: usize,
    /// Instance types considered.
    pub instance_types: usize,
    /// Sizes and types considered together.
    pub considered: usize,
    /// Those of them that a lower bound showed to cost more than the best.
    pub ruled_out: usize,
    /// Distinct services or clusters simulated.
    pub simulated: usize,
    /// Those not looked at, because none of many before them met the objectives.
    pub left_out: usize,
}

impl From<CandidateCounts> for CandidateCountsView {
    fn from(counts: CandidateCounts) -> Self {
        let CandidateCounts { sizes, instance_types, considered, ruled_out, simulated, left_out } = counts;
        Self { sizes, instance_types, considered, ruled_out, simulated, left_out }
    }
}

/// How often one kind of Spot capacity is taken back.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InterruptionRateView {
    /// The instance type, or `Fargate Spot`.
    pub capacity: String,
    /// Interrupted in a month of 730 hours, percent.
    pub percent_per_month: f64,
    /// Where that is from.
    pub source: String,
}

/// What Spot interruptions are expected to do over the horizon.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InterruptionsView {
    /// How often each kind of Spot capacity is taken back.
    pub rates: Vec<InterruptionRateView>,
    /// Instances, or Fargate tasks, that are interrupted.
    pub interruptions: f64,
    /// Tasks that start again somewhere else.
    pub task_restarts: f64,
    /// Minutes that tasks are missing until their replacements serve.
    pub short_task_minutes: f64,
    /// Requests at stake meanwhile, percent.
    pub not_served_percent: f64,
    /// What EC2 does not charge for first hours that it interrupts; not in the total.
    pub free_first_hours: Money,
}

impl From<&Interruptions> for InterruptionsView {
    fn from(expected: &Interruptions) -> Self {
        let rate = |rate: &InterruptionRate| InterruptionRateView {
            capacity: rate.capacity.clone(),
            percent_per_month: rate.percent_per_month,
            source: rate.source.clone(),
        };
        Self {
            rates: expected.rates.iter().map(rate).collect(),
            interruptions: rounded(expected.interruptions),
            task_restarts: rounded(expected.task_restarts),
            short_task_minutes: rounded(expected.short_task_minutes),
            not_served_percent: rounded(expected.not_served_percent),
            free_first_hours: expected.free_first_hours,
        }
    }
}
