//! A scenario held to the sizes, scaling and types of one option, so that only its demand changes (rule A9).

use crate::comparison::{OptionId, Outcome};
use crate::scenario::{Architecture, LaunchType, Scenario};

/// The option without any plan whose capacity an outcome has; `None` where there is nothing that a plan covers.
pub(in crate::recommendation) fn base_of(outcome: &Outcome) -> Option<OptionId> {
    let first = outcome.services.first()?;
    match first.launch_type {
        LaunchType::Fargate if first.architecture == Architecture::Arm64 => Some(OptionId::FargateArm64),
        LaunchType::Fargate => Some(OptionId::Fargate),
        LaunchType::Ec2 => Some(OptionId::Ec2OnDemand),
        LaunchType::ManagedInstances => Some(OptionId::ManagedInstances),
        LaunchType::Ec2AndFargate => Some(OptionId::Mixed),
        LaunchType::FargateAndFargateSpot => Some(OptionId::CapacityProviders),
        LaunchType::FargateSpot | LaunchType::Ec2Spot | LaunchType::ManagedInstancesSpot | LaunchType::External => None,
    }
}

/// The scenario with the task sizes, scaling, architectures and instance types of an outcome.
pub(in crate::recommendation) fn pinned(scenario: &Scenario, outcome: &Outcome) -> Scenario {
    let mut pinned = scenario.clone();
    for (service, result) in pinned.services.iter_mut().zip(&outcome.services) {
        if let Some(setting) = result.scaling {
            *service = service.scaled_to(setting);
        }
        service.task_size = Some(result.task_size);
        service.architectures = vec![result.architecture];
    }
    if !outcome.instance_groups.is_empty() {
        let mut types: Vec<String> = outcome.instance_groups.iter().map(|group| group.instance_type.clone()).collect();
        types.sort();
        types.dedup();
        pinned.ec2.instance_types = types;
    }
    pinned
}

/// The scenario with every image on one architecture, its sizes and types open again where the architecture changes.
pub(super) fn on_architecture(scenario: &Scenario, pinned: &Scenario, architecture: Architecture) -> Scenario {
    let mut moved = pinned.clone();
    for (service, original) in moved.services.iter_mut().zip(&scenario.services) {
        if service.architectures != [architecture] {
            service.architectures = vec![architecture];
            service.task_size = service.task_size.or(original.task_size);
            moved.ec2.instance_types.clear();
        }
    }
    moved.jobs.iter_mut().for_each(|job| job.architectures = vec![architecture]);
    moved
}
