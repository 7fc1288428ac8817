//! [`CapacityTimeline`]: an option over time, shared with the simulation it came from.

use std::ops::Range;
use std::sync::Arc;

use super::waste::Hosting;
use crate::capacity::{InstanceDecision, MinuteServed, ServiceTimeline, Steps, TaskWork};
use crate::scenario::DemandUnit;

/// How an option's capacity went, workload by workload.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CapacityTimeline {
    /// One per service, then per job, as in [`super::Outcome::services`].
    pub workloads: Vec<WorkloadTimeline>,
    /// One per instance group, as in [`super::Outcome::instance_groups`].
    pub instances: Vec<InstanceHistory>,
    /// Changes of the number of instances, cluster by cluster.
    pub instance_decisions: Vec<ClusterDecisions>,
    /// Which instances hold which tasks; empty on Fargate.
    pub hosting: Vec<Hosting>,
}

/// Changes of the number of instances of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterDecisions {
    /// Its groups, by their places in [`CapacityTimeline::instances`].
    pub groups: Range<usize>,
    /// In order of time.
    pub decisions: Vec<InstanceDecision>,
}

/// A service or a job over time.
#[derive(Clone, Debug, PartialEq)]
pub enum WorkloadTimeline {
    /// A service.
    Service(ServiceHistory),
    /// The tasks of a job that are billed or hold a place, by the second.
    Job {
        /// Its name.
        name: String,
        /// Its tasks.
        tasks: Steps,
    },
}

/// A service over time, with what is needed to derive utilisation and what was not served.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceHistory {
    /// Its name.
    pub name: String,
    /// Its capacity.
    pub capacity: Arc<ServiceTimeline>,
    /// Tasks from image pull to stop on Fargate, from placement to stop on instances; with what deployments add.
    pub running: Arc<Steps>,
    /// The first minute of `demand`, in minutes since 1970-01-01T00:00Z; it lies before the horizon.
    pub first_minute: i64,
    /// Demand per second, or in vCPU, of every minute from `first_minute` on.
    pub demand: Arc<[f64]>,
    /// The unit of demand; `None` without traffic.
    pub unit: Option<DemandUnit>,
    /// What one task can do.
    pub work: TaskWork,
    /// The demand per second and task that its scaling aims at; `None` when no target follows from demand.
    pub at_target: Option<f64>,
    /// What became of every minute of `demand`, where it does not follow from the serving tasks alone.
    pub minutes: Option<Arc<[MinuteServed]>>,
}

/// The instances of one group over time.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceHistory {
    /// The instance type.
    pub instance_type: String,
    /// Whether on Spot.
    pub spot: bool,
    /// Running instances, by the second.
    pub running: Steps,
    /// The least CPU credits of any instance, in every minute from the first simulated one; `None` when it earns none.
    pub credits: Option<Arc<[f32]>>,
}

impl CapacityTimeline {
    /// The service or the cluster of several that an instance group is for, by its place; `None` where it is for all.
    #[must_use]
    pub fn cluster_of(&self, group: usize) -> Option<&str> {
        let mut groups = self.hosting.iter().flat_map(|hosting| hosting.groups.iter().map(move |_| hosting));
        groups.nth(group)?.workload.as_deref()
    }

    /// The instance groups that hold a workload's tasks, by its place and theirs.
    #[must_use]
    pub fn groups_under(&self, workload: usize) -> Range<usize> {
        if self.hosting.is_empty() {
            return 0..self.instances.len();
        }
        let mut first = 0;
        for hosting in &self.hosting {
            let end = first + hosting.groups.len();
            if hosting.tasks.iter().any(|tasks| tasks.workload == workload) {
                return first.min(self.instances.len())..end.min(self.instances.len());
            }
            first = end;
        }
        0..0
    }
}

impl WorkloadTimeline {
    /// The name of the service or job.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Service(service) => &service.name,
            Self::Job { name, .. } => name,
        }
    }

    /// Its running tasks, by the second.
    #[must_use]
    pub fn running(&self) -> &Steps {
        match self {
            Self::Service(service) => &service.running,
            Self::Job { tasks, .. } => tasks,
        }
    }
}
