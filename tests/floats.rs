//! Targets, minimums and maximums that float: against every combination by itself, and laws.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use ecsplan::comparison::{Comparison, OptionId, Outcome, compare, waste_ledger};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::recommendation::breakeven::{Contenders, Evaluator, Point};
use ecsplan::recommendation::{Verdict, recommend};
use ecsplan::scenario::{ScalingSetting, Scenario, Service, TaskCount};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::command::{SMALLEST, Workplace};
use crate::support::dice::cases;
use crate::support::stories::Story;

/// Everything of a scenario with one service or two, whose scaling may float.
#[derive(Clone)]
struct Case {
    head: String,
    /// Requests per second by the hour.
    day: Vec<u32>,
    service: &'static str,
    start_seconds: u32,
    given: (u32, u32, u32),
    search: &'static str,
    services: usize,
}

impl Case {
    fn plain() -> Self {
        Self {
            head: HEAD.to_owned(),
            day: (0..24).map(|hour: u32| 20 + 30 * hour.abs_diff(12)).collect(),
            service: "",
            start_seconds: 60,
            given: (60, 2, 40),
            search: "target_percent = [45, 70]\nmin_tasks = [1, 6]\nmax_tasks = [8]",
            services: 1,
        }
    }

    fn scenario(&self) -> Scenario {
        let Self { head, service, start_seconds, given: (target, min, max), search, .. } = self;
        let rows: Vec<String> = self.day.iter().enumerate().map(|(hour, rate)| format!("{hour},{rate}")).collect();
        let of_service = |number: usize| {
            format!(
                r#"
[[service]]
name = "s{number}"
architectures = ["x86_64", "arm64"]
{service}
[service.traffic]
profile = "day.csv"
peak_factor = 2
peak_minutes = 4
[service.workload]
cpu_ms_per_request = 12
memory_mib = 350
start_seconds = {start_seconds}
[service.scaling]
min_tasks = {min}
max_tasks = {max}
[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = {target}
[service.scaling.search]
{search}
"#
            )
        };
        let services: String = (0..self.services).map(of_service).collect();
        let text = format!("name = \"floats\"\nregion = \"us-east-1\"\n{head}\n{services}");
        Story::written(&text).with_file("day.csv", &format!("hour,requests_per_second\n{}\n", rows.join("\n"))).read()
    }
}

const HEAD: &str = r#"
[horizon]
start = "2026-01-01"
hours = 48
[managed_instances]
spot = true
[ec2]
instance_types = ["c7i.large", "c7g.xlarge", "m7g.medium"]
[external]
hosts = 40
vcpu = 4
memory_gb = 16
usd_per_host_month = 50
"#;

fn book(scenario: &Scenario) -> PriceBook {
    PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap()
}

fn compared(scenario: &Scenario) -> Comparison {
    compare(scenario, &book(scenario))
}

/// Every setting of a service, its own first.
fn settings(service: &Service) -> Vec<ScalingSetting> {
    let TaskCount::Scaled(scaling) = &service.count else { panic!("it scales") };
    std::iter::once(scaling.setting()).chain(scaling.other_settings()).collect()
}

/// The same scenario with every service held to one setting.
fn held_to(scenario: &Scenario, setting: ScalingSetting) -> Scenario {
    let mut held = scenario.clone();
    held.services.iter_mut().for_each(|service| *service = service.scaled_to(setting));
    held
}

/// The better outcome first, as rules O3 and O4 rank candidates.
fn ranked(one: &Outcome, other: &Outcome) -> Ordering {
    let missed = |outcome: &Outcome| if outcome.meets_objective { 0.0 } else { outcome.not_served_percent };
    let order = other.meets_objective.cmp(&one.meets_objective);
    order.then(missed(one).total_cmp(&missed(other))).then(one.bill.total().cmp(&other.bill.total()))
}

/// Every option is the best over all settings, each compared by itself, in everything that it came to.
#[track_caller]
fn agrees_with_every_setting_by_itself(scenario: &Scenario) -> BTreeSet<String> {
    let floating = compared(scenario);
    let pinned: Vec<(ScalingSetting, Scenario, Comparison)> = settings(&scenario.services[0])
        .into_iter()
        .map(|setting| (setting, held_to(scenario, setting)))
        .map(|(setting, held)| (setting, held.clone(), compared(&held)))
        .collect();
    let mut chosen = BTreeSet::new();
    for option in &floating.options {
        let (id, name) = (option.id, option.id.name());
        let Ok(outcome) = &option.outcome else { continue };
        let outcomes = pinned.iter().filter_map(|(_, held, one)| Some((held, one.outcome(id)?)));
        let best = outcomes.reduce(|best, other| if ranked(other.1, best.1).is_lt() { other } else { best });
        let (_, best) = best.expect("some setting can be had");
        let setting = outcome.services[0].scaling.expect("it floats");
        match id {
            // What strategies buy is cheaper than screened: what is simulated may be less than all (rule E25).
            OptionId::CapacityProviders if !outcome.instance_groups.is_empty() => {
                assert!(ranked(best, outcome).is_le() && outcome.meets_objective == best.meets_objective, "{name}");
            }
            _ => assert!(ranked(best, outcome).is_eq(), "{name}: {setting:?}"),
        }
        let (_, held, alone) = pinned.iter().find(|(known, ..)| *known == setting).expect("it is one of those");
        let alone = alone.outcome(id).expect("it was chosen");
        assert_eq!(waste_ledger(scenario, outcome), waste_ledger(held, alone), "{name}");
        let mut plain = outcome.clone();
        plain.services[0].scaling = None;
        // What was searched is another matter.
        (plain.candidates, plain.excluded_types) = (alone.candidates, alone.excluded_types.clone());
        assert_eq!(plain, *alone, "{name}");
        chosen.insert(format!("{setting:?}"));
    }
    chosen
}

const OBJECTIVES: [&str; 3] = [
    "",
    "[service.objective]\nmax_not_served_percent = 100",
    "[service.objective]\nmax_not_served_percent = 0\nmax_latency_ms = 80\nlatency_percentile = 95\nmax_late_percent = 1",
];

#[test]
fn every_option_takes_the_best_of_all_settings() {
    let mut chosen = BTreeSet::new();
    for service in OBJECTIVES {
        chosen.extend(agrees_with_every_setting_by_itself(&Case { service, ..Case::plain() }.scenario()));
    }
    assert!(chosen.len() >= 3, "too little differs to show anything: {chosen:?}");
}

#[test]
fn every_option_takes_the_best_of_all_settings_in_the_hourly_mode() {
    let head = HEAD.replace("hours = 48", "hours = 48\nstep = \"1h\"");
    let case = Case { head, service: OBJECTIVES[1], ..Case::plain() };
    agrees_with_every_setting_by_itself(&case.scenario());
}

#[test]
fn every_option_takes_the_best_of_all_settings_with_room_for_a_zone() {
    let head = HEAD.replace("[ec2]", "[ec2]\nsurvive_zone_loss = true");
    let case =
        Case { head, search: "target_percent = [30, 80]\nmin_tasks = [0, 1]\nmax_tasks = [60]", ..Case::plain() };
    let scenario = case.scenario();
    agrees_with_every_setting_by_itself(&scenario);
    // As the scenario itself would have been read with these values.
    let given = |target: u32, min: u32, max: u32| {
        settings(&Case { given: (target, min, max), ..case.clone() }.scenario().services[0])[0]
    };
    let known = settings(&scenario.services[0]);
    for wanted in [given(60, 2, 40), given(80, 0, 40), given(30, 1, 60), given(60, 1, 40)] {
        assert!(known.contains(&wanted), "{wanted:?} of {known:?}");
    }
}

#[test]
fn strategies_and_mixed_groups_float_as_well() {
    let head = HEAD.replace("[ec2]", "[ec2]\non_demand_base = 1\non_demand_percent_above_base = 50");
    for providers in [["FARGATE", "FARGATE_SPOT"], ["EC2", "EC2_SPOT"]] {
        let strategy =
            providers.map(|name| format!("[[service.capacity_provider]]\nprovider = \"{name}\"\nweight = 1\n"));
        let service = format!("{}{}", OBJECTIVES[1], strategy.concat().replacen("[[", "\n[[", 1));
        let case = Case { head: head.clone(), service: service.leak(), ..Case::plain() };
        agrees_with_every_setting_by_itself(&case.scenario());
    }
}

#[test]
fn what_runs_today_keeps_its_scaling() {
    let today = "[current]\nlaunch_type = \"fargate\"\n[[current.service]]\nname = \"s0\"\narchitecture = \"x86_64\"\ntask = { vcpu = 1, memory_gb = 2 }\n";
    let case = Case { head: format!("{HEAD}{today}"), service: OBJECTIVES[1], ..Case::plain() };
    let scenario = case.scenario();
    let comparison = compared(&scenario);
    let scaling = |id: OptionId| comparison.outcome(id).expect("it can be had").services[0].scaling;
    assert_eq!(scaling(OptionId::Current), Some(settings(&scenario.services[0])[0]));
    assert_ne!(scaling(OptionId::Current), scaling(OptionId::Fargate));
}

#[test]
fn break_evens_hold_every_option_to_its_setting() {
    let case = Case { head: HEAD.replace("hours = 48", "hours = 48\nstep = \"1h\""), ..Case::plain() };
    let scenario = case.scenario();
    let book = book(&scenario);
    let comparison = compare(&scenario, &book);
    let contenders = Contenders::of(&scenario, &book, &comparison, false);
    let evaluated = Evaluator::new(&scenario, &book, &contenders).at(&Point::default());
    let costs: Vec<_> = evaluated.costs.iter().filter_map(|(id, cost)| Some((id, *cost.as_ref().ok()?))).collect();
    assert!(costs.len() > 5, "{:?}", evaluated.costs);
    for (id, cost) in costs {
        assert_eq!(cost, comparison.outcome(*id).unwrap().bill.total(), "{}", id.name());
    }
}

#[test]
fn where_no_setting_is_enough_the_way_out_is_one_for_all_of_them() {
    let case = Case { start_seconds: 600, search: "target_percent = [70]\nmax_tasks = [50]", ..Case::plain() };
    let service = "task = { vcpu = 0.5, memory_gb = 1 }\n[service.objective]\nmax_minutes_short = 0";
    let scenario = Case { service, ..case }.scenario();
    let book = book(&scenario);
    let verdict = recommend(&scenario, &book, &compare(&scenario, &book));
    let Verdict::Infeasible { relaxation: Some(relaxation), .. } = verdict else {
        panic!("ten minutes are too slow for these peaks, and more tasks at all times would do: {verdict:?}")
    };
    let (key, number) = relaxation.change.split_once(" = ").expect("a change is a key and a value");
    let number: u32 = number.parse().unwrap();
    let mut changed = scenario;
    let count = &mut changed.services[0].count;
    match (key, &mut *count) {
        ("min_tasks", TaskCount::Scaled(scaling)) => scaling.raise_minimum(number),
        ("tasks", TaskCount::Scaled(_)) => *count = TaskCount::Fixed(number),
        _ => panic!("neither more tasks at least nor a fixed number: {relaxation:?}"),
    }
    let comparison = compare(&changed, &book);
    let outcome = comparison.outcome(relaxation.option).unwrap();
    assert!(outcome.meets_objective);
    assert_eq!(outcome.bill.total(), relaxation.total);
}

proptest! {
    #![proptest_config(cases(12))]

    /// With one service exactly; several on one cluster are chosen apart, but never to a worse end than without.
    #[test]
    fn what_floats_never_makes_an_option_dearer(
        day in proptest::collection::vec(0_u32..600, 24),
        (start_seconds, objective) in (20_u32..400, 0..OBJECTIVES.len()),
        (target, min, more) in (20_u32..95, 0_u32..5, 0_u32..60),
        services in 1_usize..3,
    ) {
        let search = "target_percent = [40, 75]\nmin_tasks = [0, 3]\nmax_tasks = [15]";
        let head = HEAD.replace("hours = 48", "hours = 24");
        let given = (target, min, min + 1 + more);
        let case = Case { head, day, service: OBJECTIVES[objective], start_seconds, given, search, services };
        let scenario = case.scenario();
        let mut held = scenario.clone();
        for service in &mut held.services {
            *service = service.scaled_to(settings(service)[0]);
        }
        let (floating, pinned) = (compared(&scenario), compared(&held));
        for option in &pinned.options {
            // With several services plans are bought for all of them, sizes chosen for each.
            let is_exact = services == 1 || !floating.outcome(option.id).is_some_and(|it| it.commitments.iter().any(|line| line.chosen));
            let Some(alone) = option.outcome.as_ref().ok().filter(|_| is_exact) else { continue };
            let outcome = floating.outcome(option.id).expect("its own setting can be had");
            prop_assert!(ranked(outcome, alone).is_le(), "{}: {:?}", option.id.name(), outcome.services[0].scaling);
        }
    }
}

#[test]
fn reports_say_what_was_chosen_and_among_how_many() {
    let place = Workplace::with(&format!("{SMALLEST}{FLOATING}"));
    let run = place.run("recommend scenario.toml");
    // Lines break where they must.
    let words = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentences = [
        "12 tasks; scaling: target_percent = 80, min_tasks = 1, max_tasks = 20",
        "80%, 1 to 20",
        "`api`: its scaling is chosen among 55 settings of target, minimum and maximum; 11 more contradict",
    ];
    for sentence in sentences {
        assert!(words.contains(sentence), "{sentence}: {words}");
    }
    let result = place.run("compare scenario.toml --format json").json();
    let services = &result["options"][0]["services"];
    assert_eq!(services[0]["scaling"], Value::Null, "nothing of `web` floats");
    assert_eq!(services[1]["scaling"], json!({ "target_percent": 80.0, "min_tasks": 1, "max_tasks": 20 }));
}

const FLOATING: &str = r#"
[[service]]
name = "api"
[service.traffic]
constant = 200
[service.workload]
cpu_ms_per_request = 12
memory_mib = 350
start_seconds = 40
[service.scaling]
min_tasks = 2
max_tasks = 20
[service.scaling.search]
target_percent = "any"
min_tasks = [1, 30]
max_tasks = [40]
[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 60
"#;
