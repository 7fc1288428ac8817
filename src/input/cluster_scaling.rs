//! How the number of instances of the cluster is set.

use super::table::Table;
use crate::diagnostic::Code;
use crate::scenario::{ClusterScaling, Ec2Settings, ManagedScaling, PlacementStrategy, Service};

const MANAGED: [&str; 6] =
    ["target_capacity_percent", "minimum_step", "maximum_step", "warmup_seconds", "termination_protection", "draining"];

/// `[ec2.scaling]`.
pub(super) fn read_cluster_scaling(ec2: &Table<'_, '_>) -> ClusterScaling {
    let table = ec2.table("scaling");
    let kind = table.choice("kind");
    let others: [(&str, &[&str]); 3] =
        [("managed", &MANAGED), ("target_tracking", &["target_percent"]), ("fixed", &["instances"])];
    for (_, keys) in others.into_iter().filter(|(owner, _)| *owner != kind) {
        table.refuse(keys, &format!("not a key of the kind `{kind}`"));
    }
    let (target_percent, instances) = (table.optional_integer("target_percent"), table.optional_integer("instances"));
    match kind {
        "target_tracking" => {
            check_given(&table, "target_percent");
            ClusterScaling::TargetTracking { target_percent: target_percent.unwrap_or(1) }
        }
        "fixed" => {
            check_given(&table, "instances");
            ec2.refuse(&["min_instances", "max_instances"], "a fixed number is `instances` alone");
            ClusterScaling::Fixed(instances.unwrap_or(1))
        }
        _ => ClusterScaling::Managed(read_managed(&table)),
    }
}

/// Reports a key that the kind needs and that is not given.
fn check_given(table: &Table<'_, '_>, key: &str) {
    if !table.has(key) {
        table.missing(format!("`{key}` is missing in `[ec2.scaling]`"), format!("add `{key}`, which this kind needs"));
    }
}

fn read_managed(table: &Table<'_, '_>) -> ManagedScaling {
    let managed = ManagedScaling {
        target_capacity_percent: table.integer("target_capacity_percent"),
        minimum_step: table.integer("minimum_step"),
        maximum_step: table.integer("maximum_step"),
        warmup_seconds: table.integer("warmup_seconds"),
        termination_protection: table.flag("termination_protection"),
        draining: table.flag("draining"),
    };
    if managed.minimum_step > managed.maximum_step {
        let found = format!("expected at most `maximum_step`, {}", managed.maximum_step);
        table.problem(Code::MinimumAboveMaximum, "`minimum_step` is above `maximum_step`", "minimum_step", found);
    }
    managed
}

/// With a target below 100 ECS keeps instances empty, which spreading tasks fills again and again.
pub(super) fn warn_of_spreading(table: &Table<'_, '_>, ec2: &Ec2Settings, services: &[Service]) {
    let ClusterScaling::Managed(ManagedScaling { target_capacity_percent: target, .. }) = ec2.scaling else { return };
    if target >= 100 {
        return;
    }
    for service in services.iter().filter(|service| !packs_first(&service.placement)) {
        let (key, name) = (table.place_of("scaling.target_capacity_percent"), &service.name);
        table.walk.warn(format!(
            "`{key}` is {target}, and the placement of `{name}` does not pack before it spreads: the cluster grows until each \
             task has an instance of its own; begin `placement` with `binpack:cpu` or `binpack:memory`"
        ));
    }
}

fn packs_first(placement: &[PlacementStrategy]) -> bool {
    let place = |wanted: [PlacementStrategy; 2]| placement.iter().position(|one| wanted.contains(one));
    let packs = place([PlacementStrategy::BinpackCpu, PlacementStrategy::BinpackMemory]);
    let spreads = place([PlacementStrategy::SpreadZone, PlacementStrategy::SpreadInstance]);
    packs.is_some_and(|packs| spreads.is_none_or(|spreads| packs < spreads))
}
