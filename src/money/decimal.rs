//! Decimal text to and from scaled integers, without ever passing through floating point.

use super::rounding::divide_half_even;

/// Why a text is not a decimal number that money can hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Not digits with at most one decimal point and an optional sign.
    #[error("`{0}` is not a decimal number")]
    NotADecimal(String),
    /// More decimals than the scale holds.
    #[error("`{text}` has more than {places} decimals")]
    TooPrecise {
        /// The text as given.
        text: String,
        /// How many decimals are allowed.
        places: u32,
    },
    /// Too many digits before the decimal point.
    #[error("`{0}` is too large")]
    TooLarge(String),
}

/// Parses plain decimal text (`-12.5`, `0.04656`) into an integer scaled by `10^places`.
///
/// # Errors
/// [`DecimalError`] when the text is not a plain decimal of at most `places` decimals and 15 whole digits.
pub(crate) fn parse_scaled(text: &str, places: u32) -> Result<i128, DecimalError> {
    let not_a_decimal = || DecimalError::NotADecimal(text.to_owned());
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let dangling_point = unsigned.contains('.') && fraction.is_empty();
    if whole.is_empty() || dangling_point || !digits_only(whole) || !digits_only(fraction) {
        return Err(not_a_decimal());
    }
    if whole.len() > 15 {
        return Err(DecimalError::TooLarge(text.to_owned()));
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > places as usize {
        return Err(DecimalError::TooPrecise { text: text.to_owned(), places });
    }
    // At most 15 and `places` digits, which 64 bits hold; fewer than all of them leave zeros to fill in.
    let number =
        |digits: &str| if digits.is_empty() { Ok(0) } else { digits.parse::<u64>().map_err(|_| not_a_decimal()) };
    let unit = 10_i128.pow(places);
    let fraction_unit = 10_i128.pow(places - u32::try_from(fraction.len()).map_err(|_| not_a_decimal())?);
    let magnitude = i128::from(number(whole)?) * unit + i128::from(number(fraction)?) * fraction_unit;
    Ok(if negative { -magnitude } else { magnitude })
}

/// Writes an integer scaled by `10^places` as the shortest exact decimal text.
pub(crate) fn write_exact(scaled: i128, places: u32) -> String {
    let fixed = write_fixed(scaled, places, places);
    match fixed.split_once('.') {
        Some(_) => fixed.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => fixed,
    }
}

/// Writes an integer scaled by `10^places` with exactly `shown` decimals, rounded half to even.
pub(crate) fn write_fixed(scaled: i128, places: u32, shown: u32) -> String {
    let rounded = if shown >= places {
        scaled * 10_i128.pow(shown - places)
    } else {
        divide_half_even(scaled, 10_i128.pow(places - shown))
    };
    let sign = if rounded < 0 { "-" } else { "" };
    let magnitude = rounded.unsigned_abs();
    let unit = 10_u128.pow(shown);
    if shown == 0 {
        return format!("{sign}{magnitude}");
    }
    format!("{sign}{}.{:0width$}", magnitude / unit, magnitude % unit, width = shown as usize)
}
