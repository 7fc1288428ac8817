//! The rows of usage: an hour, an item and a quantity each.

use std::collections::HashMap;
use std::ops::Range;

use super::decimal::{Decimal, NotANumber};
use super::lines::{Columns, Line, Wanted, read_lines};
use crate::diagnostic::Code;
use crate::input::csv_report::Report;
use crate::input::profile::timestamp::{self, Moment};

/// More than 10 to this in one row is a slip of unit.
const MOST_QUANTITY: u32 = 15;

const COLUMNS: Wanted<3> = Wanted { names: ["hour", "item", "quantity"], optional: None };

/// One row.
#[derive(Clone, Copy)]
pub(super) struct UsageRow {
    /// Hours since the epoch.
    pub(super) hour: i64,
    /// The item, by the order of first mention.
    pub(super) item: u32,
    pub(super) quantity: Decimal,
    /// Where the line starts, and how long it is.
    start: usize,
    length: u32,
}

impl UsageRow {
    pub(super) const fn place(&self) -> Range<usize> {
        self.start..self.start + self.length as usize
    }
}

/// All rows that could be read.
pub(super) struct UsageRows {
    /// The names of the items, by the order of first mention, each with its first line.
    pub(super) items: Vec<(String, Range<usize>)>,
    pub(super) rows: Vec<UsageRow>,
    /// The hours of rows that are not on the hour and have been reported: they are not missing, too.
    pub(super) near_hours: Vec<i64>,
}

/// The rows; a row that cannot be read is reported and left out.
pub(super) fn read(text: &str, report: &mut Report<'_>) -> Option<UsageRows> {
    let mut reading = Reading::default();
    read_lines(text, &COLUMNS, report, |line, columns, report| reading.take(line, columns, report))?;
    Some(UsageRows { items: reading.items, rows: reading.rows, near_hours: reading.near_hours })
}

#[derive(Default)]
struct Reading {
    numbers: HashMap<String, u32>,
    items: Vec<(String, Range<usize>)>,
    rows: Vec<UsageRow>,
    near_hours: Vec<i64>,
    /// The hour of the line before: most files have many lines of the same hour.
    last: Option<(String, i64)>,
}

impl Reading {
    fn take(&mut self, line: &Line<'_>, columns: &Columns<3>, report: &mut Report<'_>) {
        let [hour_at, item_at, quantity_at] = columns.at;
        let hour = self.hour(line, hour_at, report);
        let item = self.item(line, item_at, report);
        // What has been reported stands as zero, so that the hour is not reported as missing, too.
        let quantity = quantity(line, quantity_at, report).unwrap_or_default();
        if let (Some(hour), Some(item)) = (hour, item) {
            let length = u32::try_from(line.span.len()).unwrap_or(u32::MAX);
            self.rows.push(UsageRow { hour, item, quantity, start: line.span.start, length });
        }
    }

    fn hour(&mut self, line: &Line<'_>, at: usize, report: &mut Report<'_>) -> Option<i64> {
        let text = line.field(at);
        if let Some((_, hour)) = self.last.as_ref().filter(|(last, _)| last == text) {
            return Some(*hour);
        }
        let minute = timestamp::parse(text).map(Moment::minute);
        let wrong = match minute {
            Ok(minute) if minute.rem_euclid(60) == 0 => None,
            Ok(_) => Some("expected a clock hour of UTC, at minute 0"),
            Err(expected) => Some(expected),
        };
        let hour = minute.ok().map(|minute| minute.div_euclid(60));
        let Some(expected) = wrong else {
            self.last = hour.map(|hour| (text.to_owned(), hour));
            return hour;
        };
        self.near_hours.extend(hour);
        let title = format!("`{text}` is not a clock hour");
        let help = "write the start of the hour in UTC, such as `2026-01-01T00:00:00Z`";
        report.at(line.place_of(at), Code::UsageHour, title, expected, help);
        None
    }

    fn item(&mut self, line: &Line<'_>, at: usize, report: &mut Report<'_>) -> Option<u32> {
        let name = line.field(at);
        if name.is_empty() {
            let help = "name what is used, as the rates do";
            report.at(line.place_of(at), Code::UsageRow, "the row has no item", "expected a name", help);
            return None;
        }
        if let Some(number) = self.numbers.get(name) {
            return Some(*number);
        }
        let number = u32::try_from(self.items.len()).ok()?;
        self.numbers.insert(name.to_owned(), number);
        self.items.push((name.to_owned(), line.span.clone()));
        Some(number)
    }
}

fn quantity(line: &Line<'_>, at: usize, report: &mut Report<'_>) -> Option<Decimal> {
    let text = line.field(at);
    let title = match Decimal::parse(text) {
        Ok(quantity) if !quantity.is_above_ten_to(MOST_QUANTITY) => return Some(quantity),
        Ok(_) => format!("the quantity `{text}` is above 10^{MOST_QUANTITY}"),
        Err(NotANumber::Negative) => format!("the quantity `{text}` is negative"),
        Err(NotANumber::Text) if text.is_empty() => "the row has no quantity".to_owned(),
        Err(NotANumber::Text) => format!("`{text}` is not a quantity"),
    };
    let help = "write a plain number such as 4 or 1.5e-05; leave the row out where nothing was used";
    report.at(line.place_of(at), Code::UsageQuantity, title, "expected a finite number, not negative", help);
    None
}
