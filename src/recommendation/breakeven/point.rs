//! [`Point`]: a scenario with some of its inputs moved (rule BE2).

use super::axis::Axis;
use super::contenders::Contenders;
use crate::money::Quantity;
use crate::pricing::{PriceBook, Sku};
use crate::scenario::{Architecture, LaunchType, Scaling, Scenario, TaskCount};

/// Millionths in one.
const MILLION: f64 = 1e6;

/// What changes the capacity that options need.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DemandPoint {
    /// Demand times this; 1 when not given.
    pub traffic: Option<f64>,
    /// Growth of every service in place of its own, percent a month.
    pub growth: Option<f64>,
    /// Growth of every service on top of its own, percent a month compounded: months are multiplied by 1 + this/100.
    pub more_growth: Option<f64>,
    /// One of the scenario's demand scenarios, by its place.
    pub demand_scenario: Option<usize>,
    /// The speed of arm64 in place of the scenario's.
    pub arm64_speed: Option<f64>,
}

/// What changes the bill of the same capacity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PricePoint {
    /// The share of instances that tasks reserve, percent.
    pub packing: Option<f64>,
    /// Spot below on demand, percent.
    pub spot_discount: Option<f64>,
    /// Interruptions in a month, times, where the scenario gives how many there are.
    pub interruptions: Option<f64>,
    /// Prices of EC2 instances, times.
    pub ec2_price: Option<f64>,
    /// Hours a month of people's time on EC2.
    pub ec2_hours: Option<f64>,
}

/// All that is moved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// What changes capacity.
    pub demand: DemandPoint,
    /// What changes its bill.
    pub price: PricePoint,
}

impl Point {
    /// The same point with `axis` at `value`.
    #[must_use]
    pub fn with(mut self, axis: Axis, value: f64) -> Self {
        let place = match axis {
            Axis::Traffic => &mut self.demand.traffic,
            Axis::Growth => &mut self.demand.growth,
            Axis::Performance => &mut self.demand.arm64_speed,
            Axis::Packing => &mut self.price.packing,
            Axis::SpotDiscount => &mut self.price.spot_discount,
            Axis::Price => &mut self.price.ec2_price,
            Axis::OpsHours => &mut self.price.ec2_hours,
        };
        *place = Some(value);
        self
    }
}

impl DemandPoint {
    /// The scenario with what is not demand itself: speeds, and room for more tasks.
    pub(in crate::recommendation) fn settings(&self, scenario: &Scenario) -> Scenario {
        let mut changed = scenario.clone();
        if let Some(speed) = self.arm64_speed {
            changed.performance.insert(Architecture::Arm64.name().to_owned(), speed);
        }
        if let Some(multiple) = self.traffic.filter(|&multiple| multiple > 1.0) {
            for service in changed.services.iter_mut().filter(|service| service.traffic.is_some()) {
                if let TaskCount::Scaled(scaling) = &mut service.count {
                    make_room(scaling, multiple);
                }
            }
        }
        if let Some(percent) = self.growth {
            let traffics = changed.services.iter_mut().filter_map(|service| service.traffic.as_mut());
            traffics.for_each(|traffic| traffic.growth_percent_per_month = percent);
        }
        changed
    }
}

/// So many times a number of tasks, rounded up.
fn times(tasks: u32, multiple: f64) -> u32 {
    (f64::from(tasks) * multiple).ceil() as u32
}

/// Maximums grow with the traffic.
fn make_room(scaling: &mut Scaling, multiple: f64) {
    scaling.max_tasks = times(scaling.max_tasks, multiple);
    scaling.search.bounds.iter_mut().for_each(|bounds| bounds.max_tasks = times(bounds.max_tasks, multiple));
    scaling.max_cpu_units = scaling.max_cpu_units.map(|units| (units as f64 * multiple).ceil() as u64);
    for action in &mut scaling.scheduled {
        action.max_tasks = action.max_tasks.map(|most| times(most, multiple));
    }
}

impl PricePoint {
    /// The scenario with other settings of its bill.
    pub(super) fn settings(&self, scenario: &Scenario) -> Scenario {
        let mut changed = scenario.clone();
        if let Some(hours) = self.ec2_hours {
            let hours = Quantity::new(millionths(hours).into(), 1_000_000);
            let of_ec2 = [LaunchType::Ec2, LaunchType::Ec2Spot];
            changed.operations.hours_per_month.extend(of_ec2.map(|launch_type| (launch_type, hours)));
        }
        if let Some(multiple) = self.interruptions {
            let times = |percent: f64| (percent * multiple).min(100.0);
            let spot = &mut changed.spot;
            spot.fargate_interruption_percent = times(spot.fargate_interruption_percent);
            spot.ec2_interruption_percent = spot.ec2_interruption_percent.map(times);
        }
        changed
    }

    /// The prices at the point; `None` where they are the scenario's own.
    pub(super) fn book(&self, contenders: &Contenders, book: &PriceBook) -> Option<PriceBook> {
        let mut changed: Option<PriceBook> = None;
        if let (Some(percent), Some(own)) = (self.spot_discount, contenders.spot_discount) {
            let millionths = millionths((100.0 - percent) / (100.0 - own));
            changed = Some(book.multiplied(millionths, is_spot, |_| false));
        }
        if let Some(multiple) = self.ec2_price {
            let is_ec2 = |sku: &Sku| matches!(sku, Sku::Instance(_) | Sku::SpotInstance(_));
            changed = Some(changed.as_ref().unwrap_or(book).multiplied(millionths(multiple), is_ec2, is_ec2));
        }
        changed
    }

    /// Instances at the point over those of the scenario.
    pub(super) fn instances(&self, contenders: &Contenders) -> Option<(i128, i128)> {
        let (percent, own) = (self.packing?, contenders.packing?);
        Some((i128::from(millionths(own)), i128::from(millionths(percent)).max(1)))
    }
}

fn is_spot(sku: &Sku) -> bool {
    matches!(sku, Sku::SpotInstance(_) | Sku::FargateSpotVcpu(_) | Sku::FargateSpotMemory(_))
}

/// A float that is not negative in whole millionths.
pub(in crate::recommendation) fn millionths(value: f64) -> u32 {
    (value * MILLION).round() as u32
}
