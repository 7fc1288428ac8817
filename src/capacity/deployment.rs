//! Deployments: when they begin, and the tasks that run on top while revisions replace each other (rules Y).

use super::lifecycle::{LaunchPath, TaskTimes, next_tick};
use super::service::ServiceInputs;
use super::steps::Steps;
use crate::scenario::{DeploymentStrategy, DeploymentTimes};
use crate::time::utc_months;

/// What a deployment's tasks take, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RolloutTimes {
    /// From the launch of a task to its place on an instance; 0 on Fargate.
    pub place_seconds: i64,
    /// From the launch of a task to its image pull.
    pub pull_seconds: i64,
    /// From its launch until it serves, in whole ticks.
    pub serve_seconds: i64,
    /// From the moment a replaced task stops serving until it is gone: draining and stopping.
    pub leave_seconds: i64,
}

/// Tasks of a new revision that are launched together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wave {
    /// When they are launched.
    pub second: i64,
    /// How many.
    pub count: u32,
    /// Whether those that they replace stop before: then a task that leaves is what runs on top, from `second` on.
    pub stops_first: bool,
    /// How long the tasks on top run: from the image pull, or from `second` for those that leave first.
    pub seconds: i64,
}

/// A deployment laid out in time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeploymentWaves {
    /// What is launched, in order.
    pub waves: Vec<Wave>,
    /// Tasks that do not serve meanwhile: from, to, how many.
    pub not_serving: Vec<(i64, i64, u32)>,
    /// When the last new task serves or the bake time ends: until then nothing scales in and no other deployment begins.
    pub ends: i64,
}

/// Lays out a deployment of `desired` tasks that begins at `second` (rules Y2 to Y4).
#[must_use]
pub fn deployment_waves(
    strategy: &DeploymentStrategy,
    desired: u32,
    second: i64,
    times: &RolloutTimes,
) -> DeploymentWaves {
    match *strategy {
        DeploymentStrategy::Rolling { minimum_healthy_percent, maximum_percent } => {
            rolling(desired, second, times, minimum_healthy_percent, maximum_percent)
        }
        DeploymentStrategy::BlueGreen { bake_seconds } => beside(desired, second, times, i64::from(bake_seconds)),
        DeploymentStrategy::Linear { step_percent, step_bake_seconds, bake_seconds } => {
            let stages = i64::from(100_u32.div_ceil(step_percent.max(1)));
            beside(desired, second, times, (stages - 1) * i64::from(step_bake_seconds) + i64::from(bake_seconds))
        }
        DeploymentStrategy::Canary { canary_bake_seconds, bake_seconds, .. } => {
            beside(desired, second, times, i64::from(canary_bake_seconds) + i64::from(bake_seconds))
        }
    }
}

/// A whole second revision beside the first until the traffic has moved and the bake time is over (rule Y4).
fn beside(desired: u32, second: i64, times: &RolloutTimes, bake_seconds: i64) -> DeploymentWaves {
    if desired == 0 {
        return DeploymentWaves { ends: second, ..DeploymentWaves::default() };
    }
    let ends = second + times.serve_seconds + bake_seconds;
    let seconds = ends + times.leave_seconds - (second + times.pull_seconds);
    let wave = Wave { second, count: desired, stops_first: false, seconds };
    DeploymentWaves { waves: vec![wave], not_serving: Vec::new(), ends }
}

