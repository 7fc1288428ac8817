//! The waste ledger: it sums to the compute bill, nothing in it is negative, and small cases are as worked out by hand
//! (rules WL).

use ecsplan::bill::{ChargeKind, LineItem};
use ecsplan::comparison::{
    Comparison, OptionId, Outcome, WasteCategory, WasteLedger, compare, waste_ledger, waste_ledgers,
};
use ecsplan::money::Money;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::scenario::{Scenario, SimulationStep};
use proptest::prelude::*;

use crate::support::dice::cases;
use crate::support::finery::dress;
use crate::support::fleets::equip;
use crate::support::stories::{About, Story, bills};

fn compared(scenario: &Scenario) -> Comparison {
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    compare(scenario, &book)
}

/// A day in Seoul with whatever else is said.
fn day(rest: &str) -> Scenario {
    let head = "name = \"waste\"\nregion = \"ap-northeast-2\"\n[horizon]\nstart = \"2026-06-01\"\nhours = 24\n";
    Story::written(&format!("{head}{rest}")).read()
}

/// The ledger of an option, and the sums of its compute lines by what they are of.
fn ledger_of(scenario: &Scenario, id: OptionId) -> (WasteLedger, Outcome) {
    let comparison = compared(scenario);
    let outcome = match &comparison.option(id).expect("the scenario has the option").outcome {
        Ok(outcome) => outcome.clone(),
        Err(unavailable) => panic!("{}: {}", id.name(), unavailable.reason),
    };
    (waste_ledger(scenario, &outcome), outcome)
}

fn sum(outcome: &Outcome, of: impl Fn(&&LineItem) -> bool) -> Money {
    outcome.bill.lines.iter().filter(of).map(|line| line.cost).sum()
}

fn of_type(outcome: &Outcome, words: &str) -> Money {
    sum(outcome, |line| line.usage_type.contains(words))
}

/// Every category that costs something, in picodollars.
fn costs(ledger: &WasteLedger) -> Vec<(WasteCategory, i128)> {
    let cost = |category| (category, ledger.cost(category).picodollars());
    WasteCategory::ALL.into_iter().map(cost).filter(|(_, cost)| *cost != 0).collect()
}

/// What must hold of any ledger.
fn assert_lawful(scenario: &Scenario, id: OptionId, outcome: &Outcome) {
    let ledger = waste_ledger(scenario, outcome);
    let compute = sum(outcome, |line| {
        line.kind == ChargeKind::Compute || (id == OptionId::External && line.usage_type == "ECS Anywhere hosts")
    });
    let pulls = ledger.cost(WasteCategory::ImagePulls);
    assert_eq!(ledger.compute_bill() - pulls, compute, "{}", id.name());
    let bytes = of_type(outcome, "NatGateway-Bytes") + of_type(outcome, "VpcEndpoint-Bytes");
    assert!(pulls <= bytes, "{}", id.name());
    for month in &ledger.months {
        for category in WasteCategory::ALL {
            assert!(month.cost(category) >= Money::ZERO, "{}: {}", id.name(), category.name());
        }
    }
    let unused = sum(outcome, |line| line.source == "commitment");
    assert_eq!(ledger.cost(WasteCategory::UnusedCommitment), unused, "{}", id.name());
}

fn assert_all_lawful(scenario: &Scenario) {
    let comparison = compared(scenario);
    // What options share is worked out once for all of them, and is what each comes to by itself.
    let together = waste_ledgers(scenario, &comparison);
    for option in comparison.options {
        if let Ok(outcome) = option.outcome {
            assert_lawful(scenario, option.id, &outcome);
            assert_eq!(together[&option.id], waste_ledger(scenario, &outcome), "{}", option.id.name());
        }
    }
}

const HOSTS: &str = "[external]\nhosts = 40\nvcpu = 8\nmemory_gb = 32\nusd_per_host_month = \"100\"\n";

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn waste_and_useful_work_sum_to_the_compute_bill(story in bills(About::Pinned, &[1, 2])) {
        let mut scenario = story.read();
        assert_all_lawful(&scenario);
        for service in &mut scenario.services {
            dress(service, &story.dice);
        }
        equip(&mut scenario, &story.dice);
        assert_all_lawful(&scenario);
        scenario.step = SimulationStep::Hour;
        assert_all_lawful(&scenario);
    }
}

#[test]
fn tasks_without_known_work_are_what_was_asked_for() {
    let scenario = day("[[service]]\nname = \"web\"\ntasks = 2\ntask = { vcpu = \"0.25\", memory_gb = \"0.5\" }\n");
    let (ledger, outcome) = ledger_of(&scenario, OptionId::Fargate);
    assert_eq!(costs(&ledger), [(WasteCategory::UsefulWork, of_type(&outcome, "Fargate-").picodollars())]);
}

/// Tasks of 0.5 vCPU that serve 50 requests a second each and use half of their memory.
fn halves(count: &str, requests: u32) -> String {
    format!(
        "[[service]]\nname = \"api\"\n{count}task = {{ vcpu = \"0.5\", memory_gb = \"1\" }}\n\
         [service.traffic]\nconstant = {requests}\n[service.workload]\ncpu_ms_per_request = 10\nmemory_mib = 512\n"
    )
}

