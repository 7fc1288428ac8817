//! One set of purchases for several demand scenarios: least expected cost, worst regret or mean of the worst tail.
//!
//! Each criterion is the largest of weighted sums over the scenarios: of expected cost the weights are given, of worst
//! regret all weight is on one scenario, of the tail it is on the dearest. So the scenarios' cuts, weighted as they are
//! at the commitments in question, are together a cut of the criterion.

use super::super::apply::Purchase;
use super::cut::{Cut, cut_at};
use super::dominated::kept;
use super::in_order::remainder;
use super::limits::{is_used, keep_cap, keep_utilisation};
use super::model::{Model, dollars};
use super::planes::{Relaxed, gap, master, minimise};
use super::polish::polished;
use super::price::{fee, price};
use super::solve::{fees, in_money, purchases};
use super::{Portfolio, PortfolioProblem, best_portfolio};
use crate::money::{Money, Percent};

/// Parts that all weights are cut into.
const PARTS: f64 = 1e9;

/// What is to be least over the scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskCriterion {
    /// The weighted mean of the totals.
    ExpectedCost,
    /// The most that any scenario costs above its own best portfolio; weights do not count.
    WorstRegret,
    /// The weighted mean of the dearest totals that make up the tail.
    Cvar {
        /// Weight of the tail, above zero, up to 100 %.
        tail: Percent,
    },
}

/// What the purchases come to in one scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioOutcome {
    /// The portfolio there; its bound is that scenario's own.
    pub portfolio: Portfolio,
    /// The total of the best portfolio for that scenario alone.
    pub own_best: Money,
    /// What the total is above it.
    pub regret: Money,
}

/// One set of purchases for all scenarios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskChoice {
    /// What to buy, in the order of `buyable`.
    pub purchases: Vec<Purchase>,
    /// One for each scenario, in their order.
    pub outcomes: Vec<ScenarioOutcome>,
    /// The criterion.
    pub value: Money,
    /// No purchases have a lower one; regrets are counted from the same own bests.
    pub lower_bound: Money,
}

