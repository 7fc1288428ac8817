//! Kinds of plans that another kind replaces at no more cost.

use super::PortfolioProblem;
use super::model::dollars;
use super::terms::{Terms, inside};
use crate::money::Money;

/// The buyable plans worth looking at: no other does as much for less.
pub(super) fn kept(problem: &PortfolioProblem<'_>) -> Vec<usize> {
    let all = live(problem);
    let is_replaced = |&index: &usize| {
        all.iter().any(|&other| {
            let strictly = other < index || !replaces(problem, index, other);
            other != index && strictly && replaces(problem, other, index)
        })
    };
    all.iter().copied().filter(|index| !is_replaced(index)).collect()
}

/// The buyable plans that run in some hour and cover something.
pub(super) fn live(problem: &PortfolioProblem<'_>) -> Vec<usize> {
    (0..problem.buyable.len()).filter(|&index| is_live(problem, index)).collect()
}

fn is_live(problem: &PortfolioProblem<'_>, index: usize) -> bool {
    let buyable = &problem.buyable[index];
    let covers = problem.usage.offers[buyable.offer].rates.iter().any(Option::is_some);
    covers && !inside(problem.usage, &buyable.hours).is_empty()
}

/// Whether `left`, in an amount that covers all that `right` covers, costs no more in fee, capital and cash.
fn replaces(problem: &PortfolioProblem<'_>, left: usize, right: usize) -> bool {
    let usage = problem.usage;
    let (buyable, other) = (&problem.buyable[left], &problem.buyable[right]);
    let (offer, over) = (&usage.offers[buyable.offer], &usage.offers[other.offer]);
    if offer.scope != over.scope || inside(usage, &buyable.hours) != inside(usage, &other.hours) {
        return false;
    }
    let mut amount = 0.0_f64;
    for (rate, over) in offer.rates.iter().zip(&over.rates) {
        match (rate, over) {
            (_, None) => {}
            (Some(rate), Some(over)) if over.is_zero() => {
                if !rate.is_zero() {
                    return false;
                }
            }
            (Some(rate), Some(over)) => amount = amount.max(dollars(*rate) / dollars(*over)),
            (None, Some(_)) => return false,
        }
    }
    let (terms, over) = (Terms::of(usage, buyable), Terms::of(usage, other));
    let dollar = Money::from_picodollars(1_000_000_000_000);
    let is_no_dearer =
        |cost: &dyn Fn(&Terms) -> Money| dollars(cost(&terms)) * amount <= dollars(cost(&over)) * (1.0 + 1e-12);
    is_no_dearer(&|terms| terms.fee(dollar))
        && is_no_dearer(&|terms| terms.fee(dollar) + terms.capital(dollar, problem.limits.cost_of_capital))
        && (problem.limits.max_upfront.is_none() || is_no_dearer(&|terms| terms.upfront(dollar)))
}
