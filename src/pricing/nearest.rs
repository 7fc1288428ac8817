//! The nearest thing that has a price, for messages.

use std::cmp::Reverse;

use super::region_prices::RegionPrices;
use super::table::Table;
use super::{InstanceType, Platform, PriceTables, Region, Sku};

/// Of `priced`, the instance type most like `name`: the same family in the nearest size, else the
/// same size and architecture of the family most like it; for a type that is not known, by name.
pub(super) fn nearest_instance_type<'a>(
    name: &str,
    known: &[InstanceType],
    priced: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let spec = |name: &str| known.iter().find(|other| other.name == name);
    let wanted = spec(name);
    priced.filter(|candidate| *candidate != name).min_by_key(|candidate| {
        let distance = match (wanted, spec(candidate)) {
            (Some(wanted), Some(other)) => distance(wanted, other),
            _ => (3, strsim::damerau_levenshtein(name, candidate), 0, 0),
        };
        (distance, *candidate)
    })
}

/// How unlike two types are: kinship first, then the families' names, generations and sizes.
fn distance(wanted: &InstanceType, other: &InstanceType) -> (u8, usize, u32, u32) {
    let size = |one: &InstanceType| one.name.split_once('.').map(|(_, size)| size.to_owned());
    let alike = size(wanted) == size(other) && wanted.architecture == other.architecture;
    let kinship = match (wanted.family() == other.family(), alike) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    };
    let families = strsim::damerau_levenshtein(wanted.family(), other.family());
    let generations = wanted.generation().abs_diff(other.generation());
    (kinship, families, generations, wanted.vcpu.abs_diff(other.vcpu))
}

/// The thing that does the same job and most likely has a price where `sku` has none.
pub(super) fn substitute(sku: &Sku) -> Vec<Sku> {
    let other = |platform: Platform| match platform {
        Platform::LinuxX86 => Platform::LinuxArm,
        Platform::LinuxArm | Platform::WindowsX86 => Platform::LinuxX86,
    };
    match sku {
        Sku::FargateVcpu(one) => vec![Sku::FargateVcpu(other(*one))],
        Sku::FargateMemory(one) => vec![Sku::FargateMemory(other(*one))],
        Sku::FargateSpotVcpu(one) => vec![Sku::FargateSpotVcpu(other(*one)), Sku::FargateVcpu(*one)],
        Sku::FargateSpotMemory(one) => vec![Sku::FargateSpotMemory(other(*one)), Sku::FargateMemory(*one)],
        _ => Vec::new(),
    }
}

/// The region most like `region` in whose tables `sku` has a price. It is named, never used.
pub(super) fn nearest_region<'a>(tables: &'a PriceTables, region: &str, sku: &Sku) -> Option<&'a Region> {
    let in_common = |other: &str| region.bytes().zip(other.bytes()).take_while(|(one, two)| one == two).count();
    let mut regions: Vec<&Region> = tables.known_regions().iter().filter(|one| one.codes.region != region).collect();
    regions.sort_by_key(|other| (Reverse(in_common(&other.codes.region)), &other.codes.region));
    let table = table_of(sku)?;
    regions.into_iter().find(|other| {
        let prices = RegionPrices::read(tables, &other.codes.region, &[table], &mut Vec::new());
        prices.units.contains_key(sku)
    })
}

/// The table that prices a SKU that is not of an instance type.
fn table_of(sku: &Sku) -> Option<Table> {
    match sku {
        Sku::FargateVcpu(_) | Sku::FargateMemory(_) | Sku::FargateWindowsLicense | Sku::FargateEphemeralStorage => {
            Some(Table::Fargate)
        }
        Sku::FargateSpotVcpu(_) | Sku::FargateSpotMemory(_) => Some(Table::FargateSpot),
        Sku::Instance(_) | Sku::SpotInstance(_) | Sku::ManagedInstanceFee(_) | Sku::CpuCredits(_) => None,
        Sku::EbsGp3 | Sku::EcrStorage | Sku::EfsStandard => Some(Table::Storage),
        Sku::LogIngestion
        | Sku::LogStorage
        | Sku::Metrics
        | Sku::Alarms
        | Sku::HighResolutionAlarms
        | Sku::ContainerInsights => Some(Table::Observability),
        Sku::EcsAnywhere => Some(Table::Ecs),
        Sku::AlbHours
        | Sku::AlbLcu
        | Sku::NlbHours
        | Sku::NlbLcu
        | Sku::NatHours
        | Sku::NatBytes
        | Sku::PublicIpv4
        | Sku::EndpointHours
        | Sku::EndpointBytes
        | Sku::InterAzBytes
        | Sku::InternetEgress => Some(Table::Network),
    }
}

/// Of `names`, the one most like `text`; one that contains it comes first.
pub(super) fn nearest_name<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = text.to_lowercase();
    names.min_by_key(|name| {
        let name = name.to_lowercase();
        let contains = !wanted.is_empty() && name.contains(&wanted);
        (!contains, strsim::damerau_levenshtein(&wanted, &name))
    })
}
