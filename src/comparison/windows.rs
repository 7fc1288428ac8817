//! What runs Windows services (rule V2).

use super::option::OptionId;
use crate::scenario::{CapacityProvider, OperatingSystem, Scenario, Service};

/// Why an option cannot run the scenario's Windows services, if it has any (rule V2).
pub(super) fn windows_bar(scenario: &Scenario, id: OptionId) -> Option<String> {
    let is_windows = |service: &&Service| service.operating_system == OperatingSystem::Windows;
    let on_spot = |service: &Service| {
        service.capacity_providers.iter().any(|share| share.provider == CapacityProvider::FargateSpot)
    };
    let windows: Vec<&Service> = scenario.services.iter().filter(is_windows).collect();
    let first = windows.first()?;
    let reason = match id {
        OptionId::Fargate
        | OptionId::FargateSavingsPlan
        | OptionId::PerService
        | OptionId::BestPortfolio
        | OptionId::Current => return None,
        OptionId::CapacityProviders => {
            let name = &windows.iter().find(|service| on_spot(service))?.name;
            return Some(format!("`{name}` runs on Windows, which Fargate Spot does not run"));
        }
        OptionId::FargateArm64 | OptionId::FargateSavingsPlanArm64 => "Fargate runs Windows on x86_64 only",
        OptionId::FargateSpot | OptionId::FargateSpotArm64 => "Fargate Spot does not run Windows",
        OptionId::ManagedInstances | OptionId::ManagedInstancesSpot => "Managed Instances run Linux only",
        OptionId::External => "Windows on your own hosts is out of scope",
        OptionId::Ec2OnDemand
        | OptionId::Ec2SavingsPlan
        | OptionId::Ec2InstanceSavingsPlan
        | OptionId::Ec2Spot
        | OptionId::Ec2OnDemandAndSpot
        | OptionId::Mixed => "EC2 Windows is out of scope",
    };
    Some(format!("`{}` runs on Windows: {reason}", first.name))
}