/// Chooses one set of purchases out of the buyable plans that all scenarios share.
///
/// Weights are made to sum to one. Limits and patience are the first scenario's; the least utilisation holds in every scenario.
///
/// # Panics
/// When there is no scenario, or one whose buyable plans differ.
#[must_use]
pub fn best_under(scenarios: &[(f64, PortfolioProblem<'_>)], criterion: RiskCriterion) -> RiskChoice {
    let first = &scenarios.first().expect("there is a scenario").1;
    assert!(scenarios.iter().all(|(_, problem)| problem.buyable == first.buyable), "all scenarios buy from one list");
    let own: Vec<Portfolio> = scenarios.iter().map(|(_, problem)| best_portfolio(problem)).collect();
    let risk = Risk::of(scenarios, criterion, &own);
    let free = risk.relaxed(false);
    let steered = if first.limits.cost_of_capital.is_zero() { free.clone() } else { risk.relaxed(true) };
    let cost = |commitments: &[f64]| risk.in_order(commitments);
    let models: Vec<&Model> = risk.models.iter().collect();
    let mut steps = polished(&models, &cost, &steered, first.patience);
    keep_cap(first, &risk.kept, &mut steps);
    let chosen: Vec<(usize, i128)> = risk.kept.iter().copied().zip(steps).collect();
    let mut candidates = vec![purchases(first, &chosen)];
    let bought = |portfolio: &Portfolio| portfolio.bought.iter().map(|holding| holding.purchase.clone()).collect();
    candidates.extend(own.iter().map(bought));
    let candidates = candidates.into_iter().map(|purchases| risk.used_everywhere(purchases));
    let steered_value = |purchases: &Vec<Purchase>| risk.steered_value(purchases);
    let purchases = candidates.min_by_key(steered_value).unwrap_or_default();
    risk.finish(purchases, &free)
}

struct Risk<'a> {
    problems: Vec<&'a PortfolioProblem<'a>>,
    criterion: RiskCriterion,
    /// Billionths of the whole weight.
    weights: Vec<i128>,
    own: &'a [Portfolio],
    kept: Vec<usize>,
    models: Vec<Model>,
    /// Fees of what is held, which no choice changes.
    held: Vec<Money>,
}

impl<'a> Risk<'a> {
    fn of(scenarios: &'a [(f64, PortfolioProblem<'a>)], criterion: RiskCriterion, own: &'a [Portfolio]) -> Self {
        let problems: Vec<&PortfolioProblem<'_>> = scenarios.iter().map(|(_, problem)| problem).collect();
        let sum: f64 = scenarios.iter().map(|(weight, _)| weight.max(0.0)).sum();
        let even = 1.0 / scenarios.len() as f64;
        let share = |weight: f64| if sum > 0.0 { weight.max(0.0) / sum } else { even };
        let weights = scenarios.iter().map(|(weight, _)| (share(*weight) * PARTS).round() as i128).collect();
        let mut kept: Vec<usize> = problems.iter().flat_map(|problem| kept(problem)).collect();
        kept.sort_unstable();
        kept.dedup();
        let models = problems.iter().map(|problem| Model::of(problem, &kept)).collect();
        let held_fees =
            |problem: &&PortfolioProblem<'_>| problem.held.iter().map(|held| fee(problem.usage, held)).sum();
        let held = problems.iter().map(held_fees).collect();
        Self { problems, criterion, weights, own, kept, models, held }
    }

    /// How much of each scenario's total the criterion is made of, in parts that sum to the second number.
    fn parts(&self, totals: &[Money]) -> (Vec<i128>, i128) {
        let whole: i128 = self.weights.iter().sum();
        match self.criterion {
            RiskCriterion::ExpectedCost => (self.weights.clone(), whole),
            RiskCriterion::WorstRegret => {
                let regret = |&index: &usize| totals[index] - self.own[index].total;
                let worst = (0..totals.len()).max_by_key(regret).unwrap_or(0);
                ((0..totals.len()).map(|index| i128::from(index == worst)).collect(), 1)
            }
            RiskCriterion::Cvar { tail } => {
                let tail = tail.floor_of(whole).clamp(1, whole);
                let mut dearest: Vec<usize> = (0..totals.len()).collect();
                dearest.sort_by_key(|&index| std::cmp::Reverse(totals[index]));
                let mut parts = vec![0; totals.len()];
                let mut rest = tail;
                for index in dearest {
                    parts[index] = self.weights[index].min(rest);
                    rest -= parts[index];
                }
                (parts, tail)
            }
        }
    }

    /// What is taken off each scenario's total before it counts.
    fn base(&self, index: usize) -> Money {
        if self.criterion == RiskCriterion::WorstRegret { self.own[index].total } else { Money::ZERO }
    }

    /// The criterion of exact totals.
    fn value(&self, totals: &[Money]) -> Money {
        let (parts, whole) = self.parts(totals);
        let weighted = |(index, parts): (usize, &i128)| (totals[index] - self.base(index)).times(*parts);
        parts.iter().enumerate().map(weighted).sum::<Money>().divided_by(whole)
    }

    /// The shares of the scenarios at totals in dollars.
    fn shares(&self, totals: &[f64]) -> Vec<f64> {
        let money = |total: &f64| Money::from_picodollars((total * 1e12) as i128);
        let (parts, whole) = self.parts(&totals.iter().map(money).collect::<Vec<_>>());
        parts.iter().map(|&parts| parts as f64 / whole as f64).collect()
    }

    /// Σ shares × (totals less what is taken off).
    fn weighted(&self, totals: &[f64]) -> f64 {
        let shares = self.shares(totals);
        (0..totals.len()).map(|index| shares[index] * (totals[index] - dollars(self.base(index)))).sum()
    }

    /// What keeps the criterion above zero.
    fn shift(&self) -> f64 {
        (0..self.own.len()).map(|index| dollars(self.base(index))).fold(0.0, f64::max)
    }

    fn has_capital(&self) -> bool {
        !self.problems[0].limits.cost_of_capital.is_zero()
    }

    /// The criterion in AWS's order, with the cost of capital, shifted.
    fn in_order(&self, commitments: &[f64]) -> f64 {
        let total = |(model, held): (&Model, &Money)| {
            let fees = fees(model, self.has_capital());
            let paid: f64 = fees.iter().zip(commitments).map(|(fee, commitment)| fee * commitment).sum();
            paid + remainder(model, commitments) + dollars(*held)
        };
        let totals: Vec<f64> = self.models.iter().zip(&self.held).map(total).collect();
        self.weighted(&totals) + self.shift()
    }

    /// The optimum over all commitments with the best use of them in every hour, shifted.
    fn relaxed(&self, with_capital: bool) -> Relaxed {
        let scale = self.models.iter().map(|model| model.all_on_demand).fold(0.0, f64::max);
        let all_fees: Vec<Vec<f64>> = self.models.iter().map(|model| fees(model, with_capital)).collect();
        // The least of every scenario, so that what a cut is of is never below zero.
        let least = |choice: usize| all_fees.iter().map(|fees| fees[choice]).fold(f64::INFINITY, f64::min);
        let fees: Vec<f64> = (0..self.kept.len()).map(least).collect();
        let mut master = master(&self.models[0], &fees, scale);
        // A commitment that no longer covers more in one scenario may in another.
        master.raise(&self.most());
        let touching = |commitments: &[f64]| {
            let cuts: Vec<Cut> = self.models.iter().map(|model| cut_at(model, commitments)).collect();
            let paid = |fees: &[f64]| fees.iter().zip(commitments).map(|(fee, amount)| fee * amount).sum::<f64>();
            let totals = cuts.iter().zip(&all_fees).zip(&self.held);
            let totals: Vec<f64> =
                totals.map(|((cut, fees), held)| cut.at(commitments) + paid(fees) + dollars(*held)).collect();
            let mut sum = Cut { constant: self.shift(), slopes: vec![0.0; fees.len()] };
            for (index, share) in self.shares(&totals).into_iter().enumerate().filter(|(_, share)| *share > 0.0) {
                sum.constant += share * (cuts[index].constant + dollars(self.held[index]) - dollars(self.base(index)));
                for (choice, slope) in sum.slopes.iter_mut().enumerate() {
                    *slope += share * (cuts[index].slopes[choice] + all_fees[index][choice] - fees[choice]);
                }
            }
            sum
        };
        minimise(master, &fees, (gap(&self.models[0]), self.problems[0].patience), Vec::new(), touching).0
    }

    /// The largest commitments of use in any scenario.
    fn most(&self) -> Vec<f64> {
        let of = |choice: usize| self.models.iter().map(|model| model.choices[choice].most).fold(0.0, f64::max);
        (0..self.kept.len()).map(of).collect()
    }

    /// Lowers purchases until they are used enough in every scenario.
    fn used_everywhere(&self, mut purchases: Vec<Purchase>) -> Vec<Purchase> {
        let Some(least) = self.problems[0].limits.min_utilisation else { return purchases };
        let is_kept = |purchases: &[Purchase]| {
            let used = |problem: &&PortfolioProblem<'_>| {
                price(problem, purchases).bought.iter().all(|holding| is_used(holding, least))
            };
            self.problems.iter().all(used)
        };
        // Each pass lowers something, and nothing at all is used enough.
        while !is_kept(&purchases) {
            for problem in &self.problems {
                purchases = keep_utilisation(problem, purchases);
            }
        }
        purchases
    }

    /// The criterion of purchases with their cost of capital.
    fn steered_value(&self, purchases: &[Purchase]) -> Money {
        let total = |problem: &&PortfolioProblem<'_>| {
            let capital = purchases.iter().map(|purchase| super::terms::capital_of(problem, purchase)).sum::<Money>();
            price(problem, purchases).total + capital
        };
        self.value(&self.problems.iter().map(total).collect::<Vec<_>>())
    }

    fn finish(&self, purchases: Vec<Purchase>, free: &Relaxed) -> RiskChoice {
        let outcome = |(problem, own): (&&PortfolioProblem<'_>, &Portfolio)| {
            let portfolio = Portfolio { lower_bound: own.lower_bound, ..price(problem, &purchases) };
            let regret = portfolio.total - own.total;
            ScenarioOutcome { portfolio, own_best: own.total, regret }
        };
        let outcomes: Vec<ScenarioOutcome> = self.problems.iter().zip(self.own).map(outcome).collect();
        let totals: Vec<Money> = outcomes.iter().map(|outcome| outcome.portfolio.total).collect();
        let unshifted = Relaxed { bound: free.bound - self.shift(), ..free.clone() };
        let lower_bound = in_money(&self.models[0], &unshifted);
        RiskChoice { value: self.value(&totals), purchases, outcomes, lower_bound }
    }
}
