//! The slow, obvious demand: every minute from scratch by rules D1 to D9, to compare the fast one with.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::demand::{DemandSeries, demand, profile_use};
use crate::scenario::{
    DemandUnit, Event, EventEffect, Holiday, HolidayEffect, Interpolation, LevelChange, Noise, PeakPattern, Profile,
    ProfileShape, Traffic,
};
use crate::time::{Convention, Horizon, LocalClock, civil_minute};

fn slow_demand(traffic: &Traffic, horizon: &Horizon) -> DemandSeries {
    let first = horizon.first_minute();
    let end = first + i64::from(horizon.hours()) * 60;
    let as_dated = (first..end).all(|minute| dated_position(traffic, minute).is_some());
    let values = (first - 1_440..end).map(|minute| slow_minute(traffic, horizon, as_dated, minute)).collect();
    DemandSeries { first_minute: first - 1_440, values, unit: traffic.unit }
}

fn slow_minute(traffic: &Traffic, horizon: &Horizon, as_dated: bool, minute: i64) -> f64 {
    let civil = traffic.clock.civil_at(minute);
    let mut value = slow_holiday_reading(traffic, as_dated, minute);
    for holiday in &traffic.holidays {
        if let (true, HolidayEffect::Multiply(factor)) = (holiday.date == date_of(civil), holiday.effect) {
            value *= factor;
        }
    }
    let mut growth = 1.0;
    for _ in horizon.growth_month_starts().iter().filter(|start| minute >= **start) {
        growth *= 1.0 + traffic.growth_percent_per_month / 100.0;
    }
    value *= growth;
    for event in &traffic.events {
        if civil >= civil_minute(event.start) && civil < civil_minute(event.end) {
            match event.effect {
                EventEffect::Multiply(factor) => value *= factor,
                EventEffect::Add(amount) => value += amount,
            }
        }
    }
    for LevelChange { from_minute, factor } in &traffic.level_changes {
        value *= if minute >= *from_minute { *factor } else { 1.0 };
    }
    if let Some(PeakPattern { factor, minutes }) = traffic.peak {
        let past_half = civil.rem_euclid(60) - 30;
        let length = f64::from(minutes);
        let in_burst = past_half >= 0 && past_half < i64::from(minutes);
        value *= if in_burst { factor } else { (60.0 - factor * length) / (60.0 - length) };
    }
    if let Some(Noise { percent, seed }) = traffic.noise {
        value *= 1.0 + percent / 100.0 * (2.0 * slow_uniform(seed, minute) - 1.0);
    }
    if value < 0.0 { 0.0 } else { value }
}

/// D6: a holiday like another weekday reads that day, if the profile has it.
fn slow_holiday_reading(traffic: &Traffic, as_dated: bool, minute: i64) -> f64 {
    let today = date_of(traffic.clock.civil_at(minute));
    for holiday in &traffic.holidays {
        if let (true, HolidayEffect::Like(weekday)) = (holiday.date == today, holiday.effect) {
            let days = i64::from(weekday) - i64::from(today.weekday().to_monday_zero_offset());
            if let Some(value) = slow_reading(traffic, as_dated, minute, days * 1_440) {
                return value;
            }
            break;
        }
    }
    slow_own_reading(traffic, as_dated, minute)
}

/// D4 for the minute itself: a dated profile that begins later lends the same time of a later day.
fn slow_own_reading(traffic: &Traffic, as_dated: bool, minute: i64) -> f64 {
    let length = traffic.profile.rows.len() as i64 * i64::from(traffic.profile.step_minutes);
    let days = [0, 1_440];
    let found = days.iter().find_map(|later| slow_reading(traffic, as_dated, minute, *later));
    found.unwrap_or_else(|| slow_row_minute(traffic, length - 1, None))
}

/// Where a dated profile's own clock stands at a minute: minutes from its first row.
fn dated_clock(traffic: &Traffic, minute: i64) -> Option<i64> {
    match traffic.profile.shape {
        ProfileShape::DatedLocal { first_minute } => Some(traffic.clock.civil_at(minute) - first_minute),
        ProfileShape::DatedUtc { first_minute } => Some(minute - first_minute),
        ProfileShape::Day | ProfileShape::Week => None,
    }
}

