//! When a commitment is paid (rule L4).

use crate::comparison::CommitmentLine;
use crate::money::{Money, Percent};
use crate::scenario::PaymentOption;
use crate::time::MonthSpan;

/// A term of a commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// Its hours, from the first of the horizon; negative before it.
    pub(super) hours: std::ops::Range<i64>,
    hourly_commitment: Money,
}

impl Term {
    /// The terms of a commitment, one after the other, the last one possibly cut short.
    fn all_of(line: &CommitmentLine) -> impl Iterator<Item = Self> + '_ {
        let length = i64::from(line.term.hours());
        let starts = (0..).map(move |term| line.first_hour + term * length);
        starts.take_while(|&start| start < line.end_hour).map(move |start| Self {
            hours: start..(start + length).min(line.end_hour),
            hourly_commitment: line.hourly_commitment,
        })
    }

    /// What is committed in a month.
    pub(super) fn committed_in(&self, span: &MonthSpan) -> Money {
        let (from, to) = (i64::from(span.first_hour), i64::from(span.first_hour + span.hours));
        let hours = (self.hours.end.min(to) - self.hours.start.max(from)).max(0);
        self.hourly_commitment.times(i128::from(hours))
    }

    /// The month in which it begins.
    pub(super) fn first_month(&self, months: &[MonthSpan]) -> Option<usize> {
        let has_start = |span: &MonthSpan| {
            (i64::from(span.first_hour)..i64::from(span.first_hour + span.hours)).contains(&self.hours.start)
        };
        months.iter().position(has_start)
    }

    fn committed_over(&self, hours: i64) -> Money {
        self.hourly_commitment.times(i128::from(hours))
    }
}

/// The terms of commitments of one pool, and how they are paid.
#[derive(Clone, Debug)]
pub(super) struct Fees {
    pub(super) terms: Vec<Term>,
    discount: Percent,
    /// How many halves are paid upfront.
    halves_upfront: i128,
}

impl Fees {
    /// All `members` have the payment option of the first.
    pub(super) fn of(members: &[&CommitmentLine], discount: Percent) -> Self {
        Self {
            terms: members.iter().flat_map(|line| Term::all_of(line)).collect(),
            discount,
            halves_upfront: match members.first().map(|line| line.payment) {
                Some(PaymentOption::AllUpfront) => 2,
                Some(PaymentOption::PartialUpfront) => 1,
                Some(PaymentOption::NoUpfront) | None => 0,
            },
        }
    }

    /// What is paid when a term begins.
    pub(super) fn upfront(&self, term: &Term) -> Money {
        self.fee(term.committed_over(term.hours.end - term.hours.start), self.halves_upfront)
    }

    /// What is paid by the hour in a month.
    pub(super) fn recurring(&self, span: &MonthSpan) -> Money {
        self.fee(self.committed_in(span), 2 - self.halves_upfront)
    }

    /// What all terms commit in a month.
    pub(super) fn committed_in(&self, span: &MonthSpan) -> Money {
        self.terms.iter().map(|term| term.committed_in(span)).sum()
    }

    /// What has been paid before the horizon for hours inside it or after.
    pub(super) fn opening_prepaid(&self) -> Money {
        let running = self.terms.iter().filter(|term| term.hours.start < 0 && term.hours.end > 0);
        running.map(|term| self.fee(term.committed_over(term.hours.end), self.halves_upfront)).sum()
    }

    fn fee(&self, committed: Money, halves: i128) -> Money {
        committed.times(halves).divided_by(2).percent_off(self.discount)
    }
}
