//! Many scenarios as CSV: a row for every service and job, and one for what the services of a scenario share.

use super::PooledView;
use super::view::{PooledScenarioView, PooledServiceView};
use crate::money::Money;
use crate::report::words;

const COLUMNS: [&str; 15] = [
    "scenario",
    "source",
    "region",
    "option",
    "service",
    "launch_type",
    "architecture",
    "vcpu",
    "memory_gb",
    "tasks_min",
    "tasks_mean",
    "tasks_max",
    "instance_types",
    "cost_usd",
    "reason",
];

/// Exact dollars over the horizon under one portfolio, amortised; of a scenario that was left out, the reason.
#[must_use]
pub fn render_pooled_csv(view: &PooledView) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("writing to memory cannot fail");
    let mut write =
        |fields: [String; 15]| writer.write_record(fields).expect("every row has the columns of the header");
    for scenario in &view.scenarios {
        scenario.services.iter().for_each(|service| write(record(scenario, service)));
        if scenario.shared_cost != Money::ZERO {
            write(shared(scenario));
        }
    }
    for left in &view.left_out {
        let mut fields = [const { String::new() }; 15];
        fields[0].clone_from(&left.name);
        fields[1].clone_from(&left.source);
        fields[14].clone_from(&left.reason);
        write(fields);
    }
    let bytes = writer.into_inner().expect("writing to memory cannot fail");
    String::from_utf8(bytes).expect("every field is text")
}

fn record(scenario: &PooledScenarioView, service: &PooledServiceView) -> [String; 15] {
    let mut fields = shared(scenario);
    fields[4].clone_from(&service.name);
    fields[5] = words::launch_type(service.launch_type).to_owned();
    fields[6] = service.architecture.name().to_owned();
    fields[7].clone_from(&service.task_size.vcpu);
    fields[8].clone_from(&service.task_size.memory_gb);
    fields[9] = service.tasks_min.to_string();
    fields[10] = format!("{:.3}", service.tasks_mean);
    fields[11] = service.tasks_max.to_string();
    fields[13] = service.cost.to_decimal();
    fields
}

fn shared(scenario: &PooledScenarioView) -> [String; 15] {
    let mut fields = [const { String::new() }; 15];
    fields[0].clone_from(&scenario.name);
    fields[1].clone_from(&scenario.source);
    fields[2].clone_from(&scenario.region);
    fields[3] = scenario.option.to_owned();
    fields[12] = scenario.instance_types.join(" ");
    fields[13] = scenario.shared_cost.to_decimal();
    fields
}
