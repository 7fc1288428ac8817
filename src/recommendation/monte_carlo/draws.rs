//! [`Draws`]: what chance decides in one run, from a seed (rule BE8).

/// Standard deviation of the logarithm of the demand level.
pub const LEVEL_SIGMA: f64 = 0.2;

/// Standard deviation of growth a month beyond the scenario's, percent points.
pub const GROWTH_SIGMA: f64 = 1.0;

/// Standard deviation of the logarithm of Spot prices.
pub const SPOT_SIGMA: f64 = 0.15;

/// Standard deviation of the logarithm of how often Spot is interrupted.
pub const INTERRUPTION_SIGMA: f64 = 0.5;

/// Independent numbers of one run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Draws {
    /// Demand, times.
    pub(super) level: f64,
    /// Growth a month on top, percent.
    pub(super) more_growth: f64,
    /// Spot prices, times.
    pub(super) spot_price: f64,
    /// Interruptions, times.
    pub(super) interruptions: f64,
    /// Uniform from 0 to 1: which demand scenario.
    pub(super) chance: f64,
}

impl Draws {
    /// The draws of a run.
    pub(super) fn of(seed: u64, run: u64) -> Self {
        let z = |number: u64| normal(uniform(seed, run * 16 + 2 * number), uniform(seed, run * 16 + 2 * number + 1));
        Self {
            level: (LEVEL_SIGMA * z(0)).exp(),
            more_growth: GROWTH_SIGMA * z(1),
            spot_price: (SPOT_SIGMA * z(2)).exp(),
            interruptions: (INTERRUPTION_SIGMA * z(3)).exp(),
            chance: uniform(seed, run * 16 + 8),
        }
    }
}

/// D8's u, from 0 up to but not including 1, of the number m.
fn uniform(seed: u64, m: u64) -> f64 {
    let mut z = seed.wrapping_add((m.wrapping_add(1)).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    (z >> 11) as f64 / (1_u64 << 53) as f64
}

/// A standard normal number from two uniform ones (Box and Muller).
fn normal(first: f64, second: f64) -> f64 {
    (-2.0 * (1.0 - first).ln()).sqrt() * (std::f64::consts::TAU * second).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_stated_spread_and_follow_the_seed() {
        let logs: Vec<f64> = (0..20_000).map(|run| Draws::of(7, run).level.ln()).collect();
        let mean = logs.iter().sum::<f64>() / 20_000.0;
        let variance = logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.005 && (variance.sqrt() - LEVEL_SIGMA).abs() < 0.005, "{mean} {variance}");
        assert_eq!(Draws::of(7, 3), Draws::of(7, 3));
        assert_ne!(Draws::of(7, 3), Draws::of(8, 3));
        let draws = Draws::of(7, 3);
        assert!((draws.level.ln() / LEVEL_SIGMA - draws.spot_price.ln() / SPOT_SIGMA).abs() > 1e-6);
    }
}
