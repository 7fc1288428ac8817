//! Laws of the whole flow, whatever the scenario.

use ecsplan::comparison::{Comparison, OptionId, compare};
use ecsplan::input::{Sources, parse_scenario};
use ecsplan::money::Money;
use ecsplan::pricing::{PriceBook, PriceTables};
use proptest::prelude::*;

fn compared(text: &str) -> Comparison {
    let tables = PriceTables::bundled();
    let read_profile = |_: &str| unreachable!("the scenarios here have no profile");
    let sources = Sources { scenario_name: "law.toml", scenario_text: text, read_profile: &read_profile };
    let scenario = parse_scenario(&sources, &tables).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"));
    let book = PriceBook::new(&tables, &scenario.region, &scenario.prices, false).expect("the region is known");
    compare(&scenario, &book)
}

/// A service of one size under steady demand, scaling on CPU from one task.
fn steady(requests_per_second: f64, target_percent: u32, start_seconds: u32, prices: &str) -> String {
    format!(
        r#"
name = "law"
region = "ap-northeast-2"
[horizon]
start = "2026-01-01"
hours = 24
[[service]]
name = "api"
task = {{ vcpu = "0.5", memory_gb = "1" }}
[service.traffic]
constant = {requests_per_second}
[service.workload]
cpu_ms_per_request = 10
memory_mib = 300
start_seconds = {start_seconds}
[service.scaling]
min_tasks = 1
max_tasks = 400
[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = {target_percent}
[ec2]
instance_types = ["m7g.large", "m7i.large"]
{prices}
"#
    )
}

fn total(comparison: &Comparison, id: OptionId) -> Money {
    comparison.outcome(id).expect("the option can be priced").bill.total()
}

/// The count at the end of the day, with the least and the most of the day.
fn settled(comparison: &Comparison) -> (u32, u32) {
    let tasks = comparison.outcome(OptionId::Fargate).expect("the option can be priced").services[0].tasks;
    (tasks.min, tasks.max)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_higher_price_never_makes_a_bill_smaller(
        demand in 1_u32..400, vcpu in 1_u32..200_000, memory in 1_u32..20_000, more in 0_u32..50_000, of_memory in any::<bool>(),
    ) {
        let prices = |vcpu: u32, memory: u32| {
            let usd = |millionths: u32| format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
            format!(
                "[prices]\n\"APN2-Fargate-vCPU-Hours:perCPU\" = \"{}\"\n\"APN2-Fargate-GB-Hours\" = \"{}\"\n",
                usd(vcpu),
                usd(memory)
            )
        };
        let cheap = compared(&steady(f64::from(demand), 50, 30, &prices(vcpu, memory)));
        let (dear_vcpu, dear_memory) = if of_memory { (vcpu, memory + more) } else { (vcpu + more, memory) };
        let dear = compared(&steady(f64::from(demand), 50, 30, &prices(dear_vcpu, dear_memory)));
        for id in [OptionId::Fargate, OptionId::FargateSavingsPlan] {
            prop_assert!(total(&cheap, id) <= total(&dear, id) + Money::from_picodollars(1_000), "{}", id.name());
        }
    }

    #[test]
    fn more_steady_demand_never_needs_fewer_tasks(demand in 1_u32..4_000, more in 0_u32..1_000, target in 20_u32..90, start in 0_u32..600) {
        let tenths = |tenths: u32| f64::from(tenths) / 10.0;
        let less = settled(&compared(&steady(tenths(demand), target, start, "")));
        let most = settled(&compared(&steady(tenths(demand + more), target, start, "")));
        prop_assert!(less.0 <= most.0 && less.1 <= most.1, "{less:?} against {most:?}");
    }

    #[test]
    fn steady_demand_settles_at_the_fewest_tasks_below_the_target(demand in 1_u32..4_000, target in 20_u32..90, start in 0_u32..300) {
        let requests_per_second = f64::from(demand) / 10.0;
        let (least, most) = settled(&compared(&steady(requests_per_second, target, start, "")));
        // One task of 0.5 vCPU serves 50 requests of 10 ms a second.
        let needed = (requests_per_second / (50.0 * f64::from(target) / 100.0) - 1e-9).ceil().max(1.0) as u32;
        prop_assert_eq!((least, most), (needed, needed));
    }

    #[test]
    fn line_items_sum_to_totals_and_arrived_is_served_and_not_served(demand in 1_u32..400, target in 20_u32..90) {
        for option in compared(&steady(f64::from(demand), target, 60, "")).options {
            let Ok(outcome) = option.outcome else { continue };
            let lines: Money = outcome.bill.lines.iter().map(|line| line.cost).sum();
            prop_assert_eq!(lines, outcome.bill.total());
            for service in outcome.services {
                prop_assert!(service.served <= service.arrived);
                prop_assert!((0.0..=100.0).contains(&service.not_served_percent));
            }
        }
    }
}