#[test]
fn a_fixed_count_of_four_with_work_for_one_is_three_parts_floor() {
    let scenario = day(&halves("tasks = 4\n", 50));
    let (ledger, outcome) = ledger_of(&scenario, OptionId::Fargate);
    let (vcpu, memory) = (of_type(&outcome, "vCPU-Hours").picodollars(), of_type(&outcome, "GB-Hours").picodollars());
    // 4 × 0.5 vCPU × 24 h and 4 GB × 24 h, both divisible by 8.
    assert_eq!((vcpu % 8, memory % 8), (0, 0));
    let expected = [
        (WasteCategory::UsefulWork, vcpu / 4 + memory / 8),
        (WasteCategory::TaskSize, memory / 8),
        (WasteCategory::AvailabilityFloor, 3 * (vcpu / 4) + 3 * (memory / 4)),
    ];
    assert_eq!(costs(&ledger), expected);
}

#[test]
fn a_target_of_half_leaves_half_of_the_tasks_as_headroom() {
    let scaling = "[service.scaling]\nmin_tasks = 1\nmax_tasks = 9\n[[service.scaling.target_tracking]]\n\
                   metric = \"cpu\"\ntarget_percent = 50\n";
    let scenario = day(&format!("{}{scaling}", halves("", 90)));
    // 90 requests a second need 1.8 tasks, at the target 3.6, so 4 run from the warm-up on.
    let (ledger, outcome) = ledger_of(&scenario, OptionId::Fargate);
    assert_eq!((outcome.services[0].tasks.min, outcome.services[0].tasks.max), (4, 4));
    let vcpu = of_type(&outcome, "vCPU-Hours").picodollars();
    let memory = of_type(&outcome, "GB-Hours").picodollars();
    let near = |category, expected: f64| {
        let found = ledger.cost(category).picodollars() as f64;
        assert!((found - expected).abs() < 10.0, "{category:?}: {found} and not {expected}");
    };
    let (vcpu, memory) = (vcpu as f64, memory as f64);
    near(WasteCategory::UsefulWork, 0.45 * vcpu + 0.225 * memory);
    near(WasteCategory::Headroom, 0.45 * (vcpu + memory));
    near(WasteCategory::TaskSize, 0.1 * (vcpu + memory) + 0.225 * memory);
}

#[test]
fn instances_hold_work_fragments_reserves_and_more_than_is_needed() {
    let instances = "[ec2]\ninstance_types = [\"m7g.large\"]\nzones = 1\ncpu_reserve_units = 48\n\
                     [ec2.scaling]\nkind = \"fixed\"\ninstances = 2\n";
    let service = "[[service]]\nname = \"web\"\ntasks = 1\ntask = { vcpu = \"1\", memory_gb = \"1\" }\n\
                   architectures = [\"arm64\"]\n";
    let (ledger, outcome) = ledger_of(&day(&format!("{service}{instances}")), OptionId::Ec2OnDemand);
    let paid = of_type(&outcome, "BoxUsage").picodollars() as f64;
    let near = |category, cpu_units: f64| {
        let (found, expected) = (ledger.cost(category).picodollars() as f64, paid * cpu_units / 4_096.0);
        assert!((found - expected).abs() < 10.0, "{category:?}: {found} and not {expected}");
    };
    // Two instances of 2,048 CPU units, 48 of each reserved, with one task of 1,024 on the first.
    near(WasteCategory::UsefulWork, 1_024.0);
    near(WasteCategory::AgentAndDaemons, 96.0);
    near(WasteCategory::Fragmentation, 976.0);
    near(WasteCategory::AvailabilityFloor, 2_000.0);
}

#[test]
fn hosts_and_image_pulls_are_in_the_ledger() {
    let pulls = "[service.network]\nimage_mb = 500\n[service.scaling]\nmin_tasks = 1\nmax_tasks = 9\n\
                 [[service.scaling.target_tracking]]\nmetric = \"cpu\"\ntarget_percent = 60\n\
                 [[service.scaling.scheduled]]\nschedule = \"cron(0 6 * * ? *)\"\nmin_tasks = 5\n\
                 [[service.scaling.scheduled]]\nschedule = \"cron(0 12 * * ? *)\"\nmin_tasks = 1\n\
                 [network]\nnat_gateways = 1\n";
    let scenario = day(&format!("{}{pulls}{HOSTS}", halves("", 20)));
    let (ledger, outcome) = ledger_of(&scenario, OptionId::Fargate);
    // Four more tasks pull 500 MB each through the gateway; requests send nothing through it.
    let bytes = of_type(&outcome, "NatGateway-Bytes");
    assert!(bytes > Money::ZERO);
    assert_eq!(ledger.cost(WasteCategory::ImagePulls), bytes);
    for category in [WasteCategory::StartUp, WasteCategory::ScaleInTail, WasteCategory::AvailabilityFloor] {
        assert!(ledger.cost(category) > Money::ZERO, "{category:?}");
    }
    let (ledger, outcome) = ledger_of(&scenario, OptionId::External);
    assert_eq!(ledger.compute_bill(), of_type(&outcome, "ECS Anywhere hosts") + of_type(&outcome, "ECS-Anywhere"));
    assert!(ledger.cost(WasteCategory::AvailabilityFloor) > ledger.cost(WasteCategory::UsefulWork));
}
