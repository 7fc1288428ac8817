//! [`Owner`]: whom a charge is shown back to (rules L8 and L9).

use std::collections::{BTreeMap, BTreeSet};

use crate::scenario::Scenario;

/// By what charges are shown back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShowbackBy {
    /// By service and job.
    Workload,
    /// By the value of a tag.
    Tag(String),
}

/// Whom a charge is shown back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A service or a job.
    Workload(String),
    /// Services and jobs whose tag has this value.
    Tag(String),
    /// Services and jobs without the tag.
    Untagged,
    /// Shared instances as far as nobody reserves them.
    IdleCapacity,
    /// What is nobody's alone.
    Shared,
}

impl Owner {
    /// What kind of owner, as results write it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Workload(_) => "workload",
            Self::Tag(_) => "tag",
            Self::Untagged => "untagged",
            Self::IdleCapacity => "idle_capacity",
            Self::Shared => "shared",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Workload(name) | Self::Tag(name) => name,
            Self::Untagged => "untagged",
            Self::IdleCapacity => "idle capacity",
            Self::Shared => "shared",
        }
    }
}

/// Every tag that a service or a job has.
fn tags_of(scenario: &Scenario) -> impl Iterator<Item = (&String, &BTreeMap<String, String>)> {
    let services = scenario.services.iter().map(|service| (&service.name, &service.tags));
    services.chain(scenario.jobs.iter().map(|job| (&job.name, &job.tags)))
}

impl ShowbackBy {
    /// The tags that any service or job has, sorted.
    #[must_use]
    pub fn known_tags(scenario: &Scenario) -> Vec<&str> {
        let tags: BTreeSet<&str> = tags_of(scenario).flat_map(|(_, tags)| tags.keys().map(String::as_str)).collect();
        tags.into_iter().collect()
    }

    /// The owners of all services and jobs, in their order.
    pub(super) fn owners(&self, scenario: &Scenario) -> Vec<Owner> {
        let owner = |(name, tags): (&String, &BTreeMap<String, String>)| match self {
            Self::Workload => Owner::Workload(name.clone()),
            Self::Tag(tag) => tags.get(tag).map_or(Owner::Untagged, |value| Owner::Tag(value.clone())),
        };
        tags_of(scenario).map(owner).collect()
    }

    /// Every owner there may be, in the order of rows: services and jobs in file order, or tag values by name.
    pub(super) fn in_order(&self, scenario: &Scenario) -> Vec<Owner> {
        let mut owners = self.owners(scenario);
        if matches!(self, Self::Tag(_)) {
            owners.sort_by(|left, right| {
                let is_untagged = |owner: &Owner| *owner == Owner::Untagged;
                is_untagged(left).cmp(&is_untagged(right)).then_with(|| left.name().cmp(right.name()))
            });
            owners.dedup();
        }
        owners.extend([Owner::IdleCapacity, Owner::Shared]);
        owners
    }
}
