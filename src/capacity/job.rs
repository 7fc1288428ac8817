//! Run-to-completion tasks over time (rules F5 and E8).

use super::lifecycle::LaunchPath;
use super::steps::Steps;
use crate::scenario::{Job, JobDuration};
use crate::time::Horizon;

/// Fargate bills a task for at least this long.
const LEAST_BILLED_SECONDS: i64 = 60;

/// A job over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobTimeline {
    /// Tasks billed (Fargate) or holding a place (EC2), by the second.
    pub tasks: Steps,
    /// Starts: second and how many.
    pub pulls: Vec<(i64, u32)>,
}

/// The tasks of a job that start inside the horizon.
#[must_use]
pub fn job_tasks(job: &Job, horizon: &Horizon, path: LaunchPath) -> JobTimeline {
    let first = horizon.first_minute();
    let firings = job.schedule.firings(first, first + horizon.minutes() as i64);
    let JobDuration::Fixed(duration) = job.duration else { unreachable!("the input layer reads fixed durations only") };
    let duration = i64::from(duration);
    let (wait, length) = match path {
        LaunchPath::Fargate { .. } => (0, duration.max(LEAST_BILLED_SECONDS)),
        LaunchPath::Ec2 { instance_request_seconds, instance_start_seconds, .. } => {
            (i64::from(instance_request_seconds), i64::from(instance_start_seconds) + duration)
        }
    };
    let count = i64::from(job.count);
    let span = |minute: &i64| {
        let start = minute * 60 + wait;
        [(start, count), (start + length, -count)]
    };
    let tasks = Steps::from_deltas(firings.iter().flat_map(span).collect());
    let pulls = firings.iter().map(|minute| (minute * 60, job.count)).collect();
    JobTimeline { tasks, pulls }
}

/// Every task of a job inside the horizon: the second it fires and how long it takes.
pub(super) fn job_starts(job: &Job, horizon: &Horizon) -> Vec<(i64, i64)> {
    let first = horizon.first_minute();
    let JobDuration::Fixed(duration) = job.duration else { unreachable!("the input layer reads fixed durations only") };
    let firings = job.schedule.firings(first, first + horizon.minutes() as i64);
    let tasks = |minute: i64| std::iter::repeat_n((minute * 60, i64::from(duration)), job.count as usize);
    firings.into_iter().flat_map(tasks).collect()
}
