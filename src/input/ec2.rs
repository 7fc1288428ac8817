//! EC2 settings: which types, how instances register, how many there may be.

use std::ops::Range;

use super::cluster_scaling::read_cluster_scaling;
use super::known::KnownNames;
use super::place::report_unknown_name;
use super::scenario::report_repeated_names;
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{CreditMode, Daemon, Ec2Settings, NetworkMode, PurchaseMix};

/// The most daemons of a cluster.
const MOST_DAEMONS: usize = 100;

/// EC2 settings.
pub(super) fn read_ec2(table: &Table<'_, '_>, known: &KnownNames) -> Ec2Settings {
    let instance_types = instance_types(table, known);
    let (families, exclude_families) = (families(table, "families", known), families(table, "exclude_families", known));
    check_families_left(table, &families, &exclude_families);
    let burstable = table.flag("burstable");
    let credits_matter = burstable || instance_types.iter().any(|name| known.is_burstable(name));
    let credit_mode = credit_mode(&table.clone().assuming_if(credits_matter));
    let scaling = read_cluster_scaling(table);
    let settings = Ec2Settings {
        instance_types,
        families,
        exclude_families,
        burstable,
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
        scaling,
        min_instances: table.integer("min_instances"),
        max_instances: table.optional_integer("max_instances"),
        survive_zone_loss: table.flag("survive_zone_loss"),
        daemons: daemons(table),
        purchase_mix: purchase_mix(table),
        mix_types: table.flag("mix_types"),
        credit_mode,
    };
    check_group(table, &settings);
    settings
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

fn check_families_left(table: &Table<'_, '_>, families: &[String], excluded: &[String]) {
    if !families.is_empty() && families.iter().all(|family| excluded.contains(family)) {
        let title = "`exclude_families` leaves none of `families`";
        table.problem(Code::Contradiction, title, "exclude_families", "expected at least one family to stay");
    }
}

fn credit_mode(table: &Table<'_, '_>) -> CreditMode {
    match table.choice("credit_mode") {
        "standard" => CreditMode::Standard,
        "unlimited" => CreditMode::Unlimited,
        _ => CreditMode::FamilyDefault,
    }
}

/// Either key makes a mix; the other is then 0.
fn purchase_mix(table: &Table<'_, '_>) -> Option<PurchaseMix> {
    let keys = ["on_demand_base", "on_demand_percent_above_base"];
    let [on_demand_base, on_demand_percent_above_base] =
        keys.map(|key| table.optional_integer(key).unwrap_or_default());
    let mixed = keys.iter().any(|key| table.has(key));
    mixed.then_some(PurchaseMix { on_demand_base, on_demand_percent_above_base })
}

fn daemons(table: &Table<'_, '_>) -> Vec<Daemon> {
    let entries = table.tables("daemon");
    report_repeated_names(&entries);
    if entries.len() > MOST_DAEMONS {
        let title = format!("there must be at most {MOST_DAEMONS} daemons");
        table.problem(Code::OutOfRange, title, "daemon", format!("found {}", entries.len()));
    }
    let read = |entry: &Table<'_, '_>| Daemon {
        name: entry.text("name"),
        cpu_units: entry.integer("cpu_units"),
        memory_mib: entry.integer("memory_mib"),
    };
    entries.iter().map(read).collect()
}

/// What the settings of the group ask of each other.
fn check_group(table: &Table<'_, '_>, settings: &Ec2Settings) {
    if let Some(most) = settings.max_instances.filter(|most| *most < settings.min_instances) {
        let file = &table.walk.file;
        let diagnostic = Diagnostic::error(Code::MinimumAboveMaximum, "`min_instances` is above `max_instances`")
            .at(file, table.span_of("max_instances"), format!("at most {most} instances"))
            .at(file, table.span_of("min_instances"), format!("but at least {}", settings.min_instances));
        table.walk.push(diagnostic.help(format!("raise `max_instances` to {} or more", settings.min_instances)));
    }
    if settings.survive_zone_loss && settings.zones < 2 {
        let title = "`survive_zone_loss` needs two zones or more";
        table.problem(Code::Contradiction, title, "survive_zone_loss", "`zones` is 1");
    }
    if settings.mix_types && settings.instance_types.len() < 2 {
        let title = "`mix_types` needs two instance types or more in `instance_types`";
        let found = format!("`instance_types` names {}", settings.instance_types.len());
        table.problem(Code::Contradiction, title, "mix_types", found);
    }
}
