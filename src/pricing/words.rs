//! SKUs and rates in words, for messages.

use super::region_prices::RateKey;
use super::{PlanKind, Platform, Sku, Unit};
use crate::scenario::PaymentOption;

impl Sku {
    /// What it is, in words: `c8g.large on demand`.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::FargateVcpu(one) => format!("Fargate vCPU-hours on {}", one.in_words()),
            Self::FargateMemory(one) => format!("Fargate GB-hours on {}", one.in_words()),
            Self::FargateWindowsLicense => "the Windows licence of Fargate".to_owned(),
            Self::FargateEphemeralStorage => "Fargate ephemeral storage".to_owned(),
            Self::FargateSpotVcpu(one) => format!("Fargate Spot vCPU-hours on {}", one.in_words()),
            Self::FargateSpotMemory(one) => format!("Fargate Spot GB-hours on {}", one.in_words()),
            Self::Instance(name) => format!("{name} on demand"),
            Self::SpotInstance(name) => format!("{name} on Spot"),
            Self::CpuCredits(family) => format!("surplus CPU credits of {family}"),
            Self::ManagedInstanceFee(name) => format!("the ECS Managed Instances fee of {name}"),
            other => other.fixed_words().to_owned(),
        }
    }

    const fn fixed_words(&self) -> &'static str {
        match self {
            Self::EbsGp3 => "EBS gp3 storage",
            Self::AlbHours => "Application Load Balancer hours",
            Self::AlbLcu => "Application Load Balancer capacity units",
            Self::NlbHours => "Network Load Balancer hours",
            Self::NlbLcu => "Network Load Balancer capacity units",
            Self::NatHours => "NAT gateway hours",
            Self::NatBytes => "gigabytes through NAT gateways",
            Self::PublicIpv4 => "public IPv4 addresses in use",
            Self::EndpointHours => "interface endpoint hours",
            Self::EndpointBytes => "gigabytes through interface endpoints",
            Self::InterAzBytes => "gigabytes between availability zones",
            Self::InternetEgress => "gigabytes out to the internet",
            Self::LogIngestion => "CloudWatch Logs ingestion",
            Self::LogStorage => "CloudWatch Logs storage",
            Self::Metrics => "CloudWatch custom metrics",
            Self::Alarms => "CloudWatch alarms",
            Self::HighResolutionAlarms => "CloudWatch high-resolution alarms",
            Self::ContainerInsights => "Container Insights metrics",
            Self::EcrStorage => "ECR storage",
            Self::EfsStandard => "EFS Standard storage",
            Self::EcsAnywhere => "ECS Anywhere instance-hours",
            _ => "a unit",
        }
    }
}

impl Platform {
    const fn in_words(self) -> &'static str {
        match self {
            Self::LinuxX86 => "Linux/X86",
            Self::LinuxArm => "Linux/ARM64",
            Self::WindowsX86 => "Windows",
        }
    }
}

impl Unit {
    /// What stands after `USD per`.
    pub(super) const fn in_words(self) -> &'static str {
        match self {
            Self::VcpuHours | Self::CreditVcpuHours => "vCPU-hour",
            Self::GbHours => "GB-hour",
            Self::Hours => "hour",
            Self::GbMonths => "GB-month",
            Self::Gigabytes => "GB",
            Self::LcuHours => "capacity unit and hour",
            Self::Months => "month",
        }
    }
}

/// The rate of a SKU under a plan, in words: `the Compute Savings Plan rate (1 year, no upfront) of c8g.large`.
pub(super) fn rate_in_words(sku: &Sku, (plan, term, payment): RateKey) -> String {
    let plan = match plan {
        PlanKind::Compute => "Compute",
        PlanKind::Ec2Instance => "EC2 Instance",
    };
    let payment = match payment {
        PaymentOption::NoUpfront => "no upfront",
        PaymentOption::PartialUpfront => "partial upfront",
        PaymentOption::AllUpfront => "all upfront",
    };
    let years = if term.years() == 1 { "year" } else { "years" };
    let thing = match sku {
        Sku::Instance(name) => name.clone(),
        other => other.in_words(),
    };
    format!("the {plan} Savings Plan rate ({} {years}, {payment}) of {thing}", term.years())
}
