//! One service: its parts read, then held against each other.

use super::deployment::read_deployments;
use super::measured::{check_nothing_twice, read_measured, with_measured_memory};
use super::objective::read_objective;
use super::placement::{read_placement, read_providers, read_zone_rebalancing};
use super::scenario::Context;
use super::table::Table;
use super::task_size::{SizesOf, read_task_size};
use super::task_start::read_start;
use super::{network, scaling, traffic, workload};
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{
    Architecture, CpuLimit, DemandUnit, Measured, OperatingSystem, Service, ServiceNetwork, TaskCount, TaskSize,
    Traffic, Work, Workload,
};

/// The service; `None` when a part of it cannot be used, which has been reported.
pub(super) fn read_service(table: &Table<'_, '_>, context: &Context<'_>) -> Option<Service> {
    let name = table.text("name");
    let Demand { traffic, measured, is_given: has_traffic } = read_demand(table, context);
    let operating_system = operating_system(table);
    let size_table = table.optional_table("task");
    let sizes = sizes_of(operating_system, context);
    let task_size = size_table.as_ref().and_then(|task| read_task_size(task, sizes));
    let pinned = size_table.is_some();
    let network = network::read_service_network(&table.table("network"), &name, has_traffic);
    let workload = read_workload(table, traffic.as_ref(), &network, pinned, context);
    let workload = with_measured_memory(workload, measured.as_ref());
    check_size_holds_workload(table, task_size, &workload);
    check_size_is_measured(table, task_size, &workload);
    let scaling = table.optional_table("scaling").and_then(|scaling| {
        let facts = scaling::ServiceFacts {
            name: &name,
            pinned,
            sizes,
            workload: &workload,
            traffic: traffic.as_ref(),
            measured: table.has("measured"),
            measured_size: measured.as_ref().map(|measured| measured.task_size),
        };
        scaling::read_scaling(&scaling, &facts, context)
    });
    let count = task_count(table, scaling.map(TaskCount::Scaled));
    check_something_decides(table, has_traffic, pinned);
    let deployments = read_deployments(table, count.as_ref());
    let placement = read_placement(table);
    let objective_table = table.table("objective").assuming_if(has_traffic);
    Some(Service {
        architectures: architectures(table),
        objective: read_objective(&objective_table, has_traffic, &workload.work),
        interruptible: table.flag("interruptible"),
        max_spot_share: table.number("max_spot_share"),
        ephemeral_storage_gib: table.integer("ephemeral_storage_gb"),
        cpu_limit: if table.choice("cpu_limit") == "shared" { CpuLimit::Shared } else { CpuLimit::Hard },
        memory_reservation_mib: memory_reservation(table, task_size),
        tags: tags(table),
        queue_limit: queue_limit(table, has_traffic),
        capacity_providers: read_providers(table, operating_system),
        zone_rebalancing: read_zone_rebalancing(table, &placement, deployments.as_ref()),
        placement,
        deployments,
        operating_system,
        count: count?,
        name,
        task_size,
        traffic,
        measured,
        workload,
        network,
    })
}

/// The demand of a service, and where it comes from.
struct Demand {
    traffic: Option<Traffic>,
    measured: Option<Measured>,
    /// Whether any is given, usable or not.
    is_given: bool,
}

fn read_demand(table: &Table<'_, '_>, context: &Context<'_>) -> Demand {
    let (traffic_table, measured_table) = (table.optional_table("traffic"), table.optional_table("measured"));
    if traffic_table.is_some() && measured_table.is_some() {
        let title = "`[service.traffic]` and `[service.measured]` are both given";
        table.problem(Code::Contradiction, title, "measured", "expected demand from one of them");
    }
    let is_given = traffic_table.is_some() || measured_table.is_some();
    let traffic = traffic_table.as_ref().and_then(|traffic| traffic::read_traffic(traffic, context));
    match measured_table.as_ref().and_then(|measured| read_measured(measured, context)) {
        Some((measured, traffic)) => Demand { traffic: Some(traffic), measured: Some(measured), is_given },
        None => Demand { traffic, measured: None, is_given },
    }
}

/// The workload, whose start may be given in a table of its own.
fn read_workload(
    table: &Table<'_, '_>,
    traffic: Option<&Traffic>,
    network: &ServiceNetwork,
    pinned: bool,
    context: &Context<'_>,
) -> Workload {
    let starts_matter = table.has("scaling") || table.has("deployment");
    let workload_table = table.table("workload").assuming_if(starts_matter);
    let measured = table.has("measured");
    if measured {
        check_nothing_twice(&workload_table);
    }
    // Whatever was measured is in vCPU, even where it could not be read.
    let unit = if measured { Some(DemandUnit::Vcpu) } else { traffic.map(|traffic| traffic.unit) };
    let start = read_start(table, &workload_table, network, starts_matter);
    let has_demand = measured || table.has("traffic");
    workload::read_workload(&workload_table, unit, has_demand, pinned || measured, start, context)
}

fn operating_system(table: &Table<'_, '_>) -> OperatingSystem {
    if table.choice("operating_system") != "windows" {
        return OperatingSystem::Linux;
    }
    let architectures = table.choices("architectures");
    if architectures != [Architecture::X86_64.name()] {
        let title = "Windows tasks run on x86_64 only";
        table.problem(Code::Contradiction, title, "architectures", "expected `[\"x86_64\"]`");
    }
    OperatingSystem::Windows
}

