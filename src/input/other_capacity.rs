//! Managed Instances, the user's own hosts, Spot.

use super::service::architecture;
use super::table::Table;
use crate::diagnostic::Code;
use crate::scenario::{External, ManagedInstances, SpotAssumptions};

/// ECS Managed Instances.
pub(super) fn read_managed_instances(table: &Table<'_, '_>) -> ManagedInstances {
    ManagedInstances {
        scale_in_after_seconds: table.integer("scale_in_after_seconds"),
        volume_gib: table.integer("volume_gb"),
        lifetime_days: table.integer("lifetime_days"),
        spot: table.flag("spot"),
    }
}

/// The user's own hosts, if there are any.
pub(super) fn read_external(root: &Table<'_, '_>) -> Option<External> {
    let table = root.optional_table("external")?;
    Some(External {
        hosts: table.integer("hosts"),
        cpu_units: in_whole_parts(&table, "vcpu", "1/1024 of a vCPU"),
        memory_mib: in_whole_parts(&table, "memory_gb", "MiB"),
        architecture: architecture(table.choice("architecture")),
        usd_per_host_month: table.money("usd_per_host_month"),
    })
}

/// A number times 1,024, which must be whole.
fn in_whole_parts(table: &Table<'_, '_>, key: &str, part: &str) -> u32 {
    let Some(number) = table.required_number(key) else { return 1 };
    let parts = number * 1_024.0;
    if parts.fract() != 0.0 {
        table.problem(
            Code::OutOfRange,
            format!("`{key}` must be in whole steps of {part}"),
            key,
            format!("found {number}"),
        );
    }
    parts as u32
}

/// What Spot does. `matters` says whether any task could run on Fargate Spot.
pub(super) fn read_spot(table: Table<'_, '_>, matters: bool) -> SpotAssumptions {
    let fallback_to_on_demand = table.flag("fallback_to_on_demand");
    if !fallback_to_on_demand {
        table.refuse(&["fallback_seconds"], "expected only with `fallback_to_on_demand = true`");
    }
    SpotAssumptions {
        ec2_interruption_percent: table.optional_number("ec2_interruption_percent"),
        fargate_interruption_percent: table.clone().assuming_if(matters).number("fargate_interruption_percent"),
        fallback_to_on_demand,
        fallback_seconds: table.assuming_if(fallback_to_on_demand).integer("fallback_seconds"),
    }
}
