//! What one task of a size can do on given hardware (rules W2 to W6).

use crate::scenario::{Architecture, TargetMetric, TaskSize, Work, Workload};

/// Why a size cannot run a workload.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SizeMisfit {
    /// Sidecars and baseline leave no CPU for requests.
    NoCpuLeft,
    /// Less memory than the task needs.
    TooLittleMemory {
        /// MiB needed.
        needed_mib: u32,
    },
    /// Throughput was measured for other sizes only.
    NotMeasured,
    /// Even a lone request misses the latency objective (rule Q3).
    TooSlow {
        /// The percentile of the objective.
        percentile: f64,
        /// What it is without any waiting, milliseconds.
        milliseconds: f64,
    },
}

/// What one task can do, and what its metrics show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaskWork {
    /// Demand per second that one task sustains; infinite when the work is unknown.
    pub capacity: f64,
    /// Requests that it works on at the same time (rule Q3).
    pub workers: u32,
    /// CPU utilisation per unit of demand per task and second, percent.
    cpu_slope: f64,
    /// CPU utilisation when idle, percent.
    cpu_idle: f64,
    /// The most CPU utilisation that is reported, percent.
    cpu_cap: f64,
    /// Memory utilisation per unit of demand per task and second, percent.
    memory_slope: f64,
    /// Memory utilisation when idle, percent.
    memory_idle: f64,
}

impl TaskWork {
    /// CPU utilisation in percent at `per_task` served per second and task (rule W4).
    #[must_use]
    pub fn cpu_percent(&self, per_task: f64) -> f64 {
        (self.cpu_slope * per_task + self.cpu_idle).min(self.cpu_cap)
    }

    /// Memory utilisation in percent at `per_task` served per second and task (rule W4).
    #[must_use]
    pub fn memory_percent(&self, per_task: f64) -> f64 {
        (self.memory_slope * per_task + self.memory_idle).min(100.0)
    }

    /// The fewest tasks that keep a metric at its target under `load` per second (rule S15); `None` when no number does.
    #[must_use]
    pub fn tasks_for(&self, metric: TargetMetric, target: f64, load: f64) -> Option<u32> {
        let (slope, idle) = match metric {
            TargetMetric::Cpu => (self.cpu_slope, self.cpu_idle),
            TargetMetric::Memory => (self.memory_slope, self.memory_idle),
            TargetMetric::RequestsPerTarget => (60.0, 0.0),
        };
        (target > idle).then(|| super::ceil_count(slope * load / (target - idle)))
    }

    /// Demand per task and second at which a metric would show `value`, whatever a task sustains.
    ///
    /// Not a number, or infinite, where demand does not move the metric.
    pub(super) fn demand_per_task_at(&self, metric: TargetMetric, value: f64) -> f64 {
        match metric {
            TargetMetric::Cpu => (value - self.cpu_idle) / self.cpu_slope,
            TargetMetric::Memory => (value - self.memory_idle) / self.memory_slope,
            TargetMetric::RequestsPerTarget => value / 60.0,
        }
    }
}

impl TaskWork {
    /// The demand per second and task at which CPU utilisation is `percent`; `None` when there is none above 0.
    #[must_use]
    pub fn demand_at_cpu(&self, percent: f64) -> Option<f64> {
        demand_at(percent, self.cpu_idle, self.cpu_slope)
    }

    /// The demand per second and task at which memory utilisation is `percent`; `None` when there is none above 0.
    #[must_use]
    pub fn demand_at_memory(&self, percent: f64) -> Option<f64> {
        demand_at(percent, self.memory_idle, self.memory_slope)
    }
}

fn demand_at(percent: f64, idle: f64, slope: f64) -> Option<f64> {
    (percent > idle && slope > 0.0).then(|| (percent - idle) / slope)
}

/// The vCPU of a task that is left for requests, or `None` when there is none (rule W3).
fn vcpu_for_requests(workload: &Workload, vcpu: f64) -> Option<f64> {
    let usable = (vcpu - workload.sidecar_vcpu).min(workload.max_vcpu_per_task.unwrap_or(f64::INFINITY));
    let left = usable - workload.baseline_vcpu;
    (left > 0.0).then_some(left)
}

