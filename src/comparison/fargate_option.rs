//! Options on Fargate: each service at its cheapest size (rules F4 and O3).

use super::assemble::{Assembly, Commit, capacity_cost, extras_cost, full_bill, not_served_percent};
use super::option::{CandidateCounts, OptionId, Outcome, ServiceOutcome, TaskCounts, Unavailable};
use super::physics::{Candidate, history_of, outcome_of, run_size};
use super::study::Study;
use super::timeline::{CapacityTimeline, WorkloadTimeline};
use crate::bill::ExtraQuantities;
use crate::capacity::{Hardware, JobTimeline, LaunchPath, Steps, job_tasks};
use crate::money::Money;
use crate::scenario::{Architecture, Job, LaunchType, Scenario, Service, TaskSize, fargate_sizes};
use crate::usage::{ImagePulls, Ledger, Purpose, TaskUsage, fargate_usage, image_pull_usage};

/// A Fargate option to work out.
#[derive(Clone, Copy, Debug)]
pub(super) struct FargatePlan {
    pub(super) id: OptionId,
    pub(super) architecture: Architecture,
    pub(super) spot: bool,
    pub(super) commit: Commit,
}

impl FargatePlan {
    fn launch_type(self) -> LaunchType {
        if self.spot { LaunchType::FargateSpot } else { LaunchType::Fargate }
    }
}

/// Works out a Fargate option with every service at its best size.
pub(super) fn fargate_option(study: &Study<'_>, plan: FargatePlan) -> Result<Outcome, Unavailable> {
    allow_architecture(study.scenario, plan.architecture)?;
    let mut chosen = Vec::new();
    let mut counts = CandidateCounts::default();
    for index in 0..study.scenario.services.len() {
        let candidates = candidates(study, index, plan.architecture)?;
        counts.sizes += candidates.len();
        chosen.push(cheapest(study, index, plan, candidates)?);
    }
    fargate_outcome(study, plan, chosen, counts)
}

/// Works out a Fargate option at given sizes, one per service.
pub(super) fn fargate_at(
    study: &Study<'_>,
    plan: FargatePlan,
    sizes: &[(TaskSize, Architecture)],
) -> Result<Outcome, Unavailable> {
    let mut chosen = Vec::new();
    for (index, &(size, architecture)) in sizes.iter().enumerate() {
        chosen.push((run_fixed(study, index, size, architecture)?, architecture));
    }
    let counts = CandidateCounts { sizes: chosen.len(), instance_types: 0 };
    fargate_outcome_of(study, plan, &chosen, counts)
}

fn allow_architecture(scenario: &Scenario, architecture: Architecture) -> Result<(), Unavailable> {
    let services = scenario.services.iter().map(|service| (&service.name, &service.architectures));
    let jobs = scenario.jobs.iter().map(|job| (&job.name, &job.architectures));
    match services.chain(jobs).find(|(_, allowed)| !allowed.contains(&architecture)) {
        None => Ok(()),
        Some((name, _)) => Err(Unavailable {
            reason: format!("`{name}` does not list {} in `architectures`", architecture.name()),
            missing_price: false,
        }),
    }
}

fn launch_path(service: &Service) -> LaunchPath {
    LaunchPath::Fargate { provisioning_seconds: service.workload.provisioning_seconds }
}

fn run_fixed(
    study: &Study<'_>,
    index: usize,
    size: TaskSize,
    architecture: Architecture,
) -> Result<Candidate, Unavailable> {
    let service = &study.scenario.services[index];
    let run = run_size(study, index, size, Hardware::Fargate(architecture), size.vcpu(), launch_path(service));
    run.map(|(_, candidate)| candidate).map_err(|refusal| Unavailable {
        reason: format!("`{}` cannot run at {}: {}", service.name, refusal.size, refusal.why),
        missing_price: false,
    })
}

