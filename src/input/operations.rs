//! People's time.

use std::collections::BTreeMap;

use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::money::Quantity;
use crate::scenario::{LaunchType, Operations};

/// The launch types of one kind of capacity, by name.
const LAUNCH_TYPES: [(&str, LaunchType); 7] = [
    ("fargate", LaunchType::Fargate),
    ("fargate_spot", LaunchType::FargateSpot),
    ("ec2", LaunchType::Ec2),
    ("ec2_spot", LaunchType::Ec2Spot),
    ("managed_instances", LaunchType::ManagedInstances),
    ("managed_instances_spot", LaunchType::ManagedInstancesSpot),
    ("external", LaunchType::External),
];

/// More of people's time, and dearer, can only be slips.
const MOST_HOURS: i128 = 100_000;
const MOST_USD_PER_HOUR: i128 = 1_000_000;

/// Hours have at most four decimals, so that products with money stay small.
const HOUR_PARTS: i128 = 10_000;

/// An amount of 1, as amounts are read.
const ONE: i128 = 1_000_000_000_000;

/// People's time; nothing when the table is not given.
pub(super) fn read_operations(table: &Table<'_, '_>) -> Operations {
    let usd_per_hour = table.optional_money("usd_per_hour").unwrap_or_default();
    if usd_per_hour.picodollars() > MOST_USD_PER_HOUR * ONE {
        let title = format!("`usd_per_hour` must be at most {MOST_USD_PER_HOUR}");
        table.problem(Code::OutOfRange, title, "usd_per_hour", format!("found {}", usd_per_hour.to_decimal()));
    }
    let hours = table.table("hours_per_month");
    let read = |(name, launch_type)| Some((launch_type, read_hours(&hours, name)?));
    let hours_per_month: BTreeMap<LaunchType, Quantity> = LAUNCH_TYPES.into_iter().filter_map(read).collect();
    if hours_per_month.values().any(|hours| hours.amount() > 0) {
        check_rate(table, &hours);
        assume_no_other_time(table, &hours);
    }
    Operations { usd_per_hour, hours_per_month }
}

fn read_hours(hours: &Table<'_, '_>, name: &str) -> Option<Quantity> {
    let given = hours.optional_money(name)?;
    let part = ONE / HOUR_PARTS;
    let found = format!("found {}", given.to_decimal());
    if given.picodollars() > MOST_HOURS * ONE {
        hours.problem(Code::OutOfRange, format!("`{name}` must be at most {MOST_HOURS}"), name, found);
    } else if given.picodollars() % part != 0 {
        hours.problem(Code::OutOfRange, format!("`{name}` must have at most four decimals"), name, found);
    }
    Some(Quantity::new(given.picodollars() / part, HOUR_PARTS))
}

fn check_rate(table: &Table<'_, '_>, hours: &Table<'_, '_>) {
    if table.has("usd_per_hour") {
        return;
    }
    let diagnostic = Diagnostic::error(Code::MissingKey, "`hours_per_month` needs `usd_per_hour`");
    let diagnostic = diagnostic.at(&hours.walk.file, hours.span(), "hours without a price");
    hours.walk.push(diagnostic.help("add `usd_per_hour = \"60\"` to `[operations]`: what an hour of a person costs"));
}

/// Launch types beside those given take no time, which can decide between them.
fn assume_no_other_time(table: &Table<'_, '_>, hours: &Table<'_, '_>) {
    let absent: Vec<&str> = LAUNCH_TYPES.into_iter().map(|(name, _)| name).filter(|name| !hours.has(name)).collect();
    if !absent.is_empty() {
        let reason = format!("planning default: no hours are given for {}", absent.join(", "));
        table.walk.assume(45, table.place_of("hours_per_month"), "0 for the others", reason);
    }
}
