//! What must hold of demand whatever the profile.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::demand::{DemandSeries, ProfileUse, demand, profile_use};
use crate::scenario::{
    DemandUnit, Event, EventEffect, Holiday, HolidayEffect, Interpolation, LevelChange, Noise, PeakPattern, Profile,
    ProfileShape, Traffic,
};
use crate::time::{Convention, Horizon, LocalClock, civil_minute};

/// A Monday.
const MONDAY: Date = date(2026, 1, 5);

fn traffic(shape: ProfileShape, step_minutes: u32, rows: Vec<f64>) -> Traffic {
    Traffic {
        profile: Profile { shape, step_minutes, rows, filled_rows: 0 },
        unit: DemandUnit::RequestsPerSecond,
        clock: LocalClock::utc(),
        interpolation: Interpolation::Linear,
        growth_percent_per_month: 0.0,
        holidays: Vec::new(),
        events: Vec::new(),
        level_changes: Vec::new(),
        peak: None,
        noise: None,
    }
}

/// A week in which every hour's value says its place: day 3, hour 14 is 314.
fn telling_week() -> Traffic {
    let rows = (0..168).map(|hour| f64::from(hour / 24 * 100 + hour % 24)).collect();
    Traffic { interpolation: Interpolation::Step, ..traffic(ProfileShape::Week, 60, rows) }
}

fn week() -> Horizon {
    Horizon::new(MONDAY, Convention::Hours(168)).unwrap()
}

fn minute_of(date: Date) -> i64 {
    civil_minute(date.at(0, 0, 0, 0))
}

/// The value at an hour of a day of the horizon's first week, 0 being its Monday.
fn at(series: &DemandSeries, day: usize, hour: usize) -> f64 {
    series.within_horizon()[day * 1_440 + hour * 60]
}

#[test]
fn a_series_begins_a_day_before_the_horizon_and_ends_with_it() {
    let series = demand(&telling_week(), &week());
    assert_eq!(series.first_minute, minute_of(MONDAY) - 1_440);
    assert_eq!(series.values.len(), 8 * 1_440);
    assert_eq!(series.within_horizon().len(), 7 * 1_440);
    assert_eq!(series.values[0], 600.0);
    assert_eq!(series.peak(), 623.0);
}

#[test]
fn a_week_is_read_by_the_local_clock() {
    let seoul = Traffic { clock: LocalClock::named("Asia/Seoul").unwrap(), ..telling_week() };
    let series = demand(&seoul, &week());
    assert_eq!(at(&series, 0, 0), 9.0);
    assert_eq!(at(&series, 0, 15), 100.0);
}

#[test]
fn daylight_saving_moves_the_profile_against_utc() {
    let berlin = Traffic { clock: LocalClock::named("Europe/Berlin").unwrap(), ..telling_week() };
    let spring = Horizon::new(date(2026, 3, 28), Convention::Hours(48)).unwrap();
    let values = demand(&berlin, &spring);
    assert_eq!(at(&values, 1, 0), 601.0);
    assert_eq!(at(&values, 1, 1), 603.0);
}

#[test]
fn dated_rows_that_cover_the_horizon_are_used_at_their_dates() {
    let rows: Vec<f64> = (0..240).map(f64::from).collect();
    let first_minute = minute_of(date(2026, 1, 4));
    let dated = traffic(ProfileShape::DatedLocal { first_minute }, 60, rows);
    let dated = Traffic { interpolation: Interpolation::Step, ..dated };
    assert_eq!(at(&demand(&dated, &week()), 0, 0), 24.0);
    assert!(profile_use(&dated, &week()).as_dated);
}

#[test]
fn the_warm_up_before_dated_rows_reads_the_first_day() {
    let first_minute = minute_of(MONDAY);
    let dated = traffic(ProfileShape::DatedUtc { first_minute }, 60, (0..168).map(f64::from).collect());
    let series = demand(&Traffic { interpolation: Interpolation::Step, ..dated }, &week());
    assert_eq!(series.values[..1_440], series.values[1_440..2_880]);
}

