use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::time::civil_minute;

fn schedule_in(zone: &str, expression: &str) -> Schedule {
    Schedule::parse(expression, LocalClock::named(zone).unwrap()).unwrap()
}

/// Local times of the firings, in UTC, from one date to another.
fn fired(expression: &str, from: Date, to: Date) -> Vec<String> {
    let schedule = Schedule::parse(expression, LocalClock::utc()).unwrap();
    shown(&schedule, from, to)
}

fn shown(schedule: &Schedule, from: Date, to: Date) -> Vec<String> {
    let (first, end) = (midnight(from), midnight(to));
    let text = |minute: i64| jiff::Timestamp::from_second(minute * 60).unwrap().strftime("%m-%dT%H:%M").to_string();
    schedule.firings(first, end).into_iter().map(text).collect()
}

fn midnight(day: Date) -> i64 {
    civil_minute(day.at(0, 0, 0, 0))
}

#[track_caller]
fn case(expression: &str, from: Date, to: Date, expected: &[&str]) {
    assert_eq!(fired(expression, from, to), expected, "{expression}");
}

#[track_caller]
fn refused(expression: &str, expected: &str) {
    let error = Schedule::parse(expression, LocalClock::utc()).unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

const JANUARY: Date = date(2026, 1, 1);
const FEBRUARY: Date = date(2026, 2, 1);
const MARCH: Date = date(2026, 3, 1);

#[test]
fn lists_ranges_and_steps_select_minutes_and_hours() {
    let day = date(2026, 1, 2);
    case("cron(0/15 9 * * ? *)", JANUARY, day, &["01-01T09:00", "01-01T09:15", "01-01T09:30", "01-01T09:45"]);
    case("cron(*/30 9 * * ? *)", JANUARY, day, &["01-01T09:00", "01-01T09:30"]);
    case("cron(10-30/10 9 * * ? *)", JANUARY, day, &["01-01T09:10", "01-01T09:20", "01-01T09:30"]);
    case("cron(5 1,23,2 * * ? *)", JANUARY, day, &["01-01T01:05", "01-01T02:05", "01-01T23:05"]);
    assert_eq!(fired("cron(* * * * ? *)", JANUARY, day).len(), 1_440);
}

#[test]
fn sunday_is_day_one_and_names_mean_the_same_as_numbers() {
    let week = date(2026, 1, 8);
    case("cron(0 9 ? * 1 *)", JANUARY, week, &["01-04T09:00"]);
    case("cron(0 9 ? jan sun *)", JANUARY, week, &["01-04T09:00"]);
    case("cron(0 9 ? * L *)", JANUARY, week, &["01-03T09:00"]);
    let weekdays = fired("cron(0 9 ? * MON-FRI *)", JANUARY, week);
    assert_eq!(weekdays, ["01-01T09:00", "01-02T09:00", "01-05T09:00", "01-06T09:00", "01-07T09:00"]);
    assert_eq!(weekdays, fired("cron(0 9 ? * 2-6 *)", JANUARY, week));
}

#[test]
fn special_days_are_found_in_every_month() {
    let (from, to) = (FEBRUARY, date(2026, 6, 1));
    case("cron(0 0 L * ? *)", from, to, &["02-28T00:00", "03-31T00:00", "04-30T00:00", "05-31T00:00"]);
    case("cron(0 0 ? * 6L *)", from, to, &["02-27T00:00", "03-27T00:00", "04-24T00:00", "05-29T00:00"]);
    case("cron(0 0 ? * TUE#5 *)", from, to, &["03-31T00:00"]);
    case("cron(0 0 ? * 2#1 *)", from, to, &["02-02T00:00", "03-02T00:00", "04-06T00:00", "05-04T00:00"]);
    case("cron(0 0 LW * ? *)", from, to, &["02-27T00:00", "03-31T00:00", "04-30T00:00", "05-29T00:00"]);
}

#[test]
fn the_nearest_weekday_never_leaves_its_month() {
    let (from, to) = (FEBRUARY, date(2026, 9, 1));
    case("cron(0 0 1W 2,3,8 ? *)", from, to, &["02-02T00:00", "03-02T00:00", "08-03T00:00"]);
    case("cron(0 0 15W 2,3,8 ? *)", from, to, &["02-16T00:00", "03-16T00:00", "08-14T00:00"]);
    case("cron(0 0 31W 2,3,5 ? *)", from, to, &["03-31T00:00", "05-29T00:00"]);
}

#[test]
fn years_restrict_and_a_leap_day_waits_for_its_year() {
    case("cron(0 0 1 1 ? 2027)", JANUARY, date(2029, 1, 1), &["01-01T00:00"]);
    case("cron(0 0 29 2 ? *)", JANUARY, date(2029, 1, 1), &["02-29T00:00"]);
}

#[test]
fn seconds_in_front_are_tolerated_when_zero() {
    case("cron(0 30 9 1 1 ? *)", JANUARY, FEBRUARY, &["01-01T09:30"]);
    refused("cron(30 30 9 1 1 ? *)", "seconds must be 0");
}

#[test]
fn a_rate_counts_from_the_epoch() {
    case("rate(12 hours)", JANUARY, date(2026, 1, 2), &["01-01T00:00", "01-01T12:00"]);
    let week = Schedule::parse("rate(7 days)", LocalClock::utc()).unwrap();
    assert_eq!(week.firings(-1, 10_081), [0, 10_080]);
    assert_eq!(week.firings(1, 10_080), [] as [i64; 0]);
}

#[test]
fn at_fires_once_in_local_time_and_drops_its_seconds() {
    let seoul = schedule_in("Asia/Seoul", "at(2026-01-02T08:30:59)");
    assert_eq!(shown(&seoul, JANUARY, FEBRUARY), ["01-01T23:30"]);
    assert_eq!(shown(&seoul, FEBRUARY, MARCH), [] as [&str; 0]);
}

#[test]
fn a_minute_that_the_clock_skips_does_not_fire_and_one_shown_twice_fires_once() {
    let nightly = schedule_in("Europe/Berlin", "cron(30 2 * * ? *)");
    let spring = shown(&nightly, date(2026, 3, 28), date(2026, 3, 31));
    assert_eq!(spring, ["03-28T01:30", "03-30T00:30"]);
    let autumn = shown(&nightly, date(2026, 10, 24), date(2026, 10, 27));
    assert_eq!(autumn, ["10-24T00:30", "10-25T00:30", "10-26T01:30"]);
    let second_showing = midnight(date(2026, 10, 25)) + 60;
    assert_eq!(nightly.firings(second_showing, second_showing + 60), [] as [i64; 0]);
}

#[test]
fn expressions_that_never_fire_are_known() {
    assert!(schedule_in("UTC", "cron(0 0 30 2 ? *)").never_fires());
    assert!(schedule_in("UTC", "cron(0 0 29 2 ? 2027)").never_fires());
    assert!(schedule_in("Europe/Berlin", "cron(30 2 29 3 ? 2026)").never_fires());
    assert!(!schedule_in("Asia/Seoul", "cron(30 2 29 3 ? 2026)").never_fires());
    assert!(!schedule_in("UTC", "cron(0 0 ? * 2#5 *)").never_fires());
    assert!(!schedule_in("UTC", "rate(1 day)").never_fires());
}

#[test]
fn errors_say_what_was_expected() {
    refused("cron(0 9 * * * *)", "one of day-of-month and day-of-week must be `?`, found `*` and `*`");
    refused("cron(0 9 ? * ? *)", "both `?`");
    refused("cron(0 9 * * ?)", "expected six fields");
    refused("cron(60 9 * * ? *)", "expected 0 to 59 in the minutes field, found `60`");
    refused("cron(0 9 ? * MON#6 *)", "expected 1 to 5 after `#`");
    refused("cron(0 9 ? * 3#1,6#3 *)", "`#` stands alone");
    refused("cron(0 9 ? * FRI-MON *)", "runs backwards");
    refused("cron(0 9 * FOO ? *)", "expected 1 to 12 or JAN to DEC in the month field, found `FOO`");
    refused("cron(0/0 9 * * ? *)", "expected a step from 1 to 60");
    refused("cron(+5 9 * * ? *)", "found `+5`");
    refused("cron(0 9 * * ? 2200)", "1970 to 2199");
    refused("rate(0 minutes)", "whole number above 0");
    refused("rate(5 weeks)", "`minutes`, `hours` or `days`");
    refused("at(2026-02-30T00:00:00)", "yyyy-mm-ddThh:mm:ss");
    refused("at(2026-01-01T00:00:00Z)", "yyyy-mm-ddThh:mm:ss");
    refused("every day", "expected `at(");
}

/// A field item written as text, next to the test of a number against it.
#[derive(Clone, Debug)]
enum Item {
    All,
    Value(i64),
    Range(i64, i64),
    From(i64, i64),
    Stepped(i64, i64, i64),
}

impl Item {
    fn text(&self) -> String {
        match self {
            Self::All => "*".to_owned(),
            Self::Value(value) => value.to_string(),
            Self::Range(from, to) => format!("{from}-{to}"),
            Self::From(from, step) => format!("{from}/{step}"),
            Self::Stepped(from, to, step) => format!("{from}-{to}/{step}"),
        }
    }

    fn has(&self, value: i64) -> bool {
        match *self {
            Self::All => true,
            Self::Value(wanted) => value == wanted,
            Self::Range(from, to) => (from..=to).contains(&value),
            Self::From(from, step) => value >= from && (value - from) % step == 0,
            Self::Stepped(from, to, step) => (from..=to).contains(&value) && (value - from) % step == 0,
        }
    }
}

fn items(least: i64, most: i64) -> impl Strategy<Value = Vec<Item>> {
    let item = (0..5, least..=most, least..=most, 1..=5_i64).prop_map(|(kind, one, other, step)| {
        let (from, to) = (one.min(other), one.max(other));
        match kind {
            0 => Item::All,
            1 => Item::Value(one),
            2 => Item::Range(from, to),
            3 => Item::From(one, step),
            _ => Item::Stepped(from, to, step),
        }
    });
    prop::collection::vec(item, 1..3)
}

fn text(items: &[Item]) -> String {
    items.iter().map(Item::text).collect::<Vec<_>>().join(",")
}

fn has(items: &[Item], value: i64) -> bool {
    items.iter().any(|item| item.has(value))
}

/// Every UTC minute in the range whose civil minute passes `matches` and was not shown in the two days before.
fn brute_force(clock: &LocalClock, first: i64, end: i64, matches: impl Fn(DateTime) -> bool) -> Vec<i64> {
    let mut shown = std::collections::BTreeSet::new();
    let mut firings = Vec::new();
    for minute in first - 2_880..end {
        let civil = clock.civil_at(minute);
        let date = date(1970, 1, 1).checked_add(jiff::Span::new().days(civil.div_euclid(1_440))).unwrap();
        let time = civil.rem_euclid(1_440);
        let moment = date.at((time / 60) as i8, (time % 60) as i8, 0, 0);
        if shown.insert(civil) && minute >= first && matches(moment) {
            firings.push(minute);
        }
    }
    firings
}

fn zones() -> impl Strategy<Value = LocalClock> {
    prop::sample::select(vec!["UTC", "Asia/Seoul", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York"])
        .prop_map(|name| LocalClock::named(name).unwrap())
}

/// Days near which clocks change in 2026, and one where none does.
fn starts() -> impl Strategy<Value = i64> {
    let days = [date(2026, 3, 27), date(2026, 10, 24), date(2026, 4, 3), date(2026, 10, 2), date(2026, 2, 26)];
    (prop::sample::select(days.to_vec()), 0..1_440_i64).prop_map(|(day, minute)| midnight(day) + minute)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn firings_are_those_of_looking_at_every_minute(
        minutes in items(0, 59), hours in items(0, 23), days in items(1, 31), months in items(1, 12),
        by_week in any::<bool>(), week_days in items(1, 7), clock in zones(), first in starts(), length in 1..6_000_i64,
    ) {
        let (of_month, of_week) = if by_week { ("?".to_owned(), text(&week_days)) } else { (text(&days), "?".to_owned()) };
        let expression = format!("cron({} {} {of_month} {} {of_week} *)", text(&minutes), text(&hours), text(&months));
        let schedule = Schedule::parse(&expression, clock.clone()).unwrap();
        let slow = brute_force(&clock, first, first + length, |moment| {
            has(&minutes, moment.minute().into()) && has(&hours, moment.hour().into())
                && has(&months, moment.month().into())
                && if by_week { has(&week_days, moment.weekday().to_sunday_one_offset().into()) }
                   else { has(&days, moment.day().into()) }
        });
        prop_assert_eq!(schedule.firings(first, first + length), slow, "{}", expression);
    }
}

proptest! {
    #[test]
    fn no_text_makes_parsing_panic(expression in any::<String>()) {
        let _ = Schedule::parse(&expression, LocalClock::utc());
    }

    #[test]
    fn no_near_miss_makes_parsing_or_firing_panic(body in "[0-9*?/,#LWlwMON -]{0,30}", kind in "cron|rate|at") {
        if let Ok(schedule) = Schedule::parse(&format!("{kind}({body})"), LocalClock::named("Europe/Berlin").unwrap()) {
            let firings = schedule.firings(29_500_000, 29_540_000);
            prop_assert!(firings.windows(2).all(|pair| pair[0] < pair[1]));
            let _ = schedule.firings(i64::MAX - 1, i64::MAX);
            let _ = schedule.firings(i64::MIN, i64::MIN + 1);
            let _ = schedule.never_fires();
        }
    }
}
