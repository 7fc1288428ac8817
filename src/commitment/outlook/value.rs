//! What purchases cost and save over the hours of a usage (rule A3).

use super::super::apply::{Purchase, pooled, totals};
use super::super::usage::CoverableUsage;
use crate::money::Money;

/// What stays on demand, and the fees of what is held and bought.
pub(super) fn total(usage: &CoverableUsage, held: &[Purchase], bought: &[Purchase]) -> Money {
    let all = [held, bought].concat();
    left_on_demand(usage, &all) + all.iter().map(|purchase| fee(usage, purchase)).sum::<Money>()
}

/// What one of the purchases saves with the others kept; negative when it loses.
pub(super) fn saving_of(usage: &CoverableUsage, held: &[Purchase], bought: &[Purchase], index: usize) -> Money {
    let all = [held, bought].concat();
    let mut others = all.clone();
    let removed = others.remove(held.len() + index);
    left_on_demand(usage, &others) - left_on_demand(usage, &all) - fee(usage, &removed)
}

/// What all purchases save together; negative when they lose.
pub(super) fn saving_of_all(usage: &CoverableUsage, held: &[Purchase], bought: &[Purchase]) -> Money {
    let fees: Money = bought.iter().map(|purchase| fee(usage, purchase)).sum();
    left_on_demand(usage, held) - left_on_demand(usage, &[held, bought].concat()) - fees
}

/// The amortised fee of a purchase for the hours of the usage, after the discount on it.
fn fee(usage: &CoverableUsage, purchase: &Purchase) -> Money {
    let hours = purchase.hours.end.min(usage.hours).saturating_sub(purchase.hours.start);
    purchase.hourly_commitment.times(hours as i128).percent_off(usage.offers[purchase.offer].fee_discount)
}

fn left_on_demand(usage: &CoverableUsage, purchases: &[Purchase]) -> Money {
    totals(usage, &pooled(usage, purchases)).on_demand
}
