//! What a buyable plan costs for each dollar of its hourly commitment.

use super::super::usage::CoverableUsage;
use super::Buyable;
use crate::money::{Money, Percent};
use crate::scenario::PaymentOption;

/// Picodollars of the fifth decimal, the finest commitment AWS accepts.
pub(super) const FIFTH_DECIMAL: i128 = 10_000_000;

/// The least commitment AWS accepts, in steps of the fifth decimal.
pub(super) const LEAST_STEPS: i128 = 100;

/// The largest commitment considered, in steps of the fifth decimal: a million dollars an hour.
pub(super) const MOST_STEPS: i128 = 100_000_000_000;

const HOURS_PER_YEAR: i128 = 8_760;

/// Hours that a dollar of hourly commitment is paid ahead for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
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
        // Each term begins with all its hours ahead and ends with one.
        let ahead = |hours: i128| hours * term - hours * (hours - 1) / 2;
        let summed = hours / term * ahead(term) + ahead(hours % term);
        Self { upfront_halves: halves * term, prepaid_halves: halves * summed }
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

/// Those of `hours` that the usage has.
pub(super) fn inside(usage: &CoverableUsage, hours: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let end = hours.end.min(usage.hours);
    hours.start.min(end)..end
}
