//! Line items of commitments: covered usage and what is unused (rules C2, C5 and C6).

use std::ops::Range;

use super::apply::{Coverage, Pool};
use super::ledger_usage::{LedgerUsage, is_coverable, reserved_usage_type, service_code, usage_type};
use super::reserved::{Reserved, ReservedCoverage};
use crate::bill::{ChargeKind, LineItem, Pricing, PurchaseOption};
use crate::money::{Money, Percent, Quantity};
use crate::pricing::{Basis, PriceRow};
use crate::time::MonthSpan;
use crate::usage::{Ledger, Purpose, UsageRow};

/// A dollar: what is unused is counted in dollars of commitment.
const DOLLAR: Money = Money::from_picodollars(1_000_000_000_000);

/// What a commitment covers of one row of the ledger.
pub(super) struct CoveredRow {
    pub(super) source: Source,
    pub(super) workload: Option<String>,
    pub(super) purpose: Purpose,
    pub(super) item: usize,
    pub(super) hourly: Vec<i64>,
}

/// What covers usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Reserved Instances, by index.
    Reserved(usize),
    /// A pool of plans, by index.
    Pool(usize),
}

/// Everything that commitments cover, in the order in which it is applied.
pub(super) struct Applied<'a> {
    pub(super) reserved: &'a [ReservedCoverage],
    pub(super) plans: &'a Coverage,
}

impl Applied<'_> {
    /// The covered series with their source and item.
    fn series(&self) -> Vec<(Source, usize, Vec<i64>)> {
        let of_reserved = |one: &ReservedCoverage| (Source::Reserved(one.reserved), one.item, one.hourly.clone());
        let of_plans = self.plans.pairs.iter().map(|pair| (Source::Pool(pair.pool), pair.item, pair.hourly.clone()));
        self.reserved.iter().map(of_reserved).chain(of_plans).collect()
    }
}

/// Splits a ledger into what stays on demand and what is covered; the covered amount of an hour goes
/// to the workloads of the SKU in ledger order.
pub(super) fn split_ledger(ledger: &Ledger, of: &LedgerUsage, applied: &Applied<'_>) -> (Ledger, Vec<CoveredRow>) {
    let mut series = applied.series();
    let mut covered_rows = Vec::new();
    let mut remainder = Ledger::default();
    for row in &ledger.rows {
        let Some(item) = of.index_of(row) else {
            remainder.rows.push(row.clone());
            continue;
        };
        debug_assert!(is_coverable(row), "only coverable rows have an item");
        let fineness = super::ledger_usage::fineness(&row.sku);
        let mut left: Vec<i64> = row.hourly.iter().map(|amount| amount * fineness).collect();
        for (source, _, covered) in series.iter_mut().filter(|(_, of, _)| *of == item) {
            let hourly = take_share(covered, &mut left);
            let (workload, purpose) = (row.workload.clone(), row.purpose);
            covered_rows.push(CoveredRow { source: *source, workload, purpose, item, hourly });
        }
        remainder.rows.push(UsageRow { hourly: left, fineness, ..row.clone() });
    }
    (remainder, covered_rows)
}

/// Moves from `covered` what `left` can take in every hour.
fn take_share(covered: &mut [i64], left: &mut [i64]) -> Vec<i64> {
    let take = |(covered, left): (&mut i64, &mut i64)| {
        let share = (*covered).min(*left);
        *covered -= share;
        *left -= share;
        share
    };
    covered.iter_mut().zip(left).map(take).collect()
}

/// What a line needs to know of the commitments behind it.
pub(super) struct Charged<'a> {
    /// The ids of the commitments in it.
    pub(super) id: String,
    pub(super) source: Source,
    pub(super) fee: Fee<'a>,
}

/// How a commitment is charged.
pub(super) enum Fee<'a> {
    /// Plans of one offer.
    Plans(&'a Pool),
    /// Reserved Instances, with the hourly price of all that are available.
    Reserved { reserved: &'a Reserved, hourly: Money, rate: &'a PriceRow },
}

impl Fee<'_> {
    /// What is bought in some hours, at published rates.
    pub(super) fn bought(&self, hours: Range<usize>) -> Money {
        match self {
            Self::Plans(pool) => pool.hourly[hours].iter().copied().sum(),
            Self::Reserved { reserved, hourly, .. } => {
                let first = hours.start.max(reserved.hours.start);
                hourly.times(hours.end.min(reserved.hours.end).saturating_sub(first) as i128)
            }
        }
    }
}

/// The lines of a commitment: what it covers, and what of it is unused, month by month.
pub(super) fn commitment_lines(
    of: &LedgerUsage,
    covered: &[CoveredRow],
    charged: &Charged<'_>,
    pricing: &Pricing<'_>,
) -> Vec<LineItem> {
    let mut lines = Vec::new();
    for span in pricing.horizon.months() {
        let mut unused = charged.fee.bought(span.hour_range());
        for row in covered.iter().filter(|row| row.source == charged.source) {
            let amount: i128 = row.hourly[span.hour_range()].iter().map(|&amount| i128::from(amount)).sum();
            if amount > 0 {
                let (published, line) = covered_line(of, row, amount, charged, span, pricing);
                unused -= published;
                lines.push(line);
            }
        }
        if !unused.is_zero() {
            lines.push(unused_line(of, unused, charged, span, pricing));
        }
    }
    lines
}

