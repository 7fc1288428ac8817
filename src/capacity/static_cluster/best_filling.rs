//! The filling of one instance that is worth most, with a proven bound (a knapsack of three resources).

use super::problem::{Problem, Resources, taken};
use super::simplex::maximise;

/// Prices of resources are whole numbers of 2⁻¹⁶ of a task's worth.
const FINE: u32 = 16;

/// The best filling found.
pub(super) struct BestFilling {
    /// Tasks of each kind.
    pub(super) filling: Vec<u32>,
    /// What it is worth.
    pub(super) worth: i128,
    /// No filling of the type is worth more.
    pub(super) bound: i128,
}

/// How far a filling is looked for.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    /// Fillings worth no more than this are of no interest.
    pub(super) above: i128,
    /// Steps of the search: where it ends early, the bound is above what was found.
    pub(super) steps: usize,
}

/// Fills an instance of a type with at most `left` tasks of each kind so that the sum of their `worths` is largest; an
/// empty filling where none is worth more than what is wanted.
pub(super) fn best_filling(
    problem: &Problem,
    one: usize,
    worths: &[i128],
    left: &[u32],
    wanted: Wanted,
) -> BestFilling {
    let most: Vec<u32> = problem.types[one].alone.iter().zip(left).map(|(&alone, &left)| alone.min(left)).collect();
    let mut search = Search::new(problem, one, worths, &most, wanted);
    let free = problem.types[one].free().map(|amount| amount.min(search.all));
    let bound = search.bound(0, free, 0);
    search.explore(0, free, 0);
    let proven = if search.steps == 0 { bound.max(search.best) } else { search.best };
    if search.best == wanted.above {
        return BestFilling { filling: search.filling, worth: 0, bound: proven };
    }
    search.fill_up(free);
    BestFilling { filling: search.filling, worth: search.best, bound: proven.max(search.best) }
}

