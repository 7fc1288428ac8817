//! Usage × prices → line items (rules B1 and B2).

use std::collections::BTreeMap;

use super::free_allowance::{already_used, free_amount};
use super::line_item::{ChargeKind, LineItem, PurchaseOption};
use super::tiers::{Part, TierPosition};
use crate::money::{Money, Quantity};
use crate::pricing::{Basis, MissingPrice, PriceBook, PriceRow, PriceTier, Sku};
use crate::scenario::{Account, Scenario};
use crate::time::{Horizon, MonthSpan};
use crate::usage::{Ledger, Purchase, UsageRow};

/// What pricing a ledger needs.
#[derive(Clone, Copy, Debug)]
pub struct Pricing<'a> {
    /// The prices of the region.
    pub book: &'a PriceBook,
    /// What is billed.
    pub horizon: &'a Horizon,
    /// Allowances and tier position.
    pub account: &'a Account,
    /// Services and jobs, whose order is that of the bill.
    pub scenario: &'a Scenario,
}

impl Pricing<'_> {
    /// Where a workload stands in the bill: shared first, then file order, jobs after services.
    fn position(&self, workload: Option<&str>) -> usize {
        let Some(name) = workload else { return 0 };
        let services = self.scenario.services.iter().map(|service| service.name.as_str());
        let jobs = self.scenario.jobs.iter().map(|job| job.name.as_str());
        services.chain(jobs).position(|known| known == name).map_or(usize::MAX, |index| index + 1)
    }

    /// The discounted unit price of a row of `service_code` (rules M3 and P3).
    #[must_use]
    pub fn contracted(&self, row: &PriceRow, service_code: &str) -> Money {
        if row.overridden { row.unit_price } else { row.unit_price.percent_off(self.book.discount(service_code)) }
    }
}

/// Prices every row of a ledger, month by month.
///
/// # Errors
/// [`MissingPrice`] for the first SKU that the book cannot price.
pub fn price_ledger(ledger: &Ledger, pricing: &Pricing<'_>) -> Result<Vec<LineItem>, MissingPrice> {
    let mut rows: Vec<&UsageRow> = ledger.rows.iter().collect();
    rows.sort_by(|left, right| {
        let key = |row: &UsageRow| pricing.position(row.workload.as_deref());
        key(left).cmp(&key(right)).then_with(|| left.sku.cmp(&right.sku)).then_with(|| left.purpose.cmp(&right.purpose))
    });
    let mut tiers: BTreeMap<&Sku, Vec<PriceTier>> = BTreeMap::new();
    for row in &rows {
        if !tiers.contains_key(&row.sku) {
            tiers.insert(&row.sku, pricing.book.tiers(&row.sku)?);
        }
    }
    let month_lines = |span: &MonthSpan| price_month(&rows, &tiers, span, pricing);
    Ok(pricing.horizon.months().iter().flat_map(month_lines).collect())
}

fn price_month(
    rows: &[&UsageRow],
    tiers: &BTreeMap<&Sku, Vec<PriceTier>>,
    span: &MonthSpan,
    pricing: &Pricing<'_>,
) -> Vec<LineItem> {
    let mut positions: BTreeMap<&Sku, TierPosition> = BTreeMap::new();
    let mut lines = Vec::new();
    for row in rows {
        let amount: i128 = row.hourly[span.hour_range()].iter().map(|&amount| i128::from(amount)).sum();
        if amount == 0 {
            continue;
        }
        let per = row.sku.unit().amounts_per_unit(span.hours_per_month) * i128::from(row.fineness);
        let sku_tiers = &tiers[&row.sku];
        let position = positions.entry(&row.sku).or_insert_with(|| {
            let (free, used) = (free_amount(&row.sku, pricing.account, per), already_used(&row.sku, pricing.account));
            TierPosition::new(sku_tiers, per, free, used)
        });
        for part in position.charge(amount) {
            lines.push(line_of(row, part, per, sku_tiers, span, pricing));
        }
    }
    lines
}

fn line_of(
    row: &UsageRow,
    part: Part,
    per: i128,
    tiers: &[PriceTier],
    span: &MonthSpan,
    pricing: &Pricing<'_>,
) -> LineItem {
    let quantity = Quantity::new(part.amount, per);
    let service = row.sku.service_code();
    let priced = part.tier.map(|tier| &tiers[tier].row);
    let list_unit_price = priced.map_or(Money::ZERO, |row| row.unit_price);
    let unit_price = priced.map_or(Money::ZERO, |row| pricing.contracted(row, service));
    LineItem {
        month: span.month,
        service: service.to_owned(),
        workload: row.workload.clone(),
        purpose: row.purpose,
        usage_type: row.sku.usage_type(pricing.book.codes()),
        purchase_option: match (priced, row.purchase) {
            (None, _) => PurchaseOption::Free,
            (_, Purchase::OnDemand) => PurchaseOption::OnDemand,
            (_, Purchase::Spot) => PurchaseOption::Spot,
        },
        commitment_id: None,
        quantity,
        unit: row.sku.unit().name(),
        list_unit_price,
        unit_price,
        list_cost: quantity.cost_at(list_unit_price),
        cost: quantity.cost_at(unit_price),
        as_of: priced.map_or_else(String::new, |row| row.as_of.clone()),
        basis: priced.map_or(Basis::Observed, |row| row.basis),
        source: priced.map_or_else(|| "free allowance".to_owned(), |row| row.source.clone()),
        kind: kind_of(&row.sku),
    }
}

/// The kind of charge of a SKU.
pub(crate) fn kind_of(sku: &Sku) -> ChargeKind {
    match sku {
        Sku::FargateVcpu(_)
        | Sku::FargateMemory(_)
        | Sku::FargateWindowsLicense
        | Sku::FargateSpotVcpu(_)
        | Sku::FargateSpotMemory(_)
        | Sku::Instance(_)
        | Sku::SpotInstance(_)
        | Sku::CpuCredits(_)
        | Sku::ManagedInstanceFee(_)
        | Sku::EcsAnywhere => ChargeKind::Compute,
        Sku::FargateEphemeralStorage | Sku::EbsGp3 | Sku::EcrStorage | Sku::EfsStandard => ChargeKind::Storage,
        Sku::AlbHours
        | Sku::AlbLcu
        | Sku::NlbHours
        | Sku::NlbLcu
        | Sku::NatHours
        | Sku::NatBytes
        | Sku::PublicIpv4
        | Sku::EndpointHours
        | Sku::EndpointBytes
        | Sku::InterAzBytes
        | Sku::InternetEgress => ChargeKind::Network,
        Sku::LogIngestion
        | Sku::LogStorage
        | Sku::Metrics
        | Sku::Alarms
        | Sku::HighResolutionAlarms
        | Sku::ContainerInsights => ChargeKind::Observability,
    }
}
