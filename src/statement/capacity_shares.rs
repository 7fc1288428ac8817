//! Who uses how much of shared instances (rule L8).

use super::cpu_used::cpu_used_per_hour;
use crate::comparison::{HostGroup, Hosting, Outcome, ServiceOutcome, WorkloadTimeline};
use crate::scenario::{CpuLimit, Scenario, Service};
use crate::time::MonthSpan;

/// What a vCPU-hour weighs against a GB-hour, as in AWS's split cost allocation data; a vCPU has as many CPU units as a
/// GB has MiB, so that weights of both can be added.
const CPU_WEIGHT: i128 = 9;

/// How the instances that workloads share are divided.
pub(super) struct CapacityShares {
    /// What their lines name in the place of a workload.
    pub(super) workload: Option<String>,
    /// Weights of each month: one per workload (services, then jobs; 0 for those elsewhere), and last what nobody
    /// reserves.
    pub(super) months: Vec<Vec<i128>>,
}

/// The weights by which the instances of each cluster are divided.
pub(super) fn capacity_shares(scenario: &Scenario, outcome: &Outcome) -> Vec<CapacityShares> {
    let start = scenario.horizon.first_minute() * 60;
    let workloads = outcome.timeline.workloads.iter().zip(&outcome.services).enumerate();
    let taken: Vec<Vec<i128>> = workloads
        .map(|(index, (timeline, workload))| hourly_weight(scenario, index, timeline, workload, start))
        .collect();
    let of_cluster = |hosting: &Hosting| {
        let month = |span: &MonthSpan| month_shares(&taken, hosting, span, start);
        let months = scenario.horizon.months().iter().map(month).collect();
        CapacityShares { workload: hosting.workload.clone(), months }
    };
    outcome.timeline.hosting.iter().map(of_cluster).collect()
}

fn month_shares(taken: &[Vec<i128>], hosting: &Hosting, span: &MonthSpan, start: i64) -> Vec<i128> {
    let is_on_it = |place: usize| hosting.tasks.iter().any(|tasks| tasks.workload == place);
    let weight = |(place, hourly): (usize, &Vec<i128>)| {
        if is_on_it(place) { hourly[span.hour_range()].iter().sum() } else { 0 }
    };
    let mut shares: Vec<i128> = taken.iter().enumerate().map(weight).collect();
    let capacity = capacity(hosting, span, start);
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

/// What all instances of a cluster together have in a month.
fn capacity(hosting: &Hosting, span: &MonthSpan, start: i64) -> i128 {
    let from = start + i64::from(span.first_hour) * 3_600;
    let to = from + i64::from(span.hours) * 3_600;
    let of_group = |group: &HostGroup| {
        let each = CPU_WEIGHT * i128::from(group.whole.cpu_units) + i128::from(group.whole.memory_mib);
        i128::from(group.running.total_seconds(from, to)) * each
    };
    hosting.groups.iter().map(of_group).sum()
}
