//! The plain case of a service, without looking at every minute: Fargate and one target-tracking policy.
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
use self::pool::{FargatePool, TaskTimes};
pub(super) use self::tracking::Seen;
use self::tracking::{Standing, Tracking, Upcoming};
use super::control::Control;
use super::lifecycle::LaunchPath;
use super::service::{ServiceInputs, ServiceTimeline};
use super::steps::Steps;
use super::tally::TallySums;
use crate::scenario::{Resolution, Scaling, Service, TargetTracking, TaskCount};

/// The timeline of a service of the plain case; `None` for any other.
///
/// Plain is: on Fargate, a fixed count or exactly one target-tracking policy of the standard resolution beside
/// scheduled actions, neither deployments, a queue nor a latency objective, and no reasons asked for.
#[must_use]
pub fn simulate_plain_service(inputs: &ServiceInputs<'_>) -> Option<ServiceTimeline> {
    let LaunchPath::Fargate { provisioning_seconds } = inputs.path else { return None };
    let service = inputs.service;
    if inputs.explained || !is_plain(service) || service.objective.latency.is_some() {
        return None;
    }
    match &service.count {
        TaskCount::Fixed(count) => Some(fixed(inputs, *count)),
        TaskCount::Scaled(scaling) => scaled(inputs, scaling, provisioning_seconds),
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

fn scaled(inputs: &ServiceInputs<'_>, scaling: &Scaling, provisioning_seconds: u32) -> Option<ServiceTimeline> {
    let policy = plain_policy(scaling)?;
    (!inputs.demand.is_empty()).then(|| {
        let tracking = Tracking::new(policy, inputs.work, inputs.demand, scaling.detection_delay_seconds);
        let times = TaskTimes {
            provisioning: i64::from(provisioning_seconds),
            start: i64::from(inputs.service.workload.start_seconds),
            drain: i64::from(scaling.deregistration_delay_seconds),
            stop: i64::from(scaling.stop_seconds),
        };
        PlainRun::new(inputs, tracking, times).run()
    })
}

/// Seconds, and a count from each on.
type Changes = Vec<(i64, u32)>;

/// A service of the plain case as it runs.
struct PlainRun<'a, 'b> {
    inputs: &'b ServiceInputs<'a>,
    control: Control,
    tracking: Tracking<'a>,
    tasks: Tasks,
    desired: Changes,
}

/// Its tasks, and how many of them serve.
struct Tasks {
    first_minute: i64,
    pool: FargatePool,
    serving: Changes,
}

impl<'a, 'b> PlainRun<'a, 'b> {
    fn new(inputs: &'b ServiceInputs<'a>, tracking: Tracking<'a>, times: TaskTimes) -> Self {
        let control = Control::of(inputs);
        let first_minute = inputs.first_minute;
        let pool = FargatePool::new(times, control.first_desired(), first_minute);
        let tasks = Tasks { first_minute, pool, serving: Vec::new() };
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
            places: record.billed.clone(),
            billed: record.billed,
            pulls: record.pulls,
            deployment: Steps::default(),
            deployment_pulls: Vec::new(),
            decisions: Vec::new(),
        }
    }
}

impl Upcoming for Tasks {
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
