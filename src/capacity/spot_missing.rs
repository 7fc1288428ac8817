//! A service while tasks are missing that Spot has taken back (rule I8).

use super::control::tick_seconds_of;
use super::lifecycle::next_tick;
use super::queue::Queue;
use super::replay::MinuteServed;
use super::steps::Steps;
use crate::scenario::Service;

/// A minute is short, or throttled, by more than rounding.
const TOLERANCE: f64 = 1e-9;

/// When the replacement of a task serves that is interrupted at a second and takes `recovery_seconds`: at a tick.
#[must_use]
pub fn replacement_serves(service: &Service, interrupted: i64, recovery_seconds: u32) -> i64 {
    next_tick(interrupted + i64::from(recovery_seconds), tick_seconds_of(service))
}

/// A service over time as it was without interruptions.
#[derive(Clone, Copy, Debug)]
pub struct Undisturbed<'a> {
    /// Demand per second of every minute from `first_minute` on.
    pub demand: &'a [f64],
    /// UTC minute of the first value.
    pub first_minute: i64,
    /// The first counted minute, before which nothing has been left waiting.
    pub horizon_minute: i64,
    /// The minute after the last counted one.
    pub end_minute: i64,
    /// Serving tasks, by the second.
    pub serving: &'a Steps,
    /// Demand per second that a task sustains.
    pub capacity: f64,
    /// What may wait (rule Q1).
    pub queue_limit: f64,
    /// What became of every minute, where it does not follow from the serving tasks alone.
    pub minutes: Option<&'a [MinuteServed]>,
}

/// What missing tasks changed inside the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Disturbed {
    /// Serving tasks, by the second.
    pub serving: Steps,
    /// The minutes that went otherwise, in order.
    pub minutes: Vec<(i64, MinuteServed)>,
    /// Demand served beyond what was served before; negative when less was.
    pub served_change: f64,
    /// Demand that waits at the end of the horizon beyond what waited before.
    pub queued_change: f64,
    /// Minutes with less capacity than demand that had enough before.
    pub more_minutes_short: u64,
    /// Seconds of tasks that would have served.
    pub missing_task_seconds: i64,
}

