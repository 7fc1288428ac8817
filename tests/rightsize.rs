//! Right-sizing against the obvious path: every setting as a scenario of its own, and the cheapest of all of them.

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicUsize;

use ecsplan::comparison::{OptionId, compare_one};
use ecsplan::input::{ReadError, Sources, parse_scenario};
use ecsplan::money::Money;
use ecsplan::patience::{Interrupted, Patience};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::recommendation::rightsizing::{
    NoRightsizing, Rightsizing, SizeFound, TARGETS, rightsize, rightsize_within,
};
use ecsplan::report::rightsizing_schema;
use ecsplan::scenario::{Scenario, fargate_sizes};
use serde_json::Value;

use crate::command::{SMALLEST, Workplace};
use crate::support::assert_page;

/// Two days of half-hours: two tasks of 2 vCPU / 8 GB by night, three by day.
fn usage() -> Vec<(String, u32, f64, f64)> {
    let row = |half_hour: u32| {
        let (day, minute) = (half_hour / 48, half_hour % 48 * 30);
        let by_day = (16..44).contains(&(half_hour % 48));
        let cpu = if by_day { 30.0 + f64::from(half_hour % 7) } else { 9.0 };
        let time = format!("2026-01-{:02}T{:02}:{:02}:00Z", 5 + day, minute / 60, minute % 60);
        (time, if by_day { 3 } else { 2 }, cpu, 20.0)
    };
    (0..96).map(row).collect()
}

fn measured_csv() -> String {
    let mut text = "timestamp,tasks,cpu_percent,memory_percent\n".to_owned();
    usage().iter().for_each(|(time, tasks, cpu, memory)| writeln!(text, "{time},{tasks},{cpu},{memory}").unwrap());
    text
}

const HEAD: &str = r#"
name = "half"
region = "ap-northeast-2"

[horizon]
start = "2026-01-05"
hours = 72

[ec2]
instance_types = ["c6g.large"]

[[service]]
name = "web"
architectures = ["x86_64", "arm64"]
"#;

const MEASURED: &str = r#"
[service.measured]
profile = "usage.csv"
task = { vcpu = 2, memory_gb = 8 }

[service.scaling]
min_tasks = 2
max_tasks = 8

