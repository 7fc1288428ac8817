//! Hours that are alike, counted once: a year of hours has few different ones where traffic repeats.

/// Below one in so many different hours, telling them apart is worth its time.
const WORTHWHILE: usize = 4;

/// Different hours of several series, with how often each occurs.
pub(super) struct DistinctHours {
    /// Per series its amount in every different hour, in the order in which they first occur.
    pub(super) series: Vec<Vec<i64>>,
    /// How often each occurs.
    pub(super) times: Vec<i64>,
}

impl DistinctHours {
    /// Of series of the same length; every hour by itself where too many differ.
    pub(super) fn of(series: &[&[i64]]) -> Self {
        Self::told_apart(series).unwrap_or_else(|| {
            let hours = series.first().map_or(0, |one| one.len());
            Self { series: series.iter().map(|one| one.to_vec()).collect(), times: vec![1; hours] }
        })
    }

    fn told_apart(series: &[&[i64]]) -> Option<Self> {
        let hours = series.first()?.len();
        let most = hours / WORTHWHILE;
        // Places of hours by what they hold: one more than the index of a different hour, or 0.
        let mut places = vec![0_u32; (2 * most).next_power_of_two()];
        let mut firsts: Vec<usize> = Vec::new();
        let mut times: Vec<i64> = Vec::new();
        for hour in 0..hours {
            let is_like = |first: usize| series.iter().all(|one| one[first] == one[hour]);
            let mut place = mixed(series.iter().map(|one| one[hour])) as usize & (places.len() - 1);
            while places[place] != 0 && !is_like(firsts[places[place] as usize - 1]) {
                place = (place + 1) & (places.len() - 1);
            }
            if places[place] == 0 {
                if firsts.len() == most {
                    return None;
                }
                firsts.push(hour);
                times.push(0);
                places[place] = firsts.len() as u32;
            }
            times[places[place] as usize - 1] += 1;
        }
        let series = series.iter().map(|one| firsts.iter().map(|&first| one[first]).collect()).collect();
        Some(Self { series, times })
    }
}

/// Amounts stirred into one number, alike for alike amounts.
fn mixed(amounts: impl Iterator<Item = i64>) -> u64 {
    let stirred = |sum: u64, amount: i64| (sum ^ amount as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    amounts.fold(0, stirred)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::DistinctHours;

    proptest! {
        #[test]
        fn hours_that_are_alike_are_counted_together(
            hours in prop::collection::vec((0_i64..4, prop::sample::select(vec![0, 1, i64::MAX])), 0..200),
        ) {
            let (left, right): (Vec<i64>, Vec<i64>) = hours.iter().copied().unzip();
            let distinct = DistinctHours::of(&[&left, &right]);
            let mut counts: BTreeMap<(i64, i64), i64> = BTreeMap::new();
            for hour in &hours {
                *counts.entry(*hour).or_default() += 1;
            }
            let mut found: BTreeMap<(i64, i64), i64> = BTreeMap::new();
            for (index, times) in distinct.times.iter().enumerate() {
                *found.entry((distinct.series[0][index], distinct.series[1][index])).or_default() += times;
            }
            prop_assert_eq!(&found, &counts);
            let is_told_apart = counts.len() <= hours.len() / super::WORTHWHILE;
            prop_assert_eq!(distinct.times.len(), if is_told_apart { counts.len() } else { hours.len() });
        }
    }
}
