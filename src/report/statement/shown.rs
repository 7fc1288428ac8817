//! The statement's costs as shown, so that rows and columns add up (rule L10).

use crate::money::{Displayed, Money};
use crate::report::DisplayCurrency;
use crate::statement::{Costs, Statement};

/// One of FOCUS's four costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostKind {
    /// At published on-demand prices.
    List,
    /// After negotiated discounts, before commitments.
    Contracted,
    /// Amortised.
    Effective,
    /// Cash.
    Billed,
}

impl CostKind {
    /// All four, in the order of reports.
    pub const ALL: [Self; 4] = [Self::List, Self::Contracted, Self::Effective, Self::Billed];

    /// As results write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Contracted => "contracted",
            Self::Effective => "effective",
            Self::Billed => "billed",
        }
    }

    /// That one of the four.
    #[must_use]
    pub const fn of(self, costs: &Costs) -> Money {
        match self {
            Self::List => costs.list,
            Self::Contracted => costs.contracted,
            Self::Effective => costs.effective,
            Self::Billed => costs.billed,
        }
    }
}

/// One cost of every row in every month, in the smallest displayed units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct ShownCosts {
    /// Months of each row of the statement.
    pub(in crate::report) rows: Vec<Vec<Displayed>>,
    /// Their sums.
    pub(in crate::report) months: Vec<Displayed>,
}

impl ShownCosts {
    /// The months share out the total, the rows of a month share out the month.
    pub(super) fn of(statement: &Statement, currency: &DisplayCurrency, kind: CostKind) -> Self {
        let sums: Vec<Money> = statement.by_month().iter().map(|costs| kind.of(costs)).collect();
        let (months, _) = currency.shared(&sums);
        let mut rows = vec![Vec::with_capacity(months.len()); statement.rows.len()];
        for (month, &shown) in months.iter().enumerate() {
            let exact: Vec<Money> = statement.rows.iter().map(|row| kind.of(&row.months[month])).collect();
            let cells = currency.shared_within(&exact, shown);
            rows.iter_mut().zip(cells).for_each(|(row, cell)| row.push(cell));
        }
        Self { rows, months }
    }

    pub(in crate::report) fn total(&self) -> Displayed {
        self.months.iter().sum()
    }

    /// The sums of some rows, month by month.
    pub(in crate::report) fn sums(&self, counts: impl Fn(usize) -> bool) -> Vec<Displayed> {
        let rows: Vec<&Vec<Displayed>> =
            self.rows.iter().enumerate().filter(|(index, _)| counts(*index)).map(|(_, row)| row).collect();
        (0..self.months.len()).map(|month| rows.iter().map(|row| row[month]).sum()).collect()
    }
}
