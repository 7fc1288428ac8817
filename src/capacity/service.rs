//! One service over time: desired, serving, served and billed (rules S0 to S11, Q and Y).

use super::control::Control;
use super::decision::Decision;
use super::deployment::Rollouts;
use super::fast::simulate_plain_service;
use super::feed::MinuteLoad;
use super::hourly::simulate_service_by_hour;
use super::latency::latency_limit;
use super::lifecycle::{LaunchPath, TaskPool, TaskTimes};
use super::queue::Queue;
use super::steps::Steps;
use super::tally::{Tally, TallySums, borne_by, exceeds};
use super::work::TaskWork;
use crate::scenario::{Service, SimulationStep};

/// What a service's simulation needs to know.
#[derive(Clone, Copy, Debug)]
pub struct ServiceInputs<'a> {
    /// The service.
    pub service: &'a Service,
    /// CPU units of the candidate size.
    pub cpu_units: u32,
    /// What one task can do.
    pub work: TaskWork,
    /// How launched tasks come to serve.
    pub path: LaunchPath,
    /// UTC minute of the first value of `demand`.
    pub first_minute: i64,
    /// The first counted minute.
    pub horizon_minute: i64,
    /// Whether each value of `demand` is of a minute or of an hour.
    pub step: SimulationStep,
    /// Whether decisions are noted with their reasons, which takes many times longer than the simulation of a plain service.
    pub explained: bool,
    /// Demand per second of every simulated step; as long as the simulation.
    pub demand: &'a [f64],
}

impl ServiceInputs<'_> {
    /// The minute after the last simulated one.
    pub(super) fn end_minute(&self) -> i64 {
        let step_minutes = match self.step {
            SimulationStep::Minute => 1,
            SimulationStep::Hour => 60,
        };
        self.first_minute + step_minutes * self.demand.len() as i64
    }
}

/// A service over time.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceTimeline {
    /// Desired count, by the second.
    pub desired: Steps,
    /// Serving count, by the second.
    pub serving: Steps,
    /// Tasks from image pull to stop, by the second, without what deployments add.
    pub billed: Steps,
    /// Tasks holding a place on an instance, by the second, with what deployments add.
    pub places: Steps,
    /// Image pulls: second and how many, without those of deployments.
    pub pulls: Vec<(i64, u32)>,
    /// Tasks that deployments add, from image pull to stop, by the second (rules Y).
    pub deployment: Steps,
    /// Image pulls of deployments: second and how many.
    pub deployment_pulls: Vec<(i64, u32)>,
    /// Every change of the desired count, with its reason; empty unless asked for, and in the hourly mode.
    pub decisions: Vec<Decision>,
    /// Over the horizon.
    pub tally: Tally,
}

/// Runs the service over every step of `demand`, which must be finite and not negative.
///
/// The size must have passed [`limits_for`](super::limits_for); its bounds are derived here again.
#[must_use]
pub fn simulate_service(inputs: &ServiceInputs<'_>) -> ServiceTimeline {
    match inputs.step {
        SimulationStep::Minute => simulate_plain_service(inputs).unwrap_or_else(|| simulate_service_by_minute(inputs)),
        SimulationStep::Hour => simulate_service_by_hour(inputs),
    }
}

/// The same for every case, tick by tick, whatever `step` says: what [`simulate_plain_service`] must agree with.
#[must_use]
pub fn simulate_service_by_minute(inputs: &ServiceInputs<'_>) -> ServiceTimeline {
    Simulation::of(inputs).run(inputs)
}

/// The service at work.
struct Simulation<'a> {
    control: Control,
    pool: TaskPool,
    rollouts: Rollouts<'a>,
    queue: Queue,
    record: Record,
    desired: u32,
    tick_seconds: i64,
    capacity: f64,
}

