//! Line items (rules P and B), in whole picodollars.

use std::collections::BTreeMap;

use ecsplan::money::{Money, divide_half_even};
use ecsplan::pricing::{PriceBook, PriceRow, Sku, Unit};
use ecsplan::scenario::{Extra, ExtraAmount, Scenario};

use super::usage::{Ledger, workloads};

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) span: usize,
    pub(crate) service: String,
    pub(crate) workload: Option<String>,
    pub(crate) usage_type: String,
    pub(crate) option: &'static str,
    pub(crate) commitment: Option<String>,
    pub(crate) amount: i128,
    pub(crate) per: i128,
    pub(crate) list_unit_price: i128,
    pub(crate) unit_price: i128,
    pub(crate) list_cost: i128,
    pub(crate) cost: i128,
}

/// Quantity × price, to the nearest picodollar.
pub(crate) fn cost(price: i128, amount: i128, per: i128) -> i128 {
    divide_half_even(price * amount, per)
}

/// The price after the one discount a line may have.
pub(crate) fn contracted(book: &PriceBook, row: &PriceRow, service_code: &str) -> i128 {
    let price = if row.overridden { row.unit_price } else { row.unit_price.percent_off(book.discount(service_code)) };
    price.picodollars()
}

/// Amounts of one SKU by workload, in file order.
type Amounts = Vec<(Option<String>, i128)>;

/// Prices a ledger; none when a price is missing.
pub(crate) fn price(scenario: &Scenario, book: &PriceBook, ledger: &Ledger) -> Option<Vec<Line>> {
    let order = workloads(scenario);
    let place = |workload: &Option<String>| workload.as_ref().map(|name| order.iter().position(|one| one == name));
    let mut lines = Vec::new();
    for (span, month) in scenario.horizon.months().iter().enumerate() {
        let mut by_sku: BTreeMap<(Sku, i64), Amounts> = BTreeMap::new();
        let mut rows = ledger.0.clone();
        rows.sort_by_key(|row| place(&row.workload));
        for row in rows {
            let amount: i128 = row.hourly[month.hour_range()].iter().map(|amount| i128::from(*amount)).sum();
            if amount > 0 {
                by_sku.entry((row.sku, row.fine)).or_default().push((row.workload, amount));
            }
        }
        for ((sku, fine), amounts) in by_sku {
            let per = sku.unit().amounts_per_unit(month.hours_per_month) * i128::from(fine);
            price_sku(scenario, book, span, per, &sku, &amounts, &mut lines)?;
        }
    }
    Some(lines)
}

fn price_sku(
    scenario: &Scenario,
    book: &PriceBook,
    span: usize,
    per: i128,
    sku: &Sku,
    amounts: &[(Option<String>, i128)],
    lines: &mut Vec<Line>,
) -> Option<()> {
    let tiers = book.tiers(sku).ok()?;
    let existing = (scenario.account.existing_egress_gb * 1_073_741_824.0).round_ties_even() as i128;
    let mut position = if *sku == Sku::InternetEgress { existing } else { 0 };
    let mut free = if scenario.account.free_allowances { (free_units(sku) * per - position).max(0) } else { 0 };
    for (workload, amount) in amounts {
        let mut left = *amount;
        let mut line = |option: &'static str, amount: i128, list: i128, paid: i128| {
            lines.push(Line {
                span,
                service: sku.service_code().to_owned(),
                workload: workload.clone(),
                usage_type: sku.usage_type(book.codes()),
                option,
                commitment: None,
                amount,
                per,
                list_unit_price: list,
                unit_price: paid,
                list_cost: cost(list, amount, per),
                cost: cost(paid, amount, per),
            });
        };
        let for_nothing = left.min(free);
        if for_nothing > 0 {
            line("Free", for_nothing, 0, 0);
            free -= for_nothing;
            left -= for_nothing;
        }
        for (index, tier) in tiers.iter().enumerate() {
            let end = tiers.get(index + 1).map_or(i128::MAX, |next| i128::from(next.from_units) * per);
            let here = left.min(end - position).max(0);
            if here > 0 {
                let option = match sku {
                    Sku::SpotInstance(_) | Sku::FargateSpotVcpu(_) | Sku::FargateSpotMemory(_) => "Spot",
                    _ => "OnDemand",
                };
                let list = tier.row.unit_price.picodollars();
                line(option, here, list, contracted(book, &tier.row, sku.service_code()));
                position += here;
                left -= here;
            }
        }
    }
    Some(())
}

fn free_units(sku: &Sku) -> i128 {
    match sku {
        Sku::InternetEgress => 100,
        Sku::LogIngestion | Sku::LogStorage => 5,
        Sku::Metrics | Sku::Alarms => 10,
        _ => 0,
    }
}

/// Adds extra lines and tax (rules B3 and B4).
pub(crate) fn add_extras_and_tax(
    scenario: &Scenario,
    option: &str,
    task_seconds: &[i64],
    instance_seconds: &[i64],
    lines: &mut Vec<Line>,
) {
    let applies = |one: &&Extra| one.options.is_empty() || one.options.iter().any(|id| id == option);
    let (percentages, amounts): (Vec<&Extra>, Vec<&Extra>) =
        scenario.extras.iter().filter(applies).partition(|one| matches!(one.amount, ExtraAmount::PercentOfBill(_)));
    for extra in amounts.into_iter().chain(percentages) {
        for (span, month) in scenario.horizon.months().iter().enumerate() {
            let per = 3_600 * i128::from(month.hours_per_month);
            let in_month = |hourly: &[i64]| hourly[month.hour_range()].iter().map(|x| i128::from(*x)).sum::<i128>();
            let (amount, per, price) = match extra.amount {
                ExtraAmount::PerMonth(usd) => (i128::from(month.hours), i128::from(month.hours_per_month), usd),
                ExtraAmount::PerTaskMonth(usd) => (in_month(task_seconds), per, usd),
                ExtraAmount::PerInstanceMonth(usd) => (in_month(instance_seconds), per, usd),
                ExtraAmount::PercentOfBill(percent) => {
                    let others = lines.iter().filter(|line| line.span == span && line.option != "percentage");
                    let sum: i128 = others.map(|line| line.cost).sum();
                    (1, 1, Money::from_picodollars(sum).percent_of(percent))
                }
            };
            let kind = if matches!(extra.amount, ExtraAmount::PercentOfBill(_)) { "percentage" } else { "Other" };
            lines.push(added(span, "Extra", &extra.name, kind, amount, per, price.picodollars()));
        }
    }
    for span in 0..scenario.horizon.months().len() {
        let sum: i128 = lines.iter().filter(|line| line.span == span).map(|line| line.cost).sum();
        let tax = Money::from_picodollars(sum).percent_of(scenario.tax_percent).picodollars();
        lines.push(added(span, "Tax", "Tax", "percentage", 1, 1, tax));
    }
}

fn added(span: usize, service: &str, name: &str, option: &'static str, amount: i128, per: i128, price: i128) -> Line {
    let paid = cost(price, amount, per);
    Line {
        span,
        service: service.to_owned(),
        workload: None,
        usage_type: name.to_owned(),
        option,
        commitment: None,
        amount,
        per,
        list_unit_price: price,
        unit_price: price,
        list_cost: paid,
        cost: paid,
    }
}

pub(crate) fn total(lines: &[Line]) -> i128 {
    lines.iter().map(|line| line.cost).sum()
}

/// How many of the smallest amounts make a unit of something that is not charged by the month.
pub(crate) fn per_unit(unit: Unit) -> i128 {
    unit.amounts_per_unit(730)
}
