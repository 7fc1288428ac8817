//! The bound against the whole linear program, all hours at once, solved by another solver.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};
use proptest::prelude::*;

use super::problems::{Owned, Shape, problems};
use crate::commitment::portfolio::model::dollars;
use crate::commitment::portfolio::terms::{Terms, inside};
use crate::commitment::{Buyable, best_portfolio};
use crate::money::Money;
use crate::scenario::PaymentOption;

const DOLLAR: i128 = 1_000_000_000_000;

/// The least cost with commitments of any size and the best use of them in every hour.
fn linear_program(owned: &Owned) -> f64 {
    let usage = &owned.usage;
    let mut program = Problem::new(OptimizationDirection::Minimize);
    let hours_of = |range: &std::ops::Range<usize>| inside(usage, range);
    let bought: Vec<_> = owned
        .buyable
        .iter()
        .map(|buyable| {
            let fee = dollars(
                Money::from_picodollars(DOLLAR)
                    .times(hours_of(&buyable.hours).len() as i128)
                    .percent_off(usage.offers[buyable.offer].fee_discount),
            );
            program.add_var(fee, (0.0, 1e6))
        })
        .collect();
    if let Some(cap) = owned.limits.max_upfront {
        let upfront = |buyable: &Buyable| dollars(Terms::of(usage, buyable).upfront(Money::from_picodollars(DOLLAR)));
        let row = owned.buyable.iter().zip(&bought).map(|(buyable, variable)| (*variable, upfront(buyable)));
        program.add_constraint(row.collect::<Vec<_>>(), ComparisonOp::Le, dollars(cap));
    }
    let mut constant = 0.0;
    for held in &owned.held {
        let fee = held.hourly_commitment.times(hours_of(&held.hours).len() as i128);
        constant += dollars(fee.percent_off(usage.offers[held.offer].fee_discount));
    }
    for hour in 0..usage.hours {
        let mut spent: Vec<Vec<_>> = vec![Vec::new(); usage.offers.len()];
        for (index, item) in usage.items.iter().enumerate() {
            let units = item.hourly[hour] as f64 / item.parts_per_unit as f64;
            let price = dollars(item.contracted);
            constant += units * price;
            let mut covered = Vec::new();
            for (offer, spent) in usage.offers.iter().zip(&mut spent) {
                if let Some(rate) = offer.rates[index] {
                    let amount = program.add_var(-price, (0.0, f64::INFINITY));
                    covered.push((amount, 1.0));
                    spent.push((amount, dollars(rate)));
                }
            }
            program.add_constraint(covered, ComparisonOp::Le, units);
        }
        for (offer, mut spent) in spent.into_iter().enumerate() {
            let open = owned.buyable.iter().zip(&bought);
            let open = open.filter(|(buyable, _)| buyable.offer == offer && hours_of(&buyable.hours).contains(&hour));
            spent.extend(open.map(|(_, variable)| (*variable, -1.0)));
            let held = owned.held.iter().filter(|held| held.offer == offer && hours_of(&held.hours).contains(&hour));
            let held: f64 = held.map(|held| dollars(held.hourly_commitment)).sum();
            program.add_constraint(spent, ComparisonOp::Le, held);
        }
    }
    match program.solve().unwrap() {
        SolveOutcome::Solution(solution) => constant + solution.objective(),
        SolveOutcome::Interrupted(_) => unreachable!("no limit was set"),
    }
}

fn check(owned: &Owned) -> Result<(), TestCaseError> {
    let portfolio = best_portfolio(&owned.problem());
    let (bound, optimum) = (dollars(portfolio.lower_bound), linear_program(owned));
    prop_assert!(bound <= optimum * (1.0 + 1e-7) + 1e-9, "bound {bound} above {optimum}");
    prop_assert!(bound >= optimum * (1.0 - 1.5e-6) - 1e-9, "bound {bound} below {optimum}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn one_item_per_family(owned in problems(Shape { per_family: 1, kinds: 1, windows: false, hours: 20 })) {
        check(&owned)?;
    }

    #[test]
    fn several_items_per_family(owned in problems(Shape { per_family: 2, kinds: 1, windows: false, hours: 12 })) {
        check(&owned)?;
    }

    #[test]
    fn several_kinds(owned in problems(Shape { per_family: 2, kinds: 2, windows: false, hours: 8 })) {
        check(&owned)?;
    }

    #[test]
    fn little_cash_and_rates_in_proportion(
        owned in problems(Shape { per_family: 1, kinds: 3, windows: false, hours: 12 }), cap in 1_i128..40_000,
    ) {
        let mut owned = owned;
        owned.limits.max_upfront = Some(Money::from_picodollars(cap * DOLLAR));
        // The second and third kinds are the first at 93 % and 90 %, half and all prepaid.
        for (kind, payment, percent) in [(1, PaymentOption::PartialUpfront, 93), (2, PaymentOption::AllUpfront, 90)] {
            for plan in 0..3 {
                let rates = owned.usage.offers[plan].rates.iter();
                let rates = rates.map(|rate| rate.map(|rate| rate.times(percent).divided_by(100))).collect();
                let offer = &mut owned.usage.offers[3 * kind + plan];
                (offer.rates, offer.payment) = (rates, payment);
            }
        }
        check(&owned)?;
    }

    #[test]
    fn windows_and_plans_held(owned in problems(Shape { per_family: 2, kinds: 2, windows: true, hours: 8 })) {
        check(&owned)?;
    }
}
