use super::*;
use crate::money::Money;
use crate::scenario::{PaymentOption, PlanScope, TermYears};
use proptest::prelude::*;

const RATES: &str = "item,plan,term_years,payment,price\n\
    a,on_demand,,,1\na,compute,1.0,no_upfront,7e-1\nb,on_demand,,,0.000015\nb,compute,3,all_upfront,1.275e-05\n\
    a,ec2_instance:r5,1,no_upfront,0.6\n";

fn parse(usage: &str, rates: &str, missing_hours: MissingHours) -> Result<HourlyUsage, Diagnostics> {
    let sources = HourlyUsageSources {
        usage_name: "usage.csv",
        usage_text: usage,
        rates_name: "rates.csv",
        rates_text: rates,
        missing_hours,
    };
    parse_hourly_usage(&sources)
}

fn parsed(usage: &str) -> HourlyUsage {
    parse(usage, RATES, MissingHours::Error).unwrap()
}

/// Each problem as `CODE file:line`.
fn problems(usage: &str, rates: &str) -> Vec<String> {
    let found = parse(usage, rates, MissingHours::Error).unwrap_err();
    let line = |item: &crate::diagnostic::Diagnostic| {
        let label = &item.labels[0];
        let (line, _) = found.line_and_column(&label.file, label.span.start).unwrap();
        format!("{} {}:{line}", item.code.id(), label.file)
    };
    found.items().iter().map(line).collect()
}

#[test]
fn hours_are_read_in_every_form_and_columns_in_any_order() {
    let usage = parsed(
        "\u{feff}Item,quantity,HOUR\r\na,1,2026-01-01T00:00:00Z\r\na,2,2026-01-01T01:00\r\na,3,2026-01-01 02:00:00\r\n\
         a,4,2026-01-01T03:00:00+00:00\r\na,5,2026-01-01T13:00:00+09:00\r\n\"b\",1e-05,2026-01-01T05:00Z\r\n",
    );
    assert_eq!((usage.hours, usage.first_hour * 3_600), (6, 1_767_225_600));
    let whole = |parts: &[i64]| parts.iter().map(|parts| parts / 1_000_000_000_000).collect::<Vec<_>>();
    assert_eq!(whole(&usage.items[0].hourly), [1, 2, 3, 4, 5, 0]);
    assert_eq!(usage.items[1].hourly, [0, 0, 0, 0, 0, 10_000_000]);
    assert_eq!(usage.warnings, [""; 0]);
}

#[test]
fn every_plan_that_the_rates_name_is_there() {
    let usage = parsed("hour,item,quantity\n2026-01-01T00:00:00Z,b,1\n2026-01-01T00:00:00Z,a,1\n");
    let dollars = |text: &str| Some(Money::parse(text).unwrap());
    let plans: Vec<_> =
        usage.plans.iter().map(|plan| (plan.scope.name(), plan.term, plan.payment, &plan.rates)).collect();
    let (no, all) = (PaymentOption::NoUpfront, PaymentOption::AllUpfront);
    assert_eq!(plans[0], ("ec2_instance:r5".to_owned(), TermYears::One, no, &vec![dollars("0.6"), None]));
    assert_eq!(plans[1], ("compute".to_owned(), TermYears::One, no, &vec![dollars("0.7"), None]));
    assert_eq!(plans[2], ("compute".to_owned(), TermYears::Three, all, &vec![None, dollars("0.00001275")]));
    assert_eq!(usage.plans[2].scope, PlanScope::Compute);
}

#[test]
fn parts_are_as_fine_as_the_largest_quantity_leaves_room_for() {
    let usage =
        parsed("hour,item,quantity\n2026-01-01T00:00Z,a,4611686.018427387904\n2026-01-01T00:00Z,b,0.3333333333335\n");
    // 4611686.018427387904 × 10^12 is 2^62 exactly, one too many; its ten-fold coarser half is rounded to even.
    assert_eq!((usage.items[0].parts_per_unit, usage.items[0].hourly[0]), (100_000_000_000, 461_168_601_842_738_790));
    assert_eq!((usage.items[1].parts_per_unit, usage.items[1].hourly[0]), (1_000_000_000_000, 333_333_333_334));
}

