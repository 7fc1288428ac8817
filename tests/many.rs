//! `ecsplan fleet`: many scenarios in one run, one portfolio for all of them (rules FL1 to FL8).

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use ecsplan::comparison::compare;
use ecsplan::input::ScenarioSet;
use ecsplan::money::Money;
use ecsplan::patience::Patience;
use ecsplan::pricing::{PriceBook, PriceBooks, PriceTables};
use ecsplan::recommendation::pooled::{OneScenario, PlannedTogether, PooledScenario, plan_together};
use ecsplan::recommendation::{FirstChoice, first_choice};
use ecsplan::report::pooled_schema;
use ecsplan::scenario::Scenario;

use crate::command::{SMALLEST, Workplace};
use crate::support::assert_page;
use crate::support::dice::Dice;

const DAY: &str = "hour,requests_per_second\n";

/// A day with its work between two hours.
fn day(from: usize, to: usize) -> String {
    let rate = |hour: usize| if (from..to).contains(&hour) { 100 } else { 3 };
    DAY.to_owned() + &(0..24).map(|hour| format!("{hour},{}\n", rate(hour))).collect::<String>()
}

const DEFAULTS: &str = "[horizon]\nstart = \"2026-01-01\"\nmonths = 2\nstep = \"1h\"\n";

const HEADER: &str = "name,region,architectures,profile,scale,cpu_ms_per_request,memory_mib,min_tasks,max_tasks,metric,target_percent,interruptible\n";

/// A folder with rows of services, two profiles, and defaults.
fn place(rows: &str, defaults: &str) -> Workplace {
    let place = Workplace::with(SMALLEST);
    place.write("services.csv", &format!("{HEADER}{rows}"));
    place.write("day.csv", &day(8, 20));
    place.write("night.csv", &day(0, 8));
    place.write("defaults.toml", defaults);
    place
}

/// A roll of the dice: SplitMix64's mixer.
fn mixed(seed: u64, roll: u64) -> u16 {
    let mut bits = (seed << 32 | roll).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    (bits >> 48) as u16
}

/// Rows of services that differ in everything.
fn random_rows(count: usize, seed: u64) -> String {
    let dice = Dice::new((0..12 * count as u64).map(|roll| mixed(seed, roll)).collect());
    let mut rows = String::new();
    for index in 0..count {
        let one_of = |choices: &[&'static str]| dice.pick(choices);
        let region = one_of(&["eu-west-1", "us-east-1", "ap-northeast-2"]);
        let architectures = one_of(&["x86_64", "arm64", "x86_64 arm64"]);
        let (profile, scale) = (one_of(&["day.csv", "night.csv"]), one_of(&["0.02", "0.3", "1", "4"]));
        let (cpu, memory) = (one_of(&["4", "15", "60"]), one_of(&["200", "900", "3500"]));
        let (least, target) = (one_of(&["1", "2", "3"]), one_of(&["45", "60", "75"]));
        let interruptible = one_of(&["", "", "true"]);
        writeln!(
            rows,
            "s{index},{region},{architectures},{profile},{scale},{cpu},{memory},{least},400,cpu,{target},{interruptible}"
        )
        .unwrap();
    }
    rows
}

fn open(place: &Workplace) -> ScenarioSet {
    let books = PriceBooks::new(PriceTables::bundled());
    ScenarioSet::open(&place.path("services.csv"), Some(&place.path("defaults.toml")), books).unwrap()
}

fn read(set: &ScenarioSet, index: usize) -> Result<OneScenario, String> {
    let scenario = set.read(index).map_err(|problems| format!("{problems:?}"))?;
    let book = set.books().book(&scenario.region, &scenario.prices, false).map_err(|error| error.to_string())?;
    Ok(OneScenario { scenario, book })
}

fn planned(set: &ScenarioSet, threads: usize) -> PlannedTogether {
    let patience = Patience::ENDLESS.in_threads(NonZeroUsize::new(threads).unwrap());
    plan_together(set.len(), &|index| read(set, index), patience).unwrap()
}

fn of_rows(rows: &str, defaults: &str) -> PlannedTogether {
    planned(&open(&place(rows, defaults)), 2)
}

/// Services and what they share sum to their scenario, scenarios to the totals, and plans to what they are used for.
#[track_caller]
fn assert_sums(planned: &PlannedTogether) {
    let sum = |of: &dyn Fn(&PooledScenario) -> Money| planned.scenarios.iter().map(of).sum::<Money>();
    for one in &planned.scenarios {
        let services: Money = one.services.iter().map(|service| service.cost).sum();
        assert_eq!(services + one.shared, one.totals.pooled, "{}", one.name);
    }
    assert_eq!(sum(&|one| one.totals.pooled), planned.totals.pooled);
    assert_eq!(sum(&|one| one.totals.own), planned.totals.own);
    assert_eq!(sum(&|one| one.totals.on_demand), planned.totals.on_demand);
    assert!(planned.totals.pooled <= planned.totals.own && planned.totals.own <= planned.totals.on_demand);
    assert!(planned.portfolio.lower_bound <= planned.portfolio.total);
    assert!(planned.portfolio.total <= planned.portfolio.coverable_on_demand);
}

/// Without tax and percentages of the bill, what one portfolio saves is what it takes off what plans could cover.
#[track_caller]
fn assert_saving(planned: &PlannedTogether) {
    assert!(!planned.portfolio.kept_apart);
    let saved = planned.portfolio.coverable_on_demand - planned.portfolio.total;
    let off = (planned.totals.on_demand - planned.totals.pooled - saved).picodollars().abs();
    assert!(off < 1_000_000, "but for roundings: {off} picodollars");
}

#[test]
fn everything_adds_up_and_one_portfolio_is_never_dearer() {
    for seed in [1, 2, 3] {
        let planned = of_rows(&random_rows(12, seed), DEFAULTS);
        assert!(planned.left_out.is_empty(), "{:?}", planned.left_out);
        assert_sums(&planned);
        assert_saving(&planned);
        assert!(planned.totals.pooled < planned.totals.on_demand);
    }
}

#[test]
fn every_scenario_has_the_option_that_a_comparison_leads_to_at_the_same_cost() {
    let here = place(&random_rows(16, 7), DEFAULTS);
    let set = open(&here);
    let planned = planned(&set, 2);
    assert_eq!(planned.scenarios.len(), 16);
    for one in &planned.scenarios {
        let OneScenario { scenario, book } = read(&set, one.index).unwrap();
        assert_same_choice(one, &scenario, &book);
    }
}

#[track_caller]
fn assert_same_choice(one: &PooledScenario, scenario: &Scenario, book: &PriceBook) {
    let comparison = compare(scenario, book);
    assert_eq!(first_choice(scenario, &comparison), FirstChoice::Recommended(one.option), "{}", one.name);
    assert_eq!(comparison.outcome(one.option).unwrap().bill.total(), one.totals.own, "{}", one.name);
}

#[test]
fn the_examples_are_chosen_for_as_by_recommend_also_minute_by_minute() {
    let books = PriceBooks::new(PriceTables::bundled());
    for name in ["day-night-seoul", "dev-test-hours", "steady-api", "shop-three-services"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name).join("scenario.toml");
        let scenario = ecsplan::input::load_scenario(&path, books.tables()).unwrap();
        let book = books.book(&scenario.region, &scenario.prices, false).unwrap();
        let read = |_| Ok(OneScenario { scenario: scenario.clone(), book: Arc::clone(&book) });
        let planned = plan_together(1, &read, Patience::ENDLESS).unwrap();
        assert_sums(&planned);
        assert_same_choice(&planned.scenarios[0], &scenario, &book);
    }
}

