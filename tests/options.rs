//! Options beyond Fargate and EC2, with bills that can be worked out by hand.

use ecsplan::bill::{LineItem, PurchaseOption};
use ecsplan::comparison::{Comparison, OptionId, Outcome, compare};
use ecsplan::money::Money;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::scenario::{Scenario, TaskSize};

use crate::support::stories::Story;

/// A scenario of June 2026, 720 hours, in a region, with whatever else is said.
fn scenario(region: &str, rest: &str) -> Scenario {
    let text =
        format!("name = \"options\"\nregion = \"{region}\"\n[horizon]\nstart = \"2026-06-01\"\nmonths = 1\n{rest}");
    Story::written(&text).read()
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

#[track_caller]
fn refusal(comparison: &Comparison, id: OptionId) -> String {
    comparison.option(id).unwrap().outcome.as_ref().expect_err("it cannot be had").reason.clone()
}

#[track_caller]
fn line<'o>(outcome: &'o Outcome, usage_type: &str) -> &'o LineItem {
    let found: Vec<&LineItem> = outcome.bill.lines.iter().filter(|line| line.usage_type == usage_type).collect();
    let known: Vec<&String> = outcome.bill.lines.iter().map(|line| &line.usage_type).collect();
    assert_eq!(found.len(), 1, "{usage_type} in {known:?}");
    found[0]
}

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

/// Five tasks of 1 vCPU and 2 GB, ten minutes, every day.
const NIGHTLY: &str = r#"
[[job]]
name = "nightly"
schedule = "cron(0 3 * * ? *)"
count = 5
duration_seconds = 600
task = { vcpu = 1, memory_gb = 2 }
interruptible = true
"#;

#[test]
fn five_tasks_for_ten_minutes_every_day_cost_what_aws_says() {
    // 5 tasks × 1 vCPU × 600 s × 30 days = 90,000 vCPU-seconds = 25 vCPU-hours, and twice as many GB-hours.
    // us-east-1: 25 × 0.04048 + 50 × 0.004445 = 1.012 + 0.22225. Seoul: 25 × 0.04656 + 50 × 0.00511 = 1.164 + 0.2555.
    for (region, total) in [("us-east-1", "1.23425"), ("ap-northeast-2", "1.4195")] {
        let comparison = compared(&scenario(region, NIGHTLY));
        let bill = &outcome(&comparison, OptionId::Fargate).bill;
        assert_eq!(bill.total(), money(total), "{region}");
        assert_eq!(bill.lines.len(), 2);
    }
}

#[test]
fn tasks_of_a_job_take_as_long_as_its_quantiles_say() {
    let quantiles = "duration_quantiles = [[0, 0], [50, 60], [100, 660]]";
    let text = NIGHTLY.replace("count = 5", "count = 4").replace("duration_seconds = 600", quantiles);
    let comparison = compared(&scenario("us-east-1", &text));
    // At 12.5, 37.5, 62.5 and 87.5 percent: 15, 45, 210 and 510 seconds; below a minute counts as one.
    let seconds = 30 * (60 + 60 + 210 + 510);
    let vcpu = line(outcome(&comparison, OptionId::Fargate), "USE1-Fargate-vCPU-Hours:perCPU");
    assert_eq!(vcpu.quantity.amount() * 3_600, seconds * vcpu.quantity.per());
}

/// Three tasks all the time.
const THREE: &str = r#"
[[service]]
name = "web"
tasks = 3
task = { vcpu = 1, memory_gb = 2 }
interruptible = true
"#;

#[test]
fn managed_instances_spread_three_tasks_over_three_instances_and_renew_them() {
    let text = format!("{THREE}[ec2]\ninstance_types = [\"m6i.xlarge\"]\n[managed_instances]\nlifetime_days = 10\n");
    let comparison = compared(&scenario("us-east-1", &text));
    let managed = outcome(&comparison, OptionId::ManagedInstances);
    let group = &managed.instance_groups[0];
    // One m6i.xlarge would hold all three; the zones make it three, and twice that while they are replaced.
    assert_eq!((group.min, group.max), (3, 6));
    // Began a day before the horizon: replaced on its days 9, 19 and 29, each time together for 22 s and the start.
    let start = i128::from(scenario("us-east-1", &text).services[0].workload.start_seconds);
    let seconds = 3 * (720 * 3_600 + 3 * (22 + start));
    let instances = line(managed, "BoxUsage:m6i.xlarge");
    let fee = line(managed, "USE1-ECS-Managed-Instances:m6i.xlarge-management-hours");
    for item in [instances, fee] {
        assert_eq!(item.quantity.amount() * 3_600, seconds * item.quantity.per());
    }
    // 12 % of 0.192, to four decimals.
    assert_eq!((fee.unit_price, fee.service.as_str()), (money("0.0230"), "AmazonECS"));
    // 30 GiB of root volume and 80 GiB of data for each.
    let volume = line(managed, "EBS:VolumeUsage.gp3");
    assert_eq!(volume.quantity.amount() * 3_600 * 720, 110 * seconds * volume.quantity.per());
}

