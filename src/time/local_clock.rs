//! [`LocalClock`]: what the clock on the wall shows at a UTC minute.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Minutes in a day.
pub const MINUTES_PER_DAY: i64 = 1_440;

/// Minutes in a week.
pub const MINUTES_PER_WEEK: i64 = 10_080;

/// Minutes on a calendar that knows no time zone, from 1970-01-01T00:00 to `moment`.
///
/// The same number is minutes since the epoch when the calendar is UTC.
#[must_use]
pub fn civil_minute(moment: DateTime) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    let days = (moment.date() - epoch).get_days();
    i64::from(days) * MINUTES_PER_DAY + i64::from(moment.hour()) * 60 + i64::from(moment.minute())
}

/// The local clock of an IANA time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalClock {
    name: String,
    zone: TimeZone,
}

impl LocalClock {
    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), zone: TimeZone::UTC }
    }

    /// The clock of an IANA zone such as `Asia/Seoul`, from the bundled time-zone database.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let zone = jiff::tz::TimeZoneDatabase::bundled().get(name).ok()?;
        Some(Self { name: name.to_owned(), zone })
    }

    /// The IANA names of all zones in the bundled database, sorted.
    #[must_use]
    pub fn names() -> Vec<String> {
        jiff::tz::TimeZoneDatabase::bundled().available().map(|name| name.as_str().to_owned()).collect()
    }

    /// The IANA name it was asked for by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How far the local clock is ahead of UTC at a UTC minute, in minutes (rule T4: whole minutes).
    #[must_use]
    pub fn offset_minutes(&self, utc_minute: i64) -> i64 {
        Timestamp::from_second(utc_minute * 60)
            .map_or(0, |moment| i64::from(self.zone.to_offset(moment).seconds()) / 60)
    }

    /// The civil minute that the local clock shows at a UTC minute.
    #[must_use]
    pub fn civil_at(&self, utc_minute: i64) -> i64 {
        utc_minute + self.offset_minutes(utc_minute)
    }

    /// The UTC minute at which the local clock shows `civil`; a time that the clock skips is the
    /// moment it would have been without the change, a time shown twice is the first (rule T4).
    #[must_use]
    pub fn utc_at(&self, civil: DateTime) -> Option<i64> {
        let moment = self.zone.to_ambiguous_timestamp(civil).compatible().ok()?;
        Some(moment.as_second().div_euclid(60))
    }

    /// Spans of constant offset over `[first, end)` UTC minutes: `(from, to, offset_minutes)`, in order.
    #[must_use]
    pub fn offset_spans(&self, first: i64, end: i64) -> Vec<(i64, i64, i64)> {
        let mut spans = Vec::new();
        let mut from = first;
        while from < end {
            let offset = self.offset_minutes(from);
            let next = self.next_change_after(from).unwrap_or(end).min(end);
            spans.push((from, next, offset));
            from = next;
        }
        spans
    }

    /// The first UTC minute after `utc_minute` at which the offset may change.
    fn next_change_after(&self, utc_minute: i64) -> Option<i64> {
        let moment = Timestamp::from_second(utc_minute * 60).ok()?;
        let change = self.zone.following(moment).next()?.timestamp().as_second();
        Some(change.div_euclid(60).max(utc_minute + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn seoul_is_nine_hours_ahead_all_year() {
        let seoul = LocalClock::named("Asia/Seoul").unwrap();
        let midnight = civil_minute(date(2026, 7, 1).at(0, 0, 0, 0));
        assert_eq!(seoul.offset_minutes(midnight), 540);
        assert_eq!(seoul.utc_at(date(2026, 7, 1).at(9, 0, 0, 0)), Some(midnight));
        assert_eq!(seoul.offset_spans(midnight, midnight + 600_000).len(), 1);
    }

    #[test]
    fn daylight_saving_splits_the_year_into_spans() {
        let berlin = LocalClock::named("Europe/Berlin").unwrap();
        let first = civil_minute(date(2026, 1, 1).at(0, 0, 0, 0));
        let end = civil_minute(date(2027, 1, 1).at(0, 0, 0, 0));
        let offsets: Vec<i64> = berlin.offset_spans(first, end).iter().map(|span| span.2).collect();
        assert_eq!(offsets, [60, 120, 60]);
    }

    #[test]
    fn an_unknown_zone_is_not_found() {
        assert!(LocalClock::named("Asia/Soul").is_none());
    }
}
