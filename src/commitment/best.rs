//! The best commitment of one plan (rule C3).

use std::collections::BTreeMap;

use super::cover::remainder_cost;
use super::load::{COMMON_PER, CoverableLoad};
use crate::money::{Money, Percent};

/// Picodollars of the fifth decimal, the finest commitment AWS accepts.
const FIFTH_DECIMAL: i128 = 10_000_000;

/// The least commitment AWS accepts, in steps of the fifth decimal.
const LEAST_STEPS: i128 = 100;

/// Totals this close, relative to the total without a plan, are ties.
const TIE: f64 = 1e-9;

/// A kink of the total: an hour's running sum of costs at the plan's rates.
struct Kink {
    commitment: f64,
    slope_change: f64,
}

/// A kink with the total there, as far as floating point knows it; only differences of totals matter.
#[derive(Clone, Copy)]
struct Level {
    commitment: f64,
    total: f64,
}

/// The hourly commitment with the least total cost over the horizon; zero when no plan pays.
///
/// The plan's fee is paid for `plan_hours` hours, less `plan_discount`. Between two kinks the total is
/// a straight line, so the best five-decimal commitment lies next to a kink that costs no more than it.
#[must_use]
pub fn best_commitment(load: &CoverableLoad, plan_hours: usize, plan_discount: Percent) -> Money {
    let plan_hours = plan_hours.min(load.hours);
    let without = remainder_cost(load, Money::ZERO, plan_hours);
    let total = |commitment: Money| {
        let fee = commitment.times(plan_hours as i128).percent_off(plan_discount);
        fee + remainder_cost(load, commitment, plan_hours) - without
    };
    let levels = levels(load, plan_hours, plan_discount);
    let tie = Money::from_picodollars((without.picodollars() as f64 * TIE) as i128);
    let mut search = Search { total, tried: BTreeMap::from([(Money::ZERO, Money::ZERO)]) };
    let mut by_total = levels.clone();
    by_total
        .sort_by(|left, right| left.total.total_cmp(&right.total).then(left.commitment.total_cmp(&right.commitment)));
    for level in &by_total {
        if level.total >= dollars(search.least()) {
            break;
        }
        search.try_next_to(level.commitment);
    }
    let reach = dollars(search.least() + tie);
    // Of ties the smallest counts: it is next to the first kink within reach, or just above the one before.
    let first = levels.iter().position(|level| level.total <= reach).unwrap_or(0);
    for level in &levels[first.saturating_sub(1)..=first] {
        search.try_next_to(level.commitment);
    }
    search.smallest_within(tie)
}

/// Exact totals of the commitments tried so far.
struct Search<F: Fn(Money) -> Money> {
    total: F,
    tried: BTreeMap<Money, Money>,
}

impl<F: Fn(Money) -> Money> Search<F> {
    fn least(&self) -> Money {
        self.tried.values().copied().min().unwrap_or(Money::ZERO)
    }

    fn try_next_to(&mut self, commitment: f64) {
        for neighbour in neighbours(commitment) {
            let total = &self.total;
            self.tried.entry(neighbour).or_insert_with(|| total(neighbour));
        }
    }

    /// The smallest commitment whose total is the least, ties included.
    fn smallest_within(&self, tie: Money) -> Money {
        let reach = self.least() + tie;
        self.tried.iter().find(|&(_, &total)| total <= reach).map_or(Money::ZERO, |(&commitment, _)| commitment)
    }
}

fn dollars(amount: Money) -> f64 {
    amount.picodollars() as f64 / 1e12
}

/// The five-decimal commitments around `commitment` dollars that AWS accepts.
fn neighbours(commitment: f64) -> impl Iterator<Item = Money> {
    let below = (commitment * 1e5).floor() as i128;
    (below - 1..=below + 1)
        .filter(|&step| step >= LEAST_STEPS)
        .map(|step| Money::from_picodollars(step * FIFTH_DECIMAL))
}

/// Every kink, and the slope of the total at commitment zero.
fn kinks(load: &CoverableLoad, plan_hours: usize, fee_slope: f64) -> (Vec<Kink>, f64) {
    let mut kinks = Vec::with_capacity(plan_hours * load.skus.len());
    let mut first_slope = fee_slope;
    let worth: Vec<f64> = load.skus.iter().map(super::load::SkuLoad::avoided_per_dollar).collect();
    for hour in 0..plan_hours {
        let mut running = 0_i128;
        let mut last: Option<f64> = None;
        for (sku, &worth) in load.skus.iter().zip(&worth) {
            let cost = i128::from(sku.hourly[hour]) * sku.scaled_rate();
            if cost == 0 {
                continue;
            }
            match last {
                None => first_slope -= worth,
                Some(before) => kinks.push(kink(running, before - worth)),
            }
            running += cost;
            last = Some(worth);
        }
        if let Some(before) = last {
            kinks.push(kink(running, before));
        }
    }
    (kinks, first_slope)
}

fn kink(running: i128, slope_change: f64) -> Kink {
    Kink { commitment: running as f64 / (COMMON_PER as f64 * 1e12), slope_change }
}

