//! [`simulate_cluster`]: the order of events in every tick (rule E10).

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::dice::Dice;
use super::group_scaling::{GroupScaling, GroupState};
use super::instance::Status;
use super::placement::Wish;
use super::quiet::has_quiet_minutes;
use super::roster::{RANKED_FROM, Roster};
use super::tasks::ServiceTasks;
use super::{ClusterInputs, ClusterTimeline, InstanceDecision};
use crate::capacity::job::job_starts;
use crate::capacity::packing::TaskFootprint;
use crate::capacity::service::Record;
use crate::scenario::PlacementStrategy;

/// Something that happens at a second of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    /// An instance becomes `ACTIVE`.
    Active(usize),
    /// A task gives its place on an instance back.
    Release { instance: usize, kind: usize },
}

/// Tasks that run for a given time: those of one job, or those that one service's deployments add.
pub(super) struct TimedTasks {
    pub(super) kind: usize,
    /// Tasks to come: when they fire and how many seconds they take.
    pub(super) starts: VecDeque<(i64, i64)>,
    /// Seconds that the waiting tasks take, the longest waiting first.
    pub(super) waiting: VecDeque<i64>,
    pub(super) spare_room_only: bool,
    pub(super) places: Vec<(i64, i64)>,
}

/// Tasks that wait for a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    pub(super) kind: usize,
    /// The group that is to take them.
    pub(super) group: usize,
    pub(super) count: u32,
}

/// A group of instances: what scales it, and its last datapoint.
pub(super) struct Group {
    pub(super) scaling: GroupScaling,
    pub(super) state: GroupState,
}

impl Group {
    fn new(inputs: &ClusterInputs<'_>) -> Self {
        let state = GroupState { instances: 0, needed: 0, active: 0, reserved_percent: 0.0 };
        Self { scaling: GroupScaling::new(inputs.settings), state }
    }
}

/// A cluster in the middle of its simulation.
pub(super) struct Cluster<'a> {
    pub(super) inputs: &'a ClusterInputs<'a>,
    /// Whether quiet minutes are passed over.
    looks_ahead: bool,
    /// Staying tasks of each kind in each zone, draining instances excepted.
    pub(super) by_zone: Vec<Vec<u32>>,
    /// What a task of each kind takes: services, jobs, deployments of the services.
    pub(super) footprints: Vec<TaskFootprint>,
    /// What the tasks of each kind need and which instances they would rather have.
    pub(super) wishes: Vec<Wish<'a>>,
    pub(super) instances: Roster,
    pub(super) next_number: usize,
    pub(super) spot_launches: usize,
    pub(super) services: Vec<ServiceTasks<'a>>,
    pub(super) records: Vec<Record>,
    /// The jobs, then the deployments of each service.
    pub(super) timed: Vec<TimedTasks>,
    /// Waiting tasks in the order in which they came.
    pub(super) queue: VecDeque<Waiting>,
    pub(super) events: BinaryHeap<Reverse<(i64, Event)>>,
    /// The groups, one unless services have capacity-provider strategies.
    pub(super) groups: Vec<Group>,
    pub(super) dice: Dice,
    /// Whether anything changed that M, N or the reservation depends on.
    pub(super) changed: bool,
    pub(super) billed: Vec<(usize, bool, i64, i64)>,
    /// Surplus credits charged: type, Spot, second, vCPU-minutes.
    pub(super) charged: Vec<(usize, bool, i64, f64)>,
    pub(super) least_credits: Vec<f32>,
    /// Mean served rate of each service and minute, where it does not follow from the serving tasks.
    pub(super) served: Vec<Vec<f64>>,
    pub(super) throttled_minutes: u64,
    pub(super) most_waiting: u32,
    pub(super) decisions: Vec<InstanceDecision>,
    /// Serving tasks of each service on each burstable instance, and the share of their CPU that they were given.
    pub(super) burst: Vec<Burst>,
    /// Whether the instances have changed since they were counted.
    pub(super) burst_stale: bool,
    /// Whether any type of the group is burstable.
    pub(super) burstable: bool,
}

/// The serving tasks of a burstable instance.
pub(super) struct Burst {
    pub(super) instance: usize,
    pub(super) serving: Vec<u32>,
    pub(super) share: f64,
}

/// Runs a cluster over every minute of its services' demand.
#[must_use]
pub fn simulate_cluster(inputs: &ClusterInputs<'_>) -> ClusterTimeline {
    Cluster::new(inputs, has_quiet_minutes(inputs), RANKED_FROM).run()
}

/// The same with instances ranked from the first one on, as they are in large clusters only.
#[must_use]
pub fn simulate_cluster_ranked(inputs: &ClusterInputs<'_>) -> ClusterTimeline {
    Cluster::new(inputs, has_quiet_minutes(inputs), 0).run()
}

/// The same for every case, tick by tick and looking at every instance: what passing over quiet minutes and ranking
/// instances must agree with.
#[must_use]
pub fn simulate_cluster_by_minute(inputs: &ClusterInputs<'_>) -> ClusterTimeline {
    Cluster::new(inputs, false, usize::MAX).run()
}

