//! The option `per-service`: each service has its own launch type, and some share a cluster (rules PS1 to PS5).

mod choice;
mod grouping;
mod join;
mod part;
mod part_search;
mod spot;

use super::assemble::{Assembly, Commit, full_bill};
use super::option::{OptionId, Outcome, Unavailable};
use super::peoples_time::launch_types;
use super::study::Study;
use crate::capacity::Steps;

pub(super) use choice::per_service_capacity;

/// The bill of what runs, as option `id` with a commitment.
pub(super) fn billed(
    study: &Study<'_>,
    capacity: Outcome,
    (id, commit): (OptionId, Commit),
) -> Result<Outcome, Unavailable> {
    let tasks = capacity.timeline.workloads.iter().map(|workload| workload.running().clone()).collect();
    let groups = capacity.timeline.instances.iter().map(|group| &group.running);
    let assembly = Assembly {
        id,
        commit,
        launch_types: launch_types(&capacity.services),
        tasks,
        instances: Some(groups.fold(Steps::default(), |sum, running| sum.plus(running))),
        capacity: capacity.capacity.clone(),
    };
    let (bill, commitments) = full_bill(study, &assembly)?;
    Ok(Outcome { bill, commitments, ..capacity })
}
