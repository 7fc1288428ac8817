//! Outlooks on one small example, in every format.

use super::*;
use crate::commitment::outlook::made_up::{bought, dollars, instances, months_of_2026};
use crate::commitment::outlook::{
    DemandCase, DemandCases, LadderComparison, LadderStep, ScenarioQuestion, fall_outlook, running_terms, weigh,
};
use crate::commitment::{Buyable, CoverableUsage, Limits, PortfolioProblem, Purchase, price_portfolio};
use crate::money::{Money, Percent};
use crate::patience::Patience;
use crate::report::{DisplayCurrency, Language, Style};
use crate::scenario::{Criterion, Currency, PaymentOption};
use crate::time::Horizon;

/// Ten instances in January and twenty in February, with a plan half paid upfront.
fn january_and_february() -> (Horizon, CoverableUsage) {
    let units: Vec<i64> = [vec![10; 744], vec![20; 672]].concat();
    let mut usage = instances(&units);
    usage.offers[0].payment = PaymentOption::PartialUpfront;
    (months_of_2026(2), usage)
}

fn outlook(criterion: Criterion) -> OutlookView {
    let (horizon, usage) = january_and_february();
    let proposal = [bought(&usage, 0, "6")];
    let low = instances(&vec![5; usage.hours]);
    let low = CoverableUsage { offers: usage.offers.clone(), ..low };
    let case = |name, weight, usage| DemandCase { name, weight, usage };
    let cases = DemandCases::new(&usage, &[case("base", 3.0, &usage), case("low|er", 1.0, &low)]).unwrap();
    let buyable = [Buyable { offer: 0, hours: 0..usage.hours }];
    let question = ScenarioQuestion {
        held: &[],
        proposal: &proposal,
        buyable: &buyable,
        limits: Limits::default(),
        criterion,
        patience: Patience::ENDLESS,
    };
    let ladder = LadderView::new(&usage, &horizon, LadderStep::Monthly, &two_steps(&usage), &[]);
    let terms = running_terms(&usage, &proposal);
    OutlookView {
        fall: Some(fall_view(&usage, &proposal, Some(&cases))),
        demand_scenarios: Some(ScenarioOutlookView::new(&usage, &weigh(&cases, &question).unwrap())),
        ladder: Some(ladder),
        cash: Some(CommitmentCashView::new(&terms, &horizon)),
    }
}

/// $6 an hour today, and $6 more in February.
fn two_steps(usage: &CoverableUsage) -> LadderComparison {
    let today = bought(usage, 0, "6");
    let february = Purchase { hours: 744..usage.hours, ..today.clone() };
    let priced = |purchases: &[Purchase]| {
        price_portfolio(
            &PortfolioProblem {
                usage,
                held: &[],
                buyable: &[],
                limits: Limits::default(),
                patience: Patience::ENDLESS,
            },
            purchases,
        )
    };
    LadderComparison {
        nothing: priced(&[]),
        today: priced(std::slice::from_ref(&today)),
        ladder: priced(&[today.clone(), february]),
    }
}

fn fall_view(usage: &CoverableUsage, bought: &[Purchase], cases: Option<&DemandCases>) -> FallView {
    FallView::new(usage, bought, &fall_outlook(usage, &[], bought, cases).unwrap())
}

/// The text with its lines joined.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn in_dollars(view: &OutlookView) -> String {
    render_outlook_table(view, &DisplayCurrency::usd(), Style::default())
}

fn won() -> DisplayCurrency {
    let currency = Currency { code: "KRW".to_owned(), rate: dollars("1380.5"), rate_date: None };
    DisplayCurrency::new(&currency).unwrap()
}

#[test]
fn the_sentences_say_what_the_figures_mean() {
    let text = unwrapped(&in_dollars(&outlook(Criterion::ExpectedCost)));
    // $6 an hour are $8,496; a share s of the load, below a half, is covered whole: 744 × 10 s + 672 × 20 s = 20,880 s.
    assert!(text.contains("The plan loses money if load falls by more than 59.31 %; it loses money in 25 % of the weight of the demand scenarios."), "{text}");
    assert!(text.contains("Least expected total: "), "{text}");
    assert!(text.contains("it loses money in low|er."), "{text}");
    assert!(
        text.contains("Buying in steps costs $12,528.00 over the horizon, $2,688.00 less than one purchase today"),
        "{text}"
    );
    assert!(
        text.contains("2027-02-01: compute, 1 y, partial upfront, 6 USD per hour runs out, after the horizon."),
        "{text}"
    );
}