[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 40

[service.objective]
max_not_served_percent = 0.1

[current]
launch_type = "fargate"

[[current.service]]
name = "web"
architecture = "x86_64"
"#;

fn text() -> String {
    format!("{HEAD}{MEASURED}")
}

#[track_caller]
fn read(text: &str, csv: &str) -> (Scenario, PriceBook) {
    let read_profile = |_: &str| -> Result<String, ReadError> { Ok(csv.to_owned()) };
    let sources = Sources { scenario_name: "scenario.toml", scenario_text: text, read_profile: &read_profile };
    let tables = PriceTables::bundled();
    let scenario = parse_scenario(&sources, &tables).unwrap_or_else(|problems| panic!("{problems:?}"));
    let book = PriceBook::new(&tables, &scenario.region, &scenario.prices, false).unwrap();
    (scenario, book)
}

fn found(text: &str) -> Rightsizing {
    let (scenario, book) = read(text, &measured_csv());
    rightsize(&scenario, &book, None).unwrap()
}

#[test]
fn what_patience_lasts_for_is_a_part_of_the_whole_on_any_number_of_threads() {
    let (scenario, book) = read(&text(), &measured_csv());
    let whole = rightsize(&scenario, &book, None).unwrap();
    assert_eq!(whole.interrupted, None);
    let three = Patience::ENDLESS.in_threads(NonZeroUsize::new(3).unwrap());
    assert_eq!(rightsize_within(&scenario, &book, None, three).unwrap(), whole);
    for done in [0, 1, 4, TARGETS.len() - 1] {
        let questions = AtomicUsize::new(done);
        let part = rightsize_within(&scenario, &book, None, Patience::for_questions(&questions)).unwrap();
        assert_eq!(part.interrupted, Some(Interrupted { done, of: TARGETS.len() }));
        assert!(part.grid.iter().all(|setting| whole.grid.contains(setting)));
        let mut targets: Vec<f64> = part.grid.iter().filter_map(|setting| setting.target_percent).collect();
        assert!(targets.is_sorted());
        targets.dedup();
        assert_eq!(targets.len(), done);
        assert_eq!(part.recommended.is_some(), done > 0);
    }
}

/// The same demand as plain traffic in vCPU, with one size, target, minimum and maximum.
fn by_hand(
    on_fargate: bool,
    (vcpu, memory_mib): (f64, u32),
    target: u32,
    (min_tasks, max_tasks): (u32, u32),
) -> (Scenario, PriceBook) {
    let mut csv = "timestamp,vcpu\n".to_owned();
    usage()
        .iter()
        .for_each(|(time, tasks, cpu, _)| writeln!(csv, "{time},{}", f64::from(*tasks) * 2.0 * cpu / 100.0).unwrap());
    let rest = format!(
        "task = {{ vcpu = {vcpu}, memory_mib = {memory_mib} }}\n\
         [service.traffic]\nprofile = \"vcpu.csv\"\n[service.workload]\nmemory_mib = 1967\n\
         [service.scaling]\nmin_tasks = {min_tasks}\nmax_tasks = {max_tasks}\n\
         [[service.scaling.target_tracking]]\nmetric = \"cpu\"\ntarget_percent = {target}\n"
    );
    // Instances that hold any of the sizes, where what is asked about is on Fargate.
    let head = if on_fargate { HEAD.replace("c6g.large", "m6g.16xlarge") } else { HEAD.to_owned() };
    read(&format!("{head}{rest}"), &csv)
}

/// The total and what is not served of a setting by hand; `None` when it cannot run.
fn by_hand_total(option: OptionId, size: (f64, u32), target: u32, bounds: (u32, u32)) -> Option<(Money, f64, bool)> {
    let (scenario, book) = by_hand(option != OptionId::Ec2OnDemand, size, target, bounds);
    let outcome = compare_one(&scenario, &book, option).outcome.ok()?;
    Some((outcome.bill.total(), outcome.services[0].not_served_percent, outcome.meets_objective))
}

#[test]
fn a_setting_costs_what_the_same_scenario_written_by_hand_costs() {
    let found = found(&text());
    let picked = found.grid.iter().enumerate().filter(|(place, _)| place % 5 == 0 || found.recommended == Some(*place));
    let mut compared = 0;
    for (_, setting) in picked {
        let size = (setting.task_size.vcpu(), setting.task_size.memory_mib);
        let target = setting.target_percent.unwrap() as u32;
        let by_hand = by_hand_total(setting.option, size, target, (setting.min_tasks, setting.max_tasks)).unwrap();
        assert_eq!(by_hand, (setting.total, setting.not_served_percent, setting.meets_objective), "{setting:?}");
        compared += 1;
    }
    assert!(compared >= 7, "{compared}");
}

/// The largest minute of demand: 3 tasks of 2 vCPU at 36 %, to which linear interpolation adds nothing on a plateau.
fn largest_minute(found: &Rightsizing) -> f64 {
    found.comparison.traffic[0].peak_minute
}

#[test]
fn the_recommended_setting_is_the_cheapest_of_all_on_fargate() {
    let found = found(&text());
    let peak = largest_minute(&found);
    let mut best: Option<Money> = None;
    for target in TARGETS {
        for min_tasks in [2, 4] {
            let units = (1.5 * peak * 1_024.0 * 100.0 / f64::from(target) - 1e-9).ceil() as u32;
            let units = units.max(min_tasks * 256);
            let mut cpu_units = 0;
            for size in fargate_sizes().into_iter().filter(|size| size.memory_mib >= 1_967) {
                let max_tasks = units.div_ceil(size.cpu_units);
                if size.cpu_units == cpu_units || max_tasks < min_tasks {
                    continue;
                }
                cpu_units = size.cpu_units;
                for option in [OptionId::Fargate, OptionId::FargateArm64] {
                    let size = (size.vcpu(), size.memory_mib);
                    let (total, _, meets) = by_hand_total(option, size, target, (min_tasks, max_tasks)).unwrap();
                    best = best.into_iter().chain(meets.then_some(total)).min();
                }
            }
        }
    }
    let allowed = found.grid.iter().filter(|setting| setting.barred.is_none());
    let on_fargate = allowed.clone().filter(|setting| setting.option != OptionId::Ec2OnDemand);
    assert_eq!(on_fargate.map(|setting| setting.total).min(), best);
    assert_eq!(found.recommended().map(|setting| setting.total), allowed.map(|setting| setting.total).min());
}

#[test]
fn today_is_priced_as_it_is_and_other_sizes_say_why_not() {
    let found = found(&text());
    let today = &found.today.setting;
    let (scenario, book) = by_hand(true, (2.0, 8_192), 40, (2, 8));
    let total = compare_one(&scenario, &book, OptionId::Fargate).outcome.unwrap().bill.total();
    assert_eq!((today.total, today.min_tasks, today.max_tasks), (total, 2, 8));
    assert_eq!((today.target_percent, today.binding_limit), (Some(40.0), "CPU"));
    let recommended = found.recommended().unwrap();
    assert!(recommended.total < total);
    assert!(found.sizes.iter().all(|size| size.cpu_units != recommended.task_size.cpu_units));
    for size in &found.sizes {
        match &size.found {
            SizeFound::Priced(setting) => {
                assert!(setting.total >= recommended.total || !setting.meets_objective, "{setting:?}");
                assert_eq!(setting.target_percent, recommended.target_percent);
            }
            SizeFound::TooLittleMemory { needed_mib, most_mib } => assert!(needed_mib > most_mib),
            SizeFound::Unavailable(why) => panic!("{why}"),
        }
    }
}

#[test]
fn too_little_memory_rules_sizes_out() {
    let more = text()
        .replace("max_not_served_percent = 0.1", "max_not_served_percent = 0.1\n[service.workload]\nmemory_mib = 5000");
    let found = found(&more);
    // An instance of 4 GiB does not hold such a task either.
    assert_eq!(found.unavailable.iter().map(|it| it.option).collect::<Vec<_>>(), [OptionId::Ec2OnDemand]);
    let out: Vec<u32> = found
        .sizes
        .iter()
        .filter(|size| size.found == SizeFound::TooLittleMemory { needed_mib: 5_000, most_mib: size.cpu_units * 8 })
        .map(|size| size.cpu_units)
        .collect();
    assert_eq!(out, [256, 512]);
    assert_eq!(found.recommended().unwrap().binding_limit, "memory");
}

#[test]
fn a_service_with_a_fixed_number_of_tasks_is_right_sized_with_the_defaults_of_aws() {
    let scaling = MEASURED.split_once("[service.scaling]").unwrap().1.split_once("[service.objective]").unwrap().0;
    let fixed = text()
        .replace(&format!("[service.scaling]{scaling}"), "")
        .replace("name = \"web\"\narchitectures", "name = \"web\"\ntasks = 3\narchitectures");
    let fixed = found(&fixed);
    assert!(fixed.today.is_fixed);
    assert_eq!(
        (fixed.today.setting.min_tasks, fixed.today.setting.max_tasks, fixed.today.setting.target_percent),
        (3, 3, None)
    );
    // Nothing is left out of a scenario that would matter to scaling: the grid is that of the scaled service.
    let scaled = found(&text());
    assert_eq!(fixed.grid, scaled.grid);
    assert_eq!(fixed.recommended, scaled.recommended);
    assert!(fixed.comparison.assumptions.iter().any(|it| it.key == "service.web.scaling"));
}

#[test]
fn what_is_missing_is_said() {
    let (scenario, book) = read(SMALLEST, "");
    assert_eq!(rightsize(&scenario, &book, None).unwrap_err(), NoRightsizing::NothingMeasured);
    let (with_current, _) = read(&text(), &measured_csv());
    let unknown = NoRightsizing::NotMeasured { name: "api".to_owned(), measured: vec!["web".to_owned()] };
    assert_eq!(rightsize(&with_current, &book, Some("api")).unwrap_err(), unknown);
    let (without, _) = text().split_once("[current]").map(|(before, _)| read(before, &measured_csv())).unwrap();
    assert_eq!(rightsize(&without, &book, None).unwrap_err(), NoRightsizing::NothingCurrent);
}

fn place(text: &str) -> Workplace {
    let place = Workplace::with(text);
    place.write("usage.csv", &measured_csv());
    place
}

#[test]
fn json_is_as_its_schema_says_and_the_formats_agree() {
    let place = place(&text());
    let run = place.run("rightsize scenario.toml --format json").ends(0);
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    let validator = jsonschema::draft202012::new(&rightsizing_schema()).unwrap();
    let problems: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert!(problems.is_empty(), "{problems:#?}");
    let csv = place.run("rightsize scenario.toml --format csv").ends(0).stdout;
    let grid = json["grid"].as_array().unwrap();
    assert_eq!(csv.lines().count(), 2 + grid.len());
    let line = csv.lines().find(|line| line.starts_with("recommended,")).unwrap();
    assert!(line.contains(json["recommended"]["total"].as_str().unwrap()), "{line}");
    place.run("rightsize scenario.toml").ends(0).says("Today and recommended").says("Every target").says("72 hours");
    place.run("rightsize scenario.toml --format markdown --service web").ends(0).says("**Why**");
}

#[test]
fn shown_savings_are_the_difference_of_what_is_shown() {
    let place = place(&text());
    let run = place.run("rightsize scenario.toml --quiet --currency KRW --rate 1383.7").ends(0);
    let joined = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    let won = |before: &str, after: &str| -> i64 {
        let rest = joined.split_once(before).unwrap().1;
        let figure = rest.split_once(after).unwrap().0.rsplit('₩').next().unwrap();
        figure.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
    };
    let (recommended, today) = (won("Run it on", " per month"), won("Today:", " per month"));
    assert_eq!(won("Saved:", " ("), today - recommended, "{joined}");
}

#[test]
fn nothing_that_may_be_recommended_is_a_no() {
    // Today is on Spot, and so is what is looked at, though the service may not be interrupted.
    let on_spot = text().replace("launch_type = \"fargate\"", "launch_type = \"fargate_spot\"");
    let run = place(&on_spot).run("rightsize scenario.toml");
    let run = run.ends(1).says("Nothing that was looked at meets the objective and may be recommended");
    run.says("Serves most").says("`web` is not marked `interruptible`");
    let interruptible =
        on_spot.replace("name = \"web\"\narchitectures", "name = \"web\"\ninterruptible = true\narchitectures");
    place(&interruptible).run("rightsize scenario.toml").ends(0).says("Run it on fargate-spot");
}

#[test]
fn the_schema_page_is_up_to_date() {
    assert_page("docs/schema/rightsizing.schema.json", &format!("{:#}\n", rightsizing_schema()));
    Workplace::with(SMALLEST).run("schema rightsizing").ends(0).says("urn:ecsplan:rightsizing:1");
}