/// Demand per second that a task sustains, and the vCPU that one unit of it takes (0 when measured).
fn capacity_and_cost(
    workload: &Workload,
    size: TaskSize,
    architecture: Architecture,
    speed: f64,
    usable_vcpu: f64,
) -> Result<(f64, f64), SizeMisfit> {
    let by_cpu = |cost: f64| {
        let left = vcpu_for_requests(workload, usable_vcpu).ok_or(SizeMisfit::NoCpuLeft)?;
        Ok((left / cost, cost))
    };
    match &workload.work {
        Work::CpuMsPerRequest(milliseconds) => by_cpu(milliseconds / 1_000.0 / speed),
        Work::VcpuDemand => by_cpu(1.0 / speed),
        Work::Measured(results) => results
            .iter()
            .find(|result| result.size == size && result.architecture == architecture)
            .map(|result| (result.requests_per_second, 0.0))
            .ok_or(SizeMisfit::NotMeasured),
        Work::Unknown => Ok((f64::INFINITY, 0.0)),
    }
}

/// Memory that a task needs when it serves `capacity` per second, MiB (rule W5).
#[must_use]
pub fn least_memory_mib(workload: &Workload, capacity: f64) -> u32 {
    let in_flight = capacity * workload.latency_ms / 1_000.0;
    let for_requests = workload.memory_mib_per_concurrent_request * in_flight;
    let for_requests = if for_requests.is_finite() { super::ceil_count(for_requests) } else { 0 };
    workload.memory_mib.unwrap_or(0).saturating_add(workload.sidecar_memory_mib).saturating_add(for_requests)
}

/// What a task of `size` does on hardware of relative speed `speed`.
///
/// `usable_vcpu` is the task's own vCPU, or more where it may use idle CPU of its instance (rule W6).
///
/// # Errors
/// [`SizeMisfit`] when the size cannot run the workload at all.
pub fn task_work(
    workload: &Workload,
    size: TaskSize,
    architecture: Architecture,
    speed: f64,
    usable_vcpu: f64,
) -> Result<TaskWork, SizeMisfit> {
    let (capacity, cost) = capacity_and_cost(workload, size, architecture, speed, usable_vcpu)?;
    let (own_capacity, _) = capacity_and_cost(workload, size, architecture, speed, size.vcpu())?;
    let needed_mib = least_memory_mib(workload, own_capacity);
    if needed_mib > size.memory_mib {
        return Err(SizeMisfit::TooLittleMemory { needed_mib });
    }
    let vcpu = size.vcpu();
    let memory = f64::from(size.memory_mib);
    let measured = matches!(workload.work, Work::Measured(_));
    let idle_vcpu = workload.baseline_vcpu + workload.sidecar_vcpu;
    let idle_mib = workload.memory_mib.unwrap_or(0) + workload.sidecar_memory_mib;
    let for_application = usable_vcpu.min(workload.max_vcpu_per_task.unwrap_or(f64::INFINITY));
    Ok(TaskWork {
        capacity,
        workers: (for_application.floor() as u32).max(1),
        cpu_slope: if measured { 100.0 / capacity } else { 100.0 * cost / vcpu },
        cpu_idle: if measured { 0.0 } else { 100.0 * idle_vcpu / vcpu },
        cpu_cap: 100.0 * usable_vcpu.max(vcpu) / vcpu,
        memory_slope: 100.0 * workload.memory_mib_per_concurrent_request * workload.latency_ms / 1_000.0 / memory,
        memory_idle: 100.0 * f64::from(idle_mib) / memory,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A task that does nothing but requests, `capacity` of them a second.
    pub(in crate::capacity) fn work_of(capacity: f64, workers: u32) -> TaskWork {
        TaskWork {
            capacity,
            workers,
            cpu_slope: 100.0 / capacity,
            cpu_idle: 0.0,
            cpu_cap: 100.0,
            memory_slope: 0.0,
            memory_idle: 30.0,
        }
    }

    /// A task that serves 100 a second.
    pub(in crate::capacity) fn plain_work() -> TaskWork {
        work_of(100.0, 1)
    }

    #[test]
    fn the_tasks_for_a_load_leave_room_for_what_an_idle_task_uses() {
        let work = TaskWork { cpu_idle: 10.0, ..plain_work() };
        assert_eq!(work.tasks_for(TargetMetric::Cpu, 60.0, 101.0), Some(3), "50 a second each");
        assert_eq!(work.tasks_for(TargetMetric::Cpu, 10.0, 101.0), None, "idle tasks are at the target");
        assert_eq!(work.tasks_for(TargetMetric::RequestsPerTarget, 600.0, 101.0), Some(11), "10 a second each");
        assert_eq!(work.tasks_for(TargetMetric::Memory, 60.0, 101.0), Some(0), "memory does not depend on the load");
    }
}
