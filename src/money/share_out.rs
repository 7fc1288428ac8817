//! Showing exact dollars in another currency or with fewer decimals so that the rows still add up.

use super::amount::Money;
use super::rounding::divide_half_even;

/// An amount as shown: a whole number of the smallest displayed unit (won, cents).
pub type Displayed = i128;

/// Converts the total of `rows` once and distributes it over the rows by largest remainder
/// (rule M5), so that what is shown adds up to what is shown as the total.
///
/// `units_per_dollar` is how many smallest displayed units one dollar makes, as a fraction
/// (numerator, denominator). Ties in the remainder go to the earlier row.
#[must_use]
pub fn share_out(rows: &[Money], units_per_dollar: (i128, i128)) -> (Vec<Displayed>, Displayed) {
    let (numerator, denominator) = units_per_dollar;
    let divisor = denominator * 10_i128.pow(12);
    let exact = |amount: Money| amount.picodollars() * numerator;
    let total = divide_half_even(exact(rows.iter().sum()), divisor);
    let mut shown: Vec<Displayed> = rows.iter().map(|row| exact(*row).div_euclid(divisor)).collect();
    let left_over = total - shown.iter().sum::<i128>();
    let mut by_remainder: Vec<usize> = (0..rows.len()).collect();
    by_remainder.sort_by_key(|&index| std::cmp::Reverse(exact(rows[index]).rem_euclid(divisor)));
    for &index in by_remainder.iter().take(usize::try_from(left_over).unwrap_or(0)) {
        shown[index] += 1;
    }
    (shown, total)
}

/// Divides an amount in proportion to `weights`, exactly: each part is rounded down to a picodollar, and the picodollars
/// still missing go one each to the parts with the largest remainders, ties to the earlier (rule M6).
///
/// Weights must not be negative, and their sum must be above zero and below 2⁴⁸.
#[must_use]
pub fn share_by_weight(amount: Money, weights: &[i128]) -> Vec<Money> {
    let sum: i128 = weights.iter().sum();
    assert!(sum > 0, "something has a weight");
    let exact = |weight: i128| amount.picodollars() * weight;
    let mut parts: Vec<i128> = weights.iter().map(|&weight| exact(weight).div_euclid(sum)).collect();
    let missing = amount.picodollars() - parts.iter().sum::<i128>();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|&index| std::cmp::Reverse(exact(weights[index]).rem_euclid(sum)));
    for &index in by_remainder.iter().take(usize::try_from(missing).unwrap_or(0)) {
        parts[index] += 1;
    }
    parts.into_iter().map(Money::from_picodollars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn won_without_decimals_add_up() {
        let rows = ["0.001", "0.001", "0.001"].map(|text| Money::parse(text).unwrap());
        let (shown, total) = share_out(&rows, (1_380, 1));
        assert_eq!((shown, total), (vec![2, 1, 1], 4));
    }

    #[test]
    fn an_amount_is_divided_by_weight() {
        let parts = share_by_weight(Money::from_picodollars(10), &[1, 0, 1, 1]);
        let parts: Vec<i128> = parts.into_iter().map(Money::picodollars).collect();
        assert_eq!(parts, [4, 0, 3, 3]);
    }

    proptest! {
        #[test]
        fn parts_by_weight_sum_to_the_amount_and_are_within_one_of_their_share(
            amount in 0_i128..10_i128.pow(24), weights in proptest::collection::vec(0_i128..1_000_000, 1..12),
        ) {
            prop_assume!(weights.iter().sum::<i128>() > 0);
            let sum: i128 = weights.iter().sum();
            let parts = share_by_weight(Money::from_picodollars(amount), &weights);
            prop_assert_eq!(parts.iter().map(|part| part.picodollars()).sum::<i128>(), amount);
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!((part.picodollars() * sum - amount * weight).abs() < sum);
            }
        }

        #[test]
        fn shown_rows_always_sum_to_the_shown_total(
            rows in proptest::collection::vec(-10_i128.pow(15)..10_i128.pow(18), 0..40), rate in 1_i128..2_000_000,
        ) {
            let rows: Vec<Money> = rows.into_iter().map(Money::from_picodollars).collect();
            let (shown, total) = share_out(&rows, (rate, 1_000));
            prop_assert_eq!(shown.iter().sum::<i128>(), total);
            for (row, shown) in rows.iter().zip(shown) {
                let exact = row.picodollars() * rate;
                let off = (shown * 1_000 * 10_i128.pow(12) - exact).abs();
                prop_assert!(off < 1_000 * 10_i128.pow(12), "a row moved by a whole unit");
            }
        }
    }
}
