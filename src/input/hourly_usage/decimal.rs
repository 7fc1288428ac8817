//! [`Decimal`]: numbers as spreadsheets and pandas write them, kept exactly.

use crate::money::{Money, divide_half_even};

/// Digits kept of a number; beyond them only whether anything follows, which is all that rounding asks.
const MOST_DIGITS: usize = 36;

/// Powers of ten that a number may be written with.
const MOST_EXPONENT: i32 = 400;

/// Decimals that money holds.
const MONEY_PLACES: u32 = 12;

/// A number that is not negative: `digits × 10^-places`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: u128,
    places: i32,
}

/// Why a text is not such a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotANumber {
    /// Not digits with at most one point and an exponent.
    Text,
    /// Below zero.
    Negative,
}

impl Decimal {
    /// Parses `12`, `0.5`, `.5`, `1e-05` and `1.5E+3`.
    pub(super) fn parse(text: &str) -> Result<Self, NotANumber> {
        let (is_negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| NotANumber::Text)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !is_digits(whole) || !is_digits(fraction) {
            return Err(NotANumber::Text);
        }
        if exponent.abs() > MOST_EXPONENT {
            return Err(NotANumber::Text);
        }
        let number = Self::of_digits(whole.bytes().chain(fraction.bytes()), fraction.len(), exponent);
        if is_negative && number.digits > 0 { Err(NotANumber::Negative) } else { Ok(number) }
    }

    fn of_digits(bytes: impl Iterator<Item = u8>, fraction: usize, exponent: i32) -> Self {
        let mut digits = 0_u128;
        let (mut kept, mut dropped, mut is_more) = (0, 0, false);
        for digit in bytes.map(|byte| byte - b'0') {
            if kept < MOST_DIGITS {
                digits = digits * 10 + u128::from(digit);
                kept += usize::from(digits > 0);
            } else {
                dropped += 1;
                is_more |= digit > 0;
            }
        }
        let places = i32::try_from(fraction).unwrap_or(i32::MAX).saturating_sub(exponent).saturating_sub(dropped);
        if is_more {
            return Self { digits: digits * 10 + 1, places: places.saturating_add(1) };
        }
        Self { digits, places }
    }

    /// Whether it is above a whole power of ten.
    pub(super) fn is_above_ten_to(self, power: u32) -> bool {
        let whole_digits = i64::from(self.digits.checked_ilog10().map_or(0, |log| log + 1)) - i64::from(self.places);
        let power = i64::from(power);
        let leading_ten = self.digits.checked_ilog10().map_or(0, |log| 10_u128.pow(log));
        self.digits > 0 && (whole_digits > power + 1 || (whole_digits == power + 1 && self.digits > leading_ten))
    }

    /// This number × 10^`exponent`, rounded half to even; it must not be above 10²⁴ before.
    pub(super) fn scaled(self, exponent: u32) -> i128 {
        let digits = i128::try_from(self.digits).expect("at most 37 digits are kept");
        let shift = i32::try_from(exponent).unwrap_or(i32::MAX).saturating_sub(self.places);
        match shift {
            _ if digits == 0 => 0,
            0.. => digits * 10_i128.pow(shift.unsigned_abs()),
            -38..0 => divide_half_even(digits, 10_i128.pow(shift.unsigned_abs())),
            _ => 0,
        }
    }

    /// As money, where twelve decimals hold it; it must not be above 10¹².
    pub(super) fn as_money(self) -> Option<Money> {
        let beyond = self.places.saturating_sub_unsigned(MONEY_PLACES);
        let is_exact = match beyond {
            ..=0 => true,
            1..=38 => self.digits.is_multiple_of(10_u128.pow(beyond.unsigned_abs())),
            _ => self.digits == 0,
        };
        is_exact.then(|| Money::from_picodollars(self.scaled(MONEY_PLACES)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scaled(text: &str, exponent: u32) -> i128 {
        Decimal::parse(text).unwrap().scaled(exponent)
    }

    #[test]
    fn plain_and_scientific_numbers_are_exact() {
        let cases = [("0.1", 12, 100_000_000_000), ("1e-05", 12, 10_000_000), ("1.5E+3", 0, 1_500), (".5", 1, 5)];
        for (text, exponent, expected) in cases {
            assert_eq!(scaled(text, exponent), expected, "{text}");
        }
        assert_eq!(scaled("-0.0", 12), 0);
        assert_eq!(scaled("0e-300", 12), 0);
        assert_eq!(scaled("1e-300", 12), 0);
    }

    #[test]
    fn what_is_finer_is_rounded_half_to_even_also_beyond_the_digits_kept() {
        assert_eq!(
            (scaled("0.25", 1), scaled("0.35", 1), scaled("0.2500000000000000000000000000000000000000001", 1)),
            (2, 4, 3)
        );
    }

    #[test]
    fn other_texts_are_no_numbers() {
        for text in ["", ".", "e5", "NaN", "inf", "1,000", "1e", "1e5.0", "0x1", "1 ", "1e999999999999", "$1", "--1"] {
            assert_eq!(Decimal::parse(text), Err(NotANumber::Text), "{text:?}");
        }
        assert_eq!(Decimal::parse("-1e-9"), Err(NotANumber::Negative));
    }

    #[test]
    fn size_is_known_before_scaling() {
        let is_above = |text: &str, power| Decimal::parse(text).unwrap().is_above_ten_to(power);
        assert!(!is_above("1000", 3) && !is_above("1e3", 3) && !is_above("999.9", 3) && !is_above("0", 0));
        assert!(is_above("1000.001", 3) && is_above("1001", 3) && is_above("1e400", 15));
    }

    #[test]
    fn money_is_exact_or_refused() {
        let money = |text: &str| Decimal::parse(text).unwrap().as_money().map(Money::to_decimal);
        assert_eq!(money("1.275e-05").as_deref(), Some("0.00001275"));
        assert_eq!(money("0.7000000000000000").as_deref(), Some("0.7"));
        assert_eq!(money("0.0000000000001"), None);
        assert_eq!(money("1e-60"), None);
    }

    proptest! {
        #[test]
        fn plain_decimals_are_read_as_money_reads_them(picodollars in 0_i128..10_i128.pow(24)) {
            let amount = Money::from_picodollars(picodollars);
            prop_assert_eq!(Decimal::parse(&amount.to_decimal()).unwrap().as_money(), Some(amount));
        }
    }
}