struct Search<'a> {
    problem: &'a Problem,
    worths: &'a [i128],
    /// Kinds in the order in which they are decided.
    order: Vec<usize>,
    most: &'a [u32],
    /// Price of a unit of each resource.
    prices: [i128; 3],
    /// What each kind is worth beyond the prices of what it takes.
    surplus: Vec<i128>,
    /// Sum over the kinds from each place of the order on of what their tasks can be worth beyond the prices.
    beyond: Vec<i128>,
    /// More than all tasks take of anything.
    all: u64,
    now: Vec<u32>,
    filling: Vec<u32>,
    best: i128,
    steps: usize,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, one: usize, worths: &'a [i128], most: &'a [u32], wanted: Wanted) -> Self {
        let prices = resource_prices(problem, one, worths, most);
        let paid = |kind: usize| -> i128 {
            taken(problem.tasks[kind]).iter().zip(prices).map(|(&amount, price)| i128::from(amount) * price).sum()
        };
        let kinds = 0..worths.len();
        let surplus: Vec<i128> = kinds.clone().map(|kind| (worths[kind] << FINE) - paid(kind)).collect();
        let mut order: Vec<usize> = kinds.filter(|&kind| most[kind] > 0).collect();
        // The most worth for what is paid first; cross-multiplied.
        order.sort_by(|&a, &b| (worths[b] * paid(a).max(1)).cmp(&(worths[a] * paid(b).max(1))).then(a.cmp(&b)));
        let mut beyond = vec![0; order.len() + 1];
        for place in (0..order.len()).rev() {
            let kind = order[place];
            beyond[place] = beyond[place + 1] + surplus[kind].max(0) * i128::from(most[kind]);
        }
        let takes = |kind: usize| taken(problem.tasks[kind]).iter().sum::<u64>() * u64::from(most[kind]);
        let all = (0..worths.len()).map(takes).sum::<u64>() + 1;
        let empty = vec![0; worths.len()];
        Self {
            problem,
            worths,
            order,
            most,
            prices,
            surplus,
            beyond,
            all,
            now: empty.clone(),
            filling: empty,
            best: wanted.above,
            steps: wanted.steps,
        }
    }

    /// No filling of the kinds from a place of the order on, in what is left, is worth more than this.
    fn bound(&self, place: usize, left: Resources, worth: i128) -> i128 {
        let paid: i128 = left.iter().zip(self.prices).map(|(&amount, price)| i128::from(amount) * price).sum();
        worth + ((paid + self.beyond[place]) >> FINE)
    }

    fn explore(&mut self, place: usize, left: Resources, worth: i128) {
        if worth > self.best {
            self.best = worth;
            self.filling.clone_from(&self.now);
        }
        if place == self.order.len() {
            return;
        }
        let kind = self.order[place];
        let most = self.room(kind, left);
        for step in 0..=most {
            if self.steps == 0 {
                return;
            }
            self.steps -= 1;
            // The count with the highest bound first: once one is ruled out, so are the others.
            let count = if self.surplus[kind] >= 0 { most - step } else { step };
            let rest = after(left, taken(self.problem.tasks[kind]), count);
            let reached = worth + self.worths[kind] * i128::from(count);
            if self.bound(place + 1, rest, reached) <= self.best {
                break;
            }
            self.now[kind] = count;
            self.explore(place + 1, rest, reached);
        }
        self.now[kind] = 0;
    }

    /// How many more tasks of a kind fit.
    fn room(&self, kind: usize, left: Resources) -> u32 {
        let each = taken(self.problem.tasks[kind]);
        let by = left.iter().zip(each).filter_map(|(&amount, each)| amount.checked_div(each)).min().unwrap_or(u64::MAX);
        u32::try_from(by).unwrap_or(u32::MAX).min(self.most[kind])
    }

    /// Uses what is left for tasks that are worth nothing in themselves.
    fn fill_up(&mut self, free: Resources) {
        let mut left = free;
        for (kind, &count) in self.filling.iter().enumerate() {
            left = after(left, taken(self.problem.tasks[kind]), count);
        }
        for place in 0..self.order.len() {
            let kind = self.order[place];
            let more = self.room(kind, left).min(self.most[kind] - self.filling[kind]);
            left = after(left, taken(self.problem.tasks[kind]), more);
            self.filling[kind] += more;
            self.best += self.worths[kind] * i128::from(more);
        }
    }
}

fn after(left: Resources, each: Resources, count: u32) -> Resources {
    [0, 1, 2].map(|index| left[index] - each[index] * u64::from(count))
}

/// Prices of the resources at which the fractional filling is worth most: any are valid, these bound best.
fn resource_prices(problem: &Problem, one: usize, worths: &[i128], most: &[u32]) -> [i128; 3] {
    let kinds: Vec<usize> = (0..worths.len()).filter(|&kind| most[kind] > 0 && worths[kind] > 0).collect();
    let capacity = problem.types[one].resources.map(|amount| amount.max(1) as f64);
    let objective: Vec<f64> = kinds.iter().map(|&kind| worths[kind] as f64 * f64::from(most[kind])).collect();
    let scale = objective.iter().copied().fold(1.0, f64::max);
    let objective: Vec<f64> = objective.iter().map(|gain| gain / scale).collect();
    let share = |index: usize| -> Vec<f64> {
        let of = |&kind: &usize| taken(problem.tasks[kind])[index] as f64 * f64::from(most[kind]) / capacity[index];
        kinds.iter().map(of).collect()
    };
    let mut rows: Vec<Vec<f64>> = (0..3).map(share).collect();
    rows.extend((0..kinds.len()).map(|own| (0..kinds.len()).map(|kind| f64::from(u8::from(kind == own))).collect()));
    let solution = maximise(&objective, &rows, &vec![1.0; rows.len()]);
    let fine = f64::from(1_u32 << FINE);
    [0, 1, 2].map(|index| (solution.prices[index] * scale / capacity[index] * fine).max(0.0) as i128)
}