/// Follows the total over the kinks, from zero at commitment zero.
fn levels(load: &CoverableLoad, plan_hours: usize, plan_discount: Percent) -> Vec<Level> {
    let fee_share = dollars(Money::from_picodollars(1_000_000_000_000).percent_off(plan_discount));
    let (mut kinks, mut slope) = kinks(load, plan_hours, fee_share * plan_hours as f64);
    kinks.sort_unstable_by(|left, right| left.commitment.total_cmp(&right.commitment));
    let mut here = Level { commitment: 0.0, total: 0.0 };
    let mut levels = vec![here];
    for kink in kinks {
        here.total += slope * (kink.commitment - here.commitment);
        here.commitment = kink.commitment;
        slope += kink.slope_change;
        levels.push(here);
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::cover;
    use crate::commitment::cover::fineness;
    use crate::pricing::{Platform, Sku};
    use proptest::prelude::*;

    /// The total of a commitment, hour by hour in whole picodollars over the common denominator.
    fn total_by_hour(load: &CoverableLoad, commitment: Money, plan_hours: usize, discount: Percent) -> Money {
        let fee = commitment.times(plan_hours as i128).percent_off(discount);
        fee + remainder_cost(load, commitment, plan_hours)
    }

    /// Every five-decimal commitment next to a kink, all of them at exact cost.
    fn exhaustive(load: &CoverableLoad, plan_hours: usize, discount: Percent) -> (Money, Money) {
        let mut tried = vec![Money::ZERO];
        for hour in 0..plan_hours {
            let mut running = 0;
            for sku in &load.skus {
                running += i128::from(sku.hourly[hour]) * sku.scaled_rate();
                let steps = running / COMMON_PER / FIFTH_DECIMAL;
                tried.extend(
                    (steps - 1..=steps + 2)
                        .filter(|&step| step >= LEAST_STEPS)
                        .map(|step| Money::from_picodollars(step * FIFTH_DECIMAL)),
                );
            }
        }
        tried
            .into_iter()
            .map(|commitment| (total_by_hour(load, commitment, plan_hours, discount), commitment))
            .min()
            .unwrap()
    }

    fn loads() -> impl Strategy<Value = CoverableLoad> {
        let sku = |sku: Sku, most: i64| {
            let price = 10_000_000_000_i128..200_000_000_000;
            (proptest::collection::vec(0..most, 24), price, 30_i128..100, 60_i128..=100).prop_map(
                move |(hourly, list, rate, contracted)| {
                    let part = |percent: i128| Money::from_picodollars(list * percent / 100);
                    (sku.clone(), hourly, Money::from_picodollars(list), part(contracted), part(rate))
                },
            )
        };
        let vcpu = Sku::FargateVcpu(Platform::LinuxX86);
        let memory = Sku::FargateMemory(Platform::LinuxX86);
        (
            sku(vcpu, 20 * 1_024 * 3_600),
            sku(memory, 40 * 1_024 * 3_600),
            sku(Sku::Instance("m7g.large".to_owned()), 9 * 3_600),
        )
            .prop_map(|(first, second, third)| CoverableLoad::made_up(vec![first, second, third]))
    }

    proptest! {
        #[test]
        fn the_best_commitment_is_the_best_of_all(load in loads(), plan_hours in 1_usize..30, discount in 0_i64..20) {
            let discount = Percent::whole(discount);
            let plan_hours = plan_hours.min(load.hours);
            let found = best_commitment(&load, plan_hours, discount);
            let (least, _) = exhaustive(&load, plan_hours, discount);
            let total = total_by_hour(&load, found, plan_hours, discount);
            let tie = (remainder_cost(&load, Money::ZERO, plan_hours).picodollars() as f64 * TIE) as i128;
            prop_assert!((total - least).picodollars() <= tie, "{} at {} against {}", total.to_decimal(), found.to_decimal(), least.to_decimal());
        }

        #[test]
        fn what_is_used_is_never_above_what_is_bought(load in loads(), steps in 0_i128..3_000_000) {
            let commitment = Money::from_picodollars(steps * FIFTH_DECIMAL);
            let coverage = cover(&load, commitment, load.hours);
            for hour in 0..load.hours {
                let million = |sku: &crate::commitment::SkuLoad| i128::from(1_000_000 / fineness(&sku.sku));
                let used: i128 = load.skus.iter().zip(&coverage.covered).map(|(sku, covered)| i128::from(covered[hour]) * sku.scaled_rate() * million(sku)).sum();
                prop_assert!(used <= commitment.picodollars() * COMMON_PER * 1_000_000);
                for (sku, covered) in load.skus.iter().zip(&coverage.covered) {
                    prop_assert!(covered[hour] <= sku.hourly[hour] * fineness(&sku.sku));
                }
            }
        }
    }

    #[test]
    fn one_sku_is_a_quantile_of_its_load() {
        let hourly: Vec<i64> = (1..=10).map(|instances| instances * 3_600).collect();
        let dollars = |text: &str| Money::parse(text).unwrap();
        let load = CoverableLoad::made_up(vec![(
            Sku::Instance("m7g.large".to_owned()),
            hourly,
            dollars("1"),
            dollars("1"),
            dollars("0.65"),
        )]);
        // Seven of ten hours use at least four instances, and 0.65 < 0.7; the fifth is used in six hours only.
        assert_eq!(best_commitment(&load, 10, Percent::ZERO), dollars("2.6"));
    }
}
