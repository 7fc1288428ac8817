//! From the linear program's commitments to five decimals under AWS's real order, which need not be the program's.

use super::in_order::bends;
use super::model::Model;
use super::planes::{Relaxed, gap};
use super::terms::LEAST_STEPS;
use crate::patience::Patience;

/// How many item-hours a search may look at; it bounds the time, not by the clock.
const WORK: usize = 60_000_000;

/// The most commitments tried.
const MOST_TRIES: usize = 3_000;

/// Hours up to which every bend is tried.
const FEW_HOURS: usize = 400;

/// Whole steps of every choice, improved one by one and by pairs of choices.
struct Polish<'a> {
    /// One of every demand scenario, with the same choices.
    models: &'a [&'a Model],
    cost_at: &'a dyn Fn(&[f64]) -> f64,
    bound: f64,
    patience: Patience<'a>,
    left: usize,
    steps: Vec<i128>,
    cost: f64,
}

/// The steps found from the linear program's commitments, whose cost `cost_at` says.
pub(super) fn polished(
    models: &[&Model],
    cost_at: &dyn Fn(&[f64]) -> f64,
    relaxed: &Relaxed,
    patience: Patience<'_>,
) -> Vec<i128> {
    let work: usize = models.iter().map(|model| model.pairs.len() * hours(model)).sum();
    let steps = vec![0; relaxed.commitments.len()];
    let left = (WORK / work.max(1)).clamp(40, MOST_TRIES);
    let mut polish =
        Polish { models, cost_at, bound: relaxed.bound, patience: Patience::ENDLESS, left, steps, cost: f64::INFINITY };
    polish.cost = polish.cost_of(&polish.steps);
    polish.start(&relaxed.commitments);
    polish.patience = patience;
    polish.improve();
    polish.finish()
}

fn amount(steps: i128) -> f64 {
    steps as f64 / 1e5
}

