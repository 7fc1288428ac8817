//! The usage ledger (rules F3, F5, E7, E8, N and U).

use ecsplan::money::divide_half_even;
use ecsplan::pricing::{Platform, Sku};
use ecsplan::scenario::{
    Architecture, ContainerInsights, DemandUnit, Job, LoadBalancerKind, Resolution, Scenario, Service, TaskCount,
    TaskSize,
};
use ecsplan::time::Horizon;

use super::packing::Counts;

/// What one workload used of one thing in every hour.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) workload: Option<String>,
    pub(crate) sku: Sku,
    pub(crate) spot: bool,
    pub(crate) hourly: Vec<i64>,
    /// How many of these amounts make one smallest amount: more than 1 where a plan covered parts.
    pub(crate) fine: i64,
}

/// All that was used.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger(pub(crate) Vec<Row>);

impl Ledger {
    pub(crate) fn add(&mut self, workload: Option<&str>, sku: Sku, hourly: Vec<i64>) {
        let spot = matches!(sku, Sku::SpotInstance(_) | Sku::FargateSpotVcpu(_) | Sku::FargateSpotMemory(_));
        let workload = workload.map(str::to_owned);
        match self.0.iter_mut().find(|row| row.workload == workload && row.sku == sku) {
            Some(row) => row.hourly.iter_mut().zip(hourly).for_each(|(sum, more)| *sum += more),
            None => self.0.push(Row { workload, sku, spot, hourly, fine: 1 }),
        }
    }
}

/// To the nearest whole number, ties to even.
fn whole(amount: f64) -> i64 {
    amount.round_ties_even() as i64
}

fn start_of(horizon: &Horizon) -> i64 {
    horizon.first_minute() * 60
}

/// Seconds that intervals have inside each hour of the horizon, one interval after the other.
pub(crate) fn seconds_per_hour(intervals: &[(i64, i64)], horizon: &Horizon) -> Vec<i64> {
    let start = start_of(horizon);
    let mut hours = vec![0; horizon.hours() as usize];
    for (from, to) in intervals {
        let (from, to) = ((*from).max(start), (*to).min(start + horizon.seconds()));
        let mut second = from;
        while second < to {
            let hour = (second - start) / 3_600;
            let next = to.min(start + (hour + 1) * 3_600);
            hours[hour as usize] += next - second;
            second = next;
        }
    }
    hours
}

/// What Fargate bills of a task: at least a minute (rule F2).
pub(crate) fn billed_on_fargate(pulled: &[(i64, i64)]) -> Vec<(i64, i64)> {
    pulled.iter().map(|(pull, stop)| (*pull, (*stop).max(pull.saturating_add(60)))).collect()
}

/// The seconds at which a job fires inside the horizon (rule J1).
pub(crate) fn job_firings(job: &Job, horizon: &Horizon) -> Vec<i64> {
    let first = horizon.first_minute();
    let firings = job.schedule.firings(first, first + horizon.minutes() as i64);
    firings.into_iter().map(|minute| minute * 60).collect()
}

fn times(hourly: &[i64], factor: i64) -> Vec<i64> {
    hourly.iter().map(|amount| amount * factor).collect()
}

/// Fargate's own rows for billed task-seconds.
pub(crate) fn add_fargate(
    ledger: &mut Ledger,
    workload: &str,
    size: TaskSize,
    architecture: Architecture,
    spot: bool,
    ephemeral_gib: u32,
    task_seconds: &[i64],
) {
    let platform = Platform::from(architecture);
    let (vcpu, memory) = if spot {
        (Sku::FargateSpotVcpu(platform), Sku::FargateSpotMemory(platform))
    } else {
        (Sku::FargateVcpu(platform), Sku::FargateMemory(platform))
    };
    ledger.add(Some(workload), vcpu, times(task_seconds, i64::from(size.cpu_units)));
    ledger.add(Some(workload), memory, times(task_seconds, i64::from(size.memory_mib)));
    let beyond = i64::from(ephemeral_gib.saturating_sub(20)) * 1_024;
    ledger.add(Some(workload), Sku::FargateEphemeralStorage, times(task_seconds, beyond));
}

/// Instances and their root volumes.
pub(crate) fn add_instances(
    ledger: &mut Ledger,
    scenario: &Scenario,
    name: &str,
    spot: bool,
    instance_seconds: &[i64],
) {
    let names: Vec<&str> = workloads(scenario);
    let workload = if names.len() == 1 { Some(names[0]) } else { None };
    let sku = if spot { Sku::SpotInstance(name.to_owned()) } else { Sku::Instance(name.to_owned()) };
    ledger.add(workload, sku, instance_seconds.to_vec());
    let mib = i64::from(scenario.ec2.root_volume_gib) * 1_024;
    ledger.add(workload, Sku::EbsGp3, times(instance_seconds, mib));
}

