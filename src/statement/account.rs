//! [`CommitmentAccount`]: a commitment month by month, and when its upfront payments have paid for themselves
//! (rules L4 to L6).

use super::charge::{is_unused, on_demand_equivalent};
use super::fees::{Fees, month_of, overlap};
use crate::bill::LineItem;
use crate::comparison::{CommitmentLine, Outcome};
use crate::money::{Money, divide_half_even};
use crate::pricing::PriceBook;
use crate::scenario::{PaymentOption, Scenario, TermYears};
use crate::time::MonthSpan;

/// The service code of Compute plans' fees.
const COMPUTE_PLANS: &str = "ComputeSavingsPlans";

/// A commitment that the option's bill contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentAccount {
    /// Its id in line items.
    pub id: String,
    /// The service code of its fees.
    pub service: String,
    /// Term.
    pub term: TermYears,
    /// Payment option.
    pub payment: PaymentOption,
    /// Hourly commitment at published rates.
    pub hourly_commitment: Money,
    /// What had been paid before the horizon for hours inside it or after.
    pub opening_prepaid: Money,
    /// One per month span.
    pub months: Vec<CommitmentMonth>,
    /// What is paid upfront inside the horizon, in order of time.
    pub payments: Vec<UpfrontPayment>,
}

/// A commitment in one month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitmentMonth {
    /// What the usage it covers would cost on demand, negotiated discounts taken off.
    pub on_demand_equivalent: Money,
    /// Commitment used.
    pub used: Money,
    /// Commitment not used.
    pub unused: Money,
    /// Paid upfront.
    pub upfront: Money,
    /// Paid by the hour.
    pub recurring: Money,
    /// Paid by the end of the month for hours after it.
    pub prepaid: Money,
}

/// An upfront payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpfrontPayment {
    /// The month span in which it is paid, from 0.
    pub month: usize,
    /// How much.
    pub amount: Money,
    /// The first month span by whose end the savings have reached it; `None` when not within the horizon.
    pub fully_paid: Option<usize>,
}

impl CommitmentAccount {
    /// What is prepaid when the horizon ends.
    #[must_use]
    pub fn closing_prepaid(&self) -> Money {
        self.months.last().map_or(self.opening_prepaid, |month| month.prepaid)
    }
}

/// The commitments in an option's bill, in the order of the outcome.
pub(super) fn accounts(scenario: &Scenario, book: &PriceBook, outcome: &Outcome) -> Vec<CommitmentAccount> {
    let chosen = outcome.commitments.iter().filter(|line| line.chosen && !line.hourly_commitment.is_zero());
    chosen.map(|line| account(scenario, book, outcome, line)).collect()
}

fn account(scenario: &Scenario, book: &PriceBook, outcome: &Outcome, line: &CommitmentLine) -> CommitmentAccount {
    let spans = scenario.horizon.months();
    let fees = Fees::of(line, book.discount(COMPUTE_PLANS));
    let mut months: Vec<CommitmentMonth> =
        spans.iter().map(|span| used_in(scenario, book, outcome, line, span)).collect();
    let mut payments = Vec::new();
    for term in &fees.terms {
        let amount = fees.upfront(term);
        let Some(month) = month_of(term.start, spans).filter(|_| !amount.is_zero()) else { continue };
        months[month].upfront += amount;
        payments.push(UpfrontPayment { month, amount, fully_paid: None });
    }
    let mut prepaid = fees.opening_prepaid();
    for (month, span) in months.iter_mut().zip(spans) {
        month.recurring = fees.recurring(span);
        prepaid += month.upfront + month.recurring - month.used - month.unused;
        month.prepaid = prepaid;
    }
    let inside = fees.terms.iter().filter(|term| month_of(term.start, spans).is_some());
    for (payment, term) in payments.iter_mut().zip(inside) {
        payment.fully_paid = fully_paid(payment, term, &fees, &months, spans);
    }
    CommitmentAccount {
        id: line.id.clone(),
        service: COMPUTE_PLANS.to_owned(),
        term: line.term,
        payment: line.payment,
        hourly_commitment: line.hourly_commitment,
        opening_prepaid: fees.opening_prepaid(),
        months,
        payments,
    }
}

/// What a commitment covers in a month, and what of it stays unused.
fn used_in(
    scenario: &Scenario,
    book: &PriceBook,
    outcome: &Outcome,
    commitment: &CommitmentLine,
    span: &MonthSpan,
) -> CommitmentMonth {
    let is_own = |line: &&LineItem| line.month == span.month && line.commitment_id.as_ref() == Some(&commitment.id);
    let mut month = CommitmentMonth::default();
    for line in outcome.bill.lines.iter().filter(is_own) {
        if is_unused(line) {
            month.unused += line.cost;
        } else {
            month.used += line.cost;
            month.on_demand_equivalent += on_demand_equivalent(line, scenario, book);
        }
    }
    month
}

/// The first month by whose end what the term has saved, the hourly part of the fee taken off, reaches the payment.
///
/// Where another term begins or ends in the same month, the term has the share of its hours.
fn fully_paid(
    payment: &UpfrontPayment,
    term: &std::ops::Range<i64>,
    fees: &Fees,
    months: &[CommitmentMonth],
    spans: &[MonthSpan],
) -> Option<usize> {
    let mut saved = Money::ZERO;
    (payment.month..spans.len()).find(|&index| {
        let (month, span) = (&months[index], &spans[index]);
        let hours = i128::from(fees.hours_in(span)).max(1);
        let saving = month.on_demand_equivalent - month.recurring;
        let of_term = saving.picodollars() * i128::from(overlap(term, span));
        saved += Money::from_picodollars(divide_half_even(of_term, hours));
        saved >= payment.amount
    })
}
