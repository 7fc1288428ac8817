//! Splitting an amount by weights so that the parts add up to it.

use super::amount::Money;

/// `amount` (not negative) in proportion to `weights` (not negative), to the picodollar: each part is rounded down, and
/// the picodollars still missing go one each to the parts with the largest remainders, ties to the earlier (rule L8).
///
/// Without any weight the last part has everything; there must be one.
#[must_use]
pub fn split_by_weight(amount: Money, weights: &[i128]) -> Vec<Money> {
    let whole: i128 = weights.iter().sum();
    let mut parts = vec![0; weights.len()];
    if whole == 0 {
        *parts.last_mut().expect("there is a part") = amount.picodollars();
        return parts.into_iter().map(Money::from_picodollars).collect();
    }
    let exact = |index: usize| amount.picodollars() * weights[index];
    for (index, part) in parts.iter_mut().enumerate() {
        *part = exact(index).div_euclid(whole);
    }
    let missing = amount.picodollars() - parts.iter().sum::<i128>();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|&index| std::cmp::Reverse(exact(index).rem_euclid(whole)));
    for &index in by_remainder.iter().take(usize::try_from(missing).unwrap_or(0)) {
        parts[index] += 1;
    }
    parts.into_iter().map(Money::from_picodollars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(picodollars: i128, weights: &[i128]) -> Vec<i128> {
        split_by_weight(Money::from_picodollars(picodollars), weights).into_iter().map(Money::picodollars).collect()
    }

    #[test]
    fn what_rounding_leaves_goes_to_the_largest_remainders_then_to_the_earlier() {
        assert_eq!(split(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(split(10, &[1, 2, 3]), [2, 3, 5]); // 1.67, 3.33, 5: the first has the largest remainder
        assert_eq!(split(7, &[0, 0]), [0, 7]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_are_next_to_their_exact_share(
            amount in 0_i128..10_i128.pow(18), weights in proptest::collection::vec(0_i128..10_i128.pow(15), 1..12),
        ) {
            let parts = split(amount, &weights);
            prop_assert_eq!(parts.iter().sum::<i128>(), amount);
            let whole: i128 = weights.iter().sum();
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!(whole == 0 || (part * whole - amount * weight).abs() < whole);
            }
        }
    }
}
