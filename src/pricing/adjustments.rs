//! Laying a scenario's `[prices]` over the tables.

use super::nearest::nearest_name;
use super::region_prices::{RateKey, Rates, RegionPrices};
use super::stored::{StoredPrice, StoredTier};
use super::usage_type::{parse, parse_plan, parse_reserved, plan_usage_type, reserved_usage_type};
use super::{InstanceType, RegionCodes, Sku};
use crate::money::Money;
use crate::scenario::PriceAdjustments;

/// A key under `[prices]` or `[prices.discount_percent]` that cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{key}` under `[{table}]` {problem}{}", nearest_text(.nearest.as_deref()))]
pub struct AdjustmentProblem {
    /// `prices` or `prices.discount_percent`.
    pub table: &'static str,
    /// The key as given.
    pub key: String,
    /// What is wrong with it.
    pub problem: String,
    /// The nearest key that would be right.
    pub nearest: Option<String>,
}

fn nearest_text(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!(" (nearest: `{nearest}`)"))
}

/// The keys of `[prices.discount_percent]`.
const DISCOUNTABLE: [&str; 11] = [
    "all",
    "AmazonECS",
    "AmazonEC2",
    "AWSELB",
    "AmazonVPC",
    "AWSDataTransfer",
    "AmazonCloudWatch",
    "AmazonECR",
    "AmazonEFS",
    "ComputeSavingsPlans",
    "EC2InstanceSavingsPlans",
];

/// No override is dearer than this many dollars for a unit.
const DEAREST: i128 = 1_000_000;

/// What an override key names.
#[derive(Debug)]
pub(super) enum Target {
    Unit(Sku),
    Rate(Sku, RateKey),
    Reserved(String, RateKey),
}

/// What the keys of a region are read with.
pub(super) struct Keys<'a> {
    pub(super) codes: &'a RegionCodes,
    pub(super) instance_types: &'a [InstanceType],
}

impl Keys<'_> {
    /// The SKU of a usage type of the region, of instance types and families that exist only.
    pub(super) fn sku(&self, text: &str) -> Option<Sku> {
        let exists = |name: &str| self.instance_types.binary_search_by(|one| one.name.as_str().cmp(name)).is_ok();
        let is_burstable = |family: &str| self.instance_types.iter().any(|one| one.burstable && one.family() == family);
        parse(text, self.codes).filter(|sku| match sku {
            Sku::Instance(name) | Sku::SpotInstance(name) | Sku::ManagedInstanceFee(name) => exists(name),
            Sku::CpuCredits(family) => is_burstable(family),
            _ => true,
        })
    }

    fn target(&self, key: &str) -> Option<Target> {
        match key.split_once('/') {
            None => self.sku(key).map(Target::Unit),
            Some((plan, usage_type)) => {
                let sku = self.sku(usage_type)?;
                if let (Some(rate), Sku::Instance(name)) = (parse_reserved(plan), &sku) {
                    return Some(Target::Reserved(name.clone(), rate));
                }
                let rate = parse_plan(plan)?;
                sku.is_covered_by(rate.0).then_some(Target::Rate(sku, rate))
            }
        }
    }

    /// The key most like one that names nothing.
    fn nearest(&self, key: &str) -> Option<String> {
        let usage_types = self.usage_types();
        let nearest = |text: &str| nearest_name(text, usage_types.iter().map(String::as_str)).map(str::to_owned);
        match key.split_once('/') {
            None => nearest(key),
            Some((plan, usage_type)) => {
                let reserved = Rates::keys().filter_map(reserved_usage_type);
                let plans: Vec<String> = Rates::keys().map(plan_usage_type).chain(reserved).collect();
                let plan = nearest_name(plan, plans.iter().map(String::as_str))?;
                let usage_type =
                    if self.sku(usage_type).is_some() { usage_type.to_owned() } else { nearest(usage_type)? };
                Some(format!("{plan}/{usage_type}"))
            }
        }
    }

    fn usage_types(&self) -> Vec<String> {
        let of_type = |one: &InstanceType| {
            [
                Sku::Instance(one.name.clone()),
                Sku::SpotInstance(one.name.clone()),
                Sku::ManagedInstanceFee(one.name.clone()),
            ]
        };
        let burstable = self.instance_types.iter().filter(|one| one.burstable);
        let mut skus = Sku::fixed();
        skus.extend(self.instance_types.iter().flat_map(of_type));
        skus.extend(burstable.map(|one| Sku::CpuCredits(one.family().to_owned())));
        skus.iter().map(|sku| sku.usage_type(self.codes)).collect()
    }
}

/// Applies every override to `prices`; gives what cannot be applied, overrides and discounts alike.
pub(super) fn apply(
    keys: &Keys<'_>,
    adjustments: &PriceAdjustments,
    prices: &mut RegionPrices,
) -> Vec<AdjustmentProblem> {
    let mut problems = Vec::new();
    for (key, usd) in &adjustments.overrides {
        match check_override(keys, key, *usd) {
            Ok(target) => replace(prices, target, StoredPrice::of_the_user(*usd)),
            Err(problem) => problems.push(problem),
        }
    }
    problems.extend(adjustments.discount_percent.keys().filter_map(|code| check_discount(code)));
    problems
}

fn check_override(keys: &Keys<'_>, key: &str, usd: Money) -> Result<Target, AdjustmentProblem> {
    let problem = |text: &str, nearest| AdjustmentProblem {
        table: "prices",
        key: key.to_owned(),
        problem: text.to_owned(),
        nearest,
    };
    if usd < Money::ZERO || usd > Money::from_picodollars(DEAREST * 10_i128.pow(12)) {
        return Err(problem("should be a price of at least 0 and at most 1,000,000 dollars", None));
    }
    let names_nothing = || problem(&format!("names nothing that {} sells", keys.codes.region), keys.nearest(key));
    keys.target(key).ok_or_else(names_nothing)
}

fn check_discount(code: &str) -> Option<AdjustmentProblem> {
    let unknown = || AdjustmentProblem {
        table: "prices.discount_percent",
        key: code.to_owned(),
        problem: format!("is not one of {}", DISCOUNTABLE.join(", ")),
        nearest: nearest_name(code, DISCOUNTABLE.into_iter()).map(str::to_owned),
    };
    (!DISCOUNTABLE.contains(&code)).then(unknown)
}

/// Puts a price of the user's in the place of the tables', all its tiers included.
fn replace(prices: &mut RegionPrices, target: Target, price: StoredPrice) {
    match target {
        Target::Unit(sku) => {
            prices.units.insert(sku, vec![StoredTier { from_units: 0, price }]);
        }
        Target::Rate(sku, key) => prices.plans.entry(sku).or_default().set(key, price),
        Target::Reserved(instance_type, key) => prices.reserved.entry(instance_type).or_default().set(key, price),
    }
}
