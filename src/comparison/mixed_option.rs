//! The option `mixed`: each service's base on EC2 and the rest on Fargate (rules Z1 to Z7).

use super::assemble::{Assembly, Commit, full_bill, not_served_percent};
use super::cluster_run::Purchases;
use super::ec2_option::Ec2Plan;
use super::fargate_choice::CandidateRank;
use super::fargate_option::{FargatePlan, Market, fargate_job};
use super::fargate_sizes::{allow_architecture, candidates};
use super::instance_choice::choose_types;
use super::mixed_search::{Split, best_split, pulls_above, tasks_above, unsplit_usage};
use super::option::{CandidateCounts, InstanceGroup, OptionId, Outcome, ServiceOutcome, Unavailable};
use super::peoples_time::launch_types;
use super::physics::{capacity_history, outcome_of};
use super::study::Study;
use super::task_sizes::footprint;
use super::timeline::{CapacityTimeline, InstanceHistory};
use super::waste::{HostGroup, HostedTasks, Hosting};
use crate::capacity::{InstanceCapacity, Steps};
use crate::pricing::{InstanceType, Platform};
use crate::scenario::{Architecture, Ec2Settings, LaunchType, Service};
use crate::usage::{ClusterUsage, FargateTasks, InstanceUsage, Ledger, TaskUsage, ec2_usage, fargate_usage};

/// Works out the option on one architecture.
pub(super) fn mixed_option(
    study: &Study<'_>,
    settings: &Ec2Settings,
    architecture: Architecture,
    bought: (OptionId, Commit),
) -> Result<Outcome, Unavailable> {
    allow_architecture(study.scenario, architecture)?;
    if study.scenario.services.is_empty() {
        let reason = "there is no service whose tasks could be split".to_owned();
        return Err(Unavailable { reason, missing_price: false });
    }
    let plan =
        Ec2Plan { id: OptionId::Mixed, spot: false, purchases: Purchases::Alike, commit: Commit::Held, settings };
    let mut types = choose_types(study, &plan)?.types;
    types.retain(|instance| instance.architecture == architecture);
    let mut counts = CandidateCounts { instance_types: types.len(), ..CandidateCounts::default() };
    let mut splits = Vec::new();
    for index in 0..study.scenario.services.len() {
        let (split, sizes) = cheapest(study, index, architecture, (&types, settings))?;
        counts.sizes += sizes;
        counts.considered += sizes * types.len();
        counts.simulated += sizes;
        splits.push(split);
    }
    let outcome = mixed_outcome(study, settings, architecture, &splits, bought)?;
    Ok(Outcome { candidates: counts, ..outcome })
}

