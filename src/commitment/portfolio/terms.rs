//! What a buyable plan costs for each dollar of its hourly commitment.

use std::ops::Range;

use super::super::apply::Purchase;
use super::super::usage::CoverableUsage;
use super::{Buyable, PortfolioProblem};
use crate::money::{Money, Percent};
use crate::scenario::PaymentOption;

/// Picodollars of the fifth decimal, the finest commitment AWS accepts.
pub(super) const FIFTH_DECIMAL: i128 = 10_000_000;

/// The least commitment AWS accepts, in steps of the fifth decimal.
pub(super) const LEAST_STEPS: i128 = 100;

/// The largest commitment considered, in steps of the fifth decimal: a million dollars an hour.
pub(super) const MOST_STEPS: i128 = 100_000_000_000;

const HOURS_PER_YEAR: i128 = 8_760;

/// The commitment of so many steps.
pub(super) const fn commitment(steps: i128) -> Money {
    Money::from_picodollars(steps * FIFTH_DECIMAL)
}

/// Hours that a dollar of hourly commitment is paid for, now and ahead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// Hours inside the usage.
    hours: i128,
    /// The negotiated discount on the fee.
    fee_discount: Percent,
    /// Hours paid at purchase, in halves.
    upfront_halves: i128,
    /// The prepaid hours still ahead, summed over all hours inside the usage, in halves.
    prepaid_halves: i128,
}

impl Terms {
    /// The terms of a buyable plan.
    pub(super) fn of(usage: &CoverableUsage, buyable: &Buyable) -> Self {
        let offer = &usage.offers[buyable.offer];
        let hours = inside(usage, &buyable.hours).len() as i128;
        let term = i128::from(offer.term.hours());
        let halves = match offer.payment {
            PaymentOption::NoUpfront => 0,
            PaymentOption::PartialUpfront => 1,
            PaymentOption::AllUpfront => 2,
        };
        // The first hour of a term has all of its hours ahead, the last one hour.
        let ahead = |hours: i128| hours * term - hours * (hours - 1) / 2;
        let summed = hours / term * ahead(term) + ahead(hours % term);
        let (upfront_halves, prepaid_halves) = (halves * term, halves * summed);
        Self { hours, fee_discount: offer.fee_discount, upfront_halves, prepaid_halves }
    }

    /// The amortised fee, less its discount.
    pub(super) fn fee(&self, commitment: Money) -> Money {
        commitment.times(self.hours).percent_off(self.fee_discount)
    }

    /// Cash paid at purchase, at published rates.
    pub(super) fn upfront(&self, commitment: Money) -> Money {
        commitment.times(self.upfront_halves).divided_by(2)
    }

    /// What the prepaid balance costs over the hours inside the usage.
    pub(super) fn capital(&self, commitment: Money, yearly: Percent) -> Money {
        commitment.times(self.prepaid_halves).percent_of(yearly).divided_by(2 * HOURS_PER_YEAR)
    }
}

/// The cost of capital of a purchase.
pub(super) fn capital_of(problem: &PortfolioProblem<'_>, purchase: &Purchase) -> Money {
    let buyable = Buyable { offer: purchase.offer, hours: purchase.hours.clone() };
    Terms::of(problem.usage, &buyable).capital(purchase.hourly_commitment, problem.limits.cost_of_capital)
}

/// Those of `hours` that the usage has.
pub(super) fn inside(usage: &CoverableUsage, hours: &Range<usize>) -> Range<usize> {
    let end = hours.end.min(usage.hours);
    hours.start.min(end)..end
}
