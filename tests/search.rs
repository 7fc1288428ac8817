//! The search behind every option: that it finds the best of all candidates, what it counts, and the bound that no
//! plan goes below.

use std::num::NonZeroUsize;

use ecsplan::comparison::{Comparison, OptionId, Outcome, compare, compare_one, compare_within, gap_percent};
use ecsplan::money::Money;
use ecsplan::patience::Patience;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::scenario::{Scenario, Service, TaskSize};
use proptest::prelude::*;

use crate::support::dice::cases;
use crate::support::stories::{About, Story, bills, holdings};

const TYPES: [&str; 6] = ["c6g.large", "c7g.xlarge", "m6i.large", "c6i.2xlarge", "c5a.4xlarge", "r6g.medium"];

const ON_EC2: [OptionId; 4] =
    [OptionId::Ec2OnDemand, OptionId::Ec2SavingsPlan, OptionId::Ec2InstanceSavingsPlan, OptionId::Ec2Spot];

fn book(scenario: &Scenario) -> PriceBook {
    PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap()
}

fn compared(scenario: &Scenario) -> Comparison {
    compare(scenario, &book(scenario))
}

/// A service with a daily rhythm in Seoul for a week, on [`TYPES`].
fn week(min_tasks: u32, target: u32, peak: u32) -> Scenario {
    let demand = |hour: u32| peak / 5 + peak * (hour % 12) / 12;
    let day: String = (0..24).map(|hour| format!("{hour},{}\n", demand(hour))).collect();
    let text = format!(
        r#"
name = "search"
region = "ap-northeast-2"

[horizon]
start = "2026-03-02"
hours = 168

[ec2]
instance_types = {TYPES:?}

[[service]]
name = "api"
architectures = ["x86_64", "arm64"]

[service.traffic]
profile = "day.csv"

[service.workload]
cpu_ms_per_request = 20
memory_mib = 400

[service.scaling]
min_tasks = {min_tasks}
max_tasks = 60
reference_task = {{ vcpu = 1, memory_gb = 2 }}

[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = {target}

[performance]
arm64 = 1.1
"#
    );
    Story::written(&text).with_file("day.csv", &format!("hour,requests_per_second\n{day}")).read()
}

/// The cheapest total of an option over every type and size, each given by itself.
fn exhaustive(scenario: &Scenario, id: OptionId) -> Option<Money> {
    let vcpus = [256, 512, 1_024, 2_048, 4_096, 8_192, 16_384];
    let pairs = TYPES.iter().flat_map(|name| vcpus.map(|cpu_units| (name, TaskSize { cpu_units, memory_mib: 512 })));
    let total = |(name, size): (&&str, TaskSize)| {
        let mut pinned = scenario.clone();
        pinned.ec2.instance_types = vec![(*name).to_owned()];
        pinned.services[0].task_size = Some(size);
        let outcome = compare_one(&pinned, &book(&pinned), id).outcome.ok()?;
        outcome.meets_objective.then(|| outcome.bill.total())
    };
    pairs.filter_map(total).min()
}

#[test]
fn the_search_finds_what_trying_everything_finds() {
    for (min_tasks, target, peak) in [(1, 50, 30), (2, 70, 400), (6, 40, 1_000)] {
        let scenario = week(min_tasks, target, peak);
        let comparison = compared(&scenario);
        for id in ON_EC2 {
            let outcome = comparison.outcome(id).unwrap();
            assert_eq!(Some(outcome.bill.total()), exhaustive(&scenario, id), "{} at a peak of {peak}", id.name());
            let counts = outcome.candidates;
            assert!(counts.considered > counts.simulated && counts.left_out == 0, "{counts:?}");
            assert!(counts.ruled_out > 0, "{counts:?}: some candidate is too dear whatever it does");
        }
    }
}

#[test]
fn the_bound_is_near_where_load_is_steady_and_large() {
    let mut scenario = week(1, 60, 900);
    scenario.ec2.instance_types.clear();
    let comparison = compared(&scenario);
    let floor = comparison.floor.unwrap();
    let best = comparison.options.iter().filter_map(|option| option.outcome.as_ref().ok());
    let best = best.filter(|outcome| is_allowed(&scenario, outcome)).map(|outcome| outcome.bill.total()).min().unwrap();
    let gap = gap_percent(best, floor).unwrap();
    assert!((0.0..150.0).contains(&gap), "{gap} %");
}

/// Whether it meets the objectives with no more on Spot than there may be: the bound holds for nothing else.
fn is_allowed(scenario: &Scenario, outcome: &Outcome) -> bool {
    let most = |service: &Service| if service.interruptible { 1.0 } else { service.max_spot_share };
    let mut pairs = scenario.services.iter().map(most).zip(&outcome.services);
    outcome.meets_objective && pairs.all(|(most, result)| result.spot_share <= most)
}

fn assert_bounded(scenario: &Scenario) {
    let comparison = compared(scenario);
    let floor = comparison.floor;
    for option in comparison.options.iter().filter(|option| option.id != OptionId::Current) {
        let Ok(outcome) = &option.outcome else { continue };
        let counts = outcome.candidates;
        assert!(counts.considered >= counts.ruled_out + counts.left_out, "{}: {counts:?}", option.id.name());
        if let (true, Some(floor)) = (is_allowed(scenario, outcome), floor) {
            assert!(outcome.bill.total() >= floor, "{}: {:?} < {floor:?}", option.id.name(), outcome.bill.total());
        }
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn no_option_that_meets_its_objectives_costs_less_than_the_bound(story in bills(About::Open, &[1, 2])) {
        assert_bounded(&story.read());
    }

    #[test]
    fn threads_do_not_change_a_comparison(story in bills(About::Open, &[1, 2, 3]), threads in 2_usize..5) {
        let scenario = story.read();
        let patience = Patience::ENDLESS.in_threads(NonZeroUsize::new(threads).unwrap());
        prop_assert!(compare_within(&scenario, &book(&scenario), patience) == compared(&scenario));
    }

    #[test]
    fn nor_does_one_with_something_held(story in holdings(About::Open)) {
        assert_bounded(&story.read());
    }
}
