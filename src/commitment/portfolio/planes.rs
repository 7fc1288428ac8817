//! Kelley's cutting planes with in-out smoothing: the optimum of the linear program over all commitments.

use super::cut::{Cut, cut_at};
use super::master::{Master, Optimum, Price};
use super::model::Model;
use crate::patience::Patience;

/// Relative gap at which the search ends.
const GAP: f64 = 1e-6;

/// The same for long usage of many items.
const GAP_OF_LARGE: f64 = 1e-4;

/// Item-hours from which usage counts as large.
const LARGE: usize = 50_000;

/// Every how many hours one is sampled: whatever the day and the week, no hour of them is left out.
const SAMPLED: usize = 11;

/// Relative gap at which the search over the sample ends.
const SAMPLE_GAP: f64 = 1e-5;

/// Rounds after which the search ends whatever the gap.
const ROUNDS: usize = 500;

/// Cuts found so far, of use with any fees.
pub(super) struct Planes<'a> {
    model: &'a Model,
    patience: Patience<'a>,
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
    pub(super) fn new(model: &'a Model, patience: Patience<'a>) -> Self {
        Self { model, patience, cuts: Vec::new() }
    }

    /// The cheapest commitments at `fees`.
    pub(super) fn cheapest(&mut self, fees: &[f64]) -> Relaxed {
        let (model, patience) = (self.model, self.patience);
        let seeds = if self.cuts.is_empty() { seeds(model, fees, patience) } else { vec![vec![0.0; fees.len()]] };
        let mut master = master(model, fees, model.all_on_demand);
        self.cuts.iter().for_each(|cut| master.add(cut));
        let cuts = &mut self.cuts;
        let touching = |commitments: &[f64]| {
            let cut = cut_at(model, commitments);
            cuts.push(cut.clone());
            cut
        };
        minimise(master, fees, (gap(model), patience), seeds, touching).0
    }
}

/// Where to look first: the corners of the optimum over a sample of the hours.
fn seeds(model: &Model, fees: &[f64], patience: Patience<'_>) -> Vec<Vec<f64>> {
    let zero = vec![vec![0.0; fees.len()]];
    let Some(sample) = model.sample(SAMPLED) else { return zero };
    let shares = sample.hours_of_choices().into_iter().zip(model.hours_of_choices());
    let fees: Vec<f64> = shares.zip(fees).map(|((sampled, all), fee)| fee * sampled as f64 / all as f64).collect();
    let master = master(&sample, &fees, sample.all_on_demand);
    minimise(master, &fees, (SAMPLE_GAP, patience), zero, |commitments| cut_at(&sample, commitments)).1
}

/// The relative gap at which the search ends.
pub(super) fn gap(model: &Model) -> f64 {
    let item_hours: usize = model.items.iter().map(|item| item.hourly.len()).sum();
    if item_hours < LARGE { GAP } else { GAP_OF_LARGE }
}

/// A master over a model's choices, in which so many dollars count as one.
pub(super) fn master(model: &Model, fees: &[f64], scale: f64) -> Master {
    let choices = model.choices.iter().zip(fees);
    let prices = choices.map(|(choice, &fee)| Price { fee, upfront: choice.upfront, most: choice.most }).collect();
    Master::new(prices, model.max_upfront, scale)
}

/// Least fees and height over all cuts, each of which touches at the commitments it is asked for: first at `seeds`. It
/// ends at the gap, or when patience is over.
///
/// Returns the commitments of the cuts that hold the bound, too.
pub(super) fn minimise(
    mut master: Master,
    fees: &[f64],
    (gap, patience): (f64, Patience<'_>),
    mut seeds: Vec<Vec<f64>>,
    mut touching: impl FnMut(&[f64]) -> Cut,
) -> (Relaxed, Vec<Vec<f64>>) {
    let fee_of = |commitments: &[f64]| fees.iter().zip(commitments).map(|(fee, amount)| fee * amount).sum::<f64>();
    let known = master.cuts();
    let mut queries = Vec::new();
    let mut query = seeds.pop().unwrap_or_else(|| vec![0.0; fees.len()]);
    let mut best = Relaxed { commitments: query.clone(), cost: f64::INFINITY, bound: f64::NEG_INFINITY };
    for _ in 0..ROUNDS {
        let cut = touching(&query);
        let cost = fee_of(&query) + cut.at(&query);
        master.add(&cut);
        queries.push(query.clone());
        if cost < best.cost {
            best.cost = cost;
            best.commitments.clone_from(&query);
        }
        let is_over = patience.is_over();
        if let Some(seed) = seeds.pop().filter(|_| !is_over) {
            query = seed;
            continue;
        }
        let Optimum { commitments: lowest, bound } = master.solve();
        best.bound = best.bound.max(bound);
        if is_over || best.cost - best.bound <= gap * best.cost.abs() {
            break;
        }
        let middle = |(best, lowest): (&f64, &f64)| best.midpoint(*lowest);
        let next: Vec<f64> = best.commitments.iter().zip(&lowest).map(middle).collect();
        query = if next == query { lowest } else { next };
    }
    let active = master.active().into_iter().filter_map(|cut| queries.get(cut.checked_sub(known)?).cloned());
    let mut active: Vec<Vec<f64>> = active.collect();
    active.push(best.commitments.clone());
    (best, active)
}
