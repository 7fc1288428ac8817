//! Target tracking with one policy: when it decides next, and what (rules S2 to S6).

use std::collections::VecDeque;

use super::super::alarm::thresholds;
use super::super::scaling_limits::Limits;
use super::super::work::TaskWork;
use super::super::{CEIL_TOLERANCE, ceil_count};
use super::threshold::least_demand_where;
use super::watch::{Band, Runs};
use crate::scenario::{TargetMetric, TargetTracking};

/// Approximate thresholds of proposals leave this share for rounding, which is a millionth of it.
const MARGIN: f64 = 1e-9;

/// Where the metric of so many tasks crosses the alarms' thresholds.
#[derive(Clone, Copy, Debug)]
struct AlarmDemand {
    high_from: f64,
    low_until: f64,
}

/// Minutes from one on in which equally many tasks serve.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: usize,
    tasks: u32,
    alarms: AlarmDemand,
}

/// What a decision starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) desired: u32,
    pub(super) bounds: Limits,
}

/// The serving tasks as they will be while nothing is decided.
pub(super) trait Upcoming {
    /// The next change before `minute`: from when on, and how many.
    fn next_before(&mut self, minute: usize) -> Option<(usize, u32)>;

    /// The minute of the change after that.
    fn unchanged_until(&self) -> usize;
}

/// Serving tasks that do not change.
pub(super) struct Unchanged;

impl Upcoming for Unchanged {
    fn next_before(&mut self, _minute: usize) -> Option<(usize, u32)> {
        None
    }

    fn unchanged_until(&self) -> usize {
        usize::MAX
    }
}

/// A policy with its cooldowns and the datapoints it has seen. Minutes are counted from the first simulated one.
pub(super) struct Tracking<'a> {
    policy: TargetTracking,
    work: TaskWork,
    demand: &'a [f64],
    /// From a datapoint's minute to the minute whose decision sees it first.
    lag: usize,
    /// From that of the last datapoint on.
    stretches: VecDeque<Stretch>,
    next: usize,
    runs: Runs,
    out_cooldown_until: usize,
    out_base: u32,
    in_cooldown_until: usize,
    /// What [`Self::next_decision`] has found already.
    ahead: Option<(usize, u32)>,
    known_alarms: Vec<Option<AlarmDemand>>,
}

/// What a policy has seen up to some datapoint.
pub(super) struct Seen {
    stretches: VecDeque<Stretch>,
    next: usize,
    runs: Runs,
    ahead: Option<(usize, u32)>,
}

/// Task counts up to this have their thresholds remembered.
const REMEMBERED_TASKS: usize = 4_096;

/// Whole minutes that hold `seconds`.
fn minutes_for(seconds: u32) -> usize {
    seconds.div_ceil(60) as usize
}

impl Seen {
    /// Whether it holds all that another has seen.
    pub(super) const fn reaches(&self, other: &Self) -> bool {
        self.next >= other.next
    }
}

impl<'a> Tracking<'a> {
    pub(super) fn new(policy: TargetTracking, work: TaskWork, demand: &'a [f64], detection_delay_seconds: u32) -> Self {
        Self {
            policy,
            work,
            demand,
            lag: 1 + minutes_for(detection_delay_seconds),
            stretches: VecDeque::new(),
            next: 0,
            runs: Runs::default(),
            out_cooldown_until: 0,
            out_base: 0,
            in_cooldown_until: 0,
            ahead: None,
            known_alarms: Vec::new(),
        }
    }

    /// What it has seen so far.
    pub(super) fn seen(&self) -> Seen {
        Seen { stretches: self.stretches.clone(), next: self.next, runs: self.runs, ahead: self.ahead }
    }

    /// Goes back to what it had seen before, or on to what it saw when it looked ahead; nothing was decided between.
    pub(super) fn look_from(&mut self, seen: Seen) {
        let Seen { stretches, next, runs, ahead } = seen;
        (self.stretches, self.next, self.runs, self.ahead) = (stretches, next, runs, ahead);
    }

    /// Says that `tasks` serve from `minute` on.
    pub(super) fn serve_from(&mut self, minute: usize, tasks: u32) {
        let alarms = self.alarms_of(tasks);
        self.stretches.push_back(Stretch { from: minute, tasks, alarms });
    }

