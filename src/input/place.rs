//! EC2 settings, relative performance, account.

use std::collections::BTreeMap;
use std::ops::Range;

use super::key::Range as Accepted;
use super::known::KnownNames;
use super::nearest::nearest;
use super::table::Table;
use super::value;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{Account, ClusterScaling, CreditMode, Ec2Settings, ManagedScaling, NetworkMode};

/// Relative speeds beyond these are slips.
const SPEEDS: Accepted = Accepted { least: 0.0, most: 100.0, above: true, below: false };

/// EC2 settings.
pub(super) fn read_ec2(table: &Table<'_, '_>, known: &KnownNames) -> Ec2Settings {
    let instance_types = instance_types(table, known);
    let (families, exclude_families) = (families(table, "families", known), families(table, "exclude_families", known));
    check_families_left(table, &families, &exclude_families);
    Ec2Settings {
        instance_types,
        families,
        exclude_families,
        burstable: table.flag("burstable"),
        previous_generation: table.flag("previous_generation"),
        network_mode: network_mode(table),
        eni_trunking: table.flag("eni_trunking"),
        zones: table.integer("zones"),
        registered_memory_percent: table.percent("registered_memory_percent"),
        memory_reserve_mib: table.integer("memory_reserve_mib"),
        cpu_reserve_units: table.integer("cpu_reserve_units"),
        root_volume_gib: table.integer("root_volume_gb"),
        instance_request_seconds: table.integer("instance_request_seconds"),
        instance_start_seconds: table.integer("instance_start_seconds"),
        scale_in_delay_seconds: table.integer("scale_in_delay_seconds"),
        scaling: ClusterScaling::Managed(ManagedScaling {
            target_capacity_percent: 100,
            minimum_step: 1,
            maximum_step: 10_000,
            warmup_seconds: 300,
            termination_protection: true,
            draining: true,
        }),
        min_instances: 0,
        max_instances: None,
        survive_zone_loss: false,
        daemons: Vec::new(),
        purchase_mix: None,
        mix_types: false,
        credit_mode: CreditMode::FamilyDefault,
    }
}

fn network_mode(table: &Table<'_, '_>) -> NetworkMode {
    match table.choice("network_mode") {
        "bridge" => NetworkMode::Bridge,
        "host" => NetworkMode::Host,
        _ => NetworkMode::Awsvpc,
    }
}

fn instance_types(table: &Table<'_, '_>, known: &KnownNames) -> Vec<String> {
    let names = table.texts("instance_types");
    for (name, span) in names.iter().filter(|(name, _)| !known.is_sold(name)) {
        report_unsold_type(table, name, span, known);
    }
    names.into_iter().map(|(name, _)| name).collect()
}

/// Reports an instance type that cannot be priced in the region.
pub(super) fn report_unsold_type(table: &Table<'_, '_>, name: &str, span: &Range<usize>, known: &KnownNames) {
    let Some(line) = known.line_to_supply(name) else {
        return report_unknown_name(table, "instance type", name, span, known.instance_types());
    };
    let title = format!("instance type `{name}` has no price in the region");
    let diagnostic = Diagnostic::error(Code::UnknownInstanceType, title);
    let diagnostic = diagnostic.at(&table.walk.file, span.clone(), "expected an instance type sold in the region");
    table.walk.push(diagnostic.help(format!("to supply its price, add under `[prices]`: {line}")));
}

fn families(table: &Table<'_, '_>, key: &str, known: &KnownNames) -> Vec<String> {
    let names = table.texts(key);
    for (name, span) in names.iter().filter(|(name, _)| !known.is_family(name)) {
        report_unknown_name(table, "instance family", name, span, known.families());
    }
    names.into_iter().map(|(name, _)| name).collect()
}

/// Reports a name that the tables do not have, with the nearest one they have.
pub(super) fn report_unknown_name<'k>(
    table: &Table<'_, '_>,
    kind: &str,
    name: &str,
    span: &Range<usize>,
    known: impl IntoIterator<Item = &'k str>,
) {
    let diagnostic =
        Diagnostic::error(Code::UnknownInstanceType, format!("{kind} `{name}` is not in the price tables"));
    let diagnostic = diagnostic.at(&table.walk.file, span.clone(), format!("expected an {kind} of the region"));
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`ecsplan prices show REGION` lists what the region sells".to_owned(),
    };
    table.walk.push(diagnostic.help(help));
}

fn check_families_left(table: &Table<'_, '_>, families: &[String], excluded: &[String]) {
    if !families.is_empty() && families.iter().all(|family| excluded.contains(family)) {
        let title = "`exclude_families` leaves none of `families`";
        table.problem(Code::Contradiction, title, "exclude_families", "expected at least one family to stay");
    }
}

/// Relative speeds by architecture, family or `fargate`.
pub(super) fn read_performance(table: &Table<'_, '_>, known: &KnownNames) -> BTreeMap<String, f64> {
    let mut speeds = BTreeMap::new();
    for (name, span, speed) in table.free_entries(|found| value::number(Code::OutOfRange, SPEEDS, found)) {
        if !known.is_hardware(&name) {
            report_unknown_name(table, "architecture or instance family", &name, &span, known.hardware_names());
        }
        speeds.insert(name, speed);
    }
    speeds
}

/// Account-wide settings.
pub(super) fn read_account(table: &Table<'_, '_>) -> Account {
    Account { free_allowances: table.flag("free_allowances"), existing_egress_gb: table.number("existing_egress_gb") }
}
