//! The scenario format from outside: the sample scenarios, the schema, the reference page, and bytes of any kind.

mod capacity;
mod money;

use ecsplan::diagnostic::{Diagnostics, RenderStyle, render};
use ecsplan::input::{ReadError, Sources, parse_scenario, scenario_reference, scenario_schema};
use ecsplan::money::Percent;
use ecsplan::pricing::PriceTables;
use ecsplan::scenario::{Architecture, Scenario, TaskCount, TaskSize, Work};
use proptest::prelude::*;

/// The scenario of the smallest useful shop, as the README shows it.
const SHOP: &str = r#"
name = "shop"
region = "ap-northeast-2"

[horizon]
start = "2026-01-01"            # first billed day, UTC
months = 12                     # calendar months; or hours = 730 for the calculator convention

[[service]]
name = "api"
architectures = ["x86_64", "arm64"]

[service.traffic]
profile = "shop-week.csv"       # relative to this file
growth_percent_per_month = 2

[service.workload]
cpu_ms_per_request = 12
memory_mib = 350
start_seconds = 40

[service.scaling]
min_tasks = 2
max_tasks = 60

[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 60
"#;

const SMALLEST: &str = r#"
name = "smallest"
region = "ap-northeast-2"

[horizon]
start = "2026-01-01"
hours = 730

[[service]]
name = "web"
tasks = 1
task = { vcpu = "0.25", memory_gb = "0.5" }

[ec2]
instance_types = ["t2.medium"]
"#;

fn week_of(requests_per_second: u32) -> String {
    let rows = (0..168).map(|hour| format!("{hour},{requests_per_second}\n")).collect::<String>();
    format!("hour,requests_per_second\n{rows}")
}

fn parse_with(scenario: &str, profile: &str) -> Result<Scenario, Diagnostics> {
    let read_profile = |_: &str| Ok(profile.to_owned());
    let sources = Sources { scenario_name: "scenario.toml", scenario_text: scenario, read_profile: &read_profile };
    parse_scenario(&sources, &PriceTables::bundled())
}

#[track_caller]
fn parse(scenario: &str, profile: &str) -> Scenario {
    parse_with(scenario, profile).unwrap_or_else(|problems| panic!("{}", render(&problems, RenderStyle::Plain)))
}

fn codes(scenario: &str) -> Vec<&'static str> {
    let problems = parse_with(scenario, &week_of(10)).expect_err("the scenario has problems");
    problems.items().iter().map(|problem| problem.code.id()).collect()
}

#[test]
fn the_shop_is_read_as_written() {
    let shop = parse(SHOP, &week_of(100));
    assert_eq!((shop.name.as_str(), shop.region.as_str(), shop.horizon.hours()), ("shop", "ap-northeast-2", 8_760));
    let api = &shop.services[0];
    assert_eq!(api.architectures, [Architecture::X86_64, Architecture::Arm64]);
    assert_eq!(api.workload.work, Work::CpuMsPerRequest(12.0));
    assert_eq!((api.workload.memory_mib, api.workload.start_seconds), (Some(350), 40));
    let TaskCount::Scaled(scaling) = &api.count else { panic!("{:?}", api.count) };
    assert_eq!((scaling.min_tasks, scaling.max_tasks, scaling.reference_cpu_units), (2, 60, Some(256)));
    assert_eq!(scaling.target_tracking[0].target, 60.0);
    let traffic = api.traffic.as_ref().unwrap();
    assert_eq!((traffic.profile.rows.len(), traffic.growth_percent_per_month), (168, 2.0));
}

#[test]
fn the_smallest_scenario_is_read_as_written() {
    let smallest = parse(SMALLEST, "");
    let web = &smallest.services[0];
    assert_eq!(web.count, TaskCount::Fixed(1));
    assert_eq!(web.task_size, Some(TaskSize { cpu_units: 256, memory_mib: 512 }));
    assert_eq!((web.workload.work.clone(), web.traffic.is_none()), (Work::Unknown, true));
    assert_eq!(smallest.ec2.instance_types, ["t2.medium"]);
    assert_eq!(smallest.ec2.registered_memory_percent, Percent::whole(97));
    assert_eq!(smallest.horizon.hours(), 730);
}

#[test]
fn the_size_that_a_maximum_counts_is_the_first_assumption() {
    let shop = parse(SHOP, &week_of(100));
    let first = &shop.assumptions[0];
    assert_eq!(
        (first.key.as_str(), first.value.as_str()),
        ("service.api.scaling.reference_task", "0.25 vCPU / 0.5 GB")
    );
    assert!(shop.warnings.is_empty(), "{:?}", shop.warnings);
}

#[test]
fn a_peak_beyond_the_assumed_maximum_is_a_warning() {
    // 60 tasks of 0.25 vCPU serve 15,000 ms of CPU each second: 1,250 requests of 12 ms.
    let beyond = parse(SHOP, &week_of(1_251));
    assert!(beyond.warnings[0].contains("peaks at 1251.0"), "{:?}", beyond.warnings);
    // Growth of 2 percent a month reaches 24 percent in the twelfth.
    assert!(parse(SHOP, &week_of(1_010)).warnings[0].contains("grows to"));
    let bounded = SHOP.replace("max_tasks = 60", "max_tasks = 60\nmax_vcpu = 40");
    assert!(parse(&bounded, &week_of(1_251)).warnings.is_empty());
}