/// Rounds inside the two percentages (rule Y3).
fn rolling(
    desired: u32,
    second: i64,
    times: &RolloutTimes,
    minimum_healthy_percent: u32,
    maximum_percent: u32,
) -> DeploymentWaves {
    let (starts_first, stops_first) = round_of(desired, minimum_healthy_percent, maximum_percent);
    let mut laid_out = DeploymentWaves { ends: second, ..DeploymentWaves::default() };
    let mut left = desired;
    while left > 0 {
        let now = laid_out.ends;
        let serves = now + times.serve_seconds;
        let leaving = stops_first.min(left);
        let added = starts_first.min(left - leaving);
        if leaving > 0 {
            laid_out.waves.push(Wave { second: now, count: leaving, stops_first: true, seconds: times.leave_seconds });
            laid_out.not_serving.push((now, serves, leaving));
        }
        if added > 0 {
            let seconds = times.serve_seconds - times.pull_seconds + times.leave_seconds;
            laid_out.waves.push(Wave { second: now, count: added, stops_first: false, seconds });
        }
        left -= leaving + added;
        laid_out.ends = serves;
    }
    laid_out
}

/// How many tasks of a round start before those that they replace stop, and how many after; at least one in all.
fn round_of(desired: u32, minimum_healthy_percent: u32, maximum_percent: u32) -> (u32, u32) {
    let hundredths = |percent: u32| u64::from(desired) * u64::from(percent);
    let most = u32::try_from(hundredths(maximum_percent) / 100).unwrap_or(u32::MAX);
    let healthy = u32::try_from(hundredths(minimum_healthy_percent).div_ceil(100)).unwrap_or(u32::MAX);
    match (most.saturating_sub(desired), desired.saturating_sub(healthy)) {
        (0, 0) => (1, 0),
        round => round,
    }
}

/// The deployments of a service as its simulation goes on.
pub(super) struct Rollouts<'a> {
    strategy: Option<&'a DeploymentStrategy>,
    times: RolloutTimes,
    starts: Vec<i64>,
    next: usize,
    ends: i64,
    not_serving: Vec<(i64, i64, u32)>,
    extra: Vec<(i64, i64)>,
    places: Vec<(i64, i64)>,
    pulls: Vec<(i64, u32)>,
}

/// What the deployments of a service added to it.
pub(super) struct RolloutRecord {
    /// Tasks on top, billed or running.
    pub(super) extra: Steps,
    /// Tasks on top that hold a place on an instance.
    pub(super) places: Steps,
    /// Image pulls of the new revisions: second and how many.
    pub(super) pulls: Vec<(i64, u32)>,
}

impl<'a> Rollouts<'a> {
    /// The deployments of a service; none when it has no such thing.
    pub(super) fn of(inputs: &ServiceInputs<'a>, times: &TaskTimes) -> Self {
        let deployments = inputs.service.deployments.as_ref();
        let end = inputs.first_minute + inputs.demand.len() as i64;
        let starts = deployments.map_or_else(Vec::new, |one| start_minutes(&one.times, inputs.first_minute, end));
        Self {
            strategy: deployments.map(|one| &one.strategy),
            times: rollout_times(inputs.path, times),
            starts,
            next: 0,
            ends: i64::MIN,
            not_serving: Vec::new(),
            extra: Vec::new(),
            places: Vec::new(),
            pulls: Vec::new(),
        }
    }

    /// Whether a deployment begins at `second`; the next one waits until it has ended (rule Y1).
    pub(super) fn begins_at(&mut self, second: i64) -> bool {
        let due = self.starts.get(self.next).is_some_and(|minute| minute * 60 <= second);
        let begins = due && second.rem_euclid(60) == 0 && second >= self.ends;
        self.next += usize::from(begins);
        begins
    }

    /// Whether no deployment runs at `second` (rule Y5).
    pub(super) const fn may_scale_in(&self, second: i64) -> bool {
        second >= self.ends
    }

    /// Begins a deployment of `desired` tasks.
    pub(super) fn begin(&mut self, second: i64, desired: u32) {
        let Some(strategy) = self.strategy else { return };
        let laid_out = deployment_waves(strategy, desired, second, &self.times);
        self.ends = laid_out.ends;
        self.not_serving.retain(|&(_, to, _)| to > second);
        self.not_serving.extend(laid_out.not_serving);
        for wave in laid_out.waves {
            let (count, pull) = (i64::from(wave.count), wave.second + self.times.pull_seconds);
            let begins = if wave.stops_first { wave.second } else { pull };
            let place = if wave.stops_first { wave.second } else { wave.second + self.times.place_seconds };
            let end = begins + wave.seconds;
            self.extra.extend([(begins, count), (end, -count)]);
            self.places.extend([(place, count), (end, -count)]);
            self.pulls.push((pull, wave.count));
        }
    }

