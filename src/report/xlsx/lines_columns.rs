//! Where everything stands on the sheet of line items.

use rust_xlsxwriter::{ColNum, RowNum};

use super::facts::WorkbookFacts;
use crate::time::MonthSpan;

pub(super) const MONTH: ColNum = 0;
pub(super) const KIND: ColNum = 5;
pub(super) const QUANTITY: ColNum = 8;
pub(super) const UNIT: ColNum = 9;
pub(super) const LIST_PRICE: ColNum = 10;
pub(super) const PRICE: ColNum = 11;
pub(super) const DISCOUNT: ColNum = 12;
pub(super) const UNIT_PRICE: ColNum = 13;
pub(super) const LIST_COST: ColNum = 14;
pub(super) const COST: ColNum = 15;
pub(super) const SHOWN: ColNum = 16;
pub(super) const EXACT_UNITS: ColNum = 20;
pub(super) const REST: ColNum = 21;
/// The number of the pool that a line belongs to.
pub(super) const POOL: ColNum = 22;
/// What a line is to its pool: 1 used, 2 unused, 3 left on demand.
pub(super) const PART: ColNum = 23;

pub(super) const HEADINGS: [(&str, f64); 24] = [
    ("Month", 9.0),
    ("Service code", 19.0),
    ("Workload", 16.0),
    ("Purpose", 11.0),
    ("Usage type", 48.0),
    ("Kind", 14.0),
    ("Bought", 22.0),
    ("Commitment", 30.0),
    ("Quantity", 18.0),
    ("Unit", 11.0),
    ("List price, USD", 15.0),
    ("Price before discount, USD", 15.0),
    ("Discount, %", 11.0),
    ("Unit price, USD", 15.0),
    ("List cost, USD", 16.0),
    ("Exact cost, USD", 16.0),
    ("Cost", 16.0),
    ("Price as of", 12.0),
    ("Basis", 14.0),
    ("Source", 34.0),
    ("exact units", 18.0),
    ("remainder", 11.0),
    ("pool", 6.0),
    ("part", 6.0),
];

/// The first row of lines.
pub(super) const FIRST: RowNum = 1;

/// Rows of lines, month by month: the first and the last of each month; every month has a line of tax.
pub(super) fn month_rows(facts: &WorkbookFacts) -> Vec<(RowNum, RowNum)> {
    let mut next = FIRST;
    let rows = |span: &MonthSpan| {
        let count = facts.lines.iter().filter(|line| line.item.month == span.month).count();
        let first = next;
        next += RowNum::try_from(count).unwrap_or(RowNum::MAX - next);
        (first, next - 1)
    };
    facts.months().iter().map(rows).collect()
}

/// The last row of lines.
pub(super) fn last_row(facts: &WorkbookFacts) -> RowNum {
    FIRST + RowNum::try_from(facts.lines.len()).unwrap_or(RowNum::MAX - FIRST) - 1
}
