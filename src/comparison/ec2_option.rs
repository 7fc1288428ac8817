//! Options on EC2: one instance type for the cluster, the cheapest that holds everything (rules E9, O3 to O5).

use std::cmp::Ordering;
use std::rc::Rc;

use super::assemble::{Assembly, Commit, capacity_cost, full_bill, not_served_percent};
use super::cluster_search::{ClusterSearch, Combination};
use super::fargate_option::job_outcome;
use super::instance_choice::{InstanceChoice, TypeRefusal, choose_types};
use super::option::{CandidateCounts, InstanceGroup, OptionId, Outcome, ServiceOutcome, Unavailable};
use super::physics::outcome_of;
use super::study::Study;
use crate::capacity::{InstanceCapacity, Steps};
use crate::money::Money;
use crate::pricing::Sku;
use crate::scenario::{Ec2Settings, LaunchType, TaskSize};
use crate::usage::{ClusterUsage, ImagePulls, Ledger, TaskUsage, ec2_usage, image_pull_usage};

/// An EC2 option to work out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ec2Plan<'s> {
    pub(super) id: OptionId,
    pub(super) spot: bool,
    pub(super) commit: Commit,
    /// The scenario's settings, or a variation of them.
    pub(super) settings: &'s Ec2Settings,
}

impl Ec2Plan<'_> {
    fn launch_type(&self) -> LaunchType {
        if self.spot { LaunchType::Ec2Spot } else { LaunchType::Ec2 }
    }
}

/// A combination with its lower bound and, once priced, its cost.
struct Ranked<'a> {
    combination: Combination<'a>,
    bound: Money,
}

/// Works out an EC2 option at its cheapest instance type and task sizes.
pub(super) fn ec2_option(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    search: &ClusterSearch<'_, '_>,
) -> Result<Outcome, Unavailable> {
    let choice = choose_types(study, plan)?;
    let mut refusals: Vec<TypeRefusal> = Vec::new();
    let mut combinations = Vec::new();
    for instance in &choice.types {
        match search.combinations_on(instance) {
            Ok(found) => combinations.extend(found),
            Err(why) => refusals.push(TypeRefusal { instance_type: instance.name.clone(), why }),
        }
    }
    let counts = CandidateCounts { sizes: search.sizes_simulated(), instance_types: choice.types.len() };
    let best = cheapest(study, plan, combinations)?.ok_or_else(|| nothing_fits(&refusals))?;
    let mut outcome = ec2_outcome(study, plan, search, &best)?;
    outcome.candidates = counts;
    outcome.excluded_types = choice.excluded_types(search);
    Ok(outcome)
}

fn nothing_fits(refusals: &[TypeRefusal]) -> Unavailable {
    let reason = match refusals {
        [] => "no instance type is left to consider".to_owned(),
        [only] => format!("`{}` cannot hold the tasks: {}", only.instance_type, only.why),
        [first, ..] => {
            format!(
                "none of {} instance types can hold the tasks; `{}`: {}",
                refusals.len(),
                first.instance_type,
                first.why
            )
        }
    };
    Unavailable { reason, missing_price: false }
}

/// The cheapest combination that meets the objectives, else the one that serves most (rules O4 and O5).
fn cheapest<'a>(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    combinations: Vec<Combination<'a>>,
) -> Result<Option<Combination<'a>>, Unavailable> {
    let contenders = contenders(combinations);
    let mut ranked: Vec<Ranked<'a>> = Vec::new();
    for combination in contenders {
        let bound = InstanceChoice::lower_bound(study, plan, &combination);
        ranked.push(Ranked { combination, bound });
    }
    ranked.sort_by(|left, right| {
        left.bound.cmp(&right.bound).then_with(|| tie_order(&left.combination, &right.combination))
    });
    let mut best: Option<(Money, Combination<'a>)> = None;
    for Ranked { combination, bound } in ranked {
        if best.as_ref().is_some_and(|(known, _)| bound > *known) {
            break;
        }
        let cost = capacity_cost(study, &capacity_ledger(study, plan, &combination), plan.commit)?
            + InstanceChoice::extra_cost(study, plan, &combination);
        let better = best.as_ref().is_none_or(|(known, winner)| {
            cost.cmp(known).then_with(|| tie_order(&combination, winner)) == Ordering::Less
        });
        if better {
            best = Some((cost, combination));
        }
    }
    Ok(best.map(|(_, combination)| combination))
}

/// Those that meet every objective; if there are none, those that serve the most.
fn contenders(combinations: Vec<Combination<'_>>) -> Vec<Combination<'_>> {
    if combinations.iter().any(Combination::meets_objective) {
        return combinations.into_iter().filter(Combination::meets_objective).collect();
    }
    let least = combinations.iter().map(Combination::not_served_percent).fold(f64::INFINITY, f64::min);
    combinations.into_iter().filter(|combination| combination.not_served_percent() <= least).collect()
}

/// Fewer CPU units, then less memory, then the newer generation, then the name (rule O5).
fn tie_order(left: &Combination<'_>, right: &Combination<'_>) -> Ordering {
    let sizes = |combination: &Combination<'_>| {
        let sum = |of: fn(&TaskSize) -> u32| {
            combination.candidates.iter().map(|candidate| u64::from(of(&candidate.size))).sum::<u64>()
        };
        (sum(|size| size.cpu_units), sum(|size| size.memory_mib))
    };
    let (left_type, right_type) = (left.instance, right.instance);
    sizes(left)
        .cmp(&sizes(right))
        .then_with(|| right_type.generation().cmp(&left_type.generation()))
        .then_with(|| left_type.name.cmp(&right_type.name))
}