    /// Begins a deployment on a cluster, which places its tasks itself: what it launches, in order.
    pub(super) fn begin_on_cluster(&mut self, second: i64, desired: u32) -> Vec<Wave> {
        let Some(strategy) = self.strategy else { return Vec::new() };
        let laid_out = deployment_waves(strategy, desired, second, &self.times);
        self.ends = laid_out.ends;
        self.not_serving.retain(|&(_, to, _)| to > second);
        self.not_serving.extend(laid_out.not_serving);
        laid_out.waves
    }

    /// Tasks that have stopped before their replacements serve, at `second`.
    pub(super) fn not_serving_at(&self, second: i64) -> u32 {
        if second >= self.ends {
            return 0;
        }
        let here = |&&(from, to, _): &&(i64, i64, u32)| from <= second && second < to;
        self.not_serving.iter().filter(here).map(|&(_, _, count)| count).sum()
    }

    pub(super) fn finish(self) -> RolloutRecord {
        let (extra, places) = (Steps::from_deltas(self.extra), Steps::from_deltas(self.places));
        RolloutRecord { extra, places, pulls: self.pulls }
    }
}

/// What a deployment's tasks take on a launch path; on EC2 they wait for an instance *(rule Y2)*.
pub(super) fn rollout_times(path: LaunchPath, times: &TaskTimes) -> RolloutTimes {
    let (place_seconds, pull_seconds) = match path {
        LaunchPath::Fargate { provisioning_seconds } | LaunchPath::FargateWindows { provisioning_seconds } => {
            (0, i64::from(provisioning_seconds))
        }
        LaunchPath::Instances { instance_request_seconds, instance_start_seconds, .. } => {
            let request = i64::from(instance_request_seconds);
            (request, request + i64::from(instance_start_seconds))
        }
    };
    RolloutTimes {
        place_seconds,
        pull_seconds,
        serve_seconds: next_tick(pull_seconds + i64::from(times.start_seconds), times.tick_seconds),
        leave_seconds: i64::from(times.drain_seconds) + i64::from(times.stop_seconds),
    }
}

