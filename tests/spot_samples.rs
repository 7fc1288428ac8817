//! `ecsplan simulate --seed`: sampled Spot interruptions are what is expected, and take from the timeline what they interrupt.

use ecsplan::comparison::{
    OptionId, Outcome, SpotFigures, SpotRun, WorkloadTimeline, compare_one, sample_runs, sample_spot,
};
use ecsplan::input::{ReadError, Sources, parse_scenario};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::report::timeline_schema;
use ecsplan::scenario::Scenario;

use crate::command::{SMALLEST, Workplace};

/// Twelve tasks that are always there and much interrupted, with more demand than ten of them serve, and a job beside.
fn text(percent: u32) -> String {
    format!(
        r#"
name = "much-interrupted"
region = "us-east-1"

[horizon]
start = "2026-01-15"
hours = 48

[spot]
fargate_interruption_percent = {percent}
ec2_interruption_percent = {percent}

[ec2]
instance_types = ["c6i.xlarge"]

[[service]]
name = "api"
tasks = 12
task = {{ vcpu = "0.5", memory_gb = "1" }}

[service.traffic]
profile = "day.csv"

[service.workload]
cpu_ms_per_request = 10
memory_mib = 350

[[job]]
name = "report"
schedule = "cron(30 6 * * ? *)"
count = 2
duration_seconds = 3600
task = {{ vcpu = "0.25", memory_gb = "0.5" }}
"#
    )
}

fn day() -> String {
    let rows = (0..24).map(|hour| format!("{hour},{}\n", if hour < 12 { 560 } else { 100 }));
    std::iter::once("hour,requests_per_second\n".to_owned()).chain(rows).collect()
}

fn place(percent: u32) -> Workplace {
    let place = Workplace::with(&text(percent));
    place.write("day.csv", &day());
    place
}

fn scenario(percent: u32) -> Scenario {
    let read_profile = |_: &str| Ok::<String, ReadError>(day());
    let text = text(percent);
    let sources = Sources { scenario_name: "much-interrupted", scenario_text: &text, read_profile: &read_profile };
    parse_scenario(&sources, &PriceTables::bundled()).unwrap()
}

fn outcome(scenario: &Scenario, id: OptionId) -> Outcome {
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    compare_one(scenario, &book, id).outcome.unwrap()
}

const ON_SPOT: [OptionId; 2] = [OptionId::FargateSpot, OptionId::Ec2Spot];

#[test]
fn the_mean_of_many_runs_is_what_is_expected() {
    let scenario = scenario(99);
    for id in ON_SPOT {
        let outcome = outcome(&scenario, id);
        let runs = sample_runs(&scenario, &outcome, 1, 400).unwrap();
        let (mean, expected) = (runs.mean(), &runs.expected);
        // A count of rare events varies by its root; four times the error of the mean.
        let is_near = |mean: f64, expected: f64, each: f64| {
            (mean - expected).abs() < 4.0 * each * (expected / each / 400.0).sqrt() + 1e-9
        };
        assert!(expected.interruptions > 0.5, "{id:?}: {expected:?}");
        assert!(is_near(mean.interruptions, expected.interruptions, 1.0), "{id:?}: {mean:?} {expected:?}");
        let tasks_each = (expected.task_restarts / expected.interruptions).max(1.0);
        assert!(is_near(mean.task_restarts, expected.task_restarts, 2.0 * tasks_each), "{id:?}: {mean:?} {expected:?}");
        // Replacements serve from a tick on, half a minute later on average; a job's tasks are not missed.
        let minutes_each = expected.missing_task_minutes / expected.task_restarts + 0.5;
        let most = expected.missing_task_minutes + 0.5 * expected.task_restarts;
        let slack = 8.0 * minutes_each * tasks_each * (expected.interruptions / 400.0).sqrt();
        let missing = mean.missing_task_minutes;
        assert!(
            missing > expected.missing_task_minutes - slack && missing < most + slack,
            "{id:?}: {mean:?} {expected:?}"
        );
    }
}

