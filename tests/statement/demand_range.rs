//! Low, base and high demand (rule L11).

use ecsplan::comparison::OptionId;
use ecsplan::money::Money;
use ecsplan::scenario::Scenario;
use ecsplan::statement::{DemandRange, demand_range};

use super::{book, money, outcome, scenario};

/// A service that scales with demand in two months, under demand scenarios.
fn uncertain(uncertainty: &str) -> Scenario {
    scenario(&format!(
        r#"
name = "uncertain"
region = "ap-northeast-2"
[horizon]
start = "2026-01-01"
months = 2
step = "1h"
[[service]]
name = "api"
task = {{ vcpu = "0.5", memory_gb = 1 }}
[service.traffic]
constant = 100
[service.workload]
cpu_ms_per_request = 10
memory_mib = 300
[service.scaling]
min_tasks = 1
max_tasks = 100
[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 50
{uncertainty}
"#
    ))
}

fn range(scenario: &Scenario) -> Option<DemandRange> {
    let id = OptionId::Fargate;
    demand_range(scenario, &book(scenario), (id, &outcome(scenario, id)))
}

const HALF: &str = r#"
[[uncertainty.scenario]]
name = "a customer leaves"
weight = 1
load_change_percent = -50
load_change_date = "2026-02-01"
"#;

const DOUBLE: &str = r#"
[[uncertainty.scenario]]
name = "it takes off"
weight = 1
load_change_percent = 100
load_change_date = "2026-02-01"
"#;

#[test]
fn low_and_high_are_the_cheapest_and_the_dearest_demand() {
    let range = range(&uncertain(&format!("{DOUBLE}{HALF}"))).unwrap();
    assert_eq!(range.low.demand_scenario.as_deref(), Some("a customer leaves"));
    assert_eq!(range.high.demand_scenario.as_deref(), Some("it takes off"));
    assert_eq!(range.base.demand_scenario, None);
    // January is the same in all; four tasks become two, or eight, in February.
    assert_eq!((range.low.months[0], range.high.months[0]), (range.base.months[0], range.base.months[0]));
    let tasks = |month: Money| month - money("0.2"); // two alarms stay two
    assert_eq!(tasks(range.low.months[1]).times(2), tasks(range.base.months[1]));
    assert_eq!(tasks(range.high.months[1]), tasks(range.base.months[1]).times(2));
}

#[test]
fn demand_as_it_is_is_the_low_where_every_scenario_costs_more() {
    let range = range(&uncertain(DOUBLE)).unwrap();
    assert_eq!(range.low, range.base);
    assert_eq!(range.high.demand_scenario.as_deref(), Some("it takes off"));
}

#[test]
fn without_demand_scenarios_there_is_no_range() {
    assert_eq!(range(&uncertain("")), None);
}
