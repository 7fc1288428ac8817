//! A service minute by minute, every task by itself (rules S, F1, F2 and E5).

use ecsplan::scenario::{Scaling, Service, TargetMetric, TargetTracking, TaskCount, TaskSize};

use super::work::{Task, ceil, maximum};

/// How a launched task gets to its image pull.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path {
    Fargate { provisioning: i64 },
    Ec2 { request: i64, start: i64, delay: i64 },
}

/// One task's life, in seconds since 1970 except where it says minute.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Life {
    launched: i64,
    pub(crate) place: i64,
    pub(crate) pull: i64,
    serving_minute: i64,
    /// When it was told to leave.
    removed: i64,
    pub(crate) stop: i64,
}

pub(crate) const EVER: i64 = i64::MAX;
const LONG_AGO: i64 = i64::MIN / 4;

impl Life {
    /// Launched and not yet stopped; one that never had a place left at once.
    fn counts_at(&self, second: i64) -> bool {
        let until = if self.place >= self.removed { self.removed } else { self.stop };
        self.launched <= second && second < until
    }

    /// From place to stop.
    pub(crate) fn placed(&self) -> Option<(i64, i64)> {
        (self.place < self.removed).then_some((self.place, self.stop))
    }

    /// From pull to stop.
    pub(crate) fn pulled(&self) -> Option<(i64, i64)> {
        (self.pull < self.removed).then_some((self.pull, self.stop))
    }
}

/// A service over time: one value for each simulated minute, and every task there ever was.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    pub(crate) first_minute: i64,
    pub(crate) desired: Vec<u32>,
    pub(crate) serving: Vec<u32>,
    pub(crate) served: Vec<f64>,
    pub(crate) short: Vec<bool>,
    pub(crate) tasks: Vec<Life>,
}

#[derive(Clone, Default)]
struct PolicyState {
    /// End of the scale-out cooldown and the capacity that began it.
    out_cooldown: Option<(i64, f64)>,
    in_cooldown_end: i64,
    datapoints: Vec<Option<f64>>,
}

struct Simulation<'a> {
    service: &'a Service,
    size: TaskSize,
    task: Task,
    path: Path,
    held: Vec<Life>,
    gone: Vec<Life>,
}

/// Runs a service over `demand`, whose first value is of `first_minute`.
pub(crate) fn simulate(
    service: &Service,
    size: TaskSize,
    task: Task,
    path: Path,
    first_minute: i64,
    demand: &[f64],
) -> Timeline {
    let mut simulation = Simulation { service, size, task, path, held: Vec::new(), gone: Vec::new() };
    match &service.count {
        TaskCount::Fixed(count) => simulation.run_fixed(*count, first_minute, demand),
        TaskCount::Scaled(scaling) => simulation.run_scaled(scaling, first_minute, demand),
    }
}

