//! The sizes that Fargate options try for a service, simulated (rules F4 and V1).

use super::option::Unavailable;
use super::physics::{Candidate, run_size};
use super::study::Study;
use super::variant::Variant;
use crate::capacity::{Hardware, LaunchPath};
use crate::scenario::{Architecture, OperatingSystem, Scenario, Service, TaskSize, fargate_sizes};

/// CPU units that Fargate sells under Windows (rule V1).
const WINDOWS_CPU_UNITS: [u32; 3] = [1_024, 2_048, 4_096];

pub(super) fn allow_architecture(scenario: &Scenario, architecture: Architecture) -> Result<(), Unavailable> {
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
    let provisioning_seconds = service.workload.provisioning_seconds;
    match service.operating_system {
        OperatingSystem::Linux => LaunchPath::Fargate { provisioning_seconds },
        OperatingSystem::Windows => LaunchPath::FargateWindows { provisioning_seconds },
    }
}

/// The sizes that Fargate sells for a service (rules F4 and V1).
pub(super) fn sizes_sold(service: &Service) -> Vec<TaskSize> {
    let mut sizes = fargate_sizes();
    if service.operating_system == OperatingSystem::Windows {
        sizes.retain(|size| WINDOWS_CPU_UNITS.contains(&size.cpu_units));
    }
    sizes
}

pub(super) fn run_fixed(
    study: &Study<'_>,
    variant: Variant,
    size: TaskSize,
    architecture: Architecture,
) -> Result<Candidate, Unavailable> {
    let service = &study.scenario.services[variant.service];
    let run = run_size(study, variant, size, Hardware::Fargate(architecture), size.vcpu(), launch_path(service));
    run.map(|(_, candidate)| candidate).map_err(|refusal| Unavailable {
        reason: format!("`{}` cannot run at {}: {}", service.name, refusal.size, refusal.why),
        missing_price: false,
    })
}

/// Every scaling of a service at every size worth simulating; the first reason when none works.
pub(super) fn candidates(
    study: &Study<'_>,
    index: usize,
    architecture: Architecture,
) -> Result<Vec<Candidate>, Unavailable> {
    let mut found = Vec::new();
    let mut why = None;
    for variant in Variant::all(study, index) {
        match candidates_of(study, variant, architecture) {
            Ok(candidates) => found.extend(candidates),
            Err(reason) => why = why.or(Some(reason)),
        }
    }
    why.filter(|_| found.is_empty()).map_or(Ok(found), Err)
}

/// Every size worth simulating: the pinned one, or for each CPU value the least memory that is enough, and where a policy
/// follows memory every larger one (rule F4).
fn candidates_of(
    study: &Study<'_>,
    variant: Variant,
    architecture: Architecture,
) -> Result<Vec<Candidate>, Unavailable> {
    let service = &study.scenario.services[variant.service];
    let sizes = sizes_sold(service);
    if let Some(size) = service.task_size {
        if !sizes.contains(&size) {
            let reason = format!("`{}` is pinned to {size}, which Fargate does not sell", service.name);
            return Err(Unavailable { reason, missing_price: false });
        }
        return Ok(vec![run_fixed(study, variant, size, architecture)?]);
    }
    let more_may_help = variant.of(study).follows_memory();
    let mut found: Vec<Candidate> = Vec::new();
    let mut refusals = Vec::new();
    for size in sizes {
        if !more_may_help && found.last().is_some_and(|last| last.size.cpu_units == size.cpu_units) {
            continue;
        }
        match run_size(study, variant, size, Hardware::Fargate(architecture), size.vcpu(), launch_path(service)) {
            Ok((_, candidate)) => found.push(candidate),
            Err(refusal) => refusals.push(refusal),
        }
    }
    let Some(last) = refusals.pop().filter(|_| found.is_empty()) else { return Ok(found) };
    let reason = format!("no Fargate size runs `{}`: at {}, {}", service.name, last.size, last.why);
    Err(Unavailable { reason, missing_price: false })
}
