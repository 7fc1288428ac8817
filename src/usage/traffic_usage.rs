//! Usage that follows from arrived requests and from what is always there: the same for every
//! option (rules N1 to N3 and N5 to N7).

use super::ledger::Ledger;
use super::meter::whole_amounts;
use crate::money::divide_half_even;
use crate::pricing::Sku;
use crate::scenario::{LoadBalancerKind, Resolution, Scenario, Service, TaskCount};
use crate::time::Horizon;

const BYTES_PER_KB: f64 = 1_024.0;
const BYTES_PER_GB: f64 = 1_024.0 * 1_024.0 * 1_024.0;
const SECONDS_PER_HOUR: i64 = 3_600;

/// Seconds of an hour times the share of ingested log bytes that is stored after compression, 0.15 (rule N5).
const COMPRESSED_SECONDS: i128 = 540;

const BYTES_PER_MIB: i128 = 1_024 * 1_024;

/// Rules of an Application Load Balancer that are evaluated for nothing.
const FREE_RULES: u32 = 10;

/// Alarms that a target-tracking policy keeps.
const ALARMS_PER_POLICY: u32 = 2;

/// Requests that arrive at each service in each hour of the horizon; zeros when demand is in vCPU.
pub type HourlyRequests = Vec<Vec<f64>>;

/// What one load balancer capacity unit holds.
struct UnitSize {
    new_connections: f64,
    active_connections: f64,
    gigabytes: f64,
    rule_evaluations: f64,
}

const ALB_UNIT: UnitSize =
    UnitSize { new_connections: 25.0, active_connections: 3_000.0, gigabytes: 1.0, rule_evaluations: 1_000.0 };
const NLB_UNIT: UnitSize =
    UnitSize { new_connections: 800.0, active_connections: 100_000.0, gigabytes: 1.0, rule_evaluations: f64::INFINITY };

/// All usage that does not depend on how capacity is run or bought.
#[must_use]
pub fn traffic_usage(scenario: &Scenario, requests: &HourlyRequests) -> Ledger {
    let mut ledger = Ledger::default();
    add_shared_network(&mut ledger, scenario);
    add_load_balancers(&mut ledger, scenario, requests);
    for (service, hourly) in scenario.services.iter().zip(requests) {
        add_transfer(&mut ledger, service, hourly);
        add_logs(&mut ledger, service, hourly);
        add_standing(&mut ledger, service, &scenario.horizon);
    }
    ledger
}

fn every_hour(horizon: &Horizon, amount: i64) -> Vec<i64> {
    vec![amount; horizon.hours() as usize]
}

fn add_shared_network(ledger: &mut Ledger, scenario: &Scenario) {
    let network = &scenario.network;
    let always = |count: u32| every_hour(&scenario.horizon, i64::from(count) * SECONDS_PER_HOUR);
    ledger.add(None, Sku::NatHours, always(network.nat_gateways));
    ledger.add(None, Sku::PublicIpv4, always(network.nat_gateways + network.public_ips));
    ledger.add(None, Sku::EndpointHours, always(network.interface_endpoints * network.endpoint_zones));
}

/// The services behind one load balancer.
struct LoadBalancer<'a> {
    kind: LoadBalancerKind,
    members: Vec<(&'a Service, &'a [f64])>,
}

impl LoadBalancer<'_> {
    fn workload(&self) -> Option<&str> {
        if let [(only, _)] = self.members[..] { Some(&only.name) } else { None }
    }

    /// Capacity units of one hour: the largest dimension, each summed over the services (rule N1).
    fn units(&self, hour: usize, size: &UnitSize) -> f64 {
        let sum = |dimension: &dyn Fn(&Service, f64) -> f64| {
            self.members.iter().map(|(service, hourly)| dimension(service, hourly[hour])).sum::<f64>()
        };
        let new = |service: &Service, requests: f64| requests * service.network.new_connections_per_request / 3_600.0;
        let active = |service: &Service, requests: f64| new(service, requests) * service.network.connection_seconds;
        let gigabytes = |service: &Service, requests: f64| {
            requests * (service.network.request_kb + service.network.response_kb) * BYTES_PER_KB / BYTES_PER_GB
        };
        let rules = |service: &Service, requests: f64| {
            requests / 3_600.0 * f64::from(service.network.load_balancer_rules.saturating_sub(FREE_RULES))
        };
        let dimensions = [
            sum(&new) / size.new_connections,
            sum(&active) / size.active_connections,
            sum(&gigabytes) / size.gigabytes,
            sum(&rules) / size.rule_evaluations,
        ];
        dimensions.into_iter().fold(0.0, f64::max)
    }
}

