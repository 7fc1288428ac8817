//! What is true of every cluster, whatever the rules say in detail.

use ecsplan::capacity::{ClusterInputs, ClusterTimeline, Steps};
use ecsplan::scenario::{ClusterScaling, Scaling, TaskCount};

pub(super) fn assert_lawful(inputs: &ClusterInputs<'_>, cluster: &ClusterTimeline) {
    assert_tasks_fit(inputs, cluster);
    assert_group_within_bounds(inputs, cluster);
    for (service, timeline) in inputs.services.iter().zip(&cluster.services) {
        let (first, end) = span(inputs);
        let (fewest, most) = match &service.service.count {
            TaskCount::Fixed(count) => (*count, *count),
            TaskCount::Scaled(scaling) => bounds(scaling),
        };
        let (least, largest) = timeline.desired.extremes(first, end);
        assert!(fewest <= least && largest <= most, "{least} to {largest} outside {fewest} to {most}");
        let tally = &timeline.tally;
        assert!(tally.served >= 0.0 && tally.queued >= 0.0 && tally.not_served() >= 0.0, "{tally:?}");
        let told = tally.served + tally.not_served() + tally.queued;
        // What waits at the end may have come before the horizon only if a queue is allowed.
        assert!((told - tally.arrived).abs() <= 1e-6 * tally.arrived.max(1.0), "{tally:?}");
    }
}

fn span(inputs: &ClusterInputs<'_>) -> (i64, i64) {
    let first = inputs.horizon.first_minute() * 60;
    (first, first + inputs.horizon.seconds())
}

/// The widest bounds that a service may have at any time.
fn bounds(scaling: &Scaling) -> (u32, u32) {
    let actions = &scaling.scheduled;
    let fewest = actions.iter().filter_map(|one| one.min_tasks).chain([scaling.min_tasks]);
    let most = actions.iter().flat_map(|one| [one.min_tasks, one.max_tasks]).flatten().chain([scaling.max_tasks]);
    let grows = scaling.predictive.is_some();
    (fewest.min().unwrap(), if grows { u32::MAX } else { most.max().unwrap() })
}

/// Whenever anything changes, all tasks with a place fit on all instances together.
fn assert_tasks_fit(inputs: &ClusterInputs<'_>, cluster: &ClusterTimeline) {
    let (first, end) = span(inputs);
    let places: Vec<&Steps> =
        cluster.services.iter().map(|service| &service.places).chain(cluster.jobs.iter()).collect();
    let all = places.iter().copied().chain(cluster.groups.iter().map(|group| &group.instances));
    let seconds =
        all.flat_map(|steps| steps.changes()).map(|(second, _)| *second).filter(|one| (first..end).contains(one));
    for second in seconds {
        let held = |of: fn(&ecsplan::capacity::TaskFootprint) -> u32| -> u64 {
            let each = places.iter().zip(inputs.footprints);
            each.map(|(steps, task)| u64::from(steps.at(second)) * u64::from(of(task))).sum()
        };
        let offered = |of: &dyn Fn(usize) -> u32| -> u64 {
            let each = cluster.groups.iter();
            each.map(|group| u64::from(group.instances.at(second)) * u64::from(of(group.type_index))).sum()
        };
        let capacity = |index: usize| inputs.types[index].capacity;
        assert!(held(|task| task.cpu_units) <= offered(&|index| capacity(index).cpu_units), "CPU at {second}");
        assert!(held(|task| task.memory_mib) <= offered(&|index| capacity(index).memory_mib), "memory at {second}");
        let slots = offered(&|index| capacity(index).task_slots.unwrap_or(u32::MAX));
        assert!(held(|_| 1) <= slots, "interfaces at {second}");
        for (kind, steps) in places.iter().enumerate() {
            let most = offered(&|index| capacity(index).tasks_per_service.unwrap_or(u32::MAX));
            assert!(u64::from(steps.at(second)) <= most, "host ports of {kind} at {second}");
        }
        let groups: u32 = cluster.groups.iter().map(|group| group.instances.at(second)).sum();
        assert_eq!(groups, cluster.instances.at(second), "the groups are all instances at {second}");
    }
}

/// Decisions follow one another between the least and the most that the group may have.
fn assert_group_within_bounds(inputs: &ClusterInputs<'_>, cluster: &ClusterTimeline) {
    let most = inputs.settings.max_instances.unwrap_or(u32::MAX);
    assert!(cluster.decisions.windows(2).all(|pair| pair[0].to == pair[1].from), "decisions follow one another");
    for one in &cluster.decisions {
        assert!(one.from != one.to && one.to <= most, "{one:?}");
        assert!(one.to > one.from || one.to >= inputs.settings.min_instances, "{one:?}");
    }
    if matches!(inputs.settings.scaling, ClusterScaling::Fixed(_)) {
        assert!(cluster.decisions.is_empty(), "a fixed fleet never changes");
    }
}
