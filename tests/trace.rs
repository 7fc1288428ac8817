//! `ecsplan trace`: quantities are those of the bill, and the command line answers, or says what there is.

use ecsplan::comparison::{all_usage, compare};
use ecsplan::money::{Money, Quantity};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::report::{TraceFilter, TraceView, model_rules, trace_schema};
use proptest::prelude::*;

use crate::command::{SMALLEST, Workplace};
use crate::support::assert_page;
use crate::support::dice::cases;
use crate::support::stories::{About, bills};

/// A sum of quantities as a fraction in its lowest terms.
fn sum<'q>(quantities: impl Iterator<Item = &'q Quantity>) -> (i128, i128) {
    quantities.fold((0, 1), |(amount, per), more| {
        let (amount, per) = (amount * more.per() + more.amount() * per, per * more.per());
        let (mut a, mut b) = (amount, per);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        (amount / a.max(1), per / a.max(1))
    })
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn lines_sum_to_what_was_metered_and_items_to_the_bill(story in bills(About::Pinned, &[1, 2])) {
        let scenario = story.read();
        let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
        for option in compare(&scenario, &book).options {
            let Ok(outcome) = option.outcome else { continue };
            let usage = all_usage(&scenario, &book, &outcome);
            let view = TraceView::new(&scenario, &book, (option.id, &outcome), &usage, &TraceFilter::default());
            prop_assert_eq!(view.items.iter().map(|item| item.cost).sum::<Money>(), outcome.bill.total());
            for item in &view.items {
                prop_assert!(!item.rules.is_empty() && !item.prices.is_empty(), "{}", item.usage_type);
                prop_assert!(item.rules.iter().all(|rule| !rule.sentence.is_empty()), "{:?}", item.rules);
                for month in &item.months {
                    let Some(metered) = &month.metered else { continue };
                    let lines = sum(month.lines.iter().map(|line| &line.quantity));
                    prop_assert_eq!(lines, sum([metered].into_iter()), "{}: {}", option.id.name(), item.usage_type);
                }
            }
        }
    }
}

#[test]
fn rules_of_the_model_have_ids_of_their_own() {
    let mut ids: Vec<&str> = model_rules().map(|(id, _)| id).collect();
    let count = ids.len();
    assert!(count > 150, "{count}");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn a_number_has_its_price_row_its_hours_and_its_rule() {
    let place = Workplace::with(SMALLEST);
    let run = place.run("trace scenario.toml --option fargate --usage-type Fargate-vCPU-Hours:perCPU").ends(0);
    // 0.25 vCPU for 730 hours, split at the month ends, and 14 hours of it in the last hour's month.
    let run = run.says("APN2-Fargate-vCPU-Hours:perCPU of web (AmazonECS): 8.4972 USD");
    let run = run.says("rule F3: In each clock hour: CPU-unit-seconds = CPU units × billed task-seconds");
    run.says("price: 0.04656 USD per vCPU-Hours, on demand; ap-northeast-2/fargate.csv:")
        .says("2026-01-01T00:00:00Z 0.25");
}

#[test]
fn every_hour_is_in_the_csv_and_json_is_as_its_schema_says() {
    let place = Workplace::with(SMALLEST);
    let csv = place.run("trace scenario.toml --option fargate --service web --format csv").ends(0).stdout;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let vcpu = |row: &csv::StringRecord| &row[2] == "APN2-Fargate-vCPU-Hours:perCPU";
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).filter(vcpu).collect();
    assert_eq!(rows.len(), 730);
    assert!(rows.iter().all(|row| &row[6] == "0.25" && &row[7] == "vCPU-Hours" && &row[3] == "web"));
    let json = place.run("trace scenario.toml --option fargate --format json").ends(0).json();
    let validator = jsonschema::draft202012::new(&trace_schema()).unwrap();
    let problems: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(json["items"][0]["busiest_hours"].as_array().unwrap().len(), 5);
}

#[test]
fn what_is_unknown_is_an_error_and_what_is_not_there_is_answered() {
    let place = Workplace::with(SMALLEST);
    let trace = |rest: &str| place.run(&format!("trace scenario.toml --option fargate {rest}"));
    trace("--service wep").ends(2).complains("is it `web`?");
    trace("--usage-type APN2-Fargate-vCPU-Hour:perCPU").ends(2).complains("is it `APN2-Fargate-vCPU-Hours:perCPU`?");
    trace("--month 2027-05").ends(2).complains("the nearest month is 2026-01");
    trace("--month May").ends(2).complains("for example 2026-03");
    trace("--usage-type BoxUsage:m7g.large").ends(1).complains("there are APN2-Fargate-vCPU-Hours:perCPU, ");
    place.run("trace scenario.toml").ends(2).complains("--option");
    place.run("trace scenario.toml --option external").ends(2).complains("needs `[external]`");
}

#[test]
fn the_schema_file_is_what_the_program_prints() {
    assert_page("docs/schema/trace.schema.json", &format!("{:#}\n", trace_schema()));
}
