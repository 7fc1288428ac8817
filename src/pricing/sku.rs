//! [`Sku`]: what can be metered and priced, under AWS's own names.

use super::Unit;
use crate::scenario::{Architecture, PaymentOption, PlanKind, TermYears};

/// Fargate's platforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Platform {
    /// Linux on x86.
    LinuxX86,
    /// Linux on Graviton.
    LinuxArm,
    /// Windows on x86.
    WindowsX86,
}

impl From<Architecture> for Platform {
    fn from(architecture: Architecture) -> Self {
        match architecture {
            Architecture::X86_64 => Self::LinuxX86,
            Architecture::Arm64 => Self::LinuxArm,
        }
    }
}

impl PlanKind {
    /// The usage type of the plan's own fee, such as `ComputeSP:1yrNoUpfront`.
    #[must_use]
    pub fn usage_type(self, term: TermYears, payment: PaymentOption) -> String {
        let kind = match self {
            Self::Compute => "ComputeSP",
            Self::Ec2Instance => "EC2SP",
        };
        let payment = match payment {
            PaymentOption::NoUpfront => "NoUpfront",
            PaymentOption::PartialUpfront => "PartialUpfront",
            PaymentOption::AllUpfront => "AllUpfront",
        };
        format!("{kind}:{}yr{payment}", term.years())
    }
}

/// The prefixes a region puts before usage types on a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionCodes {
    /// The region, such as `ap-northeast-2`.
    pub region: String,
    /// Prefix of EC2, storage and network usage types with its dash, `APN2-`; empty in us-east-1.
    pub ec2_prefix: String,
    /// Prefix of ECS and Fargate usage types with its dash, `APN2-`; `USE1-` in us-east-1.
    pub ecs_prefix: String,
}

/// Something AWS meters and sells in a region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sku {
    /// Fargate vCPU-hours, on demand.
    FargateVcpu(Platform),
    /// Fargate GB-hours, on demand.
    FargateMemory(Platform),
    /// Windows licence of Fargate, per vCPU-hour.
    FargateWindowsLicense,
    /// Fargate ephemeral storage above 20 GiB.
    FargateEphemeralStorage,
    /// Fargate Spot vCPU-hours.
    FargateSpotVcpu(Platform),
    /// Fargate Spot GB-hours.
    FargateSpotMemory(Platform),
    /// A Linux instance, on demand.
    Instance(String),
    /// A Linux Spot instance.
    SpotInstance(String),
    /// Surplus CPU credits of a burstable family (`t3`).
    CpuCredits(String),
    /// gp3 volume storage.
    EbsGp3,
    /// Application Load Balancer hours.
    AlbHours,
    /// Application Load Balancer capacity units.
    AlbLcu,
    /// Network Load Balancer hours.
    NlbHours,
    /// Network Load Balancer capacity units.
    NlbLcu,
    /// NAT gateway hours.
    NatHours,
    /// Gigabytes through NAT gateways.
    NatBytes,
    /// A public IPv4 address in use.
    PublicIpv4,
    /// Interface endpoint hours, per zone.
    EndpointHours,
    /// Gigabytes through interface endpoints.
    EndpointBytes,
    /// Gigabytes between availability zones, charged once in each direction.
    InterAzBytes,
    /// Gigabytes out to the internet.
    InternetEgress,
    /// CloudWatch Logs ingestion (standard class).
    LogIngestion,
    /// CloudWatch Logs storage.
    LogStorage,
    /// CloudWatch custom metrics.
    Metrics,
    /// CloudWatch standard alarms.
    Alarms,
    /// CloudWatch high-resolution alarms.
    HighResolutionAlarms,
    /// Container Insights metrics of ECS with enhanced observability.
    ContainerInsights,
    /// ECR private storage.
    EcrStorage,
    /// EFS Standard storage.
    EfsStandard,
    /// ECS Managed Instances fee of an instance type.
    ManagedInstanceFee(String),
    /// ECS Anywhere instance-hours.
    EcsAnywhere,
}

