//! What is laid on top of a profile: holidays that multiply, growth, events, changes of level, the peak inside an
//! hour (rules D5 to D7, D9).

use std::ops::Range;

use jiff::civil::Date;

use crate::scenario::{Event, EventEffect, LevelChange, PeakPattern};
use crate::time::{LocalClock, MINUTES_PER_DAY, civil_minute};

/// The minute of a clock hour at which its peak begins.
const PEAK_BEGINS: i64 = 30;

/// A range of UTC minutes cut into spans of constant local offset, so that no minute needs the time-zone rules.
#[derive(Clone, Debug)]
pub(super) struct LocalSpans {
    first: i64,
    end: i64,
    spans: Vec<(i64, i64, i64)>,
}

impl LocalSpans {
    pub(super) fn new(clock: &LocalClock, first: i64, end: i64) -> Self {
        Self { first, end, spans: clock.offset_spans(first, end) }
    }

    /// Minutes in the range.
    pub(super) fn len(&self) -> usize {
        usize::try_from(self.end - self.first).unwrap_or(0)
    }

    /// The spans: first UTC minute, first UTC minute after, and offset of the local clock.
    pub(super) fn iter(&self) -> impl Iterator<Item = (i64, i64, i64)> {
        self.spans.iter().copied()
    }

    /// The indexes of the minutes whose local time is in `[from, to)`, in ranges.
    fn civil_ranges(&self, from: i64, to: i64) -> impl Iterator<Item = Range<usize>> {
        self.iter().filter_map(move |(span_from, span_to, offset)| {
            let begin = span_from.max(from.saturating_sub(offset));
            let end = span_to.min(to.saturating_sub(offset));
            (begin < end).then(|| (begin - self.first) as usize..(end - self.first) as usize)
        })
    }

    /// Index, UTC minute and civil minute of every minute of the local day that begins at civil minute `midnight`.
    pub(super) fn minutes_of_day(&self, midnight: i64) -> impl Iterator<Item = (usize, i64, i64)> {
        self.iter().flat_map(move |(from, to, offset)| {
            let begin = from.max(midnight - offset);
            let end = to.min(midnight + MINUTES_PER_DAY - offset);
            (begin..end).map(move |utc| ((utc - self.first) as usize, utc, utc + offset))
        })
    }
}

/// Multiplies a local date.
pub(super) fn multiply_day(values: &mut [f64], date: Date, factor: f64, spans: &LocalSpans) {
    let midnight = civil_minute(date.at(0, 0, 0, 0));
    for range in spans.civil_ranges(midnight, midnight + MINUTES_PER_DAY) {
        multiply(&mut values[range], factor);
    }
}

/// Compounds growth at the start of every growth month.
pub(super) fn grow(values: &mut [f64], percent_per_month: f64, month_starts: &[i64], first_minute: i64) {
    let mut factor = 1.0;
    for (month, start) in month_starts.iter().enumerate() {
        factor *= 1.0 + percent_per_month / 100.0;
        let from = (start - first_minute) as usize;
        let to = month_starts.get(month + 1).map_or(values.len(), |next| (next - first_minute) as usize);
        multiply(&mut values[from..to], factor);
    }
}

/// Applies an event to its local minutes.
pub(super) fn happen(values: &mut [f64], event: &Event, spans: &LocalSpans) {
    for range in spans.civil_ranges(civil_minute(event.start), civil_minute(event.end)) {
        match event.effect {
            EventEffect::Multiply(factor) => multiply(&mut values[range], factor),
            EventEffect::Add(amount) => values[range].iter_mut().for_each(|value| *value += amount),
        }
    }
}

/// Multiplies all demand from a minute on.
pub(super) fn change_level(values: &mut [f64], change: &LevelChange, first_minute: i64) {
    let before = usize::try_from(change.from_minute - first_minute).unwrap_or(0).min(values.len());
    multiply(&mut values[before..], change.factor);
}

/// Raises the burst of every local hour and lowers the rest of it.
pub(super) fn peak(values: &mut [f64], pattern: &PeakPattern, spans: &LocalSpans) {
    let factors = hour_factors(pattern);
    for (from, to, offset) in spans.iter() {
        let minutes = (from - spans.first) as usize..(to - spans.first) as usize;
        let mut minute_of_hour = (from + offset).rem_euclid(60) as usize;
        for value in &mut values[minutes] {
            *value *= factors[minute_of_hour];
            minute_of_hour = (minute_of_hour + 1) % 60;
        }
    }
}

/// The factor of each minute of a clock hour.
fn hour_factors(pattern: &PeakPattern) -> [f64; 60] {
    let length = f64::from(pattern.minutes);
    let rest = (60.0 - pattern.factor * length) / (60.0 - length);
    let burst = PEAK_BEGINS..PEAK_BEGINS + i64::from(pattern.minutes);
    std::array::from_fn(|minute| if burst.contains(&(minute as i64)) { pattern.factor } else { rest })
}

fn multiply(values: &mut [f64], factor: f64) {
    values.iter_mut().for_each(|value| *value *= factor);
}