/// Every size worth simulating: the pinned one, or for each CPU value the least memory that is enough (rule F4).
fn candidates(study: &Study<'_>, index: usize, architecture: Architecture) -> Result<Vec<Candidate>, Unavailable> {
    let service = &study.scenario.services[index];
    let sizes = fargate_sizes();
    if let Some(size) = service.task_size {
        if !sizes.contains(&size) {
            let reason = format!("`{}` is pinned to {size}, which Fargate does not sell", service.name);
            return Err(Unavailable { reason, missing_price: false });
        }
        return Ok(vec![run_fixed(study, index, size, architecture)?]);
    }
    let mut found: Vec<Candidate> = Vec::new();
    let mut refusals = Vec::new();
    for size in sizes {
        if found.last().is_some_and(|last| last.size.cpu_units == size.cpu_units) {
            continue;
        }
        match run_size(study, index, size, Hardware::Fargate(architecture), size.vcpu(), launch_path(service)) {
            Ok((_, candidate)) => found.push(candidate),
            Err(refusal) => refusals.push(refusal),
        }
    }
    let Some(last) = refusals.pop().filter(|_| found.is_empty()) else { return Ok(found) };
    let reason = format!("no Fargate size runs `{}`: at {}, {}", service.name, last.size, last.why);
    Err(Unavailable { reason, missing_price: false })
}

/// The usage of one service at a candidate's size: its own, and what its deployments add (rules F3 and Y6).
fn service_usage(
    study: &Study<'_>,
    service: &Service,
    candidate: &Candidate,
    architecture: Architecture,
    spot: bool,
) -> Ledger {
    let timeline = &candidate.timeline;
    let usage_of = |tasks: &Steps, pulls: &[(i64, u32)]| {
        let usage = TaskUsage {
            workload: &service.name,
            size: candidate.size,
            architecture,
            tasks,
            ephemeral_storage_gib: service.ephemeral_storage_gib,
            network: Some(&service.network),
        };
        let horizon = &study.scenario.horizon;
        let mut ledger = fargate_usage(&usage, spot, horizon);
        let pulls = ImagePulls::from_pulls(&service.name, service.network.image_mb, pulls, horizon);
        ledger.extend(image_pull_usage(&[pulls], &study.scenario.network));
        ledger
    };
    let mut ledger = usage_of(&timeline.billed, &timeline.pulls);
    ledger.extend(usage_of(&timeline.deployment, &timeline.deployment_pulls).for_purpose(Purpose::Deployment));
    ledger
}

/// What candidates of a service are compared by: its own capacity lines and its per-task extra lines (rule O3).
fn own_cost(
    study: &Study<'_>,
    service: &Service,
    candidate: &Candidate,
    plan: FargatePlan,
) -> Result<Money, Unavailable> {
    let ledger = service_usage(study, service, candidate, plan.architecture, plan.spot);
    let horizon = &study.scenario.horizon;
    let tasks = candidate.timeline.billed.plus(&candidate.timeline.deployment);
    let task_seconds = tasks.seconds_per_hour(study.first_second(), horizon.hours());
    let no_instances = vec![0; task_seconds.len()];
    let quantities = ExtraQuantities { task_seconds: &task_seconds, instance_seconds: &no_instances };
    Ok(capacity_cost(study, &ledger, plan.commit)? + extras_cost(study, plan.id, quantities))
}