#[test]
fn dated_rows_that_do_not_cover_the_horizon_repeat_by_whole_weeks() {
    let rows: Vec<f64> = (0..200).map(f64::from).collect();
    let first_minute = minute_of(date(2025, 1, 8));
    let dated = traffic(ProfileShape::DatedLocal { first_minute }, 60, rows);
    let dated = Traffic { interpolation: Interpolation::Step, ..dated };
    assert_eq!(at(&demand(&dated, &week()), 2, 7), 7.0);
    assert_eq!(at(&demand(&dated, &week()), 1, 23), 167.0);
    let expected = ProfileUse {
        as_dated: false,
        cycle_minutes: Some(10_080),
        dropped_minutes: 32 * 60,
        dropped_rows: 32,
        filled_rows: 0,
    };
    assert_eq!(profile_use(&dated, &week()), expected);
}

#[test]
fn a_row_that_the_end_of_the_cycle_cuts_through_is_used_in_part() {
    let dated = traffic(ProfileShape::DatedUtc { first_minute: 0 }, 7, vec![1.0; 250]);
    let used = profile_use(&dated, &week());
    assert_eq!((used.cycle_minutes, used.dropped_minutes, used.dropped_rows), (Some(1_440), 310, 44));
    assert!(demand(&dated, &week()).values.iter().all(|value| *value == 1.0));
}

#[test]
fn a_holiday_looks_like_another_day_of_its_week() {
    let wednesday = Holiday { date: date(2026, 1, 7), effect: HolidayEffect::Like(6) };
    let halved = Holiday { date: date(2026, 1, 8), effect: HolidayEffect::Multiply(0.5) };
    let series = demand(&Traffic { holidays: vec![wednesday, halved], ..telling_week() }, &week());
    assert_eq!([at(&series, 1, 5), at(&series, 2, 5), at(&series, 3, 5)], [105.0, 605.0, 152.5]);
}

#[test]
fn a_dated_profile_without_the_other_day_keeps_its_own() {
    let first_minute = minute_of(MONDAY);
    let dated = traffic(ProfileShape::DatedLocal { first_minute }, 60, (0..48).map(f64::from).collect());
    let two_days = Horizon::new(MONDAY, Convention::Hours(48)).unwrap();
    let plain = demand(&dated, &two_days);
    let sunday = Holiday { date: date(2026, 1, 6), effect: HolidayEffect::Like(6) };
    assert_eq!(demand(&Traffic { holidays: vec![sunday], ..dated }, &two_days), plain);
}

#[test]
fn growth_compounds_from_each_anniversary_of_the_start() {
    let growing = Traffic { growth_percent_per_month: 10.0, ..traffic(ProfileShape::Day, 60, vec![100.0; 24]) };
    let horizon = Horizon::new(date(2026, 1, 15), Convention::Months(3)).unwrap();
    let series = demand(&growing, &horizon);
    let on = |day: Date| series.values[(minute_of(day) - series.first_minute) as usize];
    assert_eq!(series.values[0], 100.0);
    assert_eq!(on(date(2026, 2, 14)), 100.0);
    assert!((on(date(2026, 2, 15)) - 110.0).abs() < 1e-9);
    assert!((on(date(2026, 4, 14)) - 121.0).abs() < 1e-9);
}

#[test]
fn events_are_applied_in_file_order() {
    let (start, end) = (date(2026, 1, 6).at(10, 0, 0, 0), date(2026, 1, 6).at(12, 0, 0, 0));
    let add = Event { start, end, effect: EventEffect::Add(5.0) };
    let double = Event { start, end, effect: EventEffect::Multiply(2.0) };
    let series = demand(&Traffic { events: vec![add, double], ..telling_week() }, &week());
    assert_eq!([9, 10, 11, 12].map(|hour| at(&series, 1, hour)), [109.0, 230.0, 232.0, 112.0]);
}

#[test]
fn an_event_cannot_push_demand_below_zero() {
    let (start, end) = (MONDAY.at(0, 0, 0, 0), date(2026, 1, 6).at(0, 0, 0, 0));
    let outage = Event { start, end, effect: EventEffect::Add(-1e9) };
    let series = demand(&Traffic { events: vec![outage], ..telling_week() }, &week());
    assert_eq!(at(&series, 0, 12), 0.0);
}

