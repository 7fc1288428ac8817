//! Room for the loss of a zone: targets and minimums as if one zone less had to carry the load (rule S16).

use super::walk::Walk;
use crate::scenario::{Scaling, Service, TargetMetric, TaskBounds, TaskCount};

/// A service on one zone only would be lost with it.
const LEAST_TASKS: u32 = 2;

/// Makes every service that scales carry its load without any one of `zones`.
pub(super) fn leave_room_for_a_zone(walk: &Walk, services: &mut [Service], zones: u32) {
    for service in services {
        match &mut service.count {
            TaskCount::Scaled(scaling) => lower_targets(walk, &service.name, scaling, zones),
            TaskCount::Fixed(count) => walk.warn(format!(
                "`survive_zone_loss` changes nothing for `{}`: its {count} tasks are fixed",
                service.name
            )),
        }
    }
}

fn lower_targets(walk: &Walk, name: &str, scaling: &mut Scaling, zones: u32) {
    let share = f64::from(zones - 1) / f64::from(zones);
    let reason = format!("`ec2.survive_zone_loss`: what {} of {zones} zones hold must carry the load", zones - 1);
    let note = |metric: TargetMetric, from: f64, to: f64| {
        let key = format!("service.{name}.scaling target of {}", metric_name(metric));
        walk.assume(12, key, format!("{} instead of {from}", (to * 100.0).round() / 100.0), reason.clone());
    };
    for policy in &mut scaling.target_tracking {
        let target = policy.target * share;
        note(policy.metric, policy.target, target);
        policy.target = target;
    }
    if let Some(policy) = &mut scaling.predictive {
        let target = policy.target * share;
        note(policy.metric, policy.target, target);
        policy.target = target;
    }
    scaling.search.targets.iter_mut().for_each(|target| *target *= share);
    scaling.search.bounds.iter_mut().for_each(|bounds| *bounds = with_room(*bounds, zones));
    let TaskBounds { min_tasks: least, max_tasks } = with_room(scaling.bounds(), zones);
    if least > scaling.min_tasks {
        let key = format!("service.{name}.scaling.min_tasks");
        walk.assume(12, key, format!("{least} instead of {}", scaling.min_tasks), reason.clone());
        scaling.min_tasks = least;
        scaling.max_tasks = max_tasks;
    }
}

/// The bounds with room for a zone; a minimum of none stays.
fn with_room(bounds: TaskBounds, zones: u32) -> TaskBounds {
    let TaskBounds { min_tasks, max_tasks } = bounds;
    if min_tasks == 0 {
        return bounds;
    }
    let least = min_tasks.saturating_mul(zones).div_ceil(zones - 1).max(LEAST_TASKS);
    TaskBounds { min_tasks: least, max_tasks: max_tasks.max(least) }
}

const fn metric_name(metric: TargetMetric) -> &'static str {
    match metric {
        TargetMetric::Cpu => "CPU",
        TargetMetric::Memory => "memory",
        TargetMetric::RequestsPerTarget => "requests per target",
    }
}
