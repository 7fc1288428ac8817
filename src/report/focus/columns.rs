//! The columns in their order, with what each of them holds.

use super::commitment::CommitmentDiscount;
use super::period::billing_period;
use super::row::{FocusRow, Priced, SkuFacts};
use super::view::FocusView;
use crate::bill::LineItem;
use crate::report::statement::purchased;
use crate::report::words;

/// The billing account of rows that nobody bills.
const ACCOUNT: &str = "ecsplan-estimate";

/// A column: its id, and its value in a row; empty is null.
type Column = (&'static str, fn(&FocusView<'_>, &FocusRow<'_>) -> String);

/// FOCUS's columns in the order of their ids, then those of ecsplan.
const COLUMNS: [Column; 73] = [
    ("AvailabilityZone", null),
    ("BilledCost", |_, row| row.costs.billed.to_decimal()),
    ("BillingAccountId", |_, _| ACCOUNT.to_owned()),
    ("BillingAccountName", |_, _| "Estimate by ecsplan, not billed".to_owned()),
    ("BillingAccountType", |_, _| "Estimate".to_owned()),
    ("BillingCurrency", |_, _| "USD".to_owned()),
    ("BillingPeriodEnd", |_, row| billing_period(row.billing_month).1),
    ("BillingPeriodStart", |_, row| billing_period(row.billing_month).0),
    ("CapacityReservationId", null),
    ("CapacityReservationStatus", null),
    ("ChargeCategory", |_, row| row.category.name().to_owned()),
    ("ChargeClass", null),
    ("ChargeDescription", |_, row| format!("Forecast: {}", words::tame(&row.description))),
    ("ChargeFrequency", |_, row| row.frequency.to_owned()),
    ("ChargePeriodEnd", |view, row| row.period.texts(&view.scenario.horizon).1),
    ("ChargePeriodStart", |view, row| row.period.texts(&view.scenario.horizon).0),
    ("CommitmentDiscountCategory", |_, row| of_commitment(row, |one| one.category.to_owned())),
    ("CommitmentDiscountId", |_, row| of_commitment(row, |one| one.id.clone())),
    ("CommitmentDiscountName", |_, row| of_commitment(row, |one| one.name.clone())),
    ("CommitmentDiscountQuantity", |_, row| of_commitment(row, |one| one.quantity.to_decimal())),
    ("CommitmentDiscountStatus", |_, row| of_commitment(row, |one| one.status.unwrap_or_default().to_owned())),
    ("CommitmentDiscountType", |_, row| of_commitment(row, |one| one.kind.to_owned())),
    ("CommitmentDiscountUnit", |_, row| of_commitment(row, |one| one.unit.to_owned())),
    ("ConsumedQuantity", |_, row| consumed(row, |priced| priced.quantity.to_decimal())),
    ("ConsumedUnit", |_, row| consumed(row, |priced| priced.unit.to_owned())),
    ("ContractedCost", |_, row| row.costs.contracted.to_decimal()),
    ("ContractedUnitPrice", |_, row| priced(row, |priced| priced.contracted.to_decimal())),
    ("EffectiveCost", |_, row| row.costs.effective.to_decimal()),
    ("InvoiceId", null),
    ("InvoiceIssuerName", |_, row| row.service.provider.to_owned()),
    ("ListCost", |_, row| row.costs.list.to_decimal()),
    ("ListUnitPrice", |_, row| priced(row, |priced| priced.list.to_decimal())),
    ("PricingCategory", |_, row| priced(row, |priced| priced.category.to_owned())),
    ("PricingCurrency", |_, _| "USD".to_owned()),
    ("PricingCurrencyContractedUnitPrice", |_, row| priced(row, |priced| priced.contracted.to_decimal())),
    ("PricingCurrencyEffectiveCost", |_, row| row.costs.effective.to_decimal()),
    ("PricingCurrencyListUnitPrice", |_, row| priced(row, |priced| priced.list.to_decimal())),
    ("PricingQuantity", |_, row| priced(row, |priced| priced.quantity.to_decimal())),
    ("PricingUnit", |_, row| priced(row, |priced| priced.unit.to_owned())),
    ("ProviderName", |_, row| row.service.provider.to_owned()),
    ("PublisherName", |_, row| row.service.provider.to_owned()),
    ("RegionId", |view, row| if row.regional { view.scenario.region.clone() } else { String::new() }),
    ("RegionName", |view, row| if row.regional { view.book.region_name().to_owned() } else { String::new() }),
    ("ResourceId", null),
    ("ResourceName", null),
    ("ResourceType", null),
    ("ServiceCategory", |_, row| row.service.category.to_owned()),
    ("ServiceName", |_, row| row.service.name.to_owned()),
    ("ServiceSubcategory", |_, row| row.service.subcategory.to_owned()),
    ("SkuId", |_, row| sku(row, |sku| sku.id.clone())),
    ("SkuMeter", |_, row| sku(row, |sku| sku.meter.clone())),
    ("SkuPriceDetails", null),
    ("SkuPriceId", |_, row| sku(row, |sku| sku.price_id.clone())),
    ("SubAccountId", null),
    ("SubAccountName", null),
    ("SubAccountType", null),
    ("Tags", tags),
    ("x_ChargeKind", |_, row| words::kind(row.kind).to_owned()),
    ("x_EcsplanVersion", |_, _| env!("CARGO_PKG_VERSION").to_owned()),
    ("x_Forecast", |_, _| "true".to_owned()),
    ("x_Operation", |_, row| row.operation.unwrap_or_default().to_owned()),
    ("x_Option", |view, _| view.option.name().to_owned()),
    ("x_PriceAsOf", |_, row| line(row, |line| line.as_of.clone())),
    ("x_PriceBasis", |_, row| line(row, |line| line.basis.name().to_owned())),
    ("x_PriceSource", |_, row| line(row, |line| line.source.clone())),
    ("x_PriceTablesHash", |view, _| view.book.version().content_hash.clone()),
    ("x_PriceTablesVersion", |view, _| view.book.version().date.clone()),
    ("x_PurchaseOption", |_, row| purchased(row.purchased).to_owned()),
    ("x_Purpose", |_, row| line(row, |line| line.purpose.name().to_owned())),
    ("x_Scenario", |view, _| words::tame(&view.scenario.name)),
    ("x_ServiceCode", |_, row| row.service_code.clone()),
    ("x_UsageType", |_, row| row.usage_type.clone()),
    ("x_Workload", |_, row| line(row, |line| line.workload.clone().unwrap_or_default())),
];

/// The ids of the columns.
pub(super) fn header() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|(id, _)| *id)
}

