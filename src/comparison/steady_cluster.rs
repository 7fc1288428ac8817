//! The cluster of the hourly mode: instances as the ideal packing of its tasks asks for them (rule H4).

use std::sync::Arc;

use super::cluster_run::Purchases;
use super::cluster_search::Combination;
use crate::capacity::{ClusterTimeline, InstanceTimeline, JobTimeline, Steps};
use crate::scenario::{ClusterScaling, Ec2Settings, PurchaseMix};

/// The cluster whose tasks ideally need `needed` instances.
pub(super) fn steady_cluster(
    settings: &Ec2Settings,
    screened: &Combination<'_>,
    purchase: Purchases,
    jobs: &[JobTimeline],
    needed: &Steps,
) -> ClusterTimeline {
    let instances = mapped(needed, |count| running(settings, count));
    let type_index = screened.types.iter().position(|one| one.name == screened.instance.name).unwrap_or(0);
    let group =
        |spot: bool, instances: Steps| InstanceTimeline { type_index, spot, instances, charged_credits: Vec::new() };
    let groups = match purchase {
        // Strategies over EC2 groups are refused in the hourly mode.
        Purchases::Alike | Purchases::ByStrategy => vec![group(false, instances.clone())],
        Purchases::Mixed(mix) => vec![
            group(false, mapped(&instances, |count| on_demand(mix, count))),
            group(true, mapped(&instances, |count| count - on_demand(mix, count))),
        ],
    };
    ClusterTimeline {
        services: screened.candidates.iter().map(|candidate| Arc::clone(&candidate.timeline)).collect(),
        jobs: jobs.iter().map(|job| job.tasks.clone()).collect(),
        groups,
        instances,
        least_credits: Vec::new(),
        served: Vec::new(),
        throttled_minutes: 0,
        most_waiting: 0,
        decisions: Vec::new(),
    }
}

/// Instances that run where the tasks need `count`.
fn running(settings: &Ec2Settings, count: u32) -> u32 {
    match settings.scaling {
        ClusterScaling::Fixed(always) => always,
        _ => count.max(settings.min_instances),
    }
}

/// Those of `count` instances that are bought on demand (rule E21).
fn on_demand(mix: PurchaseMix, count: u32) -> u32 {
    let above = u64::from(count.saturating_sub(mix.on_demand_base));
    let share = (above * u64::from(mix.on_demand_percent_above_base)).div_ceil(100);
    u32::try_from(u64::from(mix.on_demand_base) + share).unwrap_or(u32::MAX).min(count)
}

fn mapped(steps: &Steps, count: impl Fn(u32) -> u32) -> Steps {
    Steps::from_changes(steps.changes().iter().map(|&(second, value)| (second, count(value))))
}