impl Sku {
    /// The unit it is priced per.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        match self {
            Self::FargateVcpu(_) | Self::FargateSpotVcpu(_) | Self::FargateWindowsLicense => Unit::VcpuHours,
            Self::FargateMemory(_) | Self::FargateSpotMemory(_) | Self::FargateEphemeralStorage => Unit::GbHours,
            Self::Instance(_)
            | Self::SpotInstance(_)
            | Self::AlbHours
            | Self::NlbHours
            | Self::NatHours
            | Self::PublicIpv4
            | Self::EndpointHours
            | Self::ManagedInstanceFee(_)
            | Self::EcsAnywhere => Unit::Hours,
            Self::CpuCredits(_) => Unit::CreditVcpuHours,
            Self::EbsGp3 | Self::LogStorage | Self::EcrStorage | Self::EfsStandard => Unit::GbMonths,
            Self::AlbLcu | Self::NlbLcu => Unit::LcuHours,
            Self::NatBytes | Self::EndpointBytes | Self::InterAzBytes | Self::InternetEgress | Self::LogIngestion => {
                Unit::Gigabytes
            }
            Self::Metrics | Self::Alarms | Self::HighResolutionAlarms | Self::ContainerInsights => Unit::Months,
        }
    }

    /// The AWS service code it is billed under.
    #[must_use]
    pub const fn service_code(&self) -> &'static str {
        match self {
            Self::FargateVcpu(_)
            | Self::FargateMemory(_)
            | Self::FargateWindowsLicense
            | Self::FargateEphemeralStorage
            | Self::FargateSpotVcpu(_)
            | Self::FargateSpotMemory(_)
            | Self::ManagedInstanceFee(_)
            | Self::EcsAnywhere => "AmazonECS",
            Self::Instance(_)
            | Self::SpotInstance(_)
            | Self::CpuCredits(_)
            | Self::EbsGp3
            | Self::NatHours
            | Self::NatBytes => "AmazonEC2",
            Self::AlbHours | Self::AlbLcu | Self::NlbHours | Self::NlbLcu => "AWSELB",
            Self::PublicIpv4 | Self::EndpointHours | Self::EndpointBytes => "AmazonVPC",
            Self::InterAzBytes | Self::InternetEgress => "AWSDataTransfer",
            Self::LogIngestion
            | Self::LogStorage
            | Self::Metrics
            | Self::Alarms
            | Self::HighResolutionAlarms
            | Self::ContainerInsights => "AmazonCloudWatch",
            Self::EcrStorage => "AmazonECR",
            Self::EfsStandard => "AmazonEFS",
        }
    }

    /// The usage type on a bill of the region, such as `APN2-Fargate-vCPU-Hours:perCPU`.
    #[must_use]
    pub fn usage_type(&self, codes: &RegionCodes) -> String {
        let (ec2, ecs) = (&codes.ec2_prefix, &codes.ecs_prefix);
        match self {
            Self::FargateVcpu(platform) => format!("{ecs}Fargate-{}vCPU-Hours:perCPU", infix(*platform)),
            Self::FargateMemory(platform) => format!("{ecs}Fargate-{}GB-Hours", infix(*platform)),
            Self::FargateWindowsLicense => format!("{ecs}Fargate-Windows-OS-Hours:perCPU"),
            Self::FargateEphemeralStorage => format!("{ecs}Fargate-EphemeralStorage-GB-Hours"),
            Self::FargateSpotVcpu(platform) => format!("{ecs}SpotUsage-Fargate-{}vCPU-Hours:perCPU", infix(*platform)),
            Self::FargateSpotMemory(platform) => format!("{ecs}SpotUsage-Fargate-{}GB-Hours", infix(*platform)),
            Self::Instance(instance_type) => format!("{ec2}BoxUsage:{instance_type}"),
            Self::SpotInstance(instance_type) => format!("{ec2}SpotUsage:{instance_type}"),
            Self::CpuCredits(family) => format!("{ec2}CPUCredits:{family}"),
            Self::EbsGp3 => format!("{ec2}EBS:VolumeUsage.gp3"),
            Self::AlbHours => format!("{ec2}LoadBalancerUsage"),
            Self::AlbLcu => format!("{ec2}LCUUsage"),
            Self::NlbHours => format!("{ec2}LoadBalancerUsage:Network"),
            Self::NlbLcu => format!("{ec2}LCUUsage:Network"),
            Self::NatHours => format!("{ec2}NatGateway-Hours"),
            Self::NatBytes => format!("{ec2}NatGateway-Bytes"),
            Self::PublicIpv4 => format!("{ec2}PublicIPv4:InUseAddress"),
            Self::EndpointHours => format!("{ec2}VpcEndpoint-Hours"),
            Self::EndpointBytes => format!("{ec2}VpcEndpoint-Bytes"),
            Self::InterAzBytes => format!("{ec2}DataTransfer-Regional-Bytes"),
            Self::InternetEgress => format!("{ec2}DataTransfer-Out-Bytes"),
            Self::LogIngestion => format!("{ec2}DataProcessing-Bytes"),
            Self::LogStorage => format!("{ec2}TimedStorage-ByteHrs:Logs"),
            Self::Metrics => format!("{ec2}CW:MetricMonitorUsage"),
            Self::Alarms => format!("{ec2}CW:AlarmMonitorUsage"),
            Self::HighResolutionAlarms => format!("{ec2}CW:HighResAlarmMonitorUsage"),
            Self::ContainerInsights => format!("{ec2}CW:MetricMonitorUsage:ContainerInsights"),
            Self::EcrStorage => format!("{ec2}TimedStorage-ByteHrs:ECR"),
            Self::EfsStandard => format!("{ec2}TimedStorage-ByteHrs:EFS"),
            Self::ManagedInstanceFee(instance_type) => {
                format!("{ecs}ECS-Managed-Instances:{instance_type}-management-hours")
            }
            Self::EcsAnywhere => format!("{ecs}ECS-Anywhere-Instance-hours"),
        }
    }
}

/// What stands between `Fargate-` and the dimension for a platform.
const fn infix(platform: Platform) -> &'static str {
    match platform {
        Platform::LinuxX86 => "",
        Platform::LinuxArm => "ARM-",
        Platform::WindowsX86 => "Windows-",
    }
}
