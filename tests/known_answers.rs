//! Answers that are known beforehand, each from numbers alone: the same service wins elsewhere when one of them changes.

use ecsplan::comparison::{Comparison, OptionId, Outcome, compare};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::recommendation::{Verdict, recommend};
use ecsplan::scenario::{LaunchType, Scenario};

use crate::support::stories::Story;

/// A service in Seoul for a year, by the hour.
const SERVICE: &str = r#"
name = "known"
region = "ap-northeast-2"
[horizon]
start = "2026-01-01"
months = 12
step = "1h"
[[service]]
name = "web"
architectures = ["x86_64", "arm64"]
interruptible = false
[service.traffic]
constant = RATE
[service.workload]
cpu_ms_per_request = 20
memory_mib = 300
[service.scaling]
min_tasks = 1
max_tasks = 400
reference_task = { vcpu = 1, memory_gb = 2 }
[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 60
"#;

/// On from eight to eight in Seoul, five days a week.
const OFFICE_HOURS: &str = r#"
[[service.scaling.scheduled]]
schedule = "cron(0 8 ? * MON-FRI *)"
timezone = "Asia/Seoul"
min_tasks = 4
max_tasks = 400
[[service.scaling.scheduled]]
schedule = "cron(0 20 ? * MON-FRI *)"
timezone = "Asia/Seoul"
min_tasks = 0
max_tasks = 0
"#;

struct Answer {
    comparison: Comparison,
    option: OptionId,
}

impl Answer {
    fn outcome(&self) -> &Outcome {
        self.comparison.outcome(self.option).expect("the winner can be had")
    }

    fn launch_type(&self) -> LaunchType {
        self.outcome().services[0].launch_type
    }

    /// The share of a month's hours, in percent, in which nothing runs.
    fn idle_percent(&self) -> f64 {
        let history = &self.outcome().timeline.workloads[0];
        let hours = history.running().seconds_per_hour(FIRST_SECOND, 8_760);
        100.0 * hours.iter().filter(|seconds| **seconds == 0).count() as f64 / hours.len() as f64
    }

    fn buys_plans(&self) -> bool {
        self.outcome().commitments.iter().any(|line| line.chosen)
    }
}

/// 2026-01-01T00:00:00Z.
const FIRST_SECOND: i64 = 1_767_225_600;

fn answer(text: &str) -> Answer {
    let scenario: Scenario = Story::written(text).read();
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    let comparison = compare(&scenario, &book);
    match recommend(&scenario, &book, &comparison) {
        Verdict::Recommended(found) => Answer { option: found.option, comparison },
        infeasible @ Verdict::Infeasible { .. } => panic!("{infeasible:?}"),
    }
}

fn served_at(rate: &str) -> String {
    SERVICE.replace("RATE", rate)
}

#[test]
fn what_is_large_and_steady_runs_on_instances_with_a_plan() {
    let found = answer(&served_at("3000"));
    assert_eq!((found.launch_type(), found.buys_plans()), (LaunchType::Ec2, true), "{:?}", found.option);
    assert_eq!(found.outcome().spot_share, 0.0);
}

#[test]
fn what_is_small_runs_on_fargate() {
    let found = answer(&served_at("5"));
    assert_eq!(found.launch_type(), LaunchType::Fargate, "{:?}", found.option);
    // No instance is as small as what it needs: its cheapest one alone costs more.
    let on_ec2 = found.comparison.outcome(OptionId::Ec2InstanceSavingsPlan).unwrap();
    assert!(on_ec2.bill.total() > found.outcome().bill.total());
}

#[test]
fn what_may_be_interrupted_runs_on_spot() {
    let found = answer(&served_at("3000").replace("interruptible = false", "interruptible = true"));
    assert_eq!(found.outcome().spot_share, 1.0, "{:?}", found.option);
}

#[test]
fn what_sleeps_at_night_is_paid_by_use_and_scales_to_zero() {
    let awake = answer(&served_at("60"));
    assert!(awake.buys_plans() && awake.idle_percent() < 1.0, "{:?}", awake.option);
    // Requests at night are turned away on purpose: nothing is there to serve them.
    let asleep = format!("{}[service.objective]\nmax_not_served_percent = 80\n", served_at("60") + OFFICE_HOURS);
    let found = answer(&asleep);
    assert!(found.idle_percent() > 60.0, "{} % in {:?}", found.idle_percent(), found.option);
    assert!(!found.buys_plans(), "{:?}: {:?}", found.option, found.outcome().commitments);
}