impl Simulation<'_> {
    fn run_fixed(&mut self, count: u32, first_minute: i64, demand: &[f64]) -> Timeline {
        self.begin_with(count, first_minute);
        let mut timeline = Timeline { first_minute, ..Timeline::default() };
        for wanted in demand {
            self.serve(&mut timeline, count, count, *wanted);
        }
        timeline.tasks = self.held.clone();
        timeline
    }

    fn run_scaled(&mut self, scaling: &Scaling, first_minute: i64, demand: &[f64]) -> Timeline {
        let mut bounds = Bounds::before(scaling, self.size, first_minute, first_minute + demand.len() as i64);
        let mut desired = bounds.least;
        self.begin_with(desired, first_minute);
        let mut policies =
            vec![PolicyState { in_cooldown_end: LONG_AGO, ..PolicyState::default() }; scaling.target_tracking.len()];
        let mut timeline = Timeline { first_minute, ..Timeline::default() };
        for (index, wanted) in demand.iter().enumerate() {
            let minute = first_minute + index as i64;
            bounds.fire(scaling, self.size, minute);
            desired = desired.max(bounds.least).min(bounds.most());
            desired = scale(scaling, &mut policies, &timeline, index as i64, desired, &bounds);
            self.set_count(desired, scaling, minute);
            let serving = self.held.iter().filter(|life| life.serving_minute <= minute).count() as u32;
            self.serve(&mut timeline, desired, serving, *wanted);
            for (policy, state) in scaling.target_tracking.iter().zip(&mut policies) {
                let served = *timeline.served.last().unwrap();
                state.datapoints.push(self.datapoint(policy, serving, served, *wanted));
            }
        }
        timeline.tasks = self.gone.iter().chain(&self.held).copied().collect();
        timeline
    }

    fn begin_with(&mut self, count: u32, first_minute: i64) {
        let life = Life {
            launched: LONG_AGO,
            place: LONG_AGO,
            pull: LONG_AGO,
            serving_minute: first_minute,
            removed: EVER,
            stop: EVER,
        };
        self.held = vec![life; count as usize];
    }

    fn serve(&self, timeline: &mut Timeline, desired: u32, serving: u32, wanted: f64) {
        let can = if serving == 0 { 0.0 } else { f64::from(serving) * self.task.q };
        timeline.desired.push(desired);
        timeline.serving.push(serving);
        timeline.served.push(wanted.min(can));
        timeline.short.push(wanted > can * (1.0 + 1e-9));
    }

    fn datapoint(&self, policy: &TargetTracking, serving: u32, served: f64, wanted: f64) -> Option<f64> {
        let tasks = f64::from(serving);
        (serving > 0).then(|| match policy.metric {
            TargetMetric::Cpu => self.task.cpu_percent(tasks, served),
            TargetMetric::Memory => self.task.memory_percent(tasks, served),
            TargetMetric::RequestsPerTarget => 60.0 * wanted / tasks,
        })
    }

    fn set_count(&mut self, desired: u32, scaling: &Scaling, minute: i64) {
        let held = self.held.len() as u32;
        if desired > held {
            self.launch(desired - held, minute);
        }
        for _ in desired..held {
            let life = self.held.pop().unwrap();
            self.remove(life, scaling, minute);
        }
    }

    fn launch(&mut self, count: u32, minute: i64) {
        let now = 60 * minute;
        let room = self.room_at(now);
        for number in 0..count {
            let (place, pull) = match self.path {
                Path::Fargate { provisioning } => (now, now + provisioning),
                Path::Ec2 { .. } if number < room => (now, now),
                Path::Ec2 { request, start, .. } => (now + request, now + request + start),
            };
            let ready = pull + i64::from(self.service.workload.start_seconds);
            let serving_minute = ready.div_euclid(60) + i64::from(ready.rem_euclid(60) > 0);
            self.held.push(Life { launched: now, place, pull, serving_minute, removed: EVER, stop: EVER });
        }
    }

    /// How many new tasks find room at a second (rule E5).
    fn room_at(&self, now: i64) -> u32 {
        let Path::Ec2 { delay, .. } = self.path else { return 0 };
        let all: Vec<Life> = self.gone.iter().chain(&self.held).copied().collect();
        let count_at = |second: i64| all.iter().filter(|life| life.counts_at(second)).count();
        let launches = all.iter().map(|life| life.launched).filter(|second| (now - delay..=now).contains(second));
        let most = launches.chain([now - delay, now]).map(count_at).max().unwrap();
        (most - count_at(now)) as u32
    }

    fn remove(&mut self, mut life: Life, scaling: &Scaling, minute: i64) {
        let drain = if life.serving_minute <= minute { i64::from(scaling.deregistration_delay_seconds) } else { 0 };
        life.removed = 60 * minute;
        life.stop = 60 * minute + drain + i64::from(scaling.stop_seconds);
        self.gone.push(life);
    }
}

/// The minimum and maximum in force; the maximum as it was last set.
struct Bounds {
    least: u32,
    set_most: u32,
    /// Minute and number of every action that fires, in order.
    firings: Vec<(i64, usize)>,
}

impl Bounds {
    fn before(scaling: &Scaling, size: TaskSize, first_minute: i64, end: i64) -> Self {
        let mut firings = Vec::new();
        for (number, action) in scaling.scheduled.iter().enumerate() {
            let minutes = action.schedule.firings(first_minute - 31 * 1_440, end);
            firings.extend(minutes.into_iter().map(|minute| (minute, number)));
        }
        firings.sort_unstable();
        let most = maximum(scaling, scaling.max_tasks, size);
        let mut bounds = Self { least: scaling.min_tasks, set_most: most, firings };
        for minute in first_minute - 31 * 1_440..first_minute {
            bounds.fire(scaling, size, minute);
        }
        bounds
    }

