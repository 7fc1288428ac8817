//! How an option's tasks fill its instances.

use crate::comparison::Outcome;

/// How tasks fill the instances of an option.
#[derive(Clone, Debug, PartialEq)]
pub struct Packing {
    /// The instance type.
    pub instance_type: String,
    /// The largest tasks that one of them holds, alone.
    pub tasks_per_instance: u32,
    /// Which limit stops one more: `CPU`, `memory`, `task interfaces` or `host ports`.
    pub limit: &'static str,
    /// Share of the registered CPU that no task reserves, percent.
    pub cpu_idle_percent: f64,
    /// Share of the registered memory that no task reserves, percent.
    pub memory_idle_percent: f64,
}

impl Packing {
    /// Of the first group of instances; `None` without instances.
    pub(super) fn of(outcome: &Outcome) -> Option<Self> {
        let (group, hosting) = (outcome.instance_groups.first()?, outcome.timeline.hosting.first()?);
        let offered = hosting.groups.first()?.offered;
        let footprints: Vec<_> = hosting.tasks.iter().map(|tasks| tasks.footprint).collect();
        let largest = footprints[*offered.filling_order(&footprints).first()?];
        Some(Self {
            instance_type: group.instance_type.clone(),
            tasks_per_instance: offered.tasks_alone(largest).ok()?,
            limit: group.binding_limit,
            cpu_idle_percent: (100.0 - group.cpu_reserved_percent).max(0.0),
            memory_idle_percent: (100.0 - group.memory_reserved_percent).max(0.0),
        })
    }

    /// What is idle of the resource that does not limit, or of the one that is idler.
    pub(super) fn idle(&self) -> (f64, &'static str) {
        let (cpu, memory) = ((self.cpu_idle_percent, "CPU"), (self.memory_idle_percent, "memory"));
        match self.limit {
            "CPU" => memory,
            "memory" => cpu,
            _ if cpu.0 > memory.0 => cpu,
            _ => memory,
        }
    }
}
