//! Commitments held, demand scenarios and people's time, as they are written and as they are read.

use ecsplan::demand::{DemandSeries, demand};
use ecsplan::money::{Money, Percent, Quantity};
use ecsplan::scenario::{
    Criterion, DemandChange, DemandScenario, HeldCommitment, HeldKind, LaunchType, PaymentOption, PlanKind, Scenario,
    TermYears,
};
use proptest::prelude::*;

use super::{SHOP, SMALLEST, parse, week_of};

const COMPUTE: &str = r#"
[[commitment]]
kind = "compute_savings_plan"
hourly_commitment = "1.25"
term = "1y"
payment = "no_upfront"
start = "2025-10-01"
"#;

const RESERVED: &str = r#"
[[commitment]]
kind = "reserved_instance"
instance_type = "m7g.large"
count = 4
term = "3y"
payment = "all_upfront"
start = "2026-01-03"
"#;

const DROP: &str = r#"
[[uncertainty.scenario]]
name = "drop"
weight = 1
load_change_percent = -30
load_change_date = "2026-01-05"
"#;

fn smallest_with(more: &str) -> Scenario {
    parse(&format!("{SMALLEST}{more}"), "")
}

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn assumed(scenario: &Scenario, key: &str) -> bool {
    scenario.assumptions.iter().any(|one| one.key == key)
}

#[test]
fn nothing_is_held_uncertain_or_worked_on_unless_said() {
    let scenario = parse(SMALLEST, "");
    assert_eq!(scenario.commitments_held, []);
    assert_eq!(
        (scenario.uncertainty.demand_scenarios.len(), scenario.uncertainty.criterion),
        (0, Criterion::ExpectedCost)
    );
    assert_eq!(scenario.operations, ecsplan::scenario::Operations::default());
    assert_eq!(scenario.commitments.kinds, [PlanKind::Compute, PlanKind::Ec2Instance]);
    assert_eq!(scenario.commitments.max_upfront, None);
    for key in ["commitments.cost_of_capital_percent", "uncertainty.choose_by", "operations.hours_per_month"] {
        assert!(!assumed(&scenario, key), "{key}");
    }
}

#[test]
fn limits_on_what_is_bought_are_read_as_written() {
    let said = "[commitments]\nkinds = [\"ec2_instance_savings_plan\"]\npayment_options = [\"all_upfront\"]\n\
                max_upfront_usd = \"20000.5\"\nmin_utilisation_percent = 97.5";
    let scenario = smallest_with(said);
    let policy = &scenario.commitments;
    assert_eq!(policy.kinds, [PlanKind::Ec2Instance]);
    assert_eq!(policy.max_upfront, Some(money("20000.5")));
    assert_eq!(policy.min_utilisation, Some(Percent::parse("97.5").unwrap()));
    assert_eq!(policy.cost_of_capital, Percent::ZERO);
    // Money paid early may cost something only where it is paid early.
    assert!(assumed(&scenario, "commitments.cost_of_capital_percent"));
}

#[test]
fn a_commitment_without_a_name_or_an_end_gets_both() {
    let scenario = smallest_with(&format!("{COMPUTE}{RESERVED}"));
    let compute = HeldCommitment {
        id: "compute-savings-plan-1y-no-upfront-1".to_owned(),
        kind: HeldKind::ComputeSavingsPlan { hourly_commitment: money("1.25") },
        term: TermYears::One,
        payment: PaymentOption::NoUpfront,
        first_hour: -92 * 24,
        end_hour: (365 - 92) * 24,
        available_share: Percent::whole(100),
    };
    let reserved = HeldCommitment {
        id: "reserved-instance-3y-all-upfront-2".to_owned(),
        kind: HeldKind::ReservedInstance { instance_type: "m7g.large".to_owned(), count: 4, zonal: false },
        term: TermYears::Three,
        payment: PaymentOption::AllUpfront,
        first_hour: 2 * 24,
        end_hour: (2 + 1_095) * 24,
        available_share: Percent::whole(100),
    };
    assert_eq!(scenario.commitments_held, [compute, reserved]);
    assert!(assumed(&scenario, "commitment.2.scope"));
    assert!(scenario.warnings.is_empty(), "{:?}", scenario.warnings);
}

