//! Small costs are covered as any are.

use proptest::prelude::*;

use super::problems::{Shape, problems};
use crate::commitment::apply::is_used_alike;
use crate::commitment::portfolio::single::{covered_both_ways, has_small_costs};
use crate::commitment::{Purchase, pooled};
use crate::money::Money;

const HELD: Shape = Shape { per_family: 2, kinds: 2, windows: true, hours: 12 };
const SHAPE: Shape = Shape { per_family: 2, kinds: 1, windows: false, hours: 12 };

proptest! {
    #[test]
    fn small_integers_cover_what_any_do(owned in problems(SHAPE), steps in 1_i128..400_000) {
        let problem = owned.problem();
        for index in 0..problem.buyable.len() {
            let [small, any] = covered_both_ways(&problem, index, steps);
            prop_assert_eq!(small, any);
        }
    }

    #[test]
    fn plans_are_used_in_small_integers_as_in_any(owned in problems(HELD), steps in 0_i128..400_000, times in 0_u32..50) {
        let bought = owned.buyable.iter().map(|buyable| Purchase {
            offer: buyable.offer,
            hourly_commitment: Money::from_picodollars(steps * 10_000_000).times(1 << times),
            hours: buyable.hours.clone(),
        });
        let purchases: Vec<Purchase> = owned.held.iter().cloned().chain(bought).collect();
        prop_assert!(is_used_alike(&owned.usage, &pooled(&owned.usage, &purchases)));
    }

    #[test]
    fn huge_costs_are_not_taken_for_small_ones(mut owned in problems(SHAPE), times in 0_u32..40) {
        let most = i128::from(i64::MAX);
        for item in &mut owned.usage.items {
            item.hourly.iter_mut().for_each(|parts| *parts = parts.saturating_mul(1 << times));
        }
        let problem = owned.problem();
        let shares = problem.usage.shares_per_picodollar();
        for (index, buyable) in problem.buyable.iter().enumerate() {
            let rates = problem.usage.offers[buyable.offer].rates.iter().zip(&problem.usage.items);
            let costs = rates.filter_map(|(rate, item)| {
                let most = i128::from(item.hourly.iter().copied().max().unwrap_or(0));
                rate.map(|rate| most * rate.picodollars() * (shares / item.parts_per_unit))
            });
            let is_small = costs.max().is_none_or(|cost| cost <= most);
            prop_assert_eq!(has_small_costs(&problem, index), is_small);
        }
    }
}
