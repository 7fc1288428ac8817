//! Who uses how much of shared instances (rule L8).

use super::cpu_used::cpu_used_per_hour;
use crate::comparison::{InstanceGroup, InstanceHistory, Outcome, ServiceOutcome, WorkloadTimeline};
use crate::scenario::{CpuLimit, Scenario, Service};
use crate::time::MonthSpan;

/// What a vCPU-hour weighs against a GB-hour, as in AWS's split cost allocation data.
const CPU_WEIGHT: i128 = 9;

/// CPU units of a vCPU; as many MiB are a GB, so that weights of both can be added.
const CPU_UNITS: u32 = 1_024;

/// Weights by which the shared instances of a month are divided: one per workload (services, then jobs), and last
/// what nobody reserves.
pub(super) fn capacity_shares(scenario: &Scenario, outcome: &Outcome) -> Vec<Vec<i128>> {
    let start = scenario.horizon.first_minute() * 60;
    let workloads = outcome.timeline.workloads.iter().zip(&outcome.services).enumerate();
    let taken: Vec<Vec<i128>> = workloads
        .map(|(index, (timeline, workload))| hourly_weight(scenario, index, timeline, workload, start))
        .collect();
    scenario.horizon.months().iter().map(|span| month_shares(&taken, capacity(outcome, span, start), span)).collect()
}

fn month_shares(taken: &[Vec<i128>], capacity: i128, span: &MonthSpan) -> Vec<i128> {
    let mut shares: Vec<i128> = taken.iter().map(|hourly| hourly[span.hour_range()].iter().sum()).collect();
    let idle = (capacity - shares.iter().sum::<i128>()).max(0);
    shares.push(idle);
    shares
}

/// What a workload takes in every hour: of CPU the larger of reserved and used, of memory what is reserved.
fn hourly_weight(
    scenario: &Scenario,
    index: usize,
    timeline: &WorkloadTimeline,
    workload: &ServiceOutcome,
    start: i64,
) -> Vec<i128> {
    let hours = scenario.horizon.hours();
    let size = workload.task_size;
    let service = scenario.services.get(index);
    let memory_mib = service.map_or(size.memory_mib, |service| reserved_memory(service, size.memory_mib));
    let used = match (timeline, service) {
        (WorkloadTimeline::Service(history), Some(service)) if service.cpu_limit == CpuLimit::Shared => {
            cpu_used_per_hour(history, size.cpu_units, start, hours)
        }
        _ => vec![0; hours as usize],
    };
    let weight = |(task_seconds, used): (i64, i64)| {
        let reserved = i128::from(task_seconds) * i128::from(size.cpu_units);
        CPU_WEIGHT * reserved.max(i128::from(used)) + i128::from(task_seconds) * i128::from(memory_mib)
    };
    timeline.running().seconds_per_hour(start, hours).into_iter().zip(used).map(weight).collect()
}

/// What placement reserves of memory for a task (rule E2).
fn reserved_memory(service: &Service, task_mib: u32) -> u32 {
    service.memory_reservation_mib.map_or(task_mib, |reserved| reserved.min(task_mib))
}

/// What all instances together have in a month.
fn capacity(outcome: &Outcome, span: &MonthSpan, start: i64) -> i128 {
    let from = start + i64::from(span.first_hour) * 3_600;
    let to = from + i64::from(span.hours) * 3_600;
    let of_group = |(history, group): (&InstanceHistory, &InstanceGroup)| {
        let cpu_units = i128::from(group.vcpu * CPU_UNITS);
        i128::from(history.running.total_seconds(from, to)) * (CPU_WEIGHT * cpu_units + i128::from(group.memory_mib))
    };
    outcome.timeline.instances.iter().zip(&outcome.instance_groups).map(of_group).sum()
}
