//! What on-demand capacity in the place of interrupted Spot capacity is expected to cost more (rule I4).

use super::line_item::{LineItem, PurchaseOption};
use super::price_ledger::{Pricing, kind_of};
use crate::money::Quantity;
use crate::pricing::{MissingPrice, Sku};
use crate::time::MonthSpan;
use crate::usage::{Ledger, UsageRow, whole_amounts};

/// What replaces a Spot SKU.
fn on_demand_of(sku: &Sku) -> Option<Sku> {
    match sku {
        Sku::SpotInstance(name) => Some(Sku::Instance(name.clone())),
        Sku::FargateSpotVcpu(platform) => Some(Sku::FargateVcpu(*platform)),
        Sku::FargateSpotMemory(platform) => Some(Sku::FargateMemory(*platform)),
        _ => None,
    }
}

/// A line for each month span and row of Spot usage: every interruption is replaced on demand for
/// `fallback_seconds`, at the difference of the prices. `hazard` is the chance of an interruption per hour.
///
/// # Errors
/// [`MissingPrice`] when Spot usage has no on-demand price.
pub fn spot_fallback_lines(
    ledger: &Ledger,
    fallback_seconds: u32,
    hazard: &dyn Fn(&Sku) -> f64,
    pricing: &Pricing<'_>,
) -> Result<Vec<LineItem>, MissingPrice> {
    let mut lines = Vec::new();
    for row in &ledger.rows {
        let Some(on_demand) = on_demand_of(&row.sku) else { continue };
        let share = hazard(&row.sku) * f64::from(fallback_seconds) / 3_600.0;
        for span in pricing.horizon.months() {
            lines.extend(fallback_line(row, &on_demand, share, span, pricing)?);
        }
    }
    Ok(lines)
}

fn fallback_line(
    row: &UsageRow,
    on_demand: &Sku,
    share: f64,
    span: &MonthSpan,
    pricing: &Pricing<'_>,
) -> Result<Option<LineItem>, MissingPrice> {
    let used: i64 = row.hourly[span.hour_range()].iter().sum();
    let amount = i128::from(whole_amounts(used as f64 * share));
    if amount == 0 {
        return Ok(None);
    }
    let (dear, cheap) = (pricing.book.price(on_demand)?, pricing.book.price(&row.sku)?);
    let service = on_demand.service_code();
    let list_unit_price = dear.unit_price - cheap.unit_price;
    let unit_price = pricing.contracted(&dear, service) - pricing.contracted(&cheap, service);
    let quantity = Quantity::new(amount, on_demand.unit().amounts_per_unit(span.hours_per_month));
    Ok(Some(LineItem {
        month: span.month,
        service: service.to_owned(),
        workload: row.workload.clone(),
        usage_type: format!("Spot fallback (expected) {}", on_demand.usage_type(pricing.book.codes())),
        purchase_option: PurchaseOption::OnDemand,
        commitment_id: None,
        quantity,
        unit: on_demand.unit().name(),
        list_unit_price,
        unit_price,
        list_cost: quantity.cost_at(list_unit_price),
        cost: quantity.cost_at(unit_price),
        as_of: dear.as_of.min(cheap.as_of),
        basis: dear.basis.max(cheap.basis),
        source: format!("{} less {}", dear.source, cheap.source),
        kind: kind_of(on_demand),
        purpose: row.purpose,
    }))
}
