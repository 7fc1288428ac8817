use super::*;
use crate::money::{Money, Percent};
use crate::report::DisplayCurrency;
use crate::scenario::{Currency, SavedFigures, SavedMonth, SavedOption, SavedResult};
use crate::time::YearMonth;

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

/// One option, `fargate`, with these months of 2026: month, hours, total.
fn result(months: &[(i8, u32, &str)]) -> SavedResult {
    let month = |&(month, hours, total): &(i8, u32, &str)| SavedMonth {
        month: YearMonth { year: 2026, month },
        hours,
        total: money(total),
    };
    let months: Vec<SavedMonth> = months.iter().map(month).collect();
    let figures = SavedFigures {
        total: months.iter().map(|month| month.total).sum(),
        meets_objective: true,
        tasks: Vec::new(),
        instances: Vec::new(),
        commitments: Vec::new(),
        lines: Vec::new(),
        months: months.clone(),
    };
    let option = |id: &str, reason: Option<&str>, figures| SavedOption {
        id: id.to_owned(),
        unavailable_reason: reason.map(str::to_owned),
        figures,
    };
    SavedResult {
        name: "a <b> & \"c\"\u{1}".to_owned(),
        region: "us-east-1".to_owned(),
        start: "2026-01-01".to_owned(),
        hours: months.iter().map(|month| month.hours).sum(),
        prices: "tables".to_owned(),
        currency: won(),
        interrupted: false,
        assumptions: Vec::new(),
        recommended: Some("fargate".to_owned()),
        options: vec![option("fargate", None, Some(figures)), option("ec2-spot", Some("no price"), None)],
    }
}

fn won() -> Currency {
    Currency { code: "KRW".to_owned(), rate: money("1380.5"), rate_date: None }
}

fn limit(amount: &str, currency: &Currency) -> MonthlyLimit {
    MonthlyLimit { amount: money(amount), currency: DisplayCurrency::new(currency).unwrap() }
}

fn in_dollars(amount: &str) -> MonthlyLimit {
    limit(amount, &Currency { code: "USD".to_owned(), rate: money("1"), rate_date: None })
}

fn monthly(result: &SavedResult, limit: &MonthlyLimit) -> BudgetView {
    BudgetView::new(result, None, &DisplayCurrency::usd(), Some(limit), None)
}

fn increase(result: &SavedResult, base: &SavedResult, percent: &str) -> BudgetView {
    let percent = Percent::parse(percent).unwrap();
    let limit = IncreaseLimit { percent, source: "base.json", base };
    BudgetView::new(result, None, &DisplayCurrency::usd(), None, Some(limit))
}

#[test]
fn the_dearest_whole_month_is_tested_and_of_equal_ones_the_first() {
    let result = result(&[(1, 743, "900"), (2, 672, "100"), (3, 744, "120"), (4, 720, "120"), (5, 100, "800")]);
    let tested = Tested::of(&result, result.figures("fargate").unwrap());
    let month = TestedPeriod::Month(YearMonth { year: 2026, month: 3 });
    assert_eq!(tested, Tested { period: month, cost: money("120") });
}

#[test]
fn without_a_whole_month_the_average_month_is_tested() {
    let result = result(&[(1, 365, "100")]);
    let view = monthly(&result, &in_dollars("200"));
    assert!(view.holds() && view.tested.contains("$200.00 in an average month of 730 hours"), "{view:?}");
    assert!(!monthly(&result, &in_dollars("199.999999999999")).holds());
}

#[test]
fn exactly_the_limit_holds_and_a_picodollar_less_does_not() {
    let result = result(&[(1, 744, "120")]);
    assert!(monthly(&result, &in_dollars("120")).holds());
    let breached = monthly(&result, &in_dollars("119.999999999999"));
    assert!(!breached.holds());
    assert!(breached.checks[0].finding.ends_with("less than $0.01 above the limit"), "{breached:?}");
    let breached = monthly(&result, &in_dollars("119.99"));
    assert!(breached.checks[0].finding.ends_with("$0.01 above the limit"), "{breached:?}");
}

#[test]
fn a_budget_in_won_is_held_against_the_exact_amount_at_the_rate() {
    let result = result(&[(1, 744, "120")]); // 165,660 won
    assert!(monthly(&result, &limit("165660", &won())).holds());
    let breached = monthly(&result, &limit("165659", &won()));
    assert!(!breached.holds());
    assert_eq!(breached.checks[0].name, "at most ₩165,659 a month");
    assert!(breached.checks[0].finding.ends_with("₩1 above the limit"), "{breached:?}");
}

#[test]
fn an_increase_of_exactly_the_limit_holds() {
    let base = result(&[(1, 744, "100")]);
    assert!(increase(&result(&[(1, 744, "112.5")]), &base, "12.5").holds());
    assert!(!increase(&result(&[(1, 744, "112.500000000001")]), &base, "12.5").holds());
    assert!(increase(&result(&[(1, 744, "90")]), &base, "0").holds());
    assert!(!increase(&result(&[(1, 744, "0.01")]), &result(&[(1, 744, "0")]), "100").holds());
}

#[test]
fn what_cannot_be_had_holds_no_limit() {
    let (result, limit) = (result(&[(1, 744, "1")]), in_dollars("5000"));
    let asked = |option| BudgetView::new(&result, Some(option), &DisplayCurrency::usd(), Some(&limit), None);
    assert!(!asked("ec2-spot").holds() && asked("ec2-spot").checks[0].finding.contains("unavailable: no price"));
    assert!(!asked("external").holds() && asked("external").checks[0].finding.contains("no option `external`"));
    let none = SavedResult { recommended: None, ..result.clone() };
    assert!(!monthly(&none, &limit).holds());
    let against = increase(&result, &none, "10");
    assert!(!against.holds() && against.checks[0].finding == "in base.json, no option can be recommended");
}

#[test]
fn junit_is_well_formed_whatever_names_hold() {
    let result = result(&[(1, 744, "120")]);
    let percent = Percent::parse("10").unwrap();
    let against = IncreaseLimit { percent, source: "a<&>'\"\u{ffff}.json", base: &result };
    let view = BudgetView::new(&result, None, &DisplayCurrency::usd(), Some(&in_dollars("100")), Some(against));
    let xml = render_junit(&view);
    let document = roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    let suite = document.descendants().find(|element| element.has_tag_name("testsuite")).unwrap();
    assert_eq!((suite.attribute("tests"), suite.attribute("failures")), (Some("2"), Some("1")));
    assert_eq!(suite.attribute("name"), Some("a <b> & \"c\" "));
    let cases: Vec<_> = document.descendants().filter(|it| it.has_tag_name("testcase")).collect();
    let failed = cases.iter().map(|case| case.children().any(|child| child.has_tag_name("failure")));
    assert_eq!(failed.collect::<Vec<_>>(), [true, false]);
    assert_eq!(cases[1].attribute("name"), Some("at most 10 % more than a<&>'\" .json"));
}
