//! Options on Fargate: each service at its cheapest size (rules F4 and O3).

use super::assemble::{Assembly, Commit, full_bill, not_served_percent};
use super::fargate_choice::cheapest;
use super::fargate_sizes::{allow_architecture, candidates, run_fixed};
use super::interruptions::{Exposed, SpotCapacity, interruptions};
use super::option::{CandidateCounts, OptionId, Outcome, ServiceOutcome, TaskCounts, Unavailable};
use super::peoples_time::launch_types;
use super::physics::{Candidate, history_of, is_spot, outcome_of};
use super::study::Study;
use super::timeline::{CapacityTimeline, WorkloadTimeline};
use super::variant::Variant;
use crate::capacity::{JobTimeline, LaunchPath, ServiceTimeline, Steps, job_tasks, split_by_strategy};
use crate::pricing::Platform;
use crate::scenario::{Architecture, CapacityProvider, Job, LaunchType, OperatingSystem, Service, TaskSize};
use crate::usage::{FargateTasks, ImagePulls, Ledger, Purpose, TaskUsage, fargate_usage, image_pull_usage};

/// How Fargate tasks are bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Market {
    /// All on demand.
    OnDemand,
    /// All as Fargate Spot.
    Spot,
    /// As each service's capacity-provider strategy says; on demand without one (rule R1).
    Strategies,
}

/// A Fargate option to work out.
#[derive(Clone, Copy, Debug)]
pub(super) struct FargatePlan {
    pub(super) id: OptionId,
    pub(super) architecture: Architecture,
    pub(super) market: Market,
    pub(super) commit: Commit,
}

/// Tasks by how they are bought.
struct Bought {
    on_demand: Steps,
    spot: Steps,
}

impl Bought {
    fn launch_type(&self) -> LaunchType {
        match (self.on_demand.changes(), self.spot.changes()) {
            (_, []) => LaunchType::Fargate,
            ([], _) => LaunchType::FargateSpot,
            _ => LaunchType::FargateAndFargateSpot,
        }
    }

    /// The share of task-seconds inside the horizon that are on Spot.
    fn spot_share(&self, study: &Study<'_>) -> f64 {
        let seconds = |steps: &Steps| steps.total_seconds(study.first_second(), study.end_second()) as f64;
        let (on_demand, spot) = (seconds(&self.on_demand), seconds(&self.spot));
        if spot > 0.0 { spot / (on_demand + spot) } else { 0.0 }
    }
}

impl FargatePlan {
    /// How the tasks of a service are bought; of a job (`None`) under strategies, on demand.
    fn bought(self, service: Option<&Service>, tasks: &Steps) -> Bought {
        let strategy = service.map_or(&[][..], |service| &service.capacity_providers);
        match self.market {
            Market::Spot => Bought { on_demand: Steps::default(), spot: tasks.clone() },
            Market::Strategies if !strategy.is_empty() => {
                let mut bought = Bought { on_demand: Steps::default(), spot: Steps::default() };
                for (share, steps) in strategy.iter().zip(split_by_strategy(strategy, tasks)) {
                    match share.provider {
                        CapacityProvider::FargateSpot => bought.spot = steps,
                        _ => bought.on_demand = steps,
                    }
                }
                bought
            }
            Market::OnDemand | Market::Strategies => Bought { on_demand: tasks.clone(), spot: Steps::default() },
        }
    }
}

impl FargatePlan {
    /// How the tasks are bought that deployments run on top: what they add to either purchase (rule R3).
    fn deployment(self, service: &Service, timeline: &ServiceTimeline) -> Bought {
        let with = self.bought(Some(service), &timeline.billed.plus(&timeline.deployment));
        let without = self.bought(Some(service), &timeline.billed);
        Bought { on_demand: with.on_demand.minus(&without.on_demand), spot: with.spot.minus(&without.spot) }
    }
}

