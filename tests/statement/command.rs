//! `ecsplan estimate` as users run it.

use ecsplan::money::Money;
use ecsplan::report::statement_schema;
use serde_json::Value;

use crate::command::{SMALLEST, Workplace};
use crate::support::assert_page;

/// Two services on one cluster, an upfront plan, tax, people's time, demand scenarios and won.
const SHOP: &str = r#"
name = "shop"
region = "us-east-1"
tax_percent = 10

[horizon]
start = "2026-01-15"
months = 7
step = "1h"

[currency]
code = "KRW"
rate = "1380.5"
rate_date = "2026-01-02"

[commitments]
payment_options = ["partial_upfront"]

[[service]]
name = "api"
architectures = ["x86_64", "arm64"]
task = { vcpu = "0.5", memory_gb = 1 }

[service.tags]
team = "web"

[service.traffic]
constant = 300

[service.workload]
cpu_ms_per_request = 12
memory_mib = 350

[service.scaling]
min_tasks = 2
max_tasks = 60

[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 60

[service.network]
load_balancer = "alb"
log_kb = 0.5

[[service]]
name = "worker"
architectures = ["x86_64", "arm64"]
tasks = 2
task = { vcpu = "0.25", memory_gb = 1 }

[operations]
usd_per_hour = "60"
hours_per_month = { ec2 = 2 }

[[uncertainty.scenario]]
name = "half"
weight = 1
load_change_percent = -50
load_change_date = "2026-04-01"
"#;

/// Options of the tests, with the upfront plan and without.
const SAVINGS_PLAN: &str = "--option ec2-savings-plan";

fn sum<'a>(rows: impl Iterator<Item = &'a Value>) -> Money {
    rows.map(|amount| Money::parse(amount.as_str().unwrap()).unwrap()).sum()
}

fn items<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap()
}

#[test]
fn every_statement_is_valid_against_its_schema() {
    let validator = jsonschema::draft202012::new(&statement_schema()).unwrap();
    let shop = Workplace::with(SHOP);
    let runs = [
        shop.run(&format!("estimate scenario.toml --format json {SAVINGS_PLAN}")),
        shop.run(&format!("estimate scenario.toml --format json {SAVINGS_PLAN} --by team")),
        shop.run("estimate scenario.toml --format json"),
        Workplace::with(SMALLEST).run("estimate scenario.toml --format json"),
    ];
    for run in runs {
        let statement = run.ends(0).json();
        let problems: Vec<String> =
            validator.iter_errors(&statement).map(|error| format!("{}: {error}", error.instance_path)).collect();
        assert_eq!(problems, Vec::<String>::new());
    }
}

#[test]
fn rows_owners_and_months_add_up_exactly_and_as_displayed() {
    let shop = Workplace::with(SHOP);
    let statement = shop.run(&format!("estimate scenario.toml --format json {SAVINGS_PLAN}")).ends(0).json();
    for kind in ["list", "contracted", "effective", "billed"] {
        let total = &statement["totals"][kind];
        for (all, months) in [("total", "months"), ("display_total", "display_months")] {
            for month in 0..items(total, months).len() {
                for of in ["rows", "owners"] {
                    let column = items(&statement, of).iter().map(|row| &row[kind][months][month]);
                    assert_eq!(sum(column), sum([&total[months][month]].into_iter()), "{kind} {of} {month}");
                }
            }
            for row in
                items(&statement, "rows").iter().chain(items(&statement, "owners")).map(|row| &row[kind]).chain([total])
            {
                assert_eq!(sum(items(row, months).iter()), sum([&row[all]].into_iter()), "{kind}");
            }
        }
    }
    let amount = |value: &Value| sum([value].into_iter());
    let totals = &statement["totals"];
    let prepaid = &statement["prepaid"];
    let difference = amount(&totals["billed"]["total"]) - amount(&totals["effective"]["total"]);
    assert!(difference > Money::ZERO);
    assert_eq!(amount(&prepaid["closing"]), difference);
    let shown = amount(&totals["billed"]["display_total"]) - amount(&totals["effective"]["display_total"]);
    assert_eq!(amount(items(prepaid, "display_months").last().unwrap()), shown);
}

#[test]
fn csv_has_the_same_costs() {
    let shop = Workplace::with(SHOP);
    let statement = shop.run(&format!("estimate scenario.toml --format json {SAVINGS_PLAN}")).ends(0).json();
    let csv = shop.run(&format!("estimate scenario.toml --format csv {SAVINGS_PLAN}")).ends(0).stdout;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for kind in ["list", "contracted", "effective", "billed"] {
        for (column, key) in [(format!("{kind}_cost"), "total"), (format!("display_{kind}_cost_KRW"), "display_total")]
        {
            let index = header.iter().position(|name| *name == column).unwrap();
            let total: Money = rows.iter().map(|row| Money::parse(&row[index]).unwrap()).sum();
            assert_eq!(total.to_decimal(), statement["totals"][kind][key].as_str().unwrap(), "{column}");
        }
    }
}