/// The discount on the fee, and where the rate of an item comes from.
fn rate_of<'a>(of: &'a LedgerUsage, item: usize, charged: &'a Charged<'_>) -> &'a PriceRow {
    match &charged.fee {
        Fee::Plans(pool) => of.skus[item].rates[pool.offer].as_ref().expect("a covered item has a rate"),
        Fee::Reserved { rate, .. } => rate,
    }
}

fn discount(of: &LedgerUsage, charged: &Charged<'_>, pricing: &Pricing<'_>) -> Percent {
    match &charged.fee {
        Fee::Plans(pool) => of.usage.offers[pool.offer].fee_discount,
        Fee::Reserved { .. } => pricing.book.discount("AmazonEC2"),
    }
}

/// The published unit price of an item and the published cost of some parts of it, rounded down so that use never
/// exceeds what is bought.
pub(super) fn published(of: &LedgerUsage, item: usize, parts: i128, charged: &Charged<'_>) -> (Money, Money) {
    match &charged.fee {
        Fee::Plans(_) => {
            let rate = rate_of(of, item, charged).unit_price;
            (rate, floor_cost(rate.picodollars() * parts, of.usage.items[item].parts_per_unit))
        }
        Fee::Reserved { reserved, hourly, rate } => {
            let factor = i128::from(of.skus[item].factor);
            let capacity = reserved.capacity();
            let unit = rate.unit_price.times(factor).divided_by(i128::from(reserved.factor));
            (unit, floor_cost(hourly.picodollars() * parts * factor, capacity))
        }
    }
}

fn floor_cost(amount: i128, per: i128) -> Money {
    Money::from_picodollars(amount.div_euclid(per))
}

/// The published cost of what is covered, and its line.
fn covered_line(
    of: &LedgerUsage,
    row: &CoveredRow,
    amount: i128,
    charged: &Charged<'_>,
    span: &MonthSpan,
    pricing: &Pricing<'_>,
) -> (Money, LineItem) {
    let (item, one) = (&of.usage.items[row.item], &of.skus[row.item]);
    let discount = discount(of, charged, pricing);
    let (unit_price, cost) = published(of, row.item, amount, charged);
    let quantity = Quantity::new(amount, item.parts_per_unit);
    let rate = rate_of(of, row.item, charged);
    let line = LineItem {
        month: span.month,
        service: one.sku.service_code().to_owned(),
        workload: row.workload.clone(),
        purpose: row.purpose,
        usage_type: item.name.clone(),
        purchase_option: match charged.fee {
            Fee::Plans(_) => PurchaseOption::SavingsPlan,
            Fee::Reserved { .. } => PurchaseOption::ReservedInstance,
        },
        commitment_id: Some(charged.id.clone()),
        quantity,
        unit: one.sku.unit().name(),
        list_unit_price: one.list.unit_price,
        unit_price: unit_price.percent_off(discount),
        list_cost: quantity.cost_at(one.list.unit_price),
        cost: cost.percent_off(discount),
        as_of: rate.as_of.clone(),
        basis: rate.basis,
        source: rate.source.clone(),
        kind: ChargeKind::Compute,
    };
    (cost, line)
}

fn unused_line(
    of: &LedgerUsage,
    unused: Money,
    charged: &Charged<'_>,
    span: &MonthSpan,
    pricing: &Pricing<'_>,
) -> LineItem {
    let discount = discount(of, charged, pricing);
    let (service, usage_type, purchase_option) = match &charged.fee {
        Fee::Plans(pool) => {
            let offer = &of.usage.offers[pool.offer];
            let usage_type = usage_type(&offer.scope, offer.term, offer.payment);
            (service_code(&offer.scope), usage_type, PurchaseOption::SavingsPlanUnused)
        }
        Fee::Reserved { reserved, .. } => {
            let usage_type = reserved_usage_type(pricing.book.codes(), &reserved.instance_type);
            ("AmazonEC2", usage_type, PurchaseOption::ReservedInstanceUnused)
        }
    };
    LineItem {
        month: span.month,
        service: service.to_owned(),
        workload: None,
        purpose: Purpose::Service,
        usage_type,
        purchase_option,
        commitment_id: Some(charged.id.clone()),
        quantity: Quantity::new(unused.picodollars(), DOLLAR.picodollars()),
        unit: "USD",
        list_unit_price: Money::ZERO,
        unit_price: DOLLAR.percent_off(discount),
        list_cost: Money::ZERO,
        cost: unused.percent_off(discount),
        as_of: String::new(),
        basis: Basis::Observed,
        source: "commitment".to_owned(),
        kind: ChargeKind::Compute,
    }
}
