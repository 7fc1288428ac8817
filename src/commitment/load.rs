//! [`CoverableLoad`]: the usage a Compute plan may cover, in AWS's order (rule C1).

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::bill::Pricing;
use crate::money::Money;
use crate::pricing::{MissingPrice, PlanKind, PriceRow, Sku};
use crate::scenario::{PaymentOption, TermYears};
use crate::usage::{Ledger, Purchase};

/// Smallest amounts in the common denominator of instance-hours, vCPU-hours and GB-hours.
pub(super) const COMMON_PER: i128 = 1_024 * 3_600;

/// The usage of one SKU by all workloads, with its prices.
#[derive(Clone, Debug)]
pub struct SkuLoad {
    /// The SKU.
    pub sku: Sku,
    /// Smallest amounts per hour.
    pub hourly: Vec<i64>,
    /// The plan's rate.
    pub rate: PriceRow,
    /// On-demand price before discounts.
    pub list: PriceRow,
    /// On-demand price after discounts.
    pub contracted: Money,
    /// How many [`COMMON_PER`]-ths one smallest amount is.
    scale: i128,
}

impl SkuLoad {
    /// The rate of one smallest amount, in picodollars over the common denominator.
    pub(super) fn scaled_rate(&self) -> i128 {
        self.rate.unit_price.picodollars() * self.scale
    }

    /// What an hour avoids on demand for each dollar of commitment spent on it.
    pub(super) fn avoided_per_dollar(&self) -> f64 {
        self.contracted.picodollars() as f64 / self.rate.unit_price.picodollars() as f64
    }
}

/// Everything a Compute plan may cover, best saving first.
#[derive(Clone, Debug)]
pub struct CoverableLoad {
    /// One per SKU, in the order of application.
    pub skus: Vec<SkuLoad>,
    /// Hours of the horizon.
    pub hours: usize,
}

/// Whether a Compute plan covers a SKU.
fn is_coverable(sku: &Sku) -> bool {
    matches!(sku, Sku::Instance(_) | Sku::FargateVcpu(_) | Sku::FargateMemory(_))
}

impl CoverableLoad {
    /// Collects the coverable on-demand usage of a ledger at the rates of a plan.
    ///
    /// # Errors
    /// [`MissingPrice`] when a SKU has no rate or no on-demand price.
    pub fn of(
        ledger: &Ledger,
        pricing: &Pricing<'_>,
        term: TermYears,
        payment: PaymentOption,
    ) -> Result<Self, MissingPrice> {
        let mut by_sku: BTreeMap<&Sku, Vec<i64>> = BTreeMap::new();
        for row in ledger.rows.iter().filter(|row| row.purchase == Purchase::OnDemand && is_coverable(&row.sku)) {
            let sums = by_sku.entry(&row.sku).or_insert_with(|| vec![0; row.hourly.len()]);
            sums.iter_mut().zip(&row.hourly).for_each(|(sum, amount)| *sum += amount);
        }
        let mut skus = Vec::new();
        for (sku, hourly) in by_sku {
            let rate = pricing.book.plan_rate(sku, PlanKind::Compute, term, payment)?;
            let list = pricing.book.price(sku)?;
            let contracted = pricing.contracted(&list, sku.service_code());
            let scale = COMMON_PER / sku.unit().amounts_per_unit(1);
            skus.push(SkuLoad { sku: sku.clone(), hourly, rate, list, contracted, scale });
        }
        let codes = pricing.book.codes();
        skus.sort_by(|left, right| {
            application_order(left, right).then_with(|| left.sku.usage_type(codes).cmp(&right.sku.usage_type(codes)))
        });
        Ok(Self { skus, hours: pricing.horizon.hours() as usize })
    }
}

/// Largest saving first, ties to the lower rate (rule C1), compared exactly.
fn application_order(left: &SkuLoad, right: &SkuLoad) -> Ordering {
    let rate = |load: &SkuLoad| load.rate.unit_price.picodollars();
    let list = |load: &SkuLoad| load.list.unit_price.picodollars();
    let paid_share = (rate(left) * list(right)).cmp(&(rate(right) * list(left)));
    paid_share.then_with(|| rate(left).cmp(&rate(right)))
}

#[cfg(test)]
impl CoverableLoad {
    /// A load with made-up prices: `(hourly amounts, list, contracted, rate)` in dollars per unit, in the order given
    /// except that the best saving comes first.
    pub(super) fn made_up(skus: Vec<(Sku, Vec<i64>, Money, Money, Money)>) -> Self {
        let row = |unit_price| PriceRow {
            unit_price,
            as_of: "2026".to_owned(),
            basis: crate::pricing::Basis::Observed,
            source: "test".to_owned(),
            overridden: false,
        };
        let hours = skus.first().map_or(0, |sku| sku.1.len());
        let made = |(sku, hourly, list, contracted, rate): (Sku, Vec<i64>, Money, Money, Money)| {
            let scale = COMMON_PER / sku.unit().amounts_per_unit(1);
            SkuLoad { sku, hourly, rate: row(rate), list: row(list), contracted, scale }
        };
        let mut skus: Vec<SkuLoad> = skus.into_iter().map(made).collect();
        skus.sort_by(application_order);
        Self { skus, hours }
    }
}
