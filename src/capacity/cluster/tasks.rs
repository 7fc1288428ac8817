//! [`ServiceTasks`]: the tasks of one service on a cluster (rules E11 to E14).

use crate::capacity::control::Control;
use crate::capacity::deployment::Rollouts;
use crate::capacity::lifecycle::{TaskTimes, next_tick};
use crate::capacity::packing::TaskFootprint;
use crate::capacity::queue::Queue;
use crate::capacity::service::ServiceInputs;
use crate::scenario::PlacementStrategy;

/// A task that has a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Task {
    /// The instance it is on.
    pub(super) instance: usize,
    /// Second from which it serves, a whole tick.
    pub(super) serves_from: i64,
}

/// The tasks of a service and what decides about them.
pub(super) struct ServiceTasks<'a> {
    pub(super) inputs: ServiceInputs<'a>,
    pub(super) control: Control,
    pub(super) footprint: TaskFootprint,
    pub(super) desired: u32,
    /// Placed tasks that stay, oldest first.
    pub(super) placed: Vec<Task>,
    /// Tasks that serve until others have taken over.
    pub(super) leaving: Vec<Task>,
    /// Tasks without a place.
    pub(super) waiting: u32,
    pub(super) serving: u32,
    /// The next second at which a placed task begins to serve.
    next_start: i64,
    /// Changes of tasks that hold a place.
    pub(super) places: Vec<(i64, i64)>,
    pub(super) image_pulls: Vec<(i64, i64)>,
    pub(super) rollouts: Rollouts<'a>,
    pub(super) queue: Queue,
}

impl<'a> ServiceTasks<'a> {
    pub(super) fn new(inputs: ServiceInputs<'a>, footprint: TaskFootprint) -> Self {
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
            inputs,
            desired: control.first_desired(),
            control,
            footprint,
            placed: Vec::new(),
            leaving: Vec::new(),
            waiting: 0,
            serving: 0,
            next_start: i64::MIN,
            places: Vec::new(),
            image_pulls: Vec::new(),
        }
    }

    pub(super) fn strategies(&self) -> &'a [PlacementStrategy] {
        &self.inputs.service.placement
    }

    /// Tasks that count as running or coming.
    pub(super) fn held(&self) -> u32 {
        self.placed.len() as u32 + self.waiting
    }

    /// The tick at which a task placed now begins to serve.
    pub(super) fn serves_from(&self, now: i64, image_pulled: bool) -> i64 {
        let workload = &self.inputs.service.workload;
        let saved = if image_pulled { 0 } else { workload.pull_seconds.min(workload.start_seconds) };
        next_tick(now + i64::from(workload.start_seconds - saved), self.control.tick_seconds())
    }

    /// Adds a placed task; `serves_from` is a whole tick.
    pub(super) fn add(&mut self, now: i64, task: Task) {
        self.placed.push(task);
        self.places.push((now, 1));
        self.look_again();
    }

    /// Takes the newest task on an instance out of those that stay.
    pub(super) fn take_newest_on(&mut self, instance: usize) -> Option<Task> {
        let position = self.placed.iter().rposition(|task| task.instance == instance)?;
        self.look_again();
        Some(self.placed.remove(position))
    }

    /// Seconds that a task takes to stop from `now`.
    pub(super) fn stop_seconds(&self, task: Task, now: i64) -> i64 {
        let draining = if task.serves_from <= now { self.control.drain_seconds() } else { 0 };
        i64::from(draining) + i64::from(self.control.stop_seconds())
    }

    /// The serving tasks have to be counted again.
    pub(super) fn look_again(&mut self) {
        self.next_start = i64::MIN;
    }

    /// Counts the tasks that serve at `now`; whether the count may have changed.
    pub(super) fn count_serving(&mut self, now: i64) -> bool {
        if now < self.next_start {
            return false;
        }
        let all = self.placed.iter().chain(&self.leaving);
        self.serving = all.clone().filter(|task| task.serves_from <= now).count() as u32;
        self.next_start = all.map(|task| task.serves_from).filter(|&from| from > now).min().unwrap_or(i64::MAX);
        true
    }
}
