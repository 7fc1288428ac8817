//! Options on EC2: one instance type for the cluster, the cheapest that holds everything (rules E9, O3 to O5).

use std::sync::Arc;

use super::assemble::{Assembly, Commit, full_bill, not_served_percent};
use super::cluster_choice::{cheapest_run, placement_cost};
use super::cluster_run::{ClusterRun, Purchases};
use super::cluster_search::{ClusterSearch, Combination};
use super::fargate_option::job_outcome;
use super::instance_choice::{InstanceChoice, TypeRefusal, choose_types};
use super::instance_groups::instance_groups;
use super::interruptions::{Exposed, Interruptions, SpotCapacity, interruptions};
use super::option::{CandidateCounts, OptionId, Outcome, ServiceOutcome, Unavailable};
use super::physics::{Candidate, history_of, outcome_of};
use super::study::Study;
use super::task_sizes::footprints;
use super::timeline::{CapacityTimeline, ClusterDecisions, InstanceHistory, WorkloadTimeline};
use super::tried::{Tried, sizes_simulated};
use super::waste::{HostGroup, Hosting, hosted_tasks};
use crate::capacity::{InstanceTimeline, Steps, TaskFootprint};
use crate::money::Money;
use crate::pricing::{InstanceType, Sku};
use crate::scenario::{Architecture, Ec2Settings, Job, LaunchType, Service, TaskSize};
use crate::usage::{ClusterUsage, ImagePulls, InstanceUsage, Ledger, Purpose, TaskUsage, ec2_usage, image_pull_usage};

/// An EC2 option to work out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ec2Plan<'s> {
    pub(super) id: OptionId,
    pub(super) spot: bool,
    /// How on-demand and Spot instances go together.
    pub(super) purchases: Purchases,
    pub(super) commit: Commit,
    /// The scenario's settings, or a variation of them.
    pub(super) settings: &'s Ec2Settings,
}

impl Ec2Plan<'_> {
    /// Whether on-demand and Spot instances run side by side.
    pub(super) fn is_mixed(&self) -> bool {
        self.purchases != Purchases::Alike
    }

    /// Whether a group's instances are bought as Spot.
    fn on_spot(&self, group: &InstanceTimeline) -> bool {
        if self.is_mixed() { group.spot } else { self.spot }
    }

    fn launch_type(&self) -> LaunchType {
        if self.spot { LaunchType::Ec2Spot } else { LaunchType::Ec2 }
    }

    /// On demand and on Spot, where a group or strategies have both.
    fn launch_types(&self) -> Vec<LaunchType> {
        if self.is_mixed() { vec![LaunchType::Ec2, LaunchType::Ec2Spot] } else { vec![self.launch_type()] }
    }
}

/// Works out an EC2 option at its cheapest instance type and task sizes.
pub(super) fn ec2_option<'i>(
    study: &Study<'i>,
    plan: &Ec2Plan<'_>,
    search: &ClusterSearch<'_, 'i>,
) -> Result<Outcome, Unavailable> {
    let Chosen { run, types, counts } = cheapest_cluster(study, plan, search)?;
    let mut outcome = ec2_outcome(study, plan, search, &run)?;
    outcome.candidates = counts;
    outcome.excluded_types = types.excluded_types(search);
    Ok(outcome)
}

/// The cluster that an option takes.
pub(super) struct Chosen<'i> {
    pub(super) run: ClusterRun<'i>,
    types: InstanceChoice<'i>,
    pub(super) counts: CandidateCounts,
}

/// Finds the cheapest instance type and task sizes of an option.
pub(super) fn cheapest_cluster<'i>(
    study: &Study<'i>,
    plan: &Ec2Plan<'_>,
    search: &ClusterSearch<'_, 'i>,
) -> Result<Chosen<'i>, Unavailable> {
    let Field { types, combinations, refusals, sizes } = field(study, plan, search)?;
    let (run, counts) = cheapest_run(study, plan, search, combinations)?;
    let run = run.ok_or_else(|| nothing_fits(&refusals))?;
    let counts = CandidateCounts { sizes, instance_types: types.types.len(), ..counts };
    Ok(Chosen { run, types, counts })
}

/// What is to be chosen from.
struct Field<'i> {
    types: InstanceChoice<'i>,
    combinations: Vec<Combination<'i>>,
    refusals: Vec<TypeRefusal>,
    /// Simulated, over all services.
    sizes: usize,
}

fn field<'i>(study: &Study<'i>, plan: &Ec2Plan<'_>, search: &ClusterSearch<'_, 'i>) -> Result<Field<'i>, Unavailable> {
    let types = choose_types(study, plan)?;
    let mut refusals: Vec<TypeRefusal> = Vec::new();
    let mut combinations = Vec::new();
    let groups = groups_of(plan, &types.types);
    let tried: Vec<Tried<Combination<'i>>> = groups.iter().map(|group| search.combinations_of(group)).collect();
    let sizes = sizes_simulated(&tried);
    for (group, tried) in groups.iter().zip(tried) {
        match tried.found {
            Ok(found) => combinations.extend_from_slice(&found),
            Err(why) => refusals.push(TypeRefusal { instance_type: group[0].name.clone(), why }),
        }
    }
    Ok(Field { types, combinations, refusals, sizes })
}

