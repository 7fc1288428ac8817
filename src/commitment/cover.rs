//! Applying a commitment hour by hour (rule C2).

use super::load::{COMMON_PER, CoverableLoad};
use crate::money::{Money, Quantity};
use crate::pricing::Sku;

/// Into how many parts a smallest metered amount is cut for coverage: seconds of an instance are
/// worth far more than CPU-unit-seconds or MiB-seconds, and every series must fit 64 bits.
pub(super) const fn fineness(sku: &Sku) -> i64 {
    match sku {
        Sku::Instance(_) => 1_000_000,
        _ => 1_000,
    }
}

/// What a commitment covers of each SKU in each hour, in parts of a smallest amount: millionths of an instance-second,
/// thousandths of a CPU-unit-second or MiB-second.
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
                series[hour] = sku.hourly[hour] * fineness(&sku.sku);
                rest -= used * rate;
            } else {
                let covered = rest * i128::from(fineness(&sku.sku)) / rate;
                series[hour] = i64::try_from(covered).expect("less than the row, which fits");
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
        let sum = |amounts: &[i64]| amounts.iter().map(|&amount| i128::from(amount)).sum::<i128>();
        let fineness = i128::from(fineness(&sku.sku));
        let left = sum(&sku.hourly) * fineness - sum(covered);
        Quantity::new(left, sku.sku.unit().amounts_per_unit(1) * fineness).cost_at(sku.contracted)
    };
    load.skus.iter().zip(&coverage.covered).map(left).sum()
}
