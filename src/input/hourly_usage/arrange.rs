//! Rows laid out by item and hour, in whole parts.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::MissingHours;
use super::usage::{UsageRow, UsageRows};
use crate::diagnostic::Code;
use crate::input::csv_report::Report;

/// The largest exponent of parts: 10¹² of them make a unit.
const LARGEST_EXPONENT: u32 = 12;

/// Parts used in an hour are below this, so that four hours' fit 64 bits.
const MOST_PARTS: i128 = 1 << 62;

/// The longest usage, hours: ten years. More is a mistyped year.
const MOST_HOURS: i64 = 87_672;

/// The most items times hours that are laid out.
const MOST_CELLS: usize = 100_000_000;

/// Stands for an (hour, item) without a row.
const NO_ROW: i64 = -1;

/// Usage by item and hour.
pub(super) struct Arranged {
    pub(super) first_hour: i64,
    pub(super) hours: usize,
    /// By name, in the order of first mention.
    pub(super) items: Vec<(String, ArrangedItem)>,
}

/// One item's parts by hour.
pub(super) struct ArrangedItem {
    pub(super) hourly: Vec<i64>,
    pub(super) parts_per_unit: i128,
}

/// Lays out the rows; hours that are missing and rows that are there twice are reported.
pub(super) fn arrange(usage: &UsageRows, missing: MissingHours, report: &mut Report<'_>) -> Option<Arranged> {
    let present: BTreeSet<i64> = usage.rows.iter().map(|row| row.hour).collect();
    let (first, last) = (*present.first()?, *present.last()?);
    if last - first >= MOST_HOURS {
        report_length(usage, [first, last], report);
        return None;
    }
    if missing == MissingHours::Error {
        report_gaps(usage, present.into_iter().chain(usage.near_hours.iter().copied()).collect(), report);
    }
    let hours = usize::try_from(last - first).ok()? + 1;
    if hours.saturating_mul(usage.items.len()) > MOST_CELLS {
        let title = format!("{} items over {hours} hours are more than {MOST_CELLS} quantities", usage.items.len());
        report.whole_file(Code::TooLarge, title, "sum up items that have the same rates");
        return None;
    }
    let exponents = exponents(usage);
    let empty = |exponent: &u32| ArrangedItem { hourly: vec![NO_ROW; hours], parts_per_unit: 10_i128.pow(*exponent) };
    let mut items: Vec<ArrangedItem> = exponents.iter().map(empty).collect();
    for row in &usage.rows {
        let parts = row.quantity.scaled(exponents[row.item as usize]);
        let hour = usize::try_from(row.hour - first).ok()?;
        let cell = &mut items[row.item as usize].hourly[hour];
        if *cell == NO_ROW {
            *cell = i64::try_from(parts).expect("the exponent leaves room");
        } else {
            report_duplicate(usage, row, report);
        }
    }
    let cells = items.iter_mut().flat_map(|item| &mut item.hourly);
    cells.filter(|parts| **parts == NO_ROW).for_each(|parts| *parts = 0);
    let names = usage.items.iter().map(|(name, _)| name.clone());
    Some(Arranged { first_hour: first, hours, items: names.zip(items).collect() })
}

/// For each item the largest exponent that keeps its largest quantity inside 62 bits.
fn exponents(usage: &UsageRows) -> Vec<u32> {
    let mut exponents = vec![LARGEST_EXPONENT; usage.items.len()];
    for row in &usage.rows {
        let exponent = &mut exponents[row.item as usize];
        while *exponent > 0 && row.quantity.scaled(*exponent) >= MOST_PARTS {
            *exponent -= 1;
        }
    }
    exponents
}

fn report_length(usage: &UsageRows, [first, last]: [i64; 2], report: &mut Report<'_>) {
    let title = format!("the usage reaches from {} to {}", hour_text(first), hour_text(last));
    let row = usage.rows.iter().find(|row| row.hour == last);
    let place = row.map_or(0..0, UsageRow::place);
    let help = "at most ten years are read: is a year mistyped?";
    report.at(place, Code::UsageHour, title, "the last hour", help);
}

fn report_gaps(usage: &UsageRows, present: BTreeSet<i64>, report: &mut Report<'_>) {
    let gaps: Vec<(i64, i64)> = present.iter().zip(present.iter().skip(1)).map(|(from, to)| (*from, *to)).collect();
    for (before, after) in gaps.into_iter().filter(|(before, after)| after - before > 1) {
        let (first, last, count) = (before + 1, after - 1, after - before - 1);
        let title = match count {
            1 => format!("no item has the hour {}", hour_text(first)),
            _ => format!("no item has the {count} hours from {} to {}", hour_text(first), hour_text(last)),
        };
        let row =
            report.has_room(Code::MissingHours).then(|| usage.rows.iter().find(|row| row.hour == after)).flatten();
        let place = row.map_or(0..0, UsageRow::place);
        let help = "fetch the hours that are missing; if nothing ran in them, give `--missing-hours zero`";
        report.at(place, Code::MissingHours, title, "the next hour with a row", help);
    }
}

fn report_duplicate(usage: &UsageRows, row: &UsageRow, report: &mut Report<'_>) {
    let name = &usage.items[row.item as usize].0;
    let title = format!("`{name}` is there twice in the hour {}", hour_text(row.hour));
    let help = "keep one row for each hour and item; if both were used, write their sum";
    report.at(row.place(), Code::DuplicateUsage, title, "a second row", help);
}

/// `2026-01-01T05:00Z`.
pub(super) fn hour_text(hour: i64) -> String {
    let moment = Timestamp::from_second(hour.saturating_mul(3_600));
    moment.map_or_else(|_| hour.to_string(), |moment| moment.strftime("%Y-%m-%dT%H:%MZ").to_string())
}