#[test]
fn what_is_said_is_no_assumption() {
    let key = "service.web.interruptible";
    let keys = |scenario: &Scenario| scenario.assumptions.iter().map(|one| one.key.clone()).collect::<Vec<_>>();
    assert!(keys(&parse(SMALLEST, "")).contains(&key.to_owned()));
    let said = SMALLEST.replace("tasks = 1", "tasks = 1\ninterruptible = false");
    assert!(!keys(&parse(&said, "")).contains(&key.to_owned()));
}

#[test]
fn every_problem_is_reported_at_once_and_in_order() {
    let broken = SHOP
        .replace("ap-northeast-2", "ap-northeast2")
        .replace("months = 12  ", "months = 0")
        .replace("growth_percent_per_month = 2", "growth_percent = 2")
        .replace("cpu_ms_per_request = 12", "cpu_ms_per_request = nan")
        .replace("max_tasks = 60", "max_tasks = 1")
        .replace("target_percent = 60", "target_percent = 100");
    assert_eq!(codes(&broken), ["E0111", "E0114", "E0102", "E0105", "E0109", "E0118"]);
}

#[test]
fn schema_accepts_the_samples_and_refuses_an_unknown_key() {
    let validator = jsonschema::validator_for(&scenario_schema()).unwrap();
    let as_json = |text: &str| serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
    for sample in [SHOP, SMALLEST, include_str!("../../src/input/full.toml")] {
        let mut value = as_json(sample);
        // TOML's own dates have no counterpart in JSON; the schema describes the quoted form.
        quote_dates(&mut value);
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    assert!(!validator.is_valid(&as_json(&SMALLEST.replace("tasks = 1", "task_count = 1"))));
}

fn quote_dates(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(object) => match object.get("$__toml_private_datetime") {
            Some(date) => *value = date.clone(),
            None => object.values_mut().for_each(quote_dates),
        },
        serde_json::Value::Array(items) => items.iter_mut().for_each(quote_dates),
        _ => {}
    }
}

#[test]
fn the_page_of_the_format_is_the_format() {
    crate::support::assert_page("docs/scenario.md", &scenario_reference());
}

#[test]
fn a_profile_that_cannot_be_read_is_reported_where_it_is_named() {
    let read_profile = |_: &str| Err(ReadError::Missing);
    let sources = Sources { scenario_name: "scenario.toml", scenario_text: SHOP, read_profile: &read_profile };
    let problems = parse_scenario(&sources, &PriceTables::bundled()).unwrap_err();
    let [problem] = problems.items() else { panic!("{problems:?}") };
    assert_eq!(problem.code.id(), "E0121");
    let label = &problem.labels[0];
    assert_eq!(&SHOP[label.span.clone()], "\"shop-week.csv\"");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_a_scenario_or_a_report(text in "\\PC*") {
        let _ = parse_with(&text, "").map_err(|problems| render(&problems, RenderStyle::Plain));
    }

    #[test]
    fn any_bytes_are_a_profile_or_a_report(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = parse_with(SHOP, &text).map_err(|problems| render(&problems, RenderStyle::Coloured));
    }

    #[test]
    fn any_damage_to_a_scenario_is_survived(at in 0_usize..6_000, with in "\\PC{0,6}", cut in 0_usize..9) {
        let full = include_str!("../../src/input/full.toml");
        let at = at % full.len();
        let damaged = format!("{}{with}{}", &full[..at], &full[(at + cut).min(full.len())..]);
        let _ = parse_with(&damaged, &week_of(10)).map_err(|problems| render(&problems, RenderStyle::Plain));
    }

    #[test]
    fn any_value_at_any_key_is_survived(
        line in 0_usize..400,
        value in prop::sample::select(vec![
            "0", "-1", "1e308", "nan", "inf", "-inf", "\"\"", "\"x\"", "true", "[]", "{}", "[{}]", "1979-05-27",
            "9223372036854775807", "-0.0", "\"\\u0000\"", "[[]]", "0x10", "1e-300", "07:32:00",
        ]),
    ) {
        let full = include_str!("../../src/input/full.toml");
        let lines: Vec<&str> = full.lines().collect();
        let line = line % lines.len();
        let replaced = lines[line].split_once(" = ").map(|(key, _)| format!("{key} = {value}"));
        let mut damaged: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        if let Some(replaced) = replaced {
            damaged[line] = replaced;
        }
        let _ = parse_with(&damaged.join("\n"), &week_of(10)).map_err(|problems| render(&problems, RenderStyle::Plain));
    }

    #[test]
    fn any_damage_to_dated_rows_is_survived(row in 0_usize..48, with in "[0-9:,TZ+. -]{0,24}") {
        let rows = (0..48).map(|hour| if hour == row { format!("{with}\n") } else {
            format!("2026-03-{:02}T{:02}:00,{hour}\n", 28 + hour / 24, hour % 24)
        });
        let text = format!("timestamp,requests\n{}", rows.collect::<String>());
        let shop = SHOP.replace("growth_percent_per_month = 2", "timezone = \"Europe/Berlin\"\ngaps = \"zero\"");
        let _ = parse_with(&shop, &text).map_err(|problems| render(&problems, RenderStyle::Plain));
    }
}