/// The cheapest split of a service over all its sizes (rule Z4), and how many sizes there were.
fn cheapest<'a>(
    study: &Study<'a>,
    index: usize,
    architecture: Architecture,
    instances: (&[&'a InstanceType], &Ec2Settings),
) -> Result<(Split<'a>, usize), Unavailable> {
    let service = &study.scenario.services[index];
    let found = candidates(study, index, architecture)?;
    let mut best: Option<(CandidateRank, Split<'a>)> = None;
    for candidate in &found {
        let Some(split) = best_split(study, index, candidate, architecture, instances) else { continue };
        let rank = CandidateRank::of(candidate, split.cost);
        if best.as_ref().is_none_or(|(known, _)| rank.beats(known)) {
            best = Some((rank, split));
        }
    }
    let none = || Unavailable {
        reason: format!(
            "no instance type that is at least as fast as Fargate holds a task of `{}` at a Fargate size, or a price is missing",
            service.name
        ),
        missing_price: false,
    };
    best.map(|(_, split)| (split, found.len())).ok_or_else(none)
}

fn mixed_outcome(
    study: &Study<'_>,
    settings: &Ec2Settings,
    architecture: Architecture,
    splits: &[Split<'_>],
    (id, commit): (OptionId, Commit),
) -> Result<Outcome, Unavailable> {
    let scenario = study.scenario;
    let mut capacity = Ledger::default();
    let mut services: Vec<ServiceOutcome> = Vec::new();
    let mut tasks: Vec<Steps> = Vec::new();
    let mut groups: Vec<InstanceGroup> = Vec::new();
    let mut job_tasks: Vec<Steps> = Vec::new();
    for (service, split) in scenario.services.iter().zip(splits) {
        capacity.extend(split_usage(study, settings, service, split));
        services.push(outcome_of(study, service, &split.candidate, LaunchType::Ec2AndFargate, architecture));
        let timeline = &split.candidate.timeline;
        tasks.push(timeline.billed.plus(&timeline.deployment));
        groups.push(instance_group(study, settings, service, split));
    }
    let plan = FargatePlan { id, architecture, market: Market::OnDemand, commit };
    for job in &scenario.jobs {
        let (timeline, outcome) = fargate_job(study, job, plan, &mut capacity);
        services.push(outcome);
        job_tasks.push(timeline.tasks.clone());
        tasks.push(timeline.tasks);
    }
    let all = splits.iter().map(|split| split.instances).sum();
    let instances = Some(Steps::constant(all, study.first_second(), study.end_second()));
    let assembly = Assembly { id, capacity, commit, launch_types: launch_types(&services), tasks, instances };
    let (bill, commitments) = full_bill(study, &assembly)?;
    Ok(Outcome {
        bill,
        capacity: assembly.capacity,
        instance_groups: groups,
        commitments,
        meets_objective: services.iter().all(|service| service.meets_objective),
        not_served_percent: not_served_percent(study, &services),
        minutes_short: services.iter().map(|service| service.minutes_short).sum(),
        spot_share: 0.0,
        interruptions: None,
        excluded_types: None,
        placement_cost: None,
        candidates: CandidateCounts::default(),
        notes: scenario.services.iter().zip(splits).map(|(service, split)| split_note(service, split)).collect(),
        timeline: CapacityTimeline {
            hosting: (0..splits.len()).map(|index| base_hosting(study, settings, index, &splits[index])).collect(),
            ..capacity_history(
                study,
                splits.iter().map(|split| &split.candidate),
                LaunchType::Ec2AndFargate,
                &job_tasks,
                splits.iter().map(|split| base_history(study, split)).collect(),
            )
        },
        services,
    })
}

/// The instances of a base, always on.
fn base_history(study: &Study<'_>, split: &Split<'_>) -> InstanceHistory {
    let running = Steps::constant(split.instances, study.first_second(), study.end_second());
    InstanceHistory { instance_type: split.instance.name.clone(), spot: false, running, credits: None }
}

/// The same and the tasks up to the base, for the waste ledger.
fn base_hosting(study: &Study<'_>, settings: &Ec2Settings, index: usize, split: &Split<'_>) -> Hosting {
    let service = &study.scenario.services[index];
    let running = Steps::constant(split.instances, study.first_second(), study.end_second());
    let tasks = HostedTasks {
        workload: index,
        footprint: footprint(service, split.candidate.size),
        places: tasks_below(split.base, &split.candidate.timeline.billed),
    };
    let group = HostGroup::of(split.instance, settings, running);
    Hosting::fixed(Some(&service.name), settings.zones, group, vec![tasks])
}

/// The instances of the base, and the tasks above it on Fargate (rule Z3).
fn split_usage(study: &Study<'_>, settings: &Ec2Settings, service: &Service, split: &Split<'_>) -> Ledger {
    let horizon = &study.scenario.horizon;
    let billed = &split.candidate.timeline.billed;
    let above = tasks_above(split.base, billed);
    let architecture = split.instance.architecture;
    let usage = TaskUsage {
        workload: &service.name,
        size: split.candidate.size,
        architecture,
        tasks: &Steps::default(),
        ephemeral_storage_gib: service.ephemeral_storage_gib,
        network: Some(&service.network),
    };
    let bought = FargateTasks { platform: Platform::from(architecture), on_demand: &above, spot: &Steps::default() };
    let mut ledger = fargate_usage(&usage, &bought, horizon);
    let instances = Steps::constant(split.instances, study.first_second(), study.end_second());
    let group =
        InstanceUsage { instance_type: &split.instance.name, spot: false, instances: &instances, charged_credits: &[] };
    let cluster =
        ClusterUsage { workload: Some(&service.name), groups: &[group], root_volume_gib: settings.root_volume_gib };
    ledger.extend(ec2_usage(&cluster, &[], horizon));
    ledger.extend(pulls_above(study, service, split.base, billed));
    ledger.extend(unsplit_usage(study, service, &split.candidate, architecture));
    ledger
}

/// Tasks up to the base: those on instances.
fn tasks_below(base: u32, tasks: &Steps) -> Steps {
    Steps::from_changes(tasks.changes().iter().map(|&(second, count)| (second, count.min(base))))
}

fn instance_group(study: &Study<'_>, settings: &Ec2Settings, service: &Service, split: &Split<'_>) -> InstanceGroup {
    let below = tasks_below(split.base, &split.candidate.timeline.billed);
    let instances = Steps::constant(split.instances, study.first_second(), study.end_second());
    let registered = InstanceCapacity::of(split.instance, settings);
    let held = [(footprint(service, split.candidate.size), &below)];
    InstanceGroup::of(study, split.instance, registered, &instances, &held, false)
}

/// Where the service is split, and whether that is better than not to split it (rule Z7).
fn split_note(service: &Service, split: &Split<'_>) -> String {
    let Split { base, most_tasks, instances, .. } = split;
    let where_split = format!(
        "`mixed`: of at most {most_tasks} tasks of `{}`, {base} are on {instances} `{}`, the rest on Fargate",
        service.name, split.instance.name
    );
    if split.cost >= split.cost_on_fargate {
        format!("{where_split}; all on Fargate at this size would cost no more, so mixing has no advantage")
    } else if base == most_tasks {
        format!("{where_split}; none are left for Fargate, so mixing has no advantage")
    } else {
        where_split
    }
}
