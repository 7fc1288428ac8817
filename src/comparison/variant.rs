//! [`Variant`]: a service with one of the scalings that it may have (rule S17).

use std::borrow::Cow;

use super::physics::{Candidate, RunKey};
use super::study::Study;
use crate::scenario::{ScalingSetting, Scenario, Service, TaskCount};

/// A service with one of its scalings; they are ordered as ties between them are broken (rule O5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Variant {
    /// The service's place in the scenario.
    pub(super) service: usize,
    /// 0 is the scaling as the scenario gives it.
    pub(super) scaling: usize,
}

/// Every setting of each service's scaling beside the scenario's own.
pub(super) fn other_settings(scenario: &Scenario) -> Vec<Vec<ScalingSetting>> {
    let of_service = |service: &Service| match &service.count {
        TaskCount::Scaled(scaling) => scaling.other_settings(),
        TaskCount::Fixed(_) => Vec::new(),
    };
    scenario.services.iter().map(of_service).collect()
}

/// Candidates of one service for each of several, as they are chosen from.
pub(super) type Found = Vec<Vec<(RunKey, Candidate)>>;

/// What one candidate for each service is chosen from: everything, and where scaling floats also what has it as the
/// scenario gives it, so that more to choose from never makes a cluster of several services dearer.
pub(super) fn choices(found: &Found) -> Vec<Cow<'_, Found>> {
    let is_own = |(_, candidate): &&(RunKey, Candidate)| candidate.variant.is_own();
    let own: Found = found.iter().map(|of_one| of_one.iter().filter(is_own).cloned().collect()).collect();
    let floats = own.iter().map(Vec::len).ne(found.iter().map(Vec::len));
    let all = Cow::Borrowed(found);
    if floats && own.iter().all(|of_one| !of_one.is_empty()) { vec![Cow::Owned(own), all] } else { vec![all] }
}

/// The variant of each service, as rule O5 compares them.
pub(super) fn variants(candidates: &[Candidate]) -> Vec<Variant> {
    candidates.iter().map(|candidate| candidate.variant).collect()
}

impl Variant {
    /// A service scaled as the scenario gives it.
    pub(super) const fn own(service: usize) -> Self {
        Self { service, scaling: 0 }
    }

    pub(super) const fn is_own(self) -> bool {
        self.scaling == 0
    }

    /// Every variant of a service, the scenario's own first.
    pub(super) fn all(study: &Study<'_>, service: usize) -> impl Iterator<Item = Self> + use<> {
        (0..=study.other_settings[service].len()).map(move |scaling| Self { service, scaling })
    }

    /// The service with this scaling.
    pub(super) fn of<'s>(self, study: &'s Study<'_>) -> Cow<'s, Service> {
        let service = &study.scenario.services[self.service];
        match self.scaling.checked_sub(1) {
            None => Cow::Borrowed(service),
            Some(other) => Cow::Owned(service.scaled_to(study.other_settings[self.service][other])),
        }
    }

    /// What the scaling is set to; `None` where nothing floats.
    pub(super) fn setting(self, study: &Study<'_>) -> Option<ScalingSetting> {
        match &study.scenario.services[self.service].count {
            TaskCount::Scaled(scaling) if scaling.search.floats() => match self.scaling.checked_sub(1) {
                None => Some(scaling.setting()),
                Some(other) => Some(study.other_settings[self.service][other]),
            },
            TaskCount::Scaled(_) | TaskCount::Fixed(_) => None,
        }
    }
}
