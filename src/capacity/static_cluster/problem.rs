//! What is to be held, and the types that can take part.

use super::{CandidateType, TaskKind};
use crate::capacity::packing::{InstanceCapacity, TaskFootprint};

/// CPU units, MiB and task slots.
pub(super) type Resources = [u64; 3];

/// The dearest instance is worth this much in whole numbers.
pub(super) const FINE_WORTH: f64 = (1_u64 << 40) as f64;

/// A type that takes part.
pub(super) struct Usable {
    /// Its index among the candidate types.
    pub(super) candidate: usize,
    pub(super) capacity: InstanceCapacity,
    pub(super) price: u64,
    /// What an instance candidates; never more than all tasks that it could hold take together.
    pub(super) resources: Resources,
    /// The most tasks of each kind on one instance, never more than there are.
    pub(super) alone: Vec<u32>,
}

/// Kinds with at least one task, and the types that no other makes needless.
pub(super) struct Problem {
    /// Index of each kind among those given.
    pub(super) given: Vec<usize>,
    pub(super) tasks: Vec<TaskFootprint>,
    pub(super) counts: Vec<u32>,
    pub(super) types: Vec<Usable>,
    /// The highest price, at least 1.
    dearest: u64,
}

/// What a task takes.
pub(super) fn taken(task: TaskFootprint) -> Resources {
    [u64::from(task.cpu_units), u64::from(task.memory_mib), 1]
}

impl Problem {
    pub(super) fn of(kinds: &[TaskKind], candidates: &[CandidateType]) -> Self {
        let given: Vec<usize> = (0..kinds.len()).filter(|&kind| kinds[kind].count > 0).collect();
        let tasks: Vec<TaskFootprint> = given.iter().map(|&kind| kinds[kind].footprint).collect();
        let counts: Vec<u32> = given.iter().map(|&kind| kinds[kind].count).collect();
        let kept = (0..candidates.len()).filter(|&candidate| !is_needless(candidates, candidate));
        let usable = kept.map(|candidate| Usable::of(candidate, &candidates[candidate], &tasks, &counts));
        let types: Vec<Usable> = usable.filter(|one| one.alone.iter().any(|&most| most > 0)).collect();
        let dearest = types.iter().map(|one| one.price).max().unwrap_or(1).max(1);
        Self { given, tasks, counts, types, dearest }
    }

    /// The price of a type, of which the dearest type has [`FINE_WORTH`].
    pub(super) fn fine_price(&self, one: usize) -> f64 {
        self.types[one].price as f64 / self.dearest as f64 * FINE_WORTH
    }

    /// Every type that takes part.
    pub(super) fn all_types(&self) -> Vec<usize> {
        (0..self.types.len()).collect()
    }

    /// Whether every kind fits on one of `types`.
    pub(super) fn is_held_by(&self, types: &[usize]) -> bool {
        self.kind_without(types).is_none()
    }

    /// Whether every kind that is left fits on a type.
    pub(super) fn is_held_in_part_by(&self, one: usize, left: &[u32]) -> bool {
        left.iter().zip(&self.types[one].alone).all(|(&left, &alone)| left == 0 || alone > 0)
    }

    /// The first kind that fits on none of `types`.
    pub(super) fn kind_without(&self, types: &[usize]) -> Option<usize> {
        let fits = |kind: usize| types.iter().any(|&one| self.types[one].alone[kind] > 0);
        (0..self.tasks.len()).find(|&kind| !fits(kind))
    }

    /// The cheapest of `types` that holds a filling, ties to the first.
    pub(super) fn cheapest_holding(&self, types: &[usize], filling: &[u32]) -> Option<usize> {
        let holding = types.iter().copied().filter(|&one| self.holds(one, filling));
        holding.min_by_key(|&one| self.types[one].price)
    }

    /// Whether one instance of a type holds a filling.
    pub(super) fn holds(&self, one: usize, filling: &[u32]) -> bool {
        let usable = &self.types[one];
        let mut left = usable.free();
        filling
            .iter()
            .zip(&self.tasks)
            .zip(&usable.alone)
            .all(|((&count, &task), &alone)| count <= alone && take(&mut left, task, count))
    }
}

impl Usable {
    fn of(candidate: usize, given: &CandidateType, tasks: &[TaskFootprint], counts: &[u32]) -> Self {
        let most = |(&task, &count): (&TaskFootprint, &u32)| given.capacity.tasks_alone(task).unwrap_or(0).min(count);
        let alone: Vec<u32> = tasks.iter().zip(counts).map(most).collect();
        let mut resources = free(&given.capacity);
        for (index, amount) in resources.iter_mut().enumerate() {
            let all: u64 = tasks.iter().zip(&alone).map(|(&task, &most)| taken(task)[index] * u64::from(most)).sum();
            *amount = all.min(*amount);
        }
        Self { candidate, capacity: given.capacity, price: given.price, resources, alone }
    }

    /// What an empty instance candidates.
    pub(super) fn free(&self) -> Resources {
        free(&self.capacity)
    }
}

fn free(capacity: &InstanceCapacity) -> Resources {
    let slots = capacity.task_slots.map_or(u64::MAX, u64::from);
    [u64::from(capacity.cpu_units), u64::from(capacity.memory_mib), slots]
}

/// Takes `count` tasks' resources, if they are there.
fn take(left: &mut Resources, task: TaskFootprint, count: u32) -> bool {
    left.iter_mut().zip(taken(task)).all(|(left, each)| {
        let rest = left.checked_sub(each * u64::from(count));
        *left = rest.unwrap_or(*left);
        rest.is_some()
    })
}

/// Whether another type candidates as much of everything for no more, ties to the first.
fn is_needless(candidates: &[CandidateType], candidate: usize) -> bool {
    let one = &candidates[candidate];
    let beats = |(index, other): (usize, &CandidateType)| {
        index != candidate && is_as_good(other, one) && (index < candidate || !is_as_good(one, other))
    };
    candidates.iter().enumerate().any(beats)
}

fn is_as_good(one: &CandidateType, other: &CandidateType) -> bool {
    let limit = |most: Option<u32>| most.unwrap_or(u32::MAX);
    let cheap = one.price <= other.price;
    let (one, other) = (&one.capacity, &other.capacity);
    cheap
        && one.cpu_units >= other.cpu_units
        && one.memory_mib >= other.memory_mib
        && limit(one.task_slots) >= limit(other.task_slots)
        && limit(one.tasks_per_service) >= limit(other.tasks_per_service)
}
