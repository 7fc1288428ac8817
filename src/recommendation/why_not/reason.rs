//! The reasons why an option is not chosen.

use super::{Because, Packing};
use crate::comparison::OptionId;
use crate::money::Money;

/// Which objective a service misses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    /// The share of requests not served, percent.
    NotServedPercent,
    /// Minutes short of capacity.
    MinutesShort,
    /// The share of requests in late minutes, percent.
    LatePercent,
}

impl Missed {
    /// As results write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotServedPercent => "not_served_percent",
            Self::MinutesShort => "minutes_short",
            Self::LatePercent => "late_percent",
        }
    }
}

/// An objective that a service misses, and by how much.
#[derive(Clone, Debug, PartialEq)]
pub struct MissedObjective {
    /// The service.
    pub service: String,
    /// Which.
    pub missed: Missed,
    /// What it came to.
    pub found: f64,
    /// What is allowed.
    pub allowed: f64,
}

/// A service or job with more of its tasks on Spot than it may have.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotShare {
    /// The service or job.
    pub workload: String,
    /// Its share of task-seconds on Spot, percent.
    pub percent: f64,
    /// What is allowed, percent.
    pub allowed_percent: f64,
}

/// An option that could be recommended and costs more.
#[derive(Clone, Debug, PartialEq)]
pub struct Dearer {
    /// How much more over the horizon.
    pub difference: Money,
    /// The same in percent of the recommended option's total.
    pub percent: f64,
    /// The part of its bill that costs most more.
    pub because: Because,
    /// How much more that part costs.
    pub more: Money,
    /// How its tasks fill its instances.
    pub packing: Option<Packing>,
}

/// An option that could be recommended, runs the very capacity of the recommended one, and costs more.
#[derive(Clone, Debug, PartialEq)]
pub struct BoughtOtherwise {
    /// How much more over the horizon.
    pub difference: Money,
    /// The same in percent of the recommended option's total.
    pub percent: f64,
    /// The ids of the plans that it buys.
    pub plans: Vec<String>,
}

/// Why an option is not chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum WhyNot {
    /// It cannot be had at all; a sentence without a full stop.
    Unavailable(String),
    /// The tables lack a price for it; a sentence without a full stop.
    MissingPrice(String),
    /// It misses an objective.
    MissesObjective(MissedObjective),
    /// Its capacity may be interrupted and the scenario does not allow that.
    Spot(SpotShare),
    /// The CPU credits of this burstable type are not simulated.
    Credits(String),
    /// Its plan outlasts the horizon, with so much left to pay.
    Term(Money),
    /// It costs what the recommended option costs, and that stands first.
    SameCost(OptionId),
    /// It runs the same capacity, bought otherwise, and costs more.
    BoughtOtherwise(BoughtOtherwise),
    /// It costs more.
    Dearer(Dearer),
}

impl WhyNot {
    /// As results write it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "unavailable",
            Self::MissingPrice(_) => "missing_price",
            Self::MissesObjective(_) => "misses_objective",
            Self::Spot(_) => "spot_not_allowed",
            Self::Credits(_) => "credits_not_simulated",
            Self::Term(_) => "plan_outlasts_horizon",
            Self::SameCost(_) => "same_cost",
            Self::BoughtOtherwise(_) => "bought_otherwise",
            Self::Dearer(_) => "dearer",
        }
    }

    /// Every name there is.
    pub const NAMES: [&'static str; 9] = [
        "unavailable",
        "missing_price",
        "misses_objective",
        "spot_not_allowed",
        "credits_not_simulated",
        "plan_outlasts_horizon",
        "same_cost",
        "bought_otherwise",
        "dearer",
    ];
}
