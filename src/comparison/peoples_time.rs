//! How much of people's time an option takes (rule B5).

use std::cmp::Ordering;

use super::option::{OptionId, names_ec2_providers};
use crate::money::Quantity;
use crate::scenario::{LaunchType, Scenario};

/// Hours per month of people's time: of an option of two launch types those of the pair, else the larger of the two.
pub(super) fn peoples_hours(scenario: &Scenario, id: OptionId) -> Quantity {
    let hours = |launch_type: LaunchType| scenario.operations.hours_per_month.get(&launch_type).copied();
    let (together, apart) = launch_types(scenario, id);
    let larger = || apart.into_iter().filter_map(hours).max_by(|left, right| by_amount(*left, *right));
    together.and_then(hours).or_else(larger).unwrap_or(Quantity::whole(0))
}

fn by_amount(left: Quantity, right: Quantity) -> Ordering {
    (left.amount() * right.per()).cmp(&(right.amount() * left.per()))
}

/// Where an option's tasks run: the launch type that names two together, where there is one, and each by itself.
fn launch_types(scenario: &Scenario, id: OptionId) -> (Option<LaunchType>, Vec<LaunchType>) {
    use LaunchType::{
        Ec2, Ec2AndFargate, Ec2Spot, External, Fargate, FargateAndFargateSpot, FargateSpot, ManagedInstances,
        ManagedInstancesSpot,
    };
    match id {
        OptionId::Fargate
        | OptionId::FargateArm64
        | OptionId::FargateSavingsPlan
        | OptionId::FargateSavingsPlanArm64 => (None, vec![Fargate]),
        OptionId::FargateSpot | OptionId::FargateSpotArm64 => (None, vec![FargateSpot]),
        OptionId::Ec2OnDemand | OptionId::Ec2SavingsPlan => (None, vec![Ec2]),
        OptionId::Ec2Spot => (None, vec![Ec2Spot]),
        OptionId::Ec2OnDemandAndSpot => (None, vec![Ec2, Ec2Spot]),
        OptionId::ManagedInstances => (None, vec![ManagedInstances]),
        OptionId::ManagedInstancesSpot => (None, vec![ManagedInstancesSpot]),
        OptionId::External => (None, vec![External]),
        OptionId::Mixed => (Some(Ec2AndFargate), vec![Ec2, Fargate]),
        OptionId::CapacityProviders if names_ec2_providers(scenario) => (None, vec![Ec2, Ec2Spot]),
        OptionId::CapacityProviders => (Some(FargateAndFargateSpot), vec![Fargate, FargateSpot]),
        OptionId::Current => (None, scenario.current.iter().map(|current| current.launch_type).collect()),
    }
}
