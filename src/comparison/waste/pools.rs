//! The dollars of the compute bill, by what they buy (rules WL1 and WL8).

use std::collections::BTreeMap;

use super::hosting::Resource;
use crate::bill::{ChargeKind, LineItem, PurchaseOption};
use crate::comparison::Outcome;
use crate::comparison::assemble::HOSTS_LINE;
use crate::money::{Money, divide_half_even};
use crate::pricing::Sku;
use crate::scenario::{LaunchType, Scenario};
use crate::time::MonthSpan;
use crate::usage::Purpose;

/// What the dollars of a line buy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pool {
    /// A resource of the Fargate tasks of the workload with that place in the outcome's services.
    Fargate { workload: usize, resource: Resource },
    /// The Fargate tasks that deployments run on top.
    Deployments,
    /// The instances of a hosting, by its place.
    Instances(usize),
    /// Commitment that was not used.
    Unused,
    /// Image pulls.
    Pulls,
}

/// The compute bill of a month span by pool.
pub(super) fn pools(scenario: &Scenario, outcome: &Outcome, span: &MonthSpan) -> BTreeMap<Pool, Money> {
    let mut pools: BTreeMap<Pool, Money> = BTreeMap::new();
    let mut add = |pool, amount: Money| {
        if !amount.is_zero() {
            let sum = pools.entry(pool).or_insert(Money::ZERO);
            *sum += amount;
        }
    };
    for line in outcome.bill.lines.iter().filter(|line| line.month == span.month) {
        if let Some(pool) = pool_of(outcome, line) {
            add(pool, line.cost);
        }
    }
    for service in &scenario.services {
        add(Pool::Pulls, pulls_cost(outcome, &service.name, span));
    }
    pools
}

fn pool_of(outcome: &Outcome, line: &LineItem) -> Option<Pool> {
    let unused = [PurchaseOption::SavingsPlanUnused, PurchaseOption::ReservedInstanceUnused];
    if unused.contains(&line.purchase_option) {
        return Some(Pool::Unused);
    }
    let on_hosts = outcome.services.iter().any(|service| service.launch_type == LaunchType::External);
    let is_hosts = on_hosts && line.kind == ChargeKind::Extra && line.usage_type == HOSTS_LINE;
    if line.kind != ChargeKind::Compute && !is_hosts {
        return None;
    }
    if line.usage_type.contains("Fargate-") {
        return Some(match (line.purpose, place_of(outcome, line)) {
            (Purpose::Service, Some(workload)) => Pool::Fargate { workload, resource: resource_of(line) },
            _ => Pool::Deployments,
        });
    }
    let of_workload = outcome.timeline.hosting.iter().position(|hosting| hosting.workload == line.workload);
    Some(Pool::Instances(of_workload.unwrap_or(0)))
}

fn place_of(outcome: &Outcome, line: &LineItem) -> Option<usize> {
    outcome.services.iter().position(|service| Some(&service.name) == line.workload.as_ref())
}

/// The licence of Windows goes with the CPU, by which it is counted.
fn resource_of(line: &LineItem) -> Resource {
    if line.unit == "GB-Hours" { Resource::Memory } else { Resource::Cpu }
}

/// What a service's image pulls cost in a month: of the lines of each kind of bytes and purpose, the share of the
/// bytes that were pulled, rounded once to a picodollar (rule WL8).
fn pulls_cost(outcome: &Outcome, service: &str, span: &MonthSpan) -> Money {
    let pulled = outcome.capacity.rows.iter().filter(|row| {
        matches!(row.sku, Sku::NatBytes | Sku::EndpointBytes) && row.workload.as_deref() == Some(service)
    });
    let cost = |row: &crate::usage::UsageRow| {
        let ending = if row.sku == Sku::NatBytes { "NatGateway-Bytes" } else { "VpcEndpoint-Bytes" };
        let is_its = |line: &&LineItem| {
            line.month == span.month
                && line.usage_type.ends_with(ending)
                && line.workload.as_deref() == Some(service)
                && line.purpose == row.purpose
        };
        let lines = || outcome.bill.lines.iter().filter(is_its);
        let bytes: i128 = row.hourly[span.hour_range()].iter().map(|&amount| i128::from(amount)).sum();
        let all: i128 = lines().map(|line| line.quantity.amount()).sum();
        let paid: Money = lines().map(|line| line.cost).sum();
        if all == 0 { Money::ZERO } else { Money::from_picodollars(divide_half_even(paid.picodollars() * bytes, all)) }
    };
    pulled.map(cost).sum()
}
