//! [`Money`]: an exact amount of US dollars.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use super::decimal::{DecimalError, parse_scaled, write_exact, write_fixed};
use super::percent::Percent;

/// Decimals held by [`Money`]: two more than any published AWS list price.
const PLACES: u32 = 12;

/// An exact amount of US dollars, held in whole picodollars (10⁻¹² USD, rule M1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i128);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount from whole picodollars.
    #[must_use]
    pub const fn from_picodollars(picodollars: i128) -> Self {
        Self(picodollars)
    }

    /// The amount in whole picodollars.
    #[must_use]
    pub const fn picodollars(self) -> i128 {
        self.0
    }

    /// Parses plain decimal dollars, such as `0.04656`.
    ///
    /// # Errors
    /// [`DecimalError`] when the text is not a decimal with at most twelve decimals.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        parse_scaled(text, PLACES).map(Self)
    }

    /// The shortest exact decimal text, such as `42.048`.
    #[must_use]
    pub fn to_decimal(self) -> String {
        write_exact(self.0, PLACES)
    }

    /// Decimal text with a fixed number of decimals, rounded half to even; for display only.
    #[must_use]
    pub fn to_fixed(self, decimals: u32) -> String {
        write_fixed(self.0, PLACES, decimals)
    }

    /// This amount less a discount, rounded half to even once (rule M3).
    #[must_use]
    pub fn percent_off(self, discount: Percent) -> Self {
        Self(discount.remainder_of(self.0))
    }

    /// That percentage of this amount, rounded half to even once.
    #[must_use]
    pub fn percent_of(self, percent: Percent) -> Self {
        Self(percent.of(self.0))
    }

    /// This amount times a whole number.
    #[must_use]
    pub const fn times(self, count: i128) -> Self {
        Self(self.0 * count)
    }

    /// This amount divided by a positive whole number, rounded half to even once.
    #[must_use]
    pub fn divided_by(self, divisor: i128) -> Self {
        Self(super::divide_half_even(self.0, divisor))
    }

    /// Whether this is exactly nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Self> for Money {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

impl serde::Serialize for Money {
    /// Money is always written as an exact decimal string.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_decimal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_that_is_not_a_plain_decimal_is_refused() {
        for text in ["", ".", "1.", ".5", "1e3", "NaN", "--1", "+1", "1,000", "0x1", " 1"] {
            assert!(Money::parse(text).is_err(), "{text:?} was accepted");
        }
        assert!(matches!(Money::parse("0.0000000000001"), Err(DecimalError::TooPrecise { .. })));
        assert!(matches!(Money::parse("1234567890123456"), Err(DecimalError::TooLarge(_))));
    }

    #[test]
    fn fixed_text_rounds_half_to_even() {
        assert_eq!(Money::parse("0.125").unwrap().to_fixed(2), "0.12");
        assert_eq!(Money::parse("0.135").unwrap().to_fixed(2), "0.14");
        assert_eq!(Money::parse("-0.135").unwrap().to_fixed(2), "-0.14");
        assert_eq!(Money::parse("1234.5").unwrap().to_fixed(0), "1234");
    }

    proptest! {
        #[test]
        fn writing_then_parsing_gives_the_same_amount(picodollars in -10_i128.pow(26)..10_i128.pow(26)) {
            let amount = Money::from_picodollars(picodollars);
            prop_assert_eq!(Money::parse(&amount.to_decimal()), Ok(amount));
        }
    }
}
