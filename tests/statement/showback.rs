//! Whose the costs are: shared instances, tags, and what stays shared (rules L8 and L9).

use ecsplan::comparison::OptionId;
use ecsplan::scenario::Scenario;
use ecsplan::statement::{Owner, ShowbackBy};

use super::{owned, scenario, statement};

/// One m7g.large (2 vCPU, 8 GB) at 0.1 USD an hour for 208 hours, 20.8 USD, and two services on it.
fn shared(first: &str, second: &str) -> Scenario {
    scenario(&format!(
        r#"
name = "shared"
region = "ap-northeast-2"
[horizon]
start = "2026-01-01"
hours = 208
[ec2]
instance_types = ["m7g.large"]
zones = 1
[ec2.scaling]
kind = "fixed"
instances = 1
[prices]
"APN2-BoxUsage:m7g.large" = "0.1"
[[service]]
name = "api"
architectures = ["arm64"]
tasks = 1
{first}
[[service]]
name = "worker"
architectures = ["arm64"]
tasks = 1
{second}
"#
    ))
}

fn workload(name: &str) -> Owner {
    Owner::Workload(name.to_owned())
}

/// 20.8 / (9 × 2,048 + 8,192) × (9 × CPU units + MiB).
const API: &str = "task = { vcpu = 1, memory_gb = 2 }"; // 11,264: 8.8 USD
const WORKER: &str = "task = { vcpu = \"0.5\", memory_gb = 1 }"; // 5,632: 4.4 USD

#[test]
fn an_instance_is_split_nine_to_one_and_the_rest_is_idle() {
    let statement = statement(&shared(API, WORKER), OptionId::Ec2OnDemand, ShowbackBy::Workload);
    assert_eq!(owned(&statement, &workload("api")), "8.8");
    assert_eq!(owned(&statement, &workload("worker")), "4.4");
    assert_eq!(owned(&statement, &Owner::IdleCapacity), "7.6");
}

#[test]
fn volumes_of_a_shared_cluster_are_not_spread() {
    let statement = statement(&shared(API, WORKER), OptionId::Ec2OnDemand, ShowbackBy::Workload);
    let shared: Vec<&str> =
        statement.rows.iter().filter(|row| row.owner == Owner::Shared).map(|row| row.usage_type.as_str()).collect();
    assert_eq!(shared, ["APN2-EBS:VolumeUsage.gp3"]);
}

#[test]
fn a_task_that_uses_more_cpu_than_it_reserves_pays_for_what_it_uses() {
    // 4 GB of 8 leave room for one such task, which may so use both vCPUs; it uses one: 9 × 1,024 + 4,096 = 13,312.
    let greedy = r#"task = { vcpu = "0.5", memory_gb = 4 }
cpu_limit = "shared"
[service.traffic]
constant = 1
unit = "vcpu"
[service.workload]
memory_mib = 4000
"#;
    let statement = statement(&shared(WORKER, greedy), OptionId::Ec2OnDemand, ShowbackBy::Workload);
    assert_eq!(owned(&statement, &workload("worker")), "10.4");
    assert_eq!(owned(&statement, &workload("api")), "4.4");
    assert_eq!(owned(&statement, &Owner::IdleCapacity), "6");
}

#[test]
fn memory_counts_as_placement_reserves_it() {
    let reserving = format!("{API}\nmemory_reservation_mib = 1024"); // 9,216 + 1,024 = 10,240: 8 USD
    let statement = statement(&shared(&reserving, WORKER), OptionId::Ec2OnDemand, ShowbackBy::Workload);
    assert_eq!(owned(&statement, &workload("api")), "8");
}

#[test]
fn tags_gather_services_and_leave_the_others_untagged() {
    let tagged = format!("{API}\n[service.tags]\nteam = \"orders\"");
    let by = ShowbackBy::Tag("team".to_owned());
    let statement = statement(&shared(&tagged, WORKER), OptionId::Ec2OnDemand, by);
    assert_eq!(owned(&statement, &Owner::Tag("orders".to_owned())), "8.8");
    assert_eq!(owned(&statement, &Owner::Untagged), "4.4");
    let names: Vec<&str> = statement.owners().into_iter().map(Owner::name).collect();
    assert_eq!(names, ["orders", "untagged", "idle capacity", "shared"]);
}

#[test]
fn a_cluster_of_one_service_is_all_its_own() {
    let scenario = shared(API, WORKER);
    let alone = Scenario { services: scenario.services[..1].to_vec(), ..scenario };
    let statement = statement(&alone, OptionId::Ec2OnDemand, ShowbackBy::Workload);
    assert_eq!(statement.owners(), [&workload("api")]);
}
