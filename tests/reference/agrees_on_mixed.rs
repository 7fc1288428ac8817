//! `mixed`: the library's search against every size, base and type.

use ecsplan::bill::LineItem;
use ecsplan::comparison::{OptionId, compare};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::scenario::Architecture;
use proptest::prelude::*;

use super::mixed::best_split;
use crate::support::dice::cases;
use crate::support::stories::Story;

/// A service under noisy demand for a day and a half, with whatever lets splits differ.
fn story((demand, noise, types, mode): (u32, u32, usize, &str), (zones, minimum): (u32, u32), extras: &str) -> Story {
    let types = [
        "[\"m6i.large\", \"c6i.large\"]",
        "[\"c6i.xlarge\", \"m5.large\", \"c6i.2xlarge\"]",
        "[\"r6i.large\", \"m6i.4xlarge\"]",
    ][types];
    Story::written(&format!(
        r#"
name = "mixed"
region = "us-east-1"
[horizon]
start = "2026-01-31"
hours = 36
[[service]]
name = "api"
[service.traffic]
constant = {demand}
noise_percent = {noise}
[service.workload]
cpu_ms_per_request = 20
memory_mib = 700
[service.scaling]
min_tasks = {minimum}
max_tasks = 40
reference_task = {{ vcpu = 1, memory_gb = 2 }}
[[service.scaling.target_tracking]]
metric = "cpu"
target_percent = 55
[service.network]
image_mb = 250
{extras}
[ec2]
instance_types = {types}
network_mode = "{mode}"
zones = {zones}
[network]
nat_gateways = 1
image_pull_through_nat = true
[[extra]]
name = "agent"
per_instance_month = "3.1"
[[extra]]
name = "guard"
per_task_month = "0.7"
"#
    ))
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn the_split_is_the_best_of_all(
        size in (20_u32..400, 0_u32..90, 0_usize..3, prop_oneof![Just("bridge"), Just("awsvpc"), Just("host")]),
        spread in (1_u32..4, 1_u32..6),
        public_ip in any::<bool>(),
    ) {
        let extras = if public_ip { "public_ip = true" } else { "" };
        let scenario = story(size, spread, extras).read();
        let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
        let ours = best_split(&scenario, &book, 0, Architecture::X86_64);
        let comparison = compare(&scenario, &book);
        match (ours, &comparison.option(OptionId::Mixed).unwrap().outcome) {
            (Some(ours), Ok(theirs)) => {
                let group = &theirs.instance_groups[0];
                prop_assert_eq!(ours.size, theirs.services[0].task_size);
                prop_assert_eq!((&ours.instance_type, ours.instances), (&group.instance_type, group.max));
                let on = format!(" {} are on {} `{}`", ours.base, ours.instances, ours.instance_type);
                prop_assert!(theirs.notes[0].contains(&on), "{} in {}", on, theirs.notes[0]);
                // What the option has beyond the split's own lines does not depend on it.
                let is_own = |line: &&LineItem| {
                    (line.workload.is_some() && line.usage_type != "CW:AlarmMonitorUsage") || line.service == "Extra"
                };
                let own: i128 = theirs.bill.lines.iter().filter(is_own).map(|line| line.cost.picodollars()).sum();
                prop_assert_eq!(ours.cost, own);
            }
            (None, Err(_)) => {}
            (ours, theirs) => prop_assert!(false, "{:?} against {:?}", ours, theirs.as_ref().map(|_| ())),
        }
    }
}
