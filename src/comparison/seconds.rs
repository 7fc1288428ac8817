//! How long tasks and instances ran, in every hour or month span of the horizon.

use super::study::Study;
use crate::capacity::Steps;

/// Seconds of all of them in every clock hour of the horizon.
pub(super) fn seconds_per_hour<'t>(study: &Study<'_>, all: impl Iterator<Item = &'t Steps>) -> Vec<i64> {
    let hours = study.scenario.horizon.hours();
    let mut sums = vec![0; hours as usize];
    for steps in all {
        let hourly = steps.seconds_per_hour(study.first_second(), hours);
        sums.iter_mut().zip(hourly).for_each(|(sum, seconds)| *sum += seconds);
    }
    sums
}

/// Seconds of all of them in every month span of the horizon.
pub(super) fn seconds_per_month<'t>(study: &Study<'_>, all: impl Iterator<Item = &'t Steps>) -> Vec<i64> {
    let spans = study.scenario.horizon.months();
    let mut sums = vec![0; spans.len()];
    for steps in all {
        for (sum, span) in sums.iter_mut().zip(spans) {
            let from = study.first_second() + i64::from(span.first_hour) * 3_600;
            *sum += steps.total_seconds(from, from + i64::from(span.hours) * 3_600);
        }
    }
    sums
}

/// What is counted by the hour, for every month span of the horizon.
pub(super) fn by_month(study: &Study<'_>, hourly: &[i64]) -> Vec<i64> {
    study.scenario.horizon.months().iter().map(|span| hourly[span.hour_range()].iter().sum()).collect()
}
