//! Which instance types an option may use, and which are left out for want of a rate (rules E9 and P2).

use super::assemble::{Commit, extras_cost, held_in};
use super::cluster_run::ClusterRun;
use super::cluster_search::{ClusterSearch, Combination};
use super::ec2_option::{Ec2Plan, instance_sku};
use super::option::{ExcludedTypes, Unavailable};
use super::rate_floor::best_rate;
use super::seconds::seconds_per_month;
use super::study::Study;
use crate::bill::ExtraQuantities;
use crate::money::{Money, Quantity};
use crate::pricing::{InstanceType, PlanKind, Sku};
use crate::scenario::{Architecture, Ec2Settings, HeldCommitment, HeldKind};

/// Why a type is not a candidate.
pub(super) struct TypeRefusal {
    pub(super) instance_type: String,
    pub(super) why: String,
}

/// The types of an option.
pub(super) struct InstanceChoice<'a> {
    /// Types to consider.
    pub(super) types: Vec<&'a InstanceType>,
    /// Types left out because the option's rate is missing, with their on-demand price.
    unrated: Vec<(&'a InstanceType, Money)>,
    unrated_reason: &'static str,
}

/// The types that the scenario allows and the tables can price for this option.
pub(super) fn choose_types<'a>(study: &Study<'a>, plan: &Ec2Plan<'_>) -> Result<InstanceChoice<'a>, Unavailable> {
    let book = study.pricing.book;
    let allowed = allowed_architectures(study);
    if allowed.is_empty() {
        let reason = "no architecture is allowed by every service and job, and a cluster has one".to_owned();
        return Err(Unavailable { reason, missing_price: false });
    }
    if book.instance_types().is_empty() {
        let reason = format!("no instance type has an on-demand price in {}", study.scenario.region);
        return Err(Unavailable { reason, missing_price: true });
    }
    let types = if plan.settings.instance_types.is_empty() {
        book.instance_types().iter().filter(|instance| is_default_candidate(instance, plan.settings)).collect()
    } else {
        pinned_types(study, plan)?
    };
    let fitting: Vec<&InstanceType> =
        types.into_iter().filter(|instance| allowed.contains(&instance.architecture)).collect();
    if fitting.is_empty() {
        let reason = "no instance type is left after `[ec2]` and `architectures`".to_owned();
        return Err(Unavailable { reason, missing_price: false });
    }
    let (rated, unrated): (Vec<_>, Vec<_>) = fitting.into_iter().partition(|instance| has_rate(study, plan, instance));
    if rated.is_empty() {
        return Err(missing_rate(study, plan, &unrated));
    }
    let with_price =
        |instance: &'a InstanceType| Some((instance, book.unit_price(&Sku::Instance(instance.name.clone()))?));
    let unrated = unrated.into_iter().filter_map(with_price).collect();
    let unrated_reason = if plan.spot || plan.is_mixed() { "no Spot price" } else { unrated_plan(plan.commit) };
    Ok(InstanceChoice { types: rated, unrated, unrated_reason })
}

/// Which rate is missing.
const fn unrated_plan(commit: Commit) -> &'static str {
    match commit {
        Commit::BestPlan(PlanKind::Ec2Instance) => "no EC2 Instance Savings Plan rate",
        _ => "no Compute Savings Plan rate",
    }
}

fn pinned_types<'a>(study: &Study<'a>, plan: &Ec2Plan<'_>) -> Result<Vec<&'a InstanceType>, Unavailable> {
    let book = study.pricing.book;
    let mut found = Vec::new();
    for name in &plan.settings.instance_types {
        book.price(&Sku::Instance(name.clone()))?;
        found.extend(book.instance_type(name));
    }
    Ok(found)
}

/// Architectures that every service and job allows.
fn allowed_architectures(study: &Study<'_>) -> Vec<Architecture> {
    let services = study.scenario.services.iter().map(|service| &service.architectures);
    let jobs = study.scenario.jobs.iter().map(|job| &job.architectures);
    let lists: Vec<&Vec<Architecture>> = services.chain(jobs).collect();
    let everywhere = |architecture: &Architecture| lists.iter().all(|list| list.contains(architecture));
    [Architecture::X86_64, Architecture::Arm64].into_iter().filter(everywhere).collect()
}

/// Whether the scenario's settings let a type be a candidate.
pub(super) fn may_be_considered(instance: &InstanceType, settings: &Ec2Settings) -> bool {
    match &settings.instance_types[..] {
        [] => is_default_candidate(instance, settings),
        pinned => pinned.contains(&instance.name),
    }
}

fn is_default_candidate(instance: &InstanceType, settings: &Ec2Settings) -> bool {
    let family = instance.family();
    let listed = |families: &[String]| families.iter().any(|name| name == family);
    !instance.bare_metal
        && !instance.accelerated
        && (settings.burstable || !instance.burstable)
        && (settings.previous_generation || instance.current_generation)
        && (settings.families.is_empty() || listed(&settings.families))
        && !listed(&settings.exclude_families)
}

