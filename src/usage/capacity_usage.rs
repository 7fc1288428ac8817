//! Usage of capacity: Fargate tasks, instances and their volumes (rules F3, E7, G5, V4, X4, N6 and N7).

use super::ledger::Ledger;
use super::meter::whole_amounts;
use crate::capacity::Steps;
use crate::pricing::{Platform, Sku};
use crate::scenario::{Architecture, ContainerInsights, ServiceNetwork, TaskSize};
use crate::time::Horizon;

/// Ephemeral storage that every Fargate task has for nothing, GiB.
const INCLUDED_EPHEMERAL_GIB: u32 = 20;

/// The tasks of one service or job.
#[derive(Clone, Copy, Debug)]
pub struct TaskUsage<'a> {
    /// The service or job.
    pub workload: &'a str,
    /// Size of each task.
    pub size: TaskSize,
    /// Architecture.
    pub architecture: Architecture,
    /// All that are billed (Fargate) or run (EC2).
    pub tasks: &'a Steps,
    /// Ephemeral storage of each, GiB.
    pub ephemeral_storage_gib: u32,
    /// Adjacent settings; `None` for jobs.
    pub network: Option<&'a ServiceNetwork>,
}

/// How the Fargate tasks of a service or job are bought.
#[derive(Clone, Copy, Debug)]
pub struct FargateTasks<'a> {
    /// What they run on.
    pub platform: Platform,
    /// Tasks billed on demand.
    pub on_demand: &'a Steps,
    /// Tasks billed as Fargate Spot.
    pub spot: &'a Steps,
}

/// Instances of one type and purchase.
#[derive(Clone, Copy, Debug)]
pub struct InstanceUsage<'a> {
    /// Instance type.
    pub instance_type: &'a str,
    /// Whether on Spot.
    pub spot: bool,
    /// Running instances.
    pub instances: &'a Steps,
    /// Surplus CPU credits charged: second and vCPU-minutes.
    pub charged_credits: &'a [(i64, f64)],
}

/// The instances of a cluster.
#[derive(Clone, Copy, Debug)]
pub struct ClusterUsage<'a> {
    /// The only workload on it, if there is just one.
    pub workload: Option<&'a str>,
    /// Its instances.
    pub groups: &'a [InstanceUsage<'a>],
    /// Root volume of each, GiB.
    pub root_volume_gib: u32,
}

fn times(hourly: &[i64], factor: i64) -> Vec<i64> {
    hourly.iter().map(|amount| amount * factor).collect()
}

/// Fargate usage of a service or job: vCPU and memory as each task is bought, what all tasks on Fargate have alike,
/// and Container Insights of all its tasks.
#[must_use]
pub fn fargate_usage(usage: &TaskUsage<'_>, bought: &FargateTasks<'_>, horizon: &Horizon) -> Ledger {
    let mut ledger = Ledger::default();
    let platform = bought.platform;
    let hourly = |tasks: &Steps| tasks.seconds_per_hour(horizon.first_minute() * 60, horizon.hours());
    let markets = [
        (bought.on_demand, Sku::FargateVcpu(platform), Sku::FargateMemory(platform)),
        (bought.spot, Sku::FargateSpotVcpu(platform), Sku::FargateSpotMemory(platform)),
    ];
    let workload = Some(usage.workload);
    let mut seconds = vec![0; horizon.hours() as usize];
    for (tasks, vcpu, memory) in markets.into_iter().filter(|market| !market.0.changes().is_empty()) {
        let of_market = hourly(tasks);
        ledger.add(workload, vcpu, times(&of_market, i64::from(usage.size.cpu_units)));
        ledger.add(workload, memory, times(&of_market, i64::from(usage.size.memory_mib)));
        seconds.iter_mut().zip(of_market).for_each(|(sum, more)| *sum += more);
    }
    if platform == Platform::WindowsX86 {
        ledger.add(workload, Sku::FargateWindowsLicense, times(&seconds, i64::from(usage.size.cpu_units)));
    }
    let extra_gib = usage.ephemeral_storage_gib.saturating_sub(INCLUDED_EPHEMERAL_GIB);
    ledger.add(workload, Sku::FargateEphemeralStorage, times(&seconds, i64::from(extra_gib) * 1_024));
    if usage.network.is_some_and(|network| network.public_ip) {
        ledger.add(workload, Sku::PublicIpv4, seconds);
    }
    ledger.extend(insights_usage(usage, horizon));
    ledger
}

