//! Applying plans hour by hour in AWS's order (rule C2).

use std::cmp::Ordering;
use std::ops::Range;

use super::usage::{CoverableUsage, Offer};
use crate::money::Money;

/// A plan that is held or bought: so much an hour of an offer, in some of the hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// Which offer, by its index in the usage.
    pub offer: usize,
    /// Hourly commitment at the offer's published rates.
    pub hourly_commitment: Money,
    /// The hours in which it runs.
    pub hours: Range<usize>,
}

/// All purchases of one offer: AWS applies them as one (rule C2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Which offer.
    pub offer: usize,
    /// The commitment of every hour.
    pub hourly: Vec<Money>,
}

/// Purchases of the same offer together, in the order of the offers.
#[must_use]
pub fn pooled(usage: &CoverableUsage, purchases: &[Purchase]) -> Vec<Pool> {
    let pool = |offer| {
        let mut hourly = vec![Money::ZERO; usage.hours];
        let mut of_offer = purchases.iter().filter(|purchase| purchase.offer == offer).peekable();
        of_offer.peek()?;
        for purchase in of_offer {
            let hours = purchase.hours.start.min(usage.hours)..purchase.hours.end.min(usage.hours);
            hourly[hours].iter_mut().for_each(|sum| *sum += purchase.hourly_commitment);
        }
        Some(Pool { offer, hourly })
    };
    (0..usage.offers.len()).filter_map(pool).collect()
}

/// What one pool covers of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairCoverage {
    /// The pool, by its index.
    pub pool: usize,
    /// The item, by its index.
    pub item: usize,
    /// Parts covered in every hour.
    pub hourly: Vec<i64>,
}

/// What plans cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Every pair of a pool and an item that it may cover, in the order of application.
    pub pairs: Vec<PairCoverage>,
}

/// A pair of a pool and an item, with the cost of a part at the pool's rate.
struct Pair {
    pool: usize,
    item: usize,
    part_cost: i128,
}

/// What comes of the hours one by one.
trait Sink {
    fn covered(&mut self, hour: usize, pair: usize, parts: i64);
    fn unused(&mut self, hour: usize, pool: usize, shares: i128);
}

/// Applies pools to usage, hour by hour.
#[must_use]
pub fn apply(usage: &CoverableUsage, pools: &[Pool]) -> Coverage {
    let pairs = ordered_pairs(usage, pools);
    let mut series = Series::of(usage, &pairs, 0);
    run(usage, pools, &pairs, &mut series);
    Coverage { pairs: series.covered }
}

/// What is covered in every hour, and where that is asked for what is not used.
#[derive(Debug, PartialEq)]
struct Series {
    covered: Vec<PairCoverage>,
    unused: Vec<Vec<i128>>,
}

impl Series {
    fn of(usage: &CoverableUsage, pairs: &[Pair], unused_of: usize) -> Self {
        let empty = |pair: &Pair| PairCoverage { pool: pair.pool, item: pair.item, hourly: vec![0; usage.hours] };
        Self { covered: pairs.iter().map(empty).collect(), unused: vec![vec![0; usage.hours]; unused_of] }
    }
}

impl Sink for Series {
    fn covered(&mut self, hour: usize, pair: usize, parts: i64) {
        self.covered[pair].hourly[hour] = parts;
    }

    fn unused(&mut self, hour: usize, pool: usize, shares: i128) {
        if let Some(unused) = self.unused.get_mut(pool) {
            unused[hour] = shares;
        }
    }
}

/// Whether commitments are used in small integers as in any.
#[cfg(test)]
pub(super) fn is_used_alike(usage: &CoverableUsage, pools: &[Pool]) -> bool {
    let pairs = ordered_pairs(usage, pools);
    let [mut one, mut other] = [(); 2].map(|()| Series::of(usage, &pairs, pools.len()));
    run(usage, pools, &pairs, &mut one);
    run_any(usage, pools, &pairs, &mut other);
    one == other
}

/// What pools come to over all hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// What stays on demand, at contracted prices, rounded once per item.
    pub on_demand: Money,
    /// Used of each pool at published rates, rounded once.
    pub used: Vec<Money>,
    /// Not used of each pool: all of it less what is used.
    pub unused: Vec<Money>,
}

/// What pools cover of items over all hours: the pool, the item and the parts of every pair that may be covered.
#[must_use]
pub(super) fn covered_parts(usage: &CoverableUsage, pools: &[Pool]) -> Vec<(usize, usize, i128)> {
    let pairs = ordered_pairs(usage, pools);
    let mut sums = Sums { covered: vec![0; pairs.len()], unused: vec![0; pools.len()] };
    run(usage, pools, &pairs, &mut sums);
    pairs.iter().zip(sums.covered).map(|(pair, parts)| (pair.pool, pair.item, parts)).collect()
}

