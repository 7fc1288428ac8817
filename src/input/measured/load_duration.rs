//! [`LoadDuration`]: percentiles as a curve, and a day that has them (rule RS2).

use crate::time::MINUTES_PER_DAY;

/// Utilisation by the share of the time in which it is at most so high; straight between what is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LoadDuration {
    /// Share of the time, 0 to 1, and percent; both ascending.
    points: Vec<(f64, f64)>,
}

impl LoadDuration {
    /// The curve through points from share 0 to share 1.
    pub(super) fn through(points: Vec<(f64, f64)>) -> Self {
        debug_assert!(points.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
        Self { points }
    }

    /// The utilisation that is exceeded in 1 − `share` of the time.
    pub(super) fn at(&self, share: f64) -> f64 {
        let after = self.points.partition_point(|&(known, _)| known < share);
        let value = |index: usize| self.points.get(index).map_or(0.0, |&(_, percent)| percent);
        match (after.checked_sub(1).and_then(|before| self.points.get(before)), self.points.get(after)) {
            (Some(&(from, low)), Some(&(to, high))) => low + (high - low) * ((share - from) / (to - from)),
            (None, _) => value(0),
            (Some(&(_, last)), None) => last,
        }
    }

    /// The mean between two shares of the time.
    pub(super) fn mean(&self, from: f64, to: f64) -> f64 {
        let inside = self.points.iter().map(|&(share, _)| share).filter(|share| from < *share && *share < to);
        let ends: Vec<f64> = std::iter::once(from).chain(inside).chain([to]).collect();
        let area = |pair: &[f64]| (pair[1] - pair[0]) * f64::midpoint(self.at(pair[0]), self.at(pair[1]));
        ends.windows(2).map(area).sum::<f64>() / (to - from)
    }

    /// Share of the time with at least `percent`.
    pub(super) fn share_at_least(&self, percent: f64) -> f64 {
        let crossing = self.points.windows(2).find(|pair| pair[1].1 >= percent);
        match crossing {
            None => 0.0,
            Some(pair) if pair[0].1 >= percent => 1.0 - pair[0].0,
            Some(pair) => {
                let ((from, low), (to, high)) = (pair[0], pair[1]);
                1.0 - (from + (to - from) * ((percent - low) / (high - low)))
            }
        }
    }

    /// A day of minutes that has this load duration: it rises once, to noon, and falls once.
    pub(super) fn day(&self) -> Vec<f64> {
        let minutes = MINUTES_PER_DAY as usize;
        let mut day = vec![0.0; minutes];
        for rank in 0..minutes {
            let share = |above: usize| (minutes - above) as f64 / minutes as f64;
            let noon = minutes / 2;
            let minute = if rank % 2 == 1 { noon - rank.div_ceil(2) } else { noon + rank / 2 };
            day[minute] = self.mean(share(rank + 1), share(rank));
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve() -> LoadDuration {
        LoadDuration::through(vec![(0.0, 20.0), (0.5, 20.0), (0.9, 40.0), (1.0, 80.0)])
    }

    #[test]
    fn the_curve_goes_through_what_is_given_and_straight_between() {
        let curve = curve();
        for (share, percent) in
            [(0.0, 20.0), (0.3, 20.0), (0.5, 20.0), (0.7, 30.0), (0.9, 40.0), (0.95, 60.0), (1.0, 80.0)]
        {
            assert!((curve.at(share) - percent).abs() < 1e-12, "{share}");
        }
        assert!((curve.share_at_least(60.0) - 0.05).abs() < 1e-12);
        assert!((curve.share_at_least(20.0) - 1.0).abs() < 1e-12);
        assert_eq!(curve.share_at_least(81.0), 0.0);
    }

    #[test]
    fn the_mean_is_the_area_under_the_curve() {
        // 0.5 × 20 + 0.4 × 30 + 0.1 × 60
        assert!((curve().mean(0.0, 1.0) - 28.0).abs() < 1e-12);
        assert!((curve().mean(0.8, 1.0) - (0.1 * 37.5 + 0.1 * 60.0) / 0.2).abs() < 1e-12);
    }

    #[test]
    fn the_day_has_every_minute_once_the_mean_of_the_curve_and_its_peak_at_noon() {
        let day = curve().day();
        assert!((day.iter().sum::<f64>() / 1_440.0 - 28.0).abs() < 1e-9);
        assert!(day[..=720].windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(day[720..].windows(2).all(|pair| pair[0] >= pair[1]));
        let mut sorted = day.clone();
        sorted.sort_by(f64::total_cmp);
        // The 95th percentile of the minutes is that of the curve, to the width of a minute.
        assert!((sorted[1_368] - 60.0).abs() < 0.3);
    }
}
