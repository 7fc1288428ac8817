//! Several counts over time, walked through together.

use crate::capacity::Steps;

/// Calls `each` for every run of `[from, to)` in which all counts stay as they are: `(from, to, counts)`.
pub(super) fn joint_runs(series: &[&Steps], from: i64, to: i64, mut each: impl FnMut(i64, i64, &[u32])) {
    let mut next: Vec<usize> =
        series.iter().map(|steps| steps.changes().partition_point(|&(second, _)| second <= from)).collect();
    let mut counts: Vec<u32> = series.iter().map(|steps| steps.at(from)).collect();
    let mut start = from;
    while start < to {
        let upcoming = |(steps, &next): (&&Steps, &usize)| steps.changes().get(next).map(|&(second, _)| second);
        let end = series.iter().zip(&next).filter_map(upcoming).min().map_or(to, |second| second.min(to));
        each(start, end, &counts);
        for ((steps, next), count) in series.iter().zip(&mut next).zip(&mut counts) {
            if let Some(&(_, changed)) = steps.changes().get(*next).filter(|&&(second, _)| second == end) {
                *count = changed;
                *next += 1;
            }
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn steps() -> impl Strategy<Value = Steps> {
        proptest::collection::vec((0_i64..60, 0_u32..4), 0..12).prop_map(|mut changes| {
            changes.sort_unstable();
            Steps::from_changes(changes)
        })
    }

    proptest! {
        #[test]
        fn runs_say_what_every_second_says(one in steps(), other in steps(), from in 0_i64..30, length in 0_i64..40) {
            let mut seconds = Vec::new();
            joint_runs(&[&one, &other], from, from + length, |start, end, counts| {
                seconds.extend((start..end).map(|second| (second, counts[0], counts[1])));
            });
            let expected: Vec<_> = (from..from + length).map(|second| (second, one.at(second), other.at(second))).collect();
            prop_assert_eq!(seconds, expected);
        }
    }
}
