//! Which instance takes a task and which one loses it (rules E13 and E14).

use std::cmp::Ordering;

use super::dice::Dice;
use super::instance::{Instance, Status};
use crate::capacity::packing::TaskFootprint;
use crate::scenario::PlacementStrategy;

/// The tasks that a choice is about.
#[derive(Clone, Copy)]
pub(super) struct Choice<'a> {
    pub(super) kind: usize,
    /// The kind that needs the same host ports.
    pub(super) twin: usize,
    pub(super) footprint: TaskFootprint,
    pub(super) strategies: &'a [PlacementStrategy],
    /// Staying tasks of the kind in each zone.
    pub(super) by_zone: &'a [u32],
}

impl Choice<'_> {
    /// What a strategy looks at on an instance; `random` sees no difference.
    fn measure(&self, strategy: PlacementStrategy, instance: &Instance) -> u32 {
        match strategy {
            PlacementStrategy::SpreadZone => self.by_zone[instance.zone as usize],
            PlacementStrategy::SpreadInstance => instance.staying(self.kind),
            PlacementStrategy::BinpackCpu => instance.free_cpu(),
            PlacementStrategy::BinpackMemory => instance.free_memory(),
            PlacementStrategy::Random => 0,
        }
    }

    fn compare(&self, strategies: &[PlacementStrategy], left: &Instance, right: &Instance) -> Ordering {
        let measures = |instance| strategies.iter().map(move |&strategy| self.measure(strategy, instance));
        measures(left).cmp(measures(right))
    }

    /// The instance that takes the next task; `None` when none has room.
    pub(super) fn to_take(&self, instances: &[Instance], dice: &mut Dice) -> Option<usize> {
        let random = self.strategies.iter().position(|&strategy| strategy == PlacementStrategy::Random);
        let deciding = &self.strategies[..random.unwrap_or(self.strategies.len())];
        let (mut best, mut alike): (Option<usize>, usize) = (None, 0);
        for (index, instance) in instances.iter().enumerate() {
            if !instance.has_room(self.kind, self.twin, self.footprint) {
                continue;
            }
            match best.map_or(Ordering::Less, |known| self.compare(deciding, instance, &instances[known])) {
                Ordering::Less => (best, alike) = (Some(index), 1),
                Ordering::Equal => alike += 1,
                Ordering::Greater => {}
            }
        }
        if random.is_none() {
            return best;
        }
        let drawn = dice.below(best.map(|_| alike)?);
        let known = &instances[best?];
        let has_room = |&index: &usize| instances[index].has_room(self.kind, self.twin, self.footprint);
        let is_alike = |index: &usize| self.compare(deciding, &instances[*index], known).is_eq();
        (0..instances.len()).filter(has_room).filter(is_alike).nth(drawn)
    }

    /// The instance that loses a task; `None` when no instance has one.
    pub(super) fn to_lose(&self, instances: &[Instance], dice: &mut Dice) -> Option<usize> {
        let packs =
            matches!(self.strategies.last(), Some(PlacementStrategy::BinpackCpu | PlacementStrategy::BinpackMemory));
        let (mut best, mut tasks): (Option<usize>, u32) = (None, 0);
        for (index, instance) in instances.iter().enumerate() {
            if !self.may_lose(instance) {
                continue;
            }
            match best.map_or(Ordering::Greater, |known| self.compare(self.strategies, instance, &instances[known])) {
                Ordering::Greater => (best, tasks) = (Some(index), instance.staying(self.kind)),
                Ordering::Equal if packs => best = Some(index),
                Ordering::Equal => tasks += instance.staying(self.kind),
                Ordering::Less => {}
            }
        }
        let known = best?;
        if packs { best } else { self.random_task(instances, known, tasks, dice) }
    }

    fn may_lose(&self, instance: &Instance) -> bool {
        instance.status != Status::Draining && instance.staying(self.kind) > 0
    }

    /// The instance of a random one of `tasks` tasks on the instances that look like `best`.
    fn random_task(&self, instances: &[Instance], best: usize, tasks: u32, dice: &mut Dice) -> Option<usize> {
        let mut position = dice.below(tasks as usize) as u32;
        for (index, instance) in instances.iter().enumerate() {
            if !self.may_lose(instance) || self.compare(self.strategies, instance, &instances[best]).is_ne() {
                continue;
            }
            if position < instance.staying(self.kind) {
                return Some(index);
            }
            position -= instance.staying(self.kind);
        }
        None
    }
}