#[test]
fn first_hours_that_are_not_charged_are_what_is_expected() {
    let scenario = scenario(99);
    let outcome = outcome(&scenario, OptionId::Ec2Spot);
    let runs = sample_runs(&scenario, &outcome, 5, 3_000).unwrap();
    let dollars = |amount: ecsplan::money::Money| amount.picodollars() as f64 / 1e12;
    let (mean, expected) = (dollars(runs.mean().not_charged), dollars(runs.expected.not_charged));
    assert!(expected > 0.0 && (mean - expected).abs() < 0.5 * expected, "{mean} against {expected}");
    let free = |run: &SpotFigures| {
        (run.free_first_hours == 0 && run.not_charged.is_zero()) || run.free_first_hours <= run.interruptions
    };
    assert!(runs.figures.iter().all(free));
}

/// Seconds × tasks that serve in the horizon.
fn serving_seconds(scenario: &Scenario, timeline: &ecsplan::comparison::CapacityTimeline) -> i64 {
    let from = scenario.horizon.first_minute() * 60;
    let serving = timeline.workloads.iter().filter_map(|workload| match workload {
        WorkloadTimeline::Service(service) => Some(&service.capacity.serving),
        WorkloadTimeline::Job { .. } => None,
    });
    serving.map(|steps| steps.total_seconds(from, from + scenario.horizon.seconds())).sum()
}

#[test]
fn what_is_missing_is_taken_from_what_serves_and_from_nothing_else() {
    let scenario = scenario(99);
    for id in ON_SPOT {
        let outcome = outcome(&scenario, id);
        let mut more_missed = 0;
        for seed in 0..40 {
            let run = sample_spot(&scenario, &outcome, seed).unwrap();
            let lost = serving_seconds(&scenario, &outcome.timeline) - serving_seconds(&scenario, &run.timeline);
            assert!((lost as f64 / 60.0 - run.figures.missing_task_minutes).abs() < 1e-9, "{id:?}, seed {seed}");
            let restarts: u32 = run.restarts.iter().flat_map(|of| &of.counts).map(|&(_, count)| count).sum();
            assert_eq!(u64::from(restarts), run.figures.task_restarts);
            assert!(
                run.figures.not_served_percent >= outcome.not_served_percent && run.figures.not_served_percent <= 100.0
            );
            assert!(run.figures.minutes_short >= outcome.minutes_short);
            more_missed += u32::from(run.figures.not_served_percent > outcome.not_served_percent);
            for (before, after) in outcome.timeline.workloads.iter().zip(&run.timeline.workloads) {
                assert_eq!(before.running(), after.running(), "what runs and is billed stays");
            }
        }
        assert!(more_missed > 10, "{id:?}: eleven of twelve tasks do not serve what arrives by night");
    }
}

#[test]
fn without_any_hazard_a_run_is_the_option_as_it_was() {
    let scenario = scenario(0);
    for id in ON_SPOT {
        let outcome = outcome(&scenario, id);
        let SpotRun { figures, timeline, .. } = sample_spot(&scenario, &outcome, 7).unwrap();
        assert_eq!(timeline, outcome.timeline);
        let (not_served_percent, minutes_short) = (outcome.not_served_percent, outcome.minutes_short);
        assert_eq!(figures, SpotFigures { not_served_percent, minutes_short, ..SpotFigures::default() });
    }
    let rows = |seed: &str| {
        let csv =
            place(0).run(&format!("simulate scenario.toml --option fargate-spot --format csv {seed}")).ends(0).stdout;
        let mut lines = csv.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<String>>()).peekable();
        let column = lines.peek().unwrap().iter().position(|name| name == "interrupted").unwrap();
        lines.map(|mut fields| (fields.remove(column), fields).1).collect::<Vec<_>>()
    };
    assert_eq!(rows("--seed 7"), rows(""), "but for the column of interruptions");
}

