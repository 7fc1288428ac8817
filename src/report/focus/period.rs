//! Billing and charge periods, as FOCUS writes moments: `2026-03-01T00:00:00Z`.

use crate::report::timeline::second_text;
use crate::time::{Horizon, MonthSpan, YearMonth};

/// The beginning of a calendar month and of the next one.
pub(super) fn billing_period(month: YearMonth) -> (String, String) {
    let next = match month {
        YearMonth { year, month: 12 } => YearMonth { year: year + 1, month: 1 },
        YearMonth { year, month } => YearMonth { year, month: month + 1 },
    };
    (format!("{month}-01T00:00:00Z"), format!("{next}-01T00:00:00Z"))
}

/// The beginning of some hours of the horizon, and their end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ChargePeriod {
    /// The first hour.
    pub(super) first: u32,
    /// How many.
    pub(super) hours: u32,
}

impl ChargePeriod {
    /// The part of a month that is inside the horizon.
    pub(super) const fn of_month(span: &MonthSpan) -> Self {
        Self { first: span.first_hour, hours: span.hours }
    }

    /// One hour.
    pub(super) const fn of_hour(hour: u32) -> Self {
        Self { first: hour, hours: 1 }
    }

    pub(super) fn texts(self, horizon: &Horizon) -> (String, String) {
        let at = |hour: u32| second_text(horizon.first_minute() * 60 + i64::from(hour) * 3_600);
        (at(self.first), at(self.first + self.hours))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Convention;

    #[test]
    fn periods_begin_inclusive_and_end_exclusive() {
        let december = YearMonth { year: 2026, month: 12 };
        let expected = ("2026-12-01T00:00:00Z".to_owned(), "2027-01-01T00:00:00Z".to_owned());
        assert_eq!(billing_period(december), expected);
        let horizon = Horizon::new(jiff::civil::date(2026, 12, 16), Convention::Months(1)).unwrap();
        let first = ChargePeriod::of_month(&horizon.months()[0]).texts(&horizon);
        assert_eq!(first, ("2026-12-16T00:00:00Z".to_owned(), expected.1));
        let hour = ChargePeriod::of_hour(25).texts(&horizon);
        assert_eq!(hour, ("2026-12-17T01:00:00Z".to_owned(), "2026-12-17T02:00:00Z".to_owned()));
    }
}
