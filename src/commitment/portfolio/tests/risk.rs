//! One choice for several demand scenarios, against every five-decimal commitment.

use proptest::prelude::*;

use super::problems::{Owned, Shape, for_all_hours, problems};
use crate::commitment::portfolio::price::price;
use crate::commitment::portfolio::terms::{LEAST_STEPS, commitment};
use crate::commitment::{PortfolioProblem, RiskCriterion, best_under};
use crate::money::{Money, Percent};

const SHAPE: Shape = Shape { per_family: 1, kinds: 1, windows: false, hours: 4 };

/// The same plans and prices with another part of the demand.
fn with_part(owned: &Owned, percent: i64) -> Owned {
    let mut other = owned.clone();
    other.usage.items.iter_mut().flat_map(|item| &mut item.hourly).for_each(|parts| *parts = *parts / 100 * percent);
    other
}

/// Totals of every commitment to the only plan.
fn totals_of_all(scenarios: &[(f64, PortfolioProblem<'_>)]) -> Vec<Vec<Money>> {
    let steps = std::iter::once(0).chain(LEAST_STEPS..900);
    let of_steps = |steps: i128| {
        let total = |(_, problem): &(f64, PortfolioProblem<'_>)| {
            let purchase = for_all_hours(problem.usage, problem.buyable[0].offer, commitment(steps));
            let bought: Vec<_> = [purchase].into_iter().filter(|_| steps > 0).collect();
            price(problem, &bought).total
        };
        scenarios.iter().map(total).collect()
    };
    steps.map(of_steps).collect()
}

/// The criterion of two scenarios with weights 3 and 1, written out; the tail is a half.
fn value(criterion: RiskCriterion, totals: &[Money], own: &[Money]) -> f64 {
    let dollars = |money: Money| money.picodollars() as f64 / 1e12;
    let (first, second) = (dollars(totals[0]), dollars(totals[1]));
    match criterion {
        RiskCriterion::ExpectedCost => 0.75 * first + 0.25 * second,
        RiskCriterion::WorstRegret => (first - dollars(own[0])).max(second - dollars(own[1])),
        RiskCriterion::Cvar { .. } if second > first => (0.25 * second + 0.25 * first) / 0.5,
        RiskCriterion::Cvar { .. } => first,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn no_commitment_does_better_over_the_scenarios(owned in problems(SHAPE), percent in 20_i64..200) {
        let owned = owned.tiny(&[0]);
        let other = with_part(&owned, percent);
        let scenarios = [(3.0, owned.problem()), (1.0, other.problem())];
        let all = totals_of_all(&scenarios);
        for criterion in
            [RiskCriterion::ExpectedCost, RiskCriterion::WorstRegret, RiskCriterion::Cvar { tail: Percent::whole(50) }]
        {
            let choice = best_under(&scenarios, criterion);
            let own: Vec<Money> = choice.outcomes.iter().map(|outcome| outcome.own_best).collect();
            let least = all.iter().map(|totals| value(criterion, totals, &own)).fold(f64::INFINITY, f64::min);
            let (found, bound) = (choice.value.picodollars() as f64 / 1e12, choice.lower_bound.picodollars() as f64 / 1e12);
            let scale = owned.usage.on_demand_cost().picodollars() as f64 / 1e12;
            prop_assert!(bound <= least + 1e-9, "{criterion:?}: {bound} above {least}");
            prop_assert!(found <= least + 2e-4 * scale + 1e-9, "{criterion:?}: {found} above {least}");
            let totals: Vec<Money> = choice.outcomes.iter().map(|outcome| outcome.portfolio.total).collect();
            prop_assert!((value(criterion, &totals, &own) - found).abs() <= 1e-9);
            for outcome in &choice.outcomes {
                prop_assert_eq!(outcome.regret, outcome.portfolio.total - outcome.own_best);
            }
        }
    }

    #[test]
    fn one_scenario_is_the_best_portfolio(owned in problems(Shape { per_family: 2, ..SHAPE })) {
        let best = crate::commitment::best_portfolio(&owned.problem());
        let choice = best_under(&[(1.0, owned.problem())], RiskCriterion::ExpectedCost);
        prop_assert!(choice.value <= best.total);
        prop_assert!(choice.lower_bound <= best.total);
    }
}
