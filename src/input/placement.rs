//! Where ECS puts the tasks of a service: placement strategies and capacity providers.

use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{
    CapacityProvider, CapacityProviderShare, DeploymentStrategy, Deployments, OperatingSystem, PlacementStrategy,
    Service,
};

/// The placement strategies of a service, in their order.
pub(super) fn read_placement(table: &Table<'_, '_>) -> Vec<PlacementStrategy> {
    let strategy = |name: &'static str| match name {
        "binpack:cpu" => PlacementStrategy::BinpackCpu,
        "binpack:memory" => PlacementStrategy::BinpackMemory,
        "spread:instance" => PlacementStrategy::SpreadInstance,
        "random" => PlacementStrategy::Random,
        _ => PlacementStrategy::SpreadZone,
    };
    table.choices("placement").into_iter().map(strategy).collect()
}

/// Whether Availability Zone rebalancing is on: AWS has it on where it can be.
pub(super) fn read_zone_rebalancing(
    table: &Table<'_, '_>,
    placement: &[PlacementStrategy],
    deployments: Option<&Deployments>,
) -> bool {
    let spreads = placement.first() == Some(&PlacementStrategy::SpreadZone);
    let grows = !deployments.is_some_and(|deployments| {
        matches!(deployments.strategy, DeploymentStrategy::Rolling { maximum_percent: 100, .. })
    });
    let asked = table.optional_flag("availability_zone_rebalancing");
    if asked == Some(true) && !(spreads && grows) {
        let found = if spreads { "`maximum_percent` is 100" } else { "`placement` does not begin with `spread:zone`" };
        let title = "`availability_zone_rebalancing` is not possible here";
        table.problem(Code::Contradiction, title, "availability_zone_rebalancing", found);
    }
    if asked.is_none() && !table.has("availability_zone_rebalancing") && spreads && grows {
        let reason = "AWS default since September 2025";
        table.walk.assume(44, table.place_of("availability_zone_rebalancing"), "true", reason);
    }
    asked.unwrap_or(spreads && grows)
}

/// The capacity-provider strategy of a service; empty when it has none.
pub(super) fn read_providers(table: &Table<'_, '_>, system: OperatingSystem) -> Vec<CapacityProviderShare> {
    let lines = table.tables("capacity_provider");
    let shares: Vec<CapacityProviderShare> = lines.iter().map(read_share).collect();
    if !table.has("capacity_provider") {
        return shares;
    }
    check_each(&lines, &shares, system);
    check_weights(table, &lines, &shares);
    shares
}

fn read_share(line: &Table<'_, '_>) -> CapacityProviderShare {
    let provider = match line.choice("provider") {
        "FARGATE_SPOT" => CapacityProvider::FargateSpot,
        "EC2" => CapacityProvider::Ec2,
        "EC2_SPOT" => CapacityProvider::Ec2Spot,
        _ => CapacityProvider::Fargate,
    };
    CapacityProviderShare { provider, base: line.integer("base"), weight: line.integer("weight") }
}

/// Fargate's providers and those of instances do not mix.
fn is_fargate(provider: CapacityProvider) -> bool {
    matches!(provider, CapacityProvider::Fargate | CapacityProvider::FargateSpot)
}

fn check_each(lines: &[Table<'_, '_>], shares: &[CapacityProviderShare], system: OperatingSystem) {
    for (index, (line, share)) in lines.iter().zip(shares).enumerate() {
        let name = share.provider.name();
        let earlier = || lines[..index].iter().zip(&shares[..index]);
        if let Some((first, _)) = earlier().find(|(_, other)| other.provider == share.provider) {
            report_pair(line, first, "provider", format!("the provider `{name}` is named twice"));
        } else if let Some((first, _)) =
            earlier().find(|(_, other)| is_fargate(other.provider) != is_fargate(share.provider))
        {
            report_pair(line, first, "provider", "providers of Fargate and of EC2 do not mix".to_owned());
        }
        if let Some((first, _)) = earlier().find(|(_, other)| other.base > 0 && share.base > 0) {
            report_pair(line, first, "base", "two providers have a `base`".to_owned());
        }
        if system == OperatingSystem::Windows && share.provider != CapacityProvider::Fargate {
            let title = format!("Windows tasks do not run on `{name}`");
            line.problem(Code::CapacityProviders, title, "provider", "expected `FARGATE`");
        }
    }
}

fn report_pair(line: &Table<'_, '_>, first: &Table<'_, '_>, key: &str, title: String) {
    let file = &line.walk.file;
    let diagnostic = Diagnostic::error(Code::CapacityProviders, title)
        .at(file, line.span_of(key), "ECS refuses this line")
        .at(file, first.span_of(key), "together with this one");
    line.walk.push(diagnostic.help("a strategy names providers of one kind, each once, and at most one has a base"));
}

fn check_weights(table: &Table<'_, '_>, lines: &[Table<'_, '_>], shares: &[CapacityProviderShare]) {
    if shares.iter().any(|share| share.weight > 0) {
        return;
    }
    let span = lines.first().map_or_else(|| table.span_of("capacity_provider"), Table::span);
    let diagnostic = Diagnostic::error(Code::CapacityProviders, "a strategy with no positive weight places no task");
    let diagnostic = diagnostic.at(&table.walk.file, span, "every `weight` is 0, as it is where none is given");
    table.walk.push(diagnostic.help("add `weight = 1` to a provider"));
}

/// All services with a strategy stay with one kind of provider.
pub(super) fn check_one_kind(tables: &[Table<'_, '_>], services: &[Service]) {
    let table_of = |service: &Service| tables.iter().find(|table| table.raw_text("name") == Some(&service.name));
    let kind = |service: &Service| service.capacity_providers.first().map(|share| is_fargate(share.provider));
    let Some(first) = services.iter().find(|service| kind(service).is_some()) else { return };
    let other = |service: &&Service| kind(service).is_some_and(|of_service| Some(of_service) != kind(first));
    for service in services.iter().filter(other) {
        let Some((table, first)) = table_of(service).zip(table_of(first)) else { continue };
        let title = "services with strategies on Fargate and on EC2 cannot be planned together";
        let diagnostic = Diagnostic::error(Code::CapacityProviders, title)
            .at(&table.walk.file, table.span_of("capacity_provider"), "providers of another kind")
            .at(&table.walk.file, first.span_of("capacity_provider"), "than here");
        table.walk.push(diagnostic.help("split the scenario into one for Fargate and one for EC2"));
    }
}
