//! [`ChargeHours`]: charges of the statement in single clock hours (rule L12).

use std::collections::BTreeMap;

use super::charge::{ChargeOf, is_unused};
use super::costs::Costs;
use super::row::split;
use super::statement_charge::StatementCharge;
use crate::bill::LineItem;
use crate::comparison::HourlyUsage;
use crate::money::{Money, Quantity, split_by_weight};
use crate::pricing::{RegionCodes, Sku};
use crate::time::MonthSpan;
use crate::usage::{Purpose, UsageRow};

/// What a charge has in one clock hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChargePart {
    /// The clock hour, from the first of the horizon.
    pub hour: u32,
    /// How much; the parts of a charge add up to its line's quantity.
    pub quantity: Quantity,
    /// What it costs; the parts of a charge add up to its costs.
    pub costs: Costs,
}

/// What lines are told apart by: commitment, workload, purpose, usage type.
type Key<'a> = (Option<&'a str>, Option<&'a str>, Purpose, String);

/// The metered hours behind the charges of one statement.
#[derive(Clone, Debug)]
pub struct ChargeHours<'a> {
    months: &'a [MonthSpan],
    metered: BTreeMap<Key<'a>, Metered<'a>>,
    unused: BTreeMap<&'a str, &'a [Money]>,
}

/// What was metered by the hour, with what the lines of a month have taken of it.
#[derive(Clone, Copy, Debug)]
struct Metered<'a> {
    hourly: &'a [i64],
    /// The row, whose amounts may be coarser or finer than those of its lines; `None` when they are the same.
    row: Option<&'a UsageRow>,
    month: usize,
    taken: i128,
}

impl Metered<'_> {
    /// How many of the row's amounts make one unit in a month; `None` when as many as of its lines'.
    fn per(&self, span: &MonthSpan) -> Option<i128> {
        let of = |row: &UsageRow| row.sku.unit().amounts_per_unit(span.hours_per_month) * i128::from(row.fineness);
        self.row.map(of)
    }
}

impl<'a> ChargeHours<'a> {
    /// The hours of the option whose usage that is.
    #[must_use]
    pub fn of(usage: &'a HourlyUsage, codes: &RegionCodes, months: &'a [MonthSpan]) -> Self {
        let key = |id, workload: &'a Option<String>, purpose, sku: &Sku| {
            (id, workload.as_deref(), purpose, sku.usage_type(codes))
        };
        let uncovered = usage.uncovered.rows.iter().map(|row| {
            let key = key(None, &row.workload, row.purpose, &row.sku);
            (key, Metered { hourly: &row.hourly, row: Some(row), month: 0, taken: 0 })
        });
        let covered = usage.covered.iter().map(|row| {
            let key = key(Some(row.commitment_id.as_str()), &row.workload, row.purpose, &row.sku);
            (key, Metered { hourly: &row.hourly, row: None, month: 0, taken: 0 })
        });
        let unused = usage.unused.iter().map(|one| (one.commitment_id.as_str(), one.hourly.as_slice()));
        Self { months, metered: uncovered.chain(covered).collect(), unused: unused.collect() }
    }

    /// The hours of a charge in which there is something; `None` for what is not metered by the hour.
    ///
    /// StatementCharges must be asked for in their order: the lines of one SKU follow one another in time (rule B2).
    pub fn parts(&mut self, charge: &StatementCharge<'a>) -> Option<Vec<ChargePart>> {
        let ChargeOf::Line(line) = charge.of else { return None };
        let amounts =
            if is_unused(line) { self.unused_amounts(line, charge.month) } else { self.amounts(line, charge.month) }?;
        let weights: Vec<i128> = amounts.iter().map(|(_, amount)| *amount).collect();
        let part = |((hour, amount), costs): ((u32, i128), Costs)| ChargePart {
            hour,
            quantity: Quantity::new(amount, line.quantity.per()),
            costs,
        };
        Some(amounts.into_iter().zip(split(charge.costs, &weights)).map(part).collect())
    }

    /// What the line has of its row's hours: those that the lines before it have left, up to its quantity.
    fn amounts(&mut self, line: &'a LineItem, month: usize) -> Option<Vec<(u32, i128)>> {
        let key = (line.commitment_id.as_deref(), line.workload.as_deref(), line.purpose, line.usage_type.clone());
        let row = self.metered.get_mut(&key)?;
        if row.month != month {
            (row.month, row.taken) = (month, 0);
        }
        let (first, end) = (row.taken, row.taken + line.quantity.amount());
        row.taken = end;
        let span = &self.months[month];
        let (numerator, denominator) = (line.quantity.per(), row.per(span).unwrap_or(line.quantity.per()));
        let mut position = 0;
        let mut amounts = Vec::new();
        for (hour, &metered) in (span.first_hour..).zip(&row.hourly[span.hour_range()]) {
            let next = position + i128::from(metered) * numerator / denominator;
            let own = next.min(end) - position.max(first);
            if own > 0 {
                amounts.push((hour, own));
            }
            position = next;
        }
        let found: i128 = amounts.iter().map(|(_, amount)| amount).sum();
        (found == line.quantity.amount()).then_some(amounts)
    }

    /// The line's quantity, shared out by what is unused in each hour.
    fn unused_amounts(&self, line: &LineItem, month: usize) -> Option<Vec<(u32, i128)>> {
        let hourly = self.unused.get(line.commitment_id.as_deref()?)?;
        let span = &self.months[month];
        let weights: Vec<i128> = hourly[span.hour_range()].iter().map(|unused| unused.picodollars()).collect();
        let amounts = split_by_weight(Money::from_picodollars(line.quantity.amount()), &weights);
        let hours = (span.first_hour..).zip(amounts).map(|(hour, amount)| (hour, amount.picodollars()));
        Some(hours.filter(|(_, amount)| *amount > 0).collect())
    }
}
