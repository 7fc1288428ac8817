//! [`Percent`]: an exact percentage with up to four decimals.

use super::decimal::{DecimalError, parse_scaled, write_exact};
use super::rounding::divide_half_even;

/// Decimals held by a percentage.
const PLACES: u32 = 4;

/// Parts of a whole: one hundred percent.
const WHOLE: i128 = 100 * 10_i128.pow(PLACES);

/// An exact percentage, such as a negotiated discount or a tax.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(i128);

impl Percent {
    /// Zero percent.
    pub const ZERO: Self = Self(0);

    /// Parses decimal text, such as `12.5`.
    ///
    /// # Errors
    /// [`DecimalError`] when the text is not a decimal with at most four decimals.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        parse_scaled(text, PLACES).map(Self)
    }

    /// A whole number of percent.
    #[must_use]
    pub const fn whole(percent: i64) -> Self {
        Self(percent as i128 * 10_i128.pow(PLACES))
    }

    /// A whole number of hundredths of a percent.
    #[must_use]
    pub const fn hundredths(hundredths: i64) -> Self {
        Self(hundredths as i128 * 10_i128.pow(PLACES - 2))
    }

    /// Whether this is exactly zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The shortest exact decimal text, without a percent sign.
    #[must_use]
    pub fn to_decimal(self) -> String {
        write_exact(self.0, PLACES)
    }

    /// This percentage of a whole number, rounded down.
    #[must_use]
    pub fn floor_of(self, amount: i128) -> i128 {
        (amount * self.0).div_euclid(WHOLE)
    }

    /// This percentage of `amount`, rounded half to even.
    pub(super) fn of(self, amount: i128) -> i128 {
        divide_half_even(amount * self.0, WHOLE)
    }

    /// What is left of `amount` after this percentage is taken off, rounded half to even.
    pub(super) fn remainder_of(self, amount: i128) -> i128 {
        divide_half_even(amount * (WHOLE - self.0), WHOLE)
    }
}
