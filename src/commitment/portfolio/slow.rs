//! Coordinate descent in exact money, and the bound of perfect foresight.

use super::super::apply::Purchase;
use super::PortfolioProblem;
use super::price::price;
use super::terms::{FIFTH_DECIMAL, LEAST_STEPS, MOST_STEPS, Terms, inside};
use crate::money::{Money, Percent};

/// Purchases that no change of a single one improves by much.
pub(super) fn descend(problem: &PortfolioProblem<'_>) -> Vec<Purchase> {
    let mut steps = vec![0; problem.buyable.len()];
    for _ in 0..4 {
        let before = steps.clone();
        for index in 0..steps.len() {
            steps[index] = best_of_one(problem, &steps, index);
        }
        if before == steps {
            break;
        }
    }
    purchases(problem, &steps)
}

fn purchases(problem: &PortfolioProblem<'_>, steps: &[i128]) -> Vec<Purchase> {
    let purchase = |(buyable, &steps): (&super::Buyable, &i128)| Purchase {
        offer: buyable.offer,
        hourly_commitment: Money::from_picodollars(steps * FIFTH_DECIMAL),
        hours: buyable.hours.clone(),
    };
    problem.buyable.iter().zip(steps).filter(|(_, steps)| **steps > 0).map(purchase).collect()
}

/// Total and cost of capital, if the limits allow the purchases.
fn steered_total(problem: &PortfolioProblem<'_>, steps: &[i128]) -> Option<Money> {
    let portfolio = price(problem, &purchases(problem, steps));
    let (mut upfront, mut capital) = (Money::ZERO, Money::ZERO);
    for (buyable, &steps) in problem.buyable.iter().zip(steps) {
        let (terms, commitment) = (Terms::of(problem.usage, buyable), Money::from_picodollars(steps * FIFTH_DECIMAL));
        upfront += terms.upfront(commitment);
        capital += terms.capital(commitment, problem.limits.cost_of_capital);
    }
    let is_affordable = problem.limits.max_upfront.is_none_or(|cap| upfront <= cap);
    let is_used = |least: Percent| {
        portfolio.bought.iter().all(|holding| holding.used >= (holding.used + holding.unused).percent_of(least))
    };
    (is_affordable && problem.limits.min_utilisation.is_none_or(is_used)).then_some(portfolio.total + capital)
}

/// The best number of steps of one purchase, the others staying, by halving a convex range.
fn best_of_one(problem: &PortfolioProblem<'_>, steps: &[i128], index: usize) -> i128 {
    let total = |count: i128| {
        let mut steps = steps.to_vec();
        steps[index] = count;
        steps_total(problem, &steps)
    };
    let (mut low, mut high) = (LEAST_STEPS, ceiling(problem));
    while low < high {
        let middle = low.midpoint(high);
        if total(middle) <= total(middle + 1) { high = middle } else { low = middle + 1 }
    }
    if total(low) < total(0) { low } else { 0 }
}

fn steps_total(problem: &PortfolioProblem<'_>, steps: &[i128]) -> Money {
    steered_total(problem, steps).unwrap_or(Money::from_picodollars(i128::MAX / 4))
}

/// Steps that pay for everything in any hour, which no plan needs more than.
fn ceiling(problem: &PortfolioProblem<'_>) -> i128 {
    let usage = problem.usage;
    let dearest =
        |index: usize| usage.offers.iter().filter_map(|offer| offer.rates[index]).max().unwrap_or(Money::ZERO);
    let peak = |index: usize| {
        let item = &usage.items[index];
        let most = i128::from(item.hourly.iter().copied().max().unwrap_or(0));
        dearest(index).picodollars() * most / item.parts_per_unit
    };
    let all: i128 = (0..usage.items.len()).map(peak).sum();
    (all / FIFTH_DECIMAL + 2).clamp(LEAST_STEPS, MOST_STEPS)
}

/// Every amount at the lowest price it could have in its hour, as if commitments could be changed by the hour.
pub(super) fn bound(problem: &PortfolioProblem<'_>) -> Money {
    let usage = problem.usage;
    let held_fees: Money = price(problem, &[]).fees;
    let mut sum = Money::ZERO;
    for (index, item) in usage.items.iter().enumerate() {
        for hour in 0..usage.hours {
            let open = problem.buyable.iter().filter(|buyable| inside(usage, &buyable.hours).contains(&hour));
            let held = problem.held.iter().any(|held| {
                inside(usage, &held.hours).contains(&hour) && usage.offers[held.offer].rates[index].is_some()
            });
            let effective = |offer: usize| {
                let offer = &usage.offers[offer];
                offer.rates[index].map(|rate| rate.percent_off(offer.fee_discount))
            };
            let cheapest = open.filter_map(|buyable| effective(buyable.offer)).fold(item.contracted, Money::min);
            let price = if held { Money::ZERO } else { cheapest };
            sum += Money::from_picodollars(price.picodollars() * i128::from(item.hourly[hour]) / item.parts_per_unit);
        }
    }
    held_fees + sum - Money::from_picodollars(usage.items.len() as i128 + 1)
}