    fn alarms_of(&mut self, tasks: u32) -> AlarmDemand {
        let slot = tasks as usize;
        if slot >= REMEMBERED_TASKS {
            return self.find_alarms(tasks);
        }
        if slot >= self.known_alarms.len() {
            self.known_alarms.resize(slot + 1, None);
        }
        if let Some(known) = self.known_alarms[slot] {
            return known;
        }
        let found = self.find_alarms(tasks);
        self.known_alarms[slot] = Some(found);
        found
    }

    fn find_alarms(&self, tasks: u32) -> AlarmDemand {
        if tasks == 0 {
            return AlarmDemand { high_from: f64::INFINITY, low_until: 0.0 };
        }
        let (above, below) = thresholds(self.policy.target);
        let guess = |value| f64::from(tasks) * self.work.demand_per_task_at(self.policy.metric, value);
        AlarmDemand {
            high_from: least_demand_where(guess(above), |demand| self.metric(demand, tasks) > above),
            low_until: least_demand_where(guess(below), |demand| self.metric(demand, tasks) >= below),
        }
    }

    /// The metric of `tasks` > 0 under `demand` (rules W4, S8 and S9).
    fn metric(&self, demand: f64, tasks: u32) -> f64 {
        let tasks = f64::from(tasks);
        let per_task = || demand.min(tasks * self.work.capacity) / tasks;
        match self.policy.metric {
            TargetMetric::Cpu => self.work.cpu_percent(per_task()),
            TargetMetric::Memory => self.work.memory_percent(per_task()),
            TargetMetric::RequestsPerTarget => 60.0 * demand / tasks,
        }
    }

    /// The desired count that the policy asks for at the start of `minute`, if it changes it.
    pub(super) fn decide(&mut self, minute: usize, standing: Standing) -> Option<u32> {
        self.see_up_to(minute);
        let ahead = self.ahead.take().filter(|ahead| ahead.0 == minute).map(|ahead| ahead.1);
        let decided = ahead.or_else(|| self.decision(minute, standing))?;
        if decided > standing.desired {
            if minute >= self.out_cooldown_until {
                self.out_base = self.stretches[0].tasks;
            }
            self.out_cooldown_until = minute + minutes_for(self.policy.scale_out_cooldown_seconds);
            self.in_cooldown_until = 0;
        } else {
            self.in_cooldown_until = minute + minutes_for(self.policy.scale_in_cooldown_seconds);
        }
        Some(decided)
    }

    /// What the datapoints seen so far make of `standing` at `minute` (rules S4 to S6).
    fn decision(&self, minute: usize, standing: Standing) -> Option<u32> {
        let Standing { desired, bounds } = standing;
        let proposal = |base: u32, tasks: u32| {
            let value = self.metric(self.demand[self.next - 1], tasks);
            ceil_count(f64::from(base) * value / self.policy.target)
        };
        if self.runs.is_high() {
            let tasks = self.stretches[0].tasks;
            let base = if minute < self.out_cooldown_until { self.out_base } else { tasks };
            return Some(proposal(base, tasks).min(bounds.most)).filter(|&most| most > desired);
        }
        if self.runs.is_low() && !self.policy.disable_scale_in && minute >= self.in_cooldown_until {
            let tasks = self.stretches[0].tasks;
            return Some(proposal(tasks, tasks).max(bounds.least)).filter(|&least| least < desired);
        }
        None
    }

    /// Takes the datapoints that a decision at `minute` sees.
    fn see_up_to(&mut self, minute: usize) {
        while self.next + self.lag <= minute {
            let Stretch { alarms, .. } = self.stretch_of_next();
            let stretch_end = self.stretches.get(1).map_or(usize::MAX, |later| later.from);
            let end = (minute + 1 - self.lag).min(stretch_end);
            self.runs.take(&self.demand[self.next..end], &alarms.band());
            self.next = end;
        }
    }

    fn stretch_of_next(&mut self) -> Stretch {
        while self.stretches.get(1).is_some_and(|later| later.from <= self.next) {
            self.stretches.pop_front();
        }
        self.stretches[0]
    }

