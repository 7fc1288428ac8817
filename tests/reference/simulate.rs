//! A service tick by tick, every task by itself (rules S, Q, Y, F1 and F2).

use std::collections::{BTreeSet, VecDeque};

use ecsplan::scenario::{
    DeploymentStrategy, DeploymentTimes, MaxCapacityBreach, Resolution, Scaling, Service, TaskCount, TaskSize,
};
use ecsplan::time::civil_minute;

use super::policies::{Moment, Past, Policies, load_of_hour};
use super::work::{Task, maximum};

/// How a launched task gets to its image pull.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path {
    Fargate { provisioning: i64 },
    Instances { request: i64, start: i64, delay: i64 },
}

impl Path {
    /// Seconds from launch to place, and to pull, of a task that must wait for an instance.
    fn seconds(self) -> (i64, i64) {
        match self {
            Self::Fargate { provisioning } => (0, provisioning),
            Self::Instances { request, start, .. } => (request, request + start),
        }
    }
}

/// One task's life, in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Life {
    launched: i64,
    place: i64,
    pull: i64,
    serving_tick: i64,
    /// When it was told to leave.
    removed: i64,
    stop: i64,
}

pub(crate) const EVER: i64 = i64::MAX;
pub(crate) const LONG_AGO: i64 = i64::MIN / 4;

impl Life {
    /// Launched and not yet stopped; one that never had a place left at once.
    fn counts_at(&self, second: i64) -> bool {
        let until = if self.place >= self.removed { self.removed } else { self.stop };
        self.launched <= second && second < until
    }

    /// From place to stop.
    fn placed(&self) -> Option<(i64, i64)> {
        (self.place < self.removed).then_some((self.place, self.stop))
    }

    /// From pull to stop.
    fn pulled(&self) -> Option<(i64, i64)> {
        (self.pull < self.removed).then_some((self.pull, self.stop))
    }
}

/// A service over time: one value for each simulated tick, and every task there ever was.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timeline {
    pub(crate) past: Past,
    pub(crate) desired: Vec<u32>,
    pub(crate) short: Vec<bool>,
    pub(crate) late: Vec<bool>,
    /// What waits when all is over.
    pub(crate) queued: f64,
    /// Every task from pull to stop, and every pull.
    pub(crate) billed: Vec<(i64, i64)>,
    pub(crate) pulls: Vec<i64>,
    /// Every place, those of deployments included.
    pub(crate) places: Vec<(i64, i64)>,
    /// Tasks that run on top in deployments, one by one, and their pulls.
    pub(crate) on_top: Vec<(i64, i64)>,
    pub(crate) on_top_pulls: Vec<i64>,
}

/// What decides about a service's tasks and looks at how they serve, tick by tick; where they run is told from outside.
pub(crate) struct Control<'a> {
    pub(crate) service: &'a Service,
    scaling: Option<&'a Scaling>,
    size: TaskSize,
    pub(crate) task: Task,
    /// Seconds from launch to place, and to pull.
    path: (i64, i64),
    pub(crate) tick: i64,
    first_second: i64,
    pub(crate) desired: u32,
    bounds: Option<Bounds>,
    policies: Option<Policies>,
    forecasts: Vec<(i64, i64, u32)>,
    due: VecDeque<i64>,
    deploying_until: i64,
    pub(crate) timeline: Timeline,
    /// Tasks that a deployment has stopped before their replacements serve.
    stopped: Vec<(i64, i64)>,
    /// Tasks that a deployment starts before it stops others: when, and for how long they run on top.
    pub(crate) starting_first: Vec<(i64, i64)>,
    pub(crate) waiting: f64,
}