/// A row's values, in the order of the columns.
pub(super) fn values(view: &FocusView<'_>, row: &FocusRow<'_>) -> Vec<String> {
    COLUMNS.iter().map(|(_, value)| value(view, row)).collect()
}

/// What ecsplan has no facts for.
fn null(_: &FocusView<'_>, _: &FocusRow<'_>) -> String {
    String::new()
}

fn of_commitment(row: &FocusRow<'_>, value: fn(&CommitmentDiscount) -> String) -> String {
    row.commitment.as_ref().map(value).unwrap_or_default()
}

fn priced(row: &FocusRow<'_>, value: fn(&Priced) -> String) -> String {
    row.priced.as_ref().map(value).unwrap_or_default()
}

fn consumed(row: &FocusRow<'_>, value: fn(&Priced) -> String) -> String {
    row.priced.as_ref().filter(|priced| priced.consumed).map(value).unwrap_or_default()
}

fn sku(row: &FocusRow<'_>, value: fn(&SkuFacts) -> String) -> String {
    row.sku.as_ref().map(value).unwrap_or_default()
}

fn line(row: &FocusRow<'_>, value: fn(&LineItem) -> String) -> String {
    row.line.map(value).unwrap_or_default()
}

/// The tags of the service or job as a JSON object.
fn tags(view: &FocusView<'_>, row: &FocusRow<'_>) -> String {
    let tags = row.line.and_then(|line| line.workload.as_deref()).and_then(|workload| view.tags_of(workload));
    tags.map_or_else(String::new, |tags| serde_json::json!(tags).to_string())
}
