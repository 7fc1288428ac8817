//! What would change the answer: points against whole comparisons, one thread against several, surfaces against
//! single axes.

use std::num::NonZeroUsize;
use std::path::Path;

use ecsplan::comparison::{OptionId, compare};
use ecsplan::input::load_scenario;
use ecsplan::money::Money;
use ecsplan::patience::Patience;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::recommendation::breakeven::{
    Axis, Contenders, Evaluator, Ground, Point, along, rules_of_thumb, span_of, surface,
};
use ecsplan::recommendation::monte_carlo::monte_carlo;
use ecsplan::recommendation::sensitivity::{Input, sensitivities};
use ecsplan::report::{breakeven_schema, monte_carlo_schema, sensitivity_schema};
use ecsplan::scenario::{Scenario, SimulationStep};
use serde_json::Value;

use crate::command::{SMALLEST, Workplace};
use crate::support::assert_page;

/// An example by the hour.
fn example(name: &str) -> (Scenario, PriceBook) {
    read_by_the_hour(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name).join("scenario.toml"))
}

pub(crate) fn read_by_the_hour(path: &Path) -> (Scenario, PriceBook) {
    let tables = PriceTables::bundled();
    let mut scenario = load_scenario(path, &tables).unwrap();
    scenario.step = SimulationStep::Hour;
    let book = PriceBook::new(&tables, &scenario.region, &scenario.prices, false).unwrap();
    (scenario, book)
}

#[test]
fn the_scenario_itself_costs_at_its_point_what_it_costs_in_a_comparison() {
    for name in ["shop", "steady-api", "dev-test-hours", "cluster-in-three-zones"] {
        let (scenario, book) = example(name);
        let comparison = compare(&scenario, &book);
        let contenders = Contenders::of(&scenario, &book, &comparison, false);
        let evaluated = Evaluator::new(&scenario, &book, &contenders).at(&Point::default());
        let mut compared = 0;
        for (id, cost) in &evaluated.costs {
            let total = comparison.outcome(*id).unwrap().bill.total();
            if let Ok(cost) = cost {
                assert_eq!(*cost, total, "{name}: {}", id.name());
                compared += 1;
            }
        }
        assert!(compared >= 5, "{name}: {:?}", evaluated.costs);
    }
}

pub(crate) fn serial<'a>(scenario: &'a Scenario, book: &'a PriceBook, contenders: &'a Contenders) -> Ground<'a> {
    Ground { scenario, book, contenders, patience: Patience::ENDLESS }
}

fn in_threads(threads: usize) -> Patience<'static> {
    Patience::ENDLESS.in_threads(NonZeroUsize::new(threads).unwrap())
}

#[test]
fn threads_do_not_change_the_answer() {
    let (scenario, book) = example("steady-api");
    let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
    let one = serial(&scenario, &book, &contenders);
    let several = Ground { patience: in_threads(3), ..one };
    for axis in [Axis::Traffic, Axis::Packing] {
        let span = span_of(axis, &scenario, &contenders).unwrap();
        assert!(along(one, span, 9) == along(several, span, 9), "{axis:?}");
    }
    let spans = [Axis::Traffic, Axis::Packing].map(|axis| span_of(axis, &scenario, &contenders).unwrap());
    assert!(surface(one, spans[0], spans[1], 4) == surface(several, spans[0], spans[1], 4));
}

#[test]
fn a_surface_has_the_costs_of_its_axes_and_is_its_own_mirror() {
    let (scenario, book) = example("steady-api");
    let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
    let ground = serial(&scenario, &book, &contenders);
    let spans = [Axis::Traffic, Axis::Price].map(|axis| span_of(axis, &scenario, &contenders).unwrap());
    let found = surface(ground, spans[0], spans[1], 3);
    // The middle of either axis is the scenario's own position, so the middle row and column are single axes.
    let [across, up] = spans.map(|span| along(ground, span, 3));
    for (index, share) in [0.0, 0.5, 1.0].into_iter().enumerate() {
        let at = |line: &ecsplan::recommendation::breakeven::AlongAxis| {
            line.places.iter().find(|place| (place.share - share).abs() < 1e-9).unwrap().evaluated.clone()
        };
        assert_eq!(found.cells[1][index], at(&across), "column {index}");
        assert_eq!(found.cells[index][1], at(&up), "row {index}");
    }
    assert_eq!(found.cells[1][1], found.own);
    let mirrored = surface(ground, spans[1], spans[0], 3);
    for row in 0..3 {
        for column in 0..3 {
            assert_eq!(found.cells[row][column], mirrored.cells[column][row]);
        }
    }
}

