//! Line items of a plan: covered usage and unused commitment (rules C2 and C5).

use super::cover::{Coverage, fineness};
use super::load::{CoverableLoad, SkuLoad};
use super::plan::{PLAN_SERVICE, Plan};
use crate::bill::{ChargeKind, LineItem, Pricing, PurchaseOption};
use crate::money::{Money, Quantity};
use crate::pricing::{Basis, PlanKind};
use crate::time::MonthSpan;
use crate::usage::{Ledger, Purchase, Purpose, UsageRow};

/// Covered usage of one workload.
pub(super) struct CoveredRow {
    workload: Option<String>,
    purpose: Purpose,
    sku_index: usize,
    hourly: Vec<i64>,
}

/// Splits a ledger into what stays on demand and what is covered; the covered amount of an hour goes
/// to the workloads of the SKU in ledger order.
pub(super) fn remainder_ledger(
    ledger: &Ledger,
    load: &CoverableLoad,
    coverage: &Coverage,
) -> (Ledger, Vec<CoveredRow>) {
    let mut left_to_share = coverage.covered.clone();
    let mut covered_rows = Vec::new();
    let mut remainder = Ledger::default();
    for row in &ledger.rows {
        let sku_index = load.skus.iter().position(|sku| sku.sku == row.sku && row.purchase == Purchase::OnDemand);
        let Some(sku_index) = sku_index else {
            remainder.rows.push(row.clone());
            continue;
        };
        let fineness = fineness(&row.sku);
        let used: Vec<i64> = row.hourly.iter().map(|amount| amount * fineness).collect();
        let share = take_share(&mut left_to_share[sku_index], &used);
        let rest = used.iter().zip(&share).map(|(used, covered)| used - covered).collect();
        remainder.rows.push(UsageRow { hourly: rest, fineness, ..row.clone() });
        covered_rows.push(CoveredRow {
            workload: row.workload.clone(),
            purpose: row.purpose,
            sku_index,
            hourly: share,
        });
    }
    (remainder, covered_rows)
}

/// Takes from `left` up to `wanted` in every hour.
fn take_share(left: &mut [i64], wanted: &[i64]) -> Vec<i64> {
    let take = |(left, wanted): (&mut i64, &i64)| {
        let share = (*left).min(*wanted);
        *left -= share;
        share
    };
    left.iter_mut().zip(wanted).map(take).collect()
}

/// The lines of a plan: what it covers, and what of it is unused, month by month.
pub(super) fn plan_lines(
    load: &CoverableLoad,
    covered: &[CoveredRow],
    plan: &Plan,
    pricing: &Pricing<'_>,
) -> Vec<LineItem> {
    if plan.hourly_commitment.is_zero() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for span in pricing.horizon.months() {
        let hours = plan.plan_hours.saturating_sub(span.first_hour).min(span.hours);
        let mut unused = plan.hourly_commitment.times(i128::from(hours));
        for row in covered {
            let amount: i128 = row.hourly[span.hour_range()].iter().map(|&amount| i128::from(amount)).sum();
            if amount > 0 {
                let sku = &load.skus[row.sku_index];
                unused -= floor_cost(amount, sku);
                lines.push(covered_line(row, sku, amount, plan, span, pricing));
            }
        }
        if !unused.is_zero() {
            lines.push(unused_line(unused, plan, span, pricing));
        }
    }
    lines
}

/// The cost of covered usage at the published rate, rounded down so that use never exceeds the commitment.
fn floor_cost(amount: i128, sku: &SkuLoad) -> Money {
    let per = sku.sku.unit().amounts_per_unit(1) * i128::from(fineness(&sku.sku));
    Money::from_picodollars((sku.rate.unit_price.picodollars() * amount).div_euclid(per))
}

fn covered_line(
    row: &CoveredRow,
    sku: &SkuLoad,
    amount: i128,
    plan: &Plan,
    span: &MonthSpan,
    pricing: &Pricing<'_>,
) -> LineItem {
    let discount = pricing.book.discount(PLAN_SERVICE);
    let quantity = Quantity::new(amount, sku.sku.unit().amounts_per_unit(1) * i128::from(fineness(&sku.sku)));
    LineItem {
        month: span.month,
        service: sku.sku.service_code().to_owned(),
        workload: row.workload.clone(),
        purpose: row.purpose,
        usage_type: sku.sku.usage_type(pricing.book.codes()),
        purchase_option: PurchaseOption::SavingsPlan,
        commitment_id: Some(plan.id()),
        quantity,
        unit: sku.sku.unit().name(),
        list_unit_price: sku.list.unit_price,
        unit_price: sku.rate.unit_price.percent_off(discount),
        list_cost: quantity.cost_at(sku.list.unit_price),
        cost: floor_cost(amount, sku).percent_off(discount),
        as_of: sku.rate.as_of.clone(),
        basis: sku.rate.basis,
        source: sku.rate.source.clone(),
        kind: ChargeKind::Compute,
    }
}

fn unused_line(unused: Money, plan: &Plan, span: &MonthSpan, pricing: &Pricing<'_>) -> LineItem {
    let dollar = Money::from_picodollars(1_000_000_000_000);
    let discount = pricing.book.discount(PLAN_SERVICE);
    LineItem {
        month: span.month,
        service: PLAN_SERVICE.to_owned(),
        workload: None,
        purpose: Purpose::Service,
        usage_type: PlanKind::Compute.usage_type(plan.term, plan.payment),
        purchase_option: PurchaseOption::SavingsPlanUnused,
        commitment_id: Some(plan.id()),
        quantity: Quantity::new(unused.picodollars(), dollar.picodollars()),
        unit: "USD",
        list_unit_price: Money::ZERO,
        unit_price: dollar.percent_off(discount),
        list_cost: Money::ZERO,
        cost: unused.percent_off(discount),
        as_of: String::new(),
        basis: Basis::Observed,
        source: "commitment".to_owned(),
        kind: ChargeKind::Compute,
    }
}
