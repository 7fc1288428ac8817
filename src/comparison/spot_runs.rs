//! [`sample_runs`]: several sampled runs of an option beside what is expected (rule I10).

use super::option::Outcome;
use super::spot_sample::{SpotFigures, SpotRun, sample_spot};
use crate::money::Money;
use crate::scenario::Scenario;

/// What is expected over the horizon, as far as it can be compared with sampled runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExpectedSpot {
    /// Instances, or Fargate tasks, that are interrupted.
    pub interruptions: f64,
    /// Tasks that have to start again somewhere else.
    pub task_restarts: f64,
    /// Minutes that tasks are missing.
    pub missing_task_minutes: f64,
    /// What EC2 does not charge.
    pub not_charged: Money,
}

/// Sampled runs of an option.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotRuns {
    /// The option without interruptions.
    pub without: SpotFigures,
    /// What is expected.
    pub expected: ExpectedSpot,
    /// The run of the first seed.
    pub first: SpotRun,
    /// What every run came to, in order of their seeds; the first is that of [`first`](Self::first).
    pub figures: Vec<SpotFigures>,
}

/// A mean or a percentile of every figure by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpotStatistic {
    /// Of [`SpotFigures::interruptions`].
    pub interruptions: f64,
    /// Of [`SpotFigures::task_restarts`].
    pub task_restarts: f64,
    /// Of [`SpotFigures::missing_task_minutes`].
    pub missing_task_minutes: f64,
    /// Of [`SpotFigures::not_served_percent`].
    pub not_served_percent: f64,
    /// Of [`SpotFigures::minutes_short`].
    pub minutes_short: f64,
    /// Of [`SpotFigures::free_first_hours`].
    pub free_first_hours: f64,
    /// Of [`SpotFigures::not_charged`].
    pub not_charged: Money,
}

/// Samples `runs` runs, at least one, with the seeds from `seed` on; `None` when the option has no Spot capacity.
#[must_use]
pub fn sample_runs(scenario: &Scenario, outcome: &Outcome, seed: u64, runs: u32) -> Option<SpotRuns> {
    let expected = outcome.interruptions.as_ref()?;
    let first = sample_spot(scenario, outcome, seed)?;
    let later = (1..u64::from(runs)).filter_map(|index| sample_spot(scenario, outcome, seed.wrapping_add(index)));
    Some(SpotRuns {
        without: SpotFigures::without_interruptions(outcome),
        expected: ExpectedSpot {
            interruptions: expected.interruptions,
            task_restarts: expected.task_restarts,
            missing_task_minutes: expected.short_task_minutes,
            not_charged: expected.free_first_hours,
        },
        figures: std::iter::once(first.figures).chain(later.map(|run| run.figures)).collect(),
        first,
    })
}

impl SpotRuns {
    /// The mean of the runs.
    #[must_use]
    pub fn mean(&self) -> SpotStatistic {
        let count = self.figures.len() as f64;
        let mean = |of: fn(&SpotFigures) -> f64| self.figures.iter().map(of).sum::<f64>() / count;
        let not_charged: Money = self.figures.iter().map(|run| run.not_charged).sum();
        statistic(&mean, not_charged.divided_by(self.figures.len() as i128))
    }

    /// The ⌈percent·K/100⌉-th smallest of K runs, of every figure by itself.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> SpotStatistic {
        let index = (percent * self.figures.len()).div_ceil(100).clamp(1, self.figures.len()) - 1;
        let ranked = |of: fn(&SpotFigures) -> f64| {
            let mut values: Vec<f64> = self.figures.iter().map(of).collect();
            values.sort_unstable_by(f64::total_cmp);
            values[index]
        };
        let mut amounts: Vec<Money> = self.figures.iter().map(|run| run.not_charged).collect();
        amounts.sort_unstable();
        statistic(&ranked, amounts[index])
    }
}

fn statistic(of: &dyn Fn(fn(&SpotFigures) -> f64) -> f64, not_charged: Money) -> SpotStatistic {
    SpotStatistic {
        interruptions: of(|run| run.interruptions as f64),
        task_restarts: of(|run| run.task_restarts as f64),
        missing_task_minutes: of(|run| run.missing_task_minutes),
        not_served_percent: of(|run| run.not_served_percent),
        minutes_short: of(|run| run.minutes_short as f64),
        free_first_hours: of(|run| run.free_first_hours as f64),
        not_charged,
    }
}
