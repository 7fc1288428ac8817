//! What a task that is fully at work uses of its CPU and memory (rule WL5).

use super::category::{Amounts, WasteCategory};
use super::hosting::Resource;
use crate::capacity::{TaskWork, least_memory_mib};
use crate::scenario::{Service, TaskSize, Work};

/// Shares of one resource of a task, which sum to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TaskShares {
    work: f64,
    sidecars: f64,
    beyond: f64,
}

impl TaskShares {
    /// All of it is work.
    pub(super) const WHOLE: Self = Self { work: 1.0, sidecars: 0.0, beyond: 0.0 };

    /// The shares of a resource, of which a task holds `held` (CPU units or MiB).
    pub(super) fn of(service: &Service, size: TaskSize, work: &TaskWork, resource: Resource, held: f64) -> Self {
        match resource {
            Resource::Cpu => Self::of_cpu(service, size),
            Resource::Memory => Self::of_memory(service, size, work, held),
        }
    }

    fn of_cpu(service: &Service, size: TaskSize) -> Self {
        let workload = &service.workload;
        if matches!(workload.work, Work::Measured(_)) {
            return Self::WHOLE;
        }
        let sidecars = (workload.sidecar_vcpu / size.vcpu()).clamp(0.0, 1.0);
        let most = workload.max_vcpu_per_task.map_or(1.0, |most| most / size.vcpu());
        let work = (1.0 - sidecars).min(most).max(0.0);
        Self { work, sidecars, beyond: (1.0 - sidecars - work).max(0.0) }
    }

    fn of_memory(service: &Service, size: TaskSize, work: &TaskWork, held: f64) -> Self {
        let workload = &service.workload;
        let needed = match workload.memory_mib {
            Some(_) => f64::from(least_memory_mib(workload, work.capacity).min(size.memory_mib)).min(held),
            None => held,
        };
        let sidecars = f64::from(workload.sidecar_memory_mib).min(needed);
        Self { work: (needed - sidecars) / held, sidecars: sidecars / held, beyond: (held - needed) / held }
    }

    /// Tasks by what they are for → the resource by what it is for.
    pub(super) fn apply(self, tasks: &Amounts) -> Amounts {
        let at_work = tasks.get(WasteCategory::UsefulWork);
        let mut amounts = *tasks;
        amounts.add(WasteCategory::UsefulWork, at_work * self.work - at_work);
        amounts.add(WasteCategory::AgentAndDaemons, at_work * self.sidecars);
        amounts.add(WasteCategory::TaskSize, at_work * self.beyond);
        amounts
    }
}
