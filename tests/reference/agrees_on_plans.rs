//! Plans: what they cover, and the best commitment against every neighbour of every kink.

use ecsplan::bill::Pricing;
use ecsplan::commitment::{
    Buyable, LedgerUsage, Limits, PlanScope, PortfolioProblem, Purchase, apply, best_portfolio, pooled,
};
use ecsplan::money::{Money, Percent};
use ecsplan::patience::Patience;
use ecsplan::pricing::{Platform, PriceBook, PriceTables, Sku};
use ecsplan::scenario::{PaymentOption, PriceAdjustments, Scenario, TermYears};
use ecsplan::usage::Ledger as LibraryLedger;
use proptest::collection::vec;
use proptest::prelude::*;

use super::plan::{best, candidates, cover, coverable, tie};
use super::usage::Ledger;
use crate::support::dice::cases;
use crate::support::stories::Story;

const TWO_DAYS: &str = r#"
name = "plans"
region = "ap-northeast-2"
[horizon]
start = "2026-01-31"
hours = 48
[[service]]
name = "a"
tasks = 1
task = { vcpu = 1, memory_gb = 2 }
[[service]]
name = "b"
tasks = 1
task = { vcpu = 1, memory_gb = 2 }
"#;

/// Hourly use of a SKU: how many things run in each of 48 hours, each for some of the hour.
pub(super) fn hours(most: i64) -> impl Strategy<Value = Vec<i64>> {
    vec((0..=most, prop_oneof![Just(3_600_i64), 0..=3_600_i64]), 48)
        .prop_map(|hours| hours.into_iter().map(|(count, seconds)| count * seconds).collect())
}

/// Use of Fargate and of instances by two services.
fn ledgers() -> impl Strategy<Value = Vec<(&'static str, Sku, Vec<i64>)>> {
    let vcpu = |hours: Vec<i64>| hours.iter().map(|seconds| seconds * 1_024).collect::<Vec<i64>>();
    let memory = |hours: Vec<i64>| hours.iter().map(|seconds| seconds * 2_048).collect::<Vec<i64>>();
    (hours(12), hours(3), hours(5), hours(2)).prop_map(move |(a, b, instances, large)| {
        vec![
            ("a", Sku::FargateVcpu(Platform::LinuxX86), vcpu(a.clone())),
            ("a", Sku::FargateMemory(Platform::LinuxX86), memory(a)),
            ("b", Sku::FargateVcpu(Platform::LinuxX86), vcpu(b.clone())),
            ("b", Sku::FargateMemory(Platform::LinuxX86), memory(b)),
            ("a", Sku::Instance("m7g.large".to_owned()), instances),
            ("b", Sku::Instance("c6i.xlarge".to_owned()), large),
        ]
    })
}

pub(super) fn discounts() -> impl Strategy<Value = PriceAdjustments> {
    let percent = |name: &str, percent: i64| (name.to_owned(), Percent::whole(percent));
    (0_i64..60, 0_i64..30, 0_i64..20).prop_map(move |(compute, containers, plans)| PriceAdjustments {
        discount_percent: [
            percent("AmazonEC2", compute),
            percent("AmazonECS", containers),
            percent("ComputeSavingsPlans", plans),
            percent("EC2InstanceSavingsPlans", plans / 2),
        ]
        .into_iter()
        .filter(|(_, percent)| !percent.is_zero())
        .collect(),
        ..PriceAdjustments::default()
    })
}

fn kinds() -> impl Strategy<Value = (TermYears, PaymentOption)> {
    prop_oneof![Just((TermYears::One, PaymentOption::NoUpfront)), Just((TermYears::Three, PaymentOption::AllUpfront)),]
}

fn pricing<'a>(scenario: &'a Scenario, book: &'a PriceBook) -> Pricing<'a> {
    Pricing { book, horizon: &scenario.horizon, account: &scenario.account, scenario }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn the_best_commitment_is_the_best_of_every_kinks_neighbours(
        rows in ledgers(), adjustments in discounts(), kind in kinds(), plan_hours in prop_oneof![Just(48_usize), 1_usize..48],
    ) {
        let scenario = Story::written(TWO_DAYS).read();
        let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &adjustments, false).unwrap();
        let (mut ours, mut theirs) = (Ledger::default(), LibraryLedger::default());
        for (workload, sku, hourly) in rows {
            ours.add(Some(workload), sku.clone(), hourly.clone());
            theirs.add(Some(workload), sku, hourly);
        }
        let skus = coverable(&ours, &book, None, kind.0, kind.1).unwrap();
        let pricing = pricing(&scenario, &book);
        let mut load = LedgerUsage::of(&theirs, &pricing).unwrap();
        let offer = load.offer(&PlanScope::Compute, kind.0, kind.1, &pricing).unwrap();
        let discount = book.discount("ComputeSavingsPlans");

        let buyable = [Buyable { offer, hours: 0..plan_hours }];
        let problem = PortfolioProblem { usage: &load.usage, held: &[], buyable: &buyable, limits: Limits::default(), patience: Patience::ENDLESS };
        let bought = best_portfolio(&problem).bought;
        let found = bought.first().map_or(Money::ZERO, |holding| holding.purchase.hourly_commitment);
        let candidates = candidates(&skus, plan_hours, discount);
        let least = *candidates.values().min().unwrap();
        let Some(cost) = candidates.get(&found.picodollars()) else { panic!("{} is no candidate", found.to_decimal()) };
        prop_assert!(cost - least <= tie(&candidates), "{}", found.to_decimal());
        let ours = Money::from_picodollars(best(&skus, plan_hours, discount));
        prop_assert_eq!(ours.to_decimal(), found.to_decimal());

        for commitment in [found, found.divided_by(2), found.times(3).divided_by(2)] {
            let purchase = Purchase { offer, hourly_commitment: commitment, hours: 0..plan_hours };
            let coverage = apply(&load.usage, &pooled(&load.usage, &[purchase]));
            let theirs: Vec<Vec<i64>> = coverage.pairs.into_iter().map(|pair| pair.hourly).collect();
            prop_assert_eq!(cover(&skus, commitment.picodollars(), plan_hours), theirs);
        }
    }
}