#[test]
fn a_change_of_level_holds_from_its_minute_on_and_takes_events_with_it() {
    let (start, end) = (date(2026, 1, 6).at(10, 0, 0, 0), date(2026, 1, 6).at(12, 0, 0, 0));
    let add = Event { start, end, effect: EventEffect::Add(5.0) };
    let halved = LevelChange { from_minute: minute_of(date(2026, 1, 6)) + 11 * 60, factor: 0.5 };
    let series = demand(&Traffic { events: vec![add], level_changes: vec![halved], ..telling_week() }, &week());
    assert_eq!([9, 10, 11, 12].map(|hour| at(&series, 1, hour)), [109.0, 115.0, 58.0, 56.0]);
    assert_eq!(at(&series, 6, 23), 311.5);
}

#[test]
fn an_empty_profile_asks_for_nothing() {
    let series = demand(&traffic(ProfileShape::DatedLocal { first_minute: 0 }, 0, Vec::new()), &week());
    assert_eq!((series.peak(), series.mean()), (0.0, 0.0));
}

fn rows() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(prop_oneof![1 => Just(0.0), 4 => 0.0..1e6], 168)
}

proptest! {
    #[test]
    fn every_row_keeps_its_total(rows in rows(), step in 9..=60_u32) {
        let first_minute = minute_of(MONDAY);
        let horizon = Horizon::new(MONDAY, Convention::Hours(24)).unwrap();
        let series = demand(&traffic(ProfileShape::DatedUtc { first_minute }, step, rows.clone()), &horizon);
        for (minutes, row) in series.within_horizon().chunks_exact(step as usize).zip(rows) {
            let total = minutes.iter().sum::<f64>();
            let expected = row * f64::from(step);
            prop_assert!((total - expected).abs() <= 1e-9 * expected, "{total} is not {expected}");
        }
    }

    #[test]
    fn demand_is_never_negative(rows in rows(), percent in 0.0..100.0, seed in any::<u64>(), factor in 1.0..6.0) {
        let noisy = Traffic {
            noise: Some(Noise { percent, seed }),
            peak: Some(PeakPattern { factor, minutes: 10 }),
            ..traffic(ProfileShape::Week, 60, rows)
        };
        prop_assert!(demand(&noisy, &week()).values.iter().all(|value| *value >= 0.0));
    }

    #[test]
    fn a_peak_keeps_the_total_of_an_hour_of_level_demand(rows in rows(), factor in 1.0..6.0, minutes in 1..=10_u32) {
        let level = Traffic { interpolation: Interpolation::Step, ..traffic(ProfileShape::Week, 60, rows) };
        let peaked = Traffic { peak: Some(PeakPattern { factor, minutes }), ..level.clone() };
        let (level, peaked) = (demand(&level, &week()), demand(&peaked, &week()));
        for (level, peaked) in level.values.chunks_exact(60).zip(peaked.values.chunks_exact(60)) {
            let (expected, total) = (level.iter().sum::<f64>(), peaked.iter().sum::<f64>());
            prop_assert!((total - expected).abs() <= 1e-9 * expected);
            prop_assert_eq!(peaked[30], level[30] * factor);
        }
    }

    #[test]
    fn growth_of_nothing_and_factors_of_one_change_nothing(rows in rows()) {
        let plain = traffic(ProfileShape::Week, 60, rows);
        let laid_on = Traffic {
            holidays: vec![Holiday { date: MONDAY, effect: HolidayEffect::Multiply(1.0) }],
            peak: Some(PeakPattern { factor: 1.0, minutes: 5 }),
            noise: Some(Noise { percent: 0.0, seed: 1 }),
            ..plain.clone()
        };
        let horizon = Horizon::new(MONDAY, Convention::Months(3)).unwrap();
        prop_assert!(demand(&laid_on, &horizon) == demand(&plain, &horizon));
    }
}
