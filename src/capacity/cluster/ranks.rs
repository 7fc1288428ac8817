//! [`Ranks`]: the instances of a large cluster in the orders in which choices look for them.
//!
//! A choice among instances is a search for the best of them all. Here every instance stands where its measures put it,
//! so that the best is at an end, and only what changes is put elsewhere. The search through all instances remains the
//! statement of what is right.

use std::collections::{BTreeMap, BTreeSet};

use super::dice::Dice;
use super::holders::{Holders, holder_of};
use super::instance::{Instance, Status};
use super::placement::{Choice, Measures, Wish};

/// The instances of a zone by their measures.
type Classes = BTreeMap<Measures, Holders>;

/// Instances of one zone and purchase that may leave a group, by number.
#[derive(Clone, Debug, Default)]
struct Leavers {
    all: BTreeSet<usize>,
    empty: BTreeSet<usize>,
}

/// Instances in the orders in which they take tasks, lose tasks and leave.
pub(super) struct Ranks {
    zones: usize,
    groups: usize,
    /// Of each kind, group and zone: instances with room for one more.
    takers: Vec<Classes>,
    /// Of each kind, group and zone: instances that can lose a task.
    losers: Vec<Classes>,
    /// Of each group, zone and purchase (on-demand, Spot): those that are `ACTIVE`.
    leavers: Vec<Leavers>,
    /// Where the instance noted last stood for each kind, and whether it might leave and was empty.
    before: Vec<Standing>,
    left: [bool; 2],
}

/// Where an instance stands for tasks of a kind; the measure of its zone is left out.
#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    taker: Option<Measures>,
    loser: Option<Measures>,
}

impl Standing {
    fn of(instance: &Instance, wish: &Wish<'_>) -> Self {
        let taker = wish.is_placed && wish.fits(instance);
        let loser = wish.is_placed && wish.may_lose(instance);
        Self {
            taker: taker.then(|| wish.measures(wish.deciding(), instance, 0)),
            loser: loser.then(|| wish.measures(wish.strategies, instance, 0)),
        }
    }
}

/// Whether an instance may leave its group, and may although only empty ones do.
fn may_leave(instance: &Instance) -> [bool; 2] {
    let active = instance.status == Status::Active;
    [active, active && instance.is_empty()]
}

fn take_out(classes: &mut Classes, measures: &Measures, number: usize) {
    let class = classes.get_mut(measures).expect("what is ranked has a class");
    class.remove(number);
    if class.is_empty() {
        classes.remove(measures);
    }
}

fn move_to(classes: &mut Classes, (from, to): (Option<Measures>, Option<Measures>), number: usize, tasks: u32) {
    if let Some(measures) = from {
        take_out(classes, &measures, number);
    }
    if let Some(measures) = to {
        classes.entry(measures).or_default().insert(number, tasks);
    }
}

impl Ranks {
    pub(super) fn new(kinds: usize, groups: usize, zones: usize) -> Self {
        Self {
            zones,
            groups,
            takers: vec![Classes::new(); kinds * groups * zones],
            losers: vec![Classes::new(); kinds * groups * zones],
            leavers: vec![Leavers::default(); groups * zones * 2],
            before: Vec::new(),
            left: [false; 2],
        }
    }

