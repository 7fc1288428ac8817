//! The scenario as a whole: every table read, then held against each other.

use toml::de::DeTable;

use super::known::KnownNames;
use super::nearest::nearest;
use super::table::Table;
use super::walk::Walk;
use super::zone_loss::leave_room_for_a_zone;
use super::{
    Sources, cluster_scaling, commitments, current, ec2, held_commitments, job, money_settings, network, operations,
    other_capacity, place, placement, prices, room, service, uncertainty,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pricing::PriceTables;
use crate::scenario::{Job, OperatingSystem, Scenario, Service};
use crate::time::Horizon;

/// What reading a service or a job needs to know from elsewhere.
pub(super) struct Context<'a> {
    pub(super) sources: &'a Sources<'a>,
    pub(super) known: &'a KnownNames,
    pub(super) horizon: Option<&'a Horizon>,
    /// The scenario's region, if the tables have it.
    pub(super) region: Option<&'a str>,
    /// The regions of the tables.
    pub(super) regions: &'a [String],
    /// Whether `[ec2] instance_types` pins the types, so that sizes need not be Fargate's.
    pub(super) types_pinned: bool,
}

/// Reads the whole file; `None` in place of what could not be read has always been reported.
pub(super) fn read_scenario(
    walk: Walk,
    entries: &DeTable<'_>,
    sources: &Sources<'_>,
    tables: &PriceTables,
) -> Result<Scenario, Diagnostics> {
    let parts = read_parts(&walk, entries, sources, tables);
    let (assumptions, warnings) = walk.finish()?;
    let scenario = parts.expect("whatever is missing from the parts has been reported");
    Ok(Scenario { assumptions, warnings, ..scenario })
}

pub(super) fn read_parts(
    walk: &Walk,
    entries: &DeTable<'_>,
    sources: &Sources<'_>,
    tables: &PriceTables,
) -> Option<Scenario> {
    let root = Table::root(walk, entries);
    let regions: Vec<String> = tables.regions().into_iter().map(|region| region.codes.region).collect();
    let region = region(&root, &regions);
    let (prices, book) = prices::read_prices(&root, region.as_deref(), tables);
    let known = KnownNames::of(book);
    let horizon = super::horizon::read_horizon(&root.table("horizon"));
    let ec2_table = root.table("ec2");
    let types_pinned = ec2_table.has("instance_types");
    let context = Context {
        sources,
        known: &known,
        horizon: horizon.as_ref(),
        region: region.as_deref(),
        regions: &regions,
        types_pinned,
    };
    let services: Vec<Service> =
        root.tables("service").iter().filter_map(|table| service::read_service(table, &context)).collect();
    let jobs: Vec<Job> = root.tables("job").iter().filter_map(|table| job::read_job(table, &context)).collect();
    check_names(&root);
    let runs_linux = !jobs.is_empty() || services.iter().any(|one| one.operating_system == OperatingSystem::Linux);
    let mut scenario = Scenario {
        name: root.text("name"),
        region: region.clone().unwrap_or_default(),
        continues: root.table("horizon").flag("continues"),
        extras: money_settings::read_extras(&root),
        step: super::horizon::read_step(&root.table("horizon")),
        ec2: ec2::read_ec2(&ec2_table, &known),
        managed_instances: other_capacity::read_managed_instances(&root.table("managed_instances")),
        external: other_capacity::read_external(&root),
        spot: other_capacity::read_spot(root.table("spot"), runs_linux),
        network: network::read_shared(&root.table("network")),
        account: place::read_account(&root.table("account")),
        commitments: commitments::read_policy(&root.table("commitments")),
        commitments_held: held_commitments::read_held(&root, &context),
        uncertainty: uncertainty::read_uncertainty(&root.table("uncertainty"), &services, horizon.as_ref()),
        operations: operations::read_operations(&root.table("operations")),
        performance: place::read_performance(&root.table("performance"), &known),
        prices,
        currency: money_settings::read_currency(&root.table("currency")),
        tax_percent: root.percent("tax_percent"),
        current: current::read_current(&root, &services, &context),
        horizon: horizon.clone()?,
        services,
        jobs,
        arrangement: None,
        assumptions: Vec::new(),
        warnings: Vec::new(),
    };
    placement::check_one_kind(&root.tables("service"), &scenario.services);
    cluster_scaling::warn_of_spreading(&ec2_table, &scenario.ec2, &scenario.services);
    room::check_room(&root, &scenario.ec2, &scenario.services, &scenario.jobs, &known);
    if scenario.ec2.survive_zone_loss && scenario.ec2.zones > 1 {
        leave_room_for_a_zone(root.walk, &mut scenario.services, scenario.ec2.zones);
    }
    Some(scenario)
}

/// The region, if the tables have it.
fn region(root: &Table<'_, '_>, regions: &[String]) -> Option<String> {
    let name = root.text("region");
    if regions.contains(&name) {
        return Some(name);
    }
    if root.has("region") {
        report_unknown_region(root, &name, regions);
    }
    None
}

/// Reports a `region` that the tables do not have.
pub(super) fn report_unknown_region(table: &Table<'_, '_>, name: &str, regions: &[String]) {
    let title = format!("region `{name}` is not in the price tables");
    let diagnostic = Diagnostic::error(Code::UnknownRegion, title);
    let diagnostic = diagnostic.at(&table.walk.file, table.span_of("region"), "expected an AWS region code");
    let help = match nearest(name, regions.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`ecsplan prices regions` lists the regions".to_owned(),
    };
    table.walk.push(diagnostic.help(help));
}

/// Services and jobs exist, and no two share a name.
fn check_names(root: &Table<'_, '_>) {
    let named: Vec<Table<'_, '_>> = [root.tables("service"), root.tables("job")].concat();
    if named.is_empty() && !root.has("service") && !root.has("job") {
        let diagnostic = Diagnostic::error(Code::NothingToPlan, "there is no service and no job");
        let diagnostic = diagnostic.at(&root.walk.file, 0..0, "expected a `[[service]]` or a `[[job]]`");
        root.walk.push(diagnostic.help("`ecsplan init` prints a scenario to start from"));
    }
    report_repeated_names(&named);
}

/// Reports every table whose `name` an earlier one has.
pub(super) fn report_repeated_names(named: &[Table<'_, '_>]) {
    for (index, table) in named.iter().enumerate() {
        let Some(name) = table.raw_text("name") else { continue };
        let Some(first) = named[..index].iter().find(|earlier| earlier.raw_text("name") == Some(name)) else {
            continue;
        };
        let file = &table.walk.file;
        let diagnostic = Diagnostic::error(Code::DuplicateName, format!("the name `{name}` is used twice"))
            .at(file, table.span_of("name"), "expected another name")
            .at(file, first.span_of("name"), "used here first");
        table.walk.push(diagnostic.help("give each a name of its own"));
    }
}
