//! [`Horizon`]: what is billed, hour by hour and month by month.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// Hours that make a month in the calculator convention.
const CALCULATOR_MONTH_HOURS: u32 = 730;

/// The longest horizon accepted: ten years.
const MOST_MONTHS: u32 = 120;

/// The same limit in hours.
const MOST_HOURS: u32 = 87_672;

/// How the length of the horizon is given, which also says what a GB-month is (rule T3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    /// Calendar months: a GB-month is the month's real hours.
    Months(u32),
    /// Hours, as in the AWS Pricing Calculator: a GB-month is 730 hours.
    Hours(u32),
}

/// A calendar month, written `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
}

impl YearMonth {
    /// The month written `YYYY-MM`, of the years 1 to 9999.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        Date::new(year, month, 1).ok().map(|_| Self { year, month })
    }

    /// Clock hours of the whole month, UTC.
    #[must_use]
    pub fn hours(self) -> u32 {
        Date::new(self.year, self.month, 1).map_or(0, |first| u32::from(first.days_in_month().unsigned_abs()) * 24)
    }
}

impl std::fmt::Display for YearMonth {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.month)
    }
}

impl serde::Serialize for YearMonth {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The part of one calendar month (UTC) that lies inside the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthSpan {
    /// Which month.
    pub month: YearMonth,
    /// The first hour of the span, counted from the start of the horizon.
    pub first_hour: u32,
    /// How many hours of the month are inside the horizon.
    pub hours: u32,
    /// How many hours make a GB-month (or any per-month price) in this span.
    pub hours_per_month: u32,
}

impl MonthSpan {
    /// The hours of the horizon that the span covers.
    #[must_use]
    pub fn hour_range(&self) -> std::ops::Range<usize> {
        self.first_hour as usize..(self.first_hour + self.hours) as usize
    }
}

/// Why a horizon cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HorizonError {
    /// Nothing to bill.
    #[error("the horizon is empty")]
    Empty,
    /// Longer than ten years, or past the calendar.
    #[error("the horizon is longer than {MOST_MONTHS} months")]
    TooLong,
}

/// The billed period: whole UTC clock hours from midnight of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Horizon {
    start: Date,
    convention: Convention,
    hours: u32,
    months: Vec<MonthSpan>,
    growth_month_starts: Vec<i64>,
}

impl Horizon {
    /// Lays out the horizon that begins at midnight UTC of `start`.
    ///
    /// # Errors
    /// [`HorizonError`] when it is empty or longer than ten years.
    pub fn new(start: Date, convention: Convention) -> Result<Self, HorizonError> {
        let hours = match convention {
            Convention::Months(0) | Convention::Hours(0) => return Err(HorizonError::Empty),
            Convention::Months(months) if months > MOST_MONTHS => return Err(HorizonError::TooLong),
            Convention::Hours(hours) if hours > MOST_HOURS => return Err(HorizonError::TooLong),
            Convention::Hours(hours) => hours,
            Convention::Months(months) => hours_between(start, months_after(start, months)?),
        };
        let months = month_spans(start, hours, convention)?;
        let growth_month_starts = growth_month_starts(start, hours)?;
        Ok(Self { start, convention, hours, months, growth_month_starts })
    }

    /// The first billed day.
    #[must_use]
    pub const fn start(&self) -> Date {
        self.start
    }

    /// How its length was given.
    #[must_use]
    pub const fn convention(&self) -> Convention {
        self.convention
    }

    /// Its length in clock hours.
    #[must_use]
    pub const fn hours(&self) -> u32 {
        self.hours
    }

    /// Its length in minutes.
    #[must_use]
    pub const fn minutes(&self) -> usize {
        self.hours as usize * 60
    }

    /// Its length in seconds.
    #[must_use]
    pub const fn seconds(&self) -> i64 {
        self.hours as i64 * 3_600
    }

    /// Its first minute, in minutes since 1970-01-01T00:00Z.
    #[must_use]
    pub fn first_minute(&self) -> i64 {
        minutes_since_epoch(self.start)
    }

    /// The day on which an hour lies, counted from the first of the horizon; the calendar's last day for one beyond it.
    #[must_use]
    pub fn date_of_hour(&self, hour: i64) -> Date {
        let days = Span::new().try_days(hour.div_euclid(24));
        days.and_then(|days| self.start.checked_add(days)).unwrap_or(if hour < 0 { Date::MIN } else { Date::MAX })
    }

    /// The calendar months it touches, in order; a month it covers in part has its own short span.
    #[must_use]
    pub fn months(&self) -> &[MonthSpan] {
        &self.months
    }

    /// The first minute of each growth month after the first: the start plus 1, 2, … calendar months (rule D5).
    #[must_use]
    pub fn growth_month_starts(&self) -> &[i64] {
        &self.growth_month_starts
    }
}

