//! Candidates of one service on given hardware: sizes that work, simulated.

use std::rc::Rc;

use super::option::{ServiceOutcome, TaskCounts};
use super::study::Study;
use crate::capacity::{
    Hardware, LaunchPath, ServiceInputs, ServiceTimeline, SizeMisfit, TaskWork, limits_for, relative_speed, simulate_service,
    task_work,
};
use crate::scenario::{Architecture, LaunchType, MeasuredOn, Service, TaskCount, TaskSize};

/// A size of a service, simulated.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) size: TaskSize,
    pub(super) timeline: Rc<ServiceTimeline>,
    pub(super) meets_objective: bool,
}

/// Why a size is not a candidate, as a sentence part.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    pub(super) size: TaskSize,
    pub(super) why: String,
}

/// What a task of `size` does on `hardware`, and whether scaling limits allow the size.
pub(super) fn work_on(study: &Study<'_>, service: &Service, size: TaskSize, hardware: Hardware<'_>, usable_vcpu: f64) -> Result<TaskWork, Refusal> {
    let refuse = |why: String| Refusal { size, why };
    if let TaskCount::Scaled(scaling) = &service.count {
        limits_for(scaling, size.cpu_units)
            .map_err(|limits| refuse(format!("its maximum of {} tasks is below min_tasks = {}", limits.most, limits.least)))?;
    }
    let speed = speed_on(study, service, hardware);
    task_work(&service.workload, size, architecture_of(hardware), speed, usable_vcpu).map_err(|misfit| refuse(words(misfit)))
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
    }
}

/// Runs one size of a service.
pub(super) fn run_size(study: &Study<'_>, service_index: usize, size: TaskSize, work: TaskWork, path: LaunchPath) -> Candidate {
    let service = &study.scenario.services[service_index];
    let inputs = ServiceInputs {
        service,
        cpu_units: size.cpu_units,
        work,
        path,
        first_minute: study.first_minute,
        horizon_minute: study.scenario.horizon.first_minute(),
        demand: &study.demands[service_index],
    };
    let timeline = simulate_service(&inputs);
    let meets_objective = meets(service, &timeline);
    Candidate { size, timeline: Rc::new(timeline), meets_objective }
}

/// Whether a timeline meets its service's objective (rule O2).
fn meets(service: &Service, timeline: &ServiceTimeline) -> bool {
    let short_enough = service.objective.max_minutes_short.is_none_or(|most| timeline.tally.minutes_short <= most);
    timeline.tally.not_served_percent() <= service.objective.max_not_served_percent && short_enough
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
    let running = match launch_type {
        LaunchType::Fargate | LaunchType::FargateSpot => &timeline.billed,
        LaunchType::Ec2 | LaunchType::Ec2Spot => &timeline.places,
    };
    let (from, to) = (study.first_second(), study.end_second());
    let seconds = (to - from) as f64;
    let (min, max) = timeline.desired.extremes(from, to);
    let tasks = TaskCounts {
        min,
        mean: timeline.desired.total_seconds(from, to) as f64 / seconds,
        max,
        running_mean: running.total_seconds(from, to) as f64 / seconds,
    };
    let knows_work = !matches!(service.workload.work, crate::scenario::Work::Unknown) && service.traffic.is_some();
    ServiceOutcome {
        name: service.name.clone(),
        is_job: false,
        launch_type,
        architecture,
        task_size: candidate.size,
        tasks,
        mean_cpu_percent: timeline.tally.mean_cpu_percent().filter(|_| knows_work),
        arrived: timeline.tally.arrived,
        served: timeline.tally.served,
        not_served_percent: timeline.tally.not_served_percent(),
        minutes_short: timeline.tally.minutes_short,
        meets_objective: candidate.meets_objective,
    }
}