impl Undisturbed<'_> {
    /// The service with `missing` tasks fewer that serve; nothing is missing outside the horizon.
    #[must_use]
    pub fn without(&self, missing: &Steps) -> Disturbed {
        let serving = self.serving.lessened_by(missing);
        let (from, to) = (self.horizon_minute * 60, self.end_minute * 60);
        let missing_task_seconds = self.serving.total_seconds(from, to) - serving.total_seconds(from, to);
        let mut changed = Disturbed {
            serving,
            minutes: Vec::new(),
            served_change: 0.0,
            queued_change: 0.0,
            more_minutes_short: 0,
            missing_task_seconds,
        };
        self.replay(missing, &mut changed);
        changed
    }

    /// The minutes in which tasks are missing, and those after them until what waits is what waited before.
    fn replay(&self, missing: &Steps, changed: &mut Disturbed) {
        let mut minute = self.horizon_minute;
        let mut carried: Option<f64> = None;
        while minute < self.end_minute {
            if carried.is_none() {
                let mut runs = missing.runs(minute * 60, self.end_minute * 60);
                let Some((start, _, _)) = runs.find(|&(_, _, count)| count > 0) else { return };
                minute = start.div_euclid(60);
            }
            let before = carried.unwrap_or_else(|| self.waiting_before(minute));
            let (known, here) = (self.known(minute), self.replayed(minute, before, changed));
            changed.served_change += 60.0 * (here.served - known.served);
            if minute + 1 == self.end_minute {
                changed.queued_change = here.waiting - known.waiting;
            }
            changed.minutes.push((minute, here));
            carried = (here.waiting != known.waiting).then_some(here.waiting);
            minute += 1;
        }
    }

    /// A minute with the tasks that are left; counts it when it has become short.
    fn replayed(&self, minute: i64, before: f64, changed: &mut Disturbed) -> MinuteServed {
        let (demand, each) = (self.demand_in(minute), self.each_in(minute));
        let (served, waiting) = self.served_in(minute, &changed.serving, each, before);
        let is_new = is_short(&changed.serving, minute, demand, each) && !is_short(self.serving, minute, demand, each);
        changed.more_minutes_short += u64::from(is_new);
        MinuteServed { served, not_served: (demand - served - (waiting - before) / 60.0).max(0.0), waiting }
    }

    /// What is served per second in a minute, and what waits then.
    fn served_in(&self, minute: i64, serving: &Steps, each: f64, before: f64) -> (f64, f64) {
        let mut queue = Queue::holding(self.queue_limit, before);
        let demand = self.demand_in(minute);
        let served = serving.runs(minute * 60, minute * 60 + 60).map(|(from, to, tasks)| {
            let seconds = (to - from) as f64;
            seconds * queue.serve(demand, bearable(tasks, each), seconds)
        });
        (served.sum::<f64>() / 60.0, queue.waiting())
    }

    /// What one task sustains in a minute: less than its capacity where CPU credits held the tasks back.
    fn each_in(&self, minute: i64) -> f64 {
        if self.minutes.is_none() {
            return self.capacity;
        }
        let (possible, _) = self.served_in(minute, self.serving, self.capacity, self.waiting_before(minute));
        let task_seconds = self.serving.total_seconds(minute * 60, minute * 60 + 60);
        let served = self.known(minute).served;
        if task_seconds > 0 && served < possible * (1.0 - TOLERANCE) {
            60.0 * served / task_seconds as f64
        } else {
            self.capacity
        }
    }

    /// What became of a minute without interruptions.
    fn known(&self, minute: i64) -> MinuteServed {
        if let Some(&known) = self.minutes.and_then(|minutes| minutes.get(self.index(minute)?)) {
            return known;
        }
        let (served, waiting) = self.served_in(minute, self.serving, self.capacity, 0.0);
        MinuteServed { served, not_served: (self.demand_in(minute) - served).max(0.0), waiting }
    }

    fn waiting_before(&self, minute: i64) -> f64 {
        let earlier = self.minutes.filter(|_| minute > self.horizon_minute);
        earlier.and_then(|minutes| minutes.get(self.index(minute - 1)?)).map_or(0.0, |before| before.waiting)
    }

    fn demand_in(&self, minute: i64) -> f64 {
        self.index(minute).and_then(|index| self.demand.get(index)).copied().unwrap_or(0.0)
    }

    fn index(&self, minute: i64) -> Option<usize> {
        usize::try_from(minute - self.first_minute).ok()
    }
}

/// What `tasks` sustain at `each`; nothing without tasks, however much each could do.
fn bearable(tasks: u32, each: f64) -> f64 {
    if tasks == 0 { 0.0 } else { f64::from(tasks) * each }
}

/// Whether demand is more than the tasks sustain at any second of a minute.
fn is_short(serving: &Steps, minute: i64, demand: f64, each: f64) -> bool {
    let mut runs = serving.runs(minute * 60, minute * 60 + 60);
    runs.any(|(_, _, tasks)| demand > bearable(tasks, each) * (1.0 + TOLERANCE))
}

#[cfg(test)]
mod tests {
    use super::super::replay::Replay;
    use super::*;
    use proptest::prelude::*;

    const MINUTES: i64 = 40;

    fn service<'a>(demand: &'a [f64], serving: &'a Steps, queue_limit: f64) -> Undisturbed<'a> {
        Undisturbed {
            demand,
            first_minute: 0,
            horizon_minute: 5,
            end_minute: MINUTES,
            serving,
            capacity: 10.0,
            queue_limit,
            minutes: None,
        }
    }

