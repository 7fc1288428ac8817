//! How often Spot capacity is taken back: expected values and sampled runs (rules I1, I2, I6 and I7).

use super::steps::Steps;

/// Hours of the month that interruption percentages are for.
const HOURS_PER_MONTH: f64 = 730.0;

const SECONDS_PER_HOUR: f64 = 3_600.0;

/// The chance per hour that one instance or task is interrupted, when `percent` of them are in a month of 730
/// hours: −ln(1 − p)/730 (rule I1). At 100 percent it is that of 99.99.
#[must_use]
pub fn interruption_hazard(percent: f64) -> f64 {
    let share = (percent / 100.0).clamp(0.0, 0.9999);
    -(-share).ln_1p() / HOURS_PER_MONTH
}

/// The percentage that stands for one of AWS's interruption bands: its middle (rule I1).
#[must_use]
pub fn band_percent(band: &str) -> Option<f64> {
    match band {
        "<5%" => Some(2.5),
        "5-10%" => Some(7.5),
        "10-15%" => Some(12.5),
        "15-20%" => Some(17.5),
        ">20%" => Some(30.0),
        _ => None,
    }
}

/// Hours that an interruption inside the first hour is expected to give for nothing, for one launched
/// instance: (1 − e^−λ·(1 + λ))/λ (rule I5).
#[must_use]
pub fn expected_free_hours(hazard_per_hour: f64) -> f64 {
    if hazard_per_hour <= 0.0 {
        return 0.0;
    }
    (1.0 - (-hazard_per_hour).exp() * (1.0 + hazard_per_hour)) / hazard_per_hour
}

/// What numbers are drawn for in a sampled run (rule I7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draw {
    /// When capacity is interrupted.
    When,
    /// Which of the running instances.
    Instance,
    /// How many tasks of the workload of that index it holds.
    Tasks(u32),
}

impl Draw {
    /// The seed whose k-th number (from 0) is the draw for the k-th interruption of the `kind`-th capacity.
    #[must_use]
    pub const fn seed(self, seed: u64, kind: u32) -> u64 {
        let purpose = match self {
            Self::When => 0,
            Self::Instance => 1,
            Self::Tasks(workload) => 2 + workload as u64,
        };
        seed.wrapping_add((purpose << 48).wrapping_add((kind as u64) << 32).wrapping_mul(GOLDEN))
    }

    /// The number in [0, 1) drawn for the k-th interruption of the `kind`-th capacity.
    #[must_use]
    pub fn number(self, seed: u64, kind: u32, interruption: u64) -> f64 {
        uniform(self.seed(seed, kind), interruption)
    }
}

/// The step of SplitMix64.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Interruptions of `steps` inside `[from, to)`: `(second, how many)`, ascending, the same for the same seed (rule I6).
///
/// What is interrupted is taken to be replaced at once: `steps` goes on as it is.
#[must_use]
pub fn sample_interruptions(seed: u64, hazard_per_hour: f64, steps: &Steps, from: i64, to: i64) -> Vec<(i64, u32)> {
    let mut found: Vec<(i64, u32)> = Vec::new();
    if hazard_per_hour <= 0.0 || from >= to {
        return found;
    }
    let gap = |number: u64| -(-uniform(seed, number)).ln_1p() / hazard_per_hour * SECONDS_PER_HOUR;
    let mut number = 0;
    let mut next = gap(number);
    // Count-seconds until the run that is looked at; whole, so that the sum is exact.
    let mut passed: i64 = 0;
    for (start, end, count) in steps.runs(from, to).filter(|&(_, _, count)| count > 0) {
        let whole = (end - start) * i64::from(count);
        while next < (passed + whole) as f64 {
            let into = (next - passed as f64) / f64::from(count);
            let second = (start + into as i64).min(end - 1);
            match found.last_mut() {
                Some((known, interrupted)) if *known == second => *interrupted += 1,
                _ => found.push((second, 1)),
            }
            number += 1;
            next += gap(number);
        }
        passed += whole;
    }
    found
}

/// The number-th uniform value in [0, 1), drawn as rule D8 draws.
fn uniform(seed: u64, number: u64) -> f64 {
    let mut z = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(GOLDEN));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    (z >> 11) as f64 * 2.0_f64.powi(-53)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_month_of_the_hazard_interrupts_the_percentage() {
        for percent in [2.5, 7.5, 12.5, 17.5, 30.0] {
            let survived = (-interruption_hazard(percent) * 730.0).exp();
            assert!((100.0 * (1.0 - survived) - percent).abs() < 1e-9);
        }
        assert_eq!(interruption_hazard(0.0), 0.0);
    }

    #[test]
    fn an_hour_of_a_small_hazard_is_half_free_when_it_is_interrupted() {
        // For small λ the integral of t·λ·e^−λt over an hour is λ/2.
        assert!((expected_free_hours(1e-4) - 0.5e-4).abs() < 1e-8);
        assert_eq!(expected_free_hours(0.0), 0.0);
    }

    #[test]
    fn many_samples_have_the_expected_mean() {
        let steps = Steps::from_changes([(0, 10), (36_000, 3), (90_000, 0), (100_000, 20)]);
        let hours = steps.total_seconds(0, 360_000) as f64 / 3_600.0;
        let hazard = 0.02;
        let sum = |seed| sample_interruptions(seed, hazard, &steps, 0, 360_000).iter().map(|&(_, n)| n).sum::<u32>();
        let mean = f64::from((0..2_000).map(|seed| sum(seed * 7_919)).sum::<u32>()) / 2_000.0;
        let spread = (hours * hazard / 2_000.0).sqrt();
        assert!((mean - hours * hazard).abs() < 4.0 * spread, "{mean} against {}", hours * hazard);
    }

    proptest! {
        #[test]
        fn samples_fall_where_there_is_capacity_and_repeat(seed in any::<u64>(), hazard in 0.0_f64..2.0) {
            let steps = Steps::from_changes([(-50, 2), (4_000, 0), (9_000, 1), (20_000, 5)]);
            let sampled = sample_interruptions(seed, hazard, &steps, 0, 40_000);
            prop_assert_eq!(&sampled, &sample_interruptions(seed, hazard, &steps, 0, 40_000));
            prop_assert!(sampled.windows(2).all(|pair| pair[0].0 < pair[1].0));
            prop_assert!(sampled.iter().all(|&(second, count)| count > 0 && (0..40_000).contains(&second) && steps.at(second) > 0));
        }
    }
}
