//! [`HourlyColumns`]: where everything stands on the sheet by the hour.

use rust_xlsxwriter::{ColNum, RowNum};

use super::cells::{HOURLY, down, on};
use crate::commitment::CoverageSteps;
use crate::time::MonthSpan;

/// The first hour.
pub(super) const FIRST: RowNum = 8;

/// Where everything stands by the hour: the hour, commitments, usage, two columns a step, then what is left and unused.
pub(super) struct HourlyColumns {
    pub(super) pools: usize,
    rows: usize,
    steps: usize,
}

impl HourlyColumns {
    pub(super) fn of(steps: &CoverageSteps) -> Self {
        Self { pools: steps.pools.len(), rows: steps.rows.len(), steps: steps.steps.len() }
    }

    pub(super) fn commitment(&self, pool: usize) -> ColNum {
        column(1 + pool)
    }

    pub(super) fn usage(&self, row: usize) -> ColNum {
        column(1 + self.pools + row)
    }

    pub(super) fn covered(&self, step: usize) -> ColNum {
        column(1 + self.pools + self.rows + 2 * step)
    }

    pub(super) fn left(&self, step: usize) -> ColNum {
        self.covered(step) + 1
    }

    pub(super) fn on_demand(&self, row: usize) -> ColNum {
        column(1 + self.pools + self.rows + 2 * self.steps + row)
    }

    pub(super) fn unused(&self, pool: usize) -> ColNum {
        column(1 + self.pools + 2 * self.rows + 2 * self.steps + pool)
    }

    /// The sum over a month of what stays on demand of a row.
    pub(super) fn sum_on_demand(&self, row: usize, span: &MonthSpan) -> String {
        sum(self.on_demand(row), span)
    }

    /// The sum over a month of what a step covers.
    pub(super) fn sum_covered(&self, step: usize, span: &MonthSpan) -> String {
        sum(self.covered(step), span)
    }

    /// The sum over a month of what is not used of a pool.
    pub(super) fn sum_unused(&self, pool: usize, span: &MonthSpan) -> String {
        sum(self.unused(pool), span)
    }
}

fn column(index: usize) -> ColNum {
    ColNum::try_from(index).unwrap_or(ColNum::MAX)
}

fn sum(column: ColNum, span: &MonthSpan) -> String {
    let first = FIRST + span.first_hour;
    format!("=SUM({})", on(HOURLY, &down(column, first, first + span.hours - 1)))
}