/// Container Insights of running tasks (rule N7).
#[must_use]
pub fn insights_usage(usage: &TaskUsage<'_>, horizon: &Horizon) -> Ledger {
    let mut ledger = Ledger::default();
    let network = usage.network.filter(|network| network.container_insights == ContainerInsights::Enhanced);
    if let Some(network) = network {
        let metrics = network.container_insights_metrics_per_task;
        let seconds = usage.tasks.seconds_per_hour(horizon.first_minute() * 60, horizon.hours());
        let hourly = seconds.iter().map(|&amount| whole_amounts(amount as f64 * metrics)).collect();
        ledger.add(Some(usage.workload), Sku::ContainerInsights, hourly);
    }
    ledger
}

/// EC2 usage of a cluster and of the tasks on it.
#[must_use]
pub fn ec2_usage(cluster: &ClusterUsage<'_>, tasks: &[TaskUsage<'_>], horizon: &Horizon) -> Ledger {
    let mut ledger = Ledger::default();
    let first_second = horizon.first_minute() * 60;
    for group in cluster.groups {
        let seconds = group.instances.seconds_per_hour(first_second, horizon.hours());
        let name = group.instance_type.to_owned();
        let sku = if group.spot { Sku::SpotInstance(name) } else { Sku::Instance(name) };
        let volume = times(&seconds, i64::from(cluster.root_volume_gib) * 1_024);
        ledger.add(cluster.workload, sku, seconds);
        ledger.add(cluster.workload, Sku::EbsGp3, volume);
        let family = group.instance_type.split_once('.').map_or(group.instance_type, |(family, _)| family);
        let credits = surplus_credits(group.charged_credits, horizon);
        ledger.add(cluster.workload, Sku::CpuCredits(family.to_owned()), credits);
    }
    tasks.iter().for_each(|usage| ledger.extend(insights_usage(usage, horizon)));
    ledger
}

/// Usage of ECS Managed Instances: instances, volumes and the management fee (rules G4 and G5).
#[must_use]
pub fn managed_instances_usage(cluster: &ClusterUsage<'_>, tasks: &[TaskUsage<'_>], horizon: &Horizon) -> Ledger {
    let mut ledger = ec2_usage(cluster, tasks, horizon);
    for group in cluster.groups {
        let seconds = group.instances.seconds_per_hour(horizon.first_minute() * 60, horizon.hours());
        ledger.add(cluster.workload, Sku::ManagedInstanceFee(group.instance_type.to_owned()), seconds);
    }
    ledger
}

/// Usage of hosts under ECS Anywhere, always on, and of the tasks on them (rule X4).
#[must_use]
pub fn external_usage(workload: Option<&str>, hosts: u32, tasks: &[TaskUsage<'_>], horizon: &Horizon) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.add(workload, Sku::EcsAnywhere, vec![i64::from(hosts) * 3_600; horizon.hours() as usize]);
    tasks.iter().for_each(|usage| ledger.extend(insights_usage(usage, horizon)));
    ledger
}

/// Surplus CPU credits of each hour as whole millionths of a vCPU-hour, rounded once per hour (rule K5).
fn surplus_credits(charged: &[(i64, f64)], horizon: &Horizon) -> Vec<i64> {
    let first_second = horizon.first_minute() * 60;
    let mut per_hour = vec![0.0; horizon.hours() as usize];
    for &(second, credits) in charged {
        let hour = (second - first_second).div_euclid(3_600);
        if let Some(total) = usize::try_from(hour).ok().and_then(|hour| per_hour.get_mut(hour)) {
            *total += credits;
        }
    }
    per_hour.into_iter().map(|credits| whole_amounts(credits / 60.0 * 1e6)).collect()
}