#[test]
fn a_commitment_is_read_as_written() {
    let said = "[[commitment]]\nname = \"old\"\nkind = \"ec2_instance_savings_plan\"\nfamily = \"m7g\"\n\
                region = \"ap-northeast-2\"\nhourly_commitment = 0.75001\nterm = 1\npayment = \"partial_upfront\"\n\
                start = 2025-02-28\nend = \"2026-02-28\"\navailable_share = \"12.5\"";
    let [held] = &smallest_with(said).commitments_held[..] else { panic!("one is held") };
    let hourly_commitment = money("0.75001");
    assert_eq!((held.id.as_str(), held.term, held.payment), ("old", TermYears::One, PaymentOption::PartialUpfront));
    assert_eq!(held.kind, HeldKind::Ec2InstanceSavingsPlan { family: "m7g".to_owned(), hourly_commitment });
    assert_eq!((held.first_hour, held.end_hour), (-307 * 24, 58 * 24));
    assert_eq!(held.available_share, Percent::parse("12.5").unwrap());
}

#[test]
fn a_term_may_be_a_day_longer_or_shorter_and_no_more() {
    let ending = |end: &str| {
        let text = format!("{SMALLEST}{COMPUTE}end = \"{end}\"");
        super::parse_with(&text, "").map(|scenario| scenario.commitments_held[0].end_hour / 24)
    };
    for (end, days) in [("2026-09-30", 272), ("2026-10-01", 273), ("2026-10-02", 274)] {
        assert_eq!(ending(end).unwrap(), days);
    }
    assert!(ending("2026-09-29").is_err() && ending("2026-10-03").is_err());
}

#[test]
fn ids_differ_even_from_a_name_that_looks_like_one() {
    let taken = COMPUTE.replace("kind", "name = \"compute-savings-plan-1y-no-upfront-2\"\nkind");
    let scenario = smallest_with(&format!("{taken}{COMPUTE}{}", COMPUTE.replace("1.25", "2")));
    let numbers: Vec<&str> = scenario
        .commitments_held
        .iter()
        .filter_map(|one| one.id.strip_prefix("compute-savings-plan-1y-no-upfront-"))
        .collect();
    assert_eq!(numbers, ["2", "3", "4"]);
}

#[test]
fn commitments_that_cannot_be_meant_are_warned_of() {
    let warnings = |more: &str| smallest_with(more).warnings;
    let [alike] = &warnings(&format!("{COMPUTE}{COMPUTE}"))[..] else { panic!("two nameless ones are alike") };
    assert!(alike.contains("no-upfront-1` and") && alike.contains("are alike"), "{alike}");
    let named = COMPUTE.replace("kind", "name = \"second\"\nkind");
    assert_eq!(warnings(&format!("{COMPUTE}{named}")), [""; 0]);
    let [ended] = &warnings(&COMPUTE.replace("2025", "2024"))[..] else { panic!("it has ended") };
    assert!(ended.contains("ends on 2025-10-01, before the horizon starts"), "{ended}");
    let [later] = &warnings(&COMPUTE.replace("2025", "2026"))[..] else { panic!("it starts later") };
    assert!(later.contains("starts on 2026-10-01, after the horizon"), "{later}");
    let [tiny] = &warnings(&format!("{COMPUTE}available_share = 0.5"))[..] else { panic!("half a percent is odd") };
    assert!(tiny.contains("`commitment.1.available_share` is 0.5 percent"), "{tiny}");
}

#[test]
fn a_commitment_of_another_region_is_left_out_and_a_compute_plan_has_none() {
    let elsewhere = smallest_with(&format!("{RESERVED}region = \"us-east-1\""));
    assert_eq!(elsewhere.commitments_held, []);
    assert!(elsewhere.warnings[0].contains("can cover nothing in ap-northeast-2"), "{:?}", elsewhere.warnings);
    let compute = format!("{SMALLEST}{COMPUTE}region = \"us-east-1\"");
    assert!(super::parse_with(&compute, "").is_err());
}