impl<'a> Simulation<'a> {
    fn of(inputs: &ServiceInputs<'a>) -> Self {
        let control = Control::of(inputs);
        let desired = control.first_desired();
        let times = TaskTimes {
            tick_seconds: control.tick_seconds(),
            start_seconds: inputs.service.workload.start_seconds,
            drain_seconds: control.drain_seconds(),
            stop_seconds: control.stop_seconds(),
        };
        Self {
            pool: TaskPool::new(inputs.path, times, desired, inputs.first_minute * 60),
            rollouts: Rollouts::of(inputs, &times),
            queue: Queue::new(inputs.service.queue_limit),
            record: Record::new(inputs, times.tick_seconds),
            desired,
            tick_seconds: times.tick_seconds,
            capacity: inputs.work.capacity,
            control,
        }
    }

    fn run(mut self, inputs: &ServiceInputs<'a>) -> ServiceTimeline {
        for (minute, &demand) in (inputs.first_minute..).zip(inputs.demand) {
            if minute == inputs.horizon_minute {
                self.queue.clear();
            }
            let mut second = minute * 60;
            while second < (minute + 1) * 60 {
                self.tick(second, demand);
                second += self.tick_seconds;
            }
        }
        self.finish(inputs)
    }

    /// One tick: decide, deploy, launch or remove, serve, and write down.
    fn tick(&mut self, second: i64, demand: f64) {
        let deploys = self.rollouts.begins_at(second);
        let may_scale_in = !deploys && self.rollouts.may_scale_in(second);
        self.desired = self.control.desired_at(second, self.desired, may_scale_in);
        if deploys {
            self.rollouts.begin(second, self.desired);
        }
        self.pool.adjust(second, self.desired);
        let serving = self.pool.serving_at(second).saturating_sub(self.rollouts.not_serving_at(second));
        let capacity = if serving == 0 { 0.0 } else { f64::from(serving) * self.capacity };
        let waiting = self.queue.waiting();
        let served = self.queue.serve(demand, capacity, self.tick_seconds as f64);
        let load = MinuteLoad { serving, served, demand };
        self.control.observe(load);
        self.record.note(second, self.desired, load, capacity, waiting);
    }

    fn finish(mut self, inputs: &ServiceInputs<'_>) -> ServiceTimeline {
        let decisions = if inputs.explained { self.control.take_decisions() } else { Vec::new() };
        let (pool, rollouts) = (self.pool.finish(), self.rollouts.finish());
        let tally = self.record.tally(self.queue.waiting());
        let places = match inputs.path {
            LaunchPath::Instances { .. } => pool.places.plus(&rollouts.places),
            LaunchPath::Fargate { .. } | LaunchPath::FargateWindows { .. } => pool.billed.plus(&rollouts.extra),
        };
        ServiceTimeline {
            desired: Steps::from_changes(self.record.desired),
            serving: Steps::from_changes(self.record.serving),
            billed: pool.billed,
            places,
            pulls: pool.pulls,
            deployment: rollouts.extra,
            deployment_pulls: rollouts.pulls,
            decisions,
            tally,
        }
    }
}

impl ServiceTimeline {
    /// The timeline of tasks that are desired, serve, are billed and hold a place at the same time.
    pub(super) fn of_steady_tasks(tasks: Steps, pulls: Vec<(i64, u32)>, tally: Tally) -> Self {
        Self {
            desired: tasks.clone(),
            serving: tasks.clone(),
            billed: tasks.clone(),
            places: tasks,
            pulls,
            deployment: Steps::default(),
            deployment_pulls: Vec::new(),
            decisions: Vec::new(),
            tally,
        }
    }

    /// The timeline of a service whose tasks a cluster held; on EC2 a task pulls its image where it is placed.
    pub(super) fn of_cluster(held: ClusterHeld) -> Self {
        let ClusterHeld { record, decisions, places, pulls, deployment, deployment_pulls, queued } = held;
        let tally = record.tally(queued);
        Self {
            desired: Steps::from_changes(record.desired),
            serving: Steps::from_changes(record.serving),
            billed: places.clone(),
            places: places.plus(&deployment),
            pulls,
            deployment,
            deployment_pulls,
            decisions,
            tally,
        }
    }
}

