//! Candidates of one service on given hardware: sizes that work, simulated.

use std::sync::Arc;

use super::option::{ServiceOutcome, TaskCounts};
use super::study::Study;
use super::timeline::{CapacityTimeline, InstanceHistory, ServiceHistory, WorkloadTimeline};
use super::variant::Variant;
use crate::capacity::{
    Hardware, LaunchPath, MinuteServed, Replay, ServiceInputs, ServiceTimeline, SizeMisfit, Steps, TaskWork,
    latency_limit, limits_for, relative_speed, simulate_service, task_work,
};
use crate::scenario::{
    Architecture, Job, LaunchType, MeasuredOn, Service, TargetMetric, TargetTracking, TaskCount, TaskSize, Work,
};

/// A size and a scaling of a service, simulated.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(super) variant: Variant,
    pub(super) size: TaskSize,
    pub(super) work: TaskWork,
    pub(super) timeline: Arc<ServiceTimeline>,
    pub(super) meets_objective: bool,
}

/// Why a size is not a candidate, as a sentence part.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    pub(super) size: TaskSize,
    pub(super) why: String,
}

/// What a task of `size` does on `hardware`, and whether scaling limits allow the size.
pub(super) fn work_on(
    study: &Study<'_>,
    service: &Service,
    size: TaskSize,
    hardware: Hardware<'_>,
    usable_vcpu: f64,
) -> Result<TaskWork, Refusal> {
    let refuse = |why: String| Refusal { size, why };
    if let TaskCount::Scaled(scaling) = &service.count {
        limits_for(scaling, size.cpu_units).map_err(|limits| {
            refuse(format!("its maximum of {} tasks is below min_tasks = {}", limits.most, limits.least))
        })?;
    }
    let speed = speed_on(study, service, hardware);
    let work = task_work(&service.workload, size, architecture_of(hardware), speed, usable_vcpu)
        .map_err(|misfit| refuse(words(misfit)))?;
    if let Some(objective) = &service.objective.latency {
        latency_limit(objective, &work).map_err(|misfit| refuse(words(misfit)))?;
    }
    Ok(work)
}

fn architecture_of(hardware: Hardware<'_>) -> Architecture {
    match hardware {
        Hardware::Fargate(architecture) | Hardware::Ec2 { architecture, .. } => architecture,
    }
}

/// Relative speed of `hardware` for a service (rule W1).
pub(super) fn speed_on(study: &Study<'_>, service: &Service, hardware: Hardware<'_>) -> f64 {
    let measured_on = &service.workload.measured_on;
    let family_architecture = match measured_on {
        MeasuredOn::Family(family) => study
            .pricing
            .book
            .instance_types()
            .iter()
            .find(|instance| instance.family() == family)
            .map(|instance| instance.architecture),
        _ => None,
    };
    relative_speed(&study.scenario.performance, measured_on, family_architecture, hardware)
}

fn words(misfit: SizeMisfit) -> String {
    match misfit {
        SizeMisfit::NoCpuLeft => "sidecars and baseline leave no CPU for requests".to_owned(),
        SizeMisfit::TooLittleMemory { needed_mib } => format!("a task needs {needed_mib} MiB"),
        SizeMisfit::NotMeasured => "its throughput was not measured".to_owned(),
        SizeMisfit::TooSlow { percentile, milliseconds } => {
            format!("without any waiting, {percentile} % of the responses take up to {milliseconds:.0} ms")
        }
    }
}

/// What makes two simulations of a service the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RunKey {
    variant: Variant,
    size: TaskSize,
    architecture: Architecture,
    speed: u64,
    usable_vcpu: u64,
    path: LaunchPath,
}