#[test]
fn each_criterion_is_named_in_words() {
    let lead = |criterion| unwrapped(&in_dollars(&outlook(criterion)));
    assert!(lead(Criterion::WorstRegret).contains("Least regret at worst: "));
    assert!(lead(Criterion::Cvar { tail: Percent::whole(25) }).contains("Least mean of the worst 25 %: "));
}

#[test]
fn plans_that_lose_or_cannot_lose_are_told_so() {
    let (_, mut usage) = january_and_february();
    let words = |usage: &CoverableUsage, commitments: &[&str]| {
        let purchases: Vec<Purchase> = commitments.iter().map(|hourly| bought(usage, 0, hourly)).collect();
        let fall = Some(fall_view(usage, &purchases, None));
        unwrapped(&in_dollars(&OutlookView { fall, ..OutlookView::default() }))
    };
    assert_eq!(words(&usage, &[]), "");
    assert!(words(&usage, &["24"]).contains("The plan loses money already at the load that is planned with."));
    assert!(words(&usage, &["3", "3"]).contains("The plans together lose money if load falls by more than"));
    assert!(words(&usage, &["3", "3"]).contains("all together"));
    usage.offers[0].fee_discount = Percent::whole(100);
    assert!(words(&usage, &["3", "3"]).contains("The plans together never lose money, however far load falls."));
    assert!(words(&usage, &["3"]).contains("The plan never loses money"));
}

#[test]
fn tables_are_no_wider_than_reports_and_rows_add_up() {
    for currency in [DisplayCurrency::usd(), won()] {
        let text = render_outlook_table(&outlook(Criterion::WorstRegret), &currency, Style::default());
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        for heading in ["Upfront cash by quarter", "Commitments in cash", "Left to pay", "What to buy when"] {
            let section = text.split(heading).nth(1).unwrap().split("\n\n").next().unwrap();
            let last = section.lines().skip(2).filter_map(|line| line.split_whitespace().last());
            let amounts: Vec<i64> = last.filter_map(|cell| cell.replace([',', '.'], "").parse().ok()).collect();
            let (total, rows) = amounts.split_last().unwrap();
            assert!(!rows.is_empty() && rows.iter().sum::<i64>() == *total, "{section}");
        }
    }
}

#[test]
fn markdown_has_the_same_rows_and_no_foreign_markup() {
    let text = render_outlook_markdown(&outlook(Criterion::ExpectedCost), &DisplayCurrency::usd(), Language::English);
    assert!(text.contains("| low\\|er |"), "{text}");
    for block in text.split("\n\n").filter(|block| block.starts_with("| ")) {
        let rows = block.lines().filter(|line| line.starts_with('|'));
        let cells: Vec<usize> = rows.map(|line| line.matches(" | ").count()).collect();
        assert!(cells.windows(2).all(|pair| pair[0] == pair[1]), "{block}");
    }
}

#[test]
fn results_are_valid_against_the_schema_with_and_without_parts() {
    let validator = jsonschema::draft202012::new(&outlook_schema()).expect("the schema is valid");
    for view in [outlook(Criterion::ExpectedCost), OutlookView::default()] {
        let value = serde_json::to_value(&view).unwrap();
        let problems: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert_eq!(problems, Vec::<String>::new());
    }
    let mut with_number = serde_json::to_value(outlook(Criterion::ExpectedCost)).unwrap();
    with_number["cash"]["liability_cash"] = serde_json::json!(1.5);
    assert!(!validator.is_valid(&with_number));
}

#[test]
fn money_is_exact_in_results() {
    let view = outlook(Criterion::ExpectedCost);
    let cash = view.cash.as_ref().unwrap();
    let paid: Money = cash.months.iter().map(|month| month.cash).sum();
    assert_eq!(paid + cash.liability_cash, dollars("6").times(8_760));
    let value = serde_json::to_value(&view).unwrap();
    assert_eq!(value["cash"]["months"][0]["upfront"], "26280");
    assert_eq!(value["ladder"]["calendar"][1]["date"], "2026-02-01");
    assert_eq!(value["fall"]["purchases"][0]["plan"], "compute");
}