/// Runs a service by itself over `demand`, whose first value is of `first_minute`; the horizon begins a day later.
pub(crate) fn simulate(
    service: &Service,
    size: TaskSize,
    task: Task,
    path: Path,
    first_minute: i64,
    demand: &[f64],
) -> Timeline {
    let mut control = Control::new(service, size, task, path.seconds(), first_minute, demand.len());
    let serving_tick = first_minute * 60;
    let first = Life { launched: LONG_AGO, place: LONG_AGO, pull: LONG_AGO, serving_tick, removed: EVER, stop: EVER };
    let mut held = vec![first; control.desired as usize];
    let mut gone: Vec<Life> = Vec::new();
    let end = first_minute + demand.len() as i64;
    for second in (first_minute * 60..end * 60).step_by(control.tick as usize) {
        let desired = control.decide(second);
        let missing = (desired as usize).saturating_sub(held.len());
        let room = if missing > 0 { room_at(path, second, &gone, &held) } else { 0 };
        for number in 0..missing {
            let (to_place, to_pull) = if number < room { (0, 0) } else { path.seconds() };
            let (place, pull) = (second + to_place, second + to_pull);
            let serving_tick = control.tick_from(pull + i64::from(service.workload.start_seconds));
            held.push(Life { launched: second, place, pull, serving_tick, removed: EVER, stop: EVER });
        }
        while held.len() > desired as usize {
            let life = held.pop().unwrap();
            let stop = second + control.seconds_to_leave(life.serving_tick <= second);
            gone.push(Life { removed: second, stop, ..life });
        }
        let up = held.iter().filter(|life| life.serving_tick <= second).count();
        control.serve(second, demand[((second / 60) - first_minute) as usize], up, None);
    }
    let mut timeline = control.timeline;
    timeline.queued = control.waiting;
    timeline.billed = gone.iter().chain(&held).filter_map(Life::pulled).collect();
    timeline.places.extend(gone.iter().chain(&held).filter_map(Life::placed));
    timeline.pulls = timeline.billed.iter().map(|(pull, _)| *pull).collect();
    timeline
}

/// How many new tasks find room at a second (rule G2).
fn room_at(path: Path, now: i64, gone: &[Life], held: &[Life]) -> usize {
    let Path::Instances { delay, .. } = path else { return 0 };
    let all: Vec<&Life> = gone.iter().chain(held).collect();
    let count_at = |second: i64| all.iter().filter(|life| life.counts_at(second)).count();
    let launches = all.iter().map(|life| life.launched).filter(|second| (now - delay..=now).contains(second));
    let seconds: BTreeSet<i64> = launches.chain([now - delay, now]).collect();
    let most = seconds.into_iter().map(count_at).max().unwrap();
    most - count_at(now)
}

impl<'a> Control<'a> {
    pub(crate) fn new(
        service: &'a Service,
        size: TaskSize,
        task: Task,
        path: (i64, i64),
        first_minute: i64,
        minutes: usize,
    ) -> Self {
        let scaling = match &service.count {
            TaskCount::Fixed(_) => None,
            TaskCount::Scaled(scaling) => Some(scaling),
        };
        let is_fine = |scaling: &Scaling| {
            scaling.target_tracking.iter().any(|one| one.resolution == Resolution::High)
                || scaling.step_scaling.iter().any(|one| one.resolution == Resolution::High)
        };
        let tick = if scaling.is_some_and(is_fine) { 20 } else { 60 };
        let past = Past { first_second: first_minute * 60, tick, ..Past::default() };
        let end = first_minute + minutes as i64;
        let bounds = scaling.map(|scaling| Bounds::before(scaling, size, first_minute, end));
        let desired = match &service.count {
            TaskCount::Fixed(count) => *count,
            TaskCount::Scaled(_) => bounds.as_ref().unwrap().least,
        };
        Self {
            service,
            scaling,
            size,
            task,
            path,
            tick,
            first_second: first_minute * 60,
            desired,
            bounds,
            policies: scaling.map(Policies::of),
            forecasts: Vec::new(),
            due: deployments_due(service, first_minute, end),
            deploying_until: LONG_AGO,
            timeline: Timeline { past, ..Timeline::default() },
            stopped: Vec::new(),
            starting_first: Vec::new(),
            waiting: 0.0,
        }
    }

