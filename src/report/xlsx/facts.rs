//! [`WorkbookFacts`]: what the workbook has beside the report: prices before discounts, coverage by the hour, growth.

use super::discounts::Discounts;
use super::growth::GrowthColumn;
use super::line::SheetLine;
use super::lines::Lines;
use crate::comparison::{CommitmentLine, OptionCoverage, OptionId, Outcome};
use crate::money::Percent;
use crate::pricing::PriceBook;
use crate::scenario::Scenario;
use crate::statement::{GrowthCase, GrowthOf};
use crate::time::{Horizon, MonthSpan};

/// Beyond so many cells the sheet by the hour would be slow to open: the commitment is then no input.
const MOST_HOURLY_CELLS: usize = 600_000;

/// A sheet has no more columns.
const MOST_COLUMNS: usize = 16_384;

/// The option in focus, taken apart as far as the workbook's formulas put it together again.
#[derive(Clone, Debug)]
pub struct WorkbookFacts {
    pub(super) option: OptionId,
    pub(super) horizon: Horizon,
    pub(super) lines: Vec<SheetLine>,
    pub(super) discounts: Discounts,
    pub(super) tax: Percent,
    pub(super) coverage: OptionCoverage,
    /// Why the commitments are no inputs; `None` where they are.
    pub(super) fixed_commitments: Option<String>,
    pub(super) commitments: Vec<CommitmentLine>,
    pub(super) growth: Vec<GrowthColumn>,
    /// Growth that could not be simulated, each with the reason.
    pub(super) no_growth: Vec<(GrowthOf, String)>,
}

impl WorkbookFacts {
    /// Of an option that could be priced, and of the same option with other growth.
    #[must_use]
    pub fn of(
        scenario: &Scenario,
        book: &PriceBook,
        (option, outcome): (OptionId, &Outcome),
        growth: &[GrowthCase],
    ) -> Self {
        let coverage = OptionCoverage::of(scenario, book, outcome);
        let fixed_commitments = why_fixed(&coverage, &scenario.horizon);
        let follows_commitments = fixed_commitments.is_none();
        let lines = Lines { book, coverage: &coverage.steps, follows_commitments };
        let months = scenario.horizon.months();
        let sheet_lines = lines.of(&outcome.bill.lines, months);
        let plain = Lines { follows_commitments: false, ..lines };
        let (mut columns, mut no_growth) = (Vec::new(), Vec::new());
        for case in growth {
            match GrowthColumn::of(case, &plain, months) {
                Ok(column) => columns.push(column),
                Err(reason) => no_growth.push((case.of.clone(), reason)),
            }
        }
        let of_growth = columns.iter().flat_map(|column| &column.months);
        let of_growth = of_growth.flat_map(|month| month.discounted.keys().cloned());
        Self {
            option,
            horizon: scenario.horizon.clone(),
            discounts: Discounts::of(scenario, &sheet_lines, of_growth),
            lines: sheet_lines,
            tax: scenario.tax_percent,
            fixed_commitments,
            commitments: outcome.commitments.clone(),
            growth: columns,
            no_growth,
            coverage,
        }
    }

    pub(super) fn months(&self) -> &[MonthSpan] {
        self.horizon.months()
    }
}

/// Why the workbook cannot follow another commitment.
fn why_fixed(coverage: &OptionCoverage, horizon: &Horizon) -> Option<String> {
    if let Some(reason) = &coverage.no_plan {
        return Some(reason.clone());
    }
    let steps = &coverage.steps;
    let columns = 1 + 2 * steps.pools.len() + 2 * steps.rows.len() + 2 * steps.steps.len();
    let cells = columns * horizon.hours() as usize;
    (cells > MOST_HOURLY_CELLS || columns > MOST_COLUMNS).then(|| {
        format!(
            "{} hours of {} kinds of usage are too much for a sheet by the hour; use `ecsplan commit`",
            horizon.hours(),
            steps.rows.len()
        )
    })
}
