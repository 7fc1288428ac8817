//! People's time on the bill, and how much of it changes the answer (rules B5 and O10).

use ecsplan::bill::ChargeKind;
use ecsplan::comparison::{OptionId, compare};
use ecsplan::money::Money;
use ecsplan::recommendation::{Change, Verdict, recommend};
use ecsplan::scenario::Scenario;

use super::{book, money, outcome, scenario};

/// A task for a calculator month on Fargate and on an instance of its own.
fn asked(rest: &str) -> Scenario {
    scenario(&format!(
        r#"
name = "time"
region = "ap-northeast-2"
tax_percent = 10
[horizon]
start = "2026-01-01"
hours = 730
[[service]]
name = "web"
tasks = 1
task = {{ vcpu = "0.25", memory_gb = "0.5" }}
[ec2]
instance_types = ["t3.micro"]
burstable = true
{rest}
"#
    ))
}

fn peoples_time(scenario: &Scenario, id: OptionId) -> String {
    let bill = outcome(scenario, id).bill;
    let lines = bill.lines.iter().filter(|line| line.kind == ChargeKind::PeoplesTime);
    lines.map(|line| line.cost).sum::<Money>().to_decimal()
}

const HOURS: &str = "[operations]\nusd_per_hour = \"60\"\nhours_per_month = { ec2 = 8, fargate = \"1.5\" }";

#[test]
fn every_option_pays_for_the_people_of_its_launch_type() {
    let scenario = asked(HOURS);
    assert_eq!(peoples_time(&scenario, OptionId::Fargate), "90"); // 730 of 730 hours
    assert_eq!(peoples_time(&scenario, OptionId::Ec2OnDemand), "480");
    assert_eq!(peoples_time(&scenario, OptionId::FargateSpot), "0");
    assert_eq!(peoples_time(&scenario, OptionId::Mixed), "480");
}

#[test]
fn people_are_not_taxed() {
    let (with, without) = (asked(HOURS), asked(""));
    let total = |scenario: &Scenario| outcome(scenario, OptionId::Fargate).bill.total();
    assert_eq!(total(&with) - total(&without), money("90"));
}

fn changes_for_people(scenario: &Scenario) -> Vec<Change> {
    let book = book(scenario);
    let Verdict::Recommended(recommendation) = recommend(scenario, &book, &compare(scenario, &book)) else {
        panic!("one task can be had");
    };
    let about_people = |change: &Change| change.what.to_string().contains("people's time");
    recommendation.changes.into_iter().filter(about_people).collect()
}

#[test]
fn the_time_that_flips_the_answer_is_the_difference_of_the_totals() {
    for (rest, ending) in [("", "than it does"), ("[operations]\nusd_per_hour = \"60\"", "hours at 60.00 USD an hour")]
    {
        let scenario = asked(rest);
        let comparison = compare(&scenario, &book(&scenario));
        let changes = changes_for_people(&scenario);
        assert!(!changes.is_empty(), "it is always said");
        let total = |id: OptionId| comparison.outcome(id).unwrap().bill.total();
        let Verdict::Recommended(recommendation) = recommend(&scenario, &book(&scenario), &comparison) else {
            panic!("one task can be had");
        };
        for change in &changes {
            let other = change.option.unwrap();
            let difference = (total(other) - total(recommendation.option)).to_fixed(2);
            let said = change.what.to_string();
            assert!(said.contains(&format!("takes {difference} USD a month more")), "{said}");
            assert!(said.ends_with(ending), "{said}");
        }
    }
}

#[test]
fn that_much_more_time_does_flip_the_answer() {
    let scenario = asked("");
    let change = changes_for_people(&scenario).remove(0);
    let winner = |scenario: &Scenario| match recommend(scenario, &book(scenario), &compare(scenario, &book(scenario))) {
        Verdict::Recommended(recommendation) => recommendation.option,
        Verdict::Infeasible { .. } => panic!("one task can be had"),
    };
    let (before, other) = (winner(&scenario), change.option.unwrap());
    let comparison = compare(&scenario, &book(&scenario));
    let total = |id: OptionId| comparison.outcome(id).unwrap().bill.total();
    let launch_type = if before.name().starts_with("fargate") { "fargate" } else { "ec2" };
    for (more, expected) in [(money("-0.01"), before), (money("0.01"), other)] {
        let usd = (total(other) - total(before) + more).to_decimal();
        let rest = format!("[operations]\nusd_per_hour = \"{usd}\"\nhours_per_month = {{ {launch_type} = 1 }}");
        assert_eq!(winner(&asked(&rest)), expected, "{usd}");
    }
}