/// What the Fargate tasks of a service run on.
fn platform_of(service: &Service, architecture: Architecture) -> Platform {
    match service.operating_system {
        OperatingSystem::Linux => Platform::from(architecture),
        OperatingSystem::Windows => Platform::WindowsX86,
    }
}

/// Works out a Fargate option with every service at its best size and scaling.
pub(super) fn fargate_option(study: &Study<'_>, plan: FargatePlan) -> Result<Outcome, Unavailable> {
    allow_architecture(study.scenario, plan.architecture)?;
    let (chosen, counts) = best_sizes(study, plan)?;
    fargate_outcome(study, plan, chosen, counts)
}

/// Every service at its best size and scaling.
fn best_sizes(study: &Study<'_>, plan: FargatePlan) -> Result<(Vec<Candidate>, CandidateCounts), Unavailable> {
    let mut chosen = Vec::new();
    let mut counts = CandidateCounts::default();
    for index in 0..study.scenario.services.len() {
        let candidates = candidates(study, index, plan.architecture)?;
        let found = candidates.len();
        counts.sizes += found;
        counts.considered += found;
        counts.simulated += found;
        chosen.push(cheapest(study, index, plan, candidates)?);
    }
    Ok((chosen, counts))
}

/// Works out a Fargate option at given sizes, one per service.
pub(super) fn fargate_at(
    study: &Study<'_>,
    plan: FargatePlan,
    sizes: &[(TaskSize, Architecture)],
) -> Result<Outcome, Unavailable> {
    let mut chosen = Vec::new();
    for (index, &(size, architecture)) in sizes.iter().enumerate() {
        chosen.push((run_fixed(study, Variant::own(index), size, architecture)?, architecture));
    }
    let sizes = chosen.len();
    let counts = CandidateCounts { sizes, considered: sizes, simulated: sizes, ..CandidateCounts::default() };
    fargate_outcome_of(study, plan, &chosen, counts)
}

/// The usage of one service at a candidate's size: its own, and what its deployments add (rules F3 and Y6).
pub(super) fn service_usage(
    study: &Study<'_>,
    service: &Service,
    candidate: &Candidate,
    architecture: Architecture,
    plan: FargatePlan,
) -> Ledger {
    let timeline = &candidate.timeline;
    let usage_of = |tasks: &Steps, bought: &Bought, pulls: &[(i64, u32)]| {
        let usage = TaskUsage {
            workload: &service.name,
            size: candidate.size,
            architecture,
            tasks,
            ephemeral_storage_gib: service.ephemeral_storage_gib,
            network: Some(&service.network),
        };
        let horizon = &study.scenario.horizon;
        let platform = platform_of(service, architecture);
        let bought = FargateTasks { platform, on_demand: &bought.on_demand, spot: &bought.spot };
        let mut ledger = fargate_usage(&usage, &bought, horizon);
        let pulls = ImagePulls::from_pulls(&service.name, service.network.image_mb, pulls, horizon);
        ledger.extend(image_pull_usage(&[pulls], &study.scenario.network));
        ledger
    };
    let mut ledger = usage_of(&timeline.billed, &plan.bought(Some(service), &timeline.billed), &timeline.pulls);
    let deployment = plan.deployment(service, timeline);
    let on_top = usage_of(&timeline.deployment, &deployment, &timeline.deployment_pulls);
    ledger.extend(on_top.for_purpose(Purpose::Deployment));
    ledger
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
    let mut exposed: Vec<Exposed> = Vec::new();
    let mut timeline = CapacityTimeline::default();
    for (index, (service, (candidate, architecture))) in scenario.services.iter().zip(chosen).enumerate() {
        let all = candidate.timeline.billed.plus(&candidate.timeline.deployment);
        let bought = plan.bought(Some(service), &all);
        let history = history_of(study, index, candidate, bought.launch_type(), None);
        timeline.workloads.push(WorkloadTimeline::Service(history));
        capacity.extend(service_usage(study, service, candidate, *architecture, plan));
        let outcome = outcome_of(study, service, candidate, bought.launch_type(), *architecture);
        services.push(ServiceOutcome { spot_share: bought.spot_share(study), ..outcome });
        let recovery = service.workload.provisioning_seconds + service.workload.start_seconds;
        exposed.push(Exposed::service(study, &bought.spot, 1.0, recovery, candidate));
        tasks.push(all);
    }
    for job in &scenario.jobs {
        let (held, outcome) = fargate_job(study, job, plan, &mut capacity);
        exposed.push(Exposed::job(study, &plan.bought(None, &held.tasks).spot, 1.0));
        services.push(outcome);
        timeline.workloads.push(WorkloadTimeline::Job { name: job.name.clone(), tasks: held.tasks.clone() });
        tasks.push(held.tasks);
    }
    let spot_share = spot_share(&services, &tasks, study);
    let assembly = Assembly {
        id: plan.id,
        capacity,
        commit: plan.commit,
        launch_types: launch_types(&services),
        tasks,
        instances: None,
    };
    let (bill, commitments) = full_bill(study, &assembly)?;
    Ok(Outcome {
        bill,
        capacity: assembly.capacity,
        instance_groups: Vec::new(),
        commitments,
        meets_objective: services.iter().all(|service| service.meets_objective),
        not_served_percent: not_served_percent(study, &services),
        minutes_short: services.iter().map(|service| service.minutes_short).sum(),
        spot_share,
        interruptions: interruptions(study, &[SpotCapacity::Fargate], exposed),
        excluded_types: None,
        placement_cost: None,
        candidates,
        notes: Vec::new(),
        timeline,
        services,
    })
}