#[test]
fn any_number_of_threads_gives_the_same_plan() {
    let here = place(&random_rows(9, 11), DEFAULTS);
    let set = open(&here);
    let one = planned(&set, 1);
    assert_eq!(one.scenarios.len(), 9, "{:?}", one.left_out);
    assert_eq!(one, planned(&set, 2));
    assert_eq!(one, planned(&set, 5));
}

/// Two services that never run together: each by itself can commit to its floor only, both to what one of them needs.
const OPPOSITE: &str = "\
by-day,us-east-1,x86_64,day.csv,20,10,500,1,400,cpu,60,
by-night,eu-west-1,x86_64,night.csv,20,10,500,1,400,cpu,60,
";

#[test]
fn what_one_region_leaves_idle_at_night_another_uses() {
    // On Fargate only a plan for everything is left: instances of one region are no use to the other.
    let defaults = format!("{DEFAULTS}[commitments]\nkinds = [\"compute_savings_plan\"]\n");
    let planned = of_rows(OPPOSITE, &defaults);
    assert_sums(&planned);
    assert!(!planned.portfolio.kept_apart);
    let saved_apart = planned.totals.on_demand - planned.totals.own;
    let saved_together = planned.totals.on_demand - planned.totals.pooled;
    assert!(saved_together > saved_apart.times(3).divided_by(2), "{saved_together:?} against {saved_apart:?}");
    assert!(planned.portfolio.bought.iter().all(|plan| plan.offer.group.is_none()), "{:?}", planned.portfolio.bought);
}

#[test]
fn tax_and_percentages_of_the_bill_follow_what_is_saved() {
    let defaults = format!(
        "tax_percent = 10\n{DEFAULTS}[[extra]]\nname = \"support\"\npercent_of_bill = 3\n[operations]\nusd_per_hour = 50\n\
         hours_per_month = {{ fargate = 1, ec2 = 2, managed_instances = 1 }}\n"
    );
    let place = place(OPPOSITE, &defaults);
    let run = place.run("fleet services.csv --defaults defaults.toml --format json");
    assert_eq!(run.code, 0, "{run:#?}");
    let (plain, taxed) = (of_rows(OPPOSITE, DEFAULTS), planned(&open(&place), 2));
    assert_eq!(taxed.scenarios.len(), 2);
    for (one, taxed) in plain.scenarios.iter().zip(&taxed.scenarios) {
        assert!(taxed.totals.pooled > one.totals.pooled.times(113).divided_by(100), "{}", one.name);
        let services: Money = taxed.services.iter().map(|service| service.cost).sum();
        assert_eq!(services + taxed.shared, taxed.totals.pooled);
    }
    assert!(taxed.totals.pooled <= taxed.totals.own);
}

