//! Hourly usage of the user's own, with the rates of the plans that may cover it.

use super::{PaymentOption, TermYears};
use crate::money::Money;

/// What a kind of plan covers. AWS applies EC2 Instance plans before Compute plans, and so they are ordered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlanScope {
    /// One instance family in one region, whatever the size.
    Ec2Instance(String),
    /// EC2 and Fargate alike, and AWS Lambda.
    Compute,
}

impl PlanScope {
    /// As files of rates and the command line write it: `compute`, `ec2_instance:r5`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Compute => "compute".to_owned(),
            Self::Ec2Instance(group) => format!("ec2_instance:{group}"),
        }
    }
}

/// Something used and bought on demand, such as an instance type in a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedItem {
    /// Its name, as in the files.
    pub name: String,
    /// What is used in each clock hour, in parts of a priced unit; never negative, below 2⁶².
    pub hourly: Vec<i64>,
    /// Parts that make one priced unit, a power of ten.
    pub parts_per_unit: i128,
    /// On-demand price per unit, USD, above 0.
    pub on_demand: Money,
}

/// A plan that may be bought, and its rates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRates {
    /// What it covers.
    pub scope: PlanScope,
    /// Term.
    pub term: TermYears,
    /// Payment option.
    pub payment: PaymentOption,
    /// The rate per unit of each item, in the order of the items, above 0 and not above the on-demand price; `None`
    /// for an item that it does not cover.
    pub rates: Vec<Option<Money>>,
}

/// Usage by the clock hour, UTC, and every plan that its rates name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourlyUsage {
    /// The first clock hour, in hours since 1970-01-01T00:00Z.
    pub first_hour: i64,
    /// How many clock hours follow one another.
    pub hours: usize,
    /// What is used, by name.
    pub items: Vec<UsedItem>,
    /// What may be bought, by what it covers, term and payment option.
    pub plans: Vec<PlanRates>,
    /// What was odd in the files, in sentences.
    pub warnings: Vec<String>,
}
