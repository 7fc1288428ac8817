//! `ecsplan simulate`: its rows add up to the bill, its windows, its formats and its refusals.

use ecsplan::comparison::{OptionId, Outcome, compare_one};
use ecsplan::input::{ReadError, Sources, parse_scenario};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::report::{RowKind, RowLength, TimelineView, Window, timeline_schema};
use ecsplan::scenario::Scenario;
use serde_json::Value;

use crate::command::{SMALLEST, Workplace};
use crate::support::assert_page;

/// A service that scales through two days, with more demand by day than it may serve, and a job beside it.
const TWO_DAYS: &str = r#"
name = "two-days"
region = "us-east-1"

[horizon]
start = "2026-01-15"
hours = 48

[[service]]
name = "api"
task = { vcpu = "0.5", memory_gb = "1" }

[service.traffic]
profile = "day.csv"

[service.workload]
cpu_ms_per_request = 12
memory_mib = 350

[service.scaling]
min_tasks = 1
max_tasks = 6

[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 60

[[job]]
name = "report"
schedule = "cron(30 6 * * ? *)"
count = 2
duration_seconds = 600
task = { vcpu = "0.25", memory_gb = "0.5" }
"#;

fn day() -> String {
    let rate = |hour: u32| if (9..18).contains(&hour) { 40 + 25 * hour } else { 10 };
    let rows = (0..24).map(|hour| format!("{hour},{}\n", rate(hour)));
    std::iter::once("hour,requests_per_second\n".to_owned()).chain(rows).collect()
}

fn place() -> Workplace {
    let place = Workplace::with(TWO_DAYS);
    place.write("day.csv", &day());
    place
}

fn scenario() -> Scenario {
    let read_profile = |_: &str| Ok::<String, ReadError>(day());
    let sources = Sources { scenario_name: "two-days", scenario_text: TWO_DAYS, read_profile: &read_profile };
    parse_scenario(&sources, &PriceTables::bundled()).unwrap()
}

fn outcome(scenario: &Scenario, id: OptionId) -> Outcome {
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    compare_one(scenario, &book, id).outcome.unwrap()
}

fn view<'a>(scenario: &'a Scenario, id: OptionId, outcome: &'a Outcome, rows: RowLength) -> TimelineView<'a> {
    TimelineView::new(scenario, (id, outcome), None, Window::whole(&scenario.horizon), rows)
}

/// The rows of a CSV by the names of its columns.
fn rows(text: &str) -> Vec<Value> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().unwrap().clone();
    let row = |record: &csv::StringRecord| {
        names.iter().zip(record).map(|(name, cell)| (name.to_owned(), Value::from(cell))).collect()
    };
    reader.records().map(|record| Value::Object(row(&record.unwrap()))).collect()
}

fn number(row: &Value, column: &str) -> f64 {
    row[column].as_str().unwrap().parse().unwrap()
}

#[test]
fn running_tasks_times_their_size_are_exactly_what_is_billed() {
    let scenario = scenario();
    let outcome = outcome(&scenario, OptionId::Fargate);
    for rows in [RowLength::Minute, RowLength::Hour] {
        let view = view(&scenario, OptionId::Fargate, &outcome, rows);
        for service in &outcome.services {
            let own = view.rows().filter(|row| row.name == service.name);
            let seconds: i64 = own.map(|row| row.running_seconds).sum();
            let lines = outcome.bill.lines.iter().filter(|line| line.workload.as_deref() == Some(&service.name));
            let vcpu = lines.filter(|line| line.usage_type.ends_with("vCPU-Hours:perCPU"));
            let billed: i128 = vcpu.map(|line| line.quantity.amount()).sum();
            assert_eq!(i128::from(seconds) * i128::from(service.task_size.cpu_units), billed, "{}", service.name);
            assert!(billed > 0);
        }
    }
}

#[test]
fn instances_running_are_exactly_what_is_billed() {
    let scenario = scenario();
    let outcome = outcome(&scenario, OptionId::Ec2OnDemand);
    let view = view(&scenario, OptionId::Ec2OnDemand, &outcome, RowLength::Hour);
    let seconds: i64 = view.rows().filter(|row| row.kind == RowKind::Instances).map(|row| row.running_seconds).sum();
    let lines = outcome.bill.lines.iter().filter(|line| line.usage_type.contains("BoxUsage:"));
    assert_eq!(i128::from(seconds), lines.map(|line| line.quantity.amount()).sum::<i128>());
}

