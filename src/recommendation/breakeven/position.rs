//! Where a scenario stands on an axis, or why it has no such axis (rule BE1).

use super::axis::{Axis, AxisSpan};
use super::contenders::Contenders;
use crate::scenario::{Architecture, LaunchType, Scenario};

/// Why a scenario cannot be moved along an axis.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAxis {
    /// Demand cannot be moved.
    #[error("`{}` needs a service with traffic: add `[service.traffic]`", .0.name())]
    NoTraffic(Axis),
    /// Services grow differently.
    #[error("`growth` moves the growth of every service together, and here they differ: {0}")]
    DifferentGrowth(String),
    /// Nothing can run on arm64.
    #[error("`performance` needs an option on arm64: list `arm64` in `architectures`")]
    NoArm64,
    /// People's time costs nothing.
    #[error("`ops-hours` needs what an hour of a person costs: set `operations.usd_per_hour`")]
    NoHourlyRate,
    /// No option runs on EC2.
    #[error("`{}` needs an option on EC2, and none can be had here", .0.name())]
    NoInstances(Axis),
    /// No option runs on Spot.
    #[error("`spot-discount` needs an option on Spot, and none can be had here")]
    NoSpot,
}

/// The range of an axis with the scenario's own position.
///
/// # Errors
/// [`NoAxis`] when the scenario lacks what the axis moves.
pub fn span_of(axis: Axis, scenario: &Scenario, contenders: &Contenders) -> Result<AxisSpan, NoAxis> {
    let position = match axis {
        Axis::Traffic => with_traffic(axis, scenario).map(|()| 1.0),
        Axis::Growth => with_traffic(axis, scenario).and_then(|()| growth(scenario)),
        Axis::Performance => arm64_speed(scenario),
        Axis::OpsHours => ec2_hours(scenario),
        Axis::Packing => contenders.packing.ok_or(NoAxis::NoInstances(axis)),
        Axis::Price => contenders.packing.map(|_| 1.0).ok_or(NoAxis::NoInstances(axis)),
        Axis::SpotDiscount => contenders.spot_discount.ok_or(NoAxis::NoSpot),
    };
    position.map(|position| AxisSpan::new(axis, position))
}

fn with_traffic(axis: Axis, scenario: &Scenario) -> Result<(), NoAxis> {
    let has_traffic = scenario.services.iter().any(|service| service.traffic.is_some());
    has_traffic.then_some(()).ok_or(NoAxis::NoTraffic(axis))
}

fn growth(scenario: &Scenario) -> Result<f64, NoAxis> {
    let growths: Vec<(&str, f64)> = scenario
        .services
        .iter()
        .filter_map(|service| Some((service.name.as_str(), service.traffic.as_ref()?.growth_percent_per_month)))
        .collect();
    let first = growths[0].1;
    if growths.iter().all(|(_, growth)| growth.total_cmp(&first).is_eq()) {
        return Ok(first);
    }
    let shown: Vec<String> = growths.iter().map(|(name, growth)| format!("`{name}` {growth} %")).collect();
    Err(NoAxis::DifferentGrowth(shown.join(", ")))
}

fn arm64_speed(scenario: &Scenario) -> Result<f64, NoAxis> {
    let allows = scenario.services.iter().all(|service| service.architectures.contains(&Architecture::Arm64));
    let own = scenario.performance.get(Architecture::Arm64.name()).copied().unwrap_or(1.0);
    (allows && !scenario.services.is_empty()).then_some(own).ok_or(NoAxis::NoArm64)
}

fn ec2_hours(scenario: &Scenario) -> Result<f64, NoAxis> {
    let operations = &scenario.operations;
    if operations.usd_per_hour.is_zero() {
        return Err(NoAxis::NoHourlyRate);
    }
    let hours = operations.hours_per_month.get(&LaunchType::Ec2);
    Ok(hours.map_or(0.0, |hours| hours.amount() as f64 / hours.per() as f64))
}
