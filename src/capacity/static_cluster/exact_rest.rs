//! The cheapest instances of two types for few tasks, by exhausting every count that can remain.

use super::fillings::Filling;
use super::problem::Problem;

/// The cheapest instances of `types` that hold `left`; `None` where that takes more than `budget` comparisons, or where
/// they do not hold every kind.
pub(super) fn exact_rest(problem: &Problem, types: &[usize], left: &[u32], budget: usize) -> Option<Vec<Filling>> {
    let is_held = |kind: usize| left[kind] == 0 || types.iter().any(|&one| problem.types[one].alone[kind] > 0);
    if !(0..left.len()).all(is_held) {
        return None;
    }
    let states = left.iter().try_fold(1_usize, |states, &count| states.checked_mul(count as usize + 1))?;
    let most = budget.checked_div(states).filter(|&most| most > 0)?;
    let mut fillings = Vec::new();
    for &one in types {
        fillings.extend(full_fillings(problem, one, left, most)?);
    }
    (fillings.len() <= most).then(|| cheapest(problem, &fillings, left, states))
}

/// The fillings of a type to which no task of `left` can be added; `None` when there are more than `most`.
fn full_fillings(problem: &Problem, one: usize, left: &[u32], most: usize) -> Option<Vec<Filling>> {
    let mut found = Vec::new();
    let mut steps = 20 * most;
    let mut now = vec![0; left.len()];
    enumerate(problem, one, left, 0, &mut now, &mut steps, &mut found);
    (steps > 0 && found.len() <= most).then_some(found)
}

fn enumerate(
    problem: &Problem,
    one: usize,
    left: &[u32],
    kind: usize,
    now: &mut Vec<u32>,
    steps: &mut usize,
    found: &mut Vec<Filling>,
) {
    if *steps == 0 {
        return;
    }
    *steps -= 1;
    if kind == left.len() {
        if is_full(problem, one, left, now) {
            found.push(Filling { one, tasks: now.clone() });
        }
        return;
    }
    for count in (0..=problem.types[one].alone[kind].min(left[kind])).rev() {
        now[kind] = count;
        if problem.holds(one, now) {
            enumerate(problem, one, left, kind + 1, now, steps, found);
        }
    }
    now[kind] = 0;
}

fn is_full(problem: &Problem, one: usize, left: &[u32], tasks: &[u32]) -> bool {
    if tasks.iter().all(|&count| count == 0) {
        return false;
    }
    let mut more = tasks.to_vec();
    let fits_more = |kind: usize| {
        more[kind] += 1;
        let fits = more[kind] <= left[kind] && problem.holds(one, &more);
        more[kind] -= 1;
        fits
    };
    !(0..tasks.len()).any(fits_more)
}

/// The cheapest cover of `left`: fewest cost, then fewest instances, then the first filling.
fn cheapest(problem: &Problem, fillings: &[Filling], left: &[u32], states: usize) -> Vec<Filling> {
    let strides = strides(left);
    let mut best: Vec<(u128, u32, usize)> = vec![(0, 0, usize::MAX)];
    let mut rest = vec![0_u32; left.len()];
    for _ in 1..states {
        advance(&mut rest, left);
        let option = |(index, filling): (usize, &Filling)| {
            let before = best[index_after(&rest, &filling.tasks, &strides)?];
            Some((before.0 + u128::from(problem.types[filling.one].price), before.1 + 1, index))
        };
        let found = fillings.iter().enumerate().filter_map(option).min();
        best.push(found.expect("every kind that is left is in a filling"));
    }
    follow(fillings, left, &strides, |state| best[state].2)
}

/// The fillings that were best for each state on the way from `left` to nothing.
fn follow(fillings: &[Filling], left: &[u32], strides: &[usize], best: impl Fn(usize) -> usize) -> Vec<Filling> {
    let mut chosen = Vec::new();
    let mut rest = left.to_vec();
    while rest.iter().any(|&count| count > 0) {
        let state: usize = rest.iter().zip(strides).map(|(&count, stride)| count as usize * stride).sum();
        let filling = &fillings[best(state)];
        let tasks: Vec<u32> = filling.tasks.iter().zip(&rest).map(|(&count, &rest)| count.min(rest)).collect();
        rest.iter_mut().zip(&tasks).for_each(|(rest, count)| *rest -= count);
        chosen.push(Filling { one: filling.one, tasks });
    }
    chosen
}

/// How far apart the states are in which one more task of a kind is left.
fn strides(left: &[u32]) -> Vec<usize> {
    let next = |stride: &mut usize, &count: &u32| {
        let own = *stride;
        *stride *= count as usize + 1;
        Some(own)
    };
    left.iter().scan(1, next).collect()
}

/// The next count vector, the first kind fastest.
fn advance(rest: &mut [u32], left: &[u32]) {
    for (count, &most) in rest.iter_mut().zip(left) {
        if *count < most {
            *count += 1;
            return;
        }
        *count = 0;
    }
}

/// The index of what remains after a filling; `None` when it takes nothing of it.
fn index_after(rest: &[u32], tasks: &[u32], strides: &[usize]) -> Option<usize> {
    let after = |((&rest, &count), &stride): ((&u32, &u32), &usize)| rest.saturating_sub(count) as usize * stride;
    let takes = rest.iter().zip(tasks).any(|(&rest, &count)| rest > 0 && count > 0);
    takes.then(|| rest.iter().zip(tasks).zip(strides).map(after).sum())
}
