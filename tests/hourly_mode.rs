//! The hourly mode from scenario to bill.

use ecsplan::comparison::{Comparison, OptionId, compare};
use ecsplan::pricing::{PriceBook, PriceTables};

use crate::support::stories::Story;

fn compared(step: &str, count: &str) -> Comparison {
    let scenario = Story::written(&format!(
        r#"
name = "hourly"
region = "us-east-1"
[horizon]
start = "2026-01-01"
hours = 48
step = "{step}"
[[service]]
name = "api"
task = {{ vcpu = 0.5, memory_gb = 1 }}
{count}
[service.traffic]
constant = 90
peak_factor = 3
peak_minutes = 5
[service.workload]
cpu_ms_per_request = 10
memory_mib = 300
{scaling}
"#,
        scaling = if count.is_empty() { SCALING } else { "" }
    ))
    .read();
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    compare(&scenario, &book)
}

const SCALING: &str = r#"
[service.scaling]
min_tasks = 1
max_tasks = 40
[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 50
"#;

#[test]
fn the_report_says_that_the_hourly_mode_was_used() {
    let says_so = |comparison: &Comparison| {
        comparison.assumptions.iter().any(|one| one.key == "horizon.step" && one.value == "1h")
    };
    assert!(says_so(&compared("1h", "")));
    assert!(!says_so(&compared("1m", "")));
}

#[test]
fn every_hour_has_the_tasks_that_its_mean_demand_asks_for() {
    let comparison = compared("1h", "");
    for id in [OptionId::Fargate, OptionId::Ec2OnDemand] {
        let outcome = comparison.outcome(id).expect("it can be priced");
        // 90 per second, of which a task takes 25 at its target.
        let tasks = &outcome.services[0].tasks;
        assert_eq!((tasks.min, tasks.max, tasks.running_mean), (4, 4, 4.0), "{id:?}");
        assert_eq!(outcome.services[0].not_served_percent, 0.0, "peaks within the hour are not seen");
    }
    assert!(compared("1m", "").outcome(OptionId::Fargate).unwrap().services[0].not_served_percent > 0.0);
}

#[test]
fn a_fixed_count_costs_the_same_by_the_hour_and_by_the_minute() {
    let total = |step: &str| compared(step, "tasks = 5").outcome(OptionId::Fargate).unwrap().bill.total();
    assert_eq!(total("1h"), total("1m"));
}
