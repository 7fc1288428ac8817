//! What no plan for a scenario can cost less than, whatever its sizes, targets, types, groupings and commitments
//! (rule O12).

use super::assemble::{Counted, finished_bill};
use super::fargate_sizes::sizes_sold;
use super::instance_choice::may_be_considered;
use super::option::OptionId;
use super::physics::work_on;
use super::rate_floor::least_covered;
use super::study::Study;
use super::task_sizes::{candidate_sizes, footprint, usable_vcpu};
use super::variant::Variant;
use super::work_floor::{ROUNDING, RequiredWork, least_tasks};
use crate::capacity::{Hardware, InstanceCapacity, TaskFootprint};
use crate::money::Money;
use crate::pricing::{InstanceType, Platform, Sku};
use crate::scenario::{Architecture, OperatingSystem, Service, TaskSize};
use crate::usage::Ledger;

/// The least total of any plan on AWS: what its traffic costs anyway, and for every service the cheapest way to do its
/// work with tasks that are never idle. `None` on the user's own hosts, which have no price per use.
pub(super) fn plan_floor(study: &Study<'_>) -> Option<Money> {
    if study.unpriced || study.scenario.external.is_some() {
        return None;
    }
    let work: f64 = (0..study.scenario.services.len()).map(|index| service_floor(study, index)).sum();
    let work = (work * (1.0 - ROUNDING)).max(0.0) as i128;
    let taxed = work + study.scenario.tax_percent.floor_of(work);
    let without_capacity = OptionId::of(study.scenario).into_iter().filter_map(|id| bill_without_capacity(study, id));
    Some(without_capacity.min()? + Money::from_picodollars(taxed))
}

/// What an option pays without running anything.
fn bill_without_capacity(study: &Study<'_>, id: OptionId) -> Option<Money> {
    let nothing = vec![0; study.scenario.horizon.hours() as usize];
    let counted = Counted { id, launch_types: &[], task_seconds: &nothing, instance_seconds: &nothing };
    Some(finished_bill(study, counted, &Ledger::default(), None).ok()?.total())
}

/// The least that the work of a service costs, in picodollars.
fn service_floor(study: &Study<'_>, index: usize) -> f64 {
    let service = &study.scenario.services[index];
    let work = RequiredWork::of(study, index);
    let least = Variant::all(study, index).map(|variant| least_tasks(&variant.of(study))).min().unwrap_or(0);
    let cost = |(capacity, per_hour): (f64, f64)| work.instance_hours(capacity.recip(), f64::from(least)) * per_hour;
    let on_fargate = service.architectures.iter().flat_map(|&one| fargate_tasks(study, index, one));
    let types = study.pricing.book.instance_types().iter();
    let types = types
        .filter(|one| service.architectures.contains(&one.architecture) && may_be_considered(one, &study.scenario.ec2));
    let on_instances = types.flat_map(|one| instance_tasks(study, index, one));
    let least = on_fargate.chain(on_instances).map(cost).fold(f64::INFINITY, f64::min);
    if least.is_finite() { least } else { 0.0 }
}

/// Every size on Fargate: what a task of it can do, and the least that an hour of it costs, in picodollars.
fn fargate_tasks(study: &Study<'_>, index: usize, architecture: Architecture) -> Vec<(f64, f64)> {
    let service = &study.scenario.services[index];
    let platform = match service.operating_system {
        OperatingSystem::Linux => Platform::from(architecture),
        OperatingSystem::Windows => Platform::WindowsX86,
    };
    let least = |on_demand: Sku, spot: Sku| least_price(study, &on_demand, may_be_spot(service).then_some(spot));
    let vcpu = least(Sku::FargateVcpu(platform), Sku::FargateSpotVcpu(platform));
    let memory = least(Sku::FargateMemory(platform), Sku::FargateSpotMemory(platform));
    let (Some(vcpu), Some(memory)) = (vcpu, memory) else { return Vec::new() };
    let task = |size: TaskSize| {
        let capacity = capacity_of(study, index, size, Hardware::Fargate(architecture), size.vcpu())?;
        Some((capacity, vcpu * size.vcpu() + memory * f64::from(size.memory_mib) / 1_024.0))
    };
    sizes_sold(service).into_iter().filter_map(task).collect()
}

/// Every size on a type: what a task of it can do, and the least that its share of an instance-hour costs.
fn instance_tasks(study: &Study<'_>, index: usize, instance: &InstanceType) -> Vec<(f64, f64)> {
    let service = &study.scenario.services[index];
    let (own, spot) = (Sku::Instance(instance.name.clone()), Sku::SpotInstance(instance.name.clone()));
    let Some(per_hour) = least_price(study, &own, may_be_spot(service).then_some(spot)) else { return Vec::new() };
    let hardware = Hardware::Ec2 { family: instance.family(), architecture: instance.architecture };
    let capacity = InstanceCapacity::of(instance, &study.scenario.ec2);
    let task = |size: TaskSize| {
        let task = footprint(service, size);
        let alone = capacity.tasks_alone(task).ok()?;
        let capacity = capacity_of(study, index, size, hardware, usable_vcpu(service, size, instance, alone))?;
        Some((capacity, per_hour * share(task, instance)))
    };
    candidate_sizes(study, service, hardware).into_iter().filter_map(Result::ok).filter_map(task).collect()
}

/// What a task sustains per second, where any of the service's scalings allows the size.
fn capacity_of(
    study: &Study<'_>,
    index: usize,
    size: TaskSize,
    hardware: Hardware<'_>,
    usable_vcpu: f64,
) -> Option<f64> {
    let capacity = |variant: Variant| {
        work_on(study, &variant.of(study), size, hardware, usable_vcpu).ok().map(|work| work.capacity)
    };
    Variant::all(study, index).find_map(capacity)
}

/// The share of an instance that a task takes at least, nothing being reserved on it.
fn share(task: TaskFootprint, instance: &InstanceType) -> f64 {
    let cpu = f64::from(task.cpu_units) / (1_024.0 * f64::from(instance.vcpu));
    cpu.max(f64::from(task.memory_mib) / f64::from(instance.memory_mib))
}

/// The least price of an hour, on demand, on Spot, or under a plan that is held or may be bought.
fn least_price(study: &Study<'_>, on_demand: &Sku, spot: Option<Sku>) -> Option<f64> {
    let price = |sku: &Sku| study.pricing.book.contracted_unit_price(sku);
    let listed = [price(on_demand), spot.and_then(|sku| price(&sku))];
    let least = listed.into_iter().flatten().chain(least_covered(study, on_demand)).min()?;
    Some(least.picodollars() as f64)
}

/// Whether any of a service's tasks may run on Spot.
fn may_be_spot(service: &Service) -> bool {
    service.interruptible || service.max_spot_share > 0.0
}

/// How far above its floor a total is, percent; `None` where the floor is nothing.
pub fn gap_percent(total: Money, floor: Money) -> Option<f64> {
    let (total, floor) = (total.picodollars() as f64, floor.picodollars() as f64);
    (floor > 0.0).then(|| 100.0 * (total / floor - 1.0))
}
