//! [`RunningTerm`]: one term of one commitment, and what it costs when (rules A5 and A6).

use std::ops::Range;

use super::super::apply::Purchase;
use super::super::usage::{CoverableUsage, PlanScope};
use crate::money::{Money, Percent};
use crate::scenario::{PaymentOption, TermYears};

/// One term of one commitment; a renewed plan is several, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningTerm {
    /// What it covers.
    pub scope: PlanScope,
    /// Term.
    pub term: TermYears,
    /// Payment option.
    pub payment: PaymentOption,
    /// Hourly commitment at published rates.
    pub hourly_commitment: Money,
    /// The negotiated discount on the fee.
    pub fee_discount: Percent,
    /// The hours of the term from the horizon's first; they may begin before it and end after it.
    pub hours: Range<i64>,
}

/// What a term leaves to pay after the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Liability {
    /// Hours of the term after the horizon.
    pub hours_after: i64,
    /// Its fee in these hours.
    pub amortised: Money,
    /// Of that, what has not been paid by the end of the horizon.
    pub cash: Money,
}

/// Every term of purchases, in their order and, renewed, by date: each runs its whole term, also past the usage.
#[must_use]
pub fn running_terms(usage: &CoverableUsage, purchases: &[Purchase]) -> Vec<RunningTerm> {
    purchases.iter().flat_map(|purchase| terms_of(usage, purchase)).collect()
}

fn terms_of(usage: &CoverableUsage, purchase: &Purchase) -> Vec<RunningTerm> {
    let offer = &usage.offers[purchase.offer];
    let starts = purchase.hours.clone().step_by(offer.term.hours() as usize);
    let begun_at = |start: usize| RunningTerm {
        scope: offer.scope.clone(),
        term: offer.term,
        payment: offer.payment,
        hourly_commitment: purchase.hourly_commitment,
        fee_discount: offer.fee_discount,
        hours: start as i64..start as i64 + i64::from(offer.term.hours()),
    };
    starts.map(begun_at).collect()
}

impl RunningTerm {
    /// The fee of the whole term, after the discount on it.
    #[must_use]
    pub fn fee(&self) -> Money {
        self.hourly_commitment.times(i128::from(self.length())).percent_off(self.fee_discount)
    }

    /// What is paid when it is bought: all, half or none of the fee.
    #[must_use]
    pub fn upfront(&self) -> Money {
        match self.payment {
            PaymentOption::AllUpfront => self.fee(),
            PaymentOption::PartialUpfront => self.fee().divided_by(2),
            PaymentOption::NoUpfront => Money::ZERO,
        }
    }

    /// The part of the fee that falls in some hours, amortised evenly.
    #[must_use]
    pub fn amortised_in(&self, hours: &Range<i64>) -> Money {
        self.part_by(self.fee(), hours.end) - self.part_by(self.fee(), hours.start)
    }

    /// What is paid month by month for some hours: the fee less what is upfront, evenly.
    #[must_use]
    pub fn recurring_in(&self, hours: &Range<i64>) -> Money {
        let recurring = self.fee() - self.upfront();
        self.part_by(recurring, hours.end) - self.part_by(recurring, hours.start)
    }

    /// What is paid upfront in some hours: nothing unless the term begins in them.
    #[must_use]
    pub fn upfront_in(&self, hours: &Range<i64>) -> Money {
        if hours.contains(&self.hours.start) { self.upfront() } else { Money::ZERO }
    }

    /// What is left of it when a horizon of so many hours ends.
    #[must_use]
    pub fn liability_after(&self, horizon_hours: i64) -> Liability {
        let after = horizon_hours.max(self.hours.start)..self.hours.end;
        if after.is_empty() {
            return Liability::default();
        }
        Liability {
            hours_after: after.end - after.start,
            amortised: self.amortised_in(&after),
            cash: self.recurring_in(&after) + self.upfront_in(&after),
        }
    }

    /// Hours of the term.
    fn length(&self) -> i64 {
        (self.hours.end - self.hours.start).max(0)
    }

    /// The share of `amount` that belongs to the hours of the term before `hour`, rounded once, so that the parts of
    /// hours that follow one another add up to the part of them all.
    fn part_by(&self, amount: Money, hour: i64) -> Money {
        let passed = hour.clamp(self.hours.start, self.hours.end.max(self.hours.start)) - self.hours.start;
        if passed == 0 { Money::ZERO } else { amount.times(i128::from(passed)).divided_by(i128::from(self.length())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::outlook::made_up::{dollars, term};
    use proptest::prelude::*;

    #[test]
    fn each_payment_option_leaves_its_own_cash_to_pay() {
        let left = |payment| term(payment, "2", 4_380).liability_after(8_760);
        let amortised = dollars("8760");
        let expect = |cash| Liability { hours_after: 4_380, amortised, cash };
        assert_eq!(left(PaymentOption::NoUpfront), expect(dollars("8760")));
        assert_eq!(left(PaymentOption::PartialUpfront), expect(dollars("4380")));
        assert_eq!(left(PaymentOption::AllUpfront), expect(Money::ZERO));
        assert_eq!(term(PaymentOption::NoUpfront, "2", 0).liability_after(8_760), Liability::default());
    }

    #[test]
    fn a_term_that_begins_after_the_horizon_is_owed_whole() {
        let later = term(PaymentOption::AllUpfront, "1", 9_000).liability_after(8_760);
        assert_eq!(later, Liability { hours_after: 8_760, amortised: dollars("8760"), cash: dollars("8760") });
    }

    #[test]
    fn the_discount_on_the_fee_is_one_on_what_is_paid_upfront() {
        let discounted =
            RunningTerm { fee_discount: Percent::whole(10), ..term(PaymentOption::PartialUpfront, "1", 0) };
        assert_eq!((discounted.fee(), discounted.upfront()), (dollars("7884"), dollars("3942")));
    }

    proptest! {
        #[test]
        fn what_is_paid_in_all_is_the_fee(
            picodollars in 0_i128..10_i128.pow(18), first in -9_000_i64..9_000, payment in 0_usize..3,
            mut cuts in proptest::collection::vec(-20_000_i64..20_000, 0..6),
        ) {
            let payment = [PaymentOption::NoUpfront, PaymentOption::PartialUpfront, PaymentOption::AllUpfront][payment];
            let term = RunningTerm { hourly_commitment: Money::from_picodollars(picodollars), ..term(payment, "0", first) };
            cuts.extend([-40_000, 40_000]);
            cuts.sort_unstable();
            let parts = || cuts.windows(2).map(|pair| pair[0]..pair[1]);
            let cash: Money = parts().map(|hours| term.recurring_in(&hours) + term.upfront_in(&hours)).sum();
            let amortised: Money = parts().map(|hours| term.amortised_in(&hours)).sum();
            prop_assert_eq!((cash, amortised), (term.fee(), term.fee()));
        }
    }
}
