//! Candidate task sizes where tasks are placed on instances or hosts, and what each takes (rules E2, E9 and W6).

use super::physics::{Candidate, Refusal, work_on};
use super::study::Study;
use super::variant::Variant;
use crate::capacity::{Hardware, Misfit, TaskFootprint, least_memory_mib};
use crate::pricing::InstanceType;
use crate::scenario::{CpuLimit, Job, Service, TaskSize, Work, fargate_sizes};

/// CPU units of the candidate sizes (rule E9).
const CPU_STEPS: [u32; 8] = [256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768];

/// Memory of a candidate size is a multiple of this, MiB (rule E9).
const MEMORY_STEP_MIB: u32 = 256;

/// Memory that stands in while the memory a size needs is being worked out.
const PLENTY_MIB: u32 = 1 << 30;

/// Candidate sizes of a service on `hardware` (rule E9).
pub(super) fn candidate_sizes(
    study: &Study<'_>,
    service: &Service,
    hardware: Hardware<'_>,
) -> Vec<Result<TaskSize, Refusal>> {
    if let Some(size) = service.task_size {
        return vec![Ok(size)];
    }
    if let Work::Measured(results) = &service.workload.work {
        return results.iter().map(|result| Ok(result.size)).collect();
    }
    let least_size = |&cpu_units: &u32| {
        let roomy = TaskSize { cpu_units, memory_mib: PLENTY_MIB };
        let work = work_on(study, service, roomy, hardware, roomy.vcpu())?;
        let least = least_memory_mib(&service.workload, work.capacity).max(1);
        Ok(TaskSize { cpu_units, memory_mib: least.next_multiple_of(MEMORY_STEP_MIB) })
    };
    let least = CPU_STEPS.iter().map(least_size);
    if !more_memory_may_help(service) {
        return least.collect();
    }
    least.flat_map(|size| with_more_memory(size, &fargate_sizes())).collect()
}

/// Whether larger memory can mean fewer tasks that reserve more, and not only fewer tasks.
fn more_memory_may_help(service: &Service) -> bool {
    service.follows_memory() && service.memory_reservation_mib.is_none()
}

/// A size, and those sold with more memory for as much CPU.
fn with_more_memory(least: Result<TaskSize, Refusal>, sold: &[TaskSize]) -> Vec<Result<TaskSize, Refusal>> {
    let Ok(size) = least else { return vec![least] };
    let has_more = |one: &&TaskSize| one.cpu_units == size.cpu_units && one.memory_mib > size.memory_mib;
    std::iter::once(Ok(size)).chain(sold.iter().filter(has_more).map(|&one| Ok(one))).collect()
}

/// What `simulate` makes of each candidate size and scaling; the first refusal when it takes none.
pub(super) fn usable_sizes<T>(
    study: &Study<'_>,
    index: usize,
    hardware: Hardware<'_>,
    simulate: &mut dyn FnMut(Variant, TaskSize) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    let mut found = Vec::new();
    let mut why = None;
    for variant in Variant::all(study, index) {
        let service = &*variant.of(study);
        for size in candidate_sizes(study, service, hardware) {
            let size = size.map_err(|refusal| refusal_words(service, &refusal));
            match size.and_then(|size| simulate(variant, size)) {
                Ok(one) => found.push(one),
                Err(reason) => why = why.or(Some(reason)),
            }
        }
    }
    if found.is_empty() {
        let name = &study.scenario.services[index].name;
        return Err(why.unwrap_or_else(|| format!("no size of `{name}` works")));
    }
    Ok(found)
}

/// What placement reserves for a task of a service (rule E2).
pub(super) fn footprint(service: &Service, size: TaskSize) -> TaskFootprint {
    let memory_mib = service.memory_reservation_mib.map_or(size.memory_mib, |reserved| reserved.min(size.memory_mib));
    TaskFootprint { cpu_units: size.cpu_units, memory_mib }
}

/// What placement reserves for a task of a job.
pub(super) fn job_footprint(job: &Job) -> TaskFootprint {
    TaskFootprint { cpu_units: job.task_size.cpu_units, memory_mib: job.task_size.memory_mib }
}

/// What each service's and job's tasks take, in their order.
pub(super) fn footprints(study: &Study<'_>, candidates: &[Candidate]) -> Vec<TaskFootprint> {
    let services = study.scenario.services.iter().zip(candidates);
    let of_services = services.map(|(service, candidate)| footprint(service, candidate.size));
    of_services.chain(study.scenario.jobs.iter().map(job_footprint)).collect()
}

/// The vCPU that a task may use (rule W6).
pub(super) fn usable_vcpu(service: &Service, size: TaskSize, instance: &InstanceType, alone: u32) -> f64 {
    match service.cpu_limit {
        CpuLimit::Hard => size.vcpu(),
        CpuLimit::Shared => size.vcpu().max(f64::from(instance.vcpu) / f64::from(alone.max(1))),
    }
}

/// Why a task does not fit, in words.
pub(super) fn misfit_words(name: &str, misfit: Misfit) -> String {
    match misfit {
        Misfit::Cpu { needed, available } => {
            format!("`{name}` needs {needed} CPU units and the instance has {available}")
        }
        Misfit::Memory { needed, available } => {
            format!("`{name}` needs {needed} MiB and the instance registers {available}")
        }
        Misfit::TaskInterfaces => format!("the instance has no network interface for a task of `{name}`"),
    }
}

/// Why a size does not work, in words.
pub(super) fn refusal_words(service: &Service, refusal: &Refusal) -> String {
    format!("`{}` cannot run at {}: {}", service.name, refusal.size, refusal.why)
}
