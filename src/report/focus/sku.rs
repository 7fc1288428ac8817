//! SKUs, units and operations in FOCUS's and AWS's words.

use crate::pricing::Sku;

/// What is metered, as FOCUS's `SkuMeter` wants it: the same for every way of buying it.
pub(super) fn meter_of(sku: &Sku) -> String {
    match sku {
        Sku::Instance(_) | Sku::SpotInstance(_) => "Instance hours".to_owned(),
        Sku::CpuCredits(_) => "Surplus CPU credits".to_owned(),
        Sku::ManagedInstanceFee(_) => "ECS Managed Instances management hours".to_owned(),
        other => other.in_words(),
    }
}

/// What is used, however it is bought.
pub(super) fn use_of(sku: &Sku) -> String {
    match sku {
        Sku::Instance(name) => format!("{name} instance hours"),
        Sku::SpotInstance(name) => format!("{name} Spot instance hours"),
        other => other.in_words(),
    }
}

/// A unit of the bill in FOCUS's unit format.
pub(super) fn unit_of(unit: &'static str) -> &'static str {
    match unit {
        "Hrs" => "Hours",
        "Mo" => "Months",
        "GB-Mo" => "GB-Months",
        "LCU-Hrs" => "LCU-Hours",
        other => other,
    }
}

/// AWS's operation; `None` where a SKU has several, or where none is known for sure.
pub(super) const fn operation_of(sku: &Sku) -> Option<&'static str> {
    match sku {
        Sku::FargateVcpu(_) | Sku::FargateMemory(_) => Some("FargateTask"),
        Sku::Instance(_) => Some("RunInstances"),
        Sku::EbsGp3 => Some("CreateVolume-Gp3"),
        Sku::AlbHours | Sku::AlbLcu => Some("LoadBalancing:Application"),
        Sku::NlbHours | Sku::NlbLcu => Some("LoadBalancing:Network"),
        Sku::NatHours | Sku::NatBytes => Some("NatGateway"),
        Sku::EndpointHours | Sku::EndpointBytes => Some("VpcEndpoint"),
        Sku::LogIngestion => Some("PutLogEvents"),
        Sku::LogStorage => Some("HourlyStorageMetering"),
        Sku::ManagedInstanceFee(_) => Some("ECSManagedInstancesUsage"),
        Sku::EcsAnywhere => Some("AddExternalInstance"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_in_focus_format() {
        let instances = [Sku::Instance("m7g.large".to_owned()), Sku::CpuCredits("t3".to_owned())];
        for sku in Sku::fixed().into_iter().chain(instances) {
            let unit = unit_of(sku.unit().name());
            let (thing, time) = unit.split_once('-').unwrap_or((unit, "Hours"));
            assert!(["vCPU", "GB", "LCU", "Hours", "Months"].contains(&thing), "{unit}");
            assert!(["Hours", "Months"].contains(&time), "{unit}");
        }
    }
}
