use std::collections::BTreeSet;

use toml::de::DeTable;

use super::keys::sections;
use super::scenario::read_parts;
use super::walk::Walk;
use super::*;
use crate::diagnostic::{RenderStyle, render};

/// A scenario in which every table of the format is given.
const FULL: &str = include_str!("full.toml");

fn week(path: &str) -> Result<String, ReadError> {
    if path == "usage.csv" {
        let rows = (0..48).map(|hour| format!("2026-01-{:02} {:02}:00,2,30,40\n", hour / 24 + 1, hour % 24));
        return Ok(format!("timestamp,tasks,cpu_percent,memory_percent\n{}", rows.collect::<String>()));
    }
    let rows = (0..168).map(|hour| format!("{hour},{}\n", hour % 24)).collect::<String>();
    Ok(format!("hour,requests_per_second\n{rows}"))
}

#[track_caller]
fn parse(text: &str) -> Scenario {
    let sources = Sources { scenario_name: "scenario.toml", scenario_text: text, read_profile: &week };
    parse_scenario(&sources, &PriceTables::bundled())
        .unwrap_or_else(|problems| panic!("{}", render(&problems, RenderStyle::Plain)))
}

/// A plan of `[current]`, which stands in the place of all `[[commitment]]`s, the last tables of [`FULL`].
const PLAN_OF_TODAY: &str = r#"
[current.savings_plan]
hourly_commitment = "1.25"
term = "1y"
payment = "no_upfront"
ends = "2026-09-30"
"#;

/// A service that was measured, which has no traffic beside; from a profile, and from percentiles.
const MEASURED: &str = r#"
name = "measured"
region = "ap-northeast-2"

[horizon]
start = 2026-01-01
months = 12

[[service]]
name = "api"
tasks = 2

[service.measured]
task = { vcpu = 1, memory_gb = 2 }
profile = "usage.csv"
"#;

const PERCENTILES: &str = "running_tasks = 2
cpu_percent = { p50 = 20, max = 60 }
memory_percent = { p50 = 20, max = 60 }";

/// The dotted paths of all keys looked for in a scenario without problems.
fn asked(text: &str) -> BTreeSet<String> {
    parse(text);
    let (document, errors) = DeTable::parse_recoverable(text);
    assert!(errors.is_empty(), "{errors:?}");
    let walk = Walk::new("full.toml", text);
    let sources = Sources { scenario_name: "full.toml", scenario_text: text, read_profile: &week };
    assert!(read_parts(&walk, document.get_ref(), &sources, &PriceTables::bundled()).is_some());
    walk.asked().clone()
}

#[test]
fn every_key_of_the_format_is_read_and_no_other() {
    let (without_commitments, _) = FULL.split_once("[[commitment]]").unwrap();
    let both = &asked(FULL) | &asked(&format!("{without_commitments}{PLAN_OF_TODAY}"));
    let of_percentiles = asked(&MEASURED.replace("profile = \"usage.csv\"", PERCENTILES));
    let both = &(&both | &asked(MEASURED)) | &of_percentiles;
    let path =
        |section: &key::Section, name: &str| format!("{}.{name}", section.path).trim_start_matches('.').to_owned();
    let known = sections().flat_map(|section| section.keys.iter().map(move |key| path(section, key.name)));
    assert_eq!(both, known.collect::<BTreeSet<String>>());
}

#[test]
fn every_default_is_toml_and_every_example_too() {
    for section in sections() {
        for key in section.keys {
            if let key::Presence::Default(literal) = key.presence {
                assert!(toml::de::DeValue::parse(literal).is_ok(), "{}: {literal}", key.name);
            }
        }
        assert!(DeTable::parse(section.example).is_ok(), "{}", section.example);
    }
}

#[test]
fn money_is_read_digit_by_digit() {
    let price = |literal: &str| {
        let text = FULL.replace("\"0.09\"", literal);
        parse(&text).prices.overrides["APN2-BoxUsage:m7g.large"].to_decimal()
    };
    assert_eq!(price("0.1"), "0.1");
    assert_eq!(price("\"0.1\""), "0.1");
    assert_eq!(price("0.100000000001"), "0.100000000001");
    assert_eq!(price("999999.000000000001"), "999999.000000000001");
    assert_eq!(price("1_000"), "1000");
}

#[test]
fn scaling_that_stands_in_has_the_defaults_of_the_format() {
    let scaling = "[service.scaling]\nmin_tasks = 1\nmax_tasks = 1\n[[service.scaling.target_tracking]]\nmetric = \"cpu\"\ntarget_percent = 45\n";
    let text = format!("{}{scaling}", MEASURED.replace("tasks = 2\n", ""));
    let crate::scenario::TaskCount::Scaled(read) = parse(&text).services[0].count.clone() else { panic!("it scales") };
    let policy = crate::scenario::TargetTracking::cpu_with_aws_defaults(45.0);
    let expected = crate::scenario::Scaling {
        target_tracking: vec![policy],
        reference_cpu_units: Some(1_024),
        ..crate::scenario::Scaling::with_aws_defaults()
    };
    assert_eq!(read, expected);
}
