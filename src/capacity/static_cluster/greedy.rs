//! Instances filled one at a time with what fits their free room best.

use super::exact_rest::exact_rest;
use super::fillings::Filling;
use super::problem::{Problem, taken};
use crate::capacity::packing::fill_zone;

/// A filling and how many instances have it.
pub(super) type Repeated = (Filling, u32);

/// Tasks placed at once are at most this part of the room for them.
const AT_ONCE: u32 = 4;

/// Comparisons of an exhaustive search for a few instances' tasks.
const BUDGET: usize = 4_000;

/// What an instance costs for each unit of what its tasks are worth.
pub(super) fn cost_for_worth(problem: &Problem, filling: &Filling, worths: &[i128]) -> f64 {
    let worth = filling.tasks.iter().zip(worths).map(|(&count, &worth)| f64::from(count) * worth as f64).sum::<f64>();
    problem.types[filling.one].price as f64 / worth.max(1.0)
}

/// Packs `left` on one type: each time the kind of which a task is most like the free room.
pub(super) fn pack_on(problem: &Problem, one: usize, left: &[u32]) -> Vec<Repeated> {
    let mut left = left.to_vec();
    let mut packed = Vec::new();
    while left.iter().any(|&count| count > 0) {
        let tasks = fill(problem, one, &left);
        let lasting = tasks.iter().zip(&left).filter_map(|(&count, &left)| left.checked_div(count)).min().unwrap_or(1);
        left.iter_mut().zip(&tasks).for_each(|(left, count)| *left -= count * lasting);
        packed.push((Filling { one, tasks }, lasting));
    }
    packed
}

/// Packs everything on one type by E3.
pub(super) fn first_fit(problem: &Problem, one: usize) -> Vec<Repeated> {
    let capacity = &problem.types[one].capacity;
    let order = capacity.filling_order(&problem.tasks);
    let filled = fill_zone(capacity, &problem.tasks, &order, &problem.counts);
    filled.into_iter().map(|(tasks, instances)| (Filling { one, tasks }, instances)).collect()
}

/// Packs the tasks of a few instances on `types`: exhaustively where few, otherwise instance by instance.
pub(super) fn pack_few(problem: &Problem, types: &[usize], left: &[u32], worths: &[i128]) -> Option<Vec<Repeated>> {
    if let Some(exact) = exact_rest(problem, types, left, BUDGET) {
        return Some(exact.into_iter().map(|filling| (filling, 1)).collect());
    }
    let mut left = left.to_vec();
    let mut packed: Vec<Repeated> = Vec::new();
    let mut best: Option<Vec<Repeated>> = None;
    while left.iter().any(|&count| count > 0) {
        // From here on with one type alone, or with one more instance of any.
        for &one in types.iter().filter(|&&one| problem.is_held_in_part_by(one, &left)) {
            let mut whole = packed.clone();
            whole.extend(pack_on(problem, one, &left));
            if best.as_ref().is_none_or(|known| cost_of(problem, &whole) < cost_of(problem, known)) {
                best = Some(whole);
            }
        }
        let filled = types.iter().map(|&one| Filling { one, tasks: fill(problem, one, &left) });
        let filled = filled.filter(|filling| filling.tasks.iter().any(|&count| count > 0));
        let by_worth = |a: &Filling, b: &Filling| {
            cost_for_worth(problem, a, worths).total_cmp(&cost_for_worth(problem, b, worths))
        };
        let next = filled.min_by(by_worth)?;
        left.iter_mut().zip(&next.tasks).for_each(|(left, count)| *left -= count);
        packed.push((next, 1));
    }
    if best.as_ref().is_none_or(|known| cost_of(problem, &packed) < cost_of(problem, known)) {
        best = Some(packed);
    }
    best
}

/// What instances cost together.
pub(super) fn cost_of(problem: &Problem, packed: &[Repeated]) -> u128 {
    packed.iter().map(|(filling, n)| u128::from(problem.types[filling.one].price) * u128::from(*n)).sum()
}

/// Fills an instance: again and again the kind with the largest product of what a task takes and what is free.
fn fill(problem: &Problem, one: usize, left: &[u32]) -> Vec<u32> {
    let usable = &problem.types[one];
    let all = usable.resources.map(|amount| amount.max(1) as f64);
    let mut free = usable.free();
    let mut filling = vec![0; left.len()];
    loop {
        let mut best: Option<(f64, usize, u32)> = None;
        for kind in 0..left.len() {
            let each = taken(problem.tasks[kind]);
            let by = free.iter().zip(each).filter_map(|(&free, each)| free.checked_div(each)).min().unwrap_or(u64::MAX);
            let most = usable.alone[kind].min(left[kind]) - filling[kind];
            let room = u32::try_from(by).unwrap_or(u32::MAX).min(most);
            if room == 0 {
                continue;
            }
            let product =
                |index: usize| each[index] as f64 * (free[index] as f64).min(all[index]) / (all[index] * all[index]);
            let likeness = product(0) + product(1) + product(2);
            if best.is_none_or(|(known, ..)| likeness > known) {
                best = Some((likeness, kind, room));
            }
        }
        let Some((_, kind, room)) = best else { return filling };
        let count = room.div_ceil(AT_ONCE);
        filling[kind] += count;
        let each = taken(problem.tasks[kind]);
        free.iter_mut().zip(each).for_each(|(free, each)| *free -= each * u64::from(count));
    }
}
