//! Seeded noise on every minute (rule D8).

use crate::scenario::Noise;

/// SplitMix64's increment.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Multiplies each minute by its own factor; a minute's factor depends on the seed and the minute only.
pub(super) fn shake(values: &mut [f64], noise: &Noise, first_minute: i64) {
    let amplitude = noise.percent / 100.0;
    for (value, minute) in values.iter_mut().zip(first_minute..) {
        *value *= 1.0 + amplitude * (2.0 * uniform(noise.seed, minute) - 1.0);
    }
}

/// A number in [0, 1) for a minute: SplitMix64 at the minute's place in the seed's sequence.
fn uniform(seed: u64, minute: i64) -> f64 {
    let state = seed.wrapping_add(minute.wrapping_add(1).cast_unsigned().wrapping_mul(GOLDEN));
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    let mixed = mixed ^ (mixed >> 31);
    (mixed >> 11) as f64 * 2.0_f64.powi(-53)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_splitmix64() {
        let published = [0xE220_A839_7B1D_CDAF_u64, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F];
        let expected = published.map(|output| (output >> 11) as f64 / 9_007_199_254_740_992.0);
        assert_eq!([0, 1, 2].map(|minute| uniform(0, minute)), expected);
    }

    #[test]
    fn noise_stays_within_its_percent() {
        let mut values = vec![100.0; 100_000];
        shake(&mut values, &Noise { percent: 20.0, seed: 7 }, 0);
        assert!(values.iter().all(|value| (80.0..=120.0).contains(value)));
        let mean = values.iter().sum::<f64>() / 100_000.0;
        assert!((99.8..100.2).contains(&mean), "{mean}");
    }
}
