//! The choice against every five-decimal commitment.

use proptest::prelude::*;

use super::problems::{Owned, Shape, for_all_hours, problems};
use crate::commitment::portfolio::price::price;
use crate::commitment::portfolio::terms::{LEAST_STEPS, commitment};
use crate::commitment::{Portfolio, Purchase, best_portfolio};
use crate::money::{Money, Percent};

/// Every number of steps that could pay, and none.
fn all_steps(owned: &Owned, offer: usize) -> impl Iterator<Item = i128> + Clone {
    let usage = &owned.usage;
    let cost = |hour: usize| -> f64 {
        let rates = usage.items.iter().zip(&usage.offers[offer].rates);
        let costs = rates.map(|(item, rate)| {
            let units = item.hourly[hour] as f64 / item.parts_per_unit as f64;
            units * rate.map_or(0.0, |rate| rate.picodollars() as f64 / 1e12)
        });
        costs.sum()
    };
    let most = (0..usage.hours).map(cost).fold(0.0, f64::max);
    let most = (most * 1e5).ceil() as i128 + 1;
    std::iter::once(0).chain(LEAST_STEPS..=most.max(LEAST_STEPS))
}

fn bought(owned: &Owned, steps: &[(usize, i128)]) -> Vec<Purchase> {
    let above_zero = steps.iter().filter(|(_, steps)| *steps > 0);
    above_zero.map(|&(offer, steps)| for_all_hours(&owned.usage, offer, commitment(steps))).collect()
}

fn is_used(portfolio: &Portfolio, least: Percent) -> bool {
    portfolio.bought.iter().all(|holding| holding.used >= (holding.used + holding.unused).percent_of(least))
}

fn least_of_one(owned: &Owned, offer: usize, used: Percent) -> Money {
    let problem = owned.problem();
    let priced = all_steps(owned, offer).map(|steps| price(&problem, &bought(owned, &[(offer, steps)])));
    priced.filter(|portfolio| is_used(portfolio, used)).map(|portfolio| portfolio.total).min().unwrap()
}

fn least_of_two(owned: &Owned, first: usize, second: usize) -> Money {
    let problem = owned.problem();
    let total = |one: i128, two: i128| price(&problem, &bought(owned, &[(first, one), (second, two)])).total;
    let of_second = |one: i128| all_steps(owned, second).map(move |two| total(one, two)).min();
    all_steps(owned, first).filter_map(of_second).min().unwrap()
}

const SMALL: Shape = Shape { per_family: 1, kinds: 1, windows: false, hours: 5 };

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn one_plan_is_the_best_of_all(owned in problems(SMALL), used in 0_i64..100, limited in any::<bool>()) {
        let mut owned = owned.tiny(&[0]);
        let least_used = if limited { Percent::whole(used) } else { Percent::ZERO };
        owned.limits.min_utilisation = limited.then_some(least_used);
        let portfolio = best_portfolio(&owned.problem());
        let least = least_of_one(&owned, 0, least_used);
        // Ties within a billionth go to the smaller commitment, and parts are rounded down.
        let tie = owned.usage.on_demand_cost().divided_by(1_000_000_000) + Money::from_picodollars(100);
        prop_assert!(is_used(&portfolio, least_used));
        prop_assert!(portfolio.total <= least + tie, "{} above {}", portfolio.total.to_decimal(), least.to_decimal());
        prop_assert!(portfolio.lower_bound <= least);
        prop_assert!(least <= portfolio.lower_bound + Money::from_picodollars(100));
    }

    #[test]
    fn no_two_plans_are_below_the_bound_and_the_choice_is_near_the_best(owned in problems(SMALL)) {
        let owned = owned.tiny(&[0, 1]);
        check_two(&owned)?;
    }

    #[test]
    fn nor_with_several_items_per_family(owned in problems(Shape { per_family: 2, hours: 3, ..SMALL })) {
        let owned = owned.tiny(&[0, 1]);
        check_two(&owned)?;
    }
}

fn check_two(owned: &Owned) -> Result<(), TestCaseError> {
    let portfolio = best_portfolio(&owned.problem());
    let least = least_of_two(owned, 0, 1);
    prop_assert!(portfolio.lower_bound <= least);
    let more = portfolio.total - least;
    let away = more.picodollars() as f64 / least.picodollars().max(1) as f64;
    // Commitments have five decimals: on bills of about a cent one of the last is more than the share allowed.
    let is_near = away <= 2e-4 || more <= commitment(owned.usage.hours as i128);
    prop_assert!(is_near, "{away}: {} above {}", portfolio.total.to_decimal(), least.to_decimal());
    Ok(())
}
