//! A fixed number of instances beside a cluster that scales, as `recommend` tells it (rule O14).

use ecsplan::capacity::InstanceCapacity;
use ecsplan::comparison::{FixedCluster, OptionId, compare};
use ecsplan::money::{Money, Quantity};
use ecsplan::pricing::{PriceBook, PriceTables, Sku};
use ecsplan::recommendation::{Verdict, recommend};
use ecsplan::scenario::Scenario;

use crate::command::Workplace;
use crate::support::stories::Story;

/// Three services that never scale, of which none alone suits the shape of any type, for 30 days.
const STEADY: &str = r#"
name = "steady"
region = "ap-northeast-2"
[horizon]
start = "2026-06-01"
hours = 720
[ec2]
zones = 1
[[service]]
name = "api"
architectures = ["arm64"]
tasks = 5
task = { vcpu = 1, memory_gb = 2 }
[service.workload]
memory_mib = 1000
[[service]]
name = "cache"
architectures = ["arm64"]
tasks = 3
task = { vcpu = 1, memory_gb = 7 }
[service.workload]
memory_mib = 6000
[[service]]
name = "mail"
architectures = ["arm64"]
tasks = 2
task = { vcpu = 0.25, memory_gb = 0.5 }
[service.workload]
memory_mib = 300
"#;

fn book(scenario: &Scenario) -> PriceBook {
    PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap()
}

fn found(settings: &str) -> (Scenario, PriceBook, Option<FixedCluster>) {
    let scenario = Story::written(&STEADY.replace("zones = 1", settings)).read();
    let book = book(&scenario);
    let Verdict::Recommended(found) = recommend(&scenario, &book, &compare(&scenario, &book)) else {
        panic!("an option is recommended")
    };
    (scenario, book, found.fixed_cluster)
}

#[test]
fn its_instances_hold_every_task_and_cost_what_it_says() {
    let (scenario, book, found) = found("zones = 1");
    let found = found.expect("there is such a cluster");
    assert_eq!(found.option, OptionId::Ec2OnDemand);
    let mut types: Vec<&str> = found.instances.iter().map(|one| one.instance_type.as_str()).collect();
    types.dedup();
    assert!(types.len() <= 2, "{types:?}");
    let tasks_of = |name: &str| -> u32 {
        let of = |(workload, tasks): &(String, u32)| if workload == name { *tasks } else { 0 };
        found.instances.iter().map(|one| one.instances * one.tasks.iter().map(of).sum::<u32>()).sum()
    };
    for (name, tasks) in [("api", 5), ("cache", 3), ("mail", 2)] {
        assert_eq!(tasks_of(name), tasks, "{name}");
    }
    let mut total = Money::ZERO;
    for one in &found.instances {
        let instance = book.instance_type(&one.instance_type).unwrap();
        let capacity = InstanceCapacity::of(instance, &scenario.ec2);
        let sum = |of: fn(&str) -> u32| one.tasks.iter().map(|(name, tasks)| tasks * of(name)).sum::<u32>();
        assert!(sum(|name| [1_024, 1_024, 256][place(name)]) <= capacity.cpu_units, "{one:?}");
        assert!(sum(|name| [2_048, 7_168, 512][place(name)]) <= capacity.memory_mib, "{one:?}");
        let price = book.unit_price(&Sku::Instance(one.instance_type.clone())).unwrap();
        let volume = book.unit_price(&Sku::EbsGp3).unwrap();
        let gib_hours = i128::from(720 * scenario.ec2.root_volume_gib);
        // A horizon in hours has months of 730.
        let each = price.times(720) + Quantity::new(gib_hours, 730).cost_at(volume);
        total += each.times(i128::from(one.instances));
    }
    assert_eq!(found.total, total);
    assert!(found.lower_bound <= found.total, "{found:?}");
    // Nothing ever scales: the option's cluster of one type is one of those that were to be beaten.
    assert!(found.total <= found.scaled_total, "{found:?}");
}

fn place(name: &str) -> usize {
    ["api", "cache", "mail"].iter().position(|known| *known == name).unwrap()
}

#[test]
fn nothing_is_said_where_a_zone_may_be_lost_or_cpu_is_shared() {
    assert_eq!(found("zones = 2\nsurvive_zone_loss = true").2, None);
    let shared = STEADY.replace("tasks = 5", "tasks = 5\ncpu_limit = \"shared\"");
    let scenario = Story::written(&shared).read();
    let book = book(&scenario);
    let Verdict::Recommended(found) = recommend(&scenario, &book, &compare(&scenario, &book)) else {
        panic!("an option is recommended")
    };
    assert_eq!(found.fixed_cluster, None);
}

#[test]
fn recommend_shows_what_each_instance_holds() {
    let place = Workplace::with(STEADY);
    let output = place.run("recommend --verbose scenario.toml").ends(0).stdout;
    let output = output.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, _, found) = found("zones = 1");
    let found = found.unwrap();
    let heading = if found.total < found.scaled_total {
        "A fixed number of instances is cheaper"
    } else {
        "A fixed number of instances"
    };
    assert!(output.contains(heading), "{output}");
    for one in &found.instances {
        let line = format!("{} `{}` with", one.instances, one.instance_type);
        assert!(output.contains(&line), "{line}: {output}");
    }
}
