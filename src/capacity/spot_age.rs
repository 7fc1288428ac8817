//! Which Spot instances are interrupted within their first hour (rule I9).

use super::steps::Steps;

/// EC2 does not charge a Spot instance that it interrupts before this age, seconds.
const FREE_BEFORE: i64 = 3_600;

/// Instances that EC2 interrupted in their first hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FreeFirstHours {
    /// How many.
    pub instances: u64,
    /// Seconds that they ran, which are not charged.
    pub seconds: i64,
}

/// The interrupted instances that began inside the horizon, at `from` or later, and less than an hour before.
///
/// `interrupted` is the second of every interruption, ascending; `number` gives the k-th one's number in [0, 1).
#[must_use]
pub fn free_first_hours(
    running: &Steps,
    interrupted: &[i64],
    from: i64,
    number: impl Fn(u64) -> f64,
) -> FreeFirstHours {
    let mut ages = Ages { changes: running.changes(), began: Vec::new() };
    let mut free = FreeFirstHours::default();
    for (index, &second) in (0..).zip(interrupted) {
        ages.advance_to(second);
        let Some(began) = ages.replace(number(index), second) else { continue };
        if began >= from && second - began < FREE_BEFORE {
            free.instances += 1;
            free.seconds += second - began;
        }
    }
    free
}

/// When each running instance began, the oldest first.
struct Ages<'a> {
    changes: &'a [(i64, u32)],
    began: Vec<i64>,
}

impl Ages<'_> {
    /// Starts and stops instances as they change up to a second; the oldest stops first.
    fn advance_to(&mut self, second: i64) {
        while let Some((&(changed, count), later)) = self.changes.split_first().filter(|(next, _)| next.0 <= second) {
            let surplus = self.began.len().saturating_sub(count as usize);
            self.began.drain(..surplus);
            self.began.resize(count as usize, changed);
            self.changes = later;
        }
    }

    /// Ends the instance that a number in [0, 1) points at, and starts another; when the first began.
    fn replace(&mut self, number: f64, second: i64) -> Option<i64> {
        let last = self.began.len().checked_sub(1)?;
        let began = self.began.remove(((number * self.began.len() as f64) as usize).min(last));
        self.began.push(second);
        Some(began)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_began_within_the_hour_is_free() {
        let running = Steps::from_changes([(-9_000, 1), (1_000, 2), (9_000, 1)]);
        let free = |interrupted: &[i64], number: f64| free_first_hours(&running, interrupted, 0, |_| number);
        assert_eq!(free(&[3_000], 0.0), FreeFirstHours::default(), "the old one is charged");
        assert_eq!(free(&[3_000], 0.9), FreeFirstHours { instances: 1, seconds: 2_000 });
        assert_eq!(free(&[4_600], 0.9), FreeFirstHours::default(), "an hour has passed");
        assert_eq!(free(&[3_000, 3_600], 0.9), FreeFirstHours { instances: 2, seconds: 2_600 }, "its replacement, too");
        let shrinking = Steps::from_changes([(-9_000, 1), (1_000, 2), (2_000, 1)]);
        let free = free_first_hours(&shrinking, &[2_500], 0, |_| 0.0);
        assert_eq!(free, FreeFirstHours { instances: 1, seconds: 1_500 }, "the older one has left");
    }

    #[test]
    fn what_began_before_the_horizon_is_charged() {
        let running = Steps::constant(1, -60, 7_200);
        assert_eq!(free_first_hours(&running, &[100], 0, |_| 0.0), FreeFirstHours::default());
    }

    proptest! {
        #[test]
        fn free_seconds_are_less_than_an_hour_each(
            seconds in proptest::collection::btree_set(0_i64..40_000, 0..30),
            numbers in proptest::collection::vec(0.0_f64..1.0, 30),
        ) {
            let running = Steps::from_changes([(-50, 2), (4_000, 0), (9_000, 1), (20_000, 5)]);
            let interrupted: Vec<i64> = seconds.into_iter().collect();
            let free = free_first_hours(&running, &interrupted, 0, |index| numbers[index as usize]);
            prop_assert!(free.instances <= interrupted.len() as u64);
            prop_assert!((0..=free.instances as i64 * 3_599).contains(&free.seconds));
        }
    }
}