/// Services, then jobs, in file order.
pub(crate) fn workloads(scenario: &Scenario) -> Vec<&str> {
    let services = scenario.services.iter().map(|one| one.name.as_str());
    services.chain(scenario.jobs.iter().map(|one| one.name.as_str())).collect()
}

/// What a service's running tasks bring with them: addresses (on Fargate) and metrics.
pub(crate) fn add_per_task(ledger: &mut Ledger, service: &Service, on_fargate: bool, task_seconds: &[i64]) {
    if service.network.public_ip && on_fargate {
        ledger.add(Some(&service.name), Sku::PublicIpv4, task_seconds.to_vec());
    }
    if service.network.container_insights == ContainerInsights::Enhanced {
        let metrics = service.network.container_insights_metrics_per_task;
        let hourly = task_seconds.iter().map(|seconds| whole(metrics * *seconds as f64)).collect();
        ledger.add(Some(&service.name), Sku::ContainerInsights, hourly);
    }
}

/// Bytes of image pulls, where they are charged.
pub(crate) fn add_image_pulls(ledger: &mut Ledger, scenario: &Scenario, service: &Service, pulls: &[i64]) {
    let network = &scenario.network;
    let bytes: Vec<i64> =
        pulls.iter().map(|count| whole(*count as f64 * service.network.image_mb * 1_024.0 * 1_024.0)).collect();
    if network.image_pull_through_nat && network.nat_gateways > 0 {
        ledger.add(Some(&service.name), Sku::NatBytes, bytes.clone());
    }
    if network.image_pull_through_endpoints {
        ledger.add(Some(&service.name), Sku::EndpointBytes, bytes);
    }
}

/// How many pulls begin in each hour of the horizon.
pub(crate) fn pulls_per_hour(pulls: impl Iterator<Item = i64>, horizon: &Horizon) -> Vec<i64> {
    let mut hours = vec![0; horizon.hours() as usize];
    for second in pulls {
        let since = second.saturating_sub(start_of(horizon));
        if (0..horizon.seconds()).contains(&since) {
            hours[(since / 3_600) as usize] += 1;
        }
    }
    hours
}

/// Instance-seconds of every hour.
pub(crate) fn instance_seconds(instances: &Counts, horizon: &Horizon) -> Vec<i64> {
    let hour = |hour: i64| start_of(horizon) + hour * 3_600;
    (0..i64::from(horizon.hours())).map(|one| instances.seconds_in(hour(one), hour(one + 1))).collect()
}

/// Instance starts of every hour.
pub(crate) fn instance_starts(instances: &Counts, horizon: &Horizon) -> Vec<i64> {
    let hour = |hour: i64| start_of(horizon) + hour * 3_600;
    (0..i64::from(horizon.hours())).map(|one| instances.starts_in(hour(one), hour(one + 1))).collect()
}

/// Arrived requests of every hour of the horizon; none when demand is in vCPU.
pub(crate) fn requests_per_hour(service: &Service, demand: &[f64], horizon: &Horizon) -> Vec<f64> {
    match &service.traffic {
        Some(traffic) if traffic.unit != DemandUnit::Vcpu => {
            demand[1_440..].chunks(60).map(|hour| hour.iter().map(|x| 60.0 * x).sum()).collect()
        }
        _ => vec![0.0; horizon.hours() as usize],
    }
}

