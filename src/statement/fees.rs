//! When a commitment is paid (rule L4).

use std::ops::Range;

use crate::commitment::outlook::RunningTerm;
use crate::commitment::{CommitmentKind, PlanScope};
use crate::comparison::CommitmentLine;
use crate::money::{Money, Percent};
use crate::time::MonthSpan;

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
