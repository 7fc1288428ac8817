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
    /// The group of the instances.
    pub(super) group: usize,
    /// The kind that needs the same host ports.
    pub(super) twin: usize,
    pub(super) footprint: TaskFootprint,
    pub(super) strategies: &'a [PlacementStrategy],
    /// Staying tasks of the kind in each zone.
    pub(super) by_zone: &'a [u32],
}

/// What the strategies look at on an instance, one after the other; as many as there are kinds of strategies.
type Measures = [u32; 5];

impl Choice<'_> {
    /// What `strategies` see on an instance; `random` sees no difference.
    fn measures(&self, strategies: &[PlacementStrategy], instance: &Instance) -> Measures {
        let mut measures = Measures::default();
        for (measure, strategy) in measures.iter_mut().zip(strategies) {
            *measure = match strategy {
                PlacementStrategy::SpreadZone => self.by_zone[instance.zone as usize],
                PlacementStrategy::SpreadInstance => instance.staying(self.kind),
                PlacementStrategy::BinpackCpu => instance.free_cpu(),
                PlacementStrategy::BinpackMemory => instance.free_memory(),
                PlacementStrategy::Random => 0,
            };
        }
        measures
    }

    /// The instance that takes the next task; `None` when none has room.
    pub(super) fn taker(&self, instances: &[Instance], dice: &mut Dice) -> Option<usize> {
        let random = self.strategies.iter().position(|&strategy| strategy == PlacementStrategy::Random);
        let deciding = &self.strategies[..random.unwrap_or(self.strategies.len())];
        let (mut best, mut alike): (Option<(Measures, usize)>, usize) = (None, 0);
        for (index, instance) in instances.iter().enumerate() {
            if !self.fits(instance) {
                continue;
            }
            let measures = self.measures(deciding, instance);
            match best.map_or(Ordering::Less, |known| measures.cmp(&known.0)) {
                Ordering::Less => (best, alike) = (Some((measures, index)), 1),
                Ordering::Equal => alike += 1,
                Ordering::Greater => {}
            }
        }
        let (least, first) = best?;
        if random.is_none() {
            return Some(first);
        }
        let drawn = dice.below(alike);
        let has_room = |&index: &usize| self.fits(&instances[index]);
        let is_alike = |&index: &usize| self.measures(deciding, &instances[index]) == least;
        (0..instances.len()).filter(has_room).filter(is_alike).nth(drawn)
    }

    /// The instance that loses a task; `None` when no instance has one.
    pub(super) fn loser(&self, instances: &[Instance], dice: &mut Dice) -> Option<usize> {
        let packs =
            matches!(self.strategies.last(), Some(PlacementStrategy::BinpackCpu | PlacementStrategy::BinpackMemory));
        let (mut best, mut tasks): (Option<(Measures, usize)>, u32) = (None, 0);
        for (index, instance) in instances.iter().enumerate() {
            if !self.may_lose(instance) {
                continue;
            }
            let measures = self.measures(self.strategies, instance);
            match best.map_or(Ordering::Greater, |known| measures.cmp(&known.0)) {
                Ordering::Greater => (best, tasks) = (Some((measures, index)), instance.staying(self.kind)),
                Ordering::Equal if packs => best = Some((measures, index)),
                Ordering::Equal => tasks += instance.staying(self.kind),
                Ordering::Less => {}
            }
        }
        let (most, last) = best?;
        if packs { Some(last) } else { self.random_task(instances, &most, tasks, dice) }
    }

    fn fits(&self, instance: &Instance) -> bool {
        instance.group == self.group && instance.has_room(self.kind, self.twin, self.footprint)
    }

    fn may_lose(&self, instance: &Instance) -> bool {
        instance.group == self.group && instance.status != Status::Draining && instance.staying(self.kind) > 0
    }

    /// The instance of a random one of `tasks` tasks on the instances that measure `most`.
    fn random_task(&self, instances: &[Instance], most: &Measures, tasks: u32, dice: &mut Dice) -> Option<usize> {
        let mut position = dice.below(tasks as usize) as u32;
        for (index, instance) in instances.iter().enumerate() {
            if !self.may_lose(instance) || self.measures(self.strategies, instance) != *most {
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
