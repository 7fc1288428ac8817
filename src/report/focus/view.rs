//! [`FocusView`]: what FOCUS rows are made from.

use std::collections::BTreeMap;

use crate::comparison::{OptionId, Outcome};
use crate::pricing::PriceBook;
use crate::scenario::Scenario;
use crate::statement::{CommitmentAccount, StatementCharge, StatementCharges};

/// How long the charge periods of metered usage are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    /// The part of a calendar month that is inside the horizon.
    Monthly,
    /// A clock hour.
    Hourly,
}

/// An option's charges with everything that their rows say beside.
#[derive(Clone, Debug)]
pub struct FocusView<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) book: &'a PriceBook,
    pub(super) option: OptionId,
    pub(super) outcome: &'a Outcome,
    pub(super) granularity: Granularity,
    all: StatementCharges<'a>,
}

impl<'a> FocusView<'a> {
    /// The rows of an option that could be priced.
    #[must_use]
    pub fn new(
        scenario: &'a Scenario,
        book: &'a PriceBook,
        (option, outcome): (OptionId, &'a Outcome),
        granularity: Granularity,
    ) -> Self {
        let all = StatementCharges::of(scenario, book, outcome);
        Self { scenario, book, option, outcome, granularity, all }
    }

    /// The charges, in the order of rows.
    pub(super) fn charges(&self) -> &[StatementCharge<'a>] {
        &self.all.charges
    }

    /// The commitment at that place.
    pub(super) fn account(&self, place: usize) -> &CommitmentAccount {
        &self.all.commitments[place]
    }

    /// The commitment of that id.
    pub(super) fn account_of(&self, id: &str) -> Option<&CommitmentAccount> {
        self.all.commitments.iter().find(|account| account.id == id)
    }

    /// The tags of a service or job; `None` when it has none.
    pub(super) fn tags_of(&self, workload: &str) -> Option<&'a BTreeMap<String, String>> {
        let services = self.scenario.services.iter().map(|service| (&service.name, &service.tags));
        let mut all = services.chain(self.scenario.jobs.iter().map(|job| (&job.name, &job.tags)));
        all.find(|(name, tags)| *name == workload && !tags.is_empty()).map(|(_, tags)| tags)
    }
}
