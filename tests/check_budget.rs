//! `ecsplan check-budget`: limits on what a month costs, as users run it.

use crate::command::{SMALLEST, Workplace};

/// Two months from the middle of January: February is the only whole one. The option is named, as `fargate` costs a round sum.
fn place() -> Workplace {
    Workplace::with(&SMALLEST.replace("2026-01-01", "2026-01-15").replace("hours = 730", "months = 2"))
}

/// What February costs: 0.014195 USD an hour.
const FEBRUARY: &str = "9.53904";

#[test]
fn exactly_the_limit_holds_and_a_picodollar_less_is_a_breach() {
    let place = place();
    let run = place.run(&format!("check-budget scenario.toml --option fargate --max-monthly {FEBRUARY}")).ends(0);
    run.says("smallest: fargate costs $9.54 in 2026-02, its dearest whole month, tax included")
        .says("holds: at most $9.54 a month");
    let run = place.run("check-budget scenario.toml --option fargate --max-monthly 9.539039999999").ends(1);
    run.says("breached: ").says("less than $0.01 above the limit");
    place.run("check-budget scenario.toml --option fargate --max-monthly 5").ends(1).says("$4.54 above the limit");
}

#[test]
fn a_saved_result_is_tested_as_its_scenario() {
    let place = place();
    place.run("compare scenario.toml --format json --out saved.json").ends(0);
    for arguments in ["--max-monthly 9", "--max-monthly 900", "--option fargate --max-monthly 9.53904"] {
        let fresh = place.run(&format!("check-budget scenario.toml {arguments}"));
        let saved = place.run(&format!("check-budget saved.json {arguments}"));
        assert_eq!((fresh.code, fresh.stdout), (saved.code, saved.stdout));
    }
}

#[test]
fn tax_counts_and_without_a_whole_month_the_average_one_is_tested() {
    let place = Workplace::with(&format!("tax_percent = 10\n{SMALLEST}"));
    // 10.36235 and a tenth.
    let run = place.run("check-budget scenario.toml --option fargate --max-monthly 11.398585").ends(0);
    run.says("smallest: fargate costs $11.40 in an average month of 730 hours, as no calendar month is whole, tax");
    place.run("check-budget scenario.toml --option fargate --max-monthly 11.398584").ends(1);
}

#[test]
fn a_budget_in_won_needs_the_rate_of_the_scenario() {
    let place = place();
    let run = place.run("check-budget scenario.toml --max-monthly 7000000KRW").ends(2);
    run.complains("needs the rate of KRW").complains("[currency]");
    let won = "\n[currency]\ncode = \"KRW\"\nrate = \"1000\"\n";
    place.write("won.toml", &format!("{}{won}", place.read("scenario.toml")));
    place.run("check-budget won.toml --option fargate --max-monthly 9539.04krw").ends(0).says("at most ₩9,539 a month");
    place
        .run("check-budget won.toml --option fargate --max-monthly 9539KRW")
        .ends(1)
        .says("less than ₩1 above the limit");
    place.run("check-budget won.toml --option fargate --max-monthly 9.53904").ends(0).says("at most $9.54 a month");
    place.run("check-budget won.toml --max-monthly 100EUR").ends(2).complains("which is in KRW");
}

#[test]
fn an_increase_is_measured_against_another_plan() {
    let place = place();
    let larger = place.read("scenario.toml").replace("0.25", "0.5").replace("\"0.5\" }", "\"1\" }");
    place.write("larger.toml", &larger);
    let arguments = "check-budget larger.toml --option fargate --against scenario.toml --max-increase-percent";
    // Twice the task is 100 % more.
    place
        .run(&format!("{arguments} 100"))
        .ends(0)
        .says("holds: at most 100 % more than scenario.toml")
        .says("(+100.0%)");
    place.run(&format!("{arguments} 99.9999")).ends(1).says("breached");
    let run = place.run(&format!("{arguments} 10 --max-monthly 5000")).ends(1);
    run.says("holds: at most $5,000.00 a month").says("breached: at most 10 % more");
}

#[test]
fn junit_has_a_case_for_every_limit() {
    let place = place();
    let arguments =
        "--option fargate --max-monthly 5000 --max-increase-percent 0 --against scenario.toml --junit budget.xml";
    place.run(&format!("check-budget scenario.toml {arguments}")).ends(0);
    let xml = place.read("budget.xml");
    let document = roxmltree::Document::parse(&xml).unwrap();
    let cases = document.descendants().filter(|node| node.has_tag_name("testcase"));
    let names: Vec<_> = cases.map(|case| case.attribute("name").unwrap().to_owned()).collect();
    assert_eq!(names, ["at most $5,000.00 a month", "at most 0 % more than scenario.toml"]);
    assert!(!document.descendants().any(|node| node.has_tag_name("failure")), "{xml}");
    place
        .run("check-budget scenario.toml --max-monthly 1 --junit nowhere/x.xml")
        .ends(2)
        .complains("nothing was written");
}

#[test]
fn what_cannot_be_had_holds_no_limit() {
    let place = place();
    let run = place.run("check-budget scenario.toml --option fargate-arm64 --max-monthly 5000 --junit x.xml").ends(1);
    run.says("option `fargate-arm64` is unavailable");
    assert!(place.read("x.xml").contains("<failure"), "{}", place.read("x.xml"));
    place.run("check-budget scenario.toml --option current --max-monthly 1").ends(2).complains("`[current]`");
}

#[test]
fn a_limit_is_needed_and_must_make_sense() {
    let place = place();
    place.run("check-budget scenario.toml").ends(2).complains("--max-monthly");
    place.run("check-budget scenario.toml --max-increase-percent 10").ends(2).complains("--against");
    place
        .run("check-budget scenario.toml --max-monthly 10 --against x.toml")
        .ends(2)
        .complains("--max-increase-percent");
    place.run("check-budget scenario.toml --max-monthly lots").ends(2).complains("such as 5000 or 7000000KRW");
    place.run("check-budget scenario.toml --max-monthly -5").ends(2);
}
