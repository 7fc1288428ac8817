//! Which instance takes a task and which one loses it (rules E13 and E14).

use std::cmp::Ordering;

use super::dice::Dice;
use super::instance::{Instance, Status};
use super::roster::Roster;
use crate::capacity::packing::TaskFootprint;
use crate::scenario::PlacementStrategy;

/// What the tasks of a kind need of an instance, and which one they would rather have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<'a> {
    pub(super) kind: usize,
    /// The kind that needs the same host ports.
    pub(super) twin: usize,
    pub(super) footprint: TaskFootprint,
    pub(super) strategies: &'a [PlacementStrategy],
    /// Whether tasks of the kind are ever placed: not for deployments where there are none.
    pub(super) is_placed: bool,
}

/// What the strategies look at on an instance, one after the other; as many as there are kinds of strategies.
pub(super) type Measures = [u32; 5];

impl<'a> Wish<'a> {
    /// Whether one of its strategies is `random`.
    pub(super) fn is_random(&self) -> bool {
        self.deciding().len() < self.strategies.len()
    }

    /// The strategies that decide who takes a task: those before `random`.
    pub(super) fn deciding(&self) -> &'a [PlacementStrategy] {
        let random = self.strategies.iter().position(|&strategy| strategy == PlacementStrategy::Random);
        &self.strategies[..random.unwrap_or(self.strategies.len())]
    }

    /// Whether the last strategy packs tasks.
    pub(super) fn packs(&self) -> bool {
        matches!(self.strategies.last(), Some(PlacementStrategy::BinpackCpu | PlacementStrategy::BinpackMemory))
    }

    /// Whether one more task fits on an instance.
    pub(super) fn fits(&self, instance: &Instance) -> bool {
        instance.has_room(self.kind, self.twin, self.footprint)
    }

    /// Whether an instance has a task to lose.
    pub(super) fn may_lose(&self, instance: &Instance) -> bool {
        instance.status != Status::Draining && instance.staying(self.kind) > 0
    }

    /// What `strategies` see on an instance of a zone with so many tasks; `random` sees no difference.
    pub(super) fn measures(&self, strategies: &[PlacementStrategy], instance: &Instance, in_zone: u32) -> Measures {
        let mut measures = Measures::default();
        for (measure, strategy) in measures.iter_mut().zip(strategies) {
            *measure = match strategy {
                PlacementStrategy::SpreadZone => in_zone,
                PlacementStrategy::SpreadInstance => instance.staying(self.kind),
                PlacementStrategy::BinpackCpu => instance.free_cpu(),
                PlacementStrategy::BinpackMemory => instance.free_memory(),
                PlacementStrategy::Random => 0,
            };
        }
        measures
    }
}

/// A choice among the instances of a group.
#[derive(Clone, Copy)]
pub(super) struct Choice<'a> {
    pub(super) wish: Wish<'a>,
    /// The group of the instances.
    pub(super) group: usize,
    /// Staying tasks of the kind in each zone.
    pub(super) by_zone: &'a [u32],
}

impl Choice<'_> {
    /// Measures in which that of the zone is left out, with it.
    pub(super) fn with_zone(&self, strategies: &[PlacementStrategy], measures: Measures, zone: usize) -> Measures {
        let mut measures = measures;
        for (measure, strategy) in measures.iter_mut().zip(strategies) {
            if *strategy == PlacementStrategy::SpreadZone {
                *measure = self.by_zone[zone];
            }
        }
        measures
    }

    /// The instance that takes the next task; `None` when none has room.
    pub(super) fn taker(&self, roster: &Roster, dice: &mut Dice) -> Option<usize> {
        match roster.ranks() {
            Some(ranks) => ranks.taker(self, dice).and_then(|number| roster.index_of(number)),
            None => self.taker_of_all(roster, dice),
        }
    }

    /// The instance that loses a task; `None` when no instance has one.
    pub(super) fn loser(&self, roster: &Roster, dice: &mut Dice) -> Option<usize> {
        match roster.ranks() {
            Some(ranks) => ranks.loser(self, dice).and_then(|number| roster.index_of(number)),
            None => self.loser_of_all(roster, dice),
        }
    }

    fn measures(&self, strategies: &[PlacementStrategy], instance: &Instance) -> Measures {
        self.wish.measures(strategies, instance, self.by_zone[instance.zone as usize])
    }

    fn taker_of_all(&self, instances: &Roster, dice: &mut Dice) -> Option<usize> {
        let deciding = self.wish.deciding();
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
        if !self.wish.is_random() {
            return Some(first);
        }
        let drawn = dice.below(alike);
        let is_alike = |instance: &Instance| self.fits(instance) && self.measures(deciding, instance) == least;
        instances.iter().enumerate().filter(|(_, one)| is_alike(one)).nth(drawn).map(|(index, _)| index)
    }

    fn loser_of_all(&self, instances: &Roster, dice: &mut Dice) -> Option<usize> {
        let kind = self.wish.kind;
        let (mut best, mut tasks): (Option<(Measures, usize)>, u32) = (None, 0);
        for (index, instance) in instances.iter().enumerate() {
            if !self.may_lose(instance) {
                continue;
            }
            let measures = self.measures(self.wish.strategies, instance);
            match best.map_or(Ordering::Greater, |known| measures.cmp(&known.0)) {
                Ordering::Greater => (best, tasks) = (Some((measures, index)), instance.staying(kind)),
                Ordering::Equal if self.wish.packs() => best = Some((measures, index)),
                Ordering::Equal => tasks += instance.staying(kind),
                Ordering::Less => {}
            }
        }
        let (most, last) = best?;
        if self.wish.packs() { Some(last) } else { self.random_task(instances, &most, tasks, dice) }
    }

    fn fits(&self, instance: &Instance) -> bool {
        instance.group == self.group && self.wish.fits(instance)
    }

    fn may_lose(&self, instance: &Instance) -> bool {
        instance.group == self.group && self.wish.may_lose(instance)
    }

    /// The instance of a random one of `tasks` tasks on the instances that measure `most`.
    fn random_task(&self, instances: &Roster, most: &Measures, tasks: u32, dice: &mut Dice) -> Option<usize> {
        let mut position = dice.below(tasks as usize) as u32;
        for (index, instance) in instances.iter().enumerate() {
            if !self.may_lose(instance) || self.measures(self.wish.strategies, instance) != *most {
                continue;
            }
            let here = instance.staying(self.wish.kind);
            if position < here {
                return Some(index);
            }
            position -= here;
        }
        None
    }
}
