//! Which SKU each dimension of the tiered tables prices.

use super::{Platform, Sku};

/// The SKU that a dimension prices; `Some(None)` for one that the tables keep and nothing meters,
/// `None` for one that is not known.
pub(super) fn sku_of(dimension: &str) -> Option<Option<Sku>> {
    let sku = match dimension {
        "alb_hour" => Sku::AlbHours,
        "alb_lcu_hour" => Sku::AlbLcu,
        "nlb_hour" => Sku::NlbHours,
        "nlb_nlcu_hour" => Sku::NlbLcu,
        "nat_gateway_hour" => Sku::NatHours,
        "nat_gateway_gb" => Sku::NatBytes,
        "public_ipv4_in_use_hour" => Sku::PublicIpv4,
        "vpc_interface_endpoint_az_hour" => Sku::EndpointHours,
        "vpc_interface_endpoint_gb" => Sku::EndpointBytes,
        "inter_az_gb_each_direction" => Sku::InterAzBytes,
        "internet_egress_gb" => Sku::InternetEgress,
        "logs_ingest_standard_gb" => Sku::LogIngestion,
        "logs_storage_gb_month" => Sku::LogStorage,
        "custom_metric_month" => Sku::Metrics,
        "alarm_standard_month" => Sku::Alarms,
        "alarm_high_resolution_month" => Sku::HighResolutionAlarms,
        "container_insights_ecs_enhanced_metric_month" => Sku::ContainerInsights,
        "ebs_gp3_gb_month" => Sku::EbsGp3,
        "ecr_private_gb_month" => Sku::EcrStorage,
        "efs_standard_gb_month" => Sku::EfsStandard,
        "anywhere_instance_hour" => Sku::EcsAnywhere,
        other => return NOT_METERED.contains(&other).then_some(None),
    };
    Some(Some(sku))
}

/// Dimensions that the tables keep for people to read.
const NOT_METERED: [&str; 17] = [
    "alarm_composite_month",
    "clb_gb",
    "clb_hour",
    "ebs_gp2_gb_month",
    "ebs_gp3_iops_month_over_3000",
    "ebs_gp3_mibps_month_over_125",
    "ebs_snapshot_gb_month",
    "efs_elastic_read_gb",
    "efs_elastic_write_gb",
    "efs_ia_gb_month",
    "efs_one_zone_gb_month",
    "gwlb_glcu_hour",
    "gwlb_hour",
    "logs_ingest_infrequent_access_gb",
    "logs_ingest_vended_standard_gb",
    "logs_insights_scanned_gb",
    "public_ipv4_idle_hour",
];

/// The SKU that a dimension of Fargate's on-demand table prices on a platform.
pub(super) fn fargate_sku(platform: Platform, dimension: &str) -> Option<Sku> {
    match dimension {
        "vcpu_hour" => Some(Sku::FargateVcpu(platform)),
        "gb_hour" => Some(Sku::FargateMemory(platform)),
        "windows_os_license_vcpu_hour" if platform == Platform::WindowsX86 => Some(Sku::FargateWindowsLicense),
        _ => None,
    }
}

/// The SKU that a dimension of Fargate's Spot table prices on a platform; Windows has no Spot.
pub(super) fn fargate_spot_sku(platform: Platform, dimension: &str) -> Option<Sku> {
    match dimension {
        _ if platform == Platform::WindowsX86 => None,
        "vcpu_hour" => Some(Sku::FargateSpotVcpu(platform)),
        "gb_hour" => Some(Sku::FargateSpotMemory(platform)),
        _ => None,
    }
}
