//! Usage and rates held against each other, and joined.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::arrange::{Arranged, ArrangedItem};
use super::rates::{Purchase, Rate, Rates};
use super::usage::UsageRows;
use crate::diagnostic::Code;
use crate::input::csv_report::Report;
use crate::input::nearest::nearest;
use crate::money::{Money, Quantity};
use crate::scenario::{HourlyUsage, PlanRates, PlanScope, UsedItem};

/// How many names a warning lists.
const NAMES_LISTED: usize = 5;

/// More than this on demand in an hour, USD, is a slip of unit.
const MOST_HOURLY_COST: Money = Money::from_picodollars(10_000_000 * 1_000_000_000_000);

/// Reports items without prices and plans dearer than none; warns of rates without usage.
pub(super) fn report_unpriced(
    usage: &UsageRows,
    rates: &Rates,
    (usage_report, rates_report): (&mut Report<'_>, &mut Report<'_>),
) {
    for (name, place) in &usage.items {
        match rates.get(name) {
            None => {
                let is_shown = usage_report.has_room(Code::UnpricedItem);
                let meant = is_shown.then(|| nearest(name, rates.keys().map(String::as_str))).flatten();
                let add = "add a row with its on-demand price to the rates".to_owned();
                let help = meant.map_or(add, |meant| format!("is it `{meant}`? The names have to be equal"));
                let title = format!("the item `{name}` has no rate");
                usage_report.at(place.clone(), Code::UnpricedItem, title, "its first row", help);
            }
            Some(of_item) if !of_item.contains_key(&Purchase::OnDemand) => {
                let place = of_item.values().map(|rate| rate.line.clone()).min_by_key(|line| line.start);
                let title = format!("the item `{name}` has no on-demand price");
                let help = format!("add a row such as `{name},on_demand,,,0.096`");
                rates_report.at(place.unwrap_or(0..0), Code::UnpricedItem, title, "its first rate", help);
            }
            Some(_) => {}
        }
    }
    for (name, of_item) in rates {
        report_dear(name, of_item, rates_report);
        report_two_groups(name, of_item, rates_report);
    }
    warn_unused(usage, rates, rates_report);
    report_costs(usage, rates, usage_report);
}

/// An hour of an item that costs so much that the units of quantity and price cannot be the same.
fn report_costs(usage: &UsageRows, rates: &Rates, report: &mut Report<'_>) {
    let price = |(name, _): &(String, _)| rates.get(name)?.get(&Purchase::OnDemand)?.price;
    let prices: Vec<Option<Money>> = usage.items.iter().map(price).collect();
    for row in &usage.rows {
        let Some(price) = prices[row.item as usize] else { continue };
        // Quantities are at most 10^15 and prices at most 10^6, so that their product fits.
        let cost = Quantity::whole(row.quantity.scaled(0)).cost_at(price);
        if cost > MOST_HOURLY_COST {
            let name = &usage.items[row.item as usize].0;
            let title = format!("an hour of `{name}` costs ${} on demand", cost.to_fixed(0));
            let help = "quantity and price have to be for the same unit";
            report.at(row.place(), Code::UsageQuantity, title, "expected at most ten million dollars", help);
        }
    }
}

/// A plan that costs more than no plan.
fn report_dear(name: &str, of_item: &BTreeMap<Purchase, Rate>, report: &mut Report<'_>) {
    let Some(on_demand) = of_item.get(&Purchase::OnDemand).and_then(|rate| rate.price) else { return };
    for rate in of_item.values().filter(|rate| rate.price.is_some_and(|price| price > on_demand)) {
        let title = format!("a plan's rate for `{name}` is above its on-demand price");
        let found = format!("on demand it is {}", on_demand.to_decimal());
        let help = "check both rows: a plan's rate is never above the on-demand price of the same unit";
        report.at(rate.price_at.clone(), Code::RateAboveOnDemand, title, found, help);
    }
}

fn report_two_groups(name: &str, of_item: &BTreeMap<Purchase, Rate>, report: &mut Report<'_>) {
    let group = |(purchase, rate): (&'_ Purchase, &'_ Rate)| match purchase {
        Purchase::Plan(PlanScope::Ec2Instance(group), ..) => Some((rate.line.clone(), group.clone())),
        _ => None,
    };
    let mut groups: Vec<(Range<usize>, String)> = of_item.iter().filter_map(group).collect();
    groups.sort_by_key(|(line, _)| line.start);
    for (line, group) in groups.iter().filter(|(_, group)| *group != groups[0].1) {
        let title = format!("`{name}` is in two groups, `{}` and `{group}`", groups[0].1);
        let help = "an EC2 Instance plan covers one instance family in one region: keep the rows of one group";
        report.at(line.clone(), Code::TwoGroups, title, "another group", help);
    }
}

fn warn_unused(usage: &UsageRows, rates: &Rates, report: &mut Report<'_>) {
    let used: BTreeSet<&str> = usage.items.iter().map(|(name, _)| name.as_str()).collect();
    let unused: Vec<&str> = rates.keys().map(String::as_str).filter(|name| !used.contains(name)).collect();
    if unused.is_empty() {
        return;
    }
    let more = unused.len().saturating_sub(NAMES_LISTED);
    let listed = unused[..unused.len() - more].join(", ");
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    report.warn(format!("rates of items that are not used: {listed}{rest}"));
}

/// Usage with its rates, items by name; both have been checked.
pub(super) fn joined(usage: Arranged, rates: &Rates, warnings: Vec<String>) -> HourlyUsage {
    let mut arranged: Vec<(String, ArrangedItem)> = usage.items.into_iter().collect();
    arranged.sort_by(|left, right| left.0.cmp(&right.0));
    let items: Vec<UsedItem> = arranged.into_iter().map(|(name, item)| used_item(name, item, rates)).collect();
    let rate = |item: &UsedItem, purchase: &Purchase| rates.get(&item.name)?.get(purchase)?.price;
    let plan = |purchase: &Purchase| match purchase {
        Purchase::OnDemand => None,
        Purchase::Plan(scope, term, payment) => Some(PlanRates {
            scope: scope.clone(),
            term: *term,
            payment: *payment,
            rates: items.iter().map(|item| rate(item, purchase)).collect(),
        }),
    };
    let named: BTreeSet<&Purchase> = rates.values().flat_map(BTreeMap::keys).collect();
    let plans = named.into_iter().filter_map(plan).collect();
    HourlyUsage { first_hour: usage.first_hour, hours: usage.hours, items, plans, warnings }
}

fn used_item(name: String, item: ArrangedItem, rates: &Rates) -> UsedItem {
    let on_demand = rates.get(&name).and_then(|of_item| of_item.get(&Purchase::OnDemand));
    let on_demand = on_demand.and_then(|rate| rate.price).expect("an item without a price has been reported");
    UsedItem { name, hourly: item.hourly, parts_per_unit: item.parts_per_unit, on_demand }
}
