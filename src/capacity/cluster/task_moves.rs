//! Tasks that come, wait, are placed, move and go (rules E12 to E15).

use std::cmp::Reverse;

use super::instance::{Instance, Status};
use super::placement::Choice;
use super::run::{Cluster, Event, Waiting};
use super::tasks::{ServiceTasks, Task};
use crate::capacity::strategy::strategy_counts;
use crate::scenario::{CapacityProvider, CapacityProviderShare, PlacementStrategy};

/// The group that all tasks go to without strategies: that of on-demand instances with them.
pub(super) const ON_DEMAND: usize = 0;

/// The group of Spot instances, where services have strategies.
pub(super) const SPOT: usize = 1;

impl Cluster<'_> {
    /// Desired counts, and the tasks that come or go because of them.
    pub(super) fn adjust_services(&mut self, now: i64) {
        for kind in 0..self.services.len() {
            let service = &mut self.services[kind];
            if now.rem_euclid(service.control.tick_seconds()) != 0 {
                continue;
            }
            let deploys = service.rollouts.begins_at(now);
            let may_scale_in = !deploys && service.rollouts.may_scale_in(now);
            service.decide(now, may_scale_in);
            if deploys {
                self.deploy(kind, now);
            }
            let service = &self.services[kind];
            let (desired, held) = (service.desired, service.held());
            if desired > held {
                self.wait(kind, desired - held);
            } else if desired < held {
                self.remove(kind, held - desired, now);
            }
            self.stop_replaced(kind, now);
        }
    }

    /// A deployment begins: the tasks that it adds wait for their second (rule Y6).
    fn deploy(&mut self, kind: usize, now: i64) {
        let service = &mut self.services[kind];
        let waves = service.rollouts.begin_on_cluster(now, service.desired);
        let added = waves.into_iter().filter(|wave| !wave.stops_first);
        let starts = added.flat_map(|wave| std::iter::repeat_n((wave.second, wave.seconds), wave.count as usize));
        let number = self.inputs.jobs.len() + kind;
        self.timed[number].starts.extend(starts);
    }

    /// Tasks join the queue, each for the group that the service's strategy gives it.
    pub(super) fn wait(&mut self, kind: usize, count: u32) {
        if self.groups.len() == 1 {
            self.wait_for(kind, 0, count);
            return;
        }
        for _ in 0..count {
            let group = self.next_group(kind);
            self.wait_for(kind, group, 1);
        }
    }

    pub(super) fn wait_for(&mut self, kind: usize, group: usize, count: u32) {
        if let Some(service) = self.services.get_mut(kind) {
            service.waiting += count;
        }
        self.queue.push_back(Waiting { kind, group, count });
        self.changed = true;
    }

    /// How many of `tasks` tasks of a kind are a group's (rules R2 and E28).
    pub(super) fn of_group(&self, kind: usize, group: usize, tasks: u32) -> u32 {
        let strategy = self.services.get(kind).map_or(&[][..], |service| &service.inputs.service.capacity_providers);
        if !self.inputs.by_strategy || strategy.is_empty() {
            return if group == ON_DEMAND { tasks } else { 0 };
        }
        let of_line = |(share, count): (&CapacityProviderShare, u32)| {
            let line_group = if share.provider == CapacityProvider::Ec2Spot { SPOT } else { ON_DEMAND };
            if line_group == group { count } else { 0 }
        };
        strategy.iter().zip(strategy_counts(strategy, tasks)).map(of_line).sum()
    }

    /// The group that the next task of a kind goes to.
    pub(super) fn next_group(&self, kind: usize) -> usize {
        let held = self.services.get(kind).map_or(0, ServiceTasks::held);
        usize::from(self.of_group(kind, SPOT, held + 1) > self.of_group(kind, SPOT, held))
    }

    /// Removes tasks at scale-in, one after the other from the group that has one too many.
    pub(super) fn remove(&mut self, kind: usize, count: u32, now: i64) {
        if self.groups.len() == 1 {
            self.remove_from(kind, ON_DEMAND, count, now);
            return;
        }
        for _ in 0..count {
            let held = self.services[kind].held();
            let of_spot = self.of_group(kind, SPOT, held) > self.of_group(kind, SPOT, held - 1);
            self.remove_from(kind, usize::from(of_spot), 1, now);
        }
    }

    /// Removes tasks of a group: waiting ones first, then by the service's strategy (rule E14).
    fn remove_from(&mut self, kind: usize, group: usize, count: u32, now: i64) {
        let mut left = count;
        for waiting in self.queue.iter_mut().rev().filter(|waiting| (waiting.kind, waiting.group) == (kind, group)) {
            let gone = waiting.count.min(left);
            waiting.count -= gone;
            left -= gone;
        }
        self.queue.retain(|waiting| waiting.count > 0);
        self.services[kind].waiting -= count - left;
        self.changed = true;
        let mut again = None;
        for _ in 0..left {
            let Some(index) = again.or_else(|| self.instance_to_lose(kind, group)) else { return };
            let Some(task) = self.take_task(kind, index) else { return };
            self.stop(kind, task, now);
            again = self.loses_again(kind, index, task);
        }
    }

    /// The instance that has just lost a task, where it is bound to lose the next one, too: what `binpack` looks at
    /// stays as it is until the task has stopped.
    fn loses_again(&self, kind: usize, index: usize, task: Task) -> Option<usize> {
        let packs = |strategy: &PlacementStrategy| {
            matches!(strategy, PlacementStrategy::BinpackCpu | PlacementStrategy::BinpackMemory)
        };
        let instance = self.instances.get(index).filter(|instance| instance.number == task.instance)?;
        let holds_all = instance.staying(kind) > 0 && self.services[kind].control.stop_seconds() > 0;
        (holds_all && self.services[kind].strategies().iter().all(packs)).then_some(index)
    }

    fn instance_to_lose(&mut self, kind: usize, group: usize) -> Option<usize> {
        let choice = Choice { wish: self.wishes[kind], group, by_zone: &self.by_zone[kind] };
        choice.loser(&self.instances, &mut self.dice)
    }

    /// The newest task of a service on an instance no longer stays.
    pub(super) fn take_task(&mut self, kind: usize, index: usize) -> Option<Task> {
        let (zone, instance) = (self.instances[index].zone as usize, self.instances[index].number);
        let serves_from = self.instances.change(index, &self.wishes, |one| one.take_newest(kind))?;
        self.by_zone[kind][zone] -= 1;
        self.services[kind].placed -= 1;
        Some(Task { instance, serves_from })
    }

    /// A task begins to stop: it serves no more and keeps its place until it has stopped.
    pub(super) fn stop(&mut self, kind: usize, task: Task, now: i64) {
        let end = now + self.services[kind].stop_seconds(task.serves_from, now);
        self.services[kind].end_task(task.serves_from, end);
        if end <= now {
            self.release(task.instance, kind, now);
        } else {
            self.events.push(Reverse((end, Event::Release { instance: task.instance, kind })));
        }
        self.changed = true;
    }

    /// Stops tasks on their way out as soon as others serve in their place.
    pub(super) fn stop_replaced(&mut self, kind: usize, now: i64) {
        if self.services[kind].leaving.is_empty() {
            return;
        }
        let staying = self.services[kind].staying_and_serving(now);
        let service = &mut self.services[kind];
        let too_many = (staying + service.leaving.len()).saturating_sub(service.desired as usize);
        let stopping: Vec<Task> = service.leaving.drain(..too_many.min(service.leaving.len())).collect();
        for task in stopping {
            self.stop(kind, task, now);
        }
    }

    pub(super) fn start_timed(&mut self, now: i64) {
        for number in 0..self.timed.len() {
            let timed = &mut self.timed[number];
            let mut started = 0;
            while let Some(&(_, seconds)) = timed.starts.front().filter(|start| start.0 <= now) {
                timed.starts.pop_front();
                timed.waiting.push_back(seconds);
                started += 1;
            }
            if started > 0 {
                let kind = timed.kind;
                self.wait(kind, started);
            }
        }
    }

    /// The kind of a service's own tasks for what its deployments add; any other itself.
    pub(super) fn kind_of_its_own(&self, kind: usize) -> usize {
        let apart = self.services.len() + self.inputs.jobs.len();
        if kind >= apart { kind - apart } else { kind }
    }

    /// The instance that takes the next task of a kind; `None` when none has room.
    pub(super) fn room_for(&mut self, kind: usize, group: usize) -> Option<usize> {
        let choice = Choice { wish: self.wishes[kind], group, by_zone: &self.by_zone[kind] };
        choice.taker(&self.instances, &mut self.dice)
    }

    /// Places waiting tasks, the longest waiting first (rule E13).
    pub(super) fn place_waiting(&mut self, now: i64) {
        if self.queue.is_empty() || !self.changed {
            return;
        }
        let mut full: Vec<(usize, usize)> = Vec::new();
        let mut queue = std::mem::take(&mut self.queue);
        for waiting in &mut queue {
            let (kind, group) = (waiting.kind, waiting.group);
            while waiting.count > 0 && !full.contains(&(kind, group)) {
                match self.room_for(kind, group) {
                    Some(index) => {
                        self.place(kind, index, now);
                        waiting.count -= 1;
                    }
                    None => full.push((kind, group)),
                }
            }
        }
        queue.retain(|waiting| waiting.count > 0);
        self.queue = queue;
    }

    /// Gives the next task of a kind its place; whether its image has to be pulled.
    pub(super) fn take_place(&mut self, kind: usize, index: usize) -> bool {
        self.changed = true;
        let footprint = self.footprints[kind];
        self.by_zone[kind][self.instances[index].zone as usize] += 1;
        self.instances.change(index, &self.wishes, |one| one.place(kind, footprint))
    }

    pub(super) fn place(&mut self, kind: usize, index: usize, now: i64) {
        let pulls = self.take_place(kind, index);
        if let Some(service) = self.services.get_mut(kind) {
            service.waiting -= 1;
            if pulls {
                service.pull_image(now);
            }
            let serves_from = service.serves_from(now, !pulls);
            service.add(now, serves_from);
            self.instances.detail(index).note_start(kind, serves_from);
            return;
        }
        let timed = &mut self.timed[kind - self.services.len()];
        let seconds = timed.waiting.pop_front().expect("every waiting task of a kind is in its queue");
        timed.places.push((now, 1));
        timed.places.push((now + seconds, -1));
        let number = self.instances[index].number;
        self.events.push(Reverse((now + seconds, Event::Release { instance: number, kind })));
    }

    /// Availability Zone rebalancing: one task of a service at a time moves to the zone with the fewest (rule E15).
    pub(super) fn rebalance_zones(&mut self, now: i64) {
        if !self.changed || self.groups.len() > 1 {
            return;
        }
        for kind in 0..self.services.len() {
            let service = &self.services[kind];
            let spreads = service.strategies().first() == Some(&PlacementStrategy::SpreadZone);
            let settled = service.waiting == 0 && service.leaving.is_empty();
            if !spreads || !service.inputs.service.zone_rebalancing || !settled || !self.is_lopsided(kind) {
                continue;
            }
            let Some(task) = self.instance_to_lose(kind, ON_DEMAND).and_then(|index| self.take_task(kind, index))
            else {
                continue;
            };
            self.services[kind].leaving.push_back(task);
            self.wait(kind, 1);
            self.place_waiting(now);
        }
    }

    /// Whether the thickest zone has at least two tasks more than the thinnest, and the thinnest has room.
    fn is_lopsided(&self, kind: usize) -> bool {
        let counts = &self.by_zone[kind];
        if counts.iter().max() < counts.iter().min().map(|least| least + 2).as_ref() {
            return false;
        }
        let is_active = |instance: &&Instance| instance.status == Status::Active;
        let active = || self.instances.iter().filter(is_active);
        let in_zone = |instance: &Instance| counts[instance.zone as usize];
        let (Some(thinnest), Some(thickest)) = (active().map(in_zone).min(), active().map(in_zone).max()) else {
            return false;
        };
        let takes = |one: &Instance| in_zone(one) == thinnest && self.wishes[kind].fits(one);
        thickest >= thinnest + 2 && active().any(takes)
    }
}
