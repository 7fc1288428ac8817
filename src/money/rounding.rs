//! The one rounding rule of money: to the nearest, ties to even (rule M2).

use std::cmp::Ordering;

/// Divides `numerator` by a positive `divisor`, rounding to the nearest whole number, ties to even.
#[must_use]
pub fn divide_half_even(numerator: i128, divisor: i128) -> i128 {
    let (floor, remainder) = (numerator.div_euclid(divisor), numerator.rem_euclid(divisor));
    match (remainder * 2).cmp(&divisor) {
        Ordering::Less => floor,
        Ordering::Equal => floor + (floor & 1),
        Ordering::Greater => floor + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::divide_half_even;

    #[test]
    fn ties_go_to_the_even_neighbour_on_both_sides_of_zero() {
        let cases = [(5, 2, 2), (7, 2, 4), (-5, 2, -2), (-7, 2, -4), (7, 3, 2), (8, 3, 3), (-8, 3, -3)];
        for (numerator, divisor, expected) in cases {
            assert_eq!(divide_half_even(numerator, divisor), expected, "{numerator}/{divisor}");
        }
    }
}
