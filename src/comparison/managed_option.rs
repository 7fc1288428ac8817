//! Options on ECS Managed Instances: the cheapest instance type with its management fee (rules G1 to G6).

use std::cmp::Ordering;

use super::assemble::{Assembly, Commit, capacity_cost_within, extras_cost, full_bill, not_served_percent};
use super::cluster_run::Purchases;
use super::ec2_option::Ec2Plan;
use super::fargate_option::job_outcome;
use super::instance_choice::choose_types;
use super::interruptions::{Exposed, Interruptions, SpotCapacity, interruptions};
use super::managed_search::{ManagedSearch, ManagedSizes};
use super::option::{CandidateCounts, InstanceGroup, OptionId, Outcome, ServiceOutcome, Unavailable};
use super::physics::{capacity_history, outcome_of};
use super::rate_floor::LeastRates;
use super::seconds::seconds_per_month;
use super::study::Study;
use super::task_sizes::footprints;
use super::timeline::{CapacityTimeline, InstanceHistory};
use super::tried::{Tried, sizes_simulated};
use super::variant::variants;
use super::waste::{Floor, HostGroup, Hosting, hosted_tasks};
use crate::bill::ExtraQuantities;
use crate::capacity::{InstanceCapacity, Steps};
use crate::money::{Money, Quantity};
use crate::pricing::{InstanceType, Sku};
use crate::scenario::LaunchType;
use crate::usage::{
    ClusterUsage, ImagePulls, InstanceUsage, Ledger, TaskUsage, image_pull_usage, managed_instances_usage,
};

/// More lines than instances and their fees have in a month, whatever plans cover them.
const ROUNDED_LINES: i128 = 1_000;

/// Works out an option on Managed Instances at its cheapest instance type and task sizes.
pub(super) fn managed_option<'a>(
    study: &Study<'a>,
    search: &ManagedSearch<'_, 'a>,
    id: OptionId,
    spot: bool,
    commit: Commit,
) -> Result<Outcome, Unavailable> {
    let plan = Ec2Plan { id, spot, purchases: Purchases::Alike, commit, settings: &search.settings };
    let types = priced_types(study, &plan)?;
    let tried: Vec<Tried<ManagedSizes<'_>>> = types.iter().map(|instance| search.sizes_on(instance)).collect();
    let simulated = sizes_simulated(&tried);
    let mut found = Vec::new();
    let mut refusals = Vec::new();
    for (instance, tried) in types.iter().zip(tried) {
        match tried.found {
            Ok(sizes) => found.extend_from_slice(&sizes),
            Err(why) => refusals.push(format!("`{}`: {why}", instance.name)),
        }
    }
    let considered = found.len();
    let (best, priced) = cheapest(study, &plan, found)?;
    let candidates = CandidateCounts {
        sizes: simulated,
        instance_types: types.len(),
        considered,
        ruled_out: considered - priced,
        simulated,
        left_out: 0,
    };
    let best = best.ok_or_else(|| Unavailable {
        reason: match refusals.first() {
            Some(first) => format!("none of {} instance types can hold the tasks; {first}", refusals.len()),
            None => "no instance type is left to consider".to_owned(),
        },
        missing_price: false,
    })?;
    Ok(Outcome { candidates, ..managed_outcome(study, &plan, search, &best)? })
}

/// The types that the scenario allows, with a price and a fee.
fn priced_types<'a>(study: &Study<'a>, plan: &Ec2Plan<'_>) -> Result<Vec<&'a InstanceType>, Unavailable> {
    let book = study.pricing.book;
    let fee = |instance: &InstanceType| Sku::ManagedInstanceFee(instance.name.clone());
    let types = choose_types(study, plan)?.types;
    let with_fee: Vec<&InstanceType> =
        types.iter().copied().filter(|instance| book.unit_price(&fee(instance)).is_some()).collect();
    match (with_fee.is_empty(), types.first()) {
        (true, Some(first)) => Err(book.price(&fee(first)).map_or_else(Unavailable::from, |_| Unavailable {
            reason: "no instance type has a management fee".to_owned(),
            missing_price: true,
        })),
        _ => Ok(with_fee),
    }
}

