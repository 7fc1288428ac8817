//! When a commitment is paid (rule L4).

use crate::comparison::CommitmentLine;
use crate::money::{Money, Percent};
use crate::scenario::PaymentOption;
use crate::time::MonthSpan;

/// Hours of the horizon, from its first; negative before it.
type Hours = std::ops::Range<i64>;

/// The terms of a commitment and what an hour of it costs.
#[derive(Clone, Debug)]
pub(super) struct Fees {
    /// One after the other, the last one possibly cut short.
    pub(super) terms: Vec<Hours>,
    hourly_commitment: Money,
    discount: Percent,
    /// How many halves of it are paid upfront.
    halves_upfront: i128,
}

impl Fees {
    pub(super) fn of(line: &CommitmentLine, discount: Percent) -> Self {
        let length = i64::from(line.term.hours());
        let starts = (0..).map(|term| line.first_hour + term * length).take_while(|&start| start < line.end_hour);
        Self {
            terms: starts.map(|start| start..(start + length).min(line.end_hour)).collect(),
            hourly_commitment: line.hourly_commitment,
            discount,
            halves_upfront: match line.payment {
                PaymentOption::NoUpfront => 0,
                PaymentOption::PartialUpfront => 1,
                PaymentOption::AllUpfront => 2,
            },
        }
    }

    /// What is paid when a term begins.
    pub(super) fn upfront(&self, term: &Hours) -> Money {
        self.fee(term.end - term.start, self.halves_upfront)
    }

    /// What is paid by the hour in a month.
    pub(super) fn recurring(&self, span: &MonthSpan) -> Money {
        self.fee(self.hours_in(span), 2 - self.halves_upfront)
    }

    /// Hours of all terms in a month.
    pub(super) fn hours_in(&self, span: &MonthSpan) -> i64 {
        self.terms.iter().map(|term| overlap(term, span)).sum()
    }

    /// What has been paid before the horizon for hours inside it or after.
    pub(super) fn opening_prepaid(&self) -> Money {
        let running = self.terms.iter().find(|term| term.start < 0 && term.end > 0);
        running.map_or(Money::ZERO, |term| self.fee(term.end, self.halves_upfront))
    }

    fn fee(&self, hours: i64, halves: i128) -> Money {
        self.hourly_commitment.times(i128::from(hours) * halves).divided_by(2).percent_off(self.discount)
    }
}

/// Hours of a term in a month.
pub(super) fn overlap(term: &Hours, span: &MonthSpan) -> i64 {
    let (from, to) = (i64::from(span.first_hour), i64::from(span.first_hour + span.hours));
    (term.end.min(to) - term.start.max(from)).max(0)
}

/// The month in which an hour lies.
pub(super) fn month_of(hour: i64, months: &[MonthSpan]) -> Option<usize> {
    months.iter().position(|span| (i64::from(span.first_hour)..i64::from(span.first_hour + span.hours)).contains(&hour))
}
