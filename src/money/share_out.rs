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

    proptest! {
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