/// Runs one size of a service on `hardware`, or recalls the same run.
///
/// # Errors
/// [`Refusal`] when the size cannot do the work or scaling does not allow it.
pub(super) fn run_size(
    study: &Study<'_>,
    variant: Variant,
    size: TaskSize,
    hardware: Hardware<'_>,
    usable_vcpu: f64,
    path: LaunchPath,
) -> Result<(RunKey, Candidate), Refusal> {
    let service = &*variant.of(study);
    let work = work_on(study, service, size, hardware, usable_vcpu)?;
    let speed = speed_on(study, service, hardware).to_bits();
    let architecture = architecture_of(hardware);
    let key = RunKey {
        variant: Variant { service: study.place_of(variant.service), ..variant },
        size,
        architecture: measured_architecture(service, architecture),
        speed,
        usable_vcpu: usable_vcpu.to_bits(),
        path,
    };
    let known = study.runs.of(&key, || simulate(study, variant, service, size, work, path));
    Ok((key, Candidate { variant, ..known }))
}

/// Throughput is measured per architecture; otherwise only the speed tells architectures apart.
fn measured_architecture(service: &Service, architecture: Architecture) -> Architecture {
    match service.workload.work {
        Work::Measured(_) => architecture,
        _ => Architecture::X86_64,
    }
}

/// Simulates a size of a variant; `service` is that variant, or what is like it but for its start.
pub(super) fn simulate(
    study: &Study<'_>,
    variant: Variant,
    service: &Service,
    size: TaskSize,
    work: TaskWork,
    path: LaunchPath,
) -> Candidate {
    let inputs = ServiceInputs {
        service,
        cpu_units: size.cpu_units,
        work,
        path,
        first_minute: study.first_minute,
        horizon_minute: study.scenario.horizon.first_minute(),
        step: study.scenario.step,
        explained: study.explained,
        demand: study.simulated_demand(variant.service),
    };
    let timeline = simulate_service(&inputs);
    let meets_objective = meets(service, &timeline);
    Candidate { variant, size, work, timeline: Arc::new(timeline), meets_objective }
}

/// Whether a timeline meets its service's objective (rule O2).
pub(super) fn meets(service: &Service, timeline: &ServiceTimeline) -> bool {
    let short_enough = service.objective.max_minutes_short.is_none_or(|most| timeline.tally.minutes_short <= most);
    let latency = service.objective.latency;
    let in_time = latency.is_none_or(|objective| timeline.tally.late_percent() <= objective.max_late_percent);
    timeline.tally.not_served_percent() <= service.objective.max_not_served_percent && short_enough && in_time
}

/// A candidate over time, for the report.
pub(super) fn history_of(
    study: &Study<'_>,
    index: usize,
    candidate: &Candidate,
    launch_type: LaunchType,
    served: Option<&[f64]>,
) -> ServiceHistory {
    let service = &study.scenario.services[index];
    ServiceHistory {
        name: service.name.clone(),
        capacity: Arc::clone(&candidate.timeline),
        running: Arc::new(running_tasks(&candidate.timeline, launch_type)),
        first_minute: study.first_minute,
        demand: Arc::clone(&study.demands[index]),
        unit: service.traffic.as_ref().map(|traffic| traffic.unit),
        work: candidate.work,
        at_target: at_target(&candidate.variant.of(study), &candidate.work),
        minutes: replayed(study, index, candidate, served).map(Into::into),
    }
}

/// Tasks that are billed or hold a place, with what deployments add.
pub(super) fn running_tasks(timeline: &ServiceTimeline, launch_type: LaunchType) -> Steps {
    match launch_type {
        LaunchType::Fargate
        | LaunchType::FargateSpot
        | LaunchType::FargateAndFargateSpot
        | LaunchType::Ec2AndFargate => timeline.billed.plus(&timeline.deployment),
        LaunchType::Ec2
        | LaunchType::Ec2Spot
        | LaunchType::ManagedInstances
        | LaunchType::ManagedInstancesSpot
        | LaunchType::External => timeline.places.clone(),
    }
}

