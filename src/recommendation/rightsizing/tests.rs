use super::grid::{cheapest, serves_most};
use super::setting::{CpuUse, Setting};
use crate::comparison::{OptionId, TaskCounts};
use crate::money::Money;
use crate::scenario::{Architecture, LaunchType, TaskSize};

fn setting(option: OptionId, target: f64, min_tasks: u32, cents: i64) -> Setting {
    Setting {
        option,
        launch_type: LaunchType::Fargate,
        architecture: Architecture::X86_64,
        instance_types: Vec::new(),
        task_size: TaskSize { cpu_units: 256, memory_mib: 512 },
        target_percent: Some(target),
        min_tasks,
        max_tasks: 9,
        tasks: TaskCounts { min: min_tasks, mean: 3.0, max: 9, running_mean: 3.1 },
        cpu: CpuUse { mean: Some(40.0), peak: 80.0 },
        binding_limit: "CPU",
        total: Money::from_picodollars(i128::from(cents) * 10_000_000_000),
        not_served_percent: 0.0,
        minutes_short: 0,
        meets_objective: true,
        barred: None,
    }
}

#[test]
fn ties_go_to_the_higher_target_then_the_lower_minimum_then_the_first_option() {
    let settings = [
        setting(OptionId::Fargate, 70.0, 2, 501),
        setting(OptionId::FargateArm64, 60.0, 2, 500),
        setting(OptionId::FargateArm64, 70.0, 4, 500),
        setting(OptionId::Ec2OnDemand, 70.0, 2, 500),
        setting(OptionId::FargateArm64, 70.0, 2, 500),
    ];
    let mut left: Vec<usize> = (0..settings.len()).collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let kept: Vec<Setting> = left.iter().map(|&place| settings[place].clone()).collect();
        order.push(left.remove(cheapest(&kept).unwrap()));
    }
    assert_eq!(order, [4, 3, 2, 1, 0]);
}

#[test]
fn what_is_barred_is_never_the_cheapest_and_may_serve_most() {
    let barred = |percent, cents| Setting {
        not_served_percent: percent,
        barred: Some("it may not".to_owned()),
        ..setting(OptionId::Fargate, 50.0, 2, cents)
    };
    assert_eq!(cheapest(&[barred(1.0, 100), setting(OptionId::Fargate, 50.0, 2, 500)]), Some(1));
    let all = [barred(1.0, 100), barred(0.5, 300), barred(0.5, 200)];
    assert_eq!((cheapest(&all), serves_most(&all)), (None, Some(2)));
    assert_eq!(serves_most(&[]), None);
}