impl Polish<'_> {
    fn cost_of(&self, steps: &[i128]) -> f64 {
        let commitments: Vec<f64> = steps.iter().map(|&steps| amount(steps)).collect();
        (self.cost_at)(&commitments)
    }

    /// The largest commitment of use in any demand scenario.
    fn most(&self, choice: usize) -> f64 {
        self.models.iter().map(|model| model.choices[choice].most).fold(0.0, f64::max)
    }

    fn is_done(&self) -> bool {
        self.left == 0 || self.cost - self.bound <= gap(self.models[0]) * self.cost.abs()
    }

    fn is_affordable(&self, steps: &[i128]) -> bool {
        let upfront = self.models[0].choices.iter().zip(steps).map(|(choice, &steps)| choice.upfront * amount(steps));
        self.models[0].max_upfront.is_none_or(|cap| upfront.sum::<f64>() <= cap * (1.0 + 1e-12))
    }

    /// Takes `steps` if they are allowed and cheaper.
    fn attempt(&mut self, mut steps: Vec<i128>) -> bool {
        for (choice, steps) in steps.iter_mut().enumerate() {
            let most = (self.most(choice) * 1e5).ceil() as i128;
            *steps = if *steps < LEAST_STEPS { 0 } else { (*steps).min(most.max(LEAST_STEPS)) };
        }
        if steps == self.steps || self.left == 0 || !self.is_affordable(&steps) {
            return false;
        }
        if self.patience.is_over() {
            self.left = 0;
            return false;
        }
        self.left -= 1;
        let cost = self.cost_of(&steps);
        let is_cheaper = cost < self.cost;
        if is_cheaper {
            (self.cost, self.steps) = (cost, steps);
        }
        is_cheaper
    }

    /// Starts from commitments of the linear program, each rounded to the nearest step or down.
    fn start(&mut self, commitments: &[f64]) {
        for half in [0.5, 1e-6, 1.0 - 1e-6] {
            self.attempt(commitments.iter().map(|commitment| (commitment * 1e5 + half).floor() as i128).collect());
        }
        let rounded: Vec<i128> = commitments.iter().map(|commitment| (commitment * 1e5).floor() as i128).collect();
        let small = |steps: &i128| if *steps < LEAST_STEPS { LEAST_STEPS } else { *steps };
        if rounded.iter().any(|&steps| steps > 0 && steps < LEAST_STEPS) {
            self.attempt(rounded.iter().map(|steps| if *steps > 0 { small(steps) } else { 0 }).collect());
        }
    }

    /// Improves until the gap is closed or the work is done.
    fn improve(&mut self) {
        if hours(self.models[0]) <= FEW_HOURS {
            // Little usage is looked at until nothing is better, however small the gap.
            while self.left > 0 && (self.over_bends() || !self.is_done() && (self.over_gaps() || self.over_pairs())) {}
        }
        let mut width = 0.05;
        while !self.is_done() && width > 1e-6 {
            if !self.over_widths(width) {
                width /= 4.0;
            }
        }
    }

    fn with(&self, choice: usize, steps: i128) -> Vec<i128> {
        let mut all = self.steps.clone();
        all[choice] = steps.max(0);
        all
    }

    /// Every choice a part of itself up or down.
    fn over_widths(&mut self, width: f64) -> bool {
        let mut improved = false;
        for choice in 0..self.steps.len() {
            let most = self.most(choice) * 1e5;
            let step = ((self.steps[choice] as f64).max(most * 0.01) * width).ceil() as i128;
            let up = self.attempt(self.with(choice, self.steps[choice] + step));
            improved |= up || self.attempt(self.with(choice, self.steps[choice] - step));
        }
        improved
    }

    /// Every choice at each of its bends.
    fn over_bends(&mut self) -> bool {
        let mut improved = false;
        for choice in 0..self.steps.len() {
            for steps in self.bends_of(choice) {
                improved |= self.attempt(self.with(choice, steps));
            }
        }
        improved
    }

    /// Every choice between each two of its bends: the scenarios' costs are straight there, so what is made of them has one
    /// lowest place.
    fn over_gaps(&mut self) -> bool {
        let mut improved = false;
        for choice in (0..self.steps.len()).filter(|_| self.models.len() > 1) {
            for gap in self.bends_of(choice).windows(2) {
                let (mut low, mut high) = (gap[0], gap[1]);
                while high - low > 2 && self.left > 0 {
                    let third = (high - low) / 3;
                    let (first, second) = (low + third, high - third);
                    self.left -= 1;
                    if self.cost_of(&self.with(choice, first)) <= self.cost_of(&self.with(choice, second)) {
                        high = second;
                    } else {
                        low = first;
                    }
                }
                for steps in low..=high {
                    improved |= high - low <= 2 && self.attempt(self.with(choice, steps));
                }
            }
        }
        improved
    }

    /// Every choice at each of its bends, with another at the best of its own.
    fn over_pairs(&mut self) -> bool {
        let (before, cost) = (self.steps.clone(), self.cost);
        for first in 0..before.len() {
            for steps in self.bends_of(first) {
                if self.is_done() {
                    break;
                }
                let held = (self.steps.clone(), self.cost);
                self.steps = self.with(first, steps);
                self.cost = self.cost_of(&self.steps);
                self.left = self.left.saturating_sub(1);
                for second in (0..before.len()).filter(|&second| second != first) {
                    for steps in self.bends_of(second) {
                        self.attempt(self.with(second, steps));
                    }
                }
                if self.cost >= held.1 || !self.is_affordable(&self.steps) {
                    (self.steps, self.cost) = held;
                }
            }
        }
        self.cost < cost
    }

    fn bends_of(&self, choice: usize) -> Vec<i128> {
        let commitments: Vec<f64> = self.steps.iter().map(|&steps| amount(steps)).collect();
        let of_model = |model: &&Model| -> Vec<f64> {
            let open = model.segments.iter().filter(|segment| segment.open.contains(&choice));
            open.flat_map(|segment| bends(model, segment, &commitments, choice)).collect()
        };
        let bends = self.models.iter().flat_map(of_model);
        let around = |bend: f64| {
            let floor = (bend * 1e5 + 1e-6).floor() as i128;
            [floor, floor + 1]
        };
        let mut steps: Vec<i128> = bends.flat_map(around).chain([0, LEAST_STEPS]).filter(|steps| *steps >= 0).collect();
        steps.sort_unstable();
        steps.dedup();
        steps
    }

    /// Leaves out whatever saves nothing, and returns the steps.
    fn finish(mut self) -> Vec<i128> {
        let tie = self.models[0].all_on_demand * 1e-9;
        for choice in 0..self.steps.len() {
            // Only what is small beside its useful size can save so little.
            if self.steps[choice] > 0 && amount(self.steps[choice]) < 1e-3 * self.most(choice) {
                let without = self.with(choice, 0);
                let cost = self.cost_of(&without);
                if cost <= self.cost + tie {
                    (self.steps, self.cost) = (without, cost);
                }
            }
        }
        self.steps
    }
}

fn hours(model: &Model) -> usize {
    model.segments.last().map_or(0, |segment| segment.hours.end)
}
