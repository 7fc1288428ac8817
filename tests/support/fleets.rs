//! What a story's cluster may be beyond what stories tell: placement, scaling of the group, daemons, purchases.

use ecsplan::scenario::{ClusterScaling, CreditMode, Daemon, ManagedScaling, PlacementStrategy, PurchaseMix, Scenario};

use super::dice::Dice;

use PlacementStrategy::{BinpackCpu, BinpackMemory, Random, SpreadInstance, SpreadZone};

const PLACEMENTS: &[&[PlacementStrategy]] = &[
    &[SpreadZone],
    &[BinpackCpu],
    &[BinpackMemory],
    &[SpreadZone, SpreadInstance],
    &[SpreadZone, BinpackMemory],
    &[SpreadInstance],
    &[Random],
    &[SpreadZone, Random],
    &[SpreadZone, Random, BinpackCpu],
    &[BinpackCpu, SpreadZone],
];

/// Adds random settings to a cluster.
pub(crate) fn equip(scenario: &mut Scenario, dice: &Dice) {
    for service in &mut scenario.services {
        service.placement = dice.pick(PLACEMENTS).to_vec();
        service.zone_rebalancing = dice.pick(&[false, true]);
        service.workload.pull_seconds = service.workload.start_seconds.min(dice.pick(&[0, 15, 70]));
    }
    for job in &mut scenario.jobs {
        job.spare_room_only = dice.pick(&[false, true]);
    }
    let settings = &mut scenario.ec2;
    settings.scaling = scaling(dice);
    settings.min_instances = dice.pick(&[1, 0, 3]);
    settings.max_instances = dice.pick(&[None, None, Some(3), Some(6)]);
    if matches!(settings.scaling, ClusterScaling::Fixed(_)) {
        settings.max_instances = None;
    }
    settings.purchase_mix = dice.pick(&[None, None, Some((0, 0)), Some((1, 50)), Some((2, 30))]).map(
        |(on_demand_base, on_demand_percent_above_base)| PurchaseMix { on_demand_base, on_demand_percent_above_base },
    );
    settings.credit_mode = dice.pick(&[CreditMode::FamilyDefault, CreditMode::Standard, CreditMode::Unlimited]);
    if dice.pick(&[false, true]) {
        settings.daemons = vec![Daemon { name: "logs".to_owned(), cpu_units: 60, memory_mib: 90 }];
    }
}

fn scaling(dice: &Dice) -> ClusterScaling {
    match dice.pick(&[0, 0, 0, 1, 2]) {
        0 => ClusterScaling::Managed(ManagedScaling {
            target_capacity_percent: dice.pick(&[100, 80, 45]),
            minimum_step: dice.pick(&[1, 2]),
            maximum_step: dice.pick(&[10_000, 2, 3]),
            warmup_seconds: dice.pick(&[300, 0, 90]),
            termination_protection: dice.pick(&[true, false]),
            draining: dice.pick(&[true, false]),
        }),
        1 => ClusterScaling::TargetTracking { target_percent: dice.pick(&[70, 50, 90]) },
        _ => ClusterScaling::Fixed(dice.pick(&[3, 1, 8])),
    }
}