fn has_rate(study: &Study<'_>, plan: &Ec2Plan<'_>, instance: &InstanceType) -> bool {
    let book = study.pricing.book;
    let sku = instance_sku(plan, &instance.name);
    let has_spot = || book.unit_price(&Sku::SpotInstance(instance.name.clone())).is_some();
    let has_own = match plan.commit {
        Commit::BestPlan(_) => best_rate(study, plan.commit, &sku).is_some(),
        Commit::Held | Commit::HeldToday | Commit::BestPortfolio => {
            book.unit_price(&sku).is_some() && (!plan.is_mixed() || has_spot())
        }
    };
    has_own && (plan.spot || has_held_rates(study, plan.commit, instance))
}

/// Whether the tables have a type's rates under the plans held already, which would cover it.
fn has_held_rates(study: &Study<'_>, commit: Commit, instance: &InstanceType) -> bool {
    let sku = Sku::Instance(instance.name.clone());
    let has =
        |kind, held: &HeldCommitment| study.pricing.book.plan_unit_price(&sku, kind, held.term, held.payment).is_some();
    held_in(study.scenario, commit).iter().all(|held| match &held.kind {
        HeldKind::ComputeSavingsPlan { .. } => has(PlanKind::Compute, held),
        HeldKind::Ec2InstanceSavingsPlan { family, .. } if family == instance.family() => {
            has(PlanKind::Ec2Instance, held)
        }
        HeldKind::Ec2InstanceSavingsPlan { .. } | HeldKind::ReservedInstance { .. } => true,
    })
}

/// What is missing when no type at all has the option's rate, told of the cheapest of them.
fn missing_rate(study: &Study<'_>, plan: &Ec2Plan<'_>, unrated: &[&InstanceType]) -> Unavailable {
    let book = study.pricing.book;
    let on_demand = |instance: &&&InstanceType| book.unit_price(&Sku::Instance(instance.name.clone()));
    let Some(cheapest) = unrated.iter().min_by_key(on_demand) else {
        return Unavailable { reason: "no instance type is left to consider".to_owned(), missing_price: false };
    };
    let sku = instance_sku(plan, &cheapest.name);
    let policy = &study.scenario.commitments;
    let missing = match (plan.commit, policy.terms.first(), policy.payment_options.first()) {
        (Commit::BestPlan(kind), Some(&term), Some(&payment)) => book.plan_rate(&sku, kind, term, payment).err(),
        _ => book.price(&sku).err(),
    };
    let why = missing.map_or_else(|| format!("`{}` cannot be priced", cheapest.name), |missing| missing.to_string());
    let reason = match unrated.len() {
        1 => why,
        count => format!("none of {count} instance types can be priced, of the cheapest: {why}"),
    };
    Unavailable { reason, missing_price: true }
}

impl<'a> InstanceChoice<'a> {
    /// What the ideally packed instances cost at the option's lowest rate (rule E24).
    pub(super) fn screened_cost(study: &Study<'_>, plan: &Ec2Plan<'_>, combination: &Combination<'_>) -> Money {
        let book = study.pricing.book;
        let sku = instance_sku(plan, &combination.instance.name);
        let on_demand = book.contracted_unit_price(&sku).unwrap_or(Money::ZERO);
        let cheapest = match plan.commit {
            Commit::Held | Commit::HeldToday => on_demand,
            Commit::BestPlan(_) | Commit::BestPortfolio => {
                best_rate(study, plan.commit, &sku).map_or(on_demand, |rate| rate.min(on_demand))
            }
        };
        Quantity::new(i128::from(combination.instance_seconds), 3_600).cost_at(cheapest)
    }

    /// The extra lines that depend on the run (rule O3).
    pub(super) fn extra_cost(study: &Study<'_>, plan: &Ec2Plan<'_>, run: &ClusterRun<'_>) -> Money {
        if study.scenario.extras.is_empty() {
            return Money::ZERO;
        }
        let of_services = run.candidates.iter().map(|candidate| &candidate.timeline.places);
        let task_seconds = seconds_per_month(study, of_services.chain(&run.timeline.jobs));
        let instance_seconds = seconds_per_month(study, std::iter::once(&run.timeline.instances));
        let quantities = ExtraQuantities { task_seconds: &task_seconds, instance_seconds: &instance_seconds };
        extras_cost(study, plan.id, quantities)
    }

    /// How many types were left out for want of a rate, and which of them would be cheapest on demand.
    pub(super) fn excluded_types(&self, search: &ClusterSearch<'_, 'a>) -> Option<ExcludedTypes> {
        let cheapest_on = |&(instance, price): &(&'a InstanceType, Money)| {
            let combinations = search.combinations_of(&[instance]).found.ok()?;
            let seconds = combinations.iter().map(|combination| combination.instance_seconds).min()?;
            Some((Quantity::new(i128::from(seconds), 3_600).cost_at(price), instance.name.clone()))
        };
        let fitting: Vec<(Money, String)> = self.unrated.iter().filter_map(cheapest_on).collect();
        let types: Vec<String> = fitting.iter().map(|(_, name)| name.clone()).collect();
        let (_, cheapest) = fitting.into_iter().min()?;
        Some(ExcludedTypes { types, cheapest, reason: self.unrated_reason.to_owned() })
    }
}