#[test]
fn an_hour_that_all_items_lack_is_a_problem_or_zero() {
    let usage = "hour,item,quantity\n2026-01-01T00:00Z,a,1\n2026-01-01T03:00Z,a,1\n";
    assert_eq!(problems(usage, RATES), ["E0507 usage.csv:3"]);
    assert_eq!(parse(usage, RATES, MissingHours::Zero).unwrap().items[0].hourly.len(), 4);
}

#[test]
fn all_problems_of_both_files_come_at_once() {
    let usage = "hour,item,quantity\n2026-01-01T00:00Z,a,-1\n2026-01-01T00:30Z,a,1\n2026-01-01T03:00Z,c,x\n\
        2026-01-01T03:00Z,c,1\n2026-01-01T02:00Z\n";
    let rates = RATES.replace("0.6", "1.6") + "a,compute,1,no_upfront,0.7\nb,ec2_instance:m5,2,no_upfront,$1\n";
    let expected = [
        "E0505 usage.csv:2",
        "E0504 usage.csv:3",
        "E0507 usage.csv:4",
        "E0508 usage.csv:4",
        "E0505 usage.csv:4",
        "E0506 usage.csv:5",
        "E0503 usage.csv:6",
        "E0512 rates.csv:6",
        "E0511 rates.csv:7",
        "E0509 rates.csv:8",
        "E0510 rates.csv:8",
    ];
    assert_eq!(problems(usage, &rates), expected);
}

#[test]
fn thousands_of_problems_are_counted() {
    let rows: String = (0..5_000).map(|row| format!("2026-01-01T00:00Z,a{row},-1\n")).collect();
    let found = parse(&format!("hour,item,quantity\n{rows}"), RATES, MissingHours::Error).unwrap_err();
    assert_eq!(found.items().len(), 20);
    let more = found.items().iter().flat_map(|item| &item.help).filter(|help| help.contains("and 4990 more")).count();
    assert_eq!(more, 2);
}

#[test]
fn rates_without_usage_are_a_warning() {
    let usage = parsed("hour,item,quantity,region\n2026-01-01T00:00Z,a,1,x");
    assert_eq!(usage.warnings.len(), 3, "{:?}", usage.warnings);
    assert!(usage.warnings[0].contains("region") && usage.warnings[1].contains("line end"));
    assert_eq!(usage.warnings[2], "rates.csv: rates of items that are not used: b");
}

/// Lines of fields, each something that has a meaning somewhere or none at all.
fn fields() -> impl Strategy<Value = String> {
    let field = prop_oneof![
        Just("hour".to_owned()),
        Just("2026-01-01T00:00Z".to_owned()),
        Just("-999999-01-01T00:00Z".to_owned()),
        Just("on_demand".to_owned()),
        Just("ec2_instance:".to_owned()),
        Just("1e400".to_owned()),
        Just("99999999999999999999999999999999999999999999999999.5e-300".to_owned()),
        Just("1000000000000000".to_owned()),
        Just("\"".to_owned()),
        "\\PC{0,6}",
    ];
    let line = proptest::collection::vec(field, 0..7).prop_map(|fields| fields.join(","));
    proptest::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn no_text_is_a_panic(usage in fields(), rates in fields(), has_headers: bool) {
        let (mut head, mut rates_head) = ("", "");
        if has_headers {
            (head, rates_head) = ("hour,item,quantity\n", "item,plan,term_years,payment,price,currency\n");
        }
        let _ = parse(&format!("{head}{usage}"), &format!("{rates_head}{rates}"), MissingHours::Zero);
        let _ = parse(&format!("hour,item,quantity\n2026-01-01T00:00Z,a,1\n{usage}"), RATES, MissingHours::Error);
    }
}
