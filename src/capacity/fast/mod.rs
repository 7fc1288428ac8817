//! The plain case of a service, without looking at every minute: a fixed count or one target-tracking policy.
//!
//! Between two decisions the serving tasks of every minute are known, because only decisions change them. So the
//! datapoints are scanned for the first that makes the policy act, against thresholds on demand itself. The outcome is
//! that of the loop over minutes, bit for bit; that loop remains the statement of what is right.

mod lookout;
mod pool;
mod threshold;
mod tracking;
mod watch;

pub(super) use self::lookout::{Lookout, can_look_ahead};
use self::pool::{FargatePool, FargateTimes};
use self::tracking::{Standing, Tracking, Upcoming};
use super::control::Control;
use super::lifecycle::{LaunchPath, PoolRecord, TaskPool, TaskTimes};
use super::service::{ServiceInputs, ServiceTimeline};
use super::steps::Steps;
use super::tally::TallySums;
use crate::scenario::{Resolution, Scaling, Service, TargetTracking, TaskCount};

/// The timeline of a service of the plain case; `None` for any other.
///
/// Plain is: a fixed count or exactly one target-tracking policy of the standard resolution beside
/// scheduled actions, neither deployments, a queue nor a latency objective, and no reasons asked for.
#[must_use]
pub fn simulate_plain_service(inputs: &ServiceInputs<'_>) -> Option<ServiceTimeline> {
    let service = inputs.service;
    if inputs.explained || !is_plain(service) || service.objective.latency.is_some() {
        return None;
    }
    match &service.count {
        TaskCount::Fixed(count) => Some(fixed(inputs, *count)),
        TaskCount::Scaled(scaling) => scaled(inputs, scaling),
    }
}

/// Whether only scaling changes a service's tasks, and nothing waits.
fn is_plain(service: &Service) -> bool {
    service.deployments.is_none() && service.queue_limit <= 0.0
}

/// The one policy of a service that nothing else scales, of the standard resolution.
fn plain_policy(scaling: &Scaling) -> Option<TargetTracking> {
    let [policy] = scaling.target_tracking[..] else { return None };
    let is_alone = scaling.step_scaling.is_empty() && scaling.predictive.is_none();
    (is_alone && policy.resolution == Resolution::Standard).then_some(policy)
}

/// A fixed count: nothing ever happens (rule S10).
fn fixed(inputs: &ServiceInputs<'_>, count: u32) -> ServiceTimeline {
    let steps = Steps::from_changes([(inputs.first_minute * 60, count)]);
    let tally = tally_of(inputs, &steps);
    ServiceTimeline::of_steady_tasks(steps, Vec::new(), tally)
}

fn scaled(inputs: &ServiceInputs<'_>, scaling: &Scaling) -> Option<ServiceTimeline> {
    let policy = plain_policy(scaling).filter(|_| !inputs.demand.is_empty())?;
    let tracking = Tracking::new(policy, inputs.work, inputs.demand, scaling.detection_delay_seconds);
    let control = Control::of(inputs);
    let (count, first_minute) = (control.first_desired(), inputs.first_minute);
    Some(match inputs.path {
        LaunchPath::Fargate { provisioning_seconds } => {
            let times = FargateTimes {
                provisioning: i64::from(provisioning_seconds),
                start: i64::from(inputs.service.workload.start_seconds),
                drain: i64::from(scaling.deregistration_delay_seconds),
                stop: i64::from(scaling.stop_seconds),
            };
            PlainRun::new(inputs, control, tracking, FargatePool::new(times, count, first_minute)).run()
        }
        LaunchPath::FargateWindows { .. } | LaunchPath::Instances { .. } => {
            let times = TaskTimes {
                tick_seconds: control.tick_seconds(),
                start_seconds: inputs.service.workload.start_seconds,
                drain_seconds: control.drain_seconds(),
                stop_seconds: control.stop_seconds(),
            };
            let pool = TaskPool::new(inputs.path, times, count, first_minute * 60);
            PlainRun::new(inputs, control, tracking, pool).run()
        }
    })
}

/// Tasks that are launched and removed by the minute.
trait Pool {
    /// Launches or removes tasks at the start of `minute` until `desired` are held; returns how many serve in it.
    fn adjust(&mut self, minute: i64, desired: u32) -> u32;

    /// How many tasks serve in `minute`, in which nothing is launched or removed.
    fn serving_at(&mut self, minute: i64) -> u32;

    /// The next minute in which more tasks serve, if nothing else happens before.
    fn next_serving_minute(&self) -> Option<i64>;

    /// The record of every task there was; what is still held has no end.
    fn finish(self) -> PoolRecord;
}

impl Pool for TaskPool {
    fn adjust(&mut self, minute: i64, desired: u32) -> u32 {
        TaskPool::adjust(self, minute * 60, desired);
        TaskPool::serving_at(self, minute * 60)
    }

    fn serving_at(&mut self, minute: i64) -> u32 {
        TaskPool::serving_at(self, minute * 60)
    }