/// Everything that does not depend on how tasks run (rules N1 to N3 and N5 to N7).
pub(crate) fn add_standing(ledger: &mut Ledger, scenario: &Scenario, requests: &[Vec<f64>]) {
    let hours = scenario.horizon.hours() as usize;
    let every_hour = |things: u32| vec![3_600 * i64::from(things); hours];
    let network = &scenario.network;
    ledger.add(None, Sku::NatHours, every_hour(network.nat_gateways));
    ledger.add(None, Sku::PublicIpv4, every_hour(network.nat_gateways + network.public_ips));
    ledger.add(None, Sku::EndpointHours, every_hour(network.interface_endpoints * network.endpoint_zones));
    add_load_balancers(ledger, scenario, requests);
    for (service, requests) in scenario.services.iter().zip(requests) {
        let own = &service.network;
        let name = Some(service.name.as_str());
        let bytes = |kb: f64| requests.iter().map(|a| whole(a * kb * 1_024.0)).collect::<Vec<i64>>();
        ledger.add(name, Sku::InternetEgress, bytes(own.response_kb * own.internet_egress_share));
        ledger.add(name, Sku::InterAzBytes, bytes(2.0 * (own.request_kb + own.response_kb) * own.cross_az_share));
        ledger.add(name, Sku::NatBytes, bytes(own.nat_kb));
        let logs = bytes(own.log_kb);
        let kept = own.log_retention_days as usize * 24;
        let stored = |hour: usize| {
            let bytes: i64 = logs[(hour + 1).saturating_sub(kept)..=hour].iter().sum();
            divide_half_even(i128::from(bytes) * 3_600 * 15, 100 * 1_048_576) as i64
        };
        ledger.add(name, Sku::LogStorage, (0..hours).map(stored).collect());
        ledger.add(name, Sku::LogIngestion, logs);
        let images = own.image_mb * f64::from(own.ecr_images_kept);
        ledger.add(name, Sku::EcrStorage, vec![whole(images * 3_600.0); hours]);
        ledger.add(name, Sku::EfsStandard, vec![whole(own.efs_gb * 1_024.0 * 3_600.0); hours]);
        let alarms = |resolution: Resolution| match &service.count {
            TaskCount::Scaled(scaling) => {
                let tracking = scaling.target_tracking.iter().filter(|one| one.resolution == resolution).count();
                let steps = scaling.step_scaling.iter().filter(|one| one.resolution == resolution).count();
                (2 * tracking + steps) as u32
            }
            TaskCount::Fixed(_) => 0,
        };
        ledger.add(name, Sku::Alarms, every_hour(alarms(Resolution::Standard) + own.alarms));
        ledger.add(name, Sku::HighResolutionAlarms, every_hour(alarms(Resolution::High)));
    }
}

fn add_load_balancers(ledger: &mut Ledger, scenario: &Scenario, requests: &[Vec<f64>]) {
    let hours = scenario.horizon.hours() as usize;
    let mut done: Vec<(&str, LoadBalancerKind)> = Vec::new();
    for service in &scenario.services {
        let name = service.network.load_balancer_name.as_str();
        let kind = service.network.load_balancer;
        if kind == LoadBalancerKind::None || done.contains(&(name, kind)) {
            continue;
        }
        done.push((name, kind));
        let behind: Vec<usize> = (0..scenario.services.len())
            .filter(|other| {
                let network = &scenario.services[*other].network;
                network.load_balancer == kind && network.load_balancer_name == name
            })
            .collect();
        let workload = if behind.len() == 1 { Some(service.name.as_str()) } else { None };
        let units = |hour: usize| {
            let sum = |dimension: &dyn Fn(&Service, f64) -> f64| {
                behind.iter().map(|one| dimension(&scenario.services[*one], requests[*one][hour])).sum::<f64>()
            };
            capacity_units(kind, &sum)
        };
        let hourly = (0..hours).map(|hour| whole(units(hour) * 1_000_000.0)).collect();
        let (hour, unit) = match kind {
            LoadBalancerKind::Nlb => (Sku::NlbHours, Sku::NlbLcu),
            LoadBalancerKind::Alb | LoadBalancerKind::None => (Sku::AlbHours, Sku::AlbLcu),
        };
        ledger.add(workload, hour, vec![3_600; hours]);
        ledger.add(workload, unit, hourly);
        if scenario.network.load_balancer_internet_facing {
            let addresses = i64::from(scenario.network.load_balancer_zones);
            ledger.add(workload, Sku::PublicIpv4, vec![3_600 * addresses; hours]);
        }
    }
}

/// Sums one dimension, given by its value for a service at a number of requests, over the services.
type SumOf<'a> = dyn Fn(&dyn Fn(&Service, f64) -> f64) -> f64 + 'a;

/// The dimension of a load balancer that needs most units in an hour.
fn capacity_units(kind: LoadBalancerKind, sum: &SumOf<'_>) -> f64 {
    let connections = sum(&|service, a| a * service.network.new_connections_per_request / 3_600.0);
    let active = sum(&|service, a| {
        a * service.network.new_connections_per_request / 3_600.0 * service.network.connection_seconds
    });
    let bytes = sum(&|service, a| a * (service.network.request_kb + service.network.response_kb) * 1_024.0);
    let rules = sum(&|service, a| a / 3_600.0 * f64::from(service.network.load_balancer_rules.saturating_sub(10)));
    let gigabytes = bytes / 1_073_741_824.0;
    match kind {
        LoadBalancerKind::Nlb => (connections / 800.0).max(active / 100_000.0).max(gigabytes),
        _ => (connections / 25.0).max(active / 3_000.0).max(gigabytes).max(rules / 1_000.0),
    }
}
