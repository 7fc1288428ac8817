//! EC2 clusters seen from outside: what placement, cluster auto scaling, credits and mixes do to capacity and bill.

use ecsplan::comparison::{Comparison, OptionId, Outcome, compare};
use ecsplan::money::Money;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::scenario::Scenario;

use crate::support::stories::Story;

/// A week in Seoul on given types, with a daily cycle between 20 and 420 requests a second.
fn scenario(ec2: &str, service: &str) -> Scenario {
    let hours: String =
        (0..24).map(|hour| format!("{hour},{}\n", 20 + 400 * i32::from((8..20).contains(&hour)))).collect();
    let text = format!(
        r#"
name = "cluster"
region = "ap-northeast-2"
[horizon]
start = "2026-06-01"
hours = 168
[ec2]
{ec2}
[[service]]
name = "api"
{service}
[service.traffic]
profile = "day.csv"
[service.workload]
cpu_ms_per_request = 20
memory_mib = 400
start_seconds = 60
[service.scaling]
min_tasks = 2
max_tasks = 60
[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 50
"#
    );
    Story::written(&text).with_file("day.csv", &format!("hour,requests_per_second\n{hours}")).read()
}

fn compared(scenario: &Scenario) -> Comparison {
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    compare(scenario, &book)
}

#[track_caller]
fn outcome(comparison: &Comparison, id: OptionId) -> &Outcome {
    match &comparison.option(id).expect("the scenario has the option").outcome {
        Ok(outcome) => outcome,
        Err(unavailable) => panic!("{}: {}", id.name(), unavailable.reason),
    }
}

fn quantity(outcome: &Outcome, usage_type: &str) -> f64 {
    let lines = outcome.bill.lines.iter().filter(|line| line.usage_type.ends_with(usage_type));
    lines.map(|line| line.quantity.to_decimal().parse::<f64>().unwrap()).sum()
}

const PINNED: &str = "instance_types = [\"m7g.2xlarge\"]\nzones = 1\nnetwork_mode = \"bridge\"";
const SMALL_TASK: &str = "architectures = [\"arm64\"]\ntask = { vcpu = 0.5, memory_gb = 1 }";

#[test]
fn spreading_keeps_instances_that_packing_lets_go() {
    let hours = |placement: &str| {
        let scenario = scenario(PINNED, &format!("{SMALL_TASK}\nplacement = [\"{placement}\"]"));
        quantity(outcome(&compared(&scenario), OptionId::Ec2OnDemand), "BoxUsage:m7g.2xlarge")
    };
    let (packed, random, spread) = (hours("binpack:cpu"), hours("random"), hours("spread:instance"));
    assert!(random > 1.1 * packed, "random {random}, packed {packed}");
    assert!(spread > 1.1 * packed, "spread {spread}, packed {packed}");
}

#[test]
fn the_report_says_what_placement_costs_against_binpack() {
    let scenario = scenario(PINNED, &format!("{SMALL_TASK}\nplacement = [\"random\"]"));
    let packed = self::scenario(PINNED, &format!("{SMALL_TASK}\nplacement = [\"binpack:cpu\"]"));
    let (as_is, packed) = (compared(&scenario), compared(&packed));
    let (as_is, packed) = (outcome(&as_is, OptionId::Ec2OnDemand), outcome(&packed, OptionId::Ec2OnDemand));
    let cost = as_is.placement_cost.expect("random is not binpack");
    assert_eq!(cost.difference, as_is.bill.total() - packed.bill.total());
    assert!(cost.difference > Money::ZERO);
    assert_eq!(packed.placement_cost, None);
}

#[test]
fn a_new_instance_makes_a_jump_of_demand_wait_longer_than_fargate() {
    let small = PINNED.replace("2xlarge", "large");
    let comparison = compared(&scenario(&small, &format!("{SMALL_TASK}\nplacement = [\"binpack:cpu\"]")));
    let on_ec2 = outcome(&comparison, OptionId::Ec2OnDemand);
    let on_fargate = outcome(&comparison, OptionId::FargateArm64);
    assert!(on_ec2.not_served_percent > on_fargate.not_served_percent);
}

#[test]
fn a_fixed_number_of_instances_that_is_too_small_leaves_requests_unserved() {
    let ec2 = format!("{PINNED}\n[ec2.scaling]\nkind = \"fixed\"\ninstances = 1");
    let comparison = compared(&scenario(&ec2, &format!("{SMALL_TASK}\nplacement = [\"binpack:cpu\"]")));
    let fixed = outcome(&comparison, OptionId::Ec2OnDemand);
    assert!((quantity(fixed, "BoxUsage:m7g.2xlarge") - 168.0).abs() < 1e-9);
    assert!(!fixed.meets_objective && fixed.not_served_percent > 5.0, "{}", fixed.not_served_percent);
}

#[test]
fn a_burstable_cluster_is_throttled_or_pays_for_its_surplus() {
    let ec2 = |mode: &str| {
        format!(
            "instance_types = [\"t4g.medium\"]\nburstable = true\nnetwork_mode = \"bridge\"\nzones = 1\ncredit_mode = \"{mode}\"\n\
             [ec2.scaling]\nkind = \"fixed\"\ninstances = 12"
        )
    };
    let service = "architectures = [\"arm64\"]\ntask = { vcpu = 1, memory_gb = 1 }";
    let standard = compared(&scenario(&ec2("standard"), service));
    let unlimited = compared(&scenario(&ec2("unlimited"), service));
    let (standard, unlimited) = (outcome(&standard, OptionId::Ec2OnDemand), outcome(&unlimited, OptionId::Ec2OnDemand));
    let credits = |outcome: &Outcome| outcome.instance_groups[0].credits.expect("t4g earns credits");
    assert!(credits(standard).throttled_minutes > 0);
    assert!(standard.not_served_percent > unlimited.not_served_percent);
    assert_eq!(credits(unlimited).throttled_minutes, 0);
    let charged = quantity(unlimited, "CPUCredits:t4g");
    assert!(charged > 1.0, "{charged}");
    assert!((charged - credits(unlimited).surplus_vcpu_hours).abs() < 1e-3);
    assert_eq!(quantity(standard, "CPUCredits:t4g"), 0.0);
}

#[test]
fn on_demand_and_spot_share_a_group_as_asked() {
    let ec2 = format!("{PINNED}\non_demand_base = 1\non_demand_percent_above_base = 50");
    let comparison = compared(&scenario(&ec2, &format!("{SMALL_TASK}\nplacement = [\"binpack:cpu\"]")));
    let mixed = outcome(&comparison, OptionId::Ec2OnDemandAndSpot);
    let (on_demand, spot) = (quantity(mixed, "BoxUsage:m7g.2xlarge"), quantity(mixed, "SpotUsage:m7g.2xlarge"));
    let alone = quantity(outcome(&comparison, OptionId::Ec2OnDemand), "BoxUsage:m7g.2xlarge");
    assert!(on_demand >= 168.0 - 1e-9, "one is always on demand: {on_demand}");
    assert!(spot > 0.0);
    assert!((on_demand + spot - alone).abs() < 1e-6, "{on_demand} + {spot} = {alone}");
    assert!(mixed.spot_share > 0.0 && mixed.spot_share < 1.0);
}

#[test]
fn strategies_over_ec2_groups_share_the_tasks() {
    let service = format!(
        "{SMALL_TASK}\ninterruptible = true\nplacement = [\"binpack:cpu\"]\n[[service.capacity_provider]]\nprovider = \"EC2\"\nbase = 2\nweight = 1\n\
         [[service.capacity_provider]]\nprovider = \"EC2_SPOT\"\nweight = 3"
    );
    let comparison = compared(&scenario(PINNED, &service));
    let shared = outcome(&comparison, OptionId::CapacityProviders);
    let (on_demand, spot) = (quantity(shared, "BoxUsage:m7g.2xlarge"), quantity(shared, "SpotUsage:m7g.2xlarge"));
    assert!(on_demand >= 168.0 && spot > 0.0, "{on_demand} and {spot}");
    assert!(shared.spot_share > 0.2 && shared.spot_share < 0.8, "{}", shared.spot_share);
}

#[test]
fn daemons_and_zones_make_a_cluster_larger() {
    let hours = |ec2: &str| {
        let scenario = scenario(ec2, &format!("{SMALL_TASK}\nplacement = [\"spread:zone\", \"binpack:cpu\"]"));
        quantity(outcome(&compared(&scenario), OptionId::Ec2OnDemand), "BoxUsage:m7g.2xlarge")
    };
    let plain = hours("instance_types = [\"m7g.2xlarge\"]\nnetwork_mode = \"bridge\"\nzones = 1");
    let zones = hours("instance_types = [\"m7g.2xlarge\"]\nnetwork_mode = \"bridge\"\nzones = 3");
    let survives =
        hours("instance_types = [\"m7g.2xlarge\"]\nnetwork_mode = \"bridge\"\nzones = 3\nsurvive_zone_loss = true");
    let daemons = hours(
        "instance_types = [\"m7g.2xlarge\"]\nnetwork_mode = \"bridge\"\nzones = 1\n[[ec2.daemon]]\nname = \"agent\"\ncpu_units = 4096",
    );
    assert!(zones >= plain && survives > zones && daemons > plain, "{plain} {zones} {survives} {daemons}");
}

#[test]
fn jobs_that_wait_for_spare_room_launch_no_instance() {
    let hours = |spare: bool| {
        let mut scenario = scenario(PINNED, &format!("{SMALL_TASK}\nplacement = [\"binpack:cpu\"]"));
        let job = format!(
            "name = \"jobs\"\nregion = \"ap-northeast-2\"\n[horizon]\nstart = \"2026-06-01\"\nhours = 168\n[[job]]\nname = \"nightly\"\n\
             schedule = \"cron(0 2 * * ? *)\"\ncount = 40\nduration_seconds = 1800\narchitectures = [\"arm64\"]\nspare_room_only = {spare}\n\
             task = {{ vcpu = 1, memory_gb = 2 }}"
        );
        scenario.jobs = Story::written(&job).read().jobs;
        quantity(outcome(&compared(&scenario), OptionId::Ec2OnDemand), "BoxUsage:m7g.2xlarge")
    };
    assert!(hours(true) < hours(false));
}
