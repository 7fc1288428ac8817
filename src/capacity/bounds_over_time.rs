//! The minimum and the maximum of tasks that a scenario sets, over time (rules S1 and S12).

use super::control::{EARLIER_ACTIONS_MINUTES, bounds_changes};
use super::scaling_limits::limits_for;
use super::steps::Steps;
use crate::scenario::{Scaling, TaskCount};

/// The least tasks that a service may have, by the second of `[first_minute, end_minute)`: its minimum with the
/// scheduled actions that have fired, or its fixed count. What predictive scaling asks for is not part of it.
#[must_use]
pub fn minimum_over_time(count: &TaskCount, cpu_units: u32, first_minute: i64, end_minute: i64) -> Steps {
    let scaling = match count {
        TaskCount::Fixed(count) => return Steps::constant(*count, first_minute * 60, end_minute * 60),
        TaskCount::Scaled(scaling) => scaling,
    };
    let first = first_minute - EARLIER_ACTIONS_MINUTES;
    let changes = bounds_changes(scaling, cpu_units, first, end_minute);
    let begins = std::iter::once((first * 60, scaling.min_tasks));
    let set = changes.iter().filter_map(|change| Some((change.minute * 60, change.least?)));
    Steps::from_changes(begins.chain(set))
}

/// The most tasks of `cpu_units` that scaling may run, likewise.
#[must_use]
pub fn maximum_over_time(scaling: &Scaling, cpu_units: u32, first_minute: i64, end_minute: i64) -> Steps {
    let first = first_minute - EARLIER_ACTIONS_MINUTES;
    let most = limits_for(scaling, cpu_units).map_or(scaling.min_tasks, |limits| limits.most);
    let changes = bounds_changes(scaling, cpu_units, first, end_minute);
    let set = changes.iter().filter_map(|change| Some((change.minute * 60, change.most?)));
    Steps::from_changes(std::iter::once((first * 60, most)).chain(set))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_count_is_its_own_minimum() {
        assert_eq!(minimum_over_time(&TaskCount::Fixed(3), 256, 10, 20), Steps::constant(3, 600, 1_200));
    }
}
