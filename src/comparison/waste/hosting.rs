//! [`Hosting`]: the instances that hold an option's tasks, as the waste ledger looks at them.

use std::ops::Range;

use crate::capacity::{InstanceCapacity, Steps, TaskFootprint};
use crate::pricing::InstanceType;
use crate::scenario::{ClusterScaling, Ec2Settings};

/// The tasks of one service or job on instances.
#[derive(Clone, Debug, PartialEq)]
pub struct HostedTasks {
    /// Its place in [`crate::comparison::Outcome::services`].
    pub workload: usize,
    /// What each reserves.
    pub footprint: TaskFootprint,
    /// Tasks that hold a place, those of deployments included, by the second.
    pub places: Steps,
}

/// Instances of one type, by the second.
#[derive(Clone, Debug, PartialEq)]
pub struct HostGroup {
    /// What each has, before anything is kept from tasks.
    pub whole: TaskFootprint,
    /// What each offers to tasks.
    pub offered: InstanceCapacity,
    /// Billed instances.
    pub running: Steps,
}

/// How few instances there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Floor {
    /// At least so many.
    AtLeast(u32),
    /// As many as there are: their number does not follow demand.
    Fixed,
}

/// Instances that hold tasks together: a cluster, the base of a service, or hosts.
#[derive(Clone, Debug, PartialEq)]
pub struct Hosting {
    /// The service or job that its rows of the bill name, if any.
    pub workload: Option<String>,
    /// Its instances.
    pub groups: Vec<HostGroup>,
    /// What they hold.
    pub tasks: Vec<HostedTasks>,
    /// Zones that tasks are spread over.
    pub zones: u32,
    /// The share of the instances that scaling aims to use, percent.
    pub target_percent: u32,
    /// How few instances there may be.
    pub floor: Floor,
    /// From the billed start of an instance until it takes tasks, seconds.
    pub start_seconds: u32,
}

impl HostGroup {
    /// Instances of a type under some settings.
    pub(in crate::comparison) fn of(instance: &InstanceType, settings: &Ec2Settings, running: Steps) -> Self {
        Self {
            whole: TaskFootprint { cpu_units: instance.vcpu * 1_024, memory_mib: instance.memory_mib },
            offered: InstanceCapacity::of(instance, settings),
            running,
        }
    }
}

/// What each service's and job's tasks reserve and hold, in their order.
pub(in crate::comparison) fn hosted_tasks(
    footprints: &[TaskFootprint],
    places: impl IntoIterator<Item = Steps>,
) -> Vec<HostedTasks> {
    let one = |(workload, (&footprint, places))| HostedTasks { workload, footprint, places };
    footprints.iter().zip(places).enumerate().map(one).collect()
}

/// Which resource of a task or an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Resource {
    Cpu,
    Memory,
}

impl Resource {
    pub(super) fn of_task(self, task: TaskFootprint) -> f64 {
        f64::from(match self {
            Self::Cpu => task.cpu_units,
            Self::Memory => task.memory_mib,
        })
    }

    pub(super) fn offered(self, capacity: &InstanceCapacity) -> f64 {
        f64::from(match self {
            Self::Cpu => capacity.cpu_units,
            Self::Memory => capacity.memory_mib,
        })
    }
}

impl Hosting {
    /// A cluster that holds all services and jobs, its number of instances set as the settings say.
    pub(in crate::comparison) fn cluster(
        workload: Option<&str>,
        settings: &Ec2Settings,
        groups: Vec<HostGroup>,
        tasks: Vec<HostedTasks>,
    ) -> Self {
        let (target_percent, floor) = match settings.scaling {
            ClusterScaling::Managed(managed) => {
                (managed.target_capacity_percent, Floor::AtLeast(settings.min_instances))
            }
            ClusterScaling::TargetTracking { target_percent } => {
                (target_percent, Floor::AtLeast(settings.min_instances))
            }
            ClusterScaling::Fixed(_) => (100, Floor::Fixed),
        };
        Self {
            workload: workload.map(str::to_owned),
            groups,
            tasks,
            zones: settings.zones,
            target_percent,
            floor,
            start_seconds: settings.instance_start_seconds,
        }
    }

    /// Instances whose number never changes.
    pub(in crate::comparison) fn fixed(
        workload: Option<&str>,
        zones: u32,
        group: HostGroup,
        tasks: Vec<HostedTasks>,
    ) -> Self {
        let workload = workload.map(str::to_owned);
        Self { workload, groups: vec![group], tasks, zones, target_percent: 100, floor: Floor::Fixed, start_seconds: 0 }
    }

    /// The resource of which tasks reserve the larger share of what the instances have over some seconds; CPU on a
    /// tie (rule WL6).
    pub(super) fn binding(&self, seconds: &Range<i64>) -> Resource {
        let total = |steps: &Steps| steps.total_seconds(seconds.start, seconds.end) as f64;
        let share = |resource: Resource| {
            let whole: f64 =
                self.groups.iter().map(|group| total(&group.running) * resource.of_task(group.whole)).sum();
            let reserved: f64 =
                self.tasks.iter().map(|tasks| total(&tasks.places) * resource.of_task(tasks.footprint)).sum();
            if whole > 0.0 { reserved / whole } else { 0.0 }
        };
        if share(Resource::Memory) > share(Resource::Cpu) { Resource::Memory } else { Resource::Cpu }
    }
}
