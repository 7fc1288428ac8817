//! Deployments: how often, and how revisions replace each other.

use crate::time::Schedule;

/// When deployments begin.
#[derive(Clone, Debug, PartialEq)]
pub enum DeploymentTimes {
    /// This many in every calendar month, evenly spaced.
    PerMonth(u32),
    /// On a schedule.
    Scheduled(Schedule),
}

/// How a new revision takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeploymentStrategy {
    /// `ROLLING`: batches inside two percentages of the desired count.
    Rolling {
        /// Tasks that stay healthy, percent of desired, rounded up.
        minimum_healthy_percent: u32,
        /// Tasks that may run or start, percent of desired, rounded down.
        maximum_percent: u32,
    },
    /// `BLUE_GREEN`: a whole second revision until the bake time ends.
    BlueGreen {
        /// Seconds that both revisions run after the traffic has moved.
        bake_seconds: u32,
    },
    /// `LINEAR`: traffic moves in equal steps while both revisions run.
    Linear {
        /// Traffic moved in each step, percent.
        step_percent: u32,
        /// Seconds after each step but the last.
        step_bake_seconds: u32,
        /// Seconds after the last step.
        bake_seconds: u32,
    },
    /// `CANARY`: a small share of the traffic first, then all of it.
    Canary {
        /// Traffic moved first, percent.
        canary_percent: u32,
        /// Seconds between the first share and the rest.
        canary_bake_seconds: u32,
        /// Seconds after all traffic has moved.
        bake_seconds: u32,
    },
}

/// The deployments of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Deployments {
    /// When they begin.
    pub times: DeploymentTimes,
    /// How they go.
    pub strategy: DeploymentStrategy,
}