/// Parts and money over all hours.
struct Sums {
    covered: Vec<i128>,
    unused: Vec<i128>,
}

impl Sink for Sums {
    fn covered(&mut self, _: usize, pair: usize, parts: i64) {
        self.covered[pair] += i128::from(parts);
    }
    fn unused(&mut self, _: usize, pool: usize, shares: i128) {
        self.unused[pool] += shares;
    }
}

/// Applies pools and keeps the totals only.
#[must_use]
pub fn totals(usage: &CoverableUsage, pools: &[Pool]) -> Totals {
    let pairs = ordered_pairs(usage, pools);
    let mut sums = Sums { covered: vec![0; pairs.len()], unused: vec![0; pools.len()] };
    run(usage, pools, &pairs, &mut sums);
    let mut left: Vec<i128> =
        usage.items.iter().map(|item| item.hourly.iter().map(|&parts| i128::from(parts)).sum()).collect();
    for (pair, covered) in pairs.iter().zip(&sums.covered) {
        left[pair.item] -= covered;
    }
    let on_demand = usage.items.iter().zip(&left).map(|(item, &parts)| item.on_demand_cost(parts)).sum();
    let shares = usage.shares_per_picodollar();
    let unused: Vec<Money> = sums.unused.iter().map(|&sum| Money::from_picodollars(sum).divided_by(shares)).collect();
    let bought = |pool: &Pool| pool.hourly.iter().copied().sum::<Money>();
    let used = pools.iter().zip(&unused).map(|(pool, &unused)| bought(pool) - unused).collect();
    Totals { on_demand, used, unused }
}

/// Every pair that may be covered: EC2 Instance plans first; then the largest saving, ties to the lower rate, then by
/// usage type and offer.
fn ordered_pairs(usage: &CoverableUsage, pools: &[Pool]) -> Vec<Pair> {
    let shares = usage.shares_per_picodollar();
    let mut pairs = Vec::new();
    for (index, pool) in pools.iter().enumerate() {
        let rates = usage.offers[pool.offer].rates.iter().enumerate();
        pairs.extend(rates.filter_map(|(item, rate)| {
            let scale = shares / usage.items[item].parts_per_unit;
            rate.map(|rate| Pair { pool: index, item, part_cost: rate.picodollars() * scale })
        }));
    }
    let key = |pair: &Pair| (&usage.offers[pools[pair.pool].offer], pair.item);
    pairs.sort_by(|left, right| order_of_application(usage, key(left), key(right)).then(left.pool.cmp(&right.pool)));
    pairs
}

/// The order in which AWS applies plans to items (rule C1).
pub(super) fn order_of_application(
    usage: &CoverableUsage,
    (left_offer, left): (&Offer, usize),
    (right_offer, right): (&Offer, usize),
) -> Ordering {
    let is_compute = |offer: &Offer| matches!(offer.scope, super::PlanScope::Compute);
    let rate = |offer: &Offer, item: usize| offer.rates[item].map_or(0, Money::picodollars);
    let list = |item: usize| usage.items[item].list.picodollars();
    let (left_rate, right_rate) = (rate(left_offer, left), rate(right_offer, right));
    is_compute(left_offer)
        .cmp(&is_compute(right_offer))
        .then_with(|| (left_rate * list(right)).cmp(&(right_rate * list(left))))
        .then_with(|| left_rate.cmp(&right_rate))
        .then_with(|| usage.items[left].name.cmp(&usage.items[right].name))
}

/// Uses every hour's commitments on the pairs in their order.
fn run(usage: &CoverableUsage, pools: &[Pool], pairs: &[Pair], sink: &mut impl Sink) {
    let shares = usage.shares_per_picodollar();
    match small_costs(usage, pools, pairs, shares) {
        Some(costs) => run_small(usage, pools, (pairs, &costs), sink),
        None => run_any(usage, pools, pairs, sink),
    }
}

/// The cost of a part of every pair, where neither an hour's cost nor a commitment is too large for the integers that
/// processors have.
fn small_costs(usage: &CoverableUsage, pools: &[Pool], pairs: &[Pair], shares: i128) -> Option<Vec<i64>> {
    let fits = |amount: i128| amount <= i128::from(i64::MAX);
    let most = |pool: &Pool| pool.hourly.iter().copied().max().map_or(0, Money::picodollars);
    if !pools.iter().all(|pool| most(pool).checked_mul(shares).is_some_and(fits)) {
        return None;
    }
    let most: Vec<i128> =
        usage.items.iter().map(|item| i128::from(item.hourly.iter().copied().max().unwrap_or(0))).collect();
    let cost = |pair: &Pair| {
        let fits = most[pair.item].checked_mul(pair.part_cost).is_some_and(fits);
        i64::try_from(pair.part_cost).ok().filter(|_| fits)
    };
    pairs.iter().map(cost).collect()
}