#[test]
fn what_is_not_served_by_the_minute_is_what_the_option_does_not_serve() {
    let scenario = scenario();
    for id in [OptionId::Fargate, OptionId::Ec2OnDemand] {
        let outcome = outcome(&scenario, id);
        for rows in [RowLength::Minute, RowLength::Hour] {
            let view = view(&scenario, id, &outcome, rows);
            let loads = || view.rows().filter_map(|row| Some((row.span.seconds() as f64, row.load?)));
            let sums = loads().fold((0.0, 0.0, 0.0), |(arrived, served, missed), (seconds, load)| {
                (arrived + seconds * load.demand, served + seconds * load.served, missed + seconds * load.not_served)
            });
            let service = &outcome.services[0];
            let is_near = |one: f64, other: f64| (one - other).abs() <= 1e-6 * service.arrived;
            assert!(service.arrived - service.served > 1.0, "the story is about demand that is too much");
            assert!(is_near(sums.0, service.arrived) && is_near(sums.1, service.served), "{sums:?} {service:?}");
            assert!(is_near(sums.2, service.arrived - service.served), "{sums:?} {service:?}");
        }
    }
}

#[test]
fn every_change_of_desired_is_explained() {
    let scenario = scenario();
    let outcome = outcome(&scenario, OptionId::Fargate);
    let view = view(&scenario, OptionId::Fargate, &outcome, RowLength::Hour);
    let decisions = view.decisions();
    assert!(decisions.len() > 4, "{decisions:?}");
    assert!(decisions.windows(2).all(|pair| pair[0].second <= pair[1].second && pair[0].to == pair[1].from));
    assert!(decisions.iter().all(|decision| !decision.reason.is_empty() && decision.explanation.len() == 3));
    let text = place().run("simulate scenario.toml --option fargate --explain").ends(0);
    let text = text.says("target tracking, policy 1: CPU utilisation at 60 %").says("high alarm: above 60 % with 3");
    text.says("low alarm: below 0.9 × target, 54 % with 15 datapoints").says("⌈1 task ×");
    let unasked = place().run("simulate scenario.toml --explain").ends(0);
    unasked.says("target tracking, policy 1: CPU utilisation at 60 %");
}

#[test]
fn rows_are_cut_at_the_window() {
    let place = place();
    let run =
        place.run("simulate scenario.toml --option fargate --format csv --from 2026-01-15T06:15 --to 2026-01-15T08:00");
    let rows = rows(&run.ends(0).stdout);
    let spans: Vec<(&str, &str)> =
        rows.iter().map(|row| (row["time"].as_str().unwrap(), row["seconds"].as_str().unwrap())).collect();
    let (first, second) = (("2026-01-15T06:15:00Z", "2700"), ("2026-01-15T07:00:00Z", "3600"));
    assert_eq!(spans, [first, first, second, second], "the service and the job, in two rows each");
    assert_eq!((&rows[1]["kind"], &rows[1]["running_seconds"]), (&"job".into(), &"1200".into()));
    assert_eq!((&rows[1]["unit"], &rows[1]["demand"]), (&"".into(), &"".into()));
}

#[test]
fn whole_horizons_windows_and_days_have_as_many_rows_as_they_should() {
    let place = place();
    let count = |arguments: &str| {
        let run = place.run(&format!("simulate scenario.toml --option fargate --service api --format csv {arguments}"));
        rows(&run.ends(0).stdout).len()
    };
    assert_eq!(count(""), 48);
    assert_eq!(count("--resolution minute"), 2_880);
    assert_eq!(count("--from 2026-01-16"), 24);
    assert_eq!(count("--to 2026-01-15T03:00"), 3);
    assert_eq!(count("--from 2026-01-01 --to 2027-01-01"), 48);
    assert_eq!(count("--resolution minute --from 2026-01-15T10:00+09:00 --to 2026-01-15T02:00"), 60);
}

#[test]
fn minutes_add_up_to_their_hours() {
    let place = place();
    let of = |resolution: &str| {
        let run =
            place.run(&format!("simulate scenario.toml --option fargate --service api --format csv {resolution}"));
        rows(&run.ends(0).stdout)
    };
    let (hours, minutes) = (of(""), of("--resolution minute"));
    for (hour, minutes) in hours.iter().zip(minutes.chunks(60)) {
        for column in ["demand", "served", "not_served", "desired", "serving", "running"] {
            let mean = minutes.iter().map(|row| number(row, column)).sum::<f64>() / 60.0;
            assert!((mean - number(hour, column)).abs() < 1e-5, "{column} {mean} {hour}");
        }
        let least = minutes.iter().map(|row| number(row, "serving_min")).fold(f64::INFINITY, f64::min);
        assert_eq!(least, number(hour, "serving_min"));
    }
}

