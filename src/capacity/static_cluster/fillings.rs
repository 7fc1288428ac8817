//! The linear program over fillings: how many instances of each filling hold all tasks, in fractions.

use std::collections::HashSet;

use super::best_filling::{Wanted, best_filling};
use super::problem::{FINE_WORTH, Problem};
use super::simplex::maximise;

/// A filling is added when it is worth more than its price by this share.
const LEAST_GAIN: f64 = 1e-6;

/// One instance with what it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Filling {
    /// Index among the types of the problem.
    pub(super) one: usize,
    /// Tasks of each kind.
    pub(super) tasks: Vec<u32>,
}

/// How far the program is worked out.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    /// Times at which better fillings are looked for.
    pub(super) rounds: usize,
    /// Steps of each search for a filling.
    pub(super) steps: usize,
}

/// Fillings found so far, without repetition, in the order in which they were found.
#[derive(Clone, Default)]
pub(super) struct Fillings {
    pub(super) list: Vec<Filling>,
    known: HashSet<Filling>,
}

/// The program's solution.
pub(super) struct Fractions {
    /// Instances of each filling.
    pub(super) instances: Vec<f64>,
    /// What a task of each kind costs, of which the dearest instance costs [`FINE_WORTH`].
    pub(super) worths: Vec<i128>,
    /// What all of it costs, in the same unit.
    pub(super) cost: f64,
}

impl Fillings {
    pub(super) fn add(&mut self, filling: Filling) -> bool {
        let is_new = filling.tasks.iter().any(|&count| count > 0) && self.known.insert(filling.clone());
        if is_new {
            self.list.push(filling);
        }
        is_new
    }

    /// The fillings cut down to what is left.
    pub(super) fn within(&self, left: &[u32]) -> Self {
        let mut cut = Self::default();
        for filling in &self.list {
            let tasks = filling.tasks.iter().zip(left).map(|(&count, &left)| count.min(left)).collect();
            cut.add(Filling { one: filling.one, tasks });
        }
        cut
    }

    /// The fillings of some types.
    pub(super) fn of_types(&self, types: &[usize]) -> Self {
        let mut own = Self::default();
        self.list
            .iter()
            .filter(|filling| types.contains(&filling.one))
            .for_each(|filling| _ = own.add(filling.clone()));
        own
    }

    /// What the program costs with the fillings at hand.
    pub(super) fn estimate(&self, problem: &Problem) -> f64 {
        self.solve_as_is(problem, &problem.counts).cost
    }

    /// Each kind alone on each of `types`.
    pub(super) fn add_single_kinds(&mut self, problem: &Problem, types: &[usize], left: &[u32]) {
        for kind in 0..left.len() {
            for &one in types {
                let mut tasks = vec![0; left.len()];
                tasks[kind] = problem.types[one].alone[kind].min(left[kind]);
                self.add(Filling { one, tasks });
            }
        }
    }

    /// Solves the program for what is left, adding fillings of `types` as long as they make it cheaper.
    pub(super) fn solve(&mut self, problem: &Problem, types: &[usize], left: &[u32], effort: Effort) -> Fractions {
        for _ in 0..effort.rounds {
            let solution = self.solve_as_is(problem, left);
            let mut added = false;
            for &one in types {
                let above = (problem.fine_price(one) * (1.0 + LEAST_GAIN)) as i128;
                let wanted = Wanted { above, steps: effort.steps };
                let best = best_filling(problem, one, &solution.worths, left, wanted);
                added |= self.add(Filling { one, tasks: best.filling });
            }
            if !added {
                return solution;
            }
        }
        self.solve_as_is(problem, left)
    }

    fn solve_as_is(&self, problem: &Problem, left: &[u32]) -> Fractions {
        let objective: Vec<f64> = left.iter().map(|&count| f64::from(count)).collect();
        let row = |filling: &Filling| filling.tasks.iter().map(|&count| f64::from(count)).collect();
        let rows: Vec<Vec<f64>> = self.list.iter().map(row).collect();
        let price = |filling: &Filling| problem.fine_price(filling.one) / FINE_WORTH;
        let limits: Vec<f64> = self.list.iter().map(price).collect();
        let solution = maximise(&objective, &rows, &limits);
        let cost = solution.variables.iter().zip(&objective).map(|(worth, count)| worth * count).sum::<f64>();
        Fractions {
            instances: solution.prices,
            worths: solution.variables.iter().map(|worth| (worth * FINE_WORTH) as i128).collect(),
            cost: cost * FINE_WORTH,
        }
    }
}