    fn next_serving_minute(&self) -> Option<i64> {
        self.next_serving_second().map(|second| second.div_euclid(60))
    }

    fn finish(self) -> PoolRecord {
        TaskPool::finish(self)
    }
}

/// Seconds, and a count from each on.
type Changes = Vec<(i64, u32)>;

/// A service of the plain case as it runs.
struct PlainRun<'a, 'b, P> {
    inputs: &'b ServiceInputs<'a>,
    control: Control,
    tracking: Tracking<'a>,
    tasks: Tasks<P>,
    desired: Changes,
}

/// Its tasks, and how many of them serve.
struct Tasks<P> {
    first_minute: i64,
    pool: P,
    serving: Changes,
}

impl<'a, 'b, P: Pool> PlainRun<'a, 'b, P> {
    fn new(inputs: &'b ServiceInputs<'a>, control: Control, tracking: Tracking<'a>, pool: P) -> Self {
        let tasks = Tasks { first_minute: inputs.first_minute, pool, serving: Vec::new() };
        Self { inputs, control, tracking, tasks, desired: Vec::new() }
    }

    fn run(mut self) -> ServiceTimeline {
        let end = self.inputs.demand.len();
        let mut minute = 0;
        let mut desired = self.control.first_desired();
        while minute < end {
            let bounds = self.control.bounds_at(self.inputs.first_minute + minute as i64);
            desired = desired.clamp(bounds.least, bounds.most);
            self.see_serving_before(minute);
            desired = self.tracking.decide(minute, Standing { desired, bounds }).unwrap_or(desired);
            self.hold(minute, desired);
            let until = self.next_scheduled(minute).min(end);
            minute = self.tracking.next_decision(until, Standing { desired, bounds }, &mut self.tasks);
        }
        self.see_serving_before(end);
        self.finish()
    }

    fn see_serving_before(&mut self, minute: usize) {
        while let Some((from, serving)) = self.tasks.next_before(minute) {
            self.tracking.serve_from(from, serving);
        }
    }

    /// Holds `desired` tasks from `minute` on.
    fn hold(&mut self, minute: usize, desired: u32) {
        let utc_minute = self.inputs.first_minute + minute as i64;
        push_change(&mut self.desired, utc_minute, desired);
        let serving = self.tasks.pool.adjust(utc_minute, desired);
        if push_change(&mut self.tasks.serving, utc_minute, serving) || minute == 0 {
            self.tracking.serve_from(minute, serving);
        }
    }

    /// The next minute in which an action fires.
    fn next_scheduled(&self, minute: usize) -> usize {
        let since_first = |at: i64| usize::try_from(at - self.inputs.first_minute).unwrap_or(0).max(minute + 1);
        self.control.next_change_minute().map_or(usize::MAX, since_first)
    }

    fn finish(self) -> ServiceTimeline {
        let record = self.tasks.pool.finish();
        let serving = Steps::from_distinct(self.tasks.serving);
        ServiceTimeline {
            desired: Steps::from_distinct(self.desired),
            tally: tally_of(self.inputs, &serving),
            serving,
            places: match self.inputs.path {
                LaunchPath::Instances { .. } => record.places,
                LaunchPath::Fargate { .. } | LaunchPath::FargateWindows { .. } => record.billed.clone(),
            },
            billed: record.billed,
            pulls: record.pulls,
            deployment: Steps::default(),
            deployment_pulls: Vec::new(),
            decisions: Vec::new(),
        }
    }
}

impl<P: Pool> Upcoming for Tasks<P> {
    fn next_before(&mut self, minute: usize) -> Option<(usize, u32)> {
        let from = self.unchanged_until();
        (from < minute).then(|| {
            let utc_minute = self.first_minute + from as i64;
            let serving = self.pool.serving_at(utc_minute);
            push_change(&mut self.serving, utc_minute, serving);
            (from, serving)
        })
    }

    fn unchanged_until(&self) -> usize {
        let since_first = |at: i64| usize::try_from(at - self.first_minute).unwrap_or(0);
        self.pool.next_serving_minute().map_or(usize::MAX, since_first)
    }
}

/// Whether the count changed; it is 0 before the first.
fn push_change(changes: &mut Changes, minute: i64, count: u32) -> bool {
    let is_new = changes.last().map_or(0, |&(_, last)| last) != count;
    if is_new {
        changes.push((minute * 60, count));
    }
    is_new
}

/// What the serving tasks make of demand over the horizon (rule S11).
fn tally_of(inputs: &ServiceInputs<'_>, serving: &Steps) -> super::Tally {
    let minute = |second: i64| (second / 60 - inputs.first_minute) as usize;
    let end = inputs.first_minute + inputs.demand.len() as i64;
    let first = inputs.horizon_minute.clamp(inputs.first_minute, end);
    let mut sums = TallySums::default();
    for (from, to, tasks) in serving.runs(first * 60, end * 60) {
        sums.add_minutes(&inputs.demand[minute(from)..minute(to)], tasks, &inputs.work);
    }
    sums.finish(60, &inputs.work, None)
}
