//! [`Contenders`]: the options that points are compared over, each held to its own sizes and types (rule BE3).

use super::super::commitments::{base_of, pinned, runs_as};
use crate::commitment::CommitmentKind;
use crate::commitment::Wanted;
use crate::comparison::{Comparison, InstanceGroup, OptionId, Outcome};
use crate::pricing::{PlanKind, PriceBook, Sku};
use crate::scenario::Scenario;
use crate::usage::Purchase;

/// An option at every point.
#[derive(Clone, Debug)]
pub(super) struct Contender {
    pub(super) id: OptionId,
    /// The option without plans whose capacity it has.
    pub(super) capacity_of: OptionId,
    /// What plans it buys; empty for any, or none.
    pub(super) plans: Vec<Wanted>,
}

/// Contenders with the same sizes and types.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) scenario: Scenario,
    pub(super) contenders: Vec<Contender>,
}

/// Every option of a scenario that can be had, and the scenario's own position on the axes of cost.
#[derive(Clone, Debug)]
pub struct Contenders {
    pub(super) groups: Vec<Group>,
    /// How much of its instances the tasks of the cheapest option on EC2 reserve, percent.
    pub packing: Option<f64>,
    /// How much cheaper the capacity of the cheapest option on Spot is than on demand, percent.
    pub spot_discount: Option<f64>,
    /// Whether sizes, types and plans are chosen anew at every point.
    pub(super) resized: bool,
}

impl Contenders {
    /// The available options of a comparison but `current`, at their sizes there; with `resized`, free to change them.
    #[must_use]
    pub fn of(scenario: &Scenario, book: &PriceBook, comparison: &Comparison, resized: bool) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for option in comparison.options.iter().filter(|option| option.id != OptionId::Current) {
            let Ok(outcome) = &option.outcome else { continue };
            let held = if resized { scenario.clone() } else { pinned(scenario, outcome) };
            let contender = if resized { free(option.id) } else { contender(option.id, outcome) };
            match groups.iter_mut().find(|group| group.scenario == held) {
                Some(group) => group.contenders.push(contender),
                None => groups.push(Group { scenario: held, contenders: vec![contender] }),
            }
        }
        let available = |wanted: &dyn Fn(&Outcome) -> bool| {
            let outcomes = comparison.options.iter().filter_map(|option| option.outcome.as_ref().ok());
            outcomes.filter(|outcome| wanted(outcome)).min_by_key(|outcome| outcome.bill.total())
        };
        let on_ec2 = available(&|outcome| {
            matches!(base_of(outcome), Some(OptionId::Ec2OnDemand)) && packing_of(&outcome.instance_groups).is_some()
        });
        let on_spot = available(&|outcome| outcome.spot_share >= 1.0);
        Self {
            groups,
            packing: on_ec2.and_then(|outcome| packing_of(&outcome.instance_groups)),
            spot_discount: on_spot.and_then(|outcome| spot_discount_of(outcome, book)),
            resized,
        }
    }

    /// The same with every group's scenario changed.
    pub(in crate::recommendation) fn with(&self, change: impl Fn(&Scenario) -> Scenario) -> Self {
        let group = |group: &Group| Group { scenario: change(&group.scenario), contenders: group.contenders.clone() };
        Self { groups: self.groups.iter().map(group).collect(), ..self.clone() }
    }

    /// The same options of another scenario, free to choose sizes, types and plans anew.
    pub(in crate::recommendation) fn freed(&self, scenario: &Scenario) -> Self {
        let contenders = self.ids().into_iter().map(free).collect();
        Self { groups: vec![Group { scenario: scenario.clone(), contenders }], resized: true, ..self.clone() }
    }

    /// The options, in the order of rule O1.
    #[must_use]
    pub fn ids(&self) -> Vec<OptionId> {
        let mut ids: Vec<OptionId> =
            self.groups.iter().flat_map(|group| group.contenders.iter().map(|one| one.id)).collect();
        ids.sort_unstable();
        ids
    }
}

fn free(id: OptionId) -> Contender {
    Contender { id, capacity_of: id, plans: Vec::new() }
}

fn contender(id: OptionId, outcome: &Outcome) -> Contender {
    let capacity_of = match id {
        OptionId::FargateSavingsPlan => OptionId::Fargate,
        OptionId::FargateSavingsPlanArm64 => OptionId::FargateArm64,
        OptionId::Ec2SavingsPlan | OptionId::Ec2InstanceSavingsPlan => OptionId::Ec2OnDemand,
        OptionId::PerService | OptionId::BestPortfolio => runs_as(outcome).unwrap_or(id),
        _ => id,
    };
    Contender { id, capacity_of, plans: plans_of(outcome) }
}

/// The kinds and terms of the plans that an outcome buys.
fn plans_of(outcome: &Outcome) -> Vec<Wanted> {
    let mut plans: Vec<Wanted> = Vec::new();
    for line in outcome.commitments.iter().filter(|line| line.chosen && !line.held) {
        let kind = match line.kind {
            CommitmentKind::ComputeSavingsPlan => PlanKind::Compute,
            CommitmentKind::Ec2InstanceSavingsPlan { .. } => PlanKind::Ec2Instance,
            CommitmentKind::ReservedInstance { .. } => continue,
        };
        let wanted = Wanted { kind, term: line.term, payment: line.payment };
        if !plans.contains(&wanted) {
            plans.push(wanted);
        }
    }
    plans
}

/// The larger of the shares of CPU and memory that tasks reserve, over all instances by their size.
pub(super) fn packing_of(groups: &[InstanceGroup]) -> Option<f64> {
    let share = |size: fn(&InstanceGroup) -> f64, reserved: fn(&InstanceGroup) -> f64| {
        let all: f64 = groups.iter().map(|group| group.mean * size(group)).sum();
        let held: f64 = groups.iter().map(|group| group.mean * size(group) * reserved(group)).sum();
        if all > 0.0 { held / all } else { 0.0 }
    };
    let cpu = share(|group| f64::from(group.vcpu), |group| group.cpu_reserved_percent);
    let memory = share(|group| f64::from(group.memory_mib), |group| group.memory_reserved_percent);
    Some(cpu.max(memory)).filter(|&percent| percent > 0.0)
}

/// What the Spot rows cost against the same usage on demand, at the prices of the book.
fn spot_discount_of(outcome: &Outcome, book: &PriceBook) -> Option<f64> {
    let (mut on_spot, mut on_demand) = (0.0, 0.0);
    for row in outcome.capacity.rows.iter().filter(|row| row.purchase == Purchase::Spot) {
        let counterpart = match &row.sku {
            Sku::SpotInstance(name) => Sku::Instance(name.clone()),
            Sku::FargateSpotVcpu(platform) => Sku::FargateVcpu(*platform),
            Sku::FargateSpotMemory(platform) => Sku::FargateMemory(*platform),
            _ => continue,
        };
        let amount = row.hourly.iter().sum::<i64>() as f64 / row.sku.unit().amounts_per_unit(730) as f64;
        on_spot += amount * book.unit_price(&row.sku)?.picodollars() as f64;
        on_demand += amount * book.unit_price(&counterpart)?.picodollars() as f64;
    }
    (on_demand > 0.0 && on_spot > 0.0).then(|| 100.0 * (1.0 - on_spot / on_demand))
}
