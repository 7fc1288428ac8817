//! [`Steps`]: a count that stays constant between changes, by the second.

use std::sync::Arc;

/// A count over time: `(second, count)` in ascending order, each holding until the next; 0 before the first.
///
/// Cheap to clone: what is billed is often what is desired, and never changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    changes: Arc<Vec<(i64, u32)>>,
}

impl Steps {
    /// A constant count over `[from, to)`.
    #[must_use]
    pub fn constant(count: u32, from: i64, to: i64) -> Self {
        Self::from_deltas(vec![(from, i64::from(count)), (to, -i64::from(count))])
    }

    /// Adds up changes `(second, difference)` in any order. The running sum must not go below zero.
    #[must_use]
    pub fn from_deltas(mut deltas: Vec<(i64, i64)>) -> Self {
        // Deltas mostly come as a few ascending runs, which the stable sort only has to merge.
        deltas.sort_by_key(|&(second, _)| second);
        let mut changes: Vec<(i64, u32)> = Vec::new();
        let mut count: i64 = 0;
        let mut index = 0;
        while index < deltas.len() {
            let second = deltas[index].0;
            while index < deltas.len() && deltas[index].0 == second {
                count += deltas[index].1;
                index += 1;
            }
            let settled = u32::try_from(count).expect("nothing stops that has not started");
            if changes.last().map_or(0, |&(_, last)| last) != settled {
                changes.push((second, settled));
            }
        }
        Self { changes: Arc::new(changes) }
    }

    /// Steps from changes already in order; equal neighbours are merged.
    #[must_use]
    pub fn from_changes(ordered: impl IntoIterator<Item = (i64, u32)>) -> Self {
        let mut changes: Vec<(i64, u32)> = Vec::new();
        for (second, count) in ordered {
            match changes.last_mut() {
                Some(last) if last.0 == second => last.1 = count,
                Some(last) if last.1 == count => {}
                None if count == 0 => {}
                _ => changes.push((second, count)),
            }
        }
        Self { changes: Arc::new(changes) }
    }

    /// This count less another, which must never be larger.
    #[must_use]
    pub fn minus(&self, less: &Self) -> Self {
        let fewer = less.differences().into_iter().map(|(second, difference)| (second, -difference)).collect();
        Self::from_deltas([self.differences(), fewer].concat())
    }

    /// This count less another, and 0 where that is larger.
    #[must_use]
    pub fn lessened_by(&self, less: &Self) -> Self {
        let Some(&(first, _)) = self.changes.first() else { return Self::default() };
        Self::from_changes(less.runs(first, i64::MAX).flat_map(|(from, to, fewer)| {
            self.runs(from, to).map(move |(start, _, count)| (start, count.saturating_sub(fewer)))
        }))
    }

    /// Steps from changes already in order, each with another count than the one before, the first not zero.
    pub(super) fn from_distinct(changes: Vec<(i64, u32)>) -> Self {
        debug_assert!(changes.first().is_none_or(|first| first.1 > 0));
        debug_assert!(changes.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 != pair[1].1));
        Self { changes: Arc::new(changes) }
    }

    /// The changes, in order.
    #[must_use]
    pub fn changes(&self) -> &[(i64, u32)] {
        &self.changes
    }

    /// The count at a second.
    #[must_use]
    pub fn at(&self, second: i64) -> u32 {
        let next = self.changes.partition_point(|&(change, _)| change <= second);
        if next == 0 { 0 } else { self.changes[next - 1].1 }
    }

    /// The runs inside `[from, to)`: `(from, to, count)`, zeros included, covering all of it.
    pub fn runs(&self, from: i64, to: i64) -> impl Iterator<Item = (i64, i64, u32)> + '_ {
        let first = self.changes.partition_point(|&(change, _)| change <= from);
        let before = if first == 0 { 0 } else { self.changes[first - 1].1 };
        let later = self.changes[first..].iter().copied().take_while(move |&(change, _)| change < to);
        let starts = std::iter::once((from, before)).chain(later);
        let ends = self.changes[first..].iter().map(|&(change, _)| change).take_while(move |&change| change < to);
        starts.zip(ends.chain(std::iter::once(to))).map(|((start, count), end)| (start, end, count))
    }

    /// Count-seconds in each clock hour of `hours` hours from `start`.
    #[must_use]
    pub fn seconds_per_hour(&self, start: i64, hours: u32) -> Vec<i64> {
        let mut totals = vec![0_i64; hours as usize];
        let end = start + i64::from(hours) * 3_600;
        for (from, to, count) in self.runs(start, end).filter(|&(from, to, count)| count > 0 && from < to) {
            add_run(&mut totals, (from - start, to - start), i64::from(count));
        }
        totals
    }

    /// Count-seconds in `[from, to)`.
    #[must_use]
    pub fn total_seconds(&self, from: i64, to: i64) -> i64 {
        self.runs(from, to).map(|(start, end, count)| (end - start) * i64::from(count)).sum()
    }

    /// Least and most in `[from, to)`.
    #[must_use]
    pub fn extremes(&self, from: i64, to: i64) -> (u32, u32) {
        self.runs(from, to).fold((u32::MAX, 0), |(least, most), (_, _, count)| (least.min(count), most.max(count)))
    }

    /// How much the count rises in each clock hour, summed over its increases.
    #[must_use]
    pub fn increases_per_hour(&self, start: i64, hours: u32) -> Vec<i64> {
        let mut totals = vec![0_i64; hours as usize];
        let mut before = 0;
        for &(second, count) in self.changes() {
            let hour = (second - start).div_euclid(3_600);
            if let Some(total) = usize::try_from(hour).ok().and_then(|hour| totals.get_mut(hour)) {
                *total += (i64::from(count) - i64::from(before)).max(0);
            }
            before = count;
        }
        totals
    }

    /// This count and another together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        if other.changes.is_empty() {
            return self.clone();
        }
        Self::from_deltas([self.differences(), other.differences()].concat())
    }

    /// By how much the count changes, and when.
    fn differences(&self) -> Vec<(i64, i64)> {
        let before = std::iter::once(0).chain(self.changes.iter().map(|&(_, count)| i64::from(count)));
        self.changes.iter().zip(before).map(|(&(second, count), before)| (second, i64::from(count) - before)).collect()
    }

    /// The largest count over the trailing window `[t − window, t]`, for every t.
    #[must_use]
    pub fn trailing_maximum(&self, window: i64) -> Self {
        // Each run's count reaches `window` seconds past its end; among overlapping reaches the largest wins.
        let mut waiting: std::collections::VecDeque<(i64, u32)> = std::collections::VecDeque::new();
        let mut changes = Vec::new();
        for (index, &(start, count)) in self.changes.iter().enumerate() {
            while let Some(&(until, largest)) = waiting.front() {
                if until >= start {
                    break;
                }
                waiting.pop_front();
                debug_assert!(largest > 0);
                changes.push((until + 1, waiting.front().map_or(0, |next| next.1)));
            }
            let end = self.changes.get(index + 1).map_or(i64::MAX, |next| next.0);
            if count > 0 {
                while waiting.back().is_some_and(|&(_, smaller)| smaller <= count) {
                    waiting.pop_back();
                }
                // The run covers seconds up to end − 1, so windows ending at up to end − 1 + window see it.
                waiting.push_back((end.saturating_sub(1).saturating_add(window), count));
            }
            changes.push((start, waiting.front().map_or(0, |next| next.1)));
        }
        while let Some((until, _)) = waiting.pop_front() {
            if until < i64::MAX - 1 {
                changes.push((until + 1, waiting.front().map_or(0, |next| next.1)));
            }
        }
        Self::from_changes(changes)
    }
}