#[test]
fn repricing_packs_and_marks_down_as_the_axis_says() {
    let (scenario, book) = example("steady-api");
    let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
    let mut evaluator = Evaluator::new(&scenario, &book, &contenders);
    let own = evaluator.at(&Point::default());
    let cost = |point: Point, evaluator: &mut Evaluator<'_>, id: OptionId| evaluator.at(&point).cost(id).unwrap();
    // Twice as full halves what instances cost, and leaves everything else.
    let packing = contenders.packing.unwrap();
    let half = cost(Point::default().with(Axis::Packing, packing / 2.0), &mut evaluator, OptionId::Ec2OnDemand);
    let third = cost(Point::default().with(Axis::Packing, packing / 3.0), &mut evaluator, OptionId::Ec2OnDemand);
    let instances = half - own.cost(OptionId::Ec2OnDemand).unwrap();
    let more = third - half;
    let gap = (instances - more).picodollars().abs();
    assert!(instances > Money::ZERO && gap < instances.picodollars() / 100_000, "{instances:?} {more:?}");
    // Fargate's cost stays.
    for axis in [Axis::Packing, Axis::Price] {
        let point = Point::default().with(axis, 1.4);
        assert_eq!(evaluator.at(&point).cost(OptionId::Fargate), own.cost(OptionId::Fargate), "{axis:?}");
    }
}

#[test]
fn the_rule_of_thumb_is_where_both_cost_the_same() {
    let (scenario, book) = example("steady-api");
    let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
    let ground = serial(&scenario, &book, &contenders);
    let rules = rules_of_thumb(ground).unwrap();
    assert_eq!(rules.iter().map(|rule| rule.with_plans).collect::<Vec<_>>(), [false, true]);
    for rule in rules {
        let ecsplan::recommendation::breakeven::Threshold::At(percent) = rule.threshold else { continue };
        let mut evaluator = Evaluator::new(&scenario, &book, &contenders);
        let mut at =
            |percent: f64| evaluator.at(&Point::default().with(Axis::Packing, percent)).cost(rule.ec2.0).unwrap();
        assert!(at(percent) < rule.fargate.1 && at(percent - 0.1) >= rule.fargate.1, "{rule:?}");
    }
}

/// A month of a service small enough to be evaluated often.
pub(crate) const SMALL: &str = r#"
name = "small"
region = "us-east-1"

[horizon]
start = "2026-01-15"
months = 1
continues = true

[[service]]
name = "api"
architectures = ["x86_64", "arm64"]
interruptible = true

[service.traffic]
constant = 120

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

[ec2]
instance_types = ["c7g.large", "m7i.xlarge"]

[operations]
usd_per_hour = "60"
hours_per_month = { ec2 = 3 }
"#;

#[test]
fn every_axis_has_a_report_that_is_valid_against_the_schema() {
    let validator = jsonschema::draft202012::new(&breakeven_schema()).unwrap();
    let place = Workplace::with(SMALL);
    let axes = Axis::ALL.map(|axis| format!("--over {} --points 5", axis.name()));
    for arguments in axes.into_iter().chain(["--over traffic --and packing --points 3".to_owned()]) {
        let run = place.run(&format!("breakeven scenario.toml --format json {arguments}")).ends(0);
        let found: Value = serde_json::from_str(&run.stdout).unwrap();
        let problems: Vec<String> =
            validator.iter_errors(&found).map(|error| format!("{}: {error}", error.instance_path)).collect();
        assert_eq!(problems, Vec::<String>::new(), "{arguments}");
    }
}

