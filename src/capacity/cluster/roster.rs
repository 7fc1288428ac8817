//! [`Roster`]: the instances of a cluster in the order of launch, and what is counted and ranked among them.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::ops::Index;

use super::instance::{Instance, Status};
use super::placement::Wish;
use super::ranks::Ranks;

/// From this many instances on, looking at each for every choice takes longer than keeping them ranked.
pub(super) const RANKED_FROM: usize = 40;

/// What is counted of the instances of a group, draining ones excepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Census {
    pub(super) members: u32,
    /// With a task.
    pub(super) busy: u32,
    pub(super) active: u32,
    pub(super) on_demand: u32,
    pub(super) by_zone: Vec<u32>,
}

impl Census {
    fn enter(&mut self, instance: &Instance) {
        self.count(instance, true);
    }

    fn leave(&mut self, instance: &Instance) {
        self.count(instance, false);
    }

    fn count(&mut self, instance: &Instance, joins: bool) {
        if instance.status == Status::Draining {
            return;
        }
        let tell = |number: &mut u32, counts: bool| {
            *number = if joins { *number + u32::from(counts) } else { *number - u32::from(counts) };
        };
        tell(&mut self.members, true);
        tell(&mut self.busy, !instance.is_empty());
        tell(&mut self.active, instance.status == Status::Active);
        tell(&mut self.on_demand, !instance.spot);
        tell(&mut self.by_zone[instance.zone as usize], true);
    }
}

/// The instances of a cluster. Whatever changes one goes through it, so that counts and ranks hold.
pub(super) struct Roster {
    /// The longest running go most often, and those are at the front.
    instances: VecDeque<Instance>,
    census: Vec<Census>,
    zones: usize,
    ranked_from: usize,
    ranks: Option<Ranks>,
}

impl Index<usize> for Roster {
    type Output = Instance;

    fn index(&self, index: usize) -> &Instance {
        &self.instances[index]
    }
}

impl Roster {
    /// One whose instances are ranked as soon as there are so many.
    pub(super) fn new(groups: usize, zones: usize, ranked_from: usize) -> Self {
        let census = Census { by_zone: vec![0; zones], ..Census::default() };
        Self { instances: VecDeque::new(), census: vec![census; groups], zones, ranked_from, ranks: None }
    }

    /// All instances, in the order of launch.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Instance> {
        self.instances.iter()
    }

    /// The instance at an index.
    pub(super) fn get(&self, index: usize) -> Option<&Instance> {
        self.instances.get(index)
    }

    /// What is counted of a group.
    pub(super) fn census(&self, group: usize) -> &Census {
        &self.census[group]
    }

    /// The ranks, where there are so many instances that it is worth keeping them.
    pub(super) const fn ranks(&self) -> Option<&Ranks> {
        self.ranks.as_ref()
    }

    /// The index of an instance that is still there.
    pub(super) fn index_of(&self, number: usize) -> Option<usize> {
        self.instances.binary_search_by_key(&number, |instance| instance.number).ok()
    }

    /// The instance of a purchase that leaves a group next: of those that may, of the crowded zone the longest running.
    pub(super) fn leaver(&self, group: usize, spot: bool, only_empty: bool) -> Option<usize> {
        let crowd = |zone: usize| Reverse(self.census[group].by_zone[zone]);
        if let Some(ranks) = &self.ranks {
            let of_zone = |zone| Some((crowd(zone), ranks.leaver(group, zone, spot, only_empty)?));
            return (0..self.zones).filter_map(of_zone).min().and_then(|(_, number)| self.index_of(number));
        }
        let may_leave = |(_, one): &(usize, &Instance)| {
            one.group == group && one.spot == spot && one.status == Status::Active && (!only_empty || one.is_empty())
        };
        let eligible = self.instances.iter().enumerate().filter(may_leave);
        eligible.map(|(index, one)| (crowd(one.zone as usize), index)).min().map(|(_, index)| index)
    }

    /// Adds the instance launched last; its index.
    pub(super) fn add(&mut self, instance: Instance, wishes: &[Wish<'_>]) -> usize {
        self.instances.push_back(instance);
        let index = self.instances.len() - 1;
        if self.ranks.is_none() && self.instances.len() >= self.ranked_from {
            let mut ranks = Ranks::new(wishes.len(), self.census.len(), self.zones);
            self.instances.range(..index).for_each(|one| ranks.enter(one, wishes));
            self.ranks = Some(ranks);
        }
        let instance = &self.instances[index];
        self.census[instance.group].enter(instance);
        if let Some(ranks) = &mut self.ranks {
            ranks.enter(instance, wishes);
        }
        index
    }

    /// Changes an instance.
    pub(super) fn change<R>(
        &mut self,
        index: usize,
        wishes: &[Wish<'_>],
        change: impl FnOnce(&mut Instance) -> R,
    ) -> R {
        let instance = &mut self.instances[index];
        if let Some(ranks) = &mut self.ranks {
            ranks.note(instance, wishes);
        }
        self.census[instance.group].leave(instance);
        let result = change(instance);
        self.census[instance.group].enter(instance);
        if let Some(ranks) = &mut self.ranks {
            ranks.update(instance, wishes);
        }
        result
    }

    /// Changes what neither counts nor ranks depend on.
    pub(super) fn detail(&mut self, index: usize) -> &mut Instance {
        &mut self.instances[index]
    }

    /// Takes an instance away.
    pub(super) fn remove(&mut self, index: usize, wishes: &[Wish<'_>]) -> Instance {
        let instance = self.instances.remove(index).expect("only what is there is taken away");
        self.census[instance.group].leave(&instance);
        if let Some(ranks) = &mut self.ranks {
            ranks.leave(&instance, wishes);
        }
        instance
    }
}
