//! Searches that end early: the bound holds, and what is bought keeps to the limits.

use std::sync::atomic::AtomicUsize;

use proptest::prelude::*;

use super::problems::{Owned, Shape, problems};
use crate::commitment::{
    CommitQuestion, CurveMark, Limits, PortfolioProblem, Proposal, Purchase, best_portfolio, price_portfolio, propose,
};
use crate::money::{Money, Percent};
use crate::patience::{Interrupted, Patience};

const SHAPE: Shape = Shape { per_family: 2, kinds: 2, windows: true, hours: 6 };

/// What is found by asking so many questions.
fn after<T>(questions: usize, search: impl FnOnce(Patience<'_>) -> T) -> T {
    let questions = AtomicUsize::new(questions);
    search(Patience::for_questions(&questions))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whenever_a_search_ends_its_bound_and_its_total_hold(
        mut owned in problems(SHAPE),
        questions in 0_usize..60,
        used in 0_i64..100,
        cash in prop::option::of(0_i64..20_000),
    ) {
        owned.limits = Limits {
            min_utilisation: (used > 50).then(|| Percent::whole(used)),
            max_upfront: cash.map(|thousandths| Money::from_picodollars(i128::from(thousandths) * 1_000_000_000)),
            ..Limits::default()
        };
        let problem = owned.problem();
        let whole = best_portfolio(&problem);
        let part = after(questions, |patience| best_portfolio(&PortfolioProblem { patience, ..problem.clone() }));
        prop_assert!(part.lower_bound <= whole.total, "{:?} {:?}", part.lower_bound, whole.total);
        prop_assert!(whole.lower_bound <= part.total);
        let bought: Vec<Purchase> = part.bought.iter().map(|holding| holding.purchase.clone()).collect();
        prop_assert_eq!(price_portfolio(&problem, &bought).total, part.total);
        if let Some(least) = owned.limits.min_utilisation {
            let is_used = |it: &crate::commitment::Holding| it.used >= (it.used + it.unused).percent_of(least);
            prop_assert!(part.bought.iter().all(is_used));
        }
        let patient = after(usize::MAX, |patience| best_portfolio(&PortfolioProblem { patience, ..problem.clone() }));
        prop_assert_eq!(patient, whole);
    }

    #[test]
    fn a_proposal_has_the_alternatives_and_curves_that_were_searched_to_their_end(
        owned in problems(SHAPE),
        questions in 0_usize..120,
    ) {
        let whole = asked(&owned, Patience::ENDLESS);
        prop_assert_eq!(whole.interrupted, None);
        let part = after(questions, |patience| asked(&owned, patience));
        prop_assert!(whole.alternatives.starts_with(&part.alternatives));
        match part.interrupted {
            None => prop_assert_eq!(part, whole),
            Some(Interrupted { done, of }) => {
                let found = part.alternatives.len() + part.curves.len();
                prop_assert!(done < of && (done == 0) <= (found == 0) && found <= done && done <= found + 1);
            }
        }
    }
}

fn asked(owned: &Owned, patience: Patience<'_>) -> Proposal {
    propose(&CommitQuestion {
        usage: &owned.usage,
        held: &owned.held,
        given: None,
        given_mark: CurveMark::Given,
        terms: None,
        renew: true,
        max_term: None,
        payments: &[],
        limits: Limits::default(),
        curves: true,
        patience,
    })
}
