//! [`Searches`]: what the options of a comparison share.

use std::sync::OnceLock;

use super::assemble::Commit;
use super::cluster_search::ClusterSearch;
use super::managed_search::ManagedSearch;
use super::option::{OptionId, Outcome, Unavailable};
use super::per_service::{billed, per_service_capacity};
use super::study::Study;
use crate::scenario::Ec2Settings;

/// What options share: sizes and instances are simulated once for all that run alike.
pub(super) struct Searches<'s, 'a> {
    pub(super) settings: &'s Ec2Settings,
    pub(super) ec2: ClusterSearch<'s, 'a>,
    pub(super) managed: ManagedSearch<'s, 'a>,
    /// What runs in `per-service`, without a bill.
    per_service: OnceLock<Result<Outcome, Unavailable>>,
}

impl<'s, 'a> Searches<'s, 'a> {
    pub(super) fn new(study: &'s Study<'a>, settings: &'s Ec2Settings) -> Self {
        Self {
            settings,
            ec2: ClusterSearch::new(study, settings, None),
            managed: ManagedSearch::new(study, settings),
            per_service: OnceLock::new(),
        }
    }
}

/// Every service on what suits it (rules PS).
pub(super) fn per_service_option<'a>(
    study: &Study<'a>,
    searches: &Searches<'_, 'a>,
    bought: (OptionId, Commit),
) -> Result<Outcome, Unavailable> {
    let capacity = searches.per_service.get_or_init(|| per_service_capacity(study, searches.settings, &searches.ec2));
    billed(study, capacity.clone()?, bought)
}
