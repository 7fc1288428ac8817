//! Kinks in buckets against kinks in order.

use proptest::prelude::*;

use super::super::kinks::{Kink, Kinks};

/// Commitment and total of every kink, by commitment, from zero.
fn in_order(kinks: &[Kink], slope: f64) -> Vec<(f64, f64)> {
    let mut sorted = kinks.to_vec();
    sorted.sort_by(|left, right| left.commitment.total_cmp(&right.commitment));
    let (mut here, mut slope) = ((0.0, 0.0), slope);
    let mut levels = vec![here];
    for Kink { commitment, change } in sorted {
        here = (commitment, here.1 + slope * (commitment - here.0));
        slope += change;
        levels.push(here);
    }
    levels
}

/// Rises and falls of the slope, many at the same commitment.
fn kinks() -> impl Strategy<Value = Vec<Kink>> {
    let kink = |(steps, change): (u32, f64)| Kink { commitment: f64::from(steps) / 100.0, change };
    proptest::collection::vec((1_u32..3_000, -0.5..1.0).prop_map(kink), 0..400)
}

const CLOSE: f64 = 1e-7;

proptest! {
    #[test]
    fn buckets_find_what_sorting_finds(kinks in kinks(), slope in -80.0..10.0, part in 0.0..1.0, most in 0.0..40.0) {
        let levels = in_order(&kinks, slope);
        let buckets = Kinks::new(kinks, slope);

        let inside = levels.iter().filter(|level| level.0 <= most).map(|level| level.1);
        let least = inside.fold(f64::INFINITY, f64::min);
        prop_assert!((buckets.lowest(most).total - least).abs() < CLOSE);

        let highest = levels.iter().map(|level| level.1).fold(f64::NEG_INFINITY, f64::max);
        let limit = least + part * (highest - least);
        let found: Vec<f64> = buckets.within(limit).map(|level| level.commitment).collect();
        prop_assert!(found.is_sorted());
        for (commitment, total) in levels.iter().filter(|(_, total)| *total < limit - CLOSE) {
            prop_assert!(found.contains(commitment), "{commitment} at {total} is within {limit}");
        }
        for level in buckets.within(limit) {
            prop_assert!((buckets.height(level.commitment + 1e-12) - level.total).abs() < CLOSE);
        }
        for pair in levels.windows(2).filter(|pair| pair[0].0 < pair[1].0) {
            let (left, right) = (pair[0], pair[1]);
            prop_assert_eq!(buckets.before(right.0).commitment, left.0);
            let middle = left.0.midpoint(right.0);
            prop_assert!((buckets.height(middle) - left.1.midpoint(right.1)).abs() < CLOSE);
        }
    }
}