    /// The desired count at a tick; deployments that begin are laid out.
    pub(crate) fn decide(&mut self, second: i64) -> u32 {
        let whole_minute = second % 60 == 0;
        // What deployments did long ago says nothing any more.
        self.stopped.retain(|(_, to)| second < *to);
        self.starting_first.retain(|(from, _)| second <= *from);
        if second == self.first_second + 1_440 * 60 {
            self.waiting = 0.0;
        }
        let deploys = whole_minute
            && second >= self.deploying_until
            && self.due.front().is_some_and(|minute| minute * 60 <= second);
        if let (Some(scaling), Some(mut bounds), Some(mut policies)) =
            (self.scaling, self.bounds.take(), self.policies.take())
        {
            if whole_minute {
                bounds.fire(scaling, self.size, second / 60);
                let forecast = self.forecast(scaling, second, &mut bounds);
                self.forecasts.extend(forecast);
            }
            let desired = self.desired.max(bounds.least).min(bounds.most());
            let in_force = self.forecasts.iter().filter(|(from, to, _)| *from <= second && second < *to);
            let forecast = in_force.map(|(_, _, count)| *count).max().unwrap_or(0).min(bounds.most());
            let moment = Moment {
                second,
                desired: desired.max(forecast),
                least: bounds.least.max(forecast),
                most: bounds.most(),
                may_scale_in: !deploys && second >= self.deploying_until,
            };
            self.desired = policies.decide(scaling, &self.timeline.past, &moment);
            (self.bounds, self.policies) = (Some(bounds), Some(policies));
        }
        if deploys {
            self.due.pop_front();
            self.deploying_until = self.deploy(self.desired, second);
        }
        self.desired
    }

    /// Of so many tasks that are up, those that serve at a tick (rule S8).
    pub(crate) fn serving_of(&self, up: usize, second: i64) -> u32 {
        let down = self.stopped.iter().filter(|(from, to)| *from <= second && second < *to).count();
        up.saturating_sub(down) as u32
    }

    /// How a tick goes with so many tasks up; `can` is what they can do, where that is not N·q.
    pub(crate) fn serve(&mut self, second: i64, wanted: f64, up: usize, can: Option<f64>) {
        let serving = self.serving_of(up, second);
        let can = can.unwrap_or(if serving == 0 { 0.0 } else { f64::from(serving) * self.task.q });
        let tau = self.tick as f64;
        let in_time = match &self.service.objective.latency {
            Some(objective) if serving > 0 => f64::from(serving) * self.task.rate_in_time(objective).unwrap_or(0.0),
            Some(_) => 0.0,
            None => f64::INFINITY,
        };
        self.timeline.late.push(wanted + self.waiting / tau > in_time * (1.0 + 1e-9));
        self.timeline.short.push(wanted > can * (1.0 + 1e-9));
        let served = if self.service.queue_limit > 0.0 {
            let work = self.waiting + tau * wanted;
            let done = work.min(tau * can);
            self.waiting = (work - done).min(self.service.queue_limit);
            done / tau
        } else {
            wanted.min(can)
        };
        self.timeline.desired.push(self.desired);
        let tasks = f64::from(serving);
        let values = (serving > 0).then(|| {
            [self.task.cpu_percent(tasks, served), self.task.memory_percent(tasks, served), 60.0 * wanted / tasks]
        });
        self.timeline.past.push(serving, served, wanted, values);
    }

    /// The first tick at a second or after it.
    pub(crate) fn tick_from(&self, second: i64) -> i64 {
        (second..second + self.tick).find(|one| one % self.tick == 0).unwrap()
    }

