//! Adjacent charges, per service and shared.

use super::table::Table;
use crate::scenario::{ContainerInsights, LoadBalancerKind, NetworkSettings, ServiceNetwork};

/// Keys that count per request.
const PER_REQUEST: [&str; 4] = ["request_kb", "response_kb", "nat_kb", "log_kb"];

/// Adjacent charges of a service.
pub(super) fn read_service_network(table: &Table<'_, '_>, service: &str, has_traffic: bool) -> ServiceNetwork {
    let network = ServiceNetwork {
        request_kb: table.number("request_kb"),
        response_kb: table.number("response_kb"),
        internet_egress_share: table.number("internet_egress_share"),
        cross_az_share: table.number("cross_az_share"),
        nat_kb: table.number("nat_kb"),
        log_kb: table.number("log_kb"),
        log_retention_days: table.integer("log_retention_days"),
        new_connections_per_request: table.number("new_connections_per_request"),
        connection_seconds: table.number("connection_seconds"),
        load_balancer: load_balancer(table),
        load_balancer_name: table.optional_text("load_balancer_name").unwrap_or_else(|| service.to_owned()),
        load_balancer_rules: table.integer("load_balancer_rules"),
        image_mb: table.number("image_mb"),
        ecr_images_kept: table.integer("ecr_images_kept"),
        public_ip: table.flag("public_ip"),
        container_insights: container_insights(table),
        container_insights_metrics_per_task: table.number("container_insights_metrics_per_task"),
        alarms: table.integer("alarms"),
        efs_gb: table.number("efs_gb"),
    };
    say_what_is_assumed(table, &network);
    if !has_traffic {
        for key in PER_REQUEST.into_iter().filter(|key| table.has(key)) {
            table.walk.warn(format!("`{}` has no effect without traffic", table.place_of(key)));
        }
    }
    network
}

fn load_balancer(table: &Table<'_, '_>) -> LoadBalancerKind {
    match table.choice("load_balancer") {
        "alb" => LoadBalancerKind::Alb,
        "nlb" => LoadBalancerKind::Nlb,
        _ => LoadBalancerKind::None,
    }
}

fn container_insights(table: &Table<'_, '_>) -> ContainerInsights {
    match table.choice("container_insights") {
        "enhanced" => ContainerInsights::Enhanced,
        _ => ContainerInsights::Off,
    }
}

/// Lists the defaults that move the bill, and that adjacent charges are left out where none are given.
fn say_what_is_assumed(table: &Table<'_, '_>, network: &ServiceNetwork) {
    if !table.is_given() {
        let reason = "no adjacent charges are given: load balancers, logs, transfer and images are not in the bill";
        table.walk.assume(28, table.place_of("load_balancer"), "none", reason);
        return;
    }
    let balanced = network.load_balancer != LoadBalancerKind::None;
    let watched = network.container_insights == ContainerInsights::Enhanced;
    let (sends, transfers) = (network.response_kb > 0.0, network.response_kb + network.request_kb > 0.0);
    let defaults = [
        ("internet_egress_share", sends, "0", "planning default: responses stay inside the region"),
        ("cross_az_share", transfers, "0", "planning default: traffic between zones is not charged"),
        ("log_retention_days", network.log_kb > 0.0, "30 days", "planning default"),
        ("new_connections_per_request", balanced, "1", "planning default: no keep-alive, the dearest case"),
        ("connection_seconds", balanced, "60 seconds", "AWS default: idle timeout of a load balancer"),
        (
            "container_insights_metrics_per_task",
            watched,
            "30 metrics",
            "planning default: metrics of a task and its containers",
        ),
        ("load_balancer_rules", balanced, "1", "planning default: no rules beyond the free ones"),
    ];
    for (key, matters, value, reason) in defaults {
        if matters && !table.has(key) {
            table.walk.assume(70, table.place_of(key), value, reason);
        }
    }
}

/// Network parts that services share.
pub(super) fn read_shared(table: &Table<'_, '_>) -> NetworkSettings {
    let nat_gateways = table.integer("nat_gateways");
    let interface_endpoints = table.integer("interface_endpoints");
    let through_endpoints = table.optional_flag("image_pull_through_endpoints").unwrap_or(interface_endpoints > 0);
    let through_nat = table.optional_flag("image_pull_through_nat").unwrap_or(nat_gateways > 0 && !through_endpoints);
    if nat_gateways > 0 && !table.has("image_pull_through_nat") {
        let value = if through_nat { "true" } else { "false" };
        let reason = "planning default: images are pulled through NAT gateways unless there are interface endpoints";
        table.walk.assume(58, table.place_of("image_pull_through_nat"), value, reason);
    }
    NetworkSettings {
        nat_gateways,
        image_pull_through_nat: through_nat,
        interface_endpoints,
        endpoint_zones: table.integer("endpoint_zones"),
        image_pull_through_endpoints: through_endpoints,
        load_balancer_zones: table.integer("load_balancer_zones"),
        load_balancer_internet_facing: table.flag("load_balancer_internet_facing"),
        public_ips: table.integer("public_ips"),
    }
}
