//! [`Statement`]: everything that an option costs, ready to be shown.

use super::account::{CommitmentAccount, accounts};
use super::charge::charges;
use super::commitment_use::{CommitmentUse, left_on_demand};
use super::costs::Costs;
use super::owner::{Owner, ShowbackBy};
use super::row::{StatementRow, rows};
use crate::comparison::{OptionId, Outcome};
use crate::money::Money;
use crate::pricing::PriceBook;
use crate::scenario::Scenario;
use crate::time::MonthSpan;

/// An option's costs month by month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Which option.
    pub option: OptionId,
    /// Whether every service meets its objective.
    pub meets_objective: bool,
    /// By what charges are shown back.
    pub by: ShowbackBy,
    /// The months, in order.
    pub months: Vec<MonthSpan>,
    /// By owner, kind of charge, service and usage type.
    pub rows: Vec<StatementRow>,
    /// The commitments in the bill.
    pub commitments: Vec<CommitmentAccount>,
    /// How far commitments cover what they could, one per month.
    pub commitment_use: Vec<CommitmentUse>,
}

impl Statement {
    /// The statement of an option that could be priced.
    #[must_use]
    pub fn of(scenario: &Scenario, book: &PriceBook, (option, outcome): (OptionId, &Outcome), by: ShowbackBy) -> Self {
        let commitments = accounts(scenario, book, outcome);
        let charges = charges(scenario, book, outcome, &commitments);
        let rows = rows(scenario, outcome, &charges, &by);
        let months = scenario.horizon.months().to_vec();
        let used = |(index, span): (usize, &MonthSpan)| {
            let of_month = commitments.iter().map(|account| &account.months[index]);
            CommitmentUse::of(left_on_demand(outcome, book, span.month), of_month)
        };
        let commitment_use = months.iter().enumerate().map(used).collect();
        Self { option, meets_objective: outcome.meets_objective, by, months, rows, commitments, commitment_use }
    }

    /// The owners that have rows, in the order of rows.
    #[must_use]
    pub fn owners(&self) -> Vec<&Owner> {
        let mut owners: Vec<&Owner> = self.rows.iter().map(|row| &row.owner).collect();
        owners.dedup();
        owners
    }

    /// What an owner's rows cost, month by month.
    #[must_use]
    pub fn of_owner(&self, owner: &Owner) -> Vec<Costs> {
        self.sums(|row| row.owner == *owner)
    }

    /// What everything costs, month by month.
    #[must_use]
    pub fn by_month(&self) -> Vec<Costs> {
        self.sums(|_| true)
    }

    /// What everything costs over the horizon.
    #[must_use]
    pub fn total(&self) -> Costs {
        self.rows.iter().map(StatementRow::total).sum()
    }

    fn sums(&self, counts: impl Fn(&StatementRow) -> bool) -> Vec<Costs> {
        let rows: Vec<&StatementRow> = self.rows.iter().filter(|row| counts(row)).collect();
        (0..self.months.len()).map(|month| rows.iter().map(|row| row.months[month]).sum()).collect()
    }

    /// What had been paid before the horizon for hours inside it or after.
    #[must_use]
    pub fn opening_prepaid(&self) -> Money {
        self.commitments.iter().map(|account| account.opening_prepaid).sum()
    }

    /// What is prepaid at the end of each month: before, plus what was paid, less what was consumed (rule L5).
    #[must_use]
    pub fn prepaid_by_month(&self) -> Vec<Money> {
        let balance = |prepaid: &mut Money, costs: Costs| {
            *prepaid += costs.billed - costs.effective;
            Some(*prepaid)
        };
        self.by_month().into_iter().scan(self.opening_prepaid(), balance).collect()
    }

    /// What is prepaid when the horizon ends.
    #[must_use]
    pub fn closing_prepaid(&self) -> Money {
        let total = self.total();
        self.opening_prepaid() + total.billed - total.effective
    }

    /// The part of it that is tax and percentages of upfront payments, beside the commitments themselves.
    #[must_use]
    pub fn prepaid_percentages(&self) -> Money {
        let commitments: Money = self.commitments.iter().map(CommitmentAccount::closing_prepaid).sum();
        self.closing_prepaid() - commitments
    }
}