/// The share of CPU-unit-seconds on Spot, over all services and jobs.
pub(super) fn spot_share(services: &[ServiceOutcome], tasks: &[Steps], study: &Study<'_>) -> f64 {
    let (mut spot, mut all) = (0.0, 0.0);
    for (service, steps) in services.iter().zip(tasks) {
        let seconds = steps.total_seconds(study.first_second(), study.end_second()) as f64;
        let units = seconds * f64::from(service.task_size.cpu_units);
        spot += units * service.spot_share;
        all += units;
    }
    if spot > 0.0 { spot / all } else { 0.0 }
}

/// Adds the usage of a job on Fargate.
pub(super) fn fargate_job(
    study: &Study<'_>,
    job: &Job,
    plan: FargatePlan,
    capacity: &mut Ledger,
) -> (JobTimeline, ServiceOutcome) {
    let timeline = job_tasks(job, &study.scenario.horizon, LaunchPath::Fargate { provisioning_seconds: 0 });
    let bought = plan.bought(None, &timeline.tasks);
    let usage = TaskUsage {
        workload: &job.name,
        size: job.task_size,
        architecture: plan.architecture,
        tasks: &timeline.tasks,
        ephemeral_storage_gib: 20,
        network: None,
    };
    let tasks =
        FargateTasks { platform: Platform::from(plan.architecture), on_demand: &bought.on_demand, spot: &bought.spot };
    capacity.extend(fargate_usage(&usage, &tasks, &study.scenario.horizon));
    let outcome = job_outcome(study, job, &timeline.tasks, bought.launch_type(), plan.architecture);
    (timeline, ServiceOutcome { spot_share: bought.spot_share(study), ..outcome })
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
        scaling: None,
        tasks: TaskCounts { min, mean, max, running_mean: mean },
        mean_cpu_percent: None,
        arrived: 0.0,
        served: 0.0,
        not_served_percent: 0.0,
        minutes_short: 0,
        queued: 0.0,
        late_percent: 0.0,
        minutes_late: 0,
        spot_share: if is_spot(launch_type) { 1.0 } else { 0.0 },
        meets_objective: true,
    }
}