/// What the cluster and the tasks on it use.
pub(super) fn capacity_ledger(study: &Study<'_>, plan: &Ec2Plan<'_>, combination: &Combination<'_>) -> Ledger {
    let scenario = study.scenario;
    let tasks: Vec<TaskUsage<'_>> = scenario
        .services
        .iter()
        .zip(&combination.candidates)
        .map(|(service, candidate)| TaskUsage {
            workload: &service.name,
            size: candidate.size,
            architecture: combination.instance.architecture,
            tasks: &candidate.timeline.billed,
            ephemeral_storage_gib: 0,
            network: Some(&service.network),
        })
        .collect();
    let cluster = ClusterUsage {
        workload: only_workload(study),
        instance_type: &combination.instance.name,
        spot: plan.spot,
        instances: &combination.instances,
        root_volume_gib: plan.settings.root_volume_gib,
    };
    let mut ledger = ec2_usage(&cluster, &tasks, &scenario.horizon);
    let starts = combination.instances.increases_per_hour(study.first_second(), scenario.horizon.hours());
    let pulls: Vec<ImagePulls<'_>> = scenario
        .services
        .iter()
        .map(|service| ImagePulls {
            workload: &service.name,
            image_mb: service.network.image_mb,
            per_hour: starts.clone(),
        })
        .collect();
    ledger.extend(image_pull_usage(&pulls, &scenario.network));
    ledger
}

/// The workload of a cluster that holds only one (rule U2).
fn only_workload<'a>(study: &Study<'a>) -> Option<&'a str> {
    match (&study.scenario.services[..], &study.scenario.jobs[..]) {
        ([service], []) => Some(&service.name),
        ([], [job]) => Some(&job.name),
        _ => None,
    }
}

fn ec2_outcome(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    search: &ClusterSearch<'_, '_>,
    best: &Combination<'_>,
) -> Result<Outcome, Unavailable> {
    let architecture = best.instance.architecture;
    let mut services: Vec<ServiceOutcome> = Vec::new();
    let mut tasks: Vec<Steps> = Vec::new();
    for (service, candidate) in study.scenario.services.iter().zip(&best.candidates) {
        services.push(outcome_of(study, service, candidate, plan.launch_type(), architecture));
        tasks.push(candidate.timeline.places.clone());
    }
    for (job, timeline) in study.scenario.jobs.iter().zip(search.jobs()) {
        services.push(job_outcome(study, job, &timeline.tasks, plan.launch_type(), architecture));
        tasks.push(timeline.tasks.clone());
    }
    let capacity = capacity_ledger(study, plan, best);
    let group = instance_group(study, plan, best, search, &tasks);
    let assembly = Assembly {
        id: plan.id,
        capacity,
        commit: plan.commit,
        tasks,
        instances: Some(Rc::unwrap_or_clone(best.instances.clone())),
    };
    let (bill, commitments) = full_bill(study, &assembly)?;
    Ok(Outcome {
        bill,
        instance_groups: vec![group],
        commitments,
        meets_objective: services.iter().all(|service| service.meets_objective),
        not_served_percent: not_served_percent(study, &services),
        minutes_short: services.iter().map(|service| service.minutes_short).sum(),
        spot_share: if plan.spot { 1.0 } else { 0.0 },
        excluded_types: None,
        candidates: CandidateCounts::default(),
        services,
    })
}

fn instance_group(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    best: &Combination<'_>,
    search: &ClusterSearch<'_, '_>,
    tasks: &[Steps],
) -> InstanceGroup {
    let (from, to) = (study.first_second(), study.end_second());
    let (min, max) = best.instances.extremes(from, to);
    let instance_seconds = best.instances.total_seconds(from, to) as f64;
    let footprints = search.footprints(&best.candidates);
    let reserved = |of: &dyn Fn(usize) -> u32| -> f64 {
        tasks.iter().enumerate().map(|(index, steps)| steps.total_seconds(from, to) as f64 * f64::from(of(index))).sum()
    };
    let registered = InstanceCapacity::of(best.instance, plan.settings);
    let share = |used: f64, each: u32| {
        if instance_seconds > 0.0 { 100.0 * used / (instance_seconds * f64::from(each)) } else { 0.0 }
    };
    let instance = best.instance;
    InstanceGroup {
        instance_type: instance.name.clone(),
        vcpu: instance.vcpu,
        memory_mib: instance.memory_mib,
        architecture: instance.architecture,
        spot: plan.spot,
        burstable: instance.burstable,
        min,
        mean: instance_seconds / (to - from) as f64,
        max,
        cpu_reserved_percent: share(reserved(&|index| footprints[index].cpu_units), registered.cpu_units),
        memory_reserved_percent: share(reserved(&|index| footprints[index].memory_mib), registered.memory_mib),
        interruption_band: study
            .pricing
            .book
            .interruption_band(&instance.name)
            .filter(|_| plan.spot)
            .map(str::to_owned),
        binding_limit: registered.binding_limit(&footprints),
    }
}

/// The SKU that an instance of the option is billed as.
pub(super) fn instance_sku(plan: &Ec2Plan<'_>, instance_type: &str) -> Sku {
    let name = instance_type.to_owned();
    if plan.spot { Sku::SpotInstance(name) } else { Sku::Instance(name) }
}
