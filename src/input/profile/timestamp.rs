//! Timestamps as AWS and spreadsheets write them.

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::time::civil_minute;

/// A minute, on the local clock or with a known offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Moment {
    /// Civil minutes of the local clock.
    Local(i64),
    /// Minutes since the epoch.
    Utc(i64),
}

impl Moment {
    pub(in crate::input) const fn minute(self) -> i64 {
        match self {
            Self::Local(minute) | Self::Utc(minute) => minute,
        }
    }
}

/// Parses `2026-01-01 00:05:00`, `2026-01-01T00:05`, either with `Z` or an offset; says what is wrong otherwise.
pub(in crate::input) fn parse(text: &str) -> Result<Moment, &'static str> {
    let not_understood = "expected a time such as `2026-01-01 00:05:00`";
    if text.contains(['[', ']']) || !text.is_ascii() {
        return Err(not_understood);
    }
    if text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok() {
        return Err("expected a time after the date, such as `2026-01-01 00:05:00`");
    }
    if !text.contains(':') {
        return Err(not_understood);
    }
    let moment = parse_utc(text).or_else(|| parse_local(text)).ok_or(not_understood)?;
    let (seconds, year) = moment;
    if !(1970..2200).contains(&year) {
        return Err("expected a year between 1970 and 2199");
    }
    seconds.ok_or("expected a whole minute")
}

/// A moment, if it is on a whole minute, and its year.
type Parsed = (Option<Moment>, i16);

fn parse_utc(text: &str) -> Option<Parsed> {
    let moment: Timestamp = text.parse().ok()?;
    let year = moment.to_zoned(jiff::tz::TimeZone::UTC).year();
    let whole = moment.as_second().rem_euclid(60) == 0 && moment.subsec_nanosecond() == 0;
    Some((whole.then_some(Moment::Utc(moment.as_second().div_euclid(60))), year))
}

fn parse_local(text: &str) -> Option<Parsed> {
    let moment: DateTime = text.parse().ok()?;
    let whole = moment.second() == 0 && moment.subsec_nanosecond() == 0;
    Some((whole.then_some(Moment::Local(civil_minute(moment))), moment.year()))
}