/// All services' candidates and all jobs over time, with the instances under them.
pub(super) fn capacity_history<'t>(
    study: &Study<'_>,
    candidates: impl IntoIterator<Item = &'t Candidate>,
    launch_type: LaunchType,
    jobs: impl IntoIterator<Item = &'t Steps>,
    instances: Vec<InstanceHistory>,
) -> CapacityTimeline {
    let service = |(index, candidate): (usize, &Candidate)| {
        WorkloadTimeline::Service(history_of(study, index, candidate, launch_type, None))
    };
    let job = |(job, tasks): (&Job, &Steps)| WorkloadTimeline::Job { name: job.name.clone(), tasks: tasks.clone() };
    let services = candidates.into_iter().enumerate().map(service);
    let workloads = services.chain(study.scenario.jobs.iter().zip(jobs).map(job)).collect();
    CapacityTimeline { workloads, instances, instance_decisions: Vec::new(), hosting: Vec::new() }
}

/// What became of every minute's demand, where requests may wait or what was served is known otherwise.
fn replayed(
    study: &Study<'_>,
    index: usize,
    candidate: &Candidate,
    served: Option<&[f64]>,
) -> Option<Vec<MinuteServed>> {
    let queue_limit = study.scenario.services[index].queue_limit;
    let replay = Replay {
        demand: &study.demands[index],
        first_minute: study.first_minute,
        horizon_minute: study.scenario.horizon.first_minute(),
        serving: &candidate.timeline.serving,
        capacity: candidate.work.capacity,
        queue_limit,
        served,
    };
    (queue_limit > 0.0 || served.is_some()).then(|| replay.minutes())
}

/// The demand per second and task at which the first of the target-tracking policies is at its target.
fn at_target(service: &Service, work: &TaskWork) -> Option<f64> {
    let TaskCount::Scaled(scaling) = &service.count else { return None };
    let reached = |policy: &TargetTracking| match policy.metric {
        TargetMetric::Cpu => work.demand_at_cpu(policy.target),
        TargetMetric::Memory => work.demand_at_memory(policy.target),
        TargetMetric::RequestsPerTarget => Some(policy.target / 60.0),
    };
    scaling.target_tracking.iter().filter_map(reached).min_by(f64::total_cmp)
}

/// What a candidate came to, for the report.
pub(super) fn outcome_of(
    study: &Study<'_>,
    service: &Service,
    candidate: &Candidate,
    launch_type: LaunchType,
    architecture: Architecture,
) -> ServiceOutcome {
    let timeline = &candidate.timeline;
    let running = running_tasks(timeline, launch_type);
    let (from, to) = (study.first_second(), study.end_second());
    let seconds = (to - from) as f64;
    let (min, max) = timeline.desired.extremes(from, to);
    let tasks = TaskCounts {
        min,
        mean: timeline.desired.total_seconds(from, to) as f64 / seconds,
        max,
        running_mean: running.total_seconds(from, to) as f64 / seconds,
    };
    let knows_work = !matches!(service.workload.work, Work::Unknown) && service.traffic.is_some();
    ServiceOutcome {
        name: service.name.clone(),
        is_job: false,
        launch_type,
        architecture,
        task_size: candidate.size,
        scaling: candidate.variant.setting(study),
        tasks,
        mean_cpu_percent: timeline.tally.mean_cpu_percent().filter(|_| knows_work),
        arrived: timeline.tally.arrived,
        served: timeline.tally.served,
        not_served_percent: timeline.tally.not_served_percent(),
        minutes_short: timeline.tally.minutes_short,
        queued: timeline.tally.queued,
        late_percent: timeline.tally.late_percent(),
        minutes_late: timeline.tally.minutes_late,
        spot_share: if is_spot(launch_type) { 1.0 } else { 0.0 },
        meets_objective: candidate.meets_objective,
    }
}

/// Whether all capacity of a launch type is Spot.
pub(super) const fn is_spot(launch_type: LaunchType) -> bool {
    matches!(launch_type, LaunchType::FargateSpot | LaunchType::Ec2Spot | LaunchType::ManagedInstancesSpot)
}
