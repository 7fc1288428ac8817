//! [`ServiceTasks`]: the tasks of one service on a cluster (rules E11 to E15).

use std::collections::VecDeque;

use crate::capacity::control::Control;
use crate::capacity::deployment::Rollouts;
use crate::capacity::fast::Lookout;
use crate::capacity::feed::MinuteLoad;
use crate::capacity::lifecycle::{TaskTimes, next_tick};
use crate::capacity::queue::Queue;
use crate::capacity::service::ServiceInputs;
use crate::scenario::PlacementStrategy;

/// A task that has a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Task {
    /// The number of the instance it is on.
    pub(super) instance: usize,
    /// Second from which it serves, a whole tick.
    pub(super) serves_from: i64,
}

/// The tasks of a service and what decides about them. Which tasks are where is the instances' matter.
pub(super) struct ServiceTasks<'a> {
    pub(super) inputs: ServiceInputs<'a>,
    pub(super) control: Control,
    /// Decides instead of the policies, where it can.
    lookout: Option<Lookout<'a>>,
    pub(super) rollouts: Rollouts<'a>,
    pub(super) queue: Queue,
    pub(super) desired: u32,
    /// Placed tasks that stay.
    pub(super) placed: u32,
    /// Tasks that serve until others have taken over, in the order in which they were marked.
    pub(super) leaving: VecDeque<Task>,
    /// Tasks without a place.
    pub(super) waiting: u32,
    /// Tasks that served when they were last counted, and when that was.
    pub(super) serving: u32,
    counted_at: i64,
    /// Placed tasks that do not serve yet: from when, and how many.
    starting: Vec<(i64, u32)>,
    /// Whether the serving tasks have changed since they were last counted.
    moved: bool,
    /// Tasks that take a place, by second, and those that give it back.
    placed_at: Vec<(i64, i64)>,
    gone_at: Vec<(i64, i64)>,
    image_pulls: Vec<(i64, i64)>,
}

/// Adds `count` at `second` to changes of which the last is the latest or nearly so.
fn note(changes: &mut Vec<(i64, i64)>, second: i64, count: i64) {
    match changes.last_mut() {
        Some(last) if last.0 == second => last.1 += count,
        _ => changes.push((second, count)),
    }
}

impl<'a> ServiceTasks<'a> {
    /// `looks_ahead` only where every service of the cluster can.
    pub(super) fn new(inputs: ServiceInputs<'a>, looks_ahead: bool) -> Self {
        let control = Control::of(&inputs);
        let times = TaskTimes {
            tick_seconds: control.tick_seconds(),
            start_seconds: inputs.service.workload.start_seconds,
            drain_seconds: control.drain_seconds(),
            stop_seconds: control.stop_seconds(),
        };
        Self {
            rollouts: Rollouts::of(&inputs, &times),
            queue: Queue::new(inputs.service.queue_limit),
            desired: control.first_desired(),
            control,
            lookout: if looks_ahead { Lookout::of(&inputs) } else { None },
            inputs,
            placed: 0,
            leaving: VecDeque::new(),
            waiting: 0,
            serving: 0,
            counted_at: i64::MIN,
            starting: Vec::new(),
            moved: true,
            placed_at: Vec::new(),
            gone_at: Vec::new(),
            image_pulls: Vec::new(),
        }
    }

