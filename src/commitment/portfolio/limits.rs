//! Lowering purchases until they keep to the limits.

use super::super::apply::Purchase;
use super::terms::{FIFTH_DECIMAL, LEAST_STEPS, Terms, commitment};
use super::{Buyable, Holding, PortfolioProblem, price::price};
use crate::money::{Money, Percent};

/// Passes over all purchases, of which each lowers those that are used too little.
const PASSES: usize = 12;

/// Takes off what floats let past the cap: single steps of what is prepaid.
pub(super) fn keep_cap(problem: &PortfolioProblem<'_>, kept: &[usize], steps: &mut [i128]) {
    let Some(cap) = problem.limits.max_upfront else { return };
    let terms: Vec<Terms> = kept.iter().map(|&index| Terms::of(problem.usage, &problem.buyable[index])).collect();
    let upfront = |steps: &[i128]| -> Money {
        terms.iter().zip(steps).map(|(terms, &steps)| terms.upfront(commitment(steps))).sum()
    };
    while upfront(steps) > cap {
        let is_prepaid = |index: &usize| steps[*index] > 0 && !terms[*index].upfront(commitment(1)).is_zero();
        let Some(index) = (0..steps.len()).find(is_prepaid) else { break };
        steps[index] = if steps[index] > LEAST_STEPS { steps[index] - 1 } else { 0 };
    }
}

/// Whether purchases cost no more upfront than they may.
pub(super) fn keeps_cap(problem: &PortfolioProblem<'_>, purchases: &[Purchase]) -> bool {
    let upfront = |one: &Purchase| {
        let buyable = Buyable { offer: one.offer, hours: one.hours.clone() };
        Terms::of(problem.usage, &buyable).upfront(one.hourly_commitment)
    };
    problem.limits.max_upfront.is_none_or(|cap| purchases.iter().map(upfront).sum::<Money>() <= cap)
}

/// The purchases, lowered one by one until every one is used as much as the limit asks.
pub(super) fn keep_utilisation(problem: &PortfolioProblem<'_>, mut purchases: Vec<Purchase>) -> Vec<Purchase> {
    let Some(least) = problem.limits.min_utilisation else { return purchases };
    for _ in 0..PASSES {
        let bought = price(problem, &purchases).bought;
        let Some(short) = bought.iter().position(|holding| !is_used(holding, least)) else { return purchases };
        for index in short..purchases.len() {
            lower(problem, &mut purchases, index, least);
        }
        purchases.retain(|purchase| !purchase.hourly_commitment.is_zero());
    }
    // Lowering one can leave less to another of the same offer: what is still short goes.
    loop {
        let bought = price(problem, &purchases).bought;
        let Some(short) = bought.iter().position(|holding| !is_used(holding, least)) else { return purchases };
        purchases.remove(short);
    }
}

pub(super) fn is_used(holding: &Holding, least: Percent) -> bool {
    holding.used >= (holding.used + holding.unused).percent_of(least)
}

/// The largest commitment of one purchase, the others staying, that is used enough.
fn lower(problem: &PortfolioProblem<'_>, purchases: &mut [Purchase], index: usize, least: Percent) {
    let present = purchases[index].hourly_commitment.picodollars() / FIFTH_DECIMAL;
    let mut is_enough = |steps: i128| {
        purchases[index].hourly_commitment = commitment(steps);
        is_used(&price(problem, purchases).bought[index], least)
    };
    if is_enough(present) {
        return;
    }
    let (mut low, mut high) = (0, present - 1);
    while low < high {
        let middle = (low + high + 1) / 2;
        if is_enough(middle) { low = middle } else { high = middle - 1 }
    }
    purchases[index].hourly_commitment = commitment(if low < LEAST_STEPS { 0 } else { low });
}
