//! The plain case of a service, without looking at every minute: Fargate and one target-tracking policy.
//!
//! Between two decisions the serving tasks of every minute are known, because only decisions change them. So the
//! datapoints are scanned for the first that makes the policy act, against thresholds on demand itself. The outcome is
//! that of the loop over minutes, bit for bit; that loop remains the statement of what is right.

mod pool;
mod threshold;
mod tracking;
mod watch;

use self::pool::{FargatePool, TaskTimes};
use self::tracking::{Standing, Tracking};
use super::control::Control;
use super::lifecycle::LaunchPath;
use super::service::{ServiceInputs, ServiceTimeline};
use super::steps::Steps;
use super::tally::TallySums;
use crate::scenario::{Resolution, Scaling, TaskCount};

/// The timeline of a service of the plain case; `None` for any other.
///
/// Plain is: on Fargate, a fixed count or exactly one target-tracking policy of the standard resolution beside
/// scheduled actions, neither deployments, a queue nor a latency objective, and no reasons asked for.
#[must_use]
pub fn simulate_plain_service(inputs: &ServiceInputs<'_>) -> Option<ServiceTimeline> {
    let LaunchPath::Fargate { provisioning_seconds } = inputs.path else { return None };
    let service = inputs.service;
    if inputs.explained
        || service.deployments.is_some()
        || service.queue_limit > 0.0
        || service.objective.latency.is_some()
    {
        return None;
    }
    match &service.count {
        TaskCount::Fixed(count) => Some(fixed(inputs, *count)),
        TaskCount::Scaled(scaling) => scaled(inputs, scaling, provisioning_seconds),
    }
}

/// A fixed count: nothing ever happens (rule S10).
fn fixed(inputs: &ServiceInputs<'_>, count: u32) -> ServiceTimeline {
    let steps = Steps::from_changes(changes_in_seconds(inputs, &[(0, count)]));
    ServiceTimeline::of_steady_tasks(steps, Vec::new(), tally_of(inputs, &[(0, count)]))
}

fn scaled(inputs: &ServiceInputs<'_>, scaling: &Scaling, provisioning_seconds: u32) -> Option<ServiceTimeline> {
    let [policy] = scaling.target_tracking[..] else { return None };
    let is_plain = scaling.step_scaling.is_empty()
        && scaling.predictive.is_none()
        && policy.resolution == Resolution::Standard
        && !inputs.demand.is_empty();
    is_plain.then(|| {
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

/// Minutes counted from the first simulated one, and a count from each on.
type Changes = Vec<(usize, u32)>;

/// A service of the plain case as it runs.
struct PlainRun<'a, 'b> {
    inputs: &'b ServiceInputs<'a>,
    control: Control,
    tracking: Tracking<'a>,
    pool: FargatePool,
    desired: Changes,
    serving: Changes,
}

impl<'a, 'b> PlainRun<'a, 'b> {
    fn new(inputs: &'b ServiceInputs<'a>, tracking: Tracking<'a>, times: TaskTimes) -> Self {
        let control = Control::of(inputs);
        let pool = FargatePool::new(times, control.first_desired(), inputs.first_minute);
        Self { inputs, control, tracking, pool, desired: Vec::new(), serving: Vec::new() }
    }

    fn run(mut self) -> ServiceTimeline {
        let end = self.inputs.demand.len();
        let mut minute = 0;
        let mut desired = self.control.first_desired();
        while minute < end {
            let bounds = self.control.bounds_at(self.inputs.first_minute + minute as i64);
            desired = desired.clamp(bounds.least, bounds.most);
            desired = self.tracking.decide(minute, Standing { desired, bounds }).unwrap_or(desired);
            self.hold(minute, desired);
            let until = self.next_change(minute).min(end);
            minute = self.tracking.next_decision(until, Standing { desired, bounds });
        }
        self.finish()
    }

    /// Holds `desired` tasks from `minute` on.
    fn hold(&mut self, minute: usize, desired: u32) {
        push_change(&mut self.desired, minute, desired);
        let serving = self.pool.adjust(self.inputs.first_minute + minute as i64, desired);
        if push_change(&mut self.serving, minute, serving) {
            self.tracking.serve_from(minute, serving);
        }
    }

    /// The next minute in which something happens whatever the policy says.
    fn next_change(&self, minute: usize) -> usize {
        let scheduled = self.control.next_change_minute();
        let serving = self.pool.next_serving_minute();
        let since_first = |at: i64| usize::try_from(at - self.inputs.first_minute).unwrap_or(0).max(minute + 1);
        [scheduled, serving].into_iter().flatten().map(since_first).min().unwrap_or(usize::MAX)
    }

    fn finish(self) -> ServiceTimeline {
        let record = self.pool.finish();
        ServiceTimeline {
            desired: Steps::from_changes(changes_in_seconds(self.inputs, &self.desired)),
            serving: Steps::from_changes(changes_in_seconds(self.inputs, &self.serving)),
            places: record.billed.clone(),
            billed: record.billed,
            pulls: record.pulls,
            deployment: Steps::default(),
            deployment_pulls: Vec::new(),
            decisions: Vec::new(),
            tally: tally_of(self.inputs, &self.serving),
        }
    }
}

/// Whether the count changed.
fn push_change(changes: &mut Changes, minute: usize, count: u32) -> bool {
    let is_new = changes.last().is_none_or(|&(_, last)| last != count);
    if is_new {
        changes.push((minute, count));
    }
    is_new
}

fn changes_in_seconds(inputs: &ServiceInputs<'_>, changes: &[(usize, u32)]) -> impl Iterator<Item = (i64, u32)> {
    let first = inputs.first_minute;
    changes.iter().map(move |&(minute, count)| ((first + minute as i64) * 60, count))
}

/// What the serving tasks make of demand over the horizon (rule S11).
fn tally_of(inputs: &ServiceInputs<'_>, serving: &[(usize, u32)]) -> super::Tally {
    let end = inputs.demand.len();
    let first = usize::try_from(inputs.horizon_minute - inputs.first_minute).unwrap_or(0).min(end);
    let mut sums = TallySums::default();
    for (index, &(from, tasks)) in serving.iter().enumerate() {
        let to = serving.get(index + 1).map_or(end, |next| next.0);
        let from = from.max(first);
        if from < to {
            sums.add_minutes(&inputs.demand[from..to], tasks, &inputs.work);
        }
    }
    sums.finish(60, &inputs.work, None)
}
