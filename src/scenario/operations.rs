//! People's time, by where the tasks run.

use std::collections::BTreeMap;

use super::LaunchType;
use crate::money::{Money, Quantity};

/// What running the platform takes of people's time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operations {
    /// An hour of a person, USD; zero when not given.
    pub usd_per_hour: Money,
    /// Hours per month, exact; none where a launch type is absent. Those of two kinds of capacity are never keys.
    pub hours_per_month: BTreeMap<LaunchType, Quantity>,
}
