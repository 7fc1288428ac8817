//! A measured service alone, with other scaling (rules RS4 and RS5).

use crate::capacity::limits_for;
use crate::comparison::{Demands, plan_of_today};
use crate::scenario::{
    Measured, Scaling, Scenario, Service, TargetMetric, TargetTracking, TaskCount, TaskSize, fargate_sizes,
};

/// Without a figure of the user's, as many tasks as may fail, and one more.
const LEAST_TASKS: u32 = 2;

/// The maximum over what the largest minute needs at the target.
const ROOM_ABOVE_PEAK: f64 = 1.5;

/// The index-th service alone, free to take any size, with the plan in place today held by every option.
pub(super) fn alone(scenario: &Scenario, index: usize) -> Scenario {
    let mut alone = scenario.clone();
    alone.services = vec![Service { task_size: None, ..scenario.services[index].clone() }];
    alone.jobs.clear();
    if let Some(current) = &mut alone.current {
        current.services.retain(|service| service.name == alone.services[0].name);
        current.actual_monthly = None;
        alone.commitments_held.extend(plan_of_today(current));
        current.savings_plan = None;
    }
    alone
}

/// The least number of tasks that may be recommended: as given, else 2, or today's minimum when that is less.
pub(super) fn least_tasks(service: &Service, measured: &Measured) -> u32 {
    let today = match &service.count {
        TaskCount::Fixed(tasks) => *tasks,
        TaskCount::Scaled(scaling) => scaling.min_tasks,
    };
    measured.least_tasks.unwrap_or(today.min(LEAST_TASKS))
}

/// What targets are multiplied by so that the loss of a zone is survived (rule S16).
pub(super) fn room_for_a_zone(scenario: &Scenario) -> f64 {
    let zones = scenario.ec2.zones;
    if scenario.ec2.survive_zone_loss && zones > 1 { f64::from(zones - 1) / f64::from(zones) } else { 1.0 }
}

/// A minimum that survives the loss of a zone (rule S16).
pub(super) fn with_room_for_a_zone(scenario: &Scenario, min_tasks: u32) -> u32 {
    let zones = scenario.ec2.zones;
    if !scenario.ec2.survive_zone_loss || zones < 2 || min_tasks == 0 {
        return min_tasks;
    }
    min_tasks.saturating_mul(zones).div_ceil(zones - 1).max(LEAST_TASKS)
}

/// The least CPU units with which Fargate sells the memory that a task needs; the largest where none has it.
pub(super) fn least_cpu_units(service: &Service) -> u32 {
    let needed = service.workload.memory_mib.unwrap_or(0);
    let enough = fargate_sizes().into_iter().filter(|size| size.memory_mib >= needed).map(|size| size.cpu_units).min();
    enough.unwrap_or(32_768)
}

/// The scenario with a CPU target and a minimum, and the maximum that goes with them; other policies stay.
pub(super) fn with_scaling(alone: &Scenario, demands: &Demands, target_percent: f64, min_tasks: u32) -> Scenario {
    let mut changed = alone.clone();
    let service = &mut changed.services[0];
    let mut scaling = match &service.count {
        TaskCount::Scaled(scaling) => scaling.clone(),
        TaskCount::Fixed(_) => Scaling::with_aws_defaults(),
    };
    set_cpu_target(&mut scaling, target_percent);
    let peak = demands.peak(0) / slowest(alone);
    let units = (ROOM_ABOVE_PEAK * peak * 1_024.0 * 100.0 / target_percent - 1e-9).ceil().max(1.0) as u64;
    scaling.min_tasks = min_tasks;
    scaling.max_cpu_units = Some(units.max(u64::from(min_tasks) * u64::from(least_cpu_units(service))));
    service.count = TaskCount::Scaled(scaling);
    changed
}

/// The bounds on tasks of a size under the scaling of a varied scenario.
pub(super) fn bounds(varied: &Scenario, size: TaskSize) -> (u32, u32) {
    match &varied.services[0].count {
        TaskCount::Fixed(tasks) => (*tasks, *tasks),
        TaskCount::Scaled(scaling) => {
            let most = limits_for(scaling, size.cpu_units).map_or(scaling.min_tasks, |limits| limits.most);
            (scaling.min_tasks, most)
        }
    }
}

/// The same at one size, of which the maximum allows at least the minimum.
pub(super) fn at_size(scenario: &Scenario, size: TaskSize) -> Scenario {
    let mut pinned = scenario.clone();
    pinned.services[0].task_size = Some(size);
    if let TaskCount::Scaled(scaling) = &mut pinned.services[0].count {
        let least = u64::from(scaling.min_tasks) * u64::from(size.cpu_units);
        scaling.max_cpu_units = scaling.max_cpu_units.map(|most| most.max(least));
    }
    pinned
}

fn set_cpu_target(scaling: &mut Scaling, target: f64) {
    match scaling.target_tracking.iter_mut().find(|policy| policy.metric == TargetMetric::Cpu) {
        Some(policy) => policy.target = target,
        None => scaling.target_tracking.insert(0, TargetTracking::cpu_with_aws_defaults(target)),
    }
}

/// How slow the slowest hardware is against the fastest, by what the scenario says of speeds.
fn slowest(scenario: &Scenario) -> f64 {
    let speeds = scenario.performance.values().copied();
    let (least, most) = speeds.fold((1.0_f64, 1.0_f64), |(least, most), speed| (least.min(speed), most.max(speed)));
    least / most
}
