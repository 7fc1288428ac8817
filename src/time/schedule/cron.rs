//! [`Cron`]: AWS's six-field cron dialect on a local clock.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::ScheduleError;
use super::days::Days;
use super::field::{HOURS, MINUTES, MONTH, SECONDS, YEAR};
use crate::time::{LocalClock, MINUTES_PER_DAY};

/// UTC minutes outside which no expression fires: its years, with room for any offset.
const SUPPORTED: std::ops::Range<i64> = -2 * MINUTES_PER_DAY..121_000_000;

/// How far back a clock is looked at to know what it has shown already, in minutes: more than any offset changes.
const LOOK_BACK: i64 = 2 * MINUTES_PER_DAY;

/// A parsed cron expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cron {
    /// Minutes of the day, ascending.
    times: Vec<i64>,
    days: Days,
    months: BTreeSet<u16>,
    years: BTreeSet<u16>,
}

impl Cron {
    /// Parses what stands between the parentheses of `cron(...)`.
    pub(super) fn parse(body: &str) -> Result<Self, ScheduleError> {
        let fields: Vec<&str> = body.split_whitespace().collect();
        let [minutes, hours, of_month, month, of_week, year] = six_fields(body, &fields)?;
        let minutes = MINUTES.values(minutes)?;
        let hours = HOURS.values(hours)?;
        let times = hours.iter().flat_map(|hour| minutes.iter().map(move |minute| i64::from(hour * 60 + minute)));
        Ok(Self {
            times: times.collect(),
            days: Days::parse(of_month, of_week)?,
            months: MONTH.values(month)?,
            years: YEAR.values(year)?,
        })
    }

    /// The UTC minutes in `[first, end)` whose local time matches, the first time the clock shows it.
    pub(super) fn firings(&self, clock: &LocalClock, first: i64, end: i64) -> Vec<i64> {
        let first = first.max(SUPPORTED.start);
        let end = end.min(SUPPORTED.end);
        let mut firings = Vec::new();
        let mut shown_until = i64::MIN;
        for (from, to, offset) in clock.offset_spans(first - LOOK_BACK, end) {
            let fresh = (from.max(first) + offset).max(shown_until);
            firings.extend(self.civil_minutes(fresh, to + offset).map(|civil| civil - offset));
            shown_until = shown_until.max(to + offset);
        }
        firings
    }

    /// Whether no date and time of its years matches and is shown by the clock.
    pub(super) fn never_fires(&self, clock: &LocalClock) -> bool {
        let mut matching = self.civil_minutes(SUPPORTED.start, SUPPORTED.end);
        let fires_near = |civil: i64| !self.firings(clock, civil - MINUTES_PER_DAY, civil + MINUTES_PER_DAY).is_empty();
        !matching.any(fires_near)
    }

    /// The matching minutes of a calendar without time zone, in `[first, end)`.
    fn civil_minutes(&self, first: i64, end: i64) -> impl Iterator<Item = i64> {
        let days = first.div_euclid(MINUTES_PER_DAY)..=(end - 1).div_euclid(MINUTES_PER_DAY);
        let matching = days.filter(|day| date_of(*day).is_some_and(|date| self.matches(date)));
        let minutes = matching.flat_map(|day| self.times.iter().map(move |time| day * MINUTES_PER_DAY + time));
        minutes.filter(move |minute| (first..end).contains(minute))
    }

    fn matches(&self, date: Date) -> bool {
        let has = |set: &BTreeSet<u16>, value: i16| u16::try_from(value).is_ok_and(|value| set.contains(&value));
        has(&self.years, date.year()) && has(&self.months, i16::from(date.month())) && self.days.contain(date)
    }
}

/// The six fields, after a seventh for seconds in front has been checked to be 0.
fn six_fields<'a>(body: &str, fields: &[&'a str]) -> Result<[&'a str; 6], ScheduleError> {
    match *fields {
        [minutes, hours, of_month, month, of_week, year] => Ok([minutes, hours, of_month, month, of_week, year]),
        [seconds, minutes, hours, of_month, month, of_week, year] => {
            if SECONDS.value(seconds)? != 0 {
                return Err(ScheduleError(format!(
                    "seconds must be 0: schedules fire on whole minutes, found `{body}`"
                )));
            }
            Ok([minutes, hours, of_month, month, of_week, year])
        }
        _ => Err(ScheduleError(format!(
            "expected six fields, `minutes hours day-of-month month day-of-week year`, found {} in `{body}`",
            fields.len()
        ))),
    }
}

/// The date so many days after 1970-01-01.
fn date_of(day: i64) -> Option<Date> {
    date(1970, 1, 1).checked_add(i32::try_from(day).ok()?.days()).ok()
}
