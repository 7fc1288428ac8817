//! How much of people's time an option takes (rule B5).

use std::cmp::Ordering;

use super::option::ServiceOutcome;
use crate::money::Quantity;
use crate::scenario::{LaunchType, Operations};

/// Hours per month of people's time where tasks run on these launch types: the largest of theirs.
pub(super) fn peoples_hours(operations: &Operations, launch_types: &[LaunchType]) -> Quantity {
    let known = launch_types.iter().flat_map(|launch_type| apart(*launch_type));
    let hours = known.filter_map(|launch_type| operations.hours_per_month.get(launch_type).copied());
    hours.max_by(|left, right| by_amount(*left, *right)).unwrap_or(Quantity::whole(0))
}

fn by_amount(left: Quantity, right: Quantity) -> Ordering {
    (left.amount() * right.per()).cmp(&(right.amount() * left.per()))
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
