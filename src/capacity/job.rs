//! Run-to-completion tasks over time (rules F5, E8 and J1 to J3).

use super::lifecycle::LaunchPath;
use super::steps::Steps;
use crate::scenario::{Job, JobDuration};
use crate::time::Horizon;

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
    let (wait, before) = match path {
        LaunchPath::Fargate { .. } | LaunchPath::FargateWindows { .. } => (0, 0),
        LaunchPath::Instances { instance_request_seconds, instance_start_seconds, .. } => {
            (i64::from(instance_request_seconds), i64::from(instance_start_seconds))
        }
    };
    let lengths: Vec<(i64, i64)> = task_durations(job)
        .into_iter()
        .map(|(duration, count)| ((before + i64::from(duration)).max(path.least_billed_seconds()), i64::from(count)))
        .collect();
    let spans = |minute: &i64| {
        let start = minute * 60 + wait;
        let ends = lengths.iter().map(move |&(length, count)| (start + length, -count));
        std::iter::once((start, i64::from(job.count))).chain(ends).collect::<Vec<_>>()
    };
    let tasks = Steps::from_deltas(firings.iter().flat_map(spans).collect());
    let pulls = firings.iter().map(|minute| (minute * 60, job.count)).collect();
    JobTimeline { tasks, pulls }
}

/// Every task of a job inside the horizon: the second it fires and how long it takes.
pub(super) fn job_starts(job: &Job, horizon: &Horizon) -> Vec<(i64, i64)> {
    let first = horizon.first_minute();
    let durations = task_durations(job);
    let firings = job.schedule.firings(first, first + horizon.minutes() as i64);
    let tasks = |minute: i64| {
        let alike =
            |&(seconds, count): &(u32, u32)| std::iter::repeat_n((minute * 60, i64::from(seconds)), count as usize);
        durations.iter().flat_map(alike).collect::<Vec<_>>()
    };
    firings.into_iter().flat_map(tasks).collect()
}

/// How long each of the tasks that start together takes: `(seconds, how many)`, ascending (rule J1).
#[must_use]
pub fn task_durations(job: &Job) -> Vec<(u32, u32)> {
    let points = match &job.duration {
        JobDuration::Fixed(seconds) => return vec![(*seconds, job.count)],
        JobDuration::Quantiles(points) => points,
    };
    let mut durations: Vec<(u32, u32)> = Vec::new();
    for task in 0..job.count {
        let seconds = quantile(points, 2 * u64::from(task) + 1, 2 * u64::from(job.count));
        match durations.last_mut() {
            Some((known, count)) if *known == seconds => *count += 1,
            _ => durations.push((seconds, 1)),
        }
    }
    durations
}

/// The quantile at `part` of `whole`, straight between the points beside it, in whole seconds, half up (rule J1).
fn quantile(points: &[(u32, u32)], part: u64, whole: u64) -> u32 {
    let at_or_before = points.partition_point(|&(percent, _)| u64::from(percent) * whole <= 100 * part);
    let (Some(&(from, least)), Some(&(to, most))) =
        (points.get(at_or_before.wrapping_sub(1)), points.get(at_or_before))
    else {
        // Outside the points given: the nearest of them.
        let nearest = if at_or_before == 0 { points.first() } else { points.last() };
        return nearest.map_or(0, |&(_, seconds)| seconds);
    };
    // seconds = least + (most − least) × (100·part/whole − from) / (to − from), as a fraction.
    let along = u128::from(100 * part - u64::from(from) * whole) * u128::from(most - least);
    let across = u128::from(to - from) * u128::from(whole);
    let more = (2 * along + across) / (2 * across);
    least + u32::try_from(more).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tasks_take_the_quantiles_in_the_middle_of_their_shares() {
        let points = [(0, 300), (50, 600), (100, 1_800)];
        // Two tasks stand at 25 and 75 percent, four at 12.5, 37.5, 62.5 and 87.5.
        assert_eq!([1, 3].map(|part| quantile(&points, part, 4)), [450, 1_200]);
        assert_eq!([1, 3, 5, 7].map(|part| quantile(&points, part, 8)), [375, 525, 900, 1_500]);
    }

    #[test]
    fn half_a_second_is_rounded_up() {
        assert_eq!(quantile(&[(0, 0), (100, 1)], 1, 2), 1);
        assert_eq!(quantile(&[(0, 0), (100, 1)], 49, 100), 0);
        assert_eq!(quantile(&[(0, 7), (100, 7)], 1, 3), 7);
    }

    proptest! {
        #[test]
        fn quantiles_never_leave_their_points(
            inner in proptest::collection::btree_map(1_u32..100, 0_u32..5_000, 0..5),
            whole in 1_u64..400,
        ) {
            let mut seconds = 0;
            let mut points = vec![(0, 0)];
            for (percent, more) in inner {
                seconds += more;
                points.push((percent, seconds));
            }
            points.push((100, seconds + 60));
            let taken: Vec<u32> = (0..whole).map(|task| quantile(&points, 2 * task + 1, 2 * whole)).collect();
            prop_assert!(taken.is_sorted());
            prop_assert!(taken.iter().all(|&one| one <= seconds + 60));
        }
    }
}
