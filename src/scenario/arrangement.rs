//! [`ArrangedPart`]: services and jobs held to what they run on together.

use super::{Architecture, LaunchType};

/// Services and jobs that run together, or one by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrangedPart {
    /// Its services, by their places in the scenario, ascending.
    pub services: Vec<usize>,
    /// Its jobs, likewise.
    pub jobs: Vec<usize>,
    /// What it runs on.
    pub launch_type: LaunchType,
    /// On Fargate; `None` on instances.
    pub architecture: Option<Architecture>,
    /// The instance types of its cluster; empty on Fargate, and where they are open.
    pub instance_types: Vec<String>,
}