/// The same, if there is a row at that place.
fn dated_position(traffic: &Traffic, minute: i64) -> Option<i64> {
    let length = traffic.profile.rows.len() as i64 * i64::from(traffic.profile.step_minutes);
    dated_clock(traffic, minute).filter(|position| (0..length).contains(position))
}

/// D4: the profile's value `shift` minutes away from a minute on the profile's own clock, if it has one.
fn slow_reading(traffic: &Traffic, as_dated: bool, minute: i64, shift: i64) -> Option<f64> {
    let profile = &traffic.profile;
    let length = profile.rows.len() as i64 * i64::from(profile.step_minutes);
    let civil = |minute| traffic.clock.civil_at(minute);
    if as_dated {
        let position = dated_clock(traffic, minute)? + shift;
        return (0..length).contains(&position).then(|| slow_row_minute(traffic, position, None));
    }
    let (origin, cycle) = match profile.shape {
        ProfileShape::Day => (0, 1_440),
        ProfileShape::Week => (5_760, 10_080),
        ProfileShape::DatedLocal { first_minute } => (first_minute, whole_part(length)),
        ProfileShape::DatedUtc { first_minute } => (civil(first_minute), whole_part(length)),
    };
    Some(slow_row_minute(traffic, (civil(minute) + shift - origin).rem_euclid(cycle), Some(cycle)))
}

fn whole_part(length: i64) -> i64 {
    if length >= 10_080 { length / 10_080 * 10_080 } else { length / 1_440 * 1_440 }
}

/// D2 and D3: minute `position` of the profile, which is a ring when it has a cycle.
fn slow_row_minute(traffic: &Traffic, position: i64, cycle: Option<i64>) -> f64 {
    let rows = &traffic.profile.rows;
    let step = i64::from(traffic.profile.step_minutes);
    let (row, k) = ((position / step) as usize, position % step);
    let v = rows[row];
    if traffic.interpolation == Interpolation::Step {
        return v;
    }
    let last = cycle.map_or(rows.len() - 1, |cycle| ((cycle - 1) / step) as usize);
    let ends = |other: usize| if cycle.is_some() { rows[other] } else { v };
    let a = if row == 0 { ends(last) } else { rows[row - 1] };
    let b = if row == last { ends(0) } else { rows[row + 1] };
    let e0 = f64::min((a + v) / 2.0, 2.0 * f64::min(a, v));
    let e1 = f64::min((v + b) / 2.0, 2.0 * f64::min(v, b));
    if e0 == v && e1 == v {
        return v;
    }
    let c = 2.0 * v - (e0 + e1) / 2.0;
    let area = |x: f64| {
        let y = 1.0 - x;
        if x <= 0.5 { e0 * x + (c - e0) * x * x } else { v - (e1 * y + (c - e1) * y * y) }
    };
    let n = step as f64;
    f64::max(n * (area((k + 1) as f64 / n) - area(k as f64 / n)), 0.0)
}