/// [`run_any`] for small costs.
fn run_small(usage: &CoverableUsage, pools: &[Pool], (pairs, costs): (&[Pair], &[i64]), sink: &mut impl Sink) {
    let shares = usage.shares_per_picodollar();
    let budgets: Vec<Vec<i64>> = pools.iter().map(|pool| small_budgets(pool, shares)).collect();
    let mut rest = vec![0_i64; pools.len()];
    let mut left = vec![0_i64; usage.items.len()];
    for hour in 0..usage.hours {
        for (rest, budget) in rest.iter_mut().zip(&budgets) {
            *rest = budget[hour];
        }
        for (left, item) in left.iter_mut().zip(&usage.items) {
            *left = item.hourly[hour];
        }
        for (index, (pair, &part_cost)) in pairs.iter().zip(costs).enumerate() {
            let (wanted, budget) = (left[pair.item], rest[pair.pool]);
            if wanted == 0 || budget == 0 {
                continue;
            }
            let cost = wanted * part_cost;
            let parts = if cost <= budget { wanted } else { budget / part_cost };
            rest[pair.pool] = if cost <= budget { budget - cost } else { 0 };
            left[pair.item] -= parts;
            sink.covered(hour, index, parts);
        }
        for (pool, &shares) in rest.iter().enumerate() {
            sink.unused(hour, pool, i128::from(shares));
        }
    }
}

fn small_budgets(pool: &Pool, shares: i128) -> Vec<i64> {
    let budget = |amount: &Money| i64::try_from(amount.picodollars() * shares).expect("the largest was found to fit");
    pool.hourly.iter().map(budget).collect()
}

/// The same whatever the costs are.
fn run_any(usage: &CoverableUsage, pools: &[Pool], pairs: &[Pair], sink: &mut impl Sink) {
    let shares = usage.shares_per_picodollar();
    let mut rest = vec![0_i128; pools.len()];
    let mut left = vec![0_i64; usage.items.len()];
    for hour in 0..usage.hours {
        for (rest, pool) in rest.iter_mut().zip(pools) {
            *rest = pool.hourly[hour].picodollars() * shares;
        }
        for (left, item) in left.iter_mut().zip(&usage.items) {
            *left = item.hourly[hour];
        }
        for (index, pair) in pairs.iter().enumerate() {
            let (wanted, budget) = (left[pair.item], rest[pair.pool]);
            if wanted == 0 || budget == 0 {
                continue;
            }
            let cost = i128::from(wanted) * pair.part_cost;
            let parts = if cost <= budget {
                rest[pair.pool] -= cost;
                wanted
            } else {
                rest[pair.pool] = 0;
                i64::try_from(whole_parts(budget, pair.part_cost).0).expect("less than the hour's usage, which fits")
            };
            left[pair.item] -= parts;
            sink.covered(hour, index, parts);
        }
        for (pool, &shares) in rest.iter().enumerate() {
            sink.unused(hour, pool, shares);
        }
    }
}

/// How many parts a budget pays for, and what is left of it: as by integer division, at a fraction of its time.
///
/// The budget is not below zero, the cost of a part above it.
pub(super) fn whole_parts(budget: i128, part_cost: i128) -> (i128, i128) {
    // Below this the float quotient is off by less than one part.
    const EXACT: f64 = 2_251_799_813_685_248.0;
    let quotient = budget as f64 / part_cost as f64;
    if quotient >= EXACT {
        return (budget / part_cost, budget % part_cost);
    }
    let parts = i128::from(quotient as i64);
    let rest = budget - parts * part_cost;
    if rest < 0 {
        (parts - 1, rest + part_cost)
    } else if rest >= part_cost {
        (parts + 1, rest - part_cost)
    } else {
        (parts, rest)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::whole_parts;

    proptest! {
        #[test]
        fn whole_parts_divide_as_integers_do(budget in 0_i128..1 << 100, bits in 0..100, part_cost in 1_i128..1 << 80) {
            // Quotients of all sizes, most of all near whole numbers.
            let budget = budget >> bits;
            prop_assert_eq!(whole_parts(budget, part_cost), (budget / part_cost, budget % part_cost));
            let near = (budget >> 60) * part_cost;
            for budget in [near, near + 1, (near - 1).max(0)].into_iter().filter(|budget| *budget < 1 << 120) {
                prop_assert_eq!(whole_parts(budget, part_cost), (budget / part_cost, budget % part_cost));
            }
        }
    }
}