/// The minutes of `[first, end)` at which deployments are due (rule Y1).
fn start_minutes(times: &DeploymentTimes, first: i64, end: i64) -> Vec<i64> {
    match times {
        DeploymentTimes::Scheduled(schedule) => schedule.firings(first, end),
        DeploymentTimes::PerMonth(count) => {
            let count = i64::from(*count);
            let of_month =
                |(start, minutes): (i64, i64)| (0..count).map(move |k| start + (2 * k + 1) * minutes / (2 * count));
            let due = utc_months(first, end).into_iter().flat_map(of_month);
            due.filter(|minute| (first..end).contains(minute)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TIMES: RolloutTimes =
        RolloutTimes { place_seconds: 0, pull_seconds: 20, serve_seconds: 120, leave_seconds: 330 };

    fn rolling_of(minimum_healthy_percent: u32, maximum_percent: u32) -> DeploymentStrategy {
        DeploymentStrategy::Rolling { minimum_healthy_percent, maximum_percent }
    }

    #[test]
    fn the_default_doubles_the_service_for_one_round() {
        let laid_out = deployment_waves(&rolling_of(100, 200), 10, 6_000, &TIMES);
        assert_eq!(laid_out.waves, [Wave { second: 6_000, count: 10, stops_first: false, seconds: 430 }]);
        assert_eq!((laid_out.not_serving, laid_out.ends), (Vec::new(), 6_120));
    }

    #[test]
    fn percentages_are_rounded_so_that_both_bounds_hold() {
        // Of 5 tasks at least ⌈2.5⌉ = 3 stay, so 2 stop first; at most ⌊6.25⌋ = 6 run, so 1 starts first.
        let laid_out = deployment_waves(&rolling_of(50, 125), 5, 0, &TIMES);
        let wave = |second, count, stops_first, seconds| Wave { second, count, stops_first, seconds };
        let expected = [wave(0, 2, true, 330), wave(0, 1, false, 430), wave(120, 2, true, 330)];
        assert_eq!(laid_out.waves, expected);
        assert_eq!(laid_out.not_serving, [(0, 120, 2), (120, 240, 2)]);
        assert_eq!(laid_out.ends, 240);
    }

    #[test]
    fn bounds_that_leave_no_room_replace_one_task_at_a_time() {
        let laid_out = deployment_waves(&rolling_of(100, 100), 3, 0, &TIMES);
        assert_eq!(laid_out.waves.len(), 3);
        assert!(laid_out.waves.iter().all(|wave| wave.count == 1 && !wave.stops_first));
    }

    #[test]
    fn the_other_strategies_run_both_revisions_until_the_last_bake_ends() {
        let ends = |strategy| deployment_waves(&strategy, 4, 0, &TIMES).ends;
        assert_eq!(ends(DeploymentStrategy::BlueGreen { bake_seconds: 600 }), 120 + 600);
        let linear =
            |step_percent| DeploymentStrategy::Linear { step_percent, step_bake_seconds: 360, bake_seconds: 600 };
        assert_eq!(ends(linear(25)), 120 + 3 * 360 + 600);
        assert_eq!(ends(linear(30)), 120 + 3 * 360 + 600, "30, 60, 90 and 100 percent");
        let canary = DeploymentStrategy::Canary { canary_percent: 5, canary_bake_seconds: 600, bake_seconds: 900 };
        let laid_out = deployment_waves(&canary, 4, 0, &TIMES);
        assert_eq!(laid_out.ends, 120 + 600 + 900);
        assert_eq!(laid_out.waves, [Wave { second: 0, count: 4, stops_first: false, seconds: 1_620 + 330 - 20 }]);
    }

    #[test]
    fn deployments_of_a_month_are_evenly_spaced() {
        let start = utc_months(29_000_000, 29_000_001)[0];
        let minutes = start_minutes(&DeploymentTimes::PerMonth(2), start.0, start.0 + start.1);
        assert_eq!(minutes, [start.0 + start.1 / 4, start.0 + 3 * start.1 / 4]);
    }

    proptest! {
        #[test]
        fn every_task_is_replaced_once_and_both_percentages_hold(
            desired in 0_u32..300, minimum in 0_u32..=100, maximum in 100_u32..=300,
        ) {
            let laid_out = deployment_waves(&rolling_of(minimum, maximum), desired, 0, &TIMES);
            let replaced: u32 = laid_out.waves.iter().map(|wave| wave.count).sum();
            prop_assert_eq!(replaced, desired);
            let healthy = (u64::from(desired) * u64::from(minimum)).div_ceil(100);
            let most = u64::from(desired) * u64::from(maximum) / 100;
            for wave in &laid_out.waves {
                let same = laid_out.waves.iter().filter(|other| other.second == wave.second);
                let (first, after): (Vec<&Wave>, Vec<&Wave>) = same.partition(|wave| !wave.stops_first);
                let count = |waves: &[&Wave]| waves.iter().map(|wave| u64::from(wave.count)).sum::<u64>();
                prop_assert!(u64::from(desired) - count(&after) >= healthy);
                let stuck = healthy == u64::from(desired) && most == u64::from(desired);
                prop_assert!(u64::from(desired) + count(&first) <= most || stuck);
            }
        }
    }
}
