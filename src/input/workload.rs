//! The workload of a service.

use super::nearest::nearest;
use super::scenario::Context;
use super::service::architecture;
use super::table::Table;
use super::task_size::{SizesOf, read_task_size};
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{Architecture, DemandUnit, MeasuredOn, Throughput, Work, Workload};

/// Reads the workload; `unit` is what demand is in, where it could be read, and `start` the seconds of a start and of its pull.
pub(super) fn read_workload(
    table: &Table<'_, '_>,
    unit: Option<DemandUnit>,
    has_traffic: bool,
    pinned: bool,
    (start_seconds, pull_seconds): (u32, u32),
    context: &Context<'_>,
) -> Workload {
    let throughputs = read_throughputs(table, context);
    let work = work(table, throughputs, unit, has_traffic);
    let measured_on = measured_on(table, &work, context);
    let measured = table.has("throughput");
    let memory_mib = table.optional_integer("memory_mib");
    if memory_mib.is_none() && !table.has("memory_mib") && has_traffic && !pinned && !measured {
        let help = "add `memory_mib = 350` (what one task needs), or pin the task size";
        table.missing("the memory of the application is missing in `[service.workload]`", help);
    }
    Workload {
        work,
        measured_on,
        baseline_vcpu: table.number("baseline_vcpu"),
        max_vcpu_per_task: table.optional_number("max_vcpu_per_task"),
        sidecar_vcpu: table.number("sidecar_vcpu"),
        memory_mib,
        sidecar_memory_mib: table.integer("sidecar_memory_mib"),
        memory_mib_per_concurrent_request: table.number("memory_mib_per_concurrent_request"),
        latency_ms: latency(table),
        start_seconds,
        pull_seconds,
        provisioning_seconds: table.integer("provisioning_seconds"),
    }
}

fn read_throughputs(table: &Table<'_, '_>, context: &Context<'_>) -> Vec<Throughput> {
    let mut throughputs: Vec<Throughput> = Vec::new();
    for entry in table.tables("throughput") {
        let size = read_task_size(&entry, SizesOf::linux(context.types_pinned));
        let architecture = architecture(entry.choice("architecture"));
        let requests_per_second = entry.number("requests_per_second");
        let Some(size) = size else { continue };
        if throughputs.iter().any(|earlier| earlier.size == size && earlier.architecture == architecture) {
            let title = format!("{size} on {} is measured twice", architecture.name());
            entry.problem(
                Code::Contradiction,
                title,
                "vcpu",
                "expected one measurement for each size and architecture",
            );
        }
        throughputs.push(Throughput { size, architecture, requests_per_second });
    }
    throughputs
}

fn work(table: &Table<'_, '_>, throughputs: Vec<Throughput>, unit: Option<DemandUnit>, has_traffic: bool) -> Work {
    let cpu_ms = table.optional_number("cpu_ms_per_request");
    let (says_cpu, says_throughput) = (table.has("cpu_ms_per_request"), table.has("throughput"));
    if says_cpu && says_throughput {
        let title = "`cpu_ms_per_request` and measured throughput are both given";
        table.problem(Code::Contradiction, title, "cpu_ms_per_request", "expected only one of them");
    }
    if !has_traffic {
        if says_cpu || says_throughput {
            let key = table.place_of(if says_cpu { "cpu_ms_per_request" } else { "throughput" });
            table.walk.warn(format!("`{key}` has no effect without traffic"));
        }
        return Work::Unknown;
    }
    match unit {
        Some(DemandUnit::Vcpu) => vcpu_demand(table, says_cpu, says_throughput),
        _ if says_throughput => Work::Measured(throughputs),
        _ => cpu_per_request(table, cpu_ms, unit),
    }
}

fn vcpu_demand(table: &Table<'_, '_>, says_cpu: bool, says_throughput: bool) -> Work {
    for (given, key) in [(says_cpu, "cpu_ms_per_request"), (says_throughput, "throughput")] {
        if given {
            let title = format!("`{key}` means nothing for demand in vCPU");
            table.problem(Code::Contradiction, title, key, "the traffic is in vCPU already");
        }
    }
    Work::VcpuDemand
}

fn cpu_per_request(table: &Table<'_, '_>, cpu_ms: Option<f64>, unit: Option<DemandUnit>) -> Work {
    // Where the traffic could not be read, its unit is unknown and may be vCPU.
    if unit.is_some() && !table.has("cpu_ms_per_request") {
        let help = "add `cpu_ms_per_request`, or measured `[[service.workload.throughput]]`";
        table.missing("nothing says what a request costs in `[service.workload]`", help);
    }
    cpu_ms.map_or(Work::Unknown, Work::CpuMsPerRequest)
}

fn measured_on(table: &Table<'_, '_>, work: &Work, context: &Context<'_>) -> MeasuredOn {
    let Some(text) = table.optional_text("measured_on") else {
        if matches!(work, Work::CpuMsPerRequest(_) | Work::VcpuDemand) {
            let reason = "planning default: one vCPU is taken to be equally fast everywhere unless `[performance]` says otherwise";
            table.walk.assume(15, table.place_of("measured_on"), "any architecture and instance family", reason);
        }
        return MeasuredOn::Unspecified;
    };
    parse_measured_on(&text, context).unwrap_or_else(|| {
        report_unknown_hardware(table, &text, context);
        MeasuredOn::Unspecified
    })
}

fn parse_measured_on(text: &str, context: &Context<'_>) -> Option<MeasuredOn> {
    match text {
        "fargate" => Some(MeasuredOn::Fargate),
        "x86_64" => Some(MeasuredOn::Architecture(Architecture::X86_64)),
        "arm64" => Some(MeasuredOn::Architecture(Architecture::Arm64)),
        family if context.known.is_family(family) => Some(MeasuredOn::Family(family.to_owned())),
        _ => None,
    }
}

fn report_unknown_hardware(table: &Table<'_, '_>, text: &str, context: &Context<'_>) {
    let title = format!("`measured_on` names `{text}`, which is not known");
    let found = "expected an architecture, an instance family or `fargate`";
    let diagnostic =
        Diagnostic::error(Code::UnknownInstanceType, title).at(&table.walk.file, table.span_of("measured_on"), found);
    let help = match nearest(text, context.known.hardware_names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write `x86_64`, `arm64`, `fargate` or a family such as `m7g`".to_owned(),
    };
    table.walk.push(diagnostic.help(help));
}

/// Milliseconds in flight; required where memory depends on it.
fn latency(table: &Table<'_, '_>) -> f64 {
    let latency = table.optional_number("latency_ms");
    if table.has("memory_mib_per_concurrent_request") && !table.has("latency_ms") {
        let help = "requests in flight are requests per second times latency: add `latency_ms`";
        table.missing("`memory_mib_per_concurrent_request` needs `latency_ms`", help);
    }
    latency.unwrap_or(0.0)
}
