//! [`StatementCharge`]: every charge of an option with what it is made of (rules L1 to L4).

use super::account::{CommitmentAccount, accounts};
use super::charge::{Charge, ChargeOf, charges};
use super::costs::Costs;
use crate::comparison::Outcome;
use crate::pricing::PriceBook;
use crate::scenario::Scenario;

/// A charge in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementCharge<'a> {
    /// Which month span, from 0.
    pub month: usize,
    /// What it is made of.
    pub of: ChargeOf<'a>,
    /// What it costs.
    pub costs: Costs,
}

/// Everything that an option charges, charge by charge: the statement before it is summed into rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementCharges<'a> {
    /// The commitments in the bill.
    pub commitments: Vec<CommitmentAccount>,
    /// By month, in the order of the bill, payments for commitments before percentages.
    pub charges: Vec<StatementCharge<'a>>,
}

impl<'a> StatementCharges<'a> {
    /// The charges of an option that could be priced.
    #[must_use]
    pub fn of(scenario: &Scenario, book: &PriceBook, outcome: &'a Outcome) -> Self {
        let commitments = accounts(scenario, book, outcome);
        let charges = charges(scenario, book, outcome, &commitments);
        let told = |charge: &Charge<'a>| StatementCharge { month: charge.month, of: charge.of, costs: charge.costs };
        let mut all: Vec<StatementCharge<'a>> = charges.iter().map(told).collect();
        all.sort_by_key(|charge| charge.month);
        Self { commitments, charges: all }
    }
}