#[test]
fn json_is_valid_against_its_schema_and_has_the_rows_of_the_csv() {
    let place = place();
    let validator = jsonschema::draft202012::new(&timeline_schema()).unwrap();
    for option in ["fargate", "ec2-on-demand"] {
        let json = place.run(&format!("simulate scenario.toml --option {option} --format json")).ends(0).json();
        let problems: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert_eq!(problems, Vec::<String>::new());
        let csv = place.run(&format!("simulate scenario.toml --option {option} --format csv")).ends(0).stdout;
        let (rows, found) = (rows(&csv), json["rows"].as_array().unwrap());
        assert_eq!(rows.len(), found.len());
        for (row, found) in rows.iter().zip(found) {
            assert_eq!(row["running_seconds"].as_str().unwrap(), found["running_seconds"].to_string());
            assert_eq!(row["name"], found["name"]);
        }
    }
}

#[test]
fn the_schema_file_is_what_the_program_prints() {
    assert_page("docs/schema/timeline.schema.json", &format!("{:#}\n", timeline_schema()));
}

#[test]
fn the_recommended_option_and_the_busiest_day_are_shown_unless_others_are_asked_for() {
    let run = Workplace::with(SMALLEST).run("simulate scenario.toml").ends(0);
    let run = run.says("smallest: web on fargate-savings-plan, by the hour, 2026-01-01 (UTC)").says("Fargate x86_64");
    run.complains("shown is the busiest day, 2026-01-01 (UTC)");
    let run = place().run("simulate scenario.toml").ends(0);
    run.complains("no option can be recommended").says("two-days: report on").says("scaling decisions");
}

#[test]
fn what_cannot_be_shown_is_refused_with_the_reason() {
    let place = place();
    place.run("simulate scenario.toml --service apii").ends(2).complains("is it `api`?");
    place.run("simulate scenario.toml --service zzz").ends(2).complains("there are api, report");
    place.run("simulate scenario.toml --option farget").ends(2).complains("fargate");
    place.run("simulate scenario.toml --option current").ends(2).complains("`[current]`");
    place.run("simulate scenario.toml --option fargate-arm64").ends(1).complains("`fargate-arm64` is unavailable");
    place.run("simulate scenario.toml --from 2026-01-16 --to 2026-01-16").ends(2).complains("is empty");
    place.run("simulate scenario.toml --from 2027-01-16").ends(2).complains("is outside the horizon, 2026-01-15 to");
    place.run("simulate scenario.toml --from soon").ends(2).complains("expected a date or a time");
    place.run("simulate scenario.toml --format csv --explain").ends(2).complains("`--explain` prints text");
    place.run("simulate scenario.toml --format png --explain").ends(2).complains("needs `--out FILE`");
    place.run("simulate scenario.toml --out nowhere/day.svg --format svg").ends(2).complains("does not exist");
}

#[test]
fn pictures_are_whole_and_say_what_they_show() {
    let place = place();
    let run = place.run("simulate scenario.toml --option fargate --format svg --out day.svg --explain").ends(0);
    run.says("api: 1 to").complains("the picture shows `api`");
    let svg = place.read("day.svg");
    for words in ["<svg role=\"img\"", "<title id=\"title\">two-days: api on fargate", "<desc", "not served", "→"] {
        assert!(svg.contains(words), "no `{words}`");
    }
    assert!(svg.trim_end().ends_with("</svg>"));
    place.run("simulate scenario.toml --option ec2-on-demand --service report --format png --out jobs.png").ends(0);
    let png = place.read_bytes("jobs.png");
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.ends_with(b"IEND\xaeB`\x82"));
}

#[test]
fn the_load_duration_curve_says_how_often_demand_is_how_high() {
    let place = place();
    place.run("simulate scenario.toml --option fargate --service api --format csv --out rows.csv").ends(0);
    place.run("simulate scenario.toml --option fargate --load-duration --format svg --out hours.svg").ends(0);
    let rows = place.read("rows.csv");
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let column = reader.headers().unwrap().iter().position(|name| name == "demand").unwrap();
    let mut demand: Vec<f64> = reader.records().filter_map(|row| row.unwrap()[column].parse().ok()).collect();
    demand.sort_by(|left, right| right.total_cmp(left));
    assert_eq!(demand.len(), 48);
    let svg = place.read("hours.svg");
    assert!(svg.contains("two-days"), "{svg}");
    for (percent, hour) in [(10, 4), (50, 24)] {
        let decimals = if demand[hour] >= 100.0 { 0 } else { 1 };
        let words = format!("{percent} % above {:.decimals$}", demand[hour]);
        assert!(svg.contains(&words), "no `{words}`");
    }
    place.run("simulate scenario.toml --load-duration").ends(2).complains("needs `--format svg` or `png`");
    place.run("simulate scenario.toml --load-duration --service report --format svg").ends(2).complains("has none");
}

#[test]
fn the_same_question_has_the_same_bytes_for_an_answer() {
    let place = place();
    for format in ["csv", "json", "svg", "png"] {
        for name in ["one", "two"] {
            place.run(&format!("simulate scenario.toml --format {format} --out {name}")).ends(0);
        }
        assert!(place.read_bytes("one") == place.read_bytes("two"), "{format}");
    }
}