    pub(super) fn strategies(&self) -> &'a [PlacementStrategy] {
        &self.inputs.service.placement
    }

    /// Tasks that count as running or coming.
    pub(super) const fn held(&self) -> u32 {
        self.placed + self.waiting
    }

    /// Sets the desired count of a whole tick.
    pub(super) fn decide(&mut self, now: i64, may_scale_in: bool) {
        self.desired = match &mut self.lookout {
            Some(lookout) => lookout.desired_at(&mut self.control, now, self.desired),
            None => self.control.desired_at(now, self.desired, may_scale_in),
        };
    }

    /// Records the load of a tick for what decides.
    pub(super) fn observe(&mut self, now: i64, load: MinuteLoad) {
        match &mut self.lookout {
            Some(lookout) => lookout.see(now, load.serving),
            None => self.control.observe(load),
        }
    }

    /// When more tasks serve or the bounds change, after `now`, if nothing else happens before.
    pub(super) fn next_change(&self) -> Option<i64> {
        let serving = self.starting.iter().map(|start| start.0).min();
        let bounds = self.control.next_change_minute().map(|minute| minute * 60);
        serving.into_iter().chain(bounds).min()
    }

    /// The first second before `until` at which the policy decides, or `until`, if nothing else changes before.
    pub(super) fn next_decision(&mut self, now: i64, until: i64) -> i64 {
        let desired = self.desired;
        self.lookout.as_mut().map_or(until, |lookout| lookout.next_decision(&mut self.control, now, until, desired))
    }

    /// The tick at which a task placed now begins to serve.
    pub(super) fn serves_from(&self, now: i64, has_image: bool) -> i64 {
        let workload = &self.inputs.service.workload;
        let saved = if has_image { workload.pull_seconds.min(workload.start_seconds) } else { 0 };
        next_tick(now + i64::from(workload.start_seconds - saved), self.control.tick_seconds())
    }

    /// Counts a task that has just been placed.
    pub(super) fn add(&mut self, now: i64, serves_from: i64) {
        self.placed += 1;
        note(&mut self.placed_at, now, 1);
        match self.starting.iter_mut().find(|start| start.0 == serves_from) {
            Some(start) => start.1 += 1,
            None => self.starting.push((serves_from, 1)),
        }
    }

    /// Counts image pulls at `now`.
    pub(super) fn pull_image(&mut self, now: i64) {
        note(&mut self.image_pulls, now, 1);
    }

    /// A task serves no more; it keeps its place until `end`.
    pub(super) fn end_task(&mut self, serves_from: i64, end: i64) {
        note(&mut self.gone_at, end, -1);
        if serves_from <= self.counted_at {
            self.serving -= 1;
            self.moved = true;
        } else if let Some(position) = self.starting.iter().position(|start| start.0 == serves_from) {
            self.starting[position].1 -= 1;
            if self.starting[position].1 == 0 {
                self.starting.swap_remove(position);
            }
        }
    }

    /// Seconds that a task takes to stop from `now`.
    pub(super) fn stop_seconds(&self, serves_from: i64, now: i64) -> i64 {
        let draining = if serves_from <= now { self.control.drain_seconds() } else { 0 };
        i64::from(draining) + i64::from(self.control.stop_seconds())
    }

    /// Tasks that stay and serve at `now`.
    pub(super) fn staying_and_serving(&self, now: i64) -> usize {
        let begun: u32 = self.starting.iter().filter(|start| start.0 <= now).map(|start| start.1).sum();
        let leaving = self.leaving.iter().filter(|task| task.serves_from <= now).count();
        (self.serving + begun) as usize - leaving
    }

    /// Counts the tasks that serve at `now`; whether they have changed.
    pub(super) fn count_serving(&mut self, now: i64) -> bool {
        self.counted_at = now;
        if !self.starting.is_empty() {
            let before = self.starting.len();
            let serving = &mut self.serving;
            self.starting.retain(|&(from, count)| {
                *serving += if from <= now { count } else { 0 };
                from > now
            });
            self.moved |= self.starting.len() != before;
        }
        std::mem::take(&mut self.moved)
    }

    /// Changes of tasks that hold a place.
    pub(super) fn take_places(&mut self) -> Vec<(i64, i64)> {
        let mut places = std::mem::take(&mut self.placed_at);
        places.append(&mut self.gone_at);
        places
    }

    /// Image pulls: second and how many.
    pub(super) fn image_pulls(&self) -> Vec<(i64, u32)> {
        self.image_pulls.iter().map(|&(second, count)| (second, count as u32)).collect()
    }
}
