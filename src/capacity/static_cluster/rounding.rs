//! From fractions of instances to whole ones: whole parts first, then one instance at a time, then the exact rest.

use super::exact_rest::exact_rest;
use super::fillings::{Effort, Fillings};
use super::greedy::Repeated;
use super::problem::Problem;

/// How far the program is worked out for what is left.
const EFFORT: Effort = Effort { rounds: 4, steps: 300 };

/// Comparisons of the exhaustive search for the rest.
const BUDGET: usize = 100_000;

/// A fraction this little below a whole number counts as it.
const TOLERANCE: f64 = 1e-6;

/// Whole instances of `types` that hold every task, from the fillings of the linear program.
pub(super) fn round(problem: &Problem, types: &[usize], fillings: &Fillings) -> Vec<Repeated> {
    let mut left = problem.counts.clone();
    let mut fillings = fillings.clone();
    let mut chosen: Vec<Repeated> = Vec::new();
    while left.iter().any(|&count| count > 0) {
        if let Some(rest) = exact_rest(problem, types, &left, BUDGET) {
            chosen.extend(rest.into_iter().map(|filling| (filling, 1)));
            break;
        }
        fillings = fillings.within(&left);
        let fractions = fillings.solve(problem, types, &left, EFFORT).instances;
        let mut whole = whole_parts(&fillings, &fractions, &left);
        if whole.is_empty() {
            whole.push((fillings.list[most_used(&fractions)].clone(), 1));
        }
        for (filling, instances) in &whole {
            hold(&mut left, &filling.tasks, *instances);
        }
        chosen.extend(whole);
    }
    chosen
}

/// The whole parts of the fractions, as far as there are tasks for them.
fn whole_parts(fillings: &Fillings, fractions: &[f64], left: &[u32]) -> Vec<Repeated> {
    let mut left = left.to_vec();
    let mut whole = Vec::new();
    for (filling, &fraction) in fillings.list.iter().zip(fractions) {
        let instances = ((fraction + TOLERANCE).floor() as u32).min(lasting(&filling.tasks, &left));
        if instances > 0 {
            hold(&mut left, &filling.tasks, instances);
            whole.push((filling.clone(), instances));
        }
    }
    whole
}

/// How often a filling can be taken from what is left.
fn lasting(tasks: &[u32], left: &[u32]) -> u32 {
    tasks.iter().zip(left).filter_map(|(&count, &left)| left.checked_div(count)).min().unwrap_or(0)
}

fn hold(left: &mut [u32], tasks: &[u32], instances: u32) {
    left.iter_mut().zip(tasks).for_each(|(left, count)| *left -= count * instances);
}

/// The filling with the largest fraction, ties to the first.
fn most_used(instances: &[f64]) -> usize {
    let better = |best: usize, one: usize| if instances[one] > instances[best] + 1e-9 { one } else { best };
    (0..instances.len()).reduce(better).expect("what is left has a filling")
}
