//! Whether the instance types that are pinned can hold the tasks whose size is pinned (rules E1 and E2).

use super::known::KnownNames;
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::pricing::InstanceType;
use crate::scenario::{
    Architecture, CapacityProvider, CapacityProviderShare, Ec2Settings, Job, NetworkMode, OperatingSystem, Service,
    TaskSize,
};

/// What a task asks of an instance.
struct Demand<'a> {
    size: TaskSize,
    architectures: &'a [Architecture],
}

/// Reports pinned sizes that no pinned instance type of the region can hold.
pub(super) fn check_room(
    root: &Table<'_, '_>,
    ec2: &Ec2Settings,
    services: &[Service],
    jobs: &[Job],
    known: &KnownNames,
) {
    let types: Vec<&InstanceType> = ec2.instance_types.iter().filter_map(|name| known.sold_type(name)).collect();
    let check = |list: &str, name: &str, demand: Demand<'_>| {
        let tables = root.tables(list);
        let table = tables.iter().find(|table| table.raw_text("name") == Some(name));
        if let Some((table, misfit)) = table.zip(misfit(&types, ec2, &demand)) {
            report(table, &misfit, &ec2.instance_types);
        }
    };
    for service in services {
        let Some(size) = service.task_size.filter(|_| may_run_on_ec2(service)) else { continue };
        let memory_mib = service.memory_reservation_mib.unwrap_or(size.memory_mib).min(size.memory_mib);
        let size = TaskSize { memory_mib, ..size };
        check("service", &service.name, Demand { size, architectures: &service.architectures });
    }
    for job in jobs {
        check("job", &job.name, Demand { size: job.task_size, architectures: &job.architectures });
    }
}

/// Windows tasks, and those of a strategy over Fargate's providers, never come to an instance.
fn may_run_on_ec2(service: &Service) -> bool {
    let fargate = |share: &CapacityProviderShare| {
        matches!(share.provider, CapacityProvider::Fargate | CapacityProvider::FargateSpot)
    };
    service.operating_system == OperatingSystem::Linux && !service.capacity_providers.iter().any(fargate)
}

/// The limit that binds on the type that comes nearest to holding the task; `None` where one holds it, or where none
/// is of its architecture, which is another matter.
fn misfit(types: &[&InstanceType], ec2: &Ec2Settings, demand: &Demand<'_>) -> Option<String> {
    let suited = types.iter().filter(|one| demand.architectures.contains(&one.architecture));
    let limits: Vec<(u64, Option<String>)> =
        suited.map(|one| (registered_memory(one, ec2), binding_limit(one, ec2, demand.size))).collect();
    if limits.iter().any(|(_, limit)| limit.is_none()) {
        return None;
    }
    limits.into_iter().max_by_key(|(memory, _)| *memory).and_then(|(_, limit)| limit)
}

fn binding_limit(one: &InstanceType, ec2: &Ec2Settings, size: TaskSize) -> Option<String> {
    let (name, cpu, memory) = (&one.name, registered_cpu(one, ec2), registered_memory(one, ec2));
    if u64::from(size.cpu_units) > cpu {
        return Some(format!("CPU: it takes {} CPU units, and `{name}` has {cpu} for tasks", size.cpu_units));
    }
    if u64::from(size.memory_mib) > memory {
        return Some(format!("memory: it takes {} MiB, and `{name}` has {memory} MiB for tasks", size.memory_mib));
    }
    if task_interfaces(one, ec2) == Some(0) {
        return Some(format!("network interfaces: `{name}` has none for tasks"));
    }
    None
}

fn registered_cpu(one: &InstanceType, ec2: &Ec2Settings) -> u64 {
    let daemons: u64 = ec2.daemons.iter().map(|daemon| u64::from(daemon.cpu_units)).sum();
    (u64::from(one.vcpu) * 1_024).saturating_sub(u64::from(ec2.cpu_reserve_units) + daemons)
}

fn registered_memory(one: &InstanceType, ec2: &Ec2Settings) -> u64 {
    let daemons: u64 = ec2.daemons.iter().map(|daemon| u64::from(daemon.memory_mib)).sum();
    let registered = ec2.registered_memory_percent.floor_of(i128::from(one.memory_mib));
    u64::try_from(registered).unwrap_or(0).saturating_sub(u64::from(ec2.memory_reserve_mib) + daemons)
}

fn task_interfaces(one: &InstanceType, ec2: &Ec2Settings) -> Option<u32> {
    let trunked = one.trunked_task_limit.filter(|_| ec2.eni_trunking);
    (ec2.network_mode == NetworkMode::Awsvpc).then(|| trunked.unwrap_or_else(|| one.max_enis.saturating_sub(1)))
}

fn report(table: &Table<'_, '_>, limit: &str, types: &[String]) {
    let title = format!("a task of `{}` fits no instance type allowed", table.raw_text("name").unwrap_or_default());
    let diagnostic = Diagnostic::error(Code::FitsNoInstance, title);
    let found = format!("it would stay PROVISIONING for ever for want of {limit}");
    let diagnostic = diagnostic.at(&table.walk.file, table.span_of("task"), found);
    let help = format!("pin a smaller size, or allow a larger type than {}", super::nearest::or_list(types));
    table.walk.push(diagnostic.help(help));
}