#[test]
fn weights_are_probabilities_and_changes_come_in_order() {
    let said = "[uncertainty]\nchoose_by = \"cvar\"\n[[uncertainty.scenario]]\nname = \"base\"\nweight = 3\n\
                [[uncertainty.scenario]]\nname = \"other\"\nweight = 1\ngrowth_percent_per_year = 40\n\
                load_change_percent = -30\nload_change_date = \"2026-01-20\"\nmoves_to = \"fargate\"\nmove_date = \"2026-01-01\"";
    let scenario = smallest_with(said);
    let other = DemandScenario {
        name: "other".to_owned(),
        weight: 0.25,
        growth_percent_per_year: Some(40.0),
        changes: vec![DemandChange::ToFargate { from_hour: 0 }, DemandChange::Load { factor: 0.7, from_hour: 19 * 24 }],
    };
    assert_eq!(scenario.uncertainty.demand_scenarios[0].weight, 0.75);
    assert_eq!(scenario.uncertainty.demand_scenarios[1], other);
    assert_eq!(scenario.uncertainty.criterion, Criterion::Cvar { tail: Percent::whole(20) });
    assert!(assumed(&scenario, "uncertainty.cvar_tail_percent") && !assumed(&scenario, "uncertainty.choose_by"));
    // A service with a fixed number of tasks has no traffic to change.
    assert!(scenario.warnings[0].contains("`other` does not change what runs"), "{:?}", scenario.warnings);
}

#[test]
fn demand_scenarios_are_at_most_twenty() {
    let many = |count: usize| {
        let entries: Vec<String> = (0..count).map(|index| DROP.replace("drop", &format!("drop {index}"))).collect();
        super::parse_with(&format!("{SHOP}{}", entries.concat()), &week_of(10))
    };
    assert_eq!(many(20).unwrap().uncertainty.demand_scenarios.len(), 20);
    assert!(many(21).is_err());
}

#[test]
fn hours_of_people_are_exact_and_absent_ones_are_assumed() {
    let scenario = smallest_with("[operations]\nusd_per_hour = \"60\"\nhours_per_month = { ec2 = 8.25, fargate = 0 }");
    assert_eq!(scenario.operations.usd_per_hour, money("60"));
    let hours = &scenario.operations.hours_per_month;
    assert_eq!(hours[&LaunchType::Ec2].cost_at(money("60")), money("495"));
    assert_eq!(hours[&LaunchType::Fargate].amount(), Quantity::whole(0).amount());
    assert!(!hours.contains_key(&LaunchType::Ec2Spot));
    let others = scenario.assumptions.iter().find(|one| one.key == "operations.hours_per_month").unwrap();
    assert!(others.reason.contains("ec2_spot") && !others.reason.contains(" fargate,"), "{}", others.reason);
}

fn demand_of(scenario: &Scenario) -> DemandSeries {
    demand(scenario.services[0].traffic.as_ref().unwrap(), &scenario.horizon)
}

#[test]
fn a_drop_of_load_begins_at_midnight_of_its_date() {
    let shop = parse(&format!("{SHOP}{DROP}"), &week_of(100));
    let (before, after) = (demand_of(&shop), demand_of(&shop.under(&shop.uncertainty.demand_scenarios[0])));
    let midnight = 4 * 1_440;
    let pairs = before.within_horizon().iter().zip(after.within_horizon()).enumerate();
    for (minute, (before, after)) in pairs {
        assert_eq!(*after, if minute < midnight { *before } else { before * 0.7 }, "{minute}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(8) })]

    #[test]
    fn growth_a_year_takes_the_place_of_growth_a_month(percent in -90.0..400.0_f64) {
        let text = SHOP.replace("months = 12 ", "months = 13 ");
        let scenario = DemandScenario {
            name: "grows".to_owned(),
            weight: 1.0,
            growth_percent_per_year: Some(percent),
            changes: vec![DemandChange::ToArm { from_hour: 0 }],
        };
        let series = demand_of(&parse(&text, &week_of(100)).under(&scenario));
        let last = *series.within_horizon().last().unwrap();
        let expected = 100.0 + percent;
        prop_assert!((last - expected).abs() <= 1e-9 * expected, "{last} is not {expected}");
    }
}
