//! One service over time: desired, serving, served and billed (rules S0 to S11, Q and Y).

use super::control::Control;
use super::decision::Decision;
use super::deployment::Rollouts;
use super::feed::MinuteLoad;
use super::latency::latency_limit;
use super::lifecycle::{LaunchPath, TaskPool, TaskTimes};
use super::queue::Queue;
use super::steps::Steps;
use super::work::TaskWork;
use crate::scenario::Service;

/// A tick is short of capacity, or late, when demand exceeds what is possible by more than rounding.
const SHORT_TOLERANCE: f64 = 1.0 + 1e-9;

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
    /// Demand per second of every simulated minute; as long as the simulation.
    pub demand: &'a [f64],
}

/// What was asked and what was served over the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Demand that arrived: requests, or vCPU-seconds.
    pub arrived: f64,
    /// Demand that was served.
    pub served: f64,
    /// Demand that still waits at the end of the horizon.
    pub queued: f64,
    /// Minutes with less capacity than demand.
    pub minutes_short: u64,
    /// Demand of the ticks in which responses were later than the latency objective allows.
    pub late: f64,
    /// Minutes with such ticks.
    pub minutes_late: u64,
    /// Sum over minutes of the serving tasks.
    pub serving_task_minutes: f64,
    /// Sum over minutes of serving tasks × CPU utilisation, percent.
    pub cpu_percent_task_minutes: f64,
}

impl Tally {
    /// Demand neither served nor waiting.
    #[must_use]
    pub fn not_served(&self) -> f64 {
        (self.arrived - self.served - self.queued).max(0.0)
    }

    /// Demand not served, in percent of what arrived; 0 when nothing arrived.
    #[must_use]
    pub fn not_served_percent(&self) -> f64 {
        if self.arrived > 0.0 { 100.0 * self.not_served() / self.arrived } else { 0.0 }
    }

    /// Demand of late ticks, in percent of what arrived; 0 when nothing arrived.
    #[must_use]
    pub fn late_percent(&self) -> f64 {
        if self.arrived > 0.0 { 100.0 * self.late / self.arrived } else { 0.0 }
    }

    /// Mean CPU utilisation of the serving tasks, percent; `None` when none served.
    #[must_use]
    pub fn mean_cpu_percent(&self) -> Option<f64> {
        (self.serving_task_minutes > 0.0).then(|| self.cpu_percent_task_minutes / self.serving_task_minutes)
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
    /// Every change of the desired count, with its reason.
    pub decisions: Vec<Decision>,
    /// Over the horizon.
    pub tally: Tally,
}

/// Runs the service over every minute of `demand`.
///
/// The size must have passed [`limits_for`](super::limits_for); its bounds are derived here again.
#[must_use]
pub fn simulate_service(inputs: &ServiceInputs<'_>) -> ServiceTimeline {
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
        self.finish(inputs.path)
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
        self.record.note(second, self.desired, load, waiting);
    }

    fn finish(mut self, path: LaunchPath) -> ServiceTimeline {
        let decisions = self.control.take_decisions();
        let (pool, rollouts) = (self.pool.finish(), self.rollouts.finish());
        self.record.tally.queued = self.queue.waiting();
        let places = match path {
            LaunchPath::Ec2 { .. } => pool.places.plus(&rollouts.places),
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
            tally: self.record.tally,
        }
    }
}

impl ServiceTimeline {
    /// The timeline of a service whose tasks a cluster held; on EC2 a task pulls its image where it is placed.
    pub(super) fn of_cluster(held: ClusterHeld) -> Self {
        let ClusterHeld { mut record, decisions, places, pulls, deployment, queued } = held;
        record.tally.queued = queued;
        Self {
            desired: Steps::from_changes(record.desired),
            serving: Steps::from_changes(record.serving),
            billed: places.clone(),
            places: places.plus(&deployment),
            pulls,
            deployment,
            deployment_pulls: Vec::new(),
            decisions,
            tally: record.tally,
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
    /// Demand that still waits.
    pub(super) queued: f64,
}

/// What is written down as the ticks pass.
pub(super) struct Record {
    work: TaskWork,
    tick_seconds: f64,
    horizon_second: i64,
    latency_limit: Option<f64>,
    desired: Vec<(i64, u32)>,
    serving: Vec<(i64, u32)>,
    last_short_minute: i64,
    last_late_minute: i64,
    tally: Tally,
}

impl Record {
    pub(super) fn new(inputs: &ServiceInputs<'_>, tick_seconds: i64) -> Self {
        let objective = inputs.service.objective.latency;
        Self {
            work: inputs.work,
            tick_seconds: tick_seconds as f64,
            horizon_second: inputs.horizon_minute * 60,
            latency_limit: objective.map(|objective| latency_limit(&objective, &inputs.work).unwrap_or(0.0)),
            desired: Vec::new(),
            serving: Vec::new(),
            last_short_minute: i64::MIN,
            last_late_minute: i64::MIN,
            tally: Tally::default(),
        }
    }

    pub(super) fn note(&mut self, second: i64, desired: u32, load: MinuteLoad, waiting: f64) {
        push_change(&mut self.desired, second, desired);
        push_change(&mut self.serving, second, load.serving);
        if second >= self.horizon_second {
            self.count(second, load);
            self.count_late(second, load, waiting);
        }
    }

    fn count(&mut self, second: i64, load: MinuteLoad) {
        let tasks = f64::from(load.serving);
        let minutes = self.tick_seconds / 60.0;
        self.tally.arrived += self.tick_seconds * load.demand;
        self.tally.served += self.tick_seconds * load.served;
        self.tally.serving_task_minutes += minutes * tasks;
        if load.serving > 0 {
            self.tally.cpu_percent_task_minutes += minutes * tasks * self.work.cpu_percent(load.served / tasks);
        }
        if is_beyond(load.demand, load.serving, self.work.capacity) {
            self.tally.minutes_short += u64::from(is_new_minute(&mut self.last_short_minute, second));
        }
    }

    /// A tick is late when what arrives and what waits is more than the tasks answer in time (rule Q4).
    fn count_late(&mut self, second: i64, load: MinuteLoad, waiting: f64) {
        let Some(limit) = self.latency_limit else { return };
        if is_beyond(load.demand + waiting / self.tick_seconds, load.serving, limit) {
            self.tally.late += self.tick_seconds * load.demand;
            self.tally.minutes_late += u64::from(is_new_minute(&mut self.last_late_minute, second));
        }
    }
}

/// Whether `demand` is more than `serving` tasks bear at `each`.
fn is_beyond(demand: f64, serving: u32, each: f64) -> bool {
    let bearable = if serving == 0 { 0.0 } else { f64::from(serving) * each };
    demand > bearable * SHORT_TOLERANCE
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
