//! How few and how many tasks of a size a service may have (rule S12).

use crate::scenario::Scaling;

/// Bounds on the number of tasks of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Least tasks.
    pub least: u32,
    /// Most tasks.
    pub most: u32,
}

/// A size whose equivalent maximum is below the minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitsError {
    /// The service's minimum.
    pub least: u32,
    /// Tasks of this size that the maximum allows.
    pub most: u32,
}

/// Tasks of `cpu_units` that have at least the CPU of `max_tasks` reference tasks.
fn equivalent_maximum(scaling: &Scaling, max_tasks: u32, cpu_units: u32) -> u32 {
    match scaling.reference_cpu_units {
        Some(reference) => {
            let bound = u64::from(max_tasks) * u64::from(reference);
            u32::try_from(bound.div_ceil(u64::from(cpu_units))).unwrap_or(u32::MAX)
        }
        None => max_tasks,
    }
}

/// The bounds for tasks of `cpu_units`.
///
/// # Errors
/// [`LimitsError`] when the maximum for this size is below the minimum.
pub fn limits_for(scaling: &Scaling, cpu_units: u32) -> Result<Limits, LimitsError> {
    let least = scaling.min_tasks;
    let most = match scaling.max_cpu_units {
        Some(bound) => u32::try_from(bound.div_ceil(u64::from(cpu_units))).unwrap_or(u32::MAX),
        None => equivalent_maximum(scaling, scaling.max_tasks, cpu_units),
    };
    if most < least { Err(LimitsError { least, most }) } else { Ok(Limits { least, most }) }
}

/// The maximum that a scheduled action sets, in tasks of `cpu_units`.
pub(super) fn scheduled_maximum(scaling: &Scaling, max_tasks: u32, cpu_units: u32) -> u32 {
    equivalent_maximum(scaling, max_tasks, cpu_units)
}
