//! When a commitment is paid (rule L4).

use std::ops::Range;

use super::charge::Purchased;
use crate::commitment::outlook::RunningTerm;
use crate::commitment::{CommitmentKind, PlanScope};
use crate::comparison::CommitmentLine;
use crate::money::{Money, Percent};
use crate::time::MonthSpan;

/// What is paid for a commitment in a month, upfront or by the hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitmentFee {
    /// The month span in which it is paid, from 0.
    pub month: usize,
    /// Upfront or by the hour.
    pub paid: Purchased,
    /// How much at published rates.
    pub list: Money,
    /// How much, negotiated discounts taken off.
    pub amount: Money,
    /// What is committed at published rates: upfront over the whole terms that begin, by the hour in the month.
    pub committed: Money,
}

/// The terms of commitments of one pool.
#[derive(Clone, Debug)]
pub(super) struct Fees {
    pub(super) terms: Vec<RunningTerm>,
}

impl Fees {
    pub(super) fn of(members: &[&CommitmentLine], fee_discount: Percent) -> Self {
        Self { terms: members.iter().flat_map(|line| terms_of(line, fee_discount)).collect() }
    }

    /// What is paid by the hour in a month.
    pub(super) fn recurring(&self, span: &MonthSpan) -> Money {
        self.terms.iter().map(|term| term.recurring_in(&hours_of(span))).sum()
    }

    /// What is paid upfront in a month.
    pub(super) fn upfront(&self, span: &MonthSpan) -> Money {
        self.terms.iter().map(|term| term.upfront_in(&hours_of(span))).sum()
    }

    /// What the terms that begin in a month commit over all of their hours.
    pub(super) fn committed_by_terms_of(&self, span: &MonthSpan) -> Money {
        let begins = |term: &&RunningTerm| hours_of(span).contains(&term.hours.start);
        let whole = |term: &RunningTerm| term.hourly_commitment.times(i128::from(term.hours.end - term.hours.start));
        self.terms.iter().filter(begins).map(whole).sum()
    }

    /// What all terms commit in a month.
    pub(super) fn committed_in(&self, span: &MonthSpan) -> Money {
        self.terms.iter().map(|term| committed_in(term, span)).sum()
    }

    /// What has been paid before the horizon for hours inside it or after.
    pub(super) fn opening_prepaid(&self) -> Money {
        let running = self.terms.iter().filter(|term| term.hours.start < 0 && term.hours.end > 0);
        let left = |term: &RunningTerm| 0..term.hours.end;
        running.map(|term| term.amortised_in(&left(term)) - term.recurring_in(&left(term))).sum()
    }
}

/// What is paid, month by month, without what comes to nothing.
pub(super) fn fees_paid(fees: &Fees, at_list: &Fees, spans: &[MonthSpan]) -> Vec<CommitmentFee> {
    let of_month = |(month, span): (usize, &MonthSpan)| {
        let upfront = CommitmentFee {
            month,
            paid: Purchased::UpfrontFee,
            list: at_list.upfront(span),
            amount: fees.upfront(span),
            committed: at_list.committed_by_terms_of(span),
        };
        let recurring = CommitmentFee {
            month,
            paid: Purchased::RecurringFee,
            list: at_list.recurring(span),
            amount: fees.recurring(span),
            committed: fees.committed_in(span),
        };
        [upfront, recurring].into_iter().filter(|fee| !fee.amount.is_zero())
    };
    spans.iter().enumerate().flat_map(of_month).collect()
}

/// The terms of a commitment, one after the other, the last one possibly cut short.
fn terms_of(line: &CommitmentLine, fee_discount: Percent) -> impl Iterator<Item = RunningTerm> + '_ {
    let length = i64::from(line.term.hours());
    let starts = (0..).map(move |term| line.first_hour + term * length).take_while(|&start| start < line.end_hour);
    starts.map(move |start| RunningTerm {
        scope: match &line.kind {
            CommitmentKind::ComputeSavingsPlan => PlanScope::Compute,
            CommitmentKind::Ec2InstanceSavingsPlan { family: covers }
            | CommitmentKind::ReservedInstance { instance_type: covers, .. } => PlanScope::Ec2Instance(covers.clone()),
        },
        term: line.term,
        payment: line.payment,
        hourly_commitment: line.hourly_commitment,
        fee_discount,
        hours: start..(start + length).min(line.end_hour),
    })
}

/// What a term commits in a month.
pub(super) fn committed_in(term: &RunningTerm, span: &MonthSpan) -> Money {
    let month = hours_of(span);
    let hours = (term.hours.end.min(month.end) - term.hours.start.max(month.start)).max(0);
    term.hourly_commitment.times(i128::from(hours))
}

/// The month in which a term begins.
pub(super) fn first_month(term: &RunningTerm, months: &[MonthSpan]) -> Option<usize> {
    months.iter().position(|span| hours_of(span).contains(&term.hours.start))
}

fn hours_of(span: &MonthSpan) -> Range<i64> {
    i64::from(span.first_hour)..i64::from(span.first_hour + span.hours)
}
