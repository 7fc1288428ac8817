//! What outcomes with weights come to: their mean, and the mean of the worst (rule A3).

use super::problem::OutlookError;
use crate::money::{Money, Percent};

/// Into how many parts the whole of the weights is cut.
const WHOLE: i128 = 1_000_000_000;

/// Weights of demand scenarios in exact parts of a billion, which add up to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights(Vec<i128>);

impl Weights {
    /// Weights as given, divided by their sum and rounded down to billionths; what is missing goes, a billionth each, to
    /// the largest remainders, of ties the first.
    ///
    /// # Errors
    /// [`OutlookError::Weights`] when there is none, or one is not a number above 0.
    pub fn new(weights: &[f64]) -> Result<Self, OutlookError> {
        let sum: f64 = weights.iter().sum();
        if weights.is_empty() || !weights.iter().all(|weight| *weight > 0.0) || !sum.is_finite() {
            return Err(OutlookError::Weights);
        }
        let exact: Vec<f64> = weights.iter().map(|weight| weight / sum * WHOLE as f64).collect();
        let mut parts: Vec<i128> = exact.iter().map(|exact| exact.floor() as i128).collect();
        let missing = usize::try_from(WHOLE - parts.iter().sum::<i128>()).unwrap_or(0);
        let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
        by_remainder.sort_by(|&left, &right| exact[right].fract().total_cmp(&exact[left].fract()));
        for &index in by_remainder.iter().take(missing) {
            parts[index] += 1;
        }
        Ok(Self(parts))
    }

    /// One as a share of the whole, 0 to 1.
    #[must_use]
    pub fn share(&self, index: usize) -> f64 {
        self.0[index] as f64 / WHOLE as f64
    }

    /// The mean of amounts, one for each weight, rounded once.
    #[must_use]
    pub fn mean(&self, amounts: &[Money]) -> Money {
        self.0.iter().zip(amounts).map(|(&parts, amount)| amount.times(parts)).sum::<Money>().divided_by(WHOLE)
    }

    /// The weight of those for which something holds, as a share of the whole.
    #[must_use]
    pub fn share_where(&self, holds: impl Fn(usize) -> bool) -> f64 {
        let parts: i128 = (0..self.0.len()).filter(|&index| holds(index)).map(|index| self.0[index]).sum();
        parts as f64 / WHOLE as f64
    }
}

/// The mean of the largest amounts that together weigh `tail` of the whole, the last of them in part; rounded once.
/// A tail of nothing is the largest amount.
#[must_use]
pub fn mean_of_the_worst(weights: &Weights, amounts: &[Money], tail: Percent) -> Money {
    let tail = tail.floor_of(WHOLE).clamp(1, WHOLE);
    let mut worst: Vec<(Money, i128)> = amounts.iter().copied().zip(weights.0.iter().copied()).collect();
    worst.sort_by_key(|&(amount, _)| std::cmp::Reverse(amount));
    let (mut left, mut sum) = (tail, Money::ZERO);
    for (amount, parts) in worst {
        sum += amount.times(parts.min(left));
        left -= parts.min(left);
    }
    sum.divided_by(tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::outlook::made_up::dollars;
    use proptest::prelude::*;

    #[test]
    fn weights_are_exact_parts_that_add_up() {
        let thirds = Weights::new(&[1.0, 1.0, 1.0]).unwrap();
        assert_eq!(thirds.0, [333_333_334, 333_333_333, 333_333_333]);
        assert_eq!(Weights::new(&[0.25, 0.75]).unwrap().mean(&[dollars("100"), dollars("200")]), dollars("175"));
    }

    #[test]
    fn weights_that_are_no_weights_are_refused() {
        for weights in [&[][..], &[0.0], &[-1.0, 2.0], &[f64::NAN], &[f64::INFINITY], &[f64::MAX, f64::MAX]] {
            assert_eq!(Weights::new(weights), Err(OutlookError::Weights), "{weights:?}");
        }
    }

    #[test]
    fn the_worst_fifth_takes_a_part_of_the_scenario_at_its_edge() {
        let weights = Weights::new(&[0.6, 0.3, 0.1]).unwrap();
        let amounts = ["100", "200", "400"].map(dollars);
        assert_eq!(mean_of_the_worst(&weights, &amounts, Percent::whole(20)), dollars("300"));
        assert_eq!(mean_of_the_worst(&weights, &amounts, Percent::whole(10)), dollars("400"));
        assert_eq!(mean_of_the_worst(&weights, &amounts, Percent::ZERO), dollars("400"));
    }

    proptest! {
        #[test]
        fn the_mean_of_the_worst_lies_between_the_mean_and_the_worst(
            cases in proptest::collection::vec((1e-6_f64..1e6, -10_i128.pow(20)..10_i128.pow(20)), 1..9), tail in 1_i64..=100,
        ) {
            let weights = Weights::new(&cases.iter().map(|case| case.0).collect::<Vec<_>>()).unwrap();
            prop_assert_eq!(weights.0.iter().sum::<i128>(), WHOLE);
            let amounts: Vec<Money> = cases.iter().map(|case| Money::from_picodollars(case.1)).collect();
            let of_worst = mean_of_the_worst(&weights, &amounts, Percent::whole(tail));
            prop_assert!(weights.mean(&amounts) <= of_worst && of_worst <= *amounts.iter().max().unwrap());
            prop_assert_eq!(mean_of_the_worst(&weights, &amounts, Percent::whole(100)), weights.mean(&amounts));
        }
    }
}