#[test]
fn managed_instances_on_spot_join_when_asked_for_and_pay_the_whole_fee() {
    let types = "[ec2]\ninstance_types = [\"m6i.xlarge\"]\n";
    let without = compared(&scenario("us-east-1", &format!("{THREE}{types}")));
    assert!(without.option(OptionId::ManagedInstancesSpot).is_none());
    let with = compared(&scenario("us-east-1", &format!("{THREE}{types}[managed_instances]\nspot = true\n")));
    let spot = outcome(&with, OptionId::ManagedInstancesSpot);
    let fee = |outcome| line(outcome, "USE1-ECS-Managed-Instances:m6i.xlarge-management-hours").cost;
    assert_eq!(fee(spot), fee(outcome(&with, OptionId::ManagedInstances)));
    assert_eq!(line(spot, "SpotUsage:m6i.xlarge").purchase_option, PurchaseOption::Spot);
    assert!(spot.interruptions.is_some() && spot.spot_share == 1.0);
}

/// Two hosts for 95 dollars a month each.
const HOSTS: &str = "[external]\nhosts = 2\nvcpu = 2\nmemory_gb = 8\nusd_per_host_month = \"95\"\n";

#[test]
fn hosts_of_your_own_cost_the_fee_and_what_you_say() {
    let comparison = compared(&scenario("us-east-1", &format!("{THREE}{HOSTS}")));
    let external = outcome(&comparison, OptionId::External);
    // 2 hosts × 720 h × 0.01025, and 2 × 95 in a month that is whole.
    assert_eq!(line(external, "USE1-ECS-Anywhere-Instance-hours").cost, money("14.76"));
    assert_eq!(line(external, "ECS Anywhere hosts").cost, money("190"));
    assert_eq!(external.bill.total(), money("204.76"));
}

#[test]
fn hosts_that_are_too_few_say_how_many_it_takes_and_why() {
    let five = THREE.replace("tasks = 3", "tasks = 5");
    let comparison = compared(&scenario("us-east-1", &format!("{five}{HOSTS}")));
    let reason = refusal(&comparison, OptionId::External);
    assert_eq!(reason, "the tasks need 3 hosts at their peak and there are 2: CPU is the limit");
    let large = THREE.replace("vcpu = 1, memory_gb = 2", "vcpu = 1, memory_gb = 8");
    let reason = refusal(&compared(&scenario("us-east-1", &format!("{large}{HOSTS}"))), OptionId::External);
    assert_eq!(reason, "`web` needs 8192 MiB and the host registers 7936");
}

/// One in three above a base of one on demand.
const STRATEGY: &str = r#"
[[service.capacity_provider]]
provider = "FARGATE"
base = 1
weight = 1
[[service.capacity_provider]]
provider = "FARGATE_SPOT"
weight = 2
"#;

#[test]
fn a_strategy_buys_its_share_of_tasks_on_spot() {
    let seven = THREE.replace("tasks = 3", "tasks = 7");
    let comparison = compared(&scenario("us-east-1", &format!("{seven}{STRATEGY}")));
    let strategy = outcome(&comparison, OptionId::CapacityProviders);
    // 1 + 2 of 6 on demand, 4 of 6 on Spot, 720 hours of 1 vCPU each.
    let hours = |usage_type| line(strategy, usage_type).quantity.to_decimal();
    assert_eq!(hours("USE1-Fargate-vCPU-Hours:perCPU"), (3 * 720).to_string());
    assert_eq!(hours("USE1-SpotUsage-Fargate-vCPU-Hours:perCPU"), (4 * 720).to_string());
    let service = &strategy.services[0];
    assert!((service.spot_share - 4.0 / 7.0).abs() < 1e-9 && (strategy.spot_share - 4.0 / 7.0).abs() < 1e-9);
}

/// A Windows service.
fn windows(rest: &str) -> String {
    format!("{}operating_system = \"windows\"\n{rest}", THREE.trim_end().to_owned() + "\n")
}

