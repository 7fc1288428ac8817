//! How much of people's time an option takes (rule B5).

use super::option::{OptionId, Outcome, ServiceOutcome, names_ec2_providers};
use crate::money::Quantity;
use crate::scenario::{LaunchType, Operations, Scenario};

/// Hours per month of people's time where tasks run on these launch types: the largest of theirs.
pub(super) fn peoples_hours(operations: &Operations, launch_types: &[LaunchType]) -> Quantity {
    let known = launch_types.iter().flat_map(|launch_type| apart(*launch_type));
    let hours = known.filter_map(|launch_type| operations.hours_per_month.get(launch_type).copied());
    hours.max_by(|left, right| left.by_amount(*right)).unwrap_or(Quantity::whole(0))
}

/// Hours per month of people's time that an option takes, with or without a price of them.
#[must_use]
pub fn peoples_hours_of(scenario: &Scenario, id: OptionId, outcome: &Outcome) -> Quantity {
    let has_both_markets =
        id == OptionId::Ec2OnDemandAndSpot || (id == OptionId::CapacityProviders && names_ec2_providers(scenario));
    let on_instances = if has_both_markets { &[LaunchType::Ec2, LaunchType::Ec2Spot][..] } else { &[] };
    peoples_hours(&scenario.operations, &[&launch_types(&outcome.services), on_instances].concat())
}

/// A launch type that names two, as these two.
fn apart(launch_type: LaunchType) -> &'static [LaunchType] {
    match launch_type {
        LaunchType::Fargate => &[LaunchType::Fargate],
        LaunchType::FargateSpot => &[LaunchType::FargateSpot],
        LaunchType::Ec2 => &[LaunchType::Ec2],
        LaunchType::Ec2Spot => &[LaunchType::Ec2Spot],
        LaunchType::ManagedInstances => &[LaunchType::ManagedInstances],
        LaunchType::ManagedInstancesSpot => &[LaunchType::ManagedInstancesSpot],
        LaunchType::External => &[LaunchType::External],
        LaunchType::Ec2AndFargate => &[LaunchType::Ec2, LaunchType::Fargate],
        LaunchType::FargateAndFargateSpot => &[LaunchType::Fargate, LaunchType::FargateSpot],
    }
}

/// Where the services and jobs of an option run.
pub(super) fn launch_types(services: &[ServiceOutcome]) -> Vec<LaunchType> {
    services.iter().map(|service| service.launch_type).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_launch_types_the_one_that_takes_more_counts() {
        let hours_per_month =
            [(LaunchType::Ec2, Quantity::new(7, 2)), (LaunchType::Fargate, Quantity::whole(3))].into_iter().collect();
        let operations = Operations { hours_per_month, ..Operations::default() };
        let hours = |launch_types: &[LaunchType]| peoples_hours(&operations, launch_types).to_decimal();
        assert_eq!(hours(&[LaunchType::Ec2AndFargate]), "3.5");
        assert_eq!(hours(&[LaunchType::Fargate, LaunchType::FargateAndFargateSpot]), "3");
        assert_eq!(hours(&[LaunchType::Ec2, LaunchType::Ec2Spot]), "3.5");
        assert_eq!(hours(&[LaunchType::External]), "0");
    }
}