#[test]
fn the_same_costs_are_in_every_format() {
    let place = Workplace::with(SMALL);
    let run =
        |rest: &str| place.run(&format!("breakeven scenario.toml --over ops-hours --points 5 {rest}")).ends(0).stdout;
    let found: Value = serde_json::from_str(&run("--format json")).unwrap();
    let csv = run("--format csv");
    let points = found["along"]["points"].as_array().unwrap();
    let mut costs = 0;
    for point in points {
        for cost in point["costs"].as_array().unwrap().iter().filter(|cost| cost["total"].is_string()) {
            let (option, total) = (cost["option"].as_str().unwrap(), cost["total"].as_str().unwrap());
            let is_winner = point["winner"] == cost["option"];
            let row = format!("ops-hours,{},,,{option},{is_winner},{total},", point["value"]);
            let row = row.replace(".0,", ",");
            assert!(csv.contains(&row), "no `{row}` in {csv}");
            costs += 1;
        }
    }
    assert!(costs > 20);
    // People's time on EC2 makes EC2 dearer and nothing else.
    let of = |point: &Value, option: &str| {
        let all = point["costs"].as_array().unwrap();
        let cost = all.iter().find(|cost| cost["option"] == option).unwrap();
        Money::parse(cost["total"].as_str().unwrap()).unwrap()
    };
    let (first, last) = (&points[0], &points[points.len() - 1]);
    assert_eq!(of(first, "fargate"), of(last, "fargate"));
    // 80 hours at 60 USD; a month from the 15th to the 15th has 408 hours of 744 and 336 of 672.
    let share = of(last, "ec2-on-demand") - of(first, "ec2-on-demand");
    let exact = Money::from_picodollars(4_800 * 10_i128.pow(12)).times(408).divided_by(744)
        + Money::from_picodollars(4_800 * 10_i128.pow(12)).divided_by(2);
    assert!((share - exact).picodollars().abs() <= 2, "{share:?} {exact:?}");
    let (table, markdown) = (run("--format table"), run("--format markdown"));
    for text in [table, markdown] {
        assert!(text.contains("Changes of winner") && text.contains("rule of thumb"), "{text}");
    }
}

#[test]
fn charts_are_drawn_as_their_name_says() {
    let place = Workplace::with(SMALL);
    place.run("breakeven scenario.toml --points 3 --chart a.svg").ends(0);
    assert!(place.read("a.svg").contains("fargate"));
    place.run("breakeven scenario.toml --points 3 --and packing --chart b.png").ends(0);
    assert_eq!(&place.read_bytes("b.png")[1..4], b"PNG");
    place.run("breakeven scenario.toml --chart c.gif").ends(2).complains("ends in .svg or .png");
}

#[test]
fn an_axis_that_the_scenario_lacks_is_bad_input_with_the_way_out() {
    let place = Workplace::with(SMALLEST);
    let refused = |rest: &str, why: &str| {
        place.run(&format!("breakeven scenario.toml {rest}")).ends(2).complains(why);
    };
    refused("", "add `[service.traffic]`");
    refused("--over ops-hours", "set `operations.usd_per_hour`");
    refused("--over performance", "list `arm64` in `architectures`");
    refused("--over price --and price", "the same axis");
    refused("--over pricing", "possible values");
}

#[test]
fn the_schema_file_is_what_the_program_prints() {
    assert_page("docs/schema/breakeven.schema.json", &format!("{:#}\n", breakeven_schema()));
    Workplace::with(SMALLEST).run("schema breakeven").ends(0).says("urn:ecsplan:breakeven:1");
}

#[test]
fn runs_follow_the_seed_and_not_the_threads() {
    let (scenario, book) = example("steady-api");
    let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
    let one = serial(&scenario, &book, &contenders);
    let several = Ground { patience: in_threads(3), ..one };
    let found = monte_carlo(one, 30, 1);
    assert!(found == monte_carlo(several, 30, 1));
    assert!(found.options != monte_carlo(one, 30, 2).options);
    let cheapest: usize = found.options.iter().map(|option| option.cheapest_runs).sum();
    assert_eq!(cheapest + found.without_winner, 30);
    for option in found.options.iter().filter(|option| option.eligible_runs > 0) {
        let cost = option.cost.unwrap();
        assert!(cost.is_sorted() && cost[0] < cost[4], "{option:?}");
        let [mean, p95, max] = option.regret.unwrap();
        assert!(Money::ZERO <= mean && mean <= max && p95 <= max, "{option:?}");
    }
}

