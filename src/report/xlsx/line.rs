//! [`SheetLine`]: a line item with what its formulas follow.

use super::priced::Priced;
use crate::bill::LineItem;

/// Where a line's quantity comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// It is metered, or given.
    Given,
    /// It is what commitments leave of a coverable row, by its index.
    Left(usize),
    /// It is what a step of coverage covers, by its index.
    Covered(usize),
    /// It is what is not used of a pool, by its index.
    Unused(usize),
    /// It is a percentage of the lines before it in its month.
    Percentage,
    /// It is the tax on the lines before it in its month.
    Tax,
}

/// A row of the sheet of line items.
#[derive(Clone, Debug)]
pub(super) struct SheetLine {
    /// The line; one without cost where the bill has none and a cell may bring one.
    pub(super) item: LineItem,
    /// Its unit price before discounts.
    pub(super) priced: Priced,
    /// Where its quantity comes from.
    pub(super) source: Source,
}