/// The cheapest candidate that meets the objective; else the one that serves most (rules O3 to O5).
fn cheapest(
    study: &Study<'_>,
    index: usize,
    plan: FargatePlan,
    candidates: Vec<Candidate>,
) -> Result<Candidate, Unavailable> {
    let service = &study.scenario.services[index];
    let mut best: Option<(CandidateRank, Candidate)> = None;
    for candidate in candidates {
        let rank = CandidateRank::of(&candidate, own_cost(study, service, &candidate, plan)?);
        if best.as_ref().is_none_or(|(known, _)| rank.beats(known)) {
            best = Some((rank, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
        .ok_or_else(|| Unavailable { reason: format!("no Fargate size runs `{}`", service.name), missing_price: false })
}

/// How candidates are ordered (rules O4 and O5).
#[derive(Clone, Copy, Debug)]
pub(super) struct CandidateRank {
    meets: bool,
    not_served_percent: f64,
    pub(super) cost: Money,
    size: TaskSize,
}

impl CandidateRank {
    pub(super) fn of(candidate: &Candidate, cost: Money) -> Self {
        let not_served_percent = candidate.timeline.tally.not_served_percent();
        Self { meets: candidate.meets_objective, not_served_percent, cost, size: candidate.size }
    }

    pub(super) fn beats(&self, other: &Self) -> bool {
        if self.meets != other.meets {
            return self.meets;
        }
        if !self.meets && self.not_served_percent.total_cmp(&other.not_served_percent).is_ne() {
            return self.not_served_percent < other.not_served_percent;
        }
        (self.cost, self.size) < (other.cost, other.size)
    }
}

fn fargate_outcome(
    study: &Study<'_>,
    plan: FargatePlan,
    chosen: Vec<Candidate>,
    counts: CandidateCounts,
) -> Result<Outcome, Unavailable> {
    let with_architecture: Vec<(Candidate, Architecture)> =
        chosen.into_iter().map(|candidate| (candidate, plan.architecture)).collect();
    fargate_outcome_of(study, plan, &with_architecture, counts)
}

fn fargate_outcome_of(
    study: &Study<'_>,
    plan: FargatePlan,
    chosen: &[(Candidate, Architecture)],
    candidates: CandidateCounts,
) -> Result<Outcome, Unavailable> {
    let scenario = study.scenario;
    let mut capacity = Ledger::default();
    let mut tasks: Vec<Steps> = Vec::new();
    let mut services: Vec<ServiceOutcome> = Vec::new();
    let mut timeline = CapacityTimeline::default();
    for (index, (service, (candidate, architecture))) in scenario.services.iter().zip(chosen).enumerate() {
        let history = history_of(study, index, candidate, plan.launch_type(), None);
        timeline.workloads.push(WorkloadTimeline::Service(history));
        capacity.extend(service_usage(study, service, candidate, *architecture, plan.spot));
        tasks.push(candidate.timeline.billed.plus(&candidate.timeline.deployment));
        services.push(outcome_of(study, service, candidate, plan.launch_type(), *architecture));
    }
    for job in &scenario.jobs {
        let job_timeline = job_tasks(job, &scenario.horizon, LaunchPath::Fargate { provisioning_seconds: 0 });
        capacity.extend(job_usage(study, job, &job_timeline, plan));
        services.push(job_outcome(study, job, &job_timeline.tasks, plan.launch_type(), plan.architecture));
        let held = job_timeline.tasks.clone();
        timeline.workloads.push(WorkloadTimeline::Job { name: job.name.clone(), tasks: held });
        tasks.push(job_timeline.tasks);
    }
    let assembly = Assembly { id: plan.id, capacity, commit: plan.commit, tasks, instances: None };
    let (bill, commitments) = full_bill(study, &assembly)?;
    Ok(Outcome {
        bill,
        instance_groups: Vec::new(),
        commitments,
        meets_objective: services.iter().all(|service| service.meets_objective),
        not_served_percent: not_served_percent(study, &services),
        minutes_short: services.iter().map(|service| service.minutes_short).sum(),
        spot_share: if plan.spot { 1.0 } else { 0.0 },
        excluded_types: None,
        placement_cost: None,
        candidates,
        services,
        timeline,
    })
}

fn job_usage(study: &Study<'_>, job: &Job, timeline: &JobTimeline, plan: FargatePlan) -> Ledger {
    let usage = TaskUsage {
        workload: &job.name,
        size: job.task_size,
        architecture: plan.architecture,
        tasks: &timeline.tasks,
        ephemeral_storage_gib: 20,
        network: None,
    };
    fargate_usage(&usage, plan.spot, &study.scenario.horizon)
}

/// What a job came to, for the report.
pub(super) fn job_outcome(
    study: &Study<'_>,
    job: &Job,
    tasks: &Steps,
    launch_type: LaunchType,
    architecture: Architecture,
) -> ServiceOutcome {
    let (from, to) = (study.first_second(), study.end_second());
    let mean = tasks.total_seconds(from, to) as f64 / (to - from) as f64;
    let (min, max) = tasks.extremes(from, to);
    ServiceOutcome {
        name: job.name.clone(),
        is_job: true,
        launch_type,
        architecture,
        task_size: job.task_size,
        tasks: TaskCounts { min, mean, max, running_mean: mean },
        mean_cpu_percent: None,
        arrived: 0.0,
        served: 0.0,
        not_served_percent: 0.0,
        minutes_short: 0,
        queued: 0.0,
        late_percent: 0.0,
        minutes_late: 0,
        meets_objective: true,
    }
}
