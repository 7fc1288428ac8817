//! Which search a problem takes, and what it ends with.

use super::super::apply::Purchase;
use super::dominated::{kept, live};
use super::in_order::remainder;
use super::limits::{keep_cap, keep_utilisation};
use super::model::Model;
use super::planes::{Planes, Relaxed};
use super::polish::polished;
use super::terms::{commitment, inside};
use super::{Limits, PortfolioProblem, single};
use crate::money::{Money, Percent};

/// What floats may be off by in a sum of a year's hours, relative to everything on demand.
const FLOAT_ERROR: f64 = 1e-11;

/// The purchases chosen, and the bound.
pub(super) fn solve(problem: &PortfolioProblem<'_>) -> (Vec<Purchase>, Money) {
    let kept = kept(problem);
    if let Some(only) = the_only(problem, &kept) {
        let best = single::best(problem, only);
        let is_bound = live(problem).len() == 1 && problem.limits.cost_of_capital.is_zero();
        let bound = if is_bound { best.bound } else { bound(problem) };
        return (purchases(problem, &[(only, best.steps)]), bound);
    }
    let model = Model::of(problem, &kept);
    let mut planes = Planes::new(&model, problem.patience);
    let free = relaxed(&model, &mut planes, false);
    let steered =
        if problem.limits.cost_of_capital.is_zero() { free.clone() } else { relaxed(&model, &mut planes, true) };
    let steps = rounded(problem, &model, &steered, &kept);
    let mut chosen: Vec<(usize, i128)> = kept.iter().copied().zip(steps).filter(|(_, steps)| *steps > 0).collect();
    // Of one plan the very best is known, which a search among several only comes close to.
    if let [(only, steps)] = &mut chosen[..]
        && holds_nothing(problem)
    {
        *steps = single::best(problem, *only).steps;
    }
    let chosen = purchases(problem, &chosen);
    (keep_utilisation(problem, chosen), bound_of(problem, &model, &free))
}

/// What no purchases within the limits go below; of several plans, the linear program's optimum without the least
/// utilisation.
pub(super) fn bound(problem: &PortfolioProblem<'_>) -> Money {
    // Of a kind that another replaces, five decimals may still fall better: only the linear program counts it in.
    if let Some(only) = the_only(problem, &live(problem)) {
        let limits = Limits { cost_of_capital: Percent::ZERO, ..problem.limits.clone() };
        return single::best(&PortfolioProblem { limits, ..problem.clone() }, only).bound;
    }
    let model = Model::of(problem, &kept(problem));
    let free = relaxed(&model, &mut Planes::new(&model, problem.patience), false);
    bound_of(problem, &model, &free)
}

/// The only plan in question, if nothing is held.
fn the_only(problem: &PortfolioProblem<'_>, kept: &[usize]) -> Option<usize> {
    match kept {
        [only] if holds_nothing(problem) => Some(*only),
        _ => None,
    }
}

/// Whether nothing that is held covers anything.
fn holds_nothing(problem: &PortfolioProblem<'_>) -> bool {
    let is_idle = |held: &Purchase| inside(problem.usage, &held.hours).is_empty() || held.hourly_commitment.is_zero();
    problem.held.iter().all(is_idle)
}

/// Fees of a dollar of every choice, with or without the cost of capital.
pub(super) fn fees(model: &Model, with_capital: bool) -> Vec<f64> {
    let capital = if with_capital { 1.0 } else { 0.0 };
    model.choices.iter().map(|choice| choice.fee + capital * choice.capital).collect()
}

fn relaxed(model: &Model, planes: &mut Planes<'_>, with_capital: bool) -> Relaxed {
    planes.cheapest(&fees(model, with_capital))
}

fn rounded(problem: &PortfolioProblem<'_>, model: &Model, relaxed: &Relaxed, kept: &[usize]) -> Vec<i128> {
    let fees = fees(model, !problem.limits.cost_of_capital.is_zero());
    let cost = |commitments: &[f64]| {
        let fees = fees.iter().zip(commitments).map(|(fee, commitment)| fee * commitment);
        fees.sum::<f64>() + remainder(model, commitments)
    };
    let mut steps = polished(&[model], &cost, relaxed, problem.patience);
    keep_cap(problem, kept, &mut steps);
    steps
}

/// Purchases of so many steps of buyable plans.
pub(super) fn purchases(problem: &PortfolioProblem<'_>, chosen: &[(usize, i128)]) -> Vec<Purchase> {
    let purchase = |&(index, steps): &(usize, i128)| {
        let buyable = &problem.buyable[index];
        Purchase { offer: buyable.offer, hourly_commitment: commitment(steps), hours: buyable.hours.clone() }
    };
    chosen.iter().filter(|(_, steps)| *steps > 0).map(purchase).collect()
}

/// The bound in money, with room for the floats' errors.
pub(super) fn in_money(model: &Model, relaxed: &Relaxed) -> Money {
    let room = FLOAT_ERROR * model.all_on_demand + 1e-12 * (model.items.len() + model.choices.len() + 1) as f64;
    Money::from_picodollars(((relaxed.bound - room) * 1e12).floor() as i128)
}

/// The bound of one problem, with the fees of what is held.
fn bound_of(problem: &PortfolioProblem<'_>, model: &Model, relaxed: &Relaxed) -> Money {
    let held: Money = problem.held.iter().map(|held| super::price::fee(problem.usage, held)).sum();
    held + in_money(model, relaxed).max(Money::ZERO)
}