impl<'a> Cluster<'a> {
    fn new(inputs: &'a ClusterInputs<'a>, looks_ahead: bool, ranked_from: usize) -> Self {
        let services: Vec<ServiceTasks<'a>> =
            inputs.services.iter().map(|one| ServiceTasks::new(*one, looks_ahead)).collect();
        let record = |one: &ServiceTasks<'_>| Record::new(&one.inputs, one.control.tick_seconds());
        let records = services.iter().map(record).collect();
        let of_deployments = inputs.footprints[..services.len()].iter().copied();
        let footprints: Vec<TaskFootprint> = inputs.footprints.iter().copied().chain(of_deployments).collect();
        let groups = if inputs.by_strategy { 2 } else { 1 };
        Self {
            inputs,
            looks_ahead,
            by_zone: vec![vec![0; inputs.settings.zones as usize]; footprints.len()],
            wishes: wishes(inputs, &footprints),
            footprints,
            instances: Roster::new(groups, inputs.settings.zones as usize, ranked_from),
            next_number: 0,
            spot_launches: 0,
            records,
            timed: timed_tasks(inputs),
            services,
            queue: VecDeque::new(),
            events: BinaryHeap::new(),
            groups: (0..groups).map(|_| Group::new(inputs)).collect(),
            dice: Dice::new(inputs.seed),
            changed: true,
            billed: Vec::new(),
            charged: Vec::new(),
            least_credits: Vec::new(),
            served: Vec::new(),
            throttled_minutes: 0,
            most_waiting: 0,
            decisions: Vec::new(),
            burst: Vec::new(),
            burst_stale: true,
            burstable: inputs.types.iter().any(|one| one.credits.is_some()),
        }
    }

    fn run(mut self) -> ClusterTimeline {
        let inputs = self.inputs;
        let horizon_second = inputs.horizon.first_minute() * 60;
        let end = horizon_second + inputs.horizon.seconds();
        let first = inputs.services.first().map_or(horizon_second, |service| service.first_minute * 60);
        self.begin(first);
        let tick = self.services.iter().map(|service| service.control.tick_seconds()).min().unwrap_or(60);
        let mut now = first;
        while now < end {
            if now == horizon_second {
                self.services.iter_mut().for_each(|service| service.queue.clear());
            }
            self.run_tick(now, now >= horizon_second);
            now = if self.looks_ahead {
                let until = if now < horizon_second { horizon_second } else { end };
                self.pass_quiet_minutes(now, until)
            } else {
                now + tick
            };
        }
        self.finish(end)
    }

    fn run_tick(&mut self, now: i64, counted: bool) {
        self.happen_until(now);
        self.adjust_services(now);
        self.start_timed(now);
        self.place_waiting(now);
        let whole_minute = now.rem_euclid(60) == 0;
        if whole_minute {
            self.rebalance_zones(now);
            self.scale_groups(now);
        }
        if counted && !self.queue.is_empty() {
            let waiting = self.queue.iter().map(|waiting| waiting.count).sum();
            self.most_waiting = self.most_waiting.max(waiting);
        }
        self.serve(now, whole_minute, counted);
    }

    /// Instances that became `ACTIVE` and places given back up to `now`.
    pub(super) fn happen_until(&mut self, now: i64) {
        while let Some(&Reverse((second, event))) = self.events.peek() {
            if second > now {
                break;
            }
            self.events.pop();
            self.changed = true;
            match event {
                Event::Active(number) => {
                    if let Some(index) = self.instances.index_of(number) {
                        self.instances.change(index, &self.wishes, |one| one.status = Status::Active);
                    }
                }
                Event::Release { instance, kind } => self.release(instance, kind, second),
            }
        }
    }

    pub(super) fn release(&mut self, number: usize, kind: usize, second: i64) {
        let Some(index) = self.instances.index_of(number) else { return };
        let draining = self.instances[index].status == Status::Draining;
        let ends_stay = kind >= self.services.len();
        if ends_stay {
            let zone = self.instances[index].zone as usize;
            self.by_zone[kind][zone] -= u32::from(!draining);
        }
        let footprint = self.footprints[kind];
        self.instances.change(index, &self.wishes, |one| {
            if ends_stay {
                one.end_stay(kind);
            }
            one.release(kind, footprint);
        });
        if draining && self.instances[index].is_empty() {
            self.terminate(index, second);
        }
    }
}

/// The kinds of tasks: services, jobs, and what the services' deployments add.
fn wishes<'a>(inputs: &ClusterInputs<'a>, footprints: &[TaskFootprint]) -> Vec<Wish<'a>> {
    let (services, apart) = (inputs.services.len(), inputs.services.len() + inputs.jobs.len());
    let wish = |(kind, &footprint): (usize, &TaskFootprint)| {
        let service = if kind >= apart { kind - apart } else { kind };
        // Jobs are placed as ECS places tasks without a strategy of their own.
        let strategies = inputs.services.get(service).map_or(&[PlacementStrategy::SpreadZone][..], |one| {
            let placement: &'a [PlacementStrategy] = &one.service.placement;
            placement
        });
        let twin = match kind {
            _ if kind < services => kind + apart,
            _ if kind < apart => kind,
            _ => kind - apart,
        };
        let is_placed = kind < apart || inputs.services[service].service.deployments.is_some();
        Wish { kind, twin, footprint, strategies, is_placed }
    };
    footprints.iter().enumerate().map(wish).collect()
}

fn timed_tasks(inputs: &ClusterInputs<'_>) -> Vec<TimedTasks> {
    let (services, jobs) = (inputs.services.len(), inputs.jobs.len());
    let none = |kind, spare_room_only| TimedTasks {
        kind,
        starts: VecDeque::new(),
        waiting: VecDeque::new(),
        spare_room_only,
        places: Vec::new(),
    };
    let of_job = |(index, job): (usize, &crate::scenario::Job)| TimedTasks {
        starts: job_starts(job, inputs.horizon).into(),
        ..none(services + index, job.spare_room_only)
    };
    let of_deployments = (0..services).map(|index| none(services + jobs + index, false));
    inputs.jobs.iter().enumerate().map(of_job).chain(of_deployments).collect()
}
