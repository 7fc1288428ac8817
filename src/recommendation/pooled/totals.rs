//! Every scenario's part of what everything costs under one portfolio (rules FL6 and FL7).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::part::{ByWorkload, Part};
use crate::commitment::Portfolio;
use crate::commitment::pool::{PooledItem, PooledUsage, shared_by_parts};
use crate::money::Money;

/// The place of a part, its workload, and how much of an item it uses.
type User<'a> = (usize, &'a Option<String>, i128);

/// What every scenario costs by workload: its rest, and its share of the items it uses, with percentages of the bill.
pub(super) fn pooled_costs(parts: &[Part], pooled: &PooledUsage, portfolio: &Portfolio) -> Vec<ByWorkload> {
    let mut costs: Vec<ByWorkload> = parts.iter().map(|part| part.rest.clone()).collect();
    let mut users: BTreeMap<&Arc<PooledItem>, Vec<User<'_>>> = BTreeMap::new();
    for (index, part) in parts.iter().enumerate() {
        for (workload, item, used) in &part.parts {
            users.entry(item).or_default().push((index, workload, *used));
        }
    }
    for (item, cost) in pooled.items.iter().zip(pooled.item_costs(portfolio)) {
        let Some(users) = users.get(item) else { continue };
        let weights: Vec<i128> = users.iter().map(|(_, _, used)| *used).collect();
        let shares = shared_by_parts(cost.on_demand + cost.fees, &weights);
        for ((index, workload, _), share) in users.iter().zip(shares) {
            *costs[*index].entry((*workload).clone()).or_insert(Money::ZERO) += share;
        }
    }
    for (cost, part) in costs.iter_mut().zip(parts) {
        add_percentages(cost, part);
    }
    costs
}

/// Adds what is a percentage of the bill, and people's time.
fn add_percentages(cost: &mut ByWorkload, part: &Part) {
    let (extras, tax) = &part.percentages;
    let base: Money = cost.values().copied().sum();
    let extras: Money = extras.iter().map(|percent| base.percent_of(*percent)).sum();
    let more = extras + (base + extras).percent_of(*tax);
    if !more.is_zero() {
        *cost.entry(None).or_insert(Money::ZERO) += more;
    }
    for (workload, amount) in &part.peoples_time {
        *cost.entry(workload.clone()).or_insert(Money::ZERO) += *amount;
    }
}