fn slow_uniform(seed: u64, minute: i64) -> f64 {
    let modulus = |number: u128| (number % (1_u128 << 64)) as u64;
    let place = modulus((i128::from(minute) + 1).rem_euclid(1_i128 << 64) as u128);
    let s = modulus(u128::from(seed) + u128::from(place) * 0x9E37_79B9_7F4A_7C15);
    let z = modulus(u128::from(s ^ (s >> 30)) * 0xBF58_476D_1CE4_E5B9);
    let z = modulus(u128::from(z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB);
    let z = z ^ (z >> 31);
    (z >> 11) as f64 / 9_007_199_254_740_992.0
}

fn date_of(civil: i64) -> Date {
    date(1970, 1, 1).checked_add(civil.div_euclid(1_440).days()).unwrap()
}

prop_compose! {
    fn rows(count: impl Strategy<Value = usize>)(count in count)(
        rows in prop::collection::vec(prop_oneof![1 => Just(0.0), 4 => 0.0..1_000.0], count)
    ) -> Vec<f64> {
        rows
    }
}

/// Profiles of every shape; dated ones begin up to three days before or after `start` and last 1 to 15 days.
fn profiles(start: i64) -> impl Strategy<Value = Profile> {
    let hourly = |shape: ProfileShape, count: usize| {
        rows(Just(count)).prop_map(move |rows| Profile { shape: shape.clone(), step_minutes: 60, rows, filled_rows: 0 })
    };
    let dated =
        (prop::sample::select(vec![5_u32, 7, 15, 29, 30, 60]), 1_440..21_600_usize, any::<bool>(), -4_320..4_320_i64)
            .prop_flat_map(move |(step_minutes, minutes, utc, early)| {
                let first_minute = start - early;
                let shape = if utc {
                    ProfileShape::DatedUtc { first_minute }
                } else {
                    ProfileShape::DatedLocal { first_minute }
                };
                rows(Just(minutes.div_ceil(step_minutes as usize))).prop_map(move |rows| Profile {
                    shape: shape.clone(),
                    step_minutes,
                    rows,
                    filled_rows: 0,
                })
            });
    prop_oneof![1 => hourly(ProfileShape::Day, 24), 1 => hourly(ProfileShape::Week, 168), 3 => dated]
}

fn horizons() -> impl Strategy<Value = Horizon> {
    let starts = vec![date(2026, 3, 28), date(2026, 10, 25), date(2026, 4, 5), date(2026, 1, 31)];
    let length = prop_oneof![3 => (1..200_u32).prop_map(Convention::Hours), 1 => Just(Convention::Months(2))];
    (prop::sample::select(starts), length).prop_map(|(start, length)| Horizon::new(start, length).unwrap())
}

fn clocks() -> impl Strategy<Value = LocalClock> {
    let names = vec!["UTC", "Asia/Seoul", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/New_York"];
    prop::sample::select(names).prop_map(|name| LocalClock::named(name).unwrap())
}

fn holidays(start: Date) -> impl Strategy<Value = Vec<Holiday>> {
    let effect = prop_oneof![(0..7_u8).prop_map(HolidayEffect::Like), (0.0..3.0).prop_map(HolidayEffect::Multiply)];
    let holiday = (-2..8_i64, effect)
        .prop_map(move |(day, effect)| Holiday { date: start.checked_add(day.days()).unwrap(), effect });
    prop::collection::vec(holiday, 0..4)
}

fn events(start: Date) -> impl Strategy<Value = Vec<Event>> {
    let effect = prop_oneof![(0.0..5.0).prop_map(EventEffect::Multiply), (-50.0..500.0).prop_map(EventEffect::Add)];
    let event = (-1_440..5_000_i64, 0..3_000_i64, effect).prop_map(move |(from, length, effect)| {
        let start = start.at(0, 0, 0, 0).checked_add(from.minutes()).unwrap();
        Event { start, end: start.checked_add(length.minutes()).unwrap(), effect }
    });
    prop::collection::vec(event, 0..3)
}

fn level_changes(first_minute: i64) -> impl Strategy<Value = Vec<LevelChange>> {
    let change = (-2_000..12_000_i64, 0.0..3.0)
        .prop_map(move |(from, factor)| LevelChange { from_minute: first_minute + from, factor });
    prop::collection::vec(change, 0..3)
}

prop_compose! {
    fn cases()(horizon in horizons())(
        profile in profiles(horizon.first_minute()), clock in clocks(), linear in any::<bool>(),
        growth in prop_oneof![Just(0.0), -50.0..50.0],
        holidays in holidays(horizon.start()), events in events(horizon.start()),
        level_changes in level_changes(horizon.first_minute()),
        peak in prop::option::of((1.0..6.0, 1..=10_u32)), noise in prop::option::of((0.0..100.0, any::<u64>())),
        horizon in Just(horizon),
    ) -> (Traffic, Horizon) {
        let interpolation = if linear { Interpolation::Linear } else { Interpolation::Step };
        let traffic = Traffic {
            profile, unit: DemandUnit::RequestsPerSecond, clock, interpolation, growth_percent_per_month: growth,
            holidays, events, level_changes,
            peak: peak.map(|(factor, minutes)| PeakPattern { factor, minutes }),
            noise: noise.map(|(percent, seed)| Noise { percent, seed }),
        };
        (traffic, horizon)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_fast_demand_is_exactly_the_slow_one((traffic, horizon) in cases()) {
        let (fast, slow) = (demand(&traffic, &horizon), slow_demand(&traffic, &horizon));
        let different = fast.values.iter().zip(&slow.values).position(|(fast, slow)| fast != slow);
        prop_assert_eq!(different, None, "{:?}", profile_use(&traffic, &horizon));
        prop_assert!(fast == slow);
    }
}