#[test]
fn a_row_is_the_scenario_that_says_the_same() {
    let place = place("api,eu-west-1,x86_64 arm64,day.csv,2,15,900,2,40,cpu,60,\n", DEFAULTS);
    let scenario = "name = \"api\"\nregion = \"eu-west-1\"\n[horizon]\nstart = \"2026-01-01\"\nmonths = 2\nstep = \"1h\"\n\
                    [[service]]\nname = \"api\"\narchitectures = [\"x86_64\", \"arm64\"]\n[service.traffic]\nprofile = \
                    \"day.csv\"\nscale = 2\n[service.workload]\ncpu_ms_per_request = 15\nmemory_mib = 900\n\
                    [service.scaling]\nmin_tasks = 2\nmax_tasks = 40\n[[service.scaling.target_tracking]]\nmetric = \
                    \"cpu\"\ntarget_percent = 60\n";
    place.write("alone.toml", scenario);
    let alone = ecsplan::input::load_scenario(&place.path("alone.toml"), &PriceTables::bundled());
    let row = open(&place).read(0).unwrap();
    let alone = alone.unwrap();
    // The profile is named from the folder of each file, which is the same.
    assert_eq!(row, alone);
}

#[test]
fn an_interrupted_run_is_about_what_was_looked_at() {
    let here = place(&random_rows(6, 5), DEFAULTS);
    let set = open(&here);
    let questions = AtomicUsize::new(4);
    let told = std::sync::Mutex::new(Vec::new());
    let watch = |done: usize, of: usize| told.lock().unwrap().push((done, of));
    let patience = Patience::for_questions(&questions).watched_by(&watch);
    let planned = plan_together(6, &|index| read(&set, index), patience).unwrap();
    let at = planned.interrupted.unwrap();
    assert_eq!((at.done, at.of, planned.scenarios.len()), (4, 6, 4));
    assert_eq!(*told.lock().unwrap(), [(1, 6), (2, 6), (3, 6), (4, 6)]);
    assert_sums(&planned);
}

#[test]
fn what_cannot_be_planned_is_left_out_with_its_reason_and_exit_code_1() {
    let rows = format!("{OPPOSITE}overloaded,eu-west-1,x86_64,day.csv,90,400,500,1,2,cpu,60,\n");
    let place = place(&rows, DEFAULTS);
    let run = place.run("fleet services.csv --defaults defaults.toml").ends(1);
    run.says("2 scenarios, 1 left out").says("overloaded (services.csv:4): no option may be chosen").says("by-night");
    let json = place.run("fleet services.csv --defaults defaults.toml --format json").ends(1).json();
    let validator = jsonschema::draft202012::new(&pooled_schema()).unwrap();
    let problems: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(json["left_out"][0]["name"], "overloaded");
    assert_eq!(json["scenarios"].as_array().unwrap().len(), 2);
    let csv = place.run("fleet services.csv --defaults defaults.toml --format csv").ends(1);
    assert_eq!(csv.stdout.lines().count(), 4, "{csv:#?}");
    place.run("fleet services.csv --defaults defaults.toml --format markdown").ends(1).says("| by-day | ");
}

#[test]
fn a_folder_of_scenarios_is_read_by_path_and_ends_well() {
    let place = Workplace::with(SMALLEST);
    std::fs::create_dir(place.path("many")).unwrap();
    std::fs::create_dir(place.path("many/b")).unwrap();
    place.write("many/b/scenario.toml", &SMALLEST.replace("smallest", "second"));
    place.write("many/a.toml", &SMALLEST.replace("smallest", "first"));
    place.write("many/notes.txt", "not a scenario");
    let json = place.run("fleet many --format json").ends(0).json();
    let sources: Vec<&str> =
        json["scenarios"].as_array().unwrap().iter().map(|one| one["source"].as_str().unwrap()).collect();
    assert_eq!(sources, ["a.toml", "b/scenario.toml"]);
    assert_eq!(json["scenarios"][1]["name"], "second");
    let alone = place.run("fleet many/a.toml --format json").ends(0).json();
    assert_eq!(alone["scenarios"][0]["source"], "a.toml");
    std::fs::create_dir(place.path("empty")).unwrap();
    place.run("fleet empty").ends(2).complains("there is no scenario in `empty`");
    place.run("fleet nowhere.csv").ends(2).complains("there is no such file");
}

#[test]
fn its_schema_is_published() {
    assert_page("docs/schema/fleet.schema.json", &format!("{:#}\n", pooled_schema()));
    Workplace::with(SMALLEST).run("schema fleet").ends(0).says("urn:ecsplan:fleet:1");
}
