//! What is not known about demand: scenarios of it with weights, and what a choice goes by.

use super::{LevelChange, Scenario};
use crate::money::Percent;

/// Demand scenarios and the criterion of a choice among commitments.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainty {
    /// The demand scenarios, in file order, at most 20; empty when none is given.
    pub demand_scenarios: Vec<DemandScenario>,
    /// What a choice goes by.
    pub criterion: Criterion,
}

/// What a choice under several demand scenarios goes by; the least is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// The mean cost, by weight.
    ExpectedCost,
    /// The largest excess over what would have been cheapest in the scenario that comes.
    WorstRegret,
    /// The mean cost of the worst scenarios that together weigh `tail`.
    Cvar {
        /// Their weight, above 0 and at most 100 percent.
        tail: Percent,
    },
}

/// One way that demand may go.
#[derive(Clone, Debug, PartialEq)]
pub struct DemandScenario {
    /// Its name, unique among them.
    pub name: String,
    /// Its probability: the weights given, divided by their sum; above 0.
    pub weight: f64,
    /// Compound growth per year in place of what each service's traffic says, percent; above −100.
    pub growth_percent_per_year: Option<f64>,
    /// What changes on a date, in order of `from_hour`.
    pub changes: Vec<DemandChange>,
}

/// Something that changes on a date and stays so; hours count from the first of the horizon, and lie inside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DemandChange {
    /// The traffic of every service times a factor, not negative.
    Load {
        /// The factor.
        factor: f64,
        /// The first hour of it.
        from_hour: i64,
    },
    /// Work moves from x86 to ARM.
    ToArm {
        /// The first hour after the move.
        from_hour: i64,
    },
    /// Work moves from EC2 to Fargate.
    ToFargate {
        /// The first hour after the move.
        from_hour: i64,
    },
}

impl DemandChange {
    /// The first hour of it.
    #[must_use]
    pub const fn from_hour(&self) -> i64 {
        match self {
            Self::Load { from_hour, .. } | Self::ToArm { from_hour } | Self::ToFargate { from_hour } => *from_hour,
        }
    }
}

impl Scenario {
    /// The same scenario with the traffic of a demand scenario (rule D9). Moves to ARM or Fargate change no traffic.
    #[must_use]
    pub fn under(&self, demand: &DemandScenario) -> Self {
        let mut changed = self.clone();
        for traffic in changed.services.iter_mut().filter_map(|service| service.traffic.as_mut()) {
            if let Some(percent) = demand.growth_percent_per_year {
                traffic.growth_percent_per_month = monthly_growth(percent);
            }
            traffic.level_changes.extend(demand.changes.iter().filter_map(|change| self.level_change(*change)));
        }
        changed
    }

    fn level_change(&self, change: DemandChange) -> Option<LevelChange> {
        let DemandChange::Load { factor, from_hour } = change else { return None };
        Some(LevelChange { from_minute: self.horizon.first_minute() + from_hour * 60, factor })
    }
}

/// The growth per month, percent, that compounds to a growth per year.
fn monthly_growth(percent_per_year: f64) -> f64 {
    100.0 * ((1.0 + percent_per_year / 100.0).powf(1.0 / 12.0) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_months_of_growth_make_the_year() {
        for yearly in [-60.0, 0.0, 12.5, 300.0] {
            let month = 1.0 + monthly_growth(yearly) / 100.0;
            assert!((month.powi(12) - (1.0 + yearly / 100.0)).abs() < 1e-12, "{yearly}");
        }
        assert_eq!(monthly_growth(0.0), 0.0);
    }
}