    fn most(&self) -> u32 {
        self.set_most.max(self.least)
    }

    fn fire(&mut self, scaling: &Scaling, size: TaskSize, minute: i64) {
        for (_, number) in self.firings.iter().filter(|(at, _)| *at == minute) {
            let action = &scaling.scheduled[*number];
            self.least = action.min_tasks.unwrap_or(self.least);
            self.set_most = action.max_tasks.map_or(self.set_most, |most| maximum(scaling, most, size));
        }
    }
}

/// What target tracking makes of the desired count in a minute (rules S2 to S6).
fn scale(
    scaling: &Scaling,
    policies: &mut [PolicyState],
    timeline: &Timeline,
    index: i64,
    desired: u32,
    bounds: &Bounds,
) -> u32 {
    let j = index - 1 - (i64::from(scaling.detection_delay_seconds) + 59) / 60;
    if j < 0 {
        return desired;
    }
    let rules = &scaling.target_tracking;
    let serving = f64::from(timeline.serving[j as usize]);
    let last = |state: &PolicyState, count: i64, test: &dyn Fn(f64) -> bool| {
        (j - count + 1..=j).all(|at| at >= 0 && state.datapoints[at as usize].is_some_and(test))
    };
    let is_high = |rule: &TargetTracking, state: &PolicyState| last(state, 3, &|x| x > rule.target * (1.0 + 1e-9));
    let is_low =
        |rule: &TargetTracking, state: &PolicyState| last(state, 15, &|x| x < 0.9 * rule.target * (1.0 - 1e-9));
    let proposal = |rule: &TargetTracking, state: &PolicyState, from: f64| {
        ceil(from * state.datapoints[j as usize].unwrap() / rule.target)
    };
    let out_from = |state: &PolicyState| match state.out_cooldown {
        Some((end, begun_with)) if index < end => begun_with,
        _ => serving,
    };

    let mut wanted_out: Vec<Option<u32>> = Vec::new();
    for (rule, state) in rules.iter().zip(policies.iter()) {
        wanted_out.push(is_high(rule, state).then(|| proposal(rule, state, out_from(state))));
    }
    let largest = wanted_out.iter().flatten().max().copied().unwrap_or(0).min(bounds.most());
    if largest > desired {
        for ((rule, state), wanted) in rules.iter().zip(policies.iter_mut()).zip(wanted_out) {
            state.in_cooldown_end = LONG_AGO;
            if wanted.is_some_and(|wanted| wanted > desired) {
                let end = index + (i64::from(rule.scale_out_cooldown_seconds) + 59) / 60;
                state.out_cooldown = Some((end, out_from(state)));
            }
        }
        return largest;
    }

    let mut smallest_allowed: Option<u32> = None;
    for (rule, state) in rules.iter().zip(policies.iter()).filter(|(rule, _)| !rule.disable_scale_in) {
        if !is_low(rule, state) || index < state.in_cooldown_end {
            return desired;
        }
        smallest_allowed = smallest_allowed.max(Some(proposal(rule, state, serving)));
    }
    let Some(target) = smallest_allowed.map(|target| target.max(bounds.least)) else { return desired };
    if target >= desired {
        return desired;
    }
    for (rule, state) in rules.iter().zip(policies.iter_mut()).filter(|(rule, _)| !rule.disable_scale_in) {
        state.in_cooldown_end = index + (i64::from(rule.scale_in_cooldown_seconds) + 59) / 60;
    }
    target
}

impl Timeline {
    /// Requests (or vCPU-seconds) served in the minutes from `index` on.
    pub(crate) fn served_from(&self, index: usize) -> f64 {
        self.served[index..].iter().map(|x| 60.0 * x).sum()
    }

    pub(crate) fn minutes_short_from(&self, index: usize) -> u64 {
        self.short[index..].iter().filter(|short| **short).count() as u64
    }

    /// Seconds that a count of each minute amounts to in an hour of the horizon.
    pub(crate) fn seconds_in_hour(&self, counts: &[u32], first_hour_minute: i64, hour: usize) -> i64 {
        let from = (first_hour_minute - self.first_minute) as usize + hour * 60;
        counts[from..from + 60].iter().map(|count| 60 * i64::from(*count)).sum()
    }
}
