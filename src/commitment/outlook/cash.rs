//! When commitments are paid: upfront when bought and by the month (rule A6).

use super::running_term::RunningTerm;
use crate::money::Money;
use crate::time::{Horizon, YearMonth};

/// What commitments cost in one month of the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CashMonth {
    /// The month.
    pub month: YearMonth,
    /// Paid upfront for terms that begin in it.
    pub upfront: Money,
    /// Paid for the month itself.
    pub recurring: Money,
    /// The fee of the month when all fees are spread evenly over their terms.
    pub amortised: Money,
}

impl CashMonth {
    /// All that is paid in the month.
    #[must_use]
    pub fn cash(&self) -> Money {
        self.upfront + self.recurring
    }
}

/// What terms cost in each month of the horizon, paid and amortised.
#[must_use]
pub fn cash_by_month(terms: &[RunningTerm], horizon: &Horizon) -> Vec<CashMonth> {
    let month = |span: &crate::time::MonthSpan| {
        let hours = i64::from(span.first_hour)..i64::from(span.first_hour) + i64::from(span.hours);
        CashMonth {
            month: span.month,
            upfront: terms.iter().map(|term| term.upfront_in(&hours)).sum(),
            recurring: terms.iter().map(|term| term.recurring_in(&hours)).sum(),
            amortised: terms.iter().map(|term| term.amortised_in(&hours)).sum(),
        }
    };
    horizon.months().iter().map(month).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::outlook::made_up::{dollars, months_of_2026, term};
    use crate::scenario::PaymentOption;

    #[test]
    fn half_is_paid_upfront_and_the_rest_by_the_hours_of_each_month() {
        let months = cash_by_month(&[term(PaymentOption::PartialUpfront, "2", 0)], &months_of_2026(12));
        assert_eq!((months[0].upfront, months[0].recurring), (dollars("8760"), dollars("744")));
        assert_eq!((months[1].upfront, months[1].recurring), (Money::ZERO, dollars("672")));
        assert_eq!(months[1].amortised, dollars("1344"));
        assert_eq!(months.iter().map(CashMonth::cash).sum::<Money>(), dollars("17520"));
    }

    #[test]
    fn what_is_paid_and_owed_is_the_fee() {
        let horizon = months_of_2026(5);
        for payment in [PaymentOption::NoUpfront, PaymentOption::PartialUpfront, PaymentOption::AllUpfront] {
            let bought = term(payment, "0.12345", 1_416);
            let months = cash_by_month(std::slice::from_ref(&bought), &horizon);
            let after = bought.liability_after(i64::from(horizon.hours()));
            assert_eq!(months.iter().map(CashMonth::cash).sum::<Money>() + after.cash, bought.fee());
            assert_eq!(months.iter().map(|month| month.amortised).sum::<Money>() + after.amortised, bought.fee());
        }
    }
}
