//! Demand, one minute after the other (rules D1 to D9).

use ecsplan::scenario::{EventEffect, HolidayEffect, Interpolation, PeakPattern, Profile, ProfileShape, Traffic};
use ecsplan::time::{Horizon, civil_minute};

/// Demand of every minute from a day before the horizon to its end.
pub(crate) fn demand(traffic: &Traffic, horizon: &Horizon) -> Vec<f64> {
    let first = horizon.first_minute();
    let end = first + horizon.minutes() as i64;
    let laid_out = LaidOut::of(traffic, horizon);
    (first - 1_440..end).map(|minute| demand_at(traffic, horizon, &laid_out, minute)).collect()
}

fn demand_at(traffic: &Traffic, horizon: &Horizon, laid_out: &LaidOut, minute: i64) -> f64 {
    let mut value = with_holidays(traffic, laid_out, minute);
    let months = horizon.growth_month_starts().iter().filter(|start| **start <= minute).count();
    let growth = (0..months).fold(1.0, |factor, _| factor * (1.0 + traffic.growth_percent_per_month / 100.0));
    value *= growth;
    let local = traffic.clock.civil_at(minute);
    for event in &traffic.events {
        if (civil_minute(event.start)..civil_minute(event.end)).contains(&local) {
            match event.effect {
                EventEffect::Multiply(factor) => value *= factor,
                EventEffect::Add(amount) => value += amount,
            }
        }
    }
    for change in traffic.level_changes.iter().filter(|change| change.from_minute <= minute) {
        value *= change.factor;
    }
    if let Some(peak) = &traffic.peak {
        value *= peak_factor(peak, local);
    }
    if let Some(noise) = &traffic.noise {
        value *= 1.0 + noise.percent / 100.0 * (2.0 * uniform(noise.seed, minute) - 1.0);
    }
    value.max(0.0)
}

fn peak_factor(peak: &PeakPattern, local: i64) -> f64 {
    let minutes = f64::from(peak.minutes);
    let in_burst = (30..30 + i64::from(peak.minutes)).contains(&local.rem_euclid(60));
    if in_burst { peak.factor } else { (60.0 - peak.factor * minutes) / (60.0 - minutes) }
}

fn uniform(seed: u64, minute: i64) -> f64 {
    let step = 0x9E37_79B9_7F4A_7C15_u64;
    let state = seed.wrapping_add((minute as u64).wrapping_add(1).wrapping_mul(step));
    let mut z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    (z >> 11) as f64 * 2f64.powi(-53)
}

fn with_holidays(traffic: &Traffic, laid_out: &LaidOut, minute: i64) -> f64 {
    let local = traffic.clock.civil_at(minute);
    let day = local.div_euclid(1_440);
    let today = || traffic.holidays.iter().filter(|one| civil_minute(one.date.at(0, 0, 0, 0)) / 1_440 == day);
    // 1970-01-01 was a Thursday, the fourth day from Monday.
    let weekday = (day + 3).rem_euclid(7);
    let like = today().find_map(|one| match one.effect {
        HolidayEffect::Like(other) => Some(i64::from(other) - weekday),
        HolidayEffect::Multiply(_) => None,
    });
    let moved = like.and_then(|days| read(traffic, laid_out, minute, days * 1_440));
    let own = || read_in_warm_up(traffic, laid_out, minute);
    let factors = today().filter_map(|one| match one.effect {
        HolidayEffect::Multiply(factor) => Some(factor),
        HolidayEffect::Like(_) => None,
    });
    factors.fold(moved.unwrap_or_else(own), |value, factor| value * factor)
}

/// The profile at a UTC minute and its local time, both moved by `shift`; none where a dated profile has none.
fn read(traffic: &Traffic, laid_out: &LaidOut, minute: i64, shift: i64) -> Option<f64> {
    let position = laid_out.position(traffic, minute, shift);
    (0..laid_out.length).contains(&position).then(|| laid_out.value(traffic, position))
}

fn read_in_warm_up(traffic: &Traffic, laid_out: &LaidOut, minute: i64) -> f64 {
    if laid_out.length == 0 {
        return 0.0;
    }
    let mut position = laid_out.position(traffic, minute, 0);
    while position < 0 {
        position += 1_440;
    }
    laid_out.value(traffic, position.min(laid_out.length - 1))
}

/// Which minutes of a profile are used, and how.
struct LaidOut {
    as_dated: bool,
    /// Used minutes.
    length: i64,
}

impl LaidOut {
    fn of(traffic: &Traffic, horizon: &Horizon) -> Self {
        let profile = &traffic.profile;
        let minutes = profile.rows.len() as i64 * i64::from(profile.step_minutes);
        match profile.shape {
            ProfileShape::Day | ProfileShape::Week => return Self { as_dated: false, length: minutes },
            ProfileShape::DatedLocal { .. } | ProfileShape::DatedUtc { .. } => {}
        }
        let dated = Self { as_dated: true, length: minutes };
        let first = horizon.first_minute();
        let mut horizon_minutes = first..first + horizon.minutes() as i64;
        let covers = |minute: i64| (0..minutes).contains(&dated.position(traffic, minute, 0));
        if minutes >= 1_440 && horizon_minutes.all(covers) {
            return dated;
        }
        let cycle = if minutes >= 10_080 { 10_080 } else { 1_440 };
        Self { as_dated: false, length: minutes / cycle * cycle }
    }

    fn position(&self, traffic: &Traffic, minute: i64, shift: i64) -> i64 {
        let local = traffic.clock.civil_at(minute) + shift;
        let (dated, first_civil) = match traffic.profile.shape {
            ProfileShape::Day => return local.rem_euclid(1_440),
            ProfileShape::Week => return (local - 5_760).rem_euclid(10_080),
            ProfileShape::DatedLocal { first_minute } => (local - first_minute, first_minute),
            ProfileShape::DatedUtc { first_minute } => {
                (minute + shift - first_minute, traffic.clock.civil_at(first_minute))
            }
        };
        if self.as_dated { dated } else { (local - first_civil).rem_euclid(self.length.max(1)) }
    }

    fn value(&self, traffic: &Traffic, position: i64) -> f64 {
        let profile = &traffic.profile;
        let minutes = i64::from(profile.step_minutes);
        let used_rows = (self.length + minutes - 1) / minutes;
        let (row, minute) = (position / minutes, position % minutes);
        let mean = |row: i64| profile.rows[row as usize];
        if traffic.interpolation == Interpolation::Step {
            return mean(row);
        }
        let neighbour = |other: i64| match (self.as_dated, (0..used_rows).contains(&other)) {
            (_, true) => mean(other),
            (true, false) => mean(row),
            (false, false) => mean(other.rem_euclid(used_rows)),
        };
        curve(neighbour(row - 1), mean(row), neighbour(row + 1), profile, minute)
    }
}

/// The mean of rule D2's curve over one minute of a row.
fn curve(a: f64, v: f64, b: f64, profile: &Profile, minute: i64) -> f64 {
    let first = ((a + v) / 2.0).min(2.0 * a.min(v));
    let last = ((v + b) / 2.0).min(2.0 * v.min(b));
    if first == v && last == v {
        return v;
    }
    let middle = 2.0 * v - (first + last) / 2.0;
    let area = |x: f64| {
        let y = 1.0 - x;
        if x <= 0.5 { first * x + (middle - first) * x * x } else { v - (last * y + (middle - last) * y * y) }
    };
    let n = f64::from(profile.step_minutes);
    let k = minute as f64;
    (n * (area((k + 1.0) / n) - area(k / n))).max(0.0)
}
