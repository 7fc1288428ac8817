//! Rows that are missing from a profile, filled in.

use super::Gaps;
use super::dated::skipped_minutes;
use crate::time::LocalClock;

/// Up to this many missing rows are interpolated.
const INTERPOLATED_ROWS: i64 = 3;

/// A gap that is too long to be interpolated.
pub(super) struct LongGap {
    /// Rows missing.
    pub(super) missing: i64,
    /// The row of the file that ends the gap.
    pub(super) before_row: usize,
}

/// A profile without gaps.
pub(super) struct Filled {
    pub(super) rows: Vec<f64>,
    /// Rows filled in, without those that the local clock skips.
    pub(super) filled_rows: u32,
    pub(super) long_gaps: Vec<LongGap>,
}

/// Fills every gap between rows at `minutes`, all of them multiples of `step` apart.
///
/// A gap that is only the hour which the local `clock` skips in spring is none: its rows are filled
/// so that the rows stay evenly spaced, and no UTC minute ever reads them.
pub(super) fn fill(minutes: &[i64], values: &[f64], step: i64, gaps: Gaps, clock: Option<&LocalClock>) -> Filled {
    let mut filled = Filled { rows: Vec::with_capacity(values.len()), filled_rows: 0, long_gaps: Vec::new() };
    filled.rows.extend(values.first());
    for (index, pair) in minutes.windows(2).enumerate() {
        let absent = (pair[1] - pair[0]) / step - 1;
        if absent > 0 {
            let skipped = clock.map_or(0, |clock| skipped_minutes(clock, pair[0], pair[1])) / step;
            let missing = (absent - skipped).max(0);
            fill_one(&mut filled, index, [values[index], values[index + 1]], [absent, missing], gaps);
        }
        filled.rows.push(values[index + 1]);
    }
    filled
}

fn fill_one(filled: &mut Filled, index: usize, [before, after]: [f64; 2], [absent, missing]: [i64; 2], gaps: Gaps) {
    let long = missing > INTERPOLATED_ROWS;
    filled.filled_rows = filled.filled_rows.saturating_add(u32::try_from(missing).unwrap_or(u32::MAX));
    if long {
        filled.long_gaps.push(LongGap { missing, before_row: index + 1 });
    }
    if long && gaps == Gaps::Error {
        return;
    }
    let value = |position: i64| match (long, gaps) {
        (true, Gaps::Zero) => 0.0,
        (true, _) => before,
        (false, _) => before + (after - before) * (position as f64 / (absent + 1) as f64),
    };
    filled.rows.extend((1..=absent).map(value));
}