    /// How long a task that must leave takes to be gone.
    pub(crate) fn seconds_to_leave(&self, is_serving: bool) -> i64 {
        self.scaling.map_or(0, |one| {
            let drain = if is_serving { one.deregistration_delay_seconds } else { 0 };
            i64::from(drain) + i64::from(one.stop_seconds)
        })
    }

    // Deployments (rules Y)

    /// Lays a deployment out; when it ends.
    fn deploy(&mut self, desired: u32, begin: i64) -> i64 {
        let (place, pull) = self.path;
        let ready = begin + pull + i64::from(self.service.workload.start_seconds);
        let g = self.tick_from(ready) - begin;
        let l = self.seconds_to_leave(true);
        let bake = match self.service.deployments.as_ref().unwrap().strategy {
            DeploymentStrategy::Rolling { minimum_healthy_percent, maximum_percent } => {
                let bounds = (minimum_healthy_percent, maximum_percent);
                return self.roll(desired, begin, bounds, (place, pull, g, l));
            }
            DeploymentStrategy::BlueGreen { bake_seconds } => i64::from(bake_seconds),
            DeploymentStrategy::Canary { canary_bake_seconds, bake_seconds, .. } => {
                i64::from(canary_bake_seconds) + i64::from(bake_seconds)
            }
            DeploymentStrategy::Linear { step_percent, step_bake_seconds, bake_seconds } => {
                let steps = (1..).find(|steps| steps * step_percent >= 100).unwrap();
                i64::from(steps - 1) * i64::from(step_bake_seconds) + i64::from(bake_seconds)
            }
        };
        for _ in 0..desired {
            self.timeline.on_top.push((begin + pull, begin + g + bake + l));
            self.timeline.places.push((begin + place, begin + g + bake + l));
            self.timeline.on_top_pulls.push(begin + pull);
            self.starting_first.push((begin, g + bake + l));
        }
        if desired == 0 { begin } else { begin + g + bake }
    }

    fn roll(
        &mut self,
        d: u32,
        begin: i64,
        (minimum, maximum): (u32, u32),
        (place, pull, g, l): (i64, i64, i64, i64),
    ) -> i64 {
        let stop_first = (0..=d).rev().find(|s| 100 * (d - s) >= d * minimum).unwrap_or(0);
        let mut start_first = (0..=4 * d).rev().find(|e| 100 * (d + e) <= d * maximum).unwrap_or(0);
        if stop_first + start_first == 0 {
            start_first = 1;
        }
        let mut round = begin;
        let mut left = d;
        while left > 0 {
            for place_in_round in 0..left.min(stop_first + start_first) {
                if place_in_round < stop_first {
                    self.timeline.on_top.push((round, round + l));
                    self.timeline.places.push((round, round + l));
                    self.stopped.push((round, round + g));
                } else {
                    self.timeline.on_top.push((round + pull, round + g + l));
                    self.timeline.places.push((round + place, round + g + l));
                    self.starting_first.push((round, g + l));
                }
                self.timeline.on_top_pulls.push(round + pull);
            }
            left -= left.min(stop_first + start_first);
            round += g;
        }
        round
    }

    // Predictive scaling (rule S15)

