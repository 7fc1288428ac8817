//! Bytes of image pulls through NAT gateways and interface endpoints (rules N3 and N4).

use super::ledger::Ledger;
use super::meter::whole_amounts;
use crate::pricing::Sku;
use crate::scenario::NetworkSettings;
use crate::time::Horizon;

/// Bytes in the megabyte of `image_mb`.
const BYTES_PER_MB: f64 = 1_024.0 * 1_024.0;

/// The image pulls of one workload.
#[derive(Clone, Debug, PartialEq)]
pub struct ImagePulls<'a> {
    /// The service.
    pub workload: &'a str,
    /// Compressed image size.
    pub image_mb: f64,
    /// Pulls in each hour of the horizon.
    pub per_hour: Vec<i64>,
}

impl<'a> ImagePulls<'a> {
    /// Counts single pulls `(second, how many)` into hours.
    #[must_use]
    pub fn from_pulls(workload: &'a str, image_mb: f64, pulls: &[(i64, u32)], horizon: &Horizon) -> Self {
        let mut per_hour = vec![0; horizon.hours() as usize];
        for &(second, count) in pulls {
            let hour = (second - horizon.first_minute() * 60).div_euclid(3_600);
            if let Some(total) = usize::try_from(hour).ok().and_then(|hour| per_hour.get_mut(hour)) {
                *total += i64::from(count);
            }
        }
        Self { workload, image_mb, per_hour }
    }
}

/// What image pulls send through NAT gateways and interface endpoints.
#[must_use]
pub fn image_pull_usage(pulls: &[ImagePulls<'_>], network: &NetworkSettings) -> Ledger {
    let mut ledger = Ledger::default();
    let through_nat = network.image_pull_through_nat && network.nat_gateways > 0;
    let through_endpoints = network.image_pull_through_endpoints && network.interface_endpoints > 0;
    for pull in pulls {
        let bytes: Vec<i64> =
            pull.per_hour.iter().map(|&count| whole_amounts(count as f64 * pull.image_mb * BYTES_PER_MB)).collect();
        if through_nat {
            ledger.add(Some(pull.workload), Sku::NatBytes, bytes.clone());
        }
        if through_endpoints {
            ledger.add(Some(pull.workload), Sku::EndpointBytes, bytes);
        }
    }
    ledger
}
