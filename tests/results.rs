//! Results from outside: valid against their schema, adding up exactly, and the schema file up to date.

use ecsplan::money::Money;
use ecsplan::report::result_schema;
use serde_json::Value;

use crate::command::{SMALLEST, Workplace};
use crate::support::assert_page;

/// Traffic, scaling, a load balancer, tax and another currency.
const BUSY: &str = r#"
name = "busy"
region = "us-east-1"
tax_percent = 10

[horizon]
start = "2026-01-15"
months = 2

[currency]
code = "KRW"
rate = "1380.5"
rate_date = "2026-01-02"

[[service]]
name = "api"
architectures = ["x86_64", "arm64"]
interruptible = true

[service.traffic]
constant = 300
noise_percent = 20

[service.workload]
cpu_ms_per_request = 12
memory_mib = 350

[service.scaling]
min_tasks = 2
max_tasks = 60
reference_task = { vcpu = "0.5", memory_gb = "1" }

[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 60

[service.network]
load_balancer = "alb"
response_kb = 20
log_kb = 0.5

[[extra]]
name = "database"
usd_per_month = "123.45"
"#;

fn sum(rows: &Value, key: &str) -> Money {
    rows.as_array().unwrap().iter().map(|row| Money::parse(row[key].as_str().unwrap()).unwrap()).sum()
}

fn results() -> Vec<Value> {
    let mut results = Vec::new();
    for scenario in [SMALLEST, BUSY] {
        let place = Workplace::with(scenario);
        for command in ["compare", "recommend"] {
            results.push(place.run(&format!("{command} scenario.toml --format json")).ends(0).json());
        }
    }
    results
}

#[test]
fn every_result_is_valid_against_its_schema() {
    let validator = jsonschema::draft202012::new(&result_schema()).unwrap();
    for result in results() {
        let problems: Vec<String> =
            validator.iter_errors(&result).map(|error| format!("{}: {error}", error.instance_path)).collect();
        assert_eq!(problems, Vec::<String>::new());
    }
}

#[test]
fn line_items_and_months_sum_to_the_total_exactly_and_as_displayed() {
    for result in results() {
        for option in result["options"].as_array().unwrap().iter().filter(|option| option["available"] == true) {
            let total = Money::parse(option["total"].as_str().unwrap()).unwrap();
            assert_eq!(sum(&option["line_items"], "cost"), total, "{}", option["id"]);
            assert_eq!(sum(&option["monthly"], "total"), total, "{}", option["id"]);
            let Some(displayed) = option["display_total"].as_str() else { continue };
            let displayed = Money::parse(displayed).unwrap();
            assert_eq!(sum(&option["line_items"], "display_cost"), displayed, "{}", option["id"]);
            assert_eq!(sum(&option["monthly"], "display_total"), displayed, "{}", option["id"]);
        }
    }
}

#[test]
fn tables_show_the_rows_that_add_up_to_their_total() {
    let text = Workplace::with(BUSY).run("compare scenario.toml").ends(0).stdout;
    let section = text.split(" consists of").nth(1).unwrap().split("\n\n").next().unwrap();
    let last = section.lines().skip(2).map(|line| line.split_whitespace().last().unwrap().replace(',', ""));
    let amounts: Vec<i64> = last.map(|cell| cell.parse().unwrap_or_else(|_| panic!("{section}"))).collect();
    let (total, rows) = amounts.split_last().unwrap();
    assert_eq!(rows.iter().sum::<i64>(), *total, "{section}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn formats_agree_on_the_totals() {
    let place = Workplace::with(BUSY);
    let json = place.run("compare scenario.toml --format json").ends(0).json();
    let csv = place.run("compare scenario.toml --format csv").ends(0).stdout;
    let (table, markdown) = (
        place.run("compare scenario.toml").ends(0).stdout,
        place.run("compare scenario.toml --format markdown").ends(0).stdout,
    );
    for option in json["options"].as_array().unwrap().iter().filter(|option| option["available"] == true) {
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let rows = reader.records().map(Result::unwrap).filter(|row| option["id"] == row[0]);
        let total: Money = rows.map(|row| Money::parse(&row[14]).unwrap()).sum();
        assert_eq!(option["total"], total.to_decimal());
        let shown: Vec<char> = option["display_total"].as_str().unwrap().chars().rev().collect();
        let groups: Vec<String> = shown.chunks(3).map(|chunk| chunk.iter().collect()).collect();
        let shown: String = groups.join(",").chars().rev().collect();
        assert!(table.contains(&shown) && markdown.contains(&shown), "{shown} of {}", option["id"]);
    }
}

#[test]
fn the_schema_file_is_what_the_program_prints() {
    assert_page("docs/schema/result.schema.json", &format!("{:#}\n", result_schema()));
}
