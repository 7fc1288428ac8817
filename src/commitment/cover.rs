//! Applying a commitment hour by hour (rule C2).

use super::load::{COMMON_PER, CoverableLoad};
use crate::money::Money;

/// What a commitment covers of each SKU in each hour, in smallest amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// One series per SKU of the load, in its order.
    pub covered: Vec<Vec<i64>>,
}

/// Covers the first `plan_hours` hours of `load` with `hourly_commitment`.
#[must_use]
pub fn cover(load: &CoverableLoad, hourly_commitment: Money, plan_hours: usize) -> Coverage {
    let mut covered: Vec<Vec<i64>> = load.skus.iter().map(|_| vec![0; load.hours]).collect();
    let budget = hourly_commitment.picodollars() * COMMON_PER;
    for hour in 0..plan_hours.min(load.hours) {
        let mut rest = budget;
        for (sku, series) in load.skus.iter().zip(&mut covered) {
            let used = i128::from(sku.hourly[hour]);
            let rate = sku.scaled_rate();
            if used * rate <= rest {
                series[hour] = sku.hourly[hour];
                rest -= used * rate;
            } else {
                series[hour] = i64::try_from(rest / rate).unwrap_or(sku.hourly[hour]);
                break;
            }
        }
    }
    Coverage { covered }
}

/// What stays on demand over all hours at contracted prices, when `plan_hours` hours are covered.
pub(super) fn remainder_cost(load: &CoverableLoad, hourly_commitment: Money, plan_hours: usize) -> Money {
    let coverage = cover(load, hourly_commitment, plan_hours);
    let left = |(sku, covered): (&super::load::SkuLoad, &Vec<i64>)| {
        let used: i128 = sku.hourly.iter().map(|&amount| i128::from(amount)).sum();
        let covered: i128 = covered.iter().map(|&amount| i128::from(amount)).sum();
        crate::money::Quantity::new(used - covered, sku.sku.unit().amounts_per_unit(1)).cost_at(sku.contracted)
    };
    load.skus.iter().zip(&coverage.covered).map(left).sum()
}
