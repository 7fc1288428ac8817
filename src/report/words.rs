//! The names that several formats write: kinds of charge, purchase options, counts.

use super::{DisplayCurrency, LineItemView, ResultView};
use crate::bill::{ChargeKind, PurchaseOption};
use crate::money::{Quantity, divide_half_even};
use crate::scenario::LaunchType;
use crate::usage::Purpose;

/// Every kind of charge, in the order of reports.
pub(super) const KINDS: [ChargeKind; 7] = [
    ChargeKind::Compute,
    ChargeKind::Storage,
    ChargeKind::Network,
    ChargeKind::Observability,
    ChargeKind::Extra,
    ChargeKind::Tax,
    ChargeKind::PeoplesTime,
];

/// Every purchase option.
pub(super) const PURCHASE_OPTIONS: [PurchaseOption; 8] = [
    PurchaseOption::OnDemand,
    PurchaseOption::Spot,
    PurchaseOption::SavingsPlan,
    PurchaseOption::SavingsPlanUnused,
    PurchaseOption::ReservedInstance,
    PurchaseOption::ReservedInstanceUnused,
    PurchaseOption::Free,
    PurchaseOption::Other,
];

/// A kind of charge in results and CSV, `compute`.
pub(super) const fn kind(kind: ChargeKind) -> &'static str {
    match kind {
        ChargeKind::Compute => "compute",
        ChargeKind::Storage => "storage",
        ChargeKind::Network => "network",
        ChargeKind::Observability => "observability",
        ChargeKind::Extra => "extra",
        ChargeKind::Tax => "tax",
        ChargeKind::PeoplesTime => "peoples_time",
    }
}

/// A purchase option in results and CSV, `savings_plan`.
pub(super) const fn purchase_option(option: PurchaseOption) -> &'static str {
    match option {
        PurchaseOption::OnDemand => "on_demand",
        PurchaseOption::Spot => "spot",
        PurchaseOption::SavingsPlan => "savings_plan",
        PurchaseOption::SavingsPlanUnused => "savings_plan_unused",
        PurchaseOption::ReservedInstance => "reserved_instance",
        PurchaseOption::ReservedInstanceUnused => "reserved_instance_unused",
        PurchaseOption::Free => "free",
        PurchaseOption::Other => "other",
    }
}

/// A purchase option in a narrow column.
pub(super) const fn bought(option: PurchaseOption) -> &'static str {
    match option {
        PurchaseOption::OnDemand => "demand",
        PurchaseOption::Spot => "spot",
        PurchaseOption::SavingsPlan => "plan",
        PurchaseOption::SavingsPlanUnused | PurchaseOption::ReservedInstanceUnused => "unused",
        PurchaseOption::ReservedInstance => "reserved",
        PurchaseOption::Free => "free",
        PurchaseOption::Other => "-",
    }
}

/// A usage type, with what it is for unless that is plain.
pub(super) fn metered(usage_type: &str, purpose: Purpose) -> String {
    match purpose {
        Purpose::Service => usage_type.to_owned(),
        Purpose::Deployment => format!("{usage_type} (deployments)"),
    }
}

/// An AWS service code without its maker, for a narrow column.
pub(super) fn short_service(service: &str) -> &str {
    service.strip_prefix("Amazon").or_else(|| service.strip_prefix("AWS")).unwrap_or(service)
}

/// A launch type in sentences.
pub(super) const fn launch_type(launch_type: LaunchType) -> &'static str {
    match launch_type {
        LaunchType::Fargate => "Fargate",
        LaunchType::FargateSpot => "Fargate Spot",
        LaunchType::Ec2 => "EC2",
        LaunchType::Ec2Spot => "EC2 Spot",
        LaunchType::ManagedInstances => "Managed Instances",
        LaunchType::ManagedInstancesSpot => "Managed Instances on Spot",
        LaunchType::External => "ECS Anywhere",
        LaunchType::Ec2AndFargate => "EC2 and Fargate",
        LaunchType::FargateAndFargateSpot => "Fargate and Fargate Spot",
    }
}

/// `web`, `web and api`, `web, api and worker`.
pub(super) fn and(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `1 task`, `2 tasks`.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// A mean with as many decimals as it deserves.
pub(super) fn mean(value: f64) -> String {
    let decimals = if value.abs() >= 100.0 { 0 } else { 1 };
    format!("{value:.decimals$}")
}

/// At most two decimals.
pub(super) fn hundredths(value: f64) -> String {
    ((value * 100.0).round() / 100.0).to_string()
}

/// A percentage that never rounds something to nothing.
pub(super) fn percent(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else if value < 0.001 {
        "<0.001".to_owned()
    } else {
        format!("{value:.3}")
    }
}

/// `12 months from 2026-01-01`, `730 hours from 2026-01-01`.
pub(super) fn horizon(result: &ResultView) -> String {
    let scenario = &result.scenario;
    let length = match scenario.months {
        Some(1) => "1 month".to_owned(),
        Some(months) => format!("{months} months"),
        None => format!("{} hours", scenario.hours),
    };
    format!("{length} from {}", scenario.start)
}

/// `bundled tables of 2026-11-01 (0123456789abcdef)`.
pub(super) fn tables_version(result: &ResultView) -> String {
    let prices = &result.prices;
    format!("{} tables of {} ({})", prices.origin, prices.date, prices.content_hash)
}

/// Text from outside without control characters, which could move the cursor or break a table.
pub(super) fn tame(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// The workload of a line, or that it is shared.
pub(super) fn workload(line: &LineItemView) -> &str {
    line.workload.as_deref().unwrap_or("(shared)")
}

/// A quantity with thousands separated, and two decimals while they say something.
pub(super) fn quantity(quantity: Quantity) -> String {
    let hundredths = divide_half_even(quantity.amount() * 100, quantity.per());
    let number = DisplayCurrency::usd().number(hundredths);
    if hundredths.abs() < 100_000 {
        return number;
    }
    let whole = divide_half_even(quantity.amount(), quantity.per());
    DisplayCurrency::usd().number(whole * 100).trim_end_matches(".00").to_owned()
}
