//! From rows to minutes: straight lines that keep each row's total (rule D2).

use crate::scenario::{Interpolation, Profile};

/// What stands before the first row and after the last (rule D3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// The last row and the first: the profile goes round.
    Ring,
    /// The end row itself.
    Level,
}

/// The value of every minute of the first `rows` rows of a profile.
pub(super) fn minute_table(profile: &Profile, rows: usize, interpolation: Interpolation, ends: Ends) -> Vec<f64> {
    let rows = profile.rows.get(..rows).unwrap_or(&profile.rows);
    let minutes = profile.step_minutes.max(1);
    let mut table = Vec::with_capacity(rows.len() * minutes as usize);
    for (index, &mean) in rows.iter().enumerate() {
        match interpolation {
            Interpolation::Step => table.extend((0..minutes).map(|_| mean)),
            Interpolation::Linear => {
                let (before, after) = neighbours(rows, index, ends);
                let curve = RowCurve::new(before, mean, after);
                table.extend((0..minutes).map(|minute| curve.minute(minute, minutes)));
            }
        }
    }
    table
}

/// The rows before and after row `index`.
fn neighbours(rows: &[f64], index: usize, ends: Ends) -> (f64, f64) {
    let beyond = |outside: Option<&f64>| match ends {
        Ends::Ring => outside.copied().unwrap_or(rows[index]),
        Ends::Level => rows[index],
    };
    let before = if index == 0 { beyond(rows.last()) } else { rows[index - 1] };
    let after = rows.get(index + 1).copied().unwrap_or_else(|| beyond(rows.first()));
    (before, after)
}

/// A row's course: straight from its start to its middle, straight from there to its end.
#[derive(Clone, Copy, Debug)]
struct RowCurve {
    mean: f64,
    start: f64,
    middle: f64,
    end: f64,
}

impl RowCurve {
    /// Meets its neighbours half-way, but never so high that the middle would fall below zero.
    fn new(before: f64, mean: f64, after: f64) -> Self {
        let start = ((before + mean) / 2.0).min(2.0 * before.min(mean));
        let end = ((mean + after) / 2.0).min(2.0 * mean.min(after));
        Self { mean, start, middle: 2.0 * mean - (start + end) / 2.0, end }
    }

    /// The mean over one of the row's `minutes` minutes.
    fn minute(&self, minute: u32, minutes: u32) -> f64 {
        if self.is_level() {
            return self.mean;
        }
        let length = f64::from(minutes);
        let from = f64::from(minute) / length;
        let to = f64::from(minute + 1) / length;
        (length * (self.area(to) - self.area(from))).max(0.0)
    }

    /// Level demand stays exactly what it is, free of rounding.
    fn is_level(&self) -> bool {
        self.start == self.mean && self.end == self.mean
    }

    /// The area under the curve from the start of the row to a share `x` of it.
    fn area(&self, x: f64) -> f64 {
        if x <= 0.5 {
            return self.start * x + (self.middle - self.start) * x * x;
        }
        let y = 1.0 - x;
        self.mean - (self.end * y + (self.middle - self.end) * y * y)
    }
}