#[test]
fn runs_of_demand_scenarios_cost_what_these_cost() {
    let uncertain = format!(
        "{SMALL}\n[[uncertainty.scenario]]\nname = \"low\"\nweight = 1\ngrowth_percent_per_year = -50\n\
         [[uncertainty.scenario]]\nname = \"high\"\nweight = 3\ngrowth_percent_per_year = 900\n"
    );
    let place = Workplace::with(&uncertain);
    let run = place.run("montecarlo scenario.toml --runs 200 --format json").ends(0);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    let validator = jsonschema::draft202012::new(&monte_carlo_schema()).unwrap();
    let problems: Vec<String> =
        validator.iter_errors(&found).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert_eq!(problems, Vec::<String>::new());
    // A month has no growth month but the first, so both scenarios are the scenario itself.
    let options = found["options"].as_array().unwrap();
    let fargate = options.iter().find(|option| option["option"] == "fargate").unwrap();
    assert_eq!(fargate["cost"]["p5"], fargate["total_of_scenario"]);
    assert_eq!(fargate["cost"]["p95"], fargate["total_of_scenario"]);
    place.run("montecarlo scenario.toml --runs 20").ends(0).says("Regret").says("demand scenario of");
    let csv = place.run("montecarlo scenario.toml --runs 20 --format csv").ends(0);
    assert_eq!(csv.stdout.lines().count(), options.len() + 1);
    Workplace::with(SMALL).run("montecarlo scenario.toml --runs 20 --format markdown").ends(0).says("lognormal");
}

#[test]
fn the_schema_of_runs_is_what_the_program_prints() {
    assert_page("docs/schema/montecarlo.schema.json", &format!("{:#}\n", monte_carlo_schema()));
    Workplace::with(SMALLEST).run("schema montecarlo").ends(0).says("urn:ecsplan:montecarlo:1");
}

#[test]
fn sensitivities_are_those_of_scenarios_written_so() {
    let place = Workplace::with(SMALL);
    let run = place.run("sensitivity scenario.toml --format json --chart a.svg").ends(0);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    let validator = jsonschema::draft202012::new(&sensitivity_schema()).unwrap();
    let problems: Vec<String> =
        validator.iter_errors(&found).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert_eq!(problems, Vec::<String>::new());
    let winner = found["winner"].as_str().unwrap();
    // The same scenario with a tenth more CPU for a request, and its demand written a tenth lower.
    let cost = |from: &str, to: &str| {
        let changed = SMALL.replace(from, to).replace("months = 1\n", "months = 1\nstep = \"1h\"\n");
        let run =
            Workplace::with(&changed).run(&format!("compare scenario.toml --option {winner} --format json")).ends(0);
        let found: Value = serde_json::from_str(&run.stdout).unwrap();
        found["options"][0]["total"].clone()
    };
    let of =
        |name: &str| found["inputs"].as_array().unwrap().iter().find(|input| input["input"] == name).unwrap().clone();
    assert_eq!(of("traffic")["total_minus_10"], cost("constant = 120", "constant = 108"));
    assert_eq!(of("cpu-per-request")["total_plus_10"], cost("cpu_ms_per_request = 12", "cpu_ms_per_request = 13.2"));
    assert!(found["absent"].as_array().unwrap().contains(&"growth".into()), "{}", found["absent"]);
    assert!(place.read("a.svg").contains("cpu-per-request"));
    place.run("sensitivity scenario.toml").ends(0).says("a tenth less or more");
    place.run("sensitivity scenario.toml --format markdown").ends(0).says("| input |");
    assert!(place.run("sensitivity scenario.toml --format csv").ends(0).stdout.starts_with("input,"));
}

#[test]
fn inputs_are_ranked_by_their_swing_on_any_number_of_threads() {
    let place = Workplace::with(SMALL);
    let (scenario, book) = read_by_the_hour(&place.path("scenario.toml"));
    let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
    let one = serial(&scenario, &book, &contenders);
    let found = sensitivities(one);
    assert!(found == sensitivities(Ground { patience: in_threads(4), ..one }));
    assert!(found.inputs.windows(2).all(|pair| pair[0].swing >= pair[1].swing));
    assert_eq!(found.inputs.len() + found.absent.len(), Input::ALL.len());
}

#[test]
fn the_schema_of_sensitivities_is_what_the_program_prints() {
    assert_page("docs/schema/sensitivity.schema.json", &format!("{:#}\n", sensitivity_schema()));
    Workplace::with(SMALLEST).run("schema sensitivity").ends(0).says("urn:ecsplan:sensitivity:1");
}