#[test]
fn tables_add_up_down_and_across_and_keep_their_width() {
    let shop = Workplace::with(SHOP);
    for arguments in [SAVINGS_PLAN, "--option ec2-savings-plan --verbose", "--option ec2-savings-plan --by team"] {
        let text = shop.run(&format!("estimate scenario.toml {arguments}")).ends(0).stdout;
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    }
    let text = shop.run(&format!("estimate scenario.toml {SAVINGS_PLAN} --format markdown")).ends(0).stdout;
    let table = text.split("amortised (KRW)**\n\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let cells = |line: &str| -> Vec<i64> {
        line.split(" | ").skip(1).map(|cell| cell.trim_end_matches(" |").replace(',', "").parse().unwrap()).collect()
    };
    let rows: Vec<&str> = table.lines().skip(2).collect();
    let (total, rows) = rows.split_last().unwrap();
    let owners: Vec<Vec<i64>> = rows.iter().filter(|row| !row.starts_with("| \u{a0}")).map(|row| cells(row)).collect();
    for (column, total) in cells(total).into_iter().enumerate() {
        assert_eq!(owners.iter().map(|row| row[column]).sum::<i64>(), total, "{table}");
    }
    for row in &owners {
        let (across, months) = row.split_last().unwrap();
        assert_eq!(months.iter().sum::<i64>(), *across, "{table}");
    }
}

#[test]
fn the_opening_says_what_is_consumed_paid_and_prepaid() {
    let shop = Workplace::with(SHOP);
    let run = shop.run(&format!("estimate scenario.toml --quiet {SAVINGS_PLAN}")).ends(0);
    let run = run.says("shop: statement of ec2-savings-plan, us-east-1, 7 months from 2026-01-15, KRW at 1380.5 of");
    run.says("prepaid at the end.").says("Prices: bundled tables of").says("billed (cash)");
    let run = shop.run(&format!("estimate scenario.toml {SAVINGS_PLAN}")).ends(0);
    let run = run.says("idle capacity").says("people's time").says("Upfront payments").says("effective savings rate");
    run.says("low: demand scenario `half`").says("high: demand as in the scenario");
    Workplace::with(SMALLEST).run("estimate scenario.toml").ends(0).says("no low and high: they need demand scenarios");
}

#[test]
fn the_recommended_option_is_told_of_without_asking() {
    let shop = Workplace::with(SHOP);
    let recommended = shop.run("recommend scenario.toml --format json").ends(0).json();
    let statement = shop.run("estimate scenario.toml --format json").ends(0).json();
    assert_eq!(statement["option"], recommended["recommendation"]["option"]);
    let option = items(&recommended, "options").iter().find(|option| option["id"] == statement["option"]).unwrap();
    assert_eq!(statement["totals"]["effective"]["total"], option["total"]);
    let own = shop.run(&format!("estimate scenario.toml --format json --option {}", option["id"].as_str().unwrap()));
    assert_eq!(own.ends(0).json(), statement);
}

#[test]
fn a_file_is_written_whole_with_the_warnings_beside() {
    let shop = Workplace::with(SHOP);
    shop.run(&format!("estimate scenario.toml {SAVINGS_PLAN} --out statement.txt")).ends(0);
    assert!(shop.read("statement.txt").starts_with("shop: statement of"));
}

#[test]
fn an_option_or_a_tag_that_nobody_has_is_bad_input() {
    let shop = Workplace::with(SHOP);
    shop.run("estimate scenario.toml --option fargat").ends(2).complains("fargate");
    shop.run("estimate scenario.toml --option current").ends(2).complains("needs `[current]`");
    let tag = shop.run("estimate scenario.toml --option fargate --by taem").ends(2);
    tag.complains("no service or job has the tag `taem`; is it `team`?");
    Workplace::with(SMALLEST).run("estimate scenario.toml --by team").ends(2).complains("add `[service.tags]`");
}

#[test]
fn an_option_that_cannot_be_had_is_a_no() {
    let place = Workplace::with(SMALLEST);
    let run = place.run("estimate scenario.toml --option fargate-arm64").ends(1);
    assert_eq!(run.stdout, "");
    run.complains("error: option `fargate-arm64` is unavailable");
}

#[test]
fn where_nothing_can_be_recommended_there_is_no_statement() {
    let short = SHOP.replace("max_tasks = 60", "max_tasks = 2");
    let place = Workplace::with(&short);
    let run = place.run("estimate scenario.toml").ends(1);
    assert_eq!(run.stdout, "");
    run.complains("no option meets the objective").complains("serves most");
    place.run("estimate scenario.toml --option fargate").ends(0).says("fargate misses the objective.");
}

#[test]
fn the_schema_file_is_what_the_program_prints() {
    assert_page("docs/schema/statement.schema.json", &format!("{:#}\n", statement_schema()));
    Workplace::with(SMALLEST).run("schema statement").ends(0).says("urn:ecsplan:statement:1");
}