#[test]
fn the_same_seed_has_the_same_bytes_and_another_one_has_others() {
    let place = place(99);
    let bytes = |seed: u32, format: &str| {
        place
            .run(&format!("simulate scenario.toml --option ec2-spot --seed {seed} --format {format} --out it"))
            .ends(0);
        place.read_bytes("it")
    };
    for format in ["csv", "json", "svg", "png", "table"] {
        assert!(bytes(3, format) == bytes(3, format), "{format}");
    }
    assert!(bytes(3, "csv") != bytes(4, "csv"));
}

#[test]
fn rows_count_what_is_interrupted_and_json_has_the_figures() {
    let place = place(99);
    let validator = jsonschema::draft202012::new(&timeline_schema()).unwrap();
    for (option, kind) in [("fargate-spot", "service"), ("ec2-spot", "instances")] {
        let line = format!("simulate scenario.toml --option {option} --seed 3 --runs 5 --format json");
        let json = place.run(&line).ends(0).json();
        assert_eq!(
            validator.iter_errors(&json).map(|error| error.to_string()).collect::<Vec<_>>(),
            Vec::<String>::new()
        );
        let rows = json["rows"].as_array().unwrap().iter();
        let of_kind = |row: &&serde_json::Value| row["kind"] == kind || (kind == "service" && row["kind"] == "job");
        let sum: u64 = rows.filter(of_kind).map(|row| row["interrupted"].as_u64().unwrap()).sum();
        assert!(sum > 0 && sum as f64 == json["sample"]["first"]["interruptions"].as_f64().unwrap(), "{option}: {sum}");
        assert_eq!((&json["sample"]["seed"], &json["sample"]["runs"]), (&3.into(), &5.into()));
    }
    let without = place.run("simulate scenario.toml --option fargate-spot --format json").ends(0).json();
    assert!(without["sample"].is_null() && without["rows"][0]["interrupted"].is_null());
}

#[test]
fn the_table_sets_sampled_beside_expected_and_the_chart_marks_interruptions() {
    let place = place(99);
    let run = place.run("simulate scenario.toml --option ec2-spot --seed 3 --runs 20").ends(0);
    let run = run.says("interrupted  instances").says("Spot interruptions over the horizon, 20 runs from seed 3 on");
    run.says("without  expected   seed 3").says("P95").says("free first hours").says("not charged");
    let run = place.run("simulate scenario.toml --option fargate-spot --seed 3 --format svg --out day.svg").ends(0);
    run.complains("note: seed 3: ").complains("expected)").complains("% without)");
    let svg = place.read("day.svg");
    assert!(svg.contains("sampled with seed 3") && svg.contains("#7B1FA2"), "{svg}");
}

#[test]
fn a_seed_that_can_do_nothing_is_refused() {
    let place = place(99);
    let refused = |line: &str| place.run(&format!("simulate scenario.toml {line}")).ends(2);
    refused("--option fargate --seed 1").complains("the option `fargate` has no Spot capacity");
    refused("--option fargate-spot --runs 3").complains("--seed");
    refused("--option fargate-spot --seed 1 --runs 0").complains("1..=10000");
    refused("--option fargate-spot --seed 1 --runs 3 --format csv").complains("`--runs` prints a summary");
    refused("--option fargate-spot --seed 1 --explain").complains("leave `--seed` out");
    let by_the_hour = Workplace::with(&text(99).replace("hours = 48", "hours = 48\nstep = \"1h\""));
    by_the_hour.write("day.csv", &day());
    by_the_hour.run("simulate scenario.toml --option fargate-spot --seed 1").ends(2).complains("needs `horizon.step");
    Workplace::with(SMALLEST).run("simulate scenario.toml --seed 1").ends(2).complains("has no Spot capacity");
}