/// Adds the count-seconds of a run inside the hours that `totals` has, in seconds from the first hour on.
fn add_run(totals: &mut [i64], (from, to): (i64, i64), count: i64) {
    let (first, last) = ((from / 3_600) as usize, (to / 3_600) as usize);
    if first == last {
        totals[first] += (to - from) * count;
        return;
    }
    let (begun, ended) = (from % 3_600, to % 3_600);
    totals[first] += (3_600 - begun) * count;
    totals[first + 1..last].iter_mut().for_each(|total| *total += 3_600 * count);
    if ended > 0 {
        totals[last] += ended * count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn random_steps() -> impl Strategy<Value = Steps> {
        proptest::collection::vec((1_i64..40, 0_u32..6), 0..30).prop_map(|gaps| {
            let mut second = 0;
            Steps::from_changes(gaps.into_iter().map(|(gap, count)| {
                second += gap;
                (second, count)
            }))
        })
    }

    #[test]
    fn an_hour_is_split_at_its_boundary() {
        let steps = Steps::constant(2, 3_000, 4_200);
        assert_eq!(steps.seconds_per_hour(0, 2), [1_200, 1_200]);
        assert_eq!(steps.total_seconds(0, 7_200), 2_400);
        assert_eq!(steps.increases_per_hour(0, 2), [2, 0]);
    }

    proptest! {
        #[test]
        fn the_trailing_maximum_is_the_largest_count_seen(steps in random_steps(), window in 0_i64..60) {
            let trailing = steps.trailing_maximum(window);
            for second in -5..700 {
                let seen = (second - window..=second).map(|t| steps.at(t)).max().unwrap();
                prop_assert_eq!(trailing.at(second), seen, "at {}", second);
            }
        }

        #[test]
        fn two_counts_together_are_their_sum(one in random_steps(), other in random_steps()) {
            let both = one.plus(&other);
            for second in -5..700 {
                prop_assert_eq!(both.at(second), one.at(second) + other.at(second));
            }
        }

        #[test]
        fn a_count_is_never_lessened_below_nothing(one in random_steps(), other in random_steps()) {
            let rest = one.lessened_by(&other);
            for second in -5..700 {
                prop_assert_eq!(rest.at(second), one.at(second).saturating_sub(other.at(second)));
            }
            prop_assert_eq!(one.lessened_by(&Steps::default()), one);
        }

        #[test]
        fn hours_hold_the_seconds_inside_them(steps in random_steps(), scale in 1_i64..40, start in -100_i64..100, hours in 0_u32..6) {
            let later: Vec<(i64, u32)> = steps.changes().iter().map(|&(second, count)| (second * scale, count)).collect();
            let steps = Steps::from_changes(later);
            let of_hour = |hour: i64| (start + 3_600 * hour..start + 3_600 * (hour + 1)).map(|second| i64::from(steps.at(second))).sum::<i64>();
            let by_second: Vec<i64> = (0..i64::from(hours)).map(of_hour).collect();
            prop_assert_eq!(steps.total_seconds(start, start + 3_600 * i64::from(hours)), by_second.iter().sum::<i64>());
            prop_assert_eq!(steps.seconds_per_hour(start, hours), by_second);
        }
    }
}