    fn replay<'a>(service: &Undisturbed<'a>, serving: &'a Steps) -> Vec<MinuteServed> {
        let Undisturbed { demand, first_minute, horizon_minute, capacity, queue_limit, .. } = *service;
        Replay { demand, first_minute, horizon_minute, serving, capacity, queue_limit, served: None }.minutes()
    }

    #[test]
    fn a_missing_task_serves_nothing_from_the_second_it_is_taken_until_its_replacement_serves() {
        let (demand, serving) = ([15.0; MINUTES as usize], Steps::constant(2, 0, MINUTES * 60));
        let changed = service(&demand, &serving, 0.0).without(&Steps::constant(1, 630, 720));
        assert_eq!(changed.missing_task_seconds, 90);
        let served: Vec<(i64, f64)> = changed.minutes.iter().map(|(minute, here)| (*minute, here.served)).collect();
        assert_eq!(served, [(10, 12.5), (11, 10.0)]);
        assert_eq!((changed.served_change, changed.more_minutes_short), (-450.0, 2));
        let waits = service(&demand, &serving, 1_000.0);
        let known = replay(&waits, &serving);
        let waits = Undisturbed { minutes: Some(&known), ..waits }.without(&Steps::constant(1, 630, 720));
        assert_eq!(waits.minutes.len(), 4, "the 450 that wait are served within the next two minutes");
        assert_eq!((waits.served_change, waits.queued_change), (0.0, 0.0));
    }

    #[test]
    fn tasks_that_credits_hold_back_are_missed_for_what_they_served() {
        let (demand, serving) = ([15.0; MINUTES as usize], Steps::constant(2, 0, MINUTES * 60));
        let known = [MinuteServed { served: 8.0, not_served: 7.0, waiting: 0.0 }; MINUTES as usize];
        let throttled = Undisturbed { minutes: Some(&known), ..service(&demand, &serving, 0.0) };
        let changed = throttled.without(&Steps::constant(1, 600, 660));
        assert_eq!(changed.minutes, [(10, MinuteServed { served: 4.0, not_served: 11.0, waiting: 0.0 })]);
        assert_eq!(changed.more_minutes_short, 0, "it was short before");
    }

    fn steps() -> impl Strategy<Value = Steps> {
        proptest::collection::vec((1_i64..400, 0_u32..4), 1..12).prop_map(|pairs| {
            let mut second = 300;
            Steps::from_changes(pairs.into_iter().map(|(gap, count)| {
                second += gap;
                (second, count)
            }))
        })
    }

    proptest! {
        #[test]
        fn the_minutes_are_those_of_a_replay_of_the_tasks_that_are_left(
            demand in proptest::collection::vec(0.0_f64..40.0, MINUTES as usize),
            busy in steps(),
            missing in steps(),
            queue_limit in prop_oneof![Just(0.0), Just(500.0), Just(3_000.0)],
        ) {
            let serving = busy.plus(&Steps::constant(1, 0, MINUTES * 60));
            let bare = service(&demand, &serving, queue_limit);
            let known = replay(&bare, &serving);
            let changed = Undisturbed { minutes: (queue_limit > 0.0).then_some(&known[..]), ..bare }.without(&missing);
            let mut minutes = known.clone();
            for &(minute, here) in &changed.minutes {
                prop_assert!(here.served >= 0.0 && here.not_served >= 0.0 && here.waiting >= 0.0);
                minutes[minute as usize] = here;
            }
            let left = serving.lessened_by(&missing);
            let again = replay(&bare, &left);
            for (index, (here, again)) in minutes.iter().zip(&again).enumerate().skip(5) {
                prop_assert!((here.served - again.served).abs() < 1e-6, "minute {index}: {here:?} {again:?}");
                prop_assert!((here.waiting - again.waiting).abs() < 1e-6, "minute {index}: {here:?} {again:?}");
            }
            let sum = |minutes: &[MinuteServed]| minutes[5..].iter().map(|minute| 60.0 * minute.served).sum::<f64>();
            prop_assert!((changed.served_change - (sum(&again) - sum(&known))).abs() < 1e-4);
            prop_assert!(changed.missing_task_seconds >= 0);
        }

        #[test]
        fn nothing_missing_changes_nothing(demand in proptest::collection::vec(0.0_f64..40.0, MINUTES as usize), serving in steps()) {
            let changed = service(&demand, &serving, 0.0).without(&Steps::default());
            prop_assert_eq!(&changed.serving, &serving);
            prop_assert!(changed.minutes.is_empty() && changed.served_change == 0.0 && changed.more_minutes_short == 0);
        }
    }
}