#[test]
fn windows_pays_its_licence_and_runs_on_fargate_only() {
    let comparison = compared(&scenario("us-east-1", &windows("")));
    let fargate = outcome(&comparison, OptionId::Fargate);
    // 3 tasks × 720 h of 1 vCPU and 2 GB: 2,160 × (0.046552 + 0.046) + 4,320 × 0.00511175.
    assert_eq!(line(fargate, "USE1-Fargate-Windows-OS-Hours:perCPU").cost, money("99.36"));
    assert_eq!(fargate.bill.total(), money("100.55232") + money("99.36") + money("22.08276"));
    // No plan covers it, so the best portfolio is none.
    assert_eq!(outcome(&comparison, OptionId::BestPortfolio).bill.total(), fargate.bill.total());
    for id in OptionId::of(&scenario("us-east-1", &windows(""))) {
        if ![OptionId::Fargate, OptionId::BestPortfolio].contains(&id) {
            let reason = refusal(&comparison, id);
            assert!(reason.contains("Windows") || id == OptionId::FargateSavingsPlan, "{}: {reason}", id.name());
        }
    }
}

#[test]
fn windows_is_not_sold_below_one_vcpu() {
    let mut small = scenario("us-east-1", &windows(""));
    small.services[0].task_size = Some(TaskSize { cpu_units: 512, memory_mib: 2_048 });
    let reason = refusal(&compared(&small), OptionId::Fargate);
    assert_eq!(reason, "`web` is pinned to 0.5 vCPU / 2 GB, which Fargate does not sell");
}

#[test]
fn interruptions_are_expected_and_fallback_is_a_line() {
    let spot = "[spot]\nfargate_interruption_percent = 50\nfallback_to_on_demand = true\nfallback_seconds = 36000\n";
    let scenario = scenario("us-east-1", &format!("{THREE}{spot}"));
    let comparison = compared(&scenario);
    let option = outcome(&comparison, OptionId::FargateSpot);
    let expected = option.interruptions.as_ref().unwrap();
    // Three tasks for 720 of 730 hours at ln 2 a month each.
    let interruptions = 3.0 * 720.0 * 2.0_f64.ln() / 730.0;
    assert!((expected.interruptions - interruptions).abs() < 1e-9);
    let workload = &scenario.services[0].workload;
    let recovery = f64::from(workload.provisioning_seconds + workload.start_seconds);
    assert!((expected.short_task_minutes - interruptions * recovery / 60.0).abs() < 1e-9);
    // Each for ten hours on demand at the difference of the prices.
    let fallback = line(option, "Spot fallback (expected) USE1-Fargate-vCPU-Hours:perCPU");
    let hours = fallback.quantity.amount() as f64 / fallback.quantity.per() as f64;
    assert!((hours - 10.0 * interruptions).abs() < 1e-5, "{hours}");
    assert_eq!(fallback.unit_price, money("0.04048") - money("0.01288561"));
    assert_eq!(option.bill.total(), option.bill.lines.iter().map(|line| line.cost).sum());
}

/// A service of 900 MiB a task that scales on memory, with little to do.
const ON_MEMORY: &str = r#"
[[service]]
name = "cache"
architectures = ["x86_64"]
[service.traffic]
constant = 5
[service.workload]
cpu_ms_per_request = 10
memory_mib = 900
[service.scaling]
min_tasks = 1
max_tasks = 10
reference_task = { vcpu = 0.25, memory_gb = 2 }
[[service.scaling.target_tracking]]
metric = "memory"
target_percent = 60
"#;

#[test]
fn a_service_that_scales_on_memory_may_take_more_of_it_than_it_needs() {
    let found = compared(&scenario("us-east-1", ON_MEMORY));
    let fargate = outcome(&found, OptionId::Fargate);
    // 900 of 1,024 MiB are 88 %, above the target however many tasks there are; of 2,048 they are 44 %.
    assert_eq!(fargate.services[0].task_size, TaskSize { cpu_units: 256, memory_mib: 2_048 });
    assert_eq!(fargate.services[0].tasks.max, 1);
    let least = ON_MEMORY.replace("[service.traffic]", "task = { vcpu = 0.25, memory_gb = 1 }\n[service.traffic]");
    let least = least.replace("reference_task = { vcpu = 0.25, memory_gb = 2 }\n", "");
    let held = compared(&scenario("us-east-1", &least));
    assert_eq!(outcome(&held, OptionId::Fargate).services[0].tasks.max, 10);
    assert!(outcome(&held, OptionId::Fargate).bill.total() > fargate.bill.total());
}