fn load_balancers<'a>(scenario: &'a Scenario, requests: &'a HourlyRequests) -> Vec<LoadBalancer<'a>> {
    let mut found: Vec<(&str, LoadBalancer<'a>)> = Vec::new();
    for (service, hourly) in scenario.services.iter().zip(requests) {
        let kind = service.network.load_balancer;
        if kind == LoadBalancerKind::None {
            continue;
        }
        let name = service.network.load_balancer_name.as_str();
        match found.iter_mut().find(|(known, balancer)| *known == name && balancer.kind == kind) {
            Some((_, balancer)) => balancer.members.push((service, hourly)),
            None => found.push((name, LoadBalancer { kind, members: vec![(service, hourly)] })),
        }
    }
    found.into_iter().map(|(_, balancer)| balancer).collect()
}

fn add_load_balancers(ledger: &mut Ledger, scenario: &Scenario, requests: &HourlyRequests) {
    let horizon = &scenario.horizon;
    for balancer in load_balancers(scenario, requests) {
        let (hours_sku, units_sku, size) = match balancer.kind {
            LoadBalancerKind::Nlb => (Sku::NlbHours, Sku::NlbLcu, &NLB_UNIT),
            LoadBalancerKind::Alb | LoadBalancerKind::None => (Sku::AlbHours, Sku::AlbLcu, &ALB_UNIT),
        };
        let workload = balancer.workload();
        ledger.add(workload, hours_sku, every_hour(horizon, SECONDS_PER_HOUR));
        let units = |hour| whole_amounts(balancer.units(hour, size) * 1e6);
        ledger.add(workload, units_sku, (0..horizon.hours() as usize).map(units).collect());
        if scenario.network.load_balancer_internet_facing {
            let addresses = i64::from(scenario.network.load_balancer_zones) * SECONDS_PER_HOUR;
            ledger.add(workload, Sku::PublicIpv4, every_hour(horizon, addresses));
        }
    }
}

fn add_transfer(ledger: &mut Ledger, service: &Service, hourly: &[f64]) {
    let network = &service.network;
    let bytes = |kb_per_request: f64| -> Vec<i64> {
        hourly.iter().map(|requests| whole_amounts(requests * kb_per_request * BYTES_PER_KB)).collect()
    };
    let workload = Some(service.name.as_str());
    let both_ways = 2.0 * (network.request_kb + network.response_kb) * network.cross_az_share;
    ledger.add(workload, Sku::InternetEgress, bytes(network.response_kb * network.internet_egress_share));
    ledger.add(workload, Sku::InterAzBytes, bytes(both_ways));
    ledger.add(workload, Sku::NatBytes, bytes(network.nat_kb));
}

fn add_logs(ledger: &mut Ledger, service: &Service, hourly: &[f64]) {
    let network = &service.network;
    let bytes = |requests: &f64| whole_amounts(requests * network.log_kb * BYTES_PER_KB);
    let ingested: Vec<i64> = hourly.iter().map(bytes).collect();
    let kept_hours = network.log_retention_days as usize * 24;
    let mut kept: i128 = 0;
    let mut stored = Vec::with_capacity(ingested.len());
    for (hour, bytes) in ingested.iter().enumerate() {
        kept += i128::from(*bytes);
        if hour >= kept_hours {
            kept -= i128::from(ingested[hour - kept_hours]);
        }
        stored.push(i64::try_from(divide_half_even(kept * COMPRESSED_SECONDS, BYTES_PER_MIB)).unwrap_or(i64::MAX));
    }
    let workload = Some(service.name.as_str());
    ledger.add(workload, Sku::LogIngestion, ingested);
    ledger.add(workload, Sku::LogStorage, stored);
}

/// Storage and alarms that are there whatever the traffic (rules N6 and N7).
fn add_standing(ledger: &mut Ledger, service: &Service, horizon: &Horizon) {
    let network = &service.network;
    let workload = Some(service.name.as_str());
    let per_hour = |per_second: f64| every_hour(horizon, whole_amounts(per_second * 3_600.0));
    ledger.add(workload, Sku::EcrStorage, per_hour(network.image_mb * f64::from(network.ecr_images_kept)));
    ledger.add(workload, Sku::EfsStandard, per_hour(network.efs_gb * 1_024.0));
    let standard = policy_alarms(service, Resolution::Standard) + network.alarms;
    let high_resolution = policy_alarms(service, Resolution::High);
    ledger.add(workload, Sku::Alarms, every_hour(horizon, i64::from(standard) * SECONDS_PER_HOUR));
    ledger.add(workload, Sku::HighResolutionAlarms, every_hour(horizon, i64::from(high_resolution) * SECONDS_PER_HOUR));
}

/// Alarms of a service's policies of a resolution: two for target tracking, one for step scaling (rule N7).
fn policy_alarms(service: &Service, resolution: Resolution) -> u32 {
    let TaskCount::Scaled(scaling) = &service.count else { return 0 };
    let tracking = scaling.target_tracking.iter().filter(|policy| policy.resolution == resolution).count();
    let steps = scaling.step_scaling.iter().filter(|policy| policy.resolution == resolution).count();
    u32::try_from(tracking).unwrap_or(0) * ALARMS_PER_POLICY + u32::try_from(steps).unwrap_or(0)
}
