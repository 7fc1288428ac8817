//! Instances that are replaced when they reach the end of their life (rule G3).

use super::steps::Steps;

/// The instances that run when each is replaced after every `lifetime` seconds, old and new running together
/// for `overlap` seconds. The last to come is the first to leave. Replacements begin before `until`.
#[must_use]
pub fn with_renewals(needed: &Steps, lifetime: i64, overlap: i64, until: i64) -> Steps {
    let mut deltas: Vec<(i64, i64)> = Vec::new();
    let mut running: Vec<i64> = Vec::new();
    let mut replace = |began: i64, ended: i64| {
        let mut second = began + lifetime;
        while second < ended.min(until) {
            deltas.push((second, 1));
            deltas.push((second + overlap, -1));
            second += lifetime;
        }
    };
    for &(second, count) in needed.changes() {
        while running.len() > count as usize {
            running.pop().into_iter().for_each(|began| replace(began, second));
        }
        running.resize(count as usize, second);
    }
    running.into_iter().for_each(|began| replace(began, until));
    if deltas.is_empty() {
        return needed.clone();
    }
    let mut before = 0;
    for &(second, count) in needed.changes() {
        deltas.push((second, i64::from(count) - before));
        before = i64::from(count);
    }
    Steps::from_deltas(deltas)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_instance_is_doubled_for_the_overlap_when_its_time_is_up() {
        let needed = Steps::from_changes([(0, 2), (50, 3), (120, 2), (160, 3)]);
        let running = with_renewals(&needed, 100, 10, 250);
        // Two of second 0 are replaced at 100 and 200; the third, of second 50, left at 120 before its time; that of
        // second 160 reaches 260, after the end.
        let expected = [(0, 2), (50, 3), (100, 5), (110, 3), (120, 2), (160, 3), (200, 5), (210, 3)];
        assert_eq!(running.changes(), expected);
        assert_eq!(with_renewals(&needed, 1_000, 10, 250), needed);
    }
}
