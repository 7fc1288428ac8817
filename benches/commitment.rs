//! How fast the best portfolio is found: one plan, families beside a Compute plan, every term and payment, three years.
//!
//! Every bench asserts its gap before it is timed. `cargo bench --bench commitment`

use std::hint::black_box;

use divan::Bencher;

use ecsplan::commitment::{
    Buyable, CoverableItem, CoverableUsage, Limits, Offer, PlanScope, Portfolio, PortfolioProblem, best_portfolio,
};
use ecsplan::money::{Money, Percent};
use ecsplan::patience::Patience;
use ecsplan::scenario::{PaymentOption, TermYears};

const YEAR: usize = 8_760;

/// One CPU-unit-second of a thousand parts.
const PARTS: i128 = 3_600_000_000;

fn main() {
    divan::main();
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// A random walk around a daily swing and quieter weekends, in parts of a unit.
    fn load(&mut self, hours: usize) -> Vec<i64> {
        let (mean, swing, weekend) = (self.between(20.0, 200.0), self.between(0.1, 0.6), self.between(0.5, 1.0));
        let mut level = 1.0;
        let hour = |hour: usize| {
            level = (level + self.between(-0.02, 0.02)).clamp(0.5, 2.0);
            let turn = (hour % 24) as f64 / 24.0 * std::f64::consts::TAU;
            let week = if hour / 24 % 7 >= 5 { weekend } else { 1.0 };
            let noise = 1.0 + self.between(-0.05, 0.05);
            (mean * level * week * noise * (1.0 - swing * turn.cos()) * PARTS as f64) as i64
        };
        (0..hours).map(hour).collect()
    }
}

/// Families of so many items each, Fargate beside them, and plans of so many kinds.
#[derive(Clone, Copy, Debug)]
struct Case {
    families: usize,
    per_family: usize,
    fargate: usize,
    kinds: usize,
    hours: usize,
}

const KINDS: [(TermYears, PaymentOption, f64); 6] = [
    (TermYears::One, PaymentOption::NoUpfront, 1.0),
    (TermYears::One, PaymentOption::PartialUpfront, 0.95),
    (TermYears::One, PaymentOption::AllUpfront, 0.93),
    (TermYears::Three, PaymentOption::NoUpfront, 0.72),
    (TermYears::Three, PaymentOption::PartialUpfront, 0.67),
    (TermYears::Three, PaymentOption::AllUpfront, 0.65),
];

fn money(dollars: f64) -> Money {
    Money::from_picodollars((dollars * 1e7).round() as i128 * 100_000)
}

impl Case {
    fn usage(self) -> CoverableUsage {
        let mut random = Random(7);
        let mut usage = CoverableUsage { hours: self.hours, ..CoverableUsage::default() };
        let mut shares = Vec::new();
        let count = self.families * self.per_family + self.fargate;
        let mut family_shares = (0.0, 0.0);
        for index in 0..count {
            let list = money(random.between(0.03, 0.4));
            if index % self.per_family == 0 || index >= self.families * self.per_family {
                let compute = random.between(0.68, 0.85);
                family_shares = (compute, compute - random.between(0.03, 0.12));
            }
            shares.push(family_shares);
            let hourly = random.load(self.hours);
            let name = format!("item-{index}");
            usage.items.push(CoverableItem { name, hourly, parts_per_unit: PARTS, list, contracted: list });
        }
        for (term, payment, factor) in KINDS.into_iter().take(self.kinds) {
            let offer = |scope, rates| Offer { scope, term, payment, rates, fee_discount: Percent::ZERO };
            let rate =
                |index: usize, share: f64| money(usage.items[index].list.picodollars() as f64 / 1e12 * share * factor);
            let compute = (0..count).map(|index| Some(rate(index, shares[index].0))).collect();
            usage.offers.push(offer(PlanScope::Compute, compute));
            for family in 0..self.families {
                let mine = |index: usize| index / self.per_family == family;
                let rates = (0..count).map(|index| mine(index).then(|| rate(index, shares[index].1))).collect();
                usage.offers.push(offer(PlanScope::Ec2Instance(format!("f{family}")), rates));
            }
        }
        usage
    }
}

fn gap(portfolio: &Portfolio) -> f64 {
    let bound = portfolio.lower_bound.picodollars() as f64;
    (portfolio.total.picodollars() as f64 - bound) / bound
}

fn run(bencher: Bencher<'_, '_>, case: Case, limits: Limits, most: f64) {
    let usage = case.usage();
    let buyable: Vec<Buyable> = (0..usage.offers.len()).map(|offer| Buyable { offer, hours: 0..case.hours }).collect();
    let problem = PortfolioProblem { usage: &usage, held: &[], buyable: &buyable, limits, patience: Patience::ENDLESS };
    let portfolio = best_portfolio(&problem);
    assert!(portfolio.total < usage.on_demand_cost() && gap(&portfolio) <= most, "gap {}", gap(&portfolio));
    bencher.bench_local(|| best_portfolio(black_box(&problem)));
}

/// One Compute plan over a year.
#[divan::bench(args = [1, 2, 4])]
fn one_plan(bencher: Bencher<'_, '_>, items: usize) {
    let case = Case { families: 0, per_family: 1, fargate: items, kinds: 1, hours: YEAR };
    run(bencher, case, Limits::default(), 1e-8);
}

/// A Compute plan and a plan for each family, one item each, Fargate beside them.
#[divan::bench(args = [10, 20], sample_count = 20)]
fn families(bencher: Bencher<'_, '_>, families: usize) {
    let case = Case { families, per_family: 1, fargate: 2, kinds: 1, hours: YEAR };
    run(bencher, case, Limits::default(), 1e-3);
}

/// Three items to a family.
#[divan::bench(args = [3, 10], sample_count = 5)]
fn families_of_three_items(bencher: Bencher<'_, '_>, families: usize) {
    let case = Case { families, per_family: 3, fargate: 2, kinds: 1, hours: YEAR };
    run(bencher, case, Limits::default(), 1e-3);
}

/// Every term and payment of ten families.
#[divan::bench(sample_count = 20)]
fn all_kinds(bencher: Bencher<'_, '_>) {
    let case = Case { families: 10, per_family: 1, fargate: 2, kinds: 6, hours: YEAR };
    run(bencher, case, Limits::default(), 1e-3);
}

/// Every term and payment of three families, with little cash.
#[divan::bench(sample_count = 3)]
fn all_kinds_with_little_cash(bencher: Bencher<'_, '_>) {
    let case = Case { families: 3, per_family: 1, fargate: 2, kinds: 6, hours: YEAR };
    let max_upfront = Some(Money::from_picodollars(100_000 * 1_000_000_000_000));
    run(bencher, case, Limits { max_upfront, ..Limits::default() }, 1e-3);
}

/// Ten families over three years.
#[divan::bench(sample_count = 10)]
fn three_years(bencher: Bencher<'_, '_>) {
    let case = Case { families: 10, per_family: 1, fargate: 2, kinds: 1, hours: 3 * YEAR };
    run(bencher, case, Limits::default(), 1e-3);
}