/// The cheapest sizes and type that meet the objectives, else those that serve most (rules O3 to O5), and how many
/// were priced to find them.
fn cheapest<'a>(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    found: Vec<ManagedSizes<'a>>,
) -> Result<(Option<ManagedSizes<'a>>, usize), Unavailable> {
    let mut ranked: Vec<(Money, ManagedSizes<'a>)> =
        contenders(found).into_iter().map(|sizes| (lower_bound(study, plan, &sizes), sizes)).collect();
    ranked.sort_by(|(left_bound, left), (right_bound, right)| {
        left_bound.cmp(right_bound).then_with(|| tie_order(left, right))
    });
    let mut best: Option<(Money, ManagedSizes<'a>)> = None;
    let mut priced = 0;
    for (bound, sizes) in ranked {
        if best.as_ref().is_some_and(|(known, _)| bound > *known) {
            break;
        }
        priced += 1;
        let extras = own_extras(study, plan, &sizes);
        let most = best.as_ref().map(|(known, _)| *known - extras);
        let capacity = capacity_cost_within(study, &capacity_ledger(study, plan, &sizes), plan.commit, most)?;
        let Some(cost) = capacity.map(|capacity| capacity + extras) else { continue };
        let is_better = |(known, winner): &(Money, ManagedSizes<'a>)| {
            cost.cmp(known).then_with(|| tie_order(&sizes, winner)) == Ordering::Less
        };
        if best.as_ref().is_none_or(is_better) {
            best = Some((cost, sizes));
        }
    }
    Ok((best.map(|(_, sizes)| sizes), priced))
}

/// Those that meet every objective; if there are none, those that serve the most.
fn contenders(found: Vec<ManagedSizes<'_>>) -> Vec<ManagedSizes<'_>> {
    if found.iter().any(ManagedSizes::meets_objective) {
        return found.into_iter().filter(ManagedSizes::meets_objective).collect();
    }
    let least = found.iter().map(ManagedSizes::not_served_percent).fold(f64::INFINITY, f64::min);
    found.into_iter().filter(|sizes| sizes.not_served_percent() <= least).collect()
}

/// The least that the instances and their fees can cost: plans may cover the instances, never the fee.
fn lower_bound(study: &Study<'_>, plan: &Ec2Plan<'_>, sizes: &ManagedSizes<'_>) -> Money {
    let fee = Sku::ManagedInstanceFee(sizes.instance.name.clone());
    let fee = study.pricing.book.contracted_unit_price(&fee).unwrap_or(Money::ZERO);
    let hours = Quantity::new(i128::from(sizes.instance_seconds), 3_600);
    // Every line may be rounded down by a picodollar, and a plan has lines of its own in every month.
    let rounding = Money::from_picodollars(ROUNDED_LINES * study.scenario.horizon.months().len() as i128);
    hours.cost_at(LeastRates::of(study, plan, sizes.instance).any) + hours.cost_at(fee) - rounding
}

/// Fewer CPU units, then less memory, then the newer generation, the name and the scaling (rule O5).
fn tie_order(left: &ManagedSizes<'_>, right: &ManagedSizes<'_>) -> Ordering {
    let sums = |sizes: &ManagedSizes<'_>| {
        let of_all = sizes.candidates.iter().map(|candidate| candidate.size);
        of_all.fold((0_u64, 0_u64), |(cpu, memory), size| {
            (cpu + u64::from(size.cpu_units), memory + u64::from(size.memory_mib))
        })
    };
    sums(left)
        .cmp(&sums(right))
        .then_with(|| right.instance.generation().cmp(&left.instance.generation()))
        .then_with(|| left.instance.name.cmp(&right.instance.name))
        .then_with(|| variants(&left.candidates).cmp(&variants(&right.candidates)))
}

fn own_extras(study: &Study<'_>, plan: &Ec2Plan<'_>, sizes: &ManagedSizes<'_>) -> Money {
    if study.scenario.extras.is_empty() {
        return Money::ZERO;
    }
    let task_seconds = seconds_per_month(study, sizes.candidates.iter().map(|candidate| &candidate.timeline.places));
    let instance_seconds = seconds_per_month(study, std::iter::once(&*sizes.instances));
    extras_cost(study, plan.id, ExtraQuantities { task_seconds: &task_seconds, instance_seconds: &instance_seconds })
}

/// What the instances and the tasks on them use (rules G4 and G5).
fn capacity_ledger(study: &Study<'_>, plan: &Ec2Plan<'_>, sizes: &ManagedSizes<'_>) -> Ledger {
    let horizon = &study.scenario.horizon;
    let services = study.scenario.services.iter().zip(&sizes.candidates);
    let tasks: Vec<TaskUsage<'_>> = services
        .map(|(service, candidate)| TaskUsage {
            workload: &service.name,
            size: candidate.size,
            architecture: sizes.instance.architecture,
            tasks: &candidate.timeline.billed,
            ephemeral_storage_gib: 0,
            network: Some(&service.network),
        })
        .collect();
    let group = InstanceUsage {
        instance_type: &sizes.instance.name,
        spot: plan.spot,
        instances: &sizes.instances,
        charged_credits: &[],
    };
    let cluster = ClusterUsage {
        workload: study.only_workload(),
        groups: &[group],
        root_volume_gib: plan.settings.root_volume_gib,
    };
    let mut ledger = managed_instances_usage(&cluster, &tasks, horizon);
    let starts = sizes.instances.increases_per_hour(study.first_second(), horizon.hours());
    let services = study.scenario.services.iter();
    let pulls: Vec<ImagePulls<'_>> = services
        .map(|service| ImagePulls {
            workload: &service.name,
            image_mb: service.network.image_mb,
            per_hour: starts.clone(),
        })
        .collect();
    ledger.extend(image_pull_usage(&pulls, &study.scenario.network));
    ledger
}

fn managed_outcome(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    search: &ManagedSearch<'_, '_>,
    best: &ManagedSizes<'_>,
) -> Result<Outcome, Unavailable> {
    let launch_type = if plan.spot { LaunchType::ManagedInstancesSpot } else { LaunchType::ManagedInstances };
    let architecture = best.instance.architecture;
    let mut services: Vec<ServiceOutcome> = Vec::new();
    let mut tasks: Vec<Steps> = Vec::new();
    for (service, candidate) in study.scenario.services.iter().zip(&best.candidates) {
        services.push(outcome_of(study, service, candidate, launch_type, architecture));
        tasks.push(candidate.timeline.places.clone());
    }
    for (job, timeline) in study.scenario.jobs.iter().zip(search.jobs()) {
        services.push(job_outcome(study, job, &timeline.tasks, launch_type, architecture));
        tasks.push(timeline.tasks.clone());
    }
    let group = instance_group(study, plan, best, &tasks);
    let hosting = managed_hosting(study, plan, best, &tasks);
    let capacity = capacity_ledger(study, plan, best);
    let instances = Some((*best.instances).clone());
    let assembly =
        Assembly { id: plan.id, capacity, commit: plan.commit, launch_types: vec![launch_type], tasks, instances };
    let (bill, commitments) = full_bill(study, &assembly)?;
    Ok(Outcome {
        bill,
        capacity: assembly.capacity,
        instance_groups: vec![group],
        commitments,
        meets_objective: services.iter().all(|service| service.meets_objective),
        not_served_percent: not_served_percent(study, &services),
        minutes_short: services.iter().map(|service| service.minutes_short).sum(),
        spot_share: if plan.spot { 1.0 } else { 0.0 },
        interruptions: spot_interruptions(study, plan, search, best),
        excluded_types: None,
        placement_cost: None,
        candidates: CandidateCounts::default(),
        notes: Vec::new(),
        timeline: CapacityTimeline {
            hosting: vec![hosting],
            ..capacity_history(
                study,
                &best.candidates,
                launch_type,
                search.jobs().iter().map(|job| &job.tasks),
                vec![InstanceHistory {
                    instance_type: best.instance.name.clone(),
                    spot: plan.spot,
                    running: (*best.instances).clone(),
                    credits: None,
                }],
            )
        },
        services,
    })
}

/// What Spot is expected to do; a replacement comes on a new instance (rule I3).
fn spot_interruptions(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    search: &ManagedSearch<'_, '_>,
    best: &ManagedSizes<'_>,
) -> Option<Interruptions> {
    if !plan.spot {
        return None;
    }
    let boot = plan.settings.instance_request_seconds + plan.settings.instance_start_seconds;
    let services = study.scenario.services.iter().zip(&best.candidates).map(|(service, candidate)| {
        Exposed::service(study, &candidate.timeline.places, 1.0, boot + service.workload.start_seconds, candidate)
    });
    let jobs = search.jobs().iter().map(|job| Exposed::job(study, &job.tasks, 1.0));
    let exposed: Vec<Exposed> = services.chain(jobs).collect();
    let capacity = SpotCapacity::Instances { instance_type: &best.instance.name, running: &best.instances };
    interruptions(study, &[capacity], exposed)
}

fn instance_group(study: &Study<'_>, plan: &Ec2Plan<'_>, best: &ManagedSizes<'_>, tasks: &[Steps]) -> InstanceGroup {
    let footprints = footprints(study, &best.candidates);
    let held: Vec<_> = footprints.iter().copied().zip(tasks).collect();
    let registered = InstanceCapacity::of(best.instance, plan.settings);
    InstanceGroup::of(study, best.instance, registered, &best.instances, &held, plan.spot)
}

/// The instances and the tasks on them, for the waste ledger; scaling aims at what is needed and no more.
fn managed_hosting(study: &Study<'_>, plan: &Ec2Plan<'_>, best: &ManagedSizes<'_>, tasks: &[Steps]) -> Hosting {
    let held = hosted_tasks(&footprints(study, &best.candidates), tasks.iter().cloned());
    let groups = vec![HostGroup::of(best.instance, plan.settings, (*best.instances).clone())];
    let cluster = Hosting::cluster(study.only_workload(), plan.settings, groups, held);
    Hosting { target_percent: 100, floor: Floor::AtLeast(0), ..cluster }
}
