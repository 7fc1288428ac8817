//! Rows of the bill's lines.

use super::commitment::CommitmentDiscount;
use super::period::ChargePeriod;
use super::row::{ChargeCategory, FocusRow, Priced, SkuFacts};
use super::service::service_of;
use super::sku::{meter_of, operation_of, unit_of, use_of};
use super::view::FocusView;
use crate::bill::{ChargeKind, LineItem, PurchaseOption, is_percentage};
use crate::money::{Money, Quantity};
use crate::report::words::metered;
use crate::statement::{Costs, Purchased, contracted_unit_price};
use crate::time::MonthSpan;

/// The row of a line in its month.
pub(super) fn line_row<'a>(view: &FocusView<'a>, line: &'a LineItem, span: &MonthSpan, costs: Costs) -> FocusRow<'a> {
    let priced = priced(view, line, &costs);
    let category = category_of(line, &priced);
    let has_price = category == ChargeCategory::Usage;
    let sku = view.book.sku_of(&line.usage_type);
    let account = line.commitment_id.as_deref().and_then(|id| view.account_of(id));
    let of_account = |account| CommitmentDiscount::of_usage(account, view.book, costs.effective, !is_unused(line));
    FocusRow {
        billing_month: span.month,
        period: ChargePeriod::of_month(span),
        costs,
        category,
        frequency: frequency_of(line),
        description: description(view, line),
        service: service_of(&line.service),
        regional: is_of_aws(line) && line.service != "ComputeSavingsPlans",
        priced: has_price.then_some(priced),
        sku: has_price.then(|| sku_facts(line, sku.as_ref().map(meter_of))),
        commitment: account.map(of_account),
        service_code: line.service.clone(),
        usage_type: line.usage_type.clone(),
        operation: sku.as_ref().and_then(operation_of),
        kind: line.kind,
        purchased: Purchased::As(line.purchase_option),
        line: Some(line),
    }
}

const fn is_unused(line: &LineItem) -> bool {
    matches!(line.purchase_option, PurchaseOption::SavingsPlanUnused | PurchaseOption::ReservedInstanceUnused)
}

/// Whether it is something that AWS meters.
const fn is_of_aws(line: &LineItem) -> bool {
    !matches!(line.kind, ChargeKind::Extra | ChargeKind::Tax | ChargeKind::PeoplesTime)
}

fn category_of(line: &LineItem, priced: &Priced) -> ChargeCategory {
    match line.kind {
        ChargeKind::Tax => ChargeCategory::Tax,
        // A price below nothing has no place in FOCUS.
        _ if priced.list.min(priced.contracted) < Money::ZERO => ChargeCategory::Credit,
        _ => ChargeCategory::Usage,
    }
}

/// FOCUS's `ChargeFrequency`: what the scenario adds comes every month.
const fn frequency_of(line: &LineItem) -> &'static str {
    match line.kind {
        ChargeKind::Extra | ChargeKind::PeoplesTime => "Recurring",
        _ => "Usage-Based",
    }
}

/// FOCUS's `PricingCategory`.
const fn pricing_category(line: &LineItem) -> &'static str {
    match line.purchase_option {
        PurchaseOption::OnDemand | PurchaseOption::Free => "Standard",
        PurchaseOption::Spot => "Dynamic",
        PurchaseOption::SavingsPlan
        | PurchaseOption::SavingsPlanUnused
        | PurchaseOption::ReservedInstance
        | PurchaseOption::ReservedInstanceUnused => "Committed",
        PurchaseOption::Other => "Other",
    }
}

/// What is priced; a percentage of the bill is priced as one charge, for it is taken of each cost by itself (rule L3).
fn priced(view: &FocusView<'_>, line: &LineItem, costs: &Costs) -> Priced {
    let category = pricing_category(line);
    if is_percentage(line) {
        let quantity = Quantity::whole(1);
        let (list, contracted) = (costs.list, costs.contracted);
        return Priced { category, quantity, unit: "Months", list, contracted, consumed: true };
    }
    let contracted = if is_unused(line) { Money::ZERO } else { contracted_unit_price(line, view.scenario, view.book) };
    Priced {
        category,
        quantity: line.quantity,
        unit: unit_of(line.unit),
        list: line.list_unit_price,
        contracted,
        consumed: !is_unused(line),
    }
}

/// A SKU is its usage type; its prices are told apart by how it is bought and by the list price.
fn sku_facts(line: &LineItem, meter: Option<String>) -> SkuFacts {
    let id = line.usage_type.clone();
    let price = match line.purchase_option {
        PurchaseOption::OnDemand => "OnDemand",
        PurchaseOption::Spot => "Spot",
        PurchaseOption::SavingsPlan | PurchaseOption::ReservedInstance => "Committed",
        PurchaseOption::SavingsPlanUnused | PurchaseOption::ReservedInstanceUnused => "Unused",
        PurchaseOption::Free => "Free",
        PurchaseOption::Other => "Scenario",
    };
    let is_of_price = !is_unused(line) && !is_percentage(line);
    let list = if is_of_price { format!("/{}", line.list_unit_price.to_decimal()) } else { String::new() };
    let plain = if is_unused(line) { "Commitment" } else { line.usage_type.as_str() };
    SkuFacts { price_id: format!("{id}/{price}{list}"), meter: meter.unwrap_or_else(|| plain.to_owned()), id }
}

/// What it is, for whom, and how it is bought.
fn description(view: &FocusView<'_>, line: &LineItem) -> String {
    if !is_of_aws(line) {
        return line.usage_type.clone();
    }
    if is_unused(line) {
        return format!("Unused commitment of {}", line.commitment_id.as_deref().unwrap_or_default());
    }
    let what = view.book.sku_of(&line.usage_type).map_or_else(|| line.usage_type.clone(), |sku| use_of(&sku));
    let whom = line.workload.as_deref().unwrap_or("what is shared");
    let how = match (line.purchase_option, line.commitment_id.as_deref()) {
        (_, Some(id)) => format!(", covered by {id}"),
        (PurchaseOption::Free, _) => ", free allowance".to_owned(),
        _ => String::new(),
    };
    format!("{} for {whom}{how}", metered(&what, line.purpose))
}