/// The least screened cost (rule E24) of what meets the objectives when screened; `None` where nothing does.
pub(super) fn least_screened_cost<'i>(
    study: &Study<'i>,
    plan: &Ec2Plan<'_>,
    search: &ClusterSearch<'_, 'i>,
) -> Result<Option<Money>, Unavailable> {
    let Field { combinations, refusals, .. } = field(study, plan, search)?;
    if combinations.is_empty() {
        return Err(nothing_fits(&refusals));
    }
    let meeting = combinations.iter().filter(|combination| combination.meets_objective());
    Ok(meeting.map(|combination| InstanceChoice::screened_cost(study, plan, combination)).min())
}

/// The groups to compare: one type each, or all types together (rule E9).
fn groups_of<'i>(plan: &Ec2Plan<'_>, types: &[&'i InstanceType]) -> Vec<Vec<&'i InstanceType>> {
    if plan.settings.mix_types { vec![types.to_vec()] } else { types.iter().map(|&instance| vec![instance]).collect() }
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

/// What the cluster and the tasks on it use.
pub(super) fn capacity_ledger(study: &Study<'_>, plan: &Ec2Plan<'_>, run: &ClusterRun<'_>) -> Ledger {
    let scenario = study.scenario;
    let groups: Vec<InstanceUsage<'_>> = run
        .timeline
        .groups
        .iter()
        .map(|group| InstanceUsage {
            instance_type: &run.types[group.type_index].name,
            spot: if plan.is_mixed() { group.spot } else { plan.spot },
            instances: &group.instances,
            charged_credits: &group.charged_credits,
        })
        .collect();
    let cluster = ClusterUsage {
        workload: study.only_workload(),
        groups: &groups,
        root_volume_gib: plan.settings.root_volume_gib,
    };
    let mut ledger = ec2_usage(&cluster, &[], &scenario.horizon);
    for (service, candidate) in scenario.services.iter().zip(&run.candidates) {
        let timeline = &candidate.timeline;
        let tasks =
            |tasks, pulls| tasks_ledger(study, service, run.instance.architecture, candidate.size, tasks, pulls);
        ledger.extend(tasks(&timeline.billed, &timeline.pulls));
        let on_top = tasks(&timeline.deployment, &timeline.deployment_pulls);
        ledger.extend(on_top.for_purpose(Purpose::Deployment));
    }
    ledger
}

/// What tasks on the cluster use beside its instances.
fn tasks_ledger(
    study: &Study<'_>,
    service: &Service,
    architecture: Architecture,
    size: TaskSize,
    tasks: &Steps,
    pulls: &[(i64, u32)],
) -> Ledger {
    let (scenario, network) = (study.scenario, &service.network);
    let usage = TaskUsage {
        workload: &service.name,
        size,
        architecture,
        tasks,
        ephemeral_storage_gib: 0,
        network: Some(network),
    };
    let no_instances = ClusterUsage { workload: None, groups: &[], root_volume_gib: 0 };
    let mut ledger = ec2_usage(&no_instances, &[usage], &scenario.horizon);
    let pulls = ImagePulls::from_pulls(&service.name, network.image_mb, pulls, &scenario.horizon);
    ledger.extend(image_pull_usage(&[pulls], &scenario.network));
    ledger
}

fn ec2_outcome(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    search: &ClusterSearch<'_, '_>,
    best: &ClusterRun<'_>,
) -> Result<Outcome, Unavailable> {
    let architecture = best.instance.architecture;
    let mut services: Vec<ServiceOutcome> = Vec::new();
    let mut tasks: Vec<Steps> = Vec::new();
    for (service, candidate) in study.scenario.services.iter().zip(&best.candidates) {
        services.push(outcome_of(study, service, candidate, plan.launch_type(), architecture));
        tasks.push(candidate.timeline.places.clone());
    }
    for (job, places) in study.scenario.jobs.iter().zip(&best.timeline.jobs) {
        services.push(job_outcome(study, job, places, plan.launch_type(), architecture));
        tasks.push(places.clone());
    }
    let spot_share = spot_share(study, plan, best);
    services.iter_mut().for_each(|service| service.spot_share = spot_share);
    let capacity = capacity_ledger(study, plan, best);
    let footprints = footprints(study, &best.candidates);
    let instance_groups = instance_groups(study, plan, best, &footprints, &tasks);
    let hosting = cluster_hosting(study, plan, best, &footprints, &tasks);
    let instances = Some(best.timeline.instances.clone());
    let assembly =
        Assembly { id: plan.id, capacity, commit: plan.commit, launch_types: plan.launch_types(), tasks, instances };
    let (bill, commitments) = full_bill(study, &assembly)?;
    Ok(Outcome {
        bill,
        capacity: assembly.capacity,
        instance_groups,
        commitments,
        meets_objective: services.iter().all(|service| service.meets_objective),
        not_served_percent: not_served_percent(study, &services),
        minutes_short: services.iter().map(|service| service.minutes_short).sum(),
        spot_share,
        interruptions: spot_interruptions(study, plan, best),
        excluded_types: None,
        candidates: CandidateCounts::default(),
        placement_cost: placement_cost(study, plan, search, best)?,
        notes: Vec::new(),
        services,
        timeline: CapacityTimeline { hosting: vec![hosting], ..cluster_history(study, plan, best) },
    })
}

/// The cluster and the tasks on it, for the waste ledger.
fn cluster_hosting(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    run: &ClusterRun<'_>,
    footprints: &[TaskFootprint],
    tasks: &[Steps],
) -> Hosting {
    let group =
        |group: &InstanceTimeline| HostGroup::of(run.types[group.type_index], plan.settings, group.instances.clone());
    let groups = run.timeline.groups.iter().map(group).collect();
    Hosting::cluster(study.only_workload(), plan.settings, groups, hosted_tasks(footprints, tasks.iter().cloned()))
}

/// What Spot is expected to do; a replacement comes on a new instance (rule I3).
fn spot_interruptions(study: &Study<'_>, plan: &Ec2Plan<'_>, run: &ClusterRun<'_>) -> Option<Interruptions> {
    let groups = run.timeline.groups.iter().filter(|group| plan.on_spot(group));
    let capacity: Vec<SpotCapacity<'_>> = groups
        .map(|group| SpotCapacity::Instances {
            instance_type: &run.types[group.type_index].name,
            running: &group.instances,
        })
        .collect();
    let share = spot_share(study, plan, run);
    let boot = plan.settings.instance_request_seconds + plan.settings.instance_start_seconds;
    let services = study.scenario.services.iter().zip(&run.candidates).map(|(service, candidate)| {
        let recovery = boot + service.workload.start_seconds;
        Exposed::service(study, &candidate.timeline.places, share, recovery, candidate)
    });
    let jobs = run.timeline.jobs.iter().map(|places| Exposed::job(study, places, share));
    let exposed: Vec<Exposed> = services.chain(jobs).collect();
    interruptions(study, &capacity, exposed)
}

/// The cluster over time.
fn cluster_history(study: &Study<'_>, plan: &Ec2Plan<'_>, run: &ClusterRun<'_>) -> CapacityTimeline {
    let service = |(index, candidate): (usize, &Candidate)| {
        let served = run.timeline.served.get(index).map(Vec::as_slice);
        WorkloadTimeline::Service(history_of(study, index, candidate, plan.launch_type(), served))
    };
    let job = |(job, places): (&Job, &Steps)| WorkloadTimeline::Job { name: job.name.clone(), tasks: places.clone() };
    let credits: Option<Arc<[f32]>> =
        (!run.timeline.least_credits.is_empty()).then(|| run.timeline.least_credits[..].into());
    let group = |group: &InstanceTimeline| InstanceHistory {
        instance_type: run.types[group.type_index].name.clone(),
        spot: plan.on_spot(group),
        running: group.instances.clone(),
        credits: credits.clone().filter(|_| run.types[group.type_index].burstable),
    };
    let services = run.candidates.iter().enumerate().map(service);
    CapacityTimeline {
        workloads: services.chain(study.scenario.jobs.iter().zip(&run.timeline.jobs).map(job)).collect(),
        instances: run.timeline.groups.iter().map(group).collect(),
        instance_decisions: vec![ClusterDecisions {
            groups: 0..run.timeline.groups.len(),
            decisions: run.timeline.decisions.clone(),
        }],
        hosting: Vec::new(),
    }
}

/// The share of instance-time that is Spot.
fn spot_share(study: &Study<'_>, plan: &Ec2Plan<'_>, run: &ClusterRun<'_>) -> f64 {
    if !plan.is_mixed() {
        return if plan.spot { 1.0 } else { 0.0 };
    }
    let (from, to) = (study.first_second(), study.end_second());
    let spot = run.timeline.groups.iter().filter(|group| group.spot);
    let spot_seconds: i64 = spot.map(|group| group.instances.total_seconds(from, to)).sum();
    if run.instance_seconds == 0 { 0.0 } else { spot_seconds as f64 / run.instance_seconds as f64 }
}

/// The SKU that an instance of the option is billed as.
pub(super) fn instance_sku(plan: &Ec2Plan<'_>, instance_type: &str) -> Sku {
    let name = instance_type.to_owned();
    if plan.spot { Sku::SpotInstance(name) } else { Sku::Instance(name) }
}
