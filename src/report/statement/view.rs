//! [`StatementView`]: the one value that every format of the statement is rendered from.

use super::shown::{CostKind, ShownCosts};
use crate::money::Displayed;
use crate::report::ResultView;
use crate::statement::{DemandRange, Statement};

/// The version of the statement's shape; it changes when a reader would have to.
pub const STATEMENT_SCHEMA_VERSION: &str = "1";

/// A statement with what was asked and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementView {
    pub(in crate::report) result: ResultView,
    pub(in crate::report) statement: Statement,
    pub(super) range: Option<DemandRange>,
    shown: [ShownCosts; 4],
}

impl StatementView {
    /// The statement of the only option of `result`, which has the scenario, the prices, the currency and the
    /// assumptions.
    #[must_use]
    pub fn new(result: ResultView, statement: Statement, range: Option<DemandRange>) -> Self {
        let shown = CostKind::ALL.map(|kind| ShownCosts::of(&statement, &result.currency, kind));
        Self { result, statement, range, shown }
    }

    pub(in crate::report) fn shown(&self, kind: CostKind) -> &ShownCosts {
        match kind {
            CostKind::List => &self.shown[0],
            CostKind::Contracted => &self.shown[1],
            CostKind::Effective => &self.shown[2],
            CostKind::Billed => &self.shown[3],
        }
    }

    pub(super) fn shown_opening_prepaid(&self) -> Displayed {
        self.result.currency.shown(self.statement.opening_prepaid())
    }

    /// The prepaid balance at the end of each month: what is shown as billed beyond what is shown as effective.
    pub(in crate::report) fn shown_prepaid(&self) -> Vec<Displayed> {
        let (paid, consumed) = (self.shown(CostKind::Billed), self.shown(CostKind::Effective));
        let months = paid.months.iter().zip(&consumed.months);
        let balance = |balance: &mut Displayed, (paid, consumed): (&Displayed, &Displayed)| {
            *balance += paid - consumed;
            Some(*balance)
        };
        months.scan(self.shown_opening_prepaid(), balance).collect()
    }

    pub(super) fn shown_closing_prepaid(&self) -> Displayed {
        self.shown_prepaid().last().copied().unwrap_or_else(|| self.shown_opening_prepaid())
    }

    /// Whether anything is paid in another month than it is consumed in.
    pub(in crate::report) fn has_prepaid(&self) -> bool {
        let is_early = self.statement.by_month().iter().any(|costs| costs.billed != costs.effective);
        is_early || !self.statement.opening_prepaid().is_zero()
    }

    /// The label of each month.
    pub(in crate::report) fn month_labels(&self) -> Vec<String> {
        self.statement.months.iter().map(|span| span.month.to_string()).collect()
    }
}
