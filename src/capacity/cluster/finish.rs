//! From a simulated cluster to its timeline.

use std::sync::Arc;

use super::run::{Cluster, TimedTasks};
use super::tasks::ServiceTasks;
use super::{ClusterTimeline, InstanceTimeline};
use crate::capacity::service::{ClusterHeld, Record, ServiceTimeline};
use crate::capacity::steps::Steps;

impl Cluster<'_> {
    pub(super) fn finish(mut self, end: i64) -> ClusterTimeline {
        // What still runs has no end inside the horizon.
        let running = self.instances.iter().map(|one| (one.type_index, one.spot, one.launched, i64::MAX));
        self.billed.extend(running.filter(|one| one.2 < end));
        let groups = groups_of(&self.billed, &self.charged);
        let all = self.billed.iter().flat_map(|&(_, _, from, to)| [(from, 1), (to, -1)]).collect();
        let jobs = self.inputs.jobs.len();
        let held = |(mut service, (record, added)): (ServiceTasks<'_>, (Record, TimedTasks))| {
            let held = ClusterHeld {
                record,
                decisions: service.control.take_decisions(),
                places: Steps::from_deltas(service.take_places()),
                pulls: service.image_pulls(),
                deployment_pulls: arrivals(&added.places),
                deployment: Steps::from_deltas(added.places),
                queued: service.queue.waiting(),
            };
            Arc::new(ServiceTimeline::of_cluster(held))
        };
        let added = self.timed.split_off(jobs);
        let services = self.services.into_iter().zip(self.records.into_iter().zip(added)).map(held);
        ClusterTimeline {
            services: services.collect(),
            jobs: self.timed.into_iter().map(|job| Steps::from_deltas(job.places)).collect(),
            groups,
            instances: Steps::from_deltas(all),
            least_credits: self.least_credits,
            served: self.served,
            throttled_minutes: self.throttled_minutes,
            most_waiting: self.most_waiting,
            decisions: self.decisions,
        }
    }
}

/// When tasks got their places, of changes in order.
fn arrivals(changes: &[(i64, i64)]) -> Vec<(i64, u32)> {
    changes.iter().filter(|&&(_, change)| change > 0).map(|&(second, change)| (second, change as u32)).collect()
}

fn groups_of(billed: &[(usize, bool, i64, i64)], charged: &[(usize, bool, i64, f64)]) -> Vec<InstanceTimeline> {
    let mut keys: Vec<(usize, bool)> = billed.iter().map(|&(type_index, spot, ..)| (type_index, spot)).collect();
    keys.sort_unstable();
    keys.dedup();
    let timeline = |(type_index, spot)| {
        let own = billed.iter().filter(|one| (one.0, one.1) == (type_index, spot));
        let instances = Steps::from_deltas(own.flat_map(|&(_, _, from, to)| [(from, 1), (to, -1)]).collect());
        let owed = charged.iter().filter(|one| (one.0, one.1) == (type_index, spot));
        let charged_credits = owed.map(|one| (one.2, one.3)).collect();
        InstanceTimeline { type_index, spot, instances, charged_credits }
    };
    keys.into_iter().map(timeline).collect()
}