/// Windows tasks run on Fargate only, whatever instance types are pinned.
fn sizes_of(system: OperatingSystem, context: &Context<'_>) -> SizesOf {
    match system {
        OperatingSystem::Windows => SizesOf::FargateWindows,
        OperatingSystem::Linux => SizesOf::linux(context.types_pinned),
    }
}

fn queue_limit(table: &Table<'_, '_>, has_traffic: bool) -> f64 {
    let limit = table.number("queue_limit");
    if limit > 0.0 && !has_traffic {
        table.walk.warn(format!("`{}` has no effect without traffic", table.place_of("queue_limit")));
    }
    limit
}

/// The architectures of a service or job.
pub(super) fn architectures(table: &Table<'_, '_>) -> Vec<Architecture> {
    table.choices("architectures").into_iter().map(architecture).collect()
}

/// The architecture of a checked name.
pub(super) fn architecture(name: &str) -> Architecture {
    if name == Architecture::Arm64.name() { Architecture::Arm64 } else { Architecture::X86_64 }
}

/// The tags of a service or job.
pub(super) fn tags(table: &Table<'_, '_>) -> std::collections::BTreeMap<String, String> {
    let entries = table.table("tags").free_entries(super::value::text);
    entries.into_iter().map(|(name, _, value)| (name, value)).collect()
}

fn task_count(table: &Table<'_, '_>, scaled: Option<TaskCount>) -> Option<TaskCount> {
    let fixed = table.optional_integer("tasks").map(TaskCount::Fixed);
    match (table.has("tasks"), table.has("scaling")) {
        (true, true) => {
            let title = "`tasks` and `[service.scaling]` are both given";
            table.problem(Code::Contradiction, title, "tasks", "expected a fixed number, or scaling");
            None
        }
        (false, false) => {
            table.missing(
                "the number of tasks is missing",
                "add `tasks = 2`, or `[service.scaling]` with `min_tasks` and `max_tasks`",
            );
            None
        }
        _ => fixed.or(scaled),
    }
}

/// Without traffic nothing can decide between sizes, so the size must be pinned.
fn check_something_decides(table: &Table<'_, '_>, has_traffic: bool, pinned: bool) {
    if !has_traffic && !pinned {
        let title = "neither traffic nor a task size is given";
        table.missing(title, "add `[service.traffic]`, or pin the size with `task = { vcpu = 1, memory_gb = 2 }`");
    }
}

fn check_size_holds_workload(table: &Table<'_, '_>, size: Option<TaskSize>, workload: &Workload) {
    let Some(size) = size else { return };
    let memory_mib = u64::from(workload.memory_mib.unwrap_or(0)) + u64::from(workload.sidecar_memory_mib);
    if memory_mib > u64::from(size.memory_mib) {
        let found = format!("{} MiB, but the workload needs {memory_mib} MiB", size.memory_mib);
        report_too_small(table, found, "pin a size with more memory");
    }
    let overhead = workload.baseline_vcpu + workload.sidecar_vcpu;
    if overhead > 0.0 && overhead >= size.vcpu() {
        let found = format!("{} vCPU, but baseline and sidecars use {overhead} vCPU", size.vcpu());
        report_too_small(table, found, "pin a size with more vCPU");
    }
}

fn report_too_small(table: &Table<'_, '_>, found: String, help: &str) {
    let diagnostic = Diagnostic::error(Code::TaskTooSmall, "the pinned task cannot hold the workload");
    table.walk.push(diagnostic.at(&table.walk.file, table.span_of("task"), found).help(help));
}

fn check_size_is_measured(table: &Table<'_, '_>, size: Option<TaskSize>, workload: &Workload) {
    let (Some(size), Work::Measured(throughputs)) = (size, &workload.work) else { return };
    if throughputs.iter().all(|throughput| throughput.size != size) {
        let title = format!("no throughput is measured for the pinned size {size}");
        table.missing(title, "add a `[[service.workload.throughput]]` for this size, or pin a measured one");
    }
}

fn memory_reservation(table: &Table<'_, '_>, size: Option<TaskSize>) -> Option<u32> {
    let reservation = table.optional_integer("memory_reservation_mib")?;
    if let Some(size) = size.filter(|size| reservation > size.memory_mib) {
        let title = "`memory_reservation_mib` is above the task's memory";
        let found = format!("expected at most {} MiB", size.memory_mib);
        table.problem(Code::MinimumAboveMaximum, title, "memory_reservation_mib", found);
    }
    Some(reservation)
}

/// The most demand of any row, in the unit of demand, with the burst inside the hour.
pub(super) fn peak_demand(traffic: &Traffic) -> f64 {
    let highest = traffic.profile.rows.iter().copied().fold(0.0, f64::max);
    highest * traffic.peak.map_or(1.0, |peak| peak.factor)
}

/// The unit in words.
pub(super) fn unit_words(unit: DemandUnit) -> &'static str {
    match unit {
        DemandUnit::RequestsPerSecond | DemandUnit::Requests => "requests per second",
        DemandUnit::Vcpu => "vCPU",
    }
}
