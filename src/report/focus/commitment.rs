//! [`CommitmentDiscount`]: FOCUS's columns of commitments.

use crate::commitment::CommitmentKind;
use crate::money::{Money, Quantity};
use crate::pricing::PriceBook;
use crate::scenario::PaymentOption;
use crate::statement::{CommitmentAccount, CommitmentFee};

/// A dollar: what plans commit is counted in dollars.
const DOLLAR: Money = Money::from_picodollars(1_000_000_000_000);

/// A commitment as a row names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CommitmentDiscount {
    pub(super) id: String,
    pub(super) name: String,
    /// `Spend` or `Usage`.
    pub(super) category: &'static str,
    pub(super) kind: &'static str,
    /// `Used` or `Unused`; `None` for what is paid.
    pub(super) status: Option<&'static str>,
    pub(super) quantity: Quantity,
    pub(super) unit: &'static str,
    /// What one of the unit costs, the discount on fees taken off.
    unit_cost: Money,
}

impl CommitmentDiscount {
    /// The commitment of a row of usage that costs `effective`.
    pub(super) fn of_usage(account: &CommitmentAccount, book: &PriceBook, effective: Money, used: bool) -> Self {
        let status = Some(if used { "Used" } else { "Unused" });
        Self { status, ..Self::of(account, book) }.covering(effective)
    }

    /// The commitment of a payment.
    pub(super) fn of_fee(account: &CommitmentAccount, book: &PriceBook, fee: &CommitmentFee) -> Self {
        Self { quantity: quotient(fee.committed, unit_price(account)), ..Self::of(account, book) }
    }

    /// The same for usage that costs `effective`.
    pub(super) fn covering(&self, effective: Money) -> Self {
        Self { quantity: quotient(effective, self.unit_cost), ..self.clone() }
    }

    fn of(account: &CommitmentAccount, book: &PriceBook) -> Self {
        let (kind, category, unit) = match account.kind {
            CommitmentKind::ComputeSavingsPlan => ("Compute Savings Plan", "Spend", "USD"),
            CommitmentKind::Ec2InstanceSavingsPlan { .. } => ("EC2 Instance Savings Plan", "Spend", "USD"),
            CommitmentKind::ReservedInstance { .. } => ("Reserved Instance", "Usage", "Hours"),
        };
        Self {
            id: account.id.clone(),
            name: name_of(account, kind),
            category,
            kind,
            status: None,
            quantity: Quantity::whole(0),
            unit,
            unit_cost: unit_price(account).percent_off(book.discount(account.service)),
        }
    }
}

/// What a dollar of a plan, or an hour of a Reserved Instance, costs at published rates.
fn unit_price(account: &CommitmentAccount) -> Money {
    account.reserved_hour.unwrap_or(DOLLAR)
}

/// How many units at that price an amount is; none where the unit costs nothing.
fn quotient(amount: Money, unit: Money) -> Quantity {
    if unit.is_zero() { Quantity::whole(0) } else { Quantity::new(amount.picodollars(), unit.picodollars()) }
}

/// `Compute Savings Plan, 1 year, no upfront`.
pub(super) fn name_of(account: &CommitmentAccount, kind: &str) -> String {
    let of = match &account.kind {
        CommitmentKind::ComputeSavingsPlan => String::new(),
        CommitmentKind::Ec2InstanceSavingsPlan { family } => format!(" of {family}"),
        CommitmentKind::ReservedInstance { instance_type, .. } => format!(" of {instance_type}"),
    };
    let years = if account.term.years() == 1 { "year" } else { "years" };
    let payment = match account.payment {
        PaymentOption::NoUpfront => "no upfront",
        PaymentOption::PartialUpfront => "partial upfront",
        PaymentOption::AllUpfront => "all upfront",
    };
    format!("{kind}{of}, {} {years}, {payment}", account.term.years())
}
