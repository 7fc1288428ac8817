//! Calendar months in UTC minutes.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::civil_minute;

/// The calendar months (UTC) that minutes of `[first, end)` belong to: `(first minute, minutes)`; as far as the calendar goes.
#[must_use]
pub fn utc_months(first: i64, end: i64) -> Vec<(i64, i64)> {
    let Ok(moment) = Timestamp::from_second(first * 60) else { return Vec::new() };
    let mut day = TimeZone::UTC.to_datetime(moment).date().first_of_month();
    let mut months = Vec::new();
    while let Ok(next) = day.last_of_month().tomorrow() {
        let (start, after) = (civil_minute(day.at(0, 0, 0, 0)), civil_minute(next.at(0, 0, 0, 0)));
        if start >= end {
            break;
        }
        months.push((start, after - start));
        day = next;
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_cover_the_minutes_whole() {
        let minute = |month, day| civil_minute(date(2028, month, day).at(0, 0, 0, 0));
        let months = utc_months(minute(1, 31), minute(3, 1) + 1);
        assert_eq!(months, [(minute(1, 1), 31 * 1_440), (minute(2, 1), 29 * 1_440), (minute(3, 1), 31 * 1_440)]);
        assert_eq!(utc_months(minute(1, 31), minute(2, 1)).len(), 1);
    }
}