    /// What the policy, if it acts at this minute, says: from, to, count.
    fn forecast(&self, scaling: &Scaling, second: i64, bounds: &mut Bounds) -> Option<(i64, i64, u32)> {
        let policy = scaling.predictive.as_ref()?;
        let acts_for = |hour: &i64| (hour * 3_600 - i64::from(policy.buffer_seconds)).div_euclid(60) == second / 60;
        let hour = [second / 3_600, second / 3_600 + 1].into_iter().find(acts_for)?;
        let known = (0..=second / 3_600).rev().find(|one| one % 6 == 0)?;
        let past = &self.timeline.past;
        let seen =
            |one: i64| (known - 336..known).contains(&one).then(|| load_of_hour(past, policy.metric, one)).flatten();
        let ticks: usize = (known - 336..known).filter_map(seen).map(|(_, ticks)| ticks).sum();
        if (ticks as i64) * self.tick < 86_400 {
            return None;
        }
        let mean = |every: i64| {
            let loads: Vec<f64> = (1..=14).filter_map(|k| seen(hour - k * every)).map(|(load, _)| load).collect();
            (!loads.is_empty()).then(|| loads.iter().sum::<f64>() / loads.len() as f64)
        };
        let load = mean(168).or_else(|| mean(24))?;
        let count = self.task.count_for(policy.metric, policy.target, load)?;
        if let MaxCapacityBreach::Increase { buffer_percent } = policy.max_capacity_breach
            && count > bounds.most()
        {
            bounds.set_most = (u64::from(count) * (100 + u64::from(buffer_percent))).div_ceil(100) as u32;
        }
        Some((second, (hour + 1) * 3_600, count))
    }
}

fn deployments_due(service: &Service, first: i64, end: i64) -> VecDeque<i64> {
    let Some(deployments) = &service.deployments else { return VecDeque::new() };
    match &deployments.times {
        DeploymentTimes::Scheduled(schedule) => schedule.firings(first, end).into(),
        DeploymentTimes::PerMonth(count) => {
            let mut due = VecDeque::new();
            for (start, length) in months_of_these_stories() {
                for k in 0..i64::from(*count) {
                    due.push_back(start + (2 * k + 1) * length / (2 * i64::from(*count)));
                }
            }
            due.into_iter().filter(|minute| (first..end).contains(minute)).collect()
        }
    }
}

/// Start and length, in minutes, of every month that these stories may touch.
fn months_of_these_stories() -> Vec<(i64, i64)> {
    let start = |year: i16, month: i8| civil_minute(jiff::civil::date(year, month, 1).at(0, 0, 0, 0));
    let mut starts: Vec<i64> = (1..=12).map(|month| start(2026, month)).collect();
    starts.insert(0, start(2025, 12));
    starts.push(start(2027, 1));
    starts.windows(2).map(|pair| (pair[0], pair[1] - pair[0])).collect()
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

impl Timeline {
    fn per_minute(&self) -> usize {
        (60 / self.past.tick) as usize
    }

    /// Requests (or vCPU-seconds) served in the minutes from `minute` on.
    pub(crate) fn served_from(&self, minute: usize) -> f64 {
        self.past.served[minute * self.per_minute()..].iter().map(|x| self.past.tick as f64 * x).sum()
    }

    /// Those that came in late ticks.
    pub(crate) fn late_from(&self, minute: usize) -> f64 {
        let from = minute * self.per_minute();
        let late = self.late[from..].iter().zip(&self.past.demand[from..]).filter(|(late, _)| **late);
        late.map(|(_, demand)| self.past.tick as f64 * demand).sum()
    }

    /// Minutes in which a tick is marked.
    fn minutes_marked(&self, marks: &[bool], minute: usize) -> u64 {
        let minutes = marks[minute * self.per_minute()..].chunks(self.per_minute());
        minutes.filter(|ticks| ticks.contains(&true)).count() as u64
    }

    pub(crate) fn minutes_short_from(&self, minute: usize) -> u64 {
        self.minutes_marked(&self.short, minute)
    }

    pub(crate) fn minutes_late_from(&self, minute: usize) -> u64 {
        self.minutes_marked(&self.late, minute)
    }

    /// Seconds that a count of each tick amounts to in an hour of the horizon.
    pub(crate) fn seconds_in_hour(&self, counts: &[u32], first_hour_minute: i64, hour: usize) -> i64 {
        let ticks = 60 * self.per_minute();
        let minute = (first_hour_minute - self.past.first_second / 60) as usize;
        let from = minute * self.per_minute() + hour * ticks;
        counts[from..from + ticks].iter().map(|count| self.past.tick * i64::from(*count)).sum()
    }
}
