//! Usage types back to SKUs, as `[prices]` names them.

use super::{PlanKind, Platform, RegionCodes, Sku};
use crate::scenario::{PaymentOption, TermYears};

use super::region_prices::{RateKey, Rates};

impl Sku {
    /// Every SKU that is not of an instance type or family.
    #[must_use]
    pub fn fixed() -> Vec<Self> {
        let platforms = [Platform::LinuxX86, Platform::LinuxArm, Platform::WindowsX86];
        let linux = [Platform::LinuxX86, Platform::LinuxArm];
        let mut skus: Vec<Self> =
            platforms.into_iter().flat_map(|one| [Self::FargateVcpu(one), Self::FargateMemory(one)]).collect();
        skus.extend(linux.into_iter().flat_map(|one| [Self::FargateSpotVcpu(one), Self::FargateSpotMemory(one)]));
        skus.extend([Self::FargateWindowsLicense, Self::FargateEphemeralStorage, Self::EcsAnywhere, Self::EbsGp3]);
        skus.extend([Self::AlbHours, Self::AlbLcu, Self::NlbHours, Self::NlbLcu, Self::NatHours, Self::NatBytes]);
        skus.extend([Self::PublicIpv4, Self::EndpointHours, Self::EndpointBytes, Self::InterAzBytes]);
        skus.extend([Self::InternetEgress, Self::LogIngestion, Self::LogStorage, Self::Metrics, Self::Alarms]);
        skus.extend([Self::HighResolutionAlarms, Self::ContainerInsights, Self::EcrStorage, Self::EfsStandard]);
        skus
    }

    /// Whether a kind of plan can cover it.
    #[must_use]
    pub const fn is_covered_by(&self, plan: PlanKind) -> bool {
        match (self, plan) {
            (Self::Instance(_), _) => true,
            (Self::FargateVcpu(platform) | Self::FargateMemory(platform), PlanKind::Compute) => {
                !matches!(platform, Platform::WindowsX86)
            }
            _ => false,
        }
    }
}

/// The SKU of a usage type of a region. The instance type or family in it may be any text.
pub(super) fn parse(text: &str, codes: &RegionCodes) -> Option<Sku> {
    if let Some(sku) = Sku::fixed().into_iter().find(|sku| sku.usage_type(codes) == text) {
        return Some(sku);
    }
    let of_instances = |text: &str| {
        let (kind, name) = text.split_once(':')?;
        match kind {
            "BoxUsage" => Some(Sku::Instance(name.to_owned())),
            "SpotUsage" => Some(Sku::SpotInstance(name.to_owned())),
            "CPUCredits" => Some(Sku::CpuCredits(name.to_owned())),
            _ => None,
        }
    };
    let fee = |text: &str| {
        let instance_type = text.strip_prefix("ECS-Managed-Instances:")?.strip_suffix("-management-hours")?;
        Some(Sku::ManagedInstanceFee(instance_type.to_owned()))
    };
    let after = |prefix: &str| text.strip_prefix(prefix);
    after(&codes.ec2_prefix).and_then(of_instances).or_else(|| after(&codes.ecs_prefix).and_then(fee))
}

/// The kind, term and payment of a plan's usage type, such as `ComputeSP:1yrNoUpfront`.
pub(super) fn parse_plan(text: &str) -> Option<RateKey> {
    Rates::keys().find(|key| plan_usage_type(*key) == text)
}

/// The term and payment of Reserved Instances as `[prices]` names their rates, such as `Reserved:1yrNoUpfront`.
pub(super) fn parse_reserved(text: &str) -> Option<RateKey> {
    Rates::keys().find(|key| reserved_usage_type(*key).as_deref() == Some(text))
}

/// How `[prices]` names the rates of Reserved Instances, which use the slots of EC2 Instance plans.
pub(super) fn reserved_usage_type(key: RateKey) -> Option<String> {
    let of_plan = plan_usage_type(key);
    (key.0 == PlanKind::Ec2Instance).then(|| of_plan.replacen("EC2SP:", "Reserved:", 1))
}

pub(super) fn plan_usage_type((plan, term, payment): (PlanKind, TermYears, PaymentOption)) -> String {
    plan.usage_type(term, payment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seoul() -> RegionCodes {
        let prefix = || "APN2-".to_owned();
        RegionCodes { region: "ap-northeast-2".to_owned(), ec2_prefix: prefix(), ecs_prefix: prefix() }
    }

    fn virginia() -> RegionCodes {
        let (ec2_prefix, ecs_prefix) = (String::new(), "USE1-".to_owned());
        RegionCodes { region: "us-east-1".to_owned(), ec2_prefix, ecs_prefix }
    }

    fn every_shape() -> Vec<Sku> {
        let mut skus = Sku::fixed();
        let large = || "c8g.large".to_owned();
        skus.extend([Sku::Instance(large()), Sku::SpotInstance(large()), Sku::ManagedInstanceFee(large())]);
        skus.push(Sku::CpuCredits("t3".to_owned()));
        skus
    }

    #[test]
    fn a_usage_type_is_read_back_as_the_sku_that_wrote_it() {
        for codes in [seoul(), virginia()] {
            for sku in every_shape() {
                assert_eq!(parse(&sku.usage_type(&codes), &codes), Some(sku));
            }
        }
    }

    #[test]
    fn no_two_skus_share_a_usage_type() {
        let codes = virginia();
        let names: std::collections::BTreeSet<String> =
            every_shape().iter().map(|sku| sku.usage_type(&codes)).collect();
        assert_eq!(names.len(), every_shape().len());
    }

    #[test]
    fn a_usage_type_of_another_region_is_not_read() {
        for text in ["BoxUsage:c8g.large", "USE1-Fargate-GB-Hours", "APN1-BoxUsage:c8g.large", "APN2-", ""] {
            assert_eq!(parse(text, &seoul()), None, "{text:?} was read");
        }
    }

    #[test]
    fn a_plans_usage_type_is_read_back() {
        assert_eq!(Rates::keys().count(), 12);
        for key in Rates::keys() {
            assert_eq!(parse_plan(&plan_usage_type(key)), Some(key));
        }
    }
}