    /// An instance joins.
    pub(super) fn enter(&mut self, instance: &Instance, wishes: &[Wish<'_>]) {
        self.note(instance, wishes);
        self.before.iter_mut().for_each(|standing| *standing = Standing::default());
        self.left = [false; 2];
        self.update(instance, wishes);
    }

    /// An instance goes.
    pub(super) fn leave(&mut self, instance: &Instance, wishes: &[Wish<'_>]) {
        self.note(instance, wishes);
        for (wish, before) in wishes.iter().zip(std::mem::take(&mut self.before)) {
            let place = self.place(wish, instance);
            before.taker.inspect(|measures| take_out(&mut self.takers[place], measures, instance.number));
            before.loser.inspect(|measures| take_out(&mut self.losers[place], measures, instance.number));
        }
        let leavers = self.leavers_of(instance);
        leavers.all.remove(&instance.number);
        leavers.empty.remove(&instance.number);
    }

    /// Notes where an instance stands that is about to change.
    pub(super) fn note(&mut self, instance: &Instance, wishes: &[Wish<'_>]) {
        self.before.clear();
        self.before.extend(wishes.iter().map(|wish| Standing::of(instance, wish)));
        self.left = may_leave(instance);
    }

    /// Puts the instance that was noted last where it stands now.
    pub(super) fn update(&mut self, instance: &Instance, wishes: &[Wish<'_>]) {
        let number = instance.number;
        for (index, wish) in wishes.iter().enumerate() {
            let (before, now) = (self.before[index], Standing::of(instance, wish));
            let (place, tasks) = (self.place(wish, instance), instance.staying(wish.kind));
            if before.taker != now.taker {
                // For `random` every instance counts as one.
                move_to(&mut self.takers[place], (before.taker, now.taker), number, 1);
            }
            if before.loser != now.loser {
                move_to(&mut self.losers[place], (before.loser, now.loser), number, tasks);
            } else if let Some(measures) = now.loser {
                self.losers[place].get_mut(&measures).expect("what is ranked has a class").set(number, tasks);
            }
        }
        let ([was, was_empty], [is, is_empty]) = (self.left, may_leave(instance));
        let leavers = self.leavers_of(instance);
        for (set, before, now) in [(&mut leavers.all, was, is), (&mut leavers.empty, was_empty, is_empty)] {
            match (before, now) {
                (false, true) => drop(set.insert(number)),
                (true, false) => drop(set.remove(&number)),
                _ => {}
            }
        }
    }

    fn place(&self, wish: &Wish<'_>, instance: &Instance) -> usize {
        (wish.kind * self.groups + instance.group) * self.zones + instance.zone as usize
    }

    fn leavers_of(&mut self, instance: &Instance) -> &mut Leavers {
        let place = (instance.group * self.zones + instance.zone as usize) * 2 + usize::from(instance.spot);
        &mut self.leavers[place]
    }

    fn of<'c>(&self, classes: &'c [Classes], choice: &Choice<'_>) -> &'c [Classes] {
        let first = (choice.wish.kind * self.groups + choice.group) * self.zones;
        &classes[first..first + self.zones]
    }

    /// The number of the instance that takes the next task; `None` when none has room.
    pub(super) fn taker(&self, choice: &Choice<'_>, dice: &mut Dice) -> Option<usize> {
        let deciding = choice.wish.deciding();
        let first = |classes: &'_ Classes| classes.first_key_value().map(|(measures, _)| *measures);
        let best = best_classes(self.of(&self.takers, choice), first, |zone, measures| {
            choice.with_zone(deciding, measures, zone)
        });
        let least = best.iter().map(|(measures, _)| *measures).min()?;
        let alike: Vec<&Holders> = best.iter().filter(|one| one.0 == least).map(|one| one.1).collect();
        if choice.wish.is_random() {
            drawn_from(&alike, dice)
        } else {
            alike.iter().filter_map(|class| class.first()).min()
        }
    }

    /// The number of the instance that loses a task; `None` when none has one.
    pub(super) fn loser(&self, choice: &Choice<'_>, dice: &mut Dice) -> Option<usize> {
        let strategies = choice.wish.strategies;
        let last = |classes: &'_ Classes| classes.last_key_value().map(|(measures, _)| *measures);
        let best = best_classes(self.of(&self.losers, choice), last, |zone, measures| {
            choice.with_zone(strategies, measures, zone)
        });
        let most = best.iter().map(|(measures, _)| *measures).max()?;
        let alike: Vec<&Holders> = best.iter().filter(|one| one.0 == most).map(|one| one.1).collect();
        if choice.wish.packs() { alike.iter().filter_map(|class| class.last()).max() } else { drawn_from(&alike, dice) }
    }

    /// The number of the longest running instance of a zone and purchase that may leave.
    pub(super) fn leaver(&self, group: usize, zone: usize, spot: bool, only_empty: bool) -> Option<usize> {
        let leavers = &self.leavers[(group * self.zones + zone) * 2 + usize::from(spot)];
        let may_leave = if only_empty { &leavers.empty } else { &leavers.all };
        may_leave.first().copied()
    }
}

/// The class of every zone that has one, picked by its measures, with the measures in full.
fn best_classes<'c>(
    zones: &'c [Classes],
    pick: impl Fn(&Classes) -> Option<Measures>,
    in_full: impl Fn(usize, Measures) -> Measures,
) -> Vec<(Measures, &'c Holders)> {
    let of_zone = |(zone, classes): (usize, &'c Classes)| {
        let measures = pick(classes)?;
        Some((in_full(zone, measures), &classes[&measures]))
    };
    zones.iter().enumerate().filter_map(of_zone).collect()
}

/// The instance of a random one of the tasks of several classes.
fn drawn_from(classes: &[&Holders], dice: &mut Dice) -> Option<usize> {
    let tasks: u32 = classes.iter().map(|class| class.tasks()).sum();
    holder_of(classes, dice.below(tasks as usize) as u32)
}
