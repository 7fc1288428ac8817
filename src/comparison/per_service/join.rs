//! Parts as one option (rule PS5).

use std::ops::Range;

use super::part::Part;
use super::spot::{SpotPart, joined_interruptions};
use crate::bill::Bill;
use crate::capacity::Steps;
use crate::comparison::assemble::not_served_percent;
use crate::comparison::fargate_option::spot_share;
use crate::comparison::option::{CandidateCounts, Outcome, ServiceOutcome};
use crate::comparison::study::Study;
use crate::comparison::timeline::{CapacityTimeline, ClusterDecisions, WorkloadTimeline};
use crate::comparison::waste::Hosting;
use crate::usage::Ledger;

/// What parts are together, without a bill. Clusters come in the order of their first services and jobs.
pub(super) fn joined(study: &Study<'_>, mut parts: Vec<Part>) -> Outcome {
    let scenario = study.scenario;
    let service_count = scenario.services.len();
    parts.sort_by_key(|part| part.members.places(service_count).next());
    let mut union = Union::new(service_count + scenario.jobs.len());
    for part in parts {
        union.add(part, service_count);
    }
    let Union { capacity, services, workloads, timeline, spot, instance_groups, excluded_types, .. } = union;
    let services: Vec<ServiceOutcome> = services.into_iter().flatten().collect();
    let workloads: Vec<WorkloadTimeline> = workloads.into_iter().flatten().collect();
    let tasks: Vec<Steps> = workloads.iter().map(|workload| workload.running().clone()).collect();
    Outcome {
        bill: Bill { lines: Vec::new() },
        capacity,
        instance_groups,
        commitments: Vec::new(),
        meets_objective: services.iter().all(|service| service.meets_objective),
        not_served_percent: not_served_percent(study, &services),
        minutes_short: services.iter().map(|service| service.minutes_short).sum(),
        spot_share: spot_share(&services, &tasks, study),
        interruptions: joined_interruptions(spot, &workloads),
        excluded_types,
        placement_cost: None,
        candidates: CandidateCounts::default(),
        notes: Vec::new(),
        timeline: CapacityTimeline { workloads, ..timeline },
        services,
    }
}

/// Parts put together so far.
struct Union {
    capacity: Ledger,
    /// By place.
    services: Vec<Option<ServiceOutcome>>,
    /// By place.
    workloads: Vec<Option<WorkloadTimeline>>,
    timeline: CapacityTimeline,
    instance_groups: Vec<crate::comparison::InstanceGroup>,
    spot: Vec<SpotPart>,
    excluded_types: Option<crate::comparison::ExcludedTypes>,
    shared_clusters: usize,
}

impl Union {
    fn new(workloads: usize) -> Self {
        Self {
            capacity: Ledger::default(),
            services: vec![None; workloads],
            workloads: vec![None; workloads],
            timeline: CapacityTimeline::default(),
            instance_groups: Vec::new(),
            spot: Vec::new(),
            excluded_types: None,
            shared_clusters: 0,
        }
    }

    fn add(&mut self, part: Part, service_count: usize) {
        let places: Vec<usize> = part.members.places(service_count).collect();
        let outcome = part.outcome;
        let name = self.cluster_name(places.len());
        let groups = self.timeline.instances.len()..self.timeline.instances.len() + outcome.timeline.instances.len();
        self.capacity.extend(named(outcome.capacity, name.as_deref()));
        self.instance_groups.extend(outcome.instance_groups);
        self.excluded_types = self.excluded_types.take().or(outcome.excluded_types);
        self.spot.extend(outcome.interruptions.map(|expected| SpotPart {
            expected,
            places: places.clone(),
            groups: groups.clone(),
        }));
        self.add_timeline(outcome.timeline, &places, groups, name.as_deref());
        for (&place, service) in places.iter().zip(outcome.services) {
            self.services[place] = Some(service);
        }
    }

    fn add_timeline(&mut self, part: CapacityTimeline, places: &[usize], groups: Range<usize>, name: Option<&str>) {
        self.timeline.instances.extend(part.instances);
        let decisions = part.instance_decisions.into_iter().flat_map(|cluster| cluster.decisions).collect();
        self.timeline.instance_decisions.push(ClusterDecisions { groups, decisions });
        for mut hosting in part.hosting {
            hosting.tasks.iter_mut().for_each(|tasks| tasks.workload = places[tasks.workload]);
            let workload = hosting.workload.or_else(|| name.map(str::to_owned));
            self.timeline.hosting.push(Hosting { workload, ..hosting });
        }
        for (&place, workload) in places.iter().zip(part.workloads) {
            self.workloads[place] = Some(workload);
        }
    }

    /// The name under which the rows of a cluster that some workloads share are told apart (rule U2).
    fn cluster_name(&mut self, members: usize) -> Option<String> {
        if members < 2 || members == self.services.len() {
            return None;
        }
        self.shared_clusters += 1;
        Some(format!("cluster {}", self.shared_clusters))
    }
}

/// A ledger whose shared rows are those of a cluster.
fn named(mut ledger: Ledger, cluster: Option<&str>) -> Ledger {
    for row in ledger.rows.iter_mut().filter(|row| row.workload.is_none()) {
        row.workload = cluster.map(str::to_owned);
    }
    ledger
}
