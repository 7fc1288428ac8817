//! [`Input`]: what a scenario says that may be a little otherwise (rule BE10).

use crate::money::Quantity;
use crate::pricing::{PriceBook, Sku};
use crate::recommendation::breakeven::{DemandPoint, millionths};
use crate::scenario::{Architecture, Scenario, Service, TargetMetric, TaskCount, Traffic, Work};

/// An input that is multiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// Demand of every service.
    Traffic,
    /// Growth a month of every service.
    Growth,
    /// CPU per request; of measured throughput, the inverse.
    CpuPerRequest,
    /// Memory of the application in every task.
    MemoryPerTask,
    /// The CPU and memory targets of target tracking.
    TargetValue,
    /// Seconds until a task serves.
    StartTime,
    /// The speed of arm64.
    Arm64Speed,
    /// On-demand prices of Fargate and of instances.
    OnDemandPrice,
    /// The discount of Spot against on demand.
    SpotDiscount,
    /// Savings Plan and Reserved Instance rates.
    PlanRate,
    /// Hours of people's time.
    OpsHours,
    /// The share of responses that leaves to the internet.
    Egress,
}

impl Input {
    /// Every input, in the order of the documentation.
    pub const ALL: [Self; 12] = [
        Self::Traffic,
        Self::Growth,
        Self::CpuPerRequest,
        Self::MemoryPerTask,
        Self::TargetValue,
        Self::StartTime,
        Self::Arm64Speed,
        Self::OnDemandPrice,
        Self::SpotDiscount,
        Self::PlanRate,
        Self::OpsHours,
        Self::Egress,
    ];

    /// Its name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Traffic => "traffic",
            Self::Growth => "growth",
            Self::CpuPerRequest => "cpu-per-request",
            Self::MemoryPerTask => "memory-per-task",
            Self::TargetValue => "target-value",
            Self::StartTime => "start-time",
            Self::Arm64Speed => "arm64-speed",
            Self::OnDemandPrice => "on-demand-price",
            Self::SpotDiscount => "spot-discount",
            Self::PlanRate => "plan-rate",
            Self::OpsHours => "ops-hours",
            Self::Egress => "egress",
        }
    }

    /// The scenario with the input multiplied.
    pub(super) fn in_scenario(self, scenario: &Scenario, factor: f64) -> Scenario {
        let mut changed = match self {
            Self::Traffic => DemandPoint { traffic: Some(factor), ..DemandPoint::default() }.settings(scenario),
            _ => scenario.clone(),
        };
        match self {
            Self::Arm64Speed => {
                let speed = changed.performance.entry(Architecture::Arm64.name().to_owned()).or_insert(1.0);
                *speed *= factor;
            }
            Self::OpsHours => {
                let hours = changed.operations.hours_per_month.values_mut();
                hours.for_each(|hours| *hours = times(*hours, factor));
            }
            _ => changed.services.iter_mut().for_each(|service| self.in_service(service, factor)),
        }
        changed
    }

    fn in_service(self, service: &mut Service, factor: f64) {
        let traffic = service.traffic.iter_mut();
        let workload = &mut service.workload;
        match self {
            Self::Traffic => traffic.for_each(|traffic| multiply(traffic, factor)),
            Self::Growth => traffic.for_each(|traffic| traffic.growth_percent_per_month *= factor),
            Self::CpuPerRequest => match &mut workload.work {
                Work::CpuMsPerRequest(milliseconds) => *milliseconds *= factor,
                Work::Measured(found) => found.iter_mut().for_each(|one| one.requests_per_second /= factor),
                Work::VcpuDemand => traffic.for_each(|traffic| multiply(traffic, factor)),
                Work::Unknown => {}
            },
            Self::MemoryPerTask => {
                workload.memory_mib = workload.memory_mib.map(|mib| (f64::from(mib) * factor).round() as u32);
            }
            Self::TargetValue => {
                let TaskCount::Scaled(scaling) = &mut service.count else { return };
                let policies = scaling.target_tracking.iter_mut();
                let targets = policies
                    .filter(|policy| matches!(policy.metric, TargetMetric::Cpu | TargetMetric::Memory))
                    .map(|policy| &mut policy.target);
                targets.chain(&mut scaling.search.targets).for_each(|target| *target = (*target * factor).min(100.0));
            }
            Self::StartTime => workload.start_seconds = (f64::from(workload.start_seconds) * factor).round() as u32,
            Self::Egress => {
                let share = &mut service.network.internet_egress_share;
                *share = (*share * factor).min(1.0);
            }
            Self::Arm64Speed | Self::OnDemandPrice | Self::SpotDiscount | Self::PlanRate | Self::OpsHours => {}
        }
    }

    /// The prices with the input multiplied; `None` where it is no price. `spot_discount` is the scenario's, percent.
    pub(super) fn in_book(self, book: &PriceBook, spot_discount: Option<f64>, factor: f64) -> Option<PriceBook> {
        let none = |_: &Sku| false;
        match self {
            Self::OnDemandPrice => Some(book.multiplied(millionths(factor), is_on_demand, none)),
            Self::PlanRate => Some(book.multiplied(millionths(factor), none, |_| true)),
            Self::SpotDiscount => {
                let own = spot_discount?;
                let left = (100.0 - (own * factor).min(100.0)) / (100.0 - own);
                Some(book.multiplied(millionths(left), is_spot, none))
            }
            _ => None,
        }
    }

    /// Whether options may need another task size for it.
    pub(super) const fn resizes(self) -> bool {
        matches!(self, Self::MemoryPerTask)
    }
}

/// Everything that is asked of a service, also by events.
fn multiply(traffic: &mut Traffic, factor: f64) {
    traffic.profile.rows.iter_mut().for_each(|row| *row *= factor);
    for event in &mut traffic.events {
        if let crate::scenario::EventEffect::Add(amount) = &mut event.effect {
            *amount *= factor;
        }
    }
}

fn times(quantity: Quantity, factor: f64) -> Quantity {
    Quantity::new(quantity.amount() * i128::from(millionths(factor)), quantity.per() * 1_000_000)
}

fn is_on_demand(sku: &Sku) -> bool {
    matches!(sku, Sku::Instance(_) | Sku::FargateVcpu(_) | Sku::FargateMemory(_))
}

fn is_spot(sku: &Sku) -> bool {
    matches!(sku, Sku::SpotInstance(_) | Sku::FargateSpotVcpu(_) | Sku::FargateSpotMemory(_))
}
