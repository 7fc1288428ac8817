//! The Pareto front of real comparisons, against the definition written out (rule O11).

use ecsplan::comparison::{Comparison, compare};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::recommendation::{Burdens, ParetoOption, pareto};
use ecsplan::scenario::Scenario;
use proptest::prelude::*;

use crate::command::{SMALLEST, Workplace};
use crate::support::dice::cases;
use crate::support::stories::{About, bills};

fn compared(scenario: &Scenario) -> Comparison {
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    compare(scenario, &book)
}

/// Every figure of which less is better, as numbers; `None` where one is unknown.
fn figures(burdens: &Burdens) -> Option<[f64; 6]> {
    let money = |amount: ecsplan::money::Money| amount.picodollars() as f64;
    Some([
        money(burdens.total),
        burdens.minutes_short as f64,
        money(burdens.liability_after),
        money(burdens.committed),
        burdens.interruption_percent?,
        burdens.hours_per_month.amount() as f64 / burdens.hours_per_month.per() as f64,
    ])
}

fn beats(comparison: &Comparison, one: &ParetoOption, other: &ParetoOption) -> bool {
    let outcome = |option: &ParetoOption| comparison.outcome(option.option).unwrap();
    let unseen = outcome(one).instance_groups.iter().any(|group| group.burstable && group.credits.is_none());
    let (Some(left), Some(right)) = (figures(&one.burdens), figures(&other.burdens)) else { return false };
    let no_worse = left.iter().zip(&right).all(|(left, right)| left <= right);
    no_worse
        && left.iter().zip(&right).any(|(left, right)| left < right)
        && !unseen
        && outcome(one).bill != outcome(other).bill
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn an_option_is_on_the_front_when_none_beats_it(story in bills(About::Pinned, &[1, 2])) {
        let scenario = story.read();
        let comparison = compared(&scenario);
        let found = pareto(&scenario, &comparison);
        let available = comparison.options.iter().filter(|option| option.outcome.is_ok()).map(|option| option.id);
        prop_assert!(available.eq(found.iter().map(|option| option.option)));
        prop_assert!(found.is_empty() || found.iter().any(|option| option.dominated_by.is_none()));
        for option in &found {
            let better: Vec<_> = found.iter().filter(|other| beats(&comparison, other, option)).collect();
            prop_assert_eq!(option.dominated_by.is_some(), !better.is_empty(), "{:?}", option);
            let Some(by) = option.dominated_by else { continue };
            prop_assert!(better.iter().any(|other| other.option == by));
        }
    }
}

#[test]
fn the_front_is_shown_on_request_and_always_in_json() {
    let place = Workplace::with(SMALLEST);
    let plain = place.run("compare scenario.toml");
    let shown = place.run("compare scenario.toml --quiet --pareto --pareto-chart p.svg");
    assert!(!plain.stdout.contains("Pareto front") && shown.stdout.contains("Pareto front"), "{}", shown.stdout);
    assert!(place.read("p.svg").contains("A scatter chart"));
    let json = place.run("recommend scenario.toml --format json").ends(0).json();
    let available = json["options"].as_array().unwrap().iter().filter(|option| option["available"] == true).count();
    assert_eq!(json["pareto"].as_array().unwrap().len(), available);
}
