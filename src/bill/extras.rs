//! Extra lines and tax (rules B3 and B4).

use super::line_item::{ChargeKind, LineItem, PurchaseOption};
use crate::money::{Money, Percent, Quantity};
use crate::pricing::Basis;
use crate::scenario::{Extra, ExtraAmount};
use crate::time::{Horizon, MonthSpan};

/// What extra lines are counted by, per month span of the horizon.
#[derive(Clone, Copy, Debug)]
pub struct ExtraQuantities<'a> {
    /// Task-seconds of all services and jobs.
    pub task_seconds: &'a [i64],
    /// Instance-seconds.
    pub instance_seconds: &'a [i64],
}

/// Adds the extra lines that apply to option `option_id`.
pub fn add_extras(
    lines: &mut Vec<LineItem>,
    extras: &[Extra],
    option_id: &str,
    counted: ExtraQuantities<'_>,
    horizon: &Horizon,
) {
    let applies = |extra: &&Extra| extra.options.is_empty() || extra.options.iter().any(|id| id == option_id);
    let applicable: Vec<&Extra> = extras.iter().filter(applies).collect();
    for (place, span) in horizon.months().iter().enumerate() {
        let seconds = (counted.task_seconds[place], counted.instance_seconds[place]);
        let before: Vec<LineItem> = applicable.iter().filter_map(|extra| counted_line(extra, span, seconds)).collect();
        lines.extend(before);
        let base = month_sum(lines, span);
        let percentages: Vec<LineItem> =
            applicable.iter().filter_map(|extra| percent_line(extra, span, base)).collect();
        lines.extend(percentages);
    }
    lines.sort_by_key(|line| line.month);
}

/// Adds tax on everything, a line per month span.
pub fn add_tax(lines: &mut Vec<LineItem>, tax: Percent, horizon: &Horizon) {
    if tax.is_zero() {
        return;
    }
    for span in horizon.months() {
        let base = month_sum(lines, span);
        lines.push(percentage(&format!("Tax {} %", tax.to_decimal()), tax, base, span, ChargeKind::Tax));
    }
    lines.sort_by_key(|line| line.month);
}

/// The unit of lines that are a percentage of others.
const PERCENTAGE_UNIT: &str = "USD";

/// Whether a line is a percentage of others: tax, or an extra line that takes a share of the bill.
#[must_use]
pub fn is_percentage(line: &LineItem) -> bool {
    matches!(line.kind, ChargeKind::Extra | ChargeKind::Tax) && line.unit == PERCENTAGE_UNIT
}

fn month_sum(lines: &[LineItem], span: &MonthSpan) -> (Money, Money) {
    let of_month = || lines.iter().filter(|line| line.month == span.month);
    (of_month().map(|line| line.list_cost).sum(), of_month().map(|line| line.cost).sum())
}

fn counted_line(extra: &Extra, span: &MonthSpan, (task_seconds, instance_seconds): (i64, i64)) -> Option<LineItem> {
    let month_seconds = 3_600 * i128::from(span.hours_per_month);
    let (amount, price) = match extra.amount {
        ExtraAmount::PerMonth(price) => (3_600 * i128::from(span.hours), price),
        ExtraAmount::PerTaskMonth(price) => (i128::from(task_seconds), price),
        ExtraAmount::PerInstanceMonth(price) => (i128::from(instance_seconds), price),
        ExtraAmount::PercentOfBill(_) => return None,
    };
    if amount == 0 {
        return None;
    }
    let quantity = Quantity::new(amount, month_seconds);
    let cost = quantity.cost_at(price);
    Some(LineItem {
        quantity,
        unit: "Mo",
        list_unit_price: price,
        unit_price: price,
        list_cost: cost,
        cost,
        ..other_line(&extra.name, span, ChargeKind::Extra)
    })
}

fn percent_line(extra: &Extra, span: &MonthSpan, base: (Money, Money)) -> Option<LineItem> {
    let ExtraAmount::PercentOfBill(percent) = extra.amount else { return None };
    Some(percentage(&extra.name, percent, base, span, ChargeKind::Extra))
}

/// A percentage of `(list, cost)`: the quantity is the cost it is taken of, in dollars.
fn percentage(
    name: &str,
    percent: Percent,
    (list, cost): (Money, Money),
    span: &MonthSpan,
    kind: ChargeKind,
) -> LineItem {
    let unit_price = Money::from_picodollars(1_000_000_000_000).percent_of(percent);
    LineItem {
        quantity: Quantity::new(cost.picodollars(), 1_000_000_000_000),
        unit: PERCENTAGE_UNIT,
        list_unit_price: unit_price,
        unit_price,
        list_cost: list.percent_of(percent),
        cost: cost.percent_of(percent),
        ..other_line(name, span, kind)
    }
}

fn other_line(name: &str, span: &MonthSpan, kind: ChargeKind) -> LineItem {
    LineItem {
        month: span.month,
        service: if kind == ChargeKind::Tax { "Tax" } else { "Extra" }.to_owned(),
        workload: None,
        purpose: crate::usage::Purpose::Service,
        usage_type: name.to_owned(),
        purchase_option: PurchaseOption::Other,
        commitment_id: None,
        quantity: Quantity::whole(0),
        unit: "",
        list_unit_price: Money::ZERO,
        unit_price: Money::ZERO,
        list_cost: Money::ZERO,
        cost: Money::ZERO,
        as_of: String::new(),
        basis: Basis::Observed,
        source: "scenario".to_owned(),
        kind,
    }
}
