//! Kelley's cutting planes with in-out smoothing: the optimum of the linear program over all commitments.

use super::cut::{Cut, cut_at};
use super::master::{Master, Optimum, Price};
use super::model::Model;

/// Relative gap at which the search ends.
pub(super) const GAP: f64 = 1e-6;

/// Rounds after which the search ends whatever the gap.
const ROUNDS: usize = 500;

/// Cuts found so far, of use with any fees.
pub(super) struct Planes<'a> {
    model: &'a Model,
    cuts: Vec<Cut>,
}

/// What the search ends with.
#[derive(Clone, Debug)]
pub(super) struct Relaxed {
    /// The best commitments tried.
    pub(super) commitments: Vec<f64>,
    /// Their cost in the linear program.
    pub(super) cost: f64,
    /// No commitments cost less.
    pub(super) bound: f64,
}

impl<'a> Planes<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        Self { model, cuts: Vec::new() }
    }

    /// The cheapest commitments at `fees`, starting from `start`.
    pub(super) fn cheapest(&mut self, fees: &[f64], start: &[f64]) -> Relaxed {
        let choices = self.model.choices.iter().zip(fees);
        let prices = choices.map(|(choice, &fee)| Price { fee, upfront: choice.upfront, most: choice.most }).collect();
        let mut master = Master::new(prices, self.model.max_upfront, self.model.all_on_demand);
        self.cuts.iter().for_each(|cut| master.add(cut));
        let fee_of = |commitments: &[f64]| fees.iter().zip(commitments).map(|(fee, amount)| fee * amount).sum::<f64>();
        let mut best = Relaxed { commitments: start.to_vec(), cost: f64::INFINITY, bound: f64::NEG_INFINITY };
        let mut query = start.to_vec();
        for _ in 0..ROUNDS {
            let cut = cut_at(self.model, &query);
            let cost = fee_of(&query) + cut.at(&query);
            master.add(&cut);
            self.cuts.push(cut);
            let is_better = cost < best.cost;
            if is_better {
                best.cost = cost;
                best.commitments.clone_from(&query);
            }
            let Optimum { commitments: lowest, bound } = master.solve();
            best.bound = best.bound.max(bound);
            if best.cost - best.bound <= GAP * best.cost.abs() {
                break;
            }
            let middle = |(best, lowest): (&f64, &f64)| best.midpoint(*lowest);
            let next: Vec<f64> = best.commitments.iter().zip(&lowest).map(middle).collect();
            query = if next == query { lowest } else { next };
        }
        best
    }
}