/// What a cluster knows of a service when it ends.
pub(super) struct ClusterHeld {
    pub(super) record: Record,
    pub(super) decisions: Vec<Decision>,
    /// Tasks that held a place, without those of deployments.
    pub(super) places: Steps,
    pub(super) pulls: Vec<(i64, u32)>,
    /// Tasks of deployments that held a place.
    pub(super) deployment: Steps,
    /// Their image pulls.
    pub(super) deployment_pulls: Vec<(i64, u32)>,
    /// Demand that still waits.
    pub(super) queued: f64,
}

/// What is written down as the ticks pass.
pub(super) struct Record {
    work: TaskWork,
    tick_seconds: i64,
    has_queue: bool,
    horizon_second: i64,
    latency_limit: Option<f64>,
    desired: Vec<(i64, u32)>,
    serving: Vec<(i64, u32)>,
    last_short_minute: i64,
    last_late_minute: i64,
    sums: TallySums,
}

impl Record {
    pub(super) fn new(inputs: &ServiceInputs<'_>, tick_seconds: i64) -> Self {
        let objective = inputs.service.objective.latency;
        Self {
            work: inputs.work,
            tick_seconds,
            has_queue: inputs.service.queue_limit > 0.0,
            horizon_second: inputs.horizon_minute * 60,
            latency_limit: objective.map(|objective| latency_limit(&objective, &inputs.work).unwrap_or(0.0)),
            desired: Vec::new(),
            serving: Vec::new(),
            last_short_minute: i64::MIN,
            last_late_minute: i64::MIN,
            sums: TallySums::default(),
        }
    }

    /// A tick: its load, what all serving tasks could do, and what waited before it.
    pub(super) fn note(&mut self, second: i64, desired: u32, load: MinuteLoad, capacity: f64, waiting: f64) {
        push_change(&mut self.desired, second, desired);
        push_change(&mut self.serving, second, load.serving);
        if second >= self.horizon_second {
            self.count(second, load, capacity);
            self.count_late(second, load, waiting);
        }
    }

    /// Minutes from `second` on, all before or all in the horizon, in which as many tasks serve as in the one before and
    /// nothing waits.
    pub(super) fn note_minutes(&mut self, second: i64, demands: &[f64], serving: u32) {
        if second < self.horizon_second {
            return;
        }
        self.sums.add_minutes(demands, serving, &self.work);
        let Some(limit) = self.latency_limit else { return };
        for demand in demands.iter().filter(|&&demand| is_beyond(demand, serving, limit)) {
            self.sums.late += demand;
            self.sums.minutes_late += 1;
        }
    }

    fn count(&mut self, second: i64, load: MinuteLoad, capacity: f64) {
        self.sums.add(load);
        if exceeds(load.demand, capacity) {
            self.sums.minutes_short += u64::from(is_new_minute(&mut self.last_short_minute, second));
        }
    }

    /// A tick is late when what arrives and what waits is more than the tasks answer in time (rule Q4).
    fn count_late(&mut self, second: i64, load: MinuteLoad, waiting: f64) {
        let Some(limit) = self.latency_limit else { return };
        if is_beyond(load.demand + waiting / self.tick_seconds as f64, load.serving, limit) {
            self.sums.late += load.demand;
            self.sums.minutes_late += u64::from(is_new_minute(&mut self.last_late_minute, second));
        }
    }

    /// The tally of the horizon, at whose end `waiting` is queued.
    fn tally(&self, waiting: f64) -> Tally {
        self.sums.finish(self.tick_seconds, &self.work, self.has_queue.then_some(waiting))
    }
}

/// Whether `demand` is more than `serving` tasks bear at `each`.
fn is_beyond(demand: f64, serving: u32, each: f64) -> bool {
    exceeds(demand, borne_by(serving, each))
}

/// Whether the minute of `second` is another one than the last, which it becomes.
fn is_new_minute(last: &mut i64, second: i64) -> bool {
    let minute = second.div_euclid(60);
    std::mem::replace(last, minute) != minute
}

fn push_change(changes: &mut Vec<(i64, u32)>, second: i64, count: u32) {
    if changes.last().is_none_or(|&(_, last)| last != count) {
        changes.push((second, count));
    }
}
