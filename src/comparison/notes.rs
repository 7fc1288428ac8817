//! Sentences worth reading once beside a comparison.

use super::option::PricedOption;
use crate::capacity::limits_for;
use crate::scenario::{Scenario, Service, TaskCount, TaskSize, fargate_sizes};

/// What is to be said about the services and the options.
pub(super) fn notes(scenario: &Scenario, options: &[PricedOption]) -> Vec<String> {
    let dropped = scenario.services.iter().filter_map(dropped_sizes_note);
    let floating = scenario.services.iter().filter_map(floating_note);
    let burstable = options.iter().filter_map(burstable_note);
    let own = options.iter().filter_map(|option| option.outcome.as_ref().ok()).flat_map(|it| it.notes.clone());
    dropped.chain(floating).chain(burstable).chain(own).collect()
}

/// Which CPU sizes scaling limits rule out (rule S12).
fn dropped_sizes_note(service: &Service) -> Option<String> {
    let TaskCount::Scaled(scaling) = &service.count else { return None };
    if service.task_size.is_some() || scaling.search.floats() {
        return None;
    }
    let mut dropped: Vec<u32> = fargate_sizes().iter().map(|size| size.cpu_units).collect();
    dropped.retain(|&cpu_units| limits_for(scaling, cpu_units).is_err());
    dropped.dedup();
    let smallest = TaskSize { cpu_units: *dropped.first()?, memory_mib: 0 }.vcpu();
    Some(format!(
        "`{}`: sizes of {smallest} vCPU and more are dropped, because their share of max_tasks is below min_tasks = {}",
        service.name, scaling.min_tasks
    ))
}

/// Among how many settings the scaling of a service is chosen, where it floats (rule S17).
fn floating_note(service: &Service) -> Option<String> {
    let TaskCount::Scaled(scaling) = &service.count else { return None };
    let others = scaling.other_settings().len();
    let left_out = match scaling.search.left_out {
        0 => String::new(),
        count => format!("; {count} more contradict themselves and are left out"),
    };
    let settings = format!("{} settings of target, minimum and maximum", others + 1);
    scaling.search.floats().then(|| format!("`{}`: its scaling is chosen among {settings}{left_out}", service.name))
}

fn burstable_note(option: &PricedOption) -> Option<String> {
    let groups = &option.outcome.as_ref().ok()?.instance_groups;
    let group = groups.iter().find(|group| group.burstable && group.credits.is_none())?;
    Some(format!(
        "`{}` uses `{}`, a burstable type: CPU credits are simulated on EC2 clusters only, so the option is shown but never recommended",
        option.id.name(),
        group.instance_type
    ))
}