/// The day `months` calendar months after `start`, the last day of a shorter month if need be.
fn months_after(start: Date, months: u32) -> Result<Date, HorizonError> {
    let span: Span = i64::from(months).months();
    start.checked_add(span).map_err(|_| HorizonError::TooLong)
}

/// Minutes from 1970-01-01T00:00Z to midnight UTC of `date`.
fn minutes_since_epoch(date: Date) -> i64 {
    super::civil_minute(date.at(0, 0, 0, 0))
}

/// Hours from midnight to midnight.
fn hours_between(from: Date, to: Date) -> u32 {
    u32::try_from((minutes_since_epoch(to) - minutes_since_epoch(from)) / 60).unwrap_or(0)
}

fn month_spans(start: Date, hours: u32, convention: Convention) -> Result<Vec<MonthSpan>, HorizonError> {
    let mut spans = Vec::new();
    let mut day = start;
    let mut first_hour = 0;
    while first_hour < hours {
        let next = day.last_of_month().tomorrow().map_err(|_| HorizonError::TooLong)?;
        let in_month = hours_between(day, next).min(hours - first_hour);
        let hours_per_month = match convention {
            Convention::Hours(_) => CALCULATOR_MONTH_HOURS,
            Convention::Months(_) => hours_between(day.first_of_month(), next),
        };
        let month = YearMonth { year: day.year(), month: day.month() };
        spans.push(MonthSpan { month, first_hour, hours: in_month, hours_per_month });
        first_hour += in_month;
        day = next;
    }
    Ok(spans)
}

fn growth_month_starts(start: Date, hours: u32) -> Result<Vec<i64>, HorizonError> {
    let end = minutes_since_epoch(start) + i64::from(hours) * 60;
    let mut starts = Vec::new();
    for month in 1.. {
        let minute = minutes_since_epoch(months_after(start, month)?);
        if minute >= end {
            break;
        }
        starts.push(minute);
    }
    Ok(starts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_are_read_as_they_are_written_and_know_their_hours() {
        let month = YearMonth { year: 2028, month: 2 };
        assert_eq!(YearMonth::parse("2028-02"), Some(month));
        assert_eq!((month.to_string().as_str(), month.hours()), ("2028-02", 29 * 24));
        for text in ["2028-2", "2028-13", "28-02", "2028-00", "2028", "2028-02-01", "+028-02"] {
            assert_eq!(YearMonth::parse(text), None, "{text}");
        }
    }

    #[test]
    fn months_that_start_inside_a_month_have_short_first_and_last_spans() {
        let horizon = Horizon::new(date(2026, 1, 15), Convention::Months(2)).unwrap();
        let spans: Vec<_> =
            horizon.months().iter().map(|span| (span.month.to_string(), span.hours, span.hours_per_month)).collect();
        let expected = [("2026-01", 17 * 24, 744), ("2026-02", 672, 672), ("2026-03", 14 * 24, 744)];
        assert_eq!(spans, expected.map(|(month, hours, whole)| (month.to_owned(), hours, whole)));
        assert_eq!(horizon.hours(), (17 + 28 + 14) * 24);
    }

    #[test]
    fn the_calculator_month_is_730_hours_whatever_the_calendar_says() {
        let horizon = Horizon::new(date(2026, 1, 1), Convention::Hours(730)).unwrap();
        assert_eq!(horizon.months().len(), 1);
        assert_eq!(horizon.months()[0].hours_per_month, 730);
    }

    #[test]
    fn empty_and_endless_horizons_are_refused() {
        let start = date(2026, 1, 1);
        assert_eq!(Horizon::new(start, Convention::Hours(0)), Err(HorizonError::Empty));
        assert_eq!(Horizon::new(start, Convention::Months(1_200)), Err(HorizonError::TooLong));
        assert_eq!(Horizon::new(date(9_999, 12, 1), Convention::Months(12)), Err(HorizonError::TooLong));
    }

    #[test]
    fn hours_before_and_after_the_horizon_have_a_date() {
        let horizon = Horizon::new(date(2026, 1, 1), Convention::Months(1)).unwrap();
        let dates = [-1, 0, 23, 24, 8_760].map(|hour| horizon.date_of_hour(hour));
        assert_eq!(dates, [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 2), date(2027, 1, 1)]);
        assert_eq!((horizon.date_of_hour(i64::MAX), horizon.date_of_hour(i64::MIN)), (Date::MAX, Date::MIN));
    }

    #[test]
    fn growth_months_follow_the_anniversaries_of_the_start() {
        let horizon = Horizon::new(date(2026, 1, 31), Convention::Months(3)).unwrap();
        let days: Vec<i64> =
            horizon.growth_month_starts().iter().map(|minute| (minute - horizon.first_minute()) / 1_440).collect();
        assert_eq!(days, [28, 59]);
    }
}