    /// The first minute before `until` in which the policy changes `standing`, or `until`.
    ///
    /// Nothing else may change before `until` but the serving tasks, as `serving` tells.
    pub(super) fn next_decision(&mut self, until: usize, standing: Standing, serving: &mut impl Upcoming) -> usize {
        while self.next + self.lag < until {
            let minute = self.next + self.lag;
            while let Some((from, tasks)) = serving.next_before(minute) {
                self.serve_from(from, tasks);
            }
            let stretch = self.stretch_of_next();
            let known_until = self.stretches.get(1).map_or_else(|| serving.unchanged_until(), |later| later.from);
            let later = |end: usize| if end > minute { end } else { until };
            let end = until
                .min(known_until.saturating_add(self.lag))
                .min(later(self.out_cooldown_until))
                .min(later(self.in_cooldown_until));
            if let Some(decided) = self.decision_before(end, &stretch, standing) {
                return decided;
            }
        }
        until
    }

    /// The same before `end`, up to which datapoints are of `stretch` and no cooldown ends.
    fn decision_before(&mut self, end: usize, stretch: &Stretch, standing: Standing) -> Option<usize> {
        let mut band = stretch.alarms.band();
        let (mut knows_out, mut knows_in) = (false, false);
        loop {
            let demands = &self.demand[self.next..end - self.lag];
            let Some(position) = self.runs.take_until_alarm(demands, &band) else {
                self.next += demands.len();
                return None;
            };
            let demand = demands[position];
            self.next += position + 1;
            let minute = self.next - 1 + self.lag;
            // An alarm that asks for nothing new may stay on for long: find out from which demand it would.
            if self.runs.is_high() && !knows_out {
                knows_out = true;
                band.out_from = self.out_from(minute, stretch, standing);
            } else if self.runs.is_low() && !knows_in {
                knows_in = true;
                band.in_until = self.in_until(minute, stretch, standing);
            }
            if self.runs.is_high() && demand < band.out_from || self.runs.is_low() && demand >= band.in_until {
                continue;
            }
            if let Some(decided) = self.decision(minute, standing) {
                self.ahead = Some((minute, decided));
                return Some(minute);
            }
        }
    }

    /// Demand below which a high alarm surely asks for no more than `standing`.
    fn out_from(&self, minute: usize, stretch: &Stretch, standing: Standing) -> f64 {
        let Standing { desired, bounds } = standing;
        if desired >= bounds.most {
            return f64::INFINITY;
        }
        let base = if minute < self.out_cooldown_until { self.out_base } else { stretch.tasks };
        let least = (f64::from(desired) + CEIL_TOLERANCE) * self.policy.target / f64::from(base);
        self.demand_at(f64::from(stretch.tasks), least, 1.0 - MARGIN)
    }

    /// Demand from which on a low alarm surely asks for no fewer than `standing`.
    fn in_until(&self, minute: usize, stretch: &Stretch, standing: Standing) -> f64 {
        let Standing { desired, bounds } = standing;
        if desired <= bounds.least || self.policy.disable_scale_in || minute < self.in_cooldown_until {
            return 0.0;
        }
        let tasks = f64::from(stretch.tasks);
        let most = (f64::from(desired) - 1.0 + CEIL_TOLERANCE) * self.policy.target / tasks;
        self.demand_at(tasks, most, 1.0 + MARGIN)
    }

    /// Demand on `tasks` at which the metric reaches `value` × `margin`; infinite when even a full task shows less.
    fn demand_at(&self, tasks: f64, value: f64, margin: f64) -> f64 {
        let per_task = self.work.demand_per_task_at(self.policy.metric, value * margin);
        let shows_served = self.policy.metric != TargetMetric::RequestsPerTarget;
        if shows_served && per_task * margin > self.work.capacity {
            return f64::INFINITY;
        }
        // Where demand does not move the metric at all, every datapoint has to be looked at.
        let everywhere = if margin > 1.0 { f64::INFINITY } else { 0.0 };
        if per_task.is_nan() { everywhere } else { tasks * per_task }
    }
}

impl AlarmDemand {
    /// A band in which every alarm acts.
    fn band(self) -> Band {
        Band { high_from: self.high_from, low_until: self.low_until, out_from: 0.0, in_until: f64::INFINITY }
    }
}
