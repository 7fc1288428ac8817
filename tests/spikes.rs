//! Whether a fixed number of tasks is better than scaling: from the numbers, one way and the other.

use ecsplan::comparison::{Comparison, OptionId, Outcome, compare, compare_one};
use ecsplan::input::{ReadError, Sources, parse_scenario};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::recommendation::{FixedCount, Verdict, recommend};
use ecsplan::scenario::{Scenario, TaskCount};

use crate::command::Workplace;

/// Bursts of five minutes in every hour, over before target tracking has acted.
const BURSTS: &str = r#"
name = "bursts"
region = "ap-northeast-2"

[horizon]
start = "2026-01-05"
hours = 168

[ec2]
instance_types = ["c6g.large"]

[[service]]
name = "web"
architectures = ["arm64"]
task = { vcpu = 1, memory_gb = 2 }

[service.traffic]
constant = 100
peak_factor = 5
peak_minutes = 5

[service.workload]
cpu_ms_per_request = 10
memory_mib = 600

[service.scaling]
min_tasks = 5
max_tasks = 20

[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 60
"#;

fn read(text: &str) -> (Scenario, PriceBook) {
    let read_profile = |_: &str| -> Result<String, ReadError> { Err(ReadError::Missing) };
    let sources = Sources { scenario_name: "scenario.toml", scenario_text: text, read_profile: &read_profile };
    let tables = PriceTables::bundled();
    let scenario = parse_scenario(&sources, &tables).unwrap_or_else(|problems| panic!("{problems:?}"));
    let book = PriceBook::new(&tables, &scenario.region, &scenario.prices, false).unwrap();
    (scenario, book)
}

fn compared(text: &str) -> (Scenario, PriceBook, Comparison) {
    let (scenario, book) = read(text);
    let comparison = compare(&scenario, &book);
    (scenario, book, comparison)
}

fn fixed_counts(text: &str) -> (Option<OptionId>, Vec<FixedCount>) {
    let (scenario, book, comparison) = compared(text);
    match recommend(&scenario, &book, &comparison) {
        Verdict::Recommended(found) => (Some(found.option), found.fixed_counts),
        Verdict::Infeasible { fixed_counts, .. } => (None, fixed_counts),
    }
}

/// The option with that many tasks of the same size, read from a scenario of its own.
fn with_tasks(text: &str, option: OptionId, tasks: u32) -> Outcome {
    let (before, _) = text.split_once("[service.scaling]").unwrap();
    let (scenario, book) = read(&before.replace("name = \"web\"", &format!("name = \"web\"\ntasks = {tasks}")));
    assert_eq!(scenario.services[0].count, TaskCount::Fixed(tasks));
    compare_one(&scenario, &book, option).outcome.unwrap()
}

#[test]
fn where_bursts_are_over_before_scaling_acts_a_fixed_number_is_better() {
    let (option, found) = fixed_counts(BURSTS);
    let option = option.unwrap();
    let [fixed] = &found[..] else { panic!("{found:?}") };
    assert!(fixed.is_better(), "{fixed:?}");
    assert!(fixed.fixed.total < fixed.scaled.total && fixed.changes_per_day > 20.0, "{fixed:?}");
    assert!(fixed.fixed.minutes_above_target <= fixed.scaled.minutes_above_target);
    // Priced beside is what the scenario with that number costs, and one task less would not do.
    let outcome = with_tasks(BURSTS, option, fixed.tasks);
    assert_eq!(outcome.bill.total(), fixed.fixed.total);
    let fewer = with_tasks(BURSTS, option, fixed.tasks - 1);
    let above = |tasks: u32| 500.0 > f64::from(tasks) * 60.0;
    assert!(!fewer.meets_objective || (above(fixed.tasks - 1) && !above(fixed.tasks)), "{fixed:?}");
}

#[test]
fn where_demand_comes_and_goes_slowly_it_is_not() {
    // The same peak, once a day, and hours on the way there.
    let half = [40, 40, 40, 40, 60, 100, 160, 240, 330, 420, 480, 500];
    let day = half.iter().chain(half.iter().rev()).enumerate();
    let csv: String = day.map(|(hour, demand)| format!("{hour},{demand}\n")).collect();
    let slow = BURSTS
        .replace("constant = 100\npeak_factor = 5\npeak_minutes = 5", "profile = \"day.csv\"")
        .replace("min_tasks = 5", "min_tasks = 2");
    let place = Workplace::with(&slow);
    place.write("day.csv", &format!("hour,requests_per_second\n{csv}"));
    let run = place.run("recommend scenario.toml --format json").ends(0);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let fixed = &json["recommendation"]["fixed_counts"][0];
    assert_eq!(fixed["better"], false, "{fixed}");
    assert_eq!(fixed["fixed"]["meets_objective"], true, "{fixed}");
    let table = place.run("recommend scenario.toml").ends(0).stdout;
    assert!(!table.contains("A fixed number of tasks is better"), "{table}");
}

#[test]
fn where_scaling_misses_the_objective_a_fixed_number_is_a_way_out() {
    let thin = BURSTS.replace("min_tasks = 5", "min_tasks = 2");
    let (scenario, book, comparison) = compared(&thin);
    let Verdict::Infeasible { relaxation, fixed_counts, best_effort, .. } = recommend(&scenario, &book, &comparison)
    else {
        panic!("scaling cannot serve these bursts from two tasks");
    };
    let [fixed] = &fixed_counts[..] else { panic!("{fixed_counts:?}") };
    assert!(fixed.is_better() && !fixed.scaled.meets_objective && fixed.fixed.meets_objective, "{fixed:?}");
    let least = (1..=9).find(|&tasks| with_tasks(&thin, best_effort.unwrap(), tasks).meets_objective);
    assert_eq!(Some(fixed.tasks), least);
    let relaxation = relaxation.unwrap();
    assert_eq!(relaxation.change, format!("tasks = {}", fixed.tasks));
    let place = Workplace::with(&thin);
    place
        .run("recommend scenario.toml")
        .ends(1)
        .says("Cheapest way out: `tasks = ")
        .says("A fixed number of tasks is better");
}

#[test]
fn a_service_held_at_its_maximum_says_for_how_long() {
    let scenario = |max_tasks: u32| {
        format!(
            "name = \"held\"\nregion = \"ap-northeast-2\"\n[horizon]\nstart = \"2026-01-01\"\nhours = 240\n[[service]]\nname = \"api\"\n\
             task = {{ vcpu = \"0.25\", memory_gb = \"0.5\" }}\narchitectures = [\"x86_64\"]\n[service.traffic]\nconstant = 60\n\
             [[service.traffic.event]]\nstart = \"2026-01-04T00:00\"\nend = \"2026-01-05T00:00\"\nmultiply = 1.4\n\
             [service.workload]\ncpu_ms_per_request = 10\nmemory_mib = 300\nstart_seconds = 30\n\
             [service.scaling]\nmin_tasks = 1\nmax_tasks = {max_tasks}\n[[service.scaling.target_tracking]]\nmetric = \"cpu\"\ntarget_percent = 60\n"
        )
    };
    // 0.6 vCPU at 60 % are four tasks of 0.25 vCPU; on one day of ten, six would be wanted.
    let said = |max_tasks: u32| Workplace::with(&scenario(max_tasks)).run("recommend scenario.toml").ends(0).stdout;
    let held = said(5);
    assert!(held.contains("`api` stays at its maximum of 5 tasks for 10 % of the time"), "{held}");
    assert!(!said(20).contains("at its maximum"), "twenty are never reached");
}
