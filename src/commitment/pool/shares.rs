//! What every item of a pool costs under a portfolio, so that it can be shared out (rule FL7).

use super::usage::PooledUsage;
use crate::commitment::apply::{Purchase, covered_parts, pooled};
use crate::commitment::portfolio::Portfolio;
use crate::money::{Money, split_by_weight};

/// What an item costs over all hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemCost {
    /// What stays on demand, at contracted prices.
    pub on_demand: Money,
    /// Its part of the fees: of each plan's by what it consumes of it at published rates.
    pub fees: Money,
}

impl PooledUsage {
    /// The cost of every item under a portfolio of this usage; all of them sum to its total.
    #[must_use]
    pub fn item_costs(&self, portfolio: &Portfolio) -> Vec<ItemCost> {
        let purchases: Vec<Purchase> = portfolio.bought.iter().map(|holding| holding.purchase.clone()).collect();
        let usage = &self.usage;
        let pools = pooled(usage, &purchases);
        let mut left: Vec<i128> =
            usage.items.iter().map(|item| item.hourly.iter().map(|&parts| i128::from(parts)).sum()).collect();
        let mut consumed = vec![vec![0_i128; usage.items.len()]; pools.len()];
        for (pool, item, parts) in covered_parts(usage, &pools) {
            let rate = usage.offers[pools[pool].offer].rates[item].map_or(0, Money::picodollars);
            left[item] -= parts;
            consumed[pool][item] += rate * parts / usage.items[item].parts_per_unit;
        }
        let on_demand = usage.items.iter().zip(&left).map(|(item, &parts)| item.on_demand_cost(parts));
        let mut costs: Vec<ItemCost> = on_demand.map(|on_demand| ItemCost { on_demand, fees: Money::ZERO }).collect();
        for (pool, weights) in pools.iter().zip(&consumed) {
            let bought: Money = pool.hourly.iter().copied().sum();
            let fee = bought.percent_off(usage.offers[pool.offer].fee_discount);
            for (cost, share) in costs.iter_mut().zip(split_by_weight(fee, &scaled(weights))) {
                cost.fees += share;
            }
        }
        costs
    }
}

/// Weights small enough that an amount times any of them fits 128 bits; small ones stay exact.
fn scaled(weights: &[i128]) -> Vec<i128> {
    let sum: i128 = weights.iter().sum();
    let mut divisor = 1;
    while sum / divisor > 1_000_000_000_000_000 {
        divisor *= 1_000;
    }
    weights.iter().map(|weight| weight / divisor).collect()
}

/// An amount shared out by how many parts each has used (rule FL7).
#[must_use]
pub fn shared_by_parts(amount: Money, parts: &[i128]) -> Vec<Money> {
    split_by_weight(amount, &scaled(parts))
}
