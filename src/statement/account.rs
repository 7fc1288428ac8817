//! [`CommitmentAccount`]: a commitment month by month, and when its upfront payments have paid for themselves
//! (rules L4 to L6).

use super::charge::{is_unused, on_demand_equivalent};
use super::fees::{CommitmentFee, Fees, committed_in, fees_paid, first_month};
use crate::bill::LineItem;
use crate::commitment::CommitmentKind;
use crate::commitment::outlook::RunningTerm;
use crate::comparison::{CommitmentLine, Outcome};
use crate::money::{Money, Percent, divide_half_even};
use crate::pricing::PriceBook;
use crate::scenario::{PaymentOption, Scenario, TermYears};
use crate::time::MonthSpan;

/// A commitment that the option's bill contains; those of one pool, whose lines are theirs together, are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentAccount {
    /// Its id in line items.
    pub id: String,
    /// What it is; of several in one pool, the first.
    pub kind: CommitmentKind,
    /// The service code of its fees.
    pub service: &'static str,
    /// The usage type of its fees, such as `ComputeSP:1yrNoUpfront`.
    pub usage_type: String,
    /// Term.
    pub term: TermYears,
    /// Payment option.
    pub payment: PaymentOption,
    /// Hourly commitment at published rates, of all that are in it.
    pub hourly_commitment: Money,
    /// What one of the Reserved Instances costs in an hour at published rates; `None` for plans.
    pub reserved_hour: Option<Money>,
    /// What had been paid before the horizon for hours inside it or after.
    pub opening_prepaid: Money,
    /// What is paid for it, in order of time.
    pub fees: Vec<CommitmentFee>,
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

/// The commitments in an option's bill, in the order of the outcome; those that never run inside the horizon are left out.
pub(super) fn accounts(scenario: &Scenario, book: &PriceBook, outcome: &Outcome) -> Vec<CommitmentAccount> {
    let hours = i64::from(scenario.horizon.hours());
    let runs = |line: &&CommitmentLine| line.end_hour > 0 && line.first_hour < hours;
    let mut pools: Vec<(String, Vec<&CommitmentLine>)> = Vec::new();
    for line in outcome.commitments.iter().filter(|line| line.chosen && !line.hourly_commitment.is_zero()).filter(runs)
    {
        let id = pool_of(outcome, &line.id);
        match pools.iter_mut().find(|(known, _)| *known == id) {
            Some((_, members)) => members.push(line),
            None => pools.push((id, vec![line])),
        }
    }
    pools.into_iter().filter_map(|(id, members)| account(scenario, book, outcome, id, &members)).collect()
}

/// The id under which line items have a commitment: its own, or that of several joined by `+` (rule C5).
fn pool_of(outcome: &Outcome, id: &str) -> String {
    let ids = || outcome.bill.lines.iter().filter_map(|line| line.commitment_id.as_deref());
    let own = || ids().find(|known| *known == id);
    let joined = || ids().find(|known| known.split('+').any(|member| member == id));
    own().or_else(joined).unwrap_or(id).to_owned()
}

fn service_of(kind: &CommitmentKind) -> &'static str {
    match kind {
        CommitmentKind::ComputeSavingsPlan => "ComputeSavingsPlans",
        CommitmentKind::Ec2InstanceSavingsPlan { .. } => "EC2InstanceSavingsPlans",
        CommitmentKind::ReservedInstance { .. } => "AmazonEC2",
    }
}

fn account(
    scenario: &Scenario,
    book: &PriceBook,
    outcome: &Outcome,
    id: String,
    members: &[&CommitmentLine],
) -> Option<CommitmentAccount> {
    let first = members.first()?;
    let service = service_of(&first.kind);
    let fees = Fees::of(members, book.discount(service));
    let used = |span| used_in(scenario, book, outcome, &id, span);
    let spans = scenario.horizon.months();
    let months = paid_months(&fees, spans, spans.iter().map(used).collect());
    let payments = payments(&fees, spans, &months);
    let at_list = Fees::of(members, Percent::ZERO);
    Some(CommitmentAccount {
        kind: first.kind.clone(),
        service,
        usage_type: first.kind.usage_type(first.term, first.payment, book.codes()),
        term: first.term,
        payment: first.payment,
        hourly_commitment: members.iter().map(|line| line.hourly_commitment).sum(),
        reserved_hour: reserved_hour(first, book),
        opening_prepaid: fees.opening_prepaid(),
        fees: fees_paid(&fees, &at_list, spans),
        months,
        payments,
        id,
    })
}

fn reserved_hour(line: &CommitmentLine, book: &PriceBook) -> Option<Money> {
    let CommitmentKind::ReservedInstance { instance_type, .. } = &line.kind else { return None };
    book.reserved_price(instance_type, line.term, line.payment).ok().map(|rate| rate.unit_price)
}

/// What a commitment covers in a month, and what of it stays unused.
fn used_in(scenario: &Scenario, book: &PriceBook, outcome: &Outcome, id: &str, span: &MonthSpan) -> CommitmentMonth {
    let is_own = |line: &&LineItem| line.month == span.month && line.commitment_id.as_deref() == Some(id);
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

/// The months with what is paid in them, and what is prepaid at their ends.
fn paid_months(fees: &Fees, spans: &[MonthSpan], mut months: Vec<CommitmentMonth>) -> Vec<CommitmentMonth> {
    let mut prepaid = fees.opening_prepaid();
    for (month, span) in months.iter_mut().zip(spans) {
        (month.upfront, month.recurring) = (fees.upfront(span), fees.recurring(span));
        prepaid += month.upfront + month.recurring - month.used - month.unused;
        month.prepaid = prepaid;
    }
    months
}

/// Every upfront payment inside the horizon, with the month in which it has paid for itself.
fn payments(fees: &Fees, spans: &[MonthSpan], months: &[CommitmentMonth]) -> Vec<UpfrontPayment> {
    let paid = |term: &RunningTerm| {
        let (month, amount) = (first_month(term, spans)?, term.upfront());
        let payment = UpfrontPayment { month, amount, fully_paid: None };
        let fully_paid = fully_paid(&payment, term, fees, months, spans);
        (!amount.is_zero()).then_some(UpfrontPayment { fully_paid, ..payment })
    };
    let mut payments: Vec<UpfrontPayment> = fees.terms.iter().filter_map(paid).collect();
    payments.sort_by_key(|payment| payment.month);
    payments
}

/// The first month by whose end what the term has saved, the hourly part of the fee taken off, reaches the payment.
///
/// Where several terms run in a month, each has the share of what it commits.
fn fully_paid(
    payment: &UpfrontPayment,
    term: &RunningTerm,
    fees: &Fees,
    months: &[CommitmentMonth],
    spans: &[MonthSpan],
) -> Option<usize> {
    let mut saved = Money::ZERO;
    (payment.month..spans.len()).find(|&index| {
        let (month, span) = (&months[index], &spans[index]);
        saved +=
            share_of(month.on_demand_equivalent - month.recurring, committed_in(term, span), fees.committed_in(span));
        saved >= payment.amount
    })
}

/// The share of an amount that `part` has of `whole`, in units that leave the product room.
fn share_of(amount: Money, part: Money, whole: Money) -> Money {
    if part == whole || whole.is_zero() {
        return amount;
    }
    // Commitments have at most twelve decimals; microdollars are enough for a share.
    let micro = |amount: Money| amount.picodollars() / 1_000_000;
    Money::from_picodollars(divide_half_even(amount.picodollars() * micro(part), micro(whole).max(1)))
}
