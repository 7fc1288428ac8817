//! Which minute of the profile a UTC minute reads (rules D3 and D4).

use jiff::civil::Date;

use super::interpolation::{Ends, minute_table};
use super::overlays::LocalSpans;
use crate::scenario::{Profile, ProfileShape, Traffic};
use crate::time::{Horizon, LocalClock, MINUTES_PER_DAY, MINUTES_PER_WEEK, civil_minute};

/// The first civil minute of a Monday: 1970-01-05T00:00.
const A_MONDAY: i64 = 4 * MINUTES_PER_DAY;

/// What became of a profile on the way to the horizon, for the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProfileUse {
    /// Whether dated rows cover the horizon and are used at their own dates.
    pub as_dated: bool,
    /// The length after which the profile repeats, in minutes; none when it is used as dated.
    pub cycle_minutes: Option<i64>,
    /// Minutes at the end of the profile that are not used because they make no whole week or day.
    pub dropped_minutes: i64,
    /// Rows of which no minute is used for that reason.
    pub dropped_rows: u32,
    /// Rows that were filled in for gaps in the file.
    pub filled_rows: u32,
}

/// Says how a profile is used over a horizon: as dated or repeated, and what is dropped.
#[must_use]
pub fn profile_use(traffic: &Traffic, horizon: &Horizon) -> ProfileUse {
    let profile = &traffic.profile;
    let length = profile_minutes(profile);
    let filled_rows = profile.filled_rows;
    if is_as_dated(traffic, horizon) {
        return ProfileUse { as_dated: true, cycle_minutes: None, dropped_minutes: 0, dropped_rows: 0, filled_rows };
    }
    let cycle = cycle_minutes(profile);
    let dropped_rows = profile.rows.len() - rows_in(profile, cycle);
    ProfileUse {
        as_dated: false,
        cycle_minutes: Some(cycle),
        dropped_minutes: length - cycle,
        dropped_rows: u32::try_from(dropped_rows).unwrap_or(u32::MAX),
        filled_rows,
    }
}

/// How the table is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    /// By the local clock, going round; the civil minute that reads the first minute of the table.
    Ring { origin: i64 },
    /// By the local clock, once; the civil minute of the first row.
    DatedLocal { first: i64 },
    /// By UTC, once; the UTC minute of the first row.
    DatedUtc { first: i64 },
}

/// A profile laid out minute by minute, and how it is entered.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    table: Vec<f64>,
    entry: Entry,
}

impl Reading {
    pub(super) fn new(traffic: &Traffic, horizon: &Horizon) -> Self {
        let profile = &traffic.profile;
        if is_as_dated(traffic, horizon) {
            let table = minute_table(profile, profile.rows.len(), traffic.interpolation, Ends::Level);
            return Self { table, entry: dated_entry(&profile.shape) };
        }
        let cycle = cycle_minutes(profile);
        let mut table = minute_table(profile, rows_in(profile, cycle), traffic.interpolation, Ends::Ring);
        table.truncate(usize::try_from(cycle).unwrap_or(0));
        Self { table, entry: Entry::Ring { origin: ring_origin(&profile.shape, &traffic.clock) } }
    }

    /// The profile along the whole range of the spans.
    pub(super) fn along(&self, spans: &LocalSpans) -> Vec<f64> {
        if self.table.is_empty() {
            return vec![0.0; spans.len()];
        }
        let mut values = Vec::with_capacity(spans.len());
        for (from, to, offset) in spans.iter() {
            match self.entry {
                Entry::Ring { origin } => self.go_round(&mut values, from + offset - origin, to - from),
                Entry::DatedLocal { first } => self.read_dated(&mut values, from + offset - first, to - from),
                Entry::DatedUtc { first } => self.read_dated(&mut values, from - first, to - from),
            }
        }
        values
    }

    /// Gives a local date the course of `weekday` (0 is Monday) of its own week, where the profile has one (rule D6).
    pub(super) fn lay_like(&self, values: &mut [f64], date: Date, weekday: u8, spans: &LocalSpans) {
        let own = i64::from(date.weekday().to_monday_zero_offset());
        let shift = (i64::from(weekday) - own) * MINUTES_PER_DAY;
        for (index, utc, civil) in spans.minutes_of_day(civil_minute(date.at(0, 0, 0, 0))) {
            if let Some(value) = self.exact(utc + shift, civil + shift) {
                values[index] = value;
            }
        }
    }

