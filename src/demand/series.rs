//! [`DemandSeries`]: one number per minute.

use crate::scenario::DemandUnit;
use crate::time::MINUTES_PER_DAY;

/// Minutes before the horizon that a series begins with: time for the simulation to reach its state.
pub const WARM_UP_MINUTES: i64 = MINUTES_PER_DAY;

/// One value per minute, from [`WARM_UP_MINUTES`] before the horizon to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct DemandSeries {
    /// UTC minute of the first value.
    pub first_minute: i64,
    /// Mean demand of each minute, per second or in vCPU; never negative.
    pub values: Vec<f64>,
    /// Requests per second, or vCPU.
    pub unit: DemandUnit,
}

impl DemandSeries {
    /// The values inside the horizon, without the warm-up.
    #[must_use]
    pub fn within_horizon(&self) -> &[f64] {
        self.values.get(WARM_UP_MINUTES as usize..).unwrap_or_default()
    }

    /// The highest minute of the horizon.
    #[must_use]
    pub fn peak(&self) -> f64 {
        self.within_horizon().iter().copied().fold(0.0, f64::max)
    }

    /// The mean over the horizon; 0 when it has no minutes.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let values = self.within_horizon();
        values.iter().sum::<f64>() / values.len().max(1) as f64
    }
}

/// The mean of each hour of minutes that begin at a whole hour (rule H1); a rest of less than an hour is dropped.
#[must_use]
pub fn hourly_means(minutes: &[f64]) -> Vec<f64> {
    minutes.chunks_exact(60).map(|hour| hour.iter().sum::<f64>() / 60.0).collect()
}
