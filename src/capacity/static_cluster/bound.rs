//! What no cluster costs less than, proven in whole numbers (rule E30).

use super::best_filling::{Wanted, best_filling};
use super::problem::{FINE_WORTH, Problem, taken};
use super::simplex::maximise;

/// Steps of the search for the best filling of each type, in the proof.
const STEPS: usize = 50_000;

/// By how much the proof may be too low: so much less is to be searched.
const SLACK: f64 = 0.001;

/// The bound by resources alone: what all tasks take together, with tasks and instances in fractions, on any of `types`.
///
/// Any prices of the resources prove one: no instance is worth more than what it candidates at these prices, so the tasks
/// cost at least their own worth times the least price of an instance for its worth.
pub(super) fn resource_bound(problem: &Problem, types: &[usize]) -> u128 {
    let needs = [0, 1, 2].map(|index| {
        let of = |(&task, &count): (&_, &u32)| taken(task)[index] * u64::from(count);
        problem.tasks.iter().zip(&problem.counts).map(of).sum::<u64>()
    });
    let dearest = types.iter().map(|&one| problem.types[one].price).max().unwrap_or(0).max(1);
    let share = |one: usize, index: usize| problem.types[one].resources[index] as f64 / needs[index].max(1) as f64;
    let rows: Vec<Vec<f64>> = types.iter().map(|&one| (0..3).map(|index| share(one, index)).collect()).collect();
    let limits: Vec<f64> = types.iter().map(|&one| problem.types[one].price as f64 / dearest as f64).collect();
    let prices = maximise(&[1.0; 3], &rows, &limits).variables;
    let prices: Vec<f64> = prices.iter().zip(needs).map(|(price, need)| price / need.max(1) as f64).collect();
    let largest = prices.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let whole: Vec<u128> = prices.iter().map(|price| (price / largest * FINE_WORTH) as u128).collect();
    let worth =
        |amounts: &[u64; 3]| amounts.iter().zip(&whole).map(|(&amount, price)| u128::from(amount) * price).sum();
    proven(worth(&needs), types.iter().map(|&one| (problem.types[one].price, worth(&problem.types[one].resources))))
}

/// The bound by whole fillings: `worths` are what a task of each kind costs at least when every instance is filled as
/// well as any filling of its type can be.
pub(super) fn filling_bound(problem: &Problem, types: &[usize], worths: &[i128]) -> u128 {
    let all = worths.iter().zip(&problem.counts).map(|(&worth, &count)| worth * i128::from(count)).sum::<i128>();
    let best = |one: usize| {
        let above = (problem.fine_price(one) * (1.0 + SLACK)) as i128;
        best_filling(problem, one, worths, &problem.counts, Wanted { above, steps: STEPS }).bound
    };
    proven(all as u128, types.iter().map(|&one| (problem.types[one].price, best(one) as u128)))
}

/// The least that tasks of this worth cost on instances of these prices that hold at most these worths.
fn proven(worth: u128, types: impl Iterator<Item = (u64, u128)>) -> u128 {
    let least = |(price, most): (u64, u128)| {
        let price = u128::from(price);
        worth.checked_mul(price).map_or(worth / most * price, |cost| cost.div_ceil(most))
    };
    types.filter(|&(_, most)| most > 0).map(least).min().unwrap_or(0)
}
