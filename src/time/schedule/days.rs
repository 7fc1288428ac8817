//! The two day fields of a cron expression: day-of-month and day-of-week.

use jiff::civil::Date;

use super::ScheduleError;
use super::field::{DAY_OF_MONTH, DAY_OF_WEEK};

/// One item of a day field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DayItem {
    /// `15`: that day of the month.
    OfMonth(i8),
    /// `L`: the last day of the month.
    LastOfMonth,
    /// `15W`: the weekday nearest to that day, inside the month.
    NearestWeekday(i8),
    /// `LW`: the last weekday of the month.
    LastWeekday,
    /// `2`: that day of the week, 1 being Sunday.
    OfWeek(i8),
    /// `6L`: that day of the week, the last time in the month.
    LastOfWeek(i8),
    /// `2#1`: that day of the week, the nth time in the month.
    NthOfWeek(i8, i8),
}

/// The days on which an expression fires.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Days(Vec<DayItem>);

impl Days {
    /// Parses both fields; AWS wants `?` in exactly one of them.
    pub(super) fn parse(of_month: &str, of_week: &str) -> Result<Self, ScheduleError> {
        match (of_month, of_week) {
            ("?", "?") => Err(ScheduleError(
                "day-of-month and day-of-week are both `?`: one of them must say which days, such as `*`".to_owned(),
            )),
            ("?", days) => items(days, items_of_week).map(Self),
            (days, "?") => items(days, items_of_month).map(Self),
            _ => Err(ScheduleError(format!(
                "one of day-of-month and day-of-week must be `?`, found `{of_month}` and `{of_week}`"
            ))),
        }
    }

    /// Whether the expression fires on this date.
    pub(super) fn contain(&self, date: Date) -> bool {
        self.0.iter().any(|item| item.is(date))
    }
}

impl DayItem {
    fn is(self, date: Date) -> bool {
        let day = date.day();
        let week_day = date.weekday().to_sunday_one_offset();
        let last = date.days_in_month();
        match self {
            Self::OfMonth(wanted) => day == wanted,
            Self::LastOfMonth => day == last,
            Self::NearestWeekday(wanted) => Some(day) == nearest_weekday(date, wanted),
            Self::LastWeekday => Some(day) == nearest_weekday(date, last),
            Self::OfWeek(wanted) => week_day == wanted,
            Self::LastOfWeek(wanted) => week_day == wanted && day + 7 > last,
            Self::NthOfWeek(wanted, nth) => week_day == wanted && (day - 1) / 7 + 1 == nth,
        }
    }
}

/// The Monday-to-Friday day nearest to the day `wanted` of the month of `date`, without leaving the
/// month; none when the month has no such day.
fn nearest_weekday(date: Date, wanted: i8) -> Option<i8> {
    let day = Date::new(date.year(), date.month(), wanted).ok()?;
    let nearest = match day.weekday() {
        jiff::civil::Weekday::Saturday if wanted == 1 => 3,
        jiff::civil::Weekday::Saturday => wanted - 1,
        jiff::civil::Weekday::Sunday if wanted == date.days_in_month() => wanted - 2,
        jiff::civil::Weekday::Sunday => wanted + 1,
        _ => wanted,
    };
    Some(nearest)
}

fn items(
    text: &str,
    item: impl Fn(&str) -> Result<Vec<DayItem>, ScheduleError>,
) -> Result<Vec<DayItem>, ScheduleError> {
    if text.contains(',') && text.contains('#') {
        return Err(ScheduleError(format!("`#` stands alone in the day-of-week field, found `{text}`")));
    }
    let lists: Result<Vec<_>, _> = text.split(',').map(item).collect();
    Ok(lists?.concat())
}

fn items_of_month(item: &str) -> Result<Vec<DayItem>, ScheduleError> {
    match item.to_ascii_uppercase().as_str() {
        "L" => Ok(vec![DayItem::LastOfMonth]),
        "LW" | "WL" => Ok(vec![DayItem::LastWeekday]),
        upper => match upper.strip_suffix('W') {
            Some(day) => Ok(vec![DayItem::NearestWeekday(small(DAY_OF_MONTH.value(day)?))]),
            None => Ok(DAY_OF_MONTH.values_of_item(item)?.into_iter().map(small).map(DayItem::OfMonth).collect()),
        },
    }
}

fn items_of_week(item: &str) -> Result<Vec<DayItem>, ScheduleError> {
    if item.eq_ignore_ascii_case("L") {
        return Ok(vec![DayItem::OfWeek(7)]);
    }
    if let Some((day, nth)) = item.split_once('#') {
        let nth =
            ["1", "2", "3", "4", "5"].iter().position(|number| *number == nth).and_then(|at| i8::try_from(at).ok());
        let nth = nth.ok_or_else(|| {
            ScheduleError(format!("expected 1 to 5 after `#` in the day-of-week field, found `{item}`"))
        })?;
        return Ok(vec![DayItem::NthOfWeek(small(DAY_OF_WEEK.value(day)?), nth + 1)]);
    }
    if let Some(day) = item.strip_suffix(['L', 'l']) {
        return Ok(vec![DayItem::LastOfWeek(small(DAY_OF_WEEK.value(day)?))]);
    }
    Ok(DAY_OF_WEEK.values_of_item(item)?.into_iter().map(small).map(DayItem::OfWeek).collect())
}

/// Days are at most 31.
fn small(day: u16) -> i8 {
    i8::try_from(day).unwrap_or(i8::MAX)
}
