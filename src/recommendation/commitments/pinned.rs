//! A scenario held to the sizes, scaling and types of one option, so that only its demand changes (rule A9).

use crate::comparison::{InstanceGroup, OptionId, Outcome};
use crate::scenario::{Architecture, ArrangedPart, LaunchType, Scenario};

/// The option without any plan whose capacity an outcome has; `None` where there is nothing that a plan covers.
pub(in crate::recommendation) fn base_of(outcome: &Outcome) -> Option<OptionId> {
    let is_spot = |id: &OptionId| {
        use OptionId::{Ec2Spot, External, FargateSpot, FargateSpotArm64, ManagedInstancesSpot};
        matches!(id, FargateSpot | FargateSpotArm64 | Ec2Spot | ManagedInstancesSpot | External)
    };
    runs_as(outcome).filter(|id| !is_spot(id))
}

/// The option without any plan that runs everything as an outcome does.
pub(in crate::recommendation) fn runs_as(outcome: &Outcome) -> Option<OptionId> {
    let launch_types = || outcome.services.iter().map(|service| service.launch_type);
    let of_two = [LaunchType::Ec2AndFargate, LaunchType::FargateAndFargateSpot];
    let first = outcome.services.first()?;
    let launch_type = launch_types().find(|one| of_two.contains(one)).unwrap_or(first.launch_type);
    let is_alike = outcome.clusters().len() <= 1
        && outcome.services.iter().all(|one| (one.launch_type, one.architecture) == (launch_type, first.architecture));
    if !is_alike && !of_two.contains(&launch_type) {
        return Some(OptionId::PerService);
    }
    Some(match (launch_type, first.architecture) {
        (LaunchType::Fargate, Architecture::Arm64) => OptionId::FargateArm64,
        (LaunchType::Fargate, Architecture::X86_64) => OptionId::Fargate,
        (LaunchType::FargateSpot, Architecture::Arm64) => OptionId::FargateSpotArm64,
        (LaunchType::FargateSpot, Architecture::X86_64) => OptionId::FargateSpot,
        (LaunchType::Ec2, _) => OptionId::Ec2OnDemand,
        (LaunchType::Ec2Spot, _) => OptionId::Ec2Spot,
        (LaunchType::ManagedInstances, _) => OptionId::ManagedInstances,
        (LaunchType::ManagedInstancesSpot, _) => OptionId::ManagedInstancesSpot,
        (LaunchType::External, _) => OptionId::External,
        (LaunchType::Ec2AndFargate, _) => OptionId::Mixed,
        (LaunchType::FargateAndFargateSpot, _) => OptionId::CapacityProviders,
    })
}

/// Which services and jobs of an outcome run together, on what.
fn arrangement_of(scenario: &Scenario, outcome: &Outcome) -> Vec<ArrangedPart> {
    let service_count = scenario.services.len();
    let clusters = outcome.clusters();
    let part = |places: &[usize], groups: &[InstanceGroup]| {
        let workload = &outcome.services[places[0]];
        let (services, jobs): (Vec<usize>, Vec<usize>) = places.iter().partition(|&&place| place < service_count);
        ArrangedPart {
            services,
            jobs: jobs.into_iter().map(|place| place - service_count).collect(),
            launch_type: workload.launch_type,
            architecture: groups.is_empty().then_some(workload.architecture),
            instance_types: groups.iter().map(|group| group.instance_type.clone()).collect(),
        }
    };
    let on_cluster = |place: &usize| clusters.iter().any(|cluster| cluster.workloads.contains(place));
    let on_fargate = (0..outcome.services.len()).filter(|place| !on_cluster(place)).map(|place| part(&[place], &[]));
    on_fargate.chain(clusters.iter().map(|cluster| part(&cluster.workloads, cluster.groups))).collect()
}

/// The scenario with the task sizes, scaling, architectures and instance types of an outcome, and what runs together there.
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
    if runs_as(outcome) == Some(OptionId::PerService) {
        pinned.arrangement = Some(arrangement_of(scenario, outcome));
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
    for part in moved.arrangement.iter_mut().flatten().filter(|part| part.architecture != Some(architecture)) {
        part.architecture = part.architecture.map(|_| architecture);
        part.instance_types.clear();
    }
    moved.jobs.iter_mut().for_each(|job| job.architectures = vec![architecture]);
    moved
}
