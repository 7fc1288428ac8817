//! [`AsOf`]: when a price was valid, as precisely as is known.

/// A year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct AsOf {
    year: i16,
    /// 0 when only the year is known.
    month: i8,
    /// 0 when only the month is known.
    day: i8,
}

impl AsOf {
    /// Parses `2026`, `2026-07` or `2026-07-20`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map_or(Some(0), |part| digits(part, 2))?;
        let day = parts.next().map_or(Some(0), |part| digits(part, 2))?;
        let as_of = Self { year, month: i8::try_from(month).ok()?, day: i8::try_from(day).ok()? };
        let precise = text.len();
        let real = jiff::civil::Date::new(year, as_of.month.max(1), as_of.day.max(1)).is_ok();
        let no_zeros = (as_of.month > 0 || precise == 4) && (as_of.day > 0 || precise <= 7);
        (parts.next().is_none() && real && no_zeros).then_some(as_of)
    }

    /// Whether the day is known.
    pub(super) const fn is_a_day(self) -> bool {
        self.day > 0
    }
}

impl std::fmt::Display for AsOf {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(formatter, "{:04}", self.year),
            (month, 0) => write!(formatter, "{:04}-{month:02}", self.year),
            (month, day) => write!(formatter, "{:04}-{month:02}-{day:02}", self.year),
        }
    }
}

/// A number of exactly `length` digits.
fn digits(text: &str, length: usize) -> Option<i16> {
    let plain = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::AsOf;

    #[test]
    fn a_date_keeps_its_precision() {
        for text in ["2026", "2020-11", "2025-04-04", "2024-02-29"] {
            assert_eq!(AsOf::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in ["", "26", "2026-", "2026-13", "2026-00", "2026-1", "2025-02-29", "2026-01-00", "2026-01-01-01"] {
            assert_eq!(AsOf::parse(text), None, "{text:?} was accepted");
        }
    }
}
