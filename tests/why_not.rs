//! Why options are not chosen: one typed reason each, with numbers that follow from the bills (rule WL9).

use ecsplan::comparison::{Comparison, OptionId, compare, waste_ledgers};
use ecsplan::money::Money;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::recommendation::{BoughtOtherwise, Dearer, FirstChoice, Missed, WhyNot, first_choice, why_not};
use ecsplan::scenario::Scenario;
use proptest::prelude::*;

use crate::command::{SMALLEST, Workplace};
use crate::support::dice::cases;
use crate::support::stories::{About, Story, bills};

fn compared(scenario: &Scenario) -> Comparison {
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    compare(scenario, &book)
}

fn reasons(scenario: &Scenario, comparison: &Comparison) -> Vec<(ecsplan::comparison::OptionId, WhyNot)> {
    why_not(scenario, comparison, &waste_ledgers(scenario, comparison))
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn every_option_but_the_recommended_has_one_reason_and_its_number(story in bills(About::Pinned, &[1, 2])) {
        let scenario = story.read();
        let comparison = compared(&scenario);
        let found = reasons(&scenario, &comparison);
        let ids: Vec<_> = found.iter().map(|(id, _)| *id).collect();
        let chosen = match first_choice(&scenario, &comparison) {
            FirstChoice::Recommended(id) => Some(id),
            FirstChoice::BestEffort(_) | FirstChoice::Nothing => None,
        };
        let others: Vec<_> = comparison.options.iter().map(|option| option.id).filter(|id| Some(*id) != chosen).collect();
        prop_assert_eq!(ids, others);
        for (id, reason) in found {
            let (WhyNot::Dearer(Dearer { difference, .. }) | WhyNot::BoughtOtherwise(BoughtOtherwise { difference, .. })) = reason else {
                continue;
            };
            let [own, best] = [id, chosen.unwrap()].map(|id| comparison.outcome(id).unwrap());
            prop_assert_eq!(difference, own.bill.total() - best.bill.total());
            prop_assert_eq!(matches!(reason, WhyNot::BoughtOtherwise(_)), own.capacity == best.capacity);
            let WhyNot::Dearer(dearer) = reason else { continue };
            // Eleven categories and six kinds of charge: the largest difference is no less than their mean.
            prop_assert!(dearer.more.times(17) >= dearer.difference && dearer.more > Money::ZERO, "{dearer:?}");
        }
    }
}

#[test]
fn reasons_are_typed() {
    let text = "name = \"why\"\nregion = \"ap-northeast-2\"\n[horizon]\nstart = \"2026-06-01\"\nhours = 24\ncontinues = false\n\
                [[service]]\nname = \"api\"\ntasks = 1\ntask = { vcpu = \"0.5\", memory_gb = \"1\" }\n\
                [service.traffic]\nconstant = 60\n[service.workload]\ncpu_ms_per_request = 10\nmemory_mib = 512\n";
    let scenario = Story::written(text).read();
    for (id, reason) in reasons(&scenario, &compared(&scenario)) {
        match reason {
            // One task of 0.5 vCPU serves 50 of 60 requests a second.
            WhyNot::MissesObjective(missed) => {
                assert_eq!((missed.service.as_str(), missed.missed), ("api", Missed::NotServedPercent));
                assert!((missed.found - 100.0 / 6.0).abs() < 1e-9, "{missed:?}");
            }
            other => {
                assert!(matches!(other, WhyNot::Unavailable(_) | WhyNot::MissingPrice(_)), "{}: {other:?}", id.name())
            }
        }
    }
}

#[test]
fn the_same_capacity_bought_otherwise_says_under_which_plans() {
    let text = "name = \"why\"\nregion = \"ap-northeast-2\"\n[horizon]\nstart = \"2026-06-01\"\nmonths = 12\n\
                [[service]]\nname = \"api\"\ntasks = 1\ntask = { vcpu = \"0.25\", memory_gb = \"0.5\" }\n";
    let scenario = Story::written(text).read();
    let comparison = compared(&scenario);
    let found = reasons(&scenario, &comparison);
    let plans_of = |wanted: OptionId| match found.iter().find(|(id, _)| *id == wanted) {
        Some((_, WhyNot::BoughtOtherwise(option))) => option.plans.clone(),
        other => panic!("{wanted:?}: {other:?}"),
    };
    // A quarter of a vCPU all year is cheapest on Fargate under a plan.
    assert!(plans_of(OptionId::Fargate).is_empty());
}

#[test]
fn results_carry_the_reasons_and_tables_tell_them() {
    let place = Workplace::with(SMALLEST);
    let json = place.run("compare scenario.toml --format json").ends(0).json();
    let of = |id: &str| json["options"].as_array().unwrap().iter().find(|option| option["id"] == id).unwrap().clone();
    assert_eq!(of("fargate-spot")["why_not"]["kind"], "spot_not_allowed");
    assert_eq!(of("fargate-spot")["why_not"]["workload"], "web");
    let on_ec2 = of("ec2-on-demand")["why_not"].clone();
    assert_eq!(on_ec2["packing"]["instance_type"].as_str().unwrap_or("t2.medium"), "t2.medium");
    let text = place.run("compare scenario.toml").ends(0).stdout;
    assert!(text.contains("Why not the others\n") && text.contains("fargate-spot: `web` is not marked"), "{text}");
    assert!(text.contains("What the compute bill of"), "{text}");
}

#[test]
fn an_option_with_the_very_same_bill_is_no_rival() {
    let text = "name = \"windows\"\nregion = \"eu-west-1\"\n[horizon]\nstart = \"2026-06-01\"\nhours = 24\n[[service]]\nname = \"iis\"\n\
                tasks = 1\ntask = { vcpu = 1, memory_gb = 2 }\noperating_system = \"windows\"\narchitectures = [\"x86_64\"]\n";
    let said = Workplace::with(text).run("recommend scenario.toml").ends(0).stdout;
    assert!(said.contains("As much as best-portfolio."), "{said}");
    assert!(
        said.contains("`best-portfolio` comes to the very same bill, and no other option may be recommended"),
        "{said}"
    );
    assert!(!said.contains("would win if it were"), "{said}");
}
