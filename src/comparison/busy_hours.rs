//! The least that instances cost where plans may be bought, told from the busiest hours (rule E25).
//!
//! An hour counts either the price without a plan or nothing. By the duality of linear programs no plans make instances
//! cheaper than that, as long as the hours that count are no more than the share of all hours whose prices pay for a plan
//! over all of them. The busiest hours say most.

use super::rate_floor::LeastRates;

/// How many of `hours` count; `None` where that says no more than the least rate of all hours does.
pub(super) fn hours_that_count(rates: LeastRates, hours: u32) -> Option<usize> {
    let share = rates.share_of_hours();
    (share < 1.0).then(|| (share * f64::from(hours)).floor() as usize)
}

/// Picodollars that instances cost at least of which so many instance-hours lie in the hours that count.
pub(super) fn least_cost(rates: LeastRates, counted: f64, all: f64) -> f64 {
    counted * rates.uncovered.picodollars() as f64 + all * rates.extra.picodollars() as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::comparison::work_floor::RequiredWork;
    use crate::money::Money;

    /// What instances cost with the best commitment to a plan, tried at every number of instances that runs in some hour.
    fn cheapest(running: &[f64], uncovered: f64, covered: f64) -> f64 {
        let cost = |&committed: &f64| {
            let rest: f64 = running.iter().map(|one| (one - committed).max(0.0)).sum();
            committed * covered * running.len() as f64 + rest * uncovered
        };
        running.iter().chain(&[0.0]).map(cost).fold(f64::INFINITY, f64::min)
    }

    fn rates(covered: u32, uncovered: u32, extra: u32) -> LeastRates {
        let money = |picodollars: u32| Money::from_picodollars(i128::from(picodollars));
        LeastRates {
            any: money(covered.min(uncovered)) + money(extra),
            uncovered: money(uncovered),
            extra: money(extra),
        }
    }

    proptest! {
        #[test]
        fn no_commitment_makes_instances_cheaper(
            hours in prop::collection::vec((0.0..400.0_f64, 0.0..1.0_f64, 0.0..5.0_f64), 1..80),
            (share, always) in (0.01..0.2_f64, 0.0..9.0_f64),
            (covered, uncovered, extra) in (1_u32..1_000, 1_u32..1_000, 0_u32..50),
            missed_percent in prop_oneof![Just(0.0), 0.0..20.0_f64],
        ) {
            let demand: Vec<f64> = hours.iter().map(|(demand, ..)| *demand).collect();
            let work = RequiredWork::of_hours(demand.clone(), missed_percent, false);
            // What is missed lies anywhere, and more may run than is needed.
            let missable = missed_percent / 100.0 * demand.iter().sum::<f64>();
            let wishes: f64 = hours.iter().map(|(demand, wish, _)| demand * wish).sum();
            let missed = |demand: f64, wish: f64| demand * wish * (missable / wishes.max(1e-9)).min(1.0);
            let running = |(demand, wish, more): &(f64, f64, f64)| {
                ((demand - missed(*demand, *wish)) * share).max(always) + more
            };
            let running: Vec<f64> = hours.iter().map(running).collect();
            let rates = rates(covered, uncovered, extra);
            let Some(count) = hours_that_count(rates, hours.len() as u32) else { return Ok(()) };
            let counted = work.instance_hours_of_busiest(count, share, always);
            let least = least_cost(rates, counted, work.instance_hours(share, always));
            let cost = cheapest(&running, f64::from(uncovered), f64::from(covered))
                + running.iter().sum::<f64>() * f64::from(extra);
            prop_assert!(least <= cost * (1.0 + 1e-9) + 1e-6, "{least} > {cost}");
        }
    }

    #[test]
    fn the_bound_is_what_the_best_plan_comes_to_where_nothing_is_missed() {
        let hours: Vec<f64> = (0..100).map(f64::from).collect();
        let work = RequiredWork::of_hours(hours.clone(), 0.0, false);
        let rates = rates(40, 100, 0);
        let count = hours_that_count(rates, 100).unwrap();
        let least = least_cost(rates, work.instance_hours_of_busiest(count, 1.0, 0.0), 0.0);
        assert!((least / cheapest(&hours, 100.0, 40.0) - 1.0).abs() < 1e-3, "{least}");
        assert_eq!(hours_that_count(self::rates(100, 100, 7), 100), None);
    }
}