    /// The table's value at a moment, if it has one.
    fn exact(&self, utc: i64, civil: i64) -> Option<f64> {
        let position = match self.entry {
            Entry::Ring { origin } => (civil - origin).checked_rem_euclid(self.length())?,
            Entry::DatedLocal { first } => civil - first,
            Entry::DatedUtc { first } => utc - first,
        };
        self.table.get(usize::try_from(position).ok()?).copied()
    }

    /// Appends `count` minutes from `position`, round and round.
    fn go_round(&self, values: &mut Vec<f64>, position: i64, count: i64) {
        let mut position = position.rem_euclid(self.length()) as usize;
        let mut left = count as usize;
        while left > 0 {
            let piece = left.min(self.table.len() - position);
            values.extend_from_slice(&self.table[position..position + piece]);
            left -= piece;
            position = 0;
        }
    }

    /// Appends `count` minutes from `position`: a minute before the first row reads the same time of a
    /// later day, one after the last (a clock set back as the horizon begins) the last.
    fn read_dated(&self, values: &mut Vec<f64>, position: i64, count: i64) {
        let last = self.length() - 1;
        let before = (-position).clamp(0, count);
        let positions = (position..position + before).map(|position| position.rem_euclid(MINUTES_PER_DAY));
        values.extend(positions.map(|position| self.table[position.min(last) as usize]));
        let inside = (position + before..position + count).map(|position| self.table[position.min(last) as usize]);
        values.extend(inside);
    }

    fn length(&self) -> i64 {
        self.table.len() as i64
    }
}

fn profile_minutes(profile: &Profile) -> i64 {
    profile.rows.len() as i64 * i64::from(profile.step_minutes.max(1))
}

/// The length that repeats: whole weeks, whole days below a week, or all there is below a day.
fn cycle_minutes(profile: &Profile) -> i64 {
    let length = profile_minutes(profile);
    let unit = match length {
        MINUTES_PER_WEEK.. => MINUTES_PER_WEEK,
        MINUTES_PER_DAY.. => MINUTES_PER_DAY,
        _ => 1,
    };
    length - length % unit
}

/// How many rows the first `minutes` minutes touch.
fn rows_in(profile: &Profile, minutes: i64) -> usize {
    let rows = minutes.max(0) as u64;
    rows.div_ceil(u64::from(profile.step_minutes.max(1))) as usize
}

/// Whether dated rows, a day of them at least, cover every minute of the horizon (rule D4).
fn is_as_dated(traffic: &Traffic, horizon: &Horizon) -> bool {
    let length = profile_minutes(&traffic.profile);
    let from = horizon.first_minute();
    let to = from + horizon.seconds() / 60;
    let covers = |first: i64, from: i64, to: i64| first <= from && to <= first + length;
    let covered = match traffic.profile.shape {
        ProfileShape::Day | ProfileShape::Week => false,
        ProfileShape::DatedUtc { first_minute } => covers(first_minute, from, to),
        ProfileShape::DatedLocal { first_minute } => {
            let spans = traffic.clock.offset_spans(from, to);
            spans.iter().all(|(from, to, offset)| covers(first_minute, from + offset, to + offset))
        }
    };
    covered && length >= MINUTES_PER_DAY
}

fn dated_entry(shape: &ProfileShape) -> Entry {
    match *shape {
        ProfileShape::DatedUtc { first_minute } => Entry::DatedUtc { first: first_minute },
        ProfileShape::DatedLocal { first_minute } => Entry::DatedLocal { first: first_minute },
        ProfileShape::Day | ProfileShape::Week => Entry::Ring { origin: 0 },
    }
}

fn ring_origin(shape: &ProfileShape, clock: &LocalClock) -> i64 {
    match *shape {
        ProfileShape::Day => 0,
        ProfileShape::Week => A_MONDAY,
        ProfileShape::DatedLocal { first_minute } => first_minute,
        ProfileShape::DatedUtc { first_minute } => clock.civil_at(first_minute),
    }
}
