//! [`HourlyUsage`]: what an option meters, hour by hour, told apart by how it is bought.

use super::option::{CommitmentLine, Outcome};
use super::study::Study;
use crate::commitment::{CommitmentKind, CoveredHours, HourlyCoverage, UnusedHours, hourly_coverage};
use crate::money::Percent;
use crate::pricing::PriceBook;
use crate::scenario::{HeldCommitment, HeldKind, Scenario};
use crate::usage::Ledger;

/// What an option meters in every clock hour: the amounts behind the quantities of its line items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourlyUsage {
    /// What is bought on demand and on Spot, with what traffic uses.
    pub uncovered: Ledger,
    /// What commitments cover.
    pub covered: Vec<CoveredHours>,
    /// What of commitments nothing uses.
    pub unused: Vec<UnusedHours>,
}

impl HourlyUsage {
    /// The usage of an option that could be priced, under the commitments in its bill.
    ///
    /// # Panics
    /// When `book` lacks a price that the outcome was priced with.
    #[must_use]
    pub fn of(scenario: &Scenario, book: &PriceBook, outcome: &Outcome) -> Self {
        let study = Study::new(scenario, book);
        let held = in_force(scenario, outcome);
        let coverage = hourly_coverage(&outcome.capacity, &held, &study.pricing);
        let HourlyCoverage { remainder, covered, unused } = coverage.expect("the outcome was priced with these prices");
        let mut uncovered = remainder;
        uncovered.extend((*study.traffic_ledger).clone());
        Self { uncovered, covered, unused }
    }
}

/// The commitments in the bill, those bought as if they had been held.
fn in_force(scenario: &Scenario, outcome: &Outcome) -> Vec<HeldCommitment> {
    let is_reserved = |held: &&HeldCommitment| matches!(held.kind, HeldKind::ReservedInstance { .. });
    let reserved = scenario.commitments_held.iter().filter(is_reserved).cloned();
    reserved.chain(outcome.commitments.iter().filter(|line| line.chosen).filter_map(as_held)).collect()
}

fn as_held(line: &CommitmentLine) -> Option<HeldCommitment> {
    let hourly_commitment = line.hourly_commitment;
    let kind = match &line.kind {
        CommitmentKind::ComputeSavingsPlan => HeldKind::ComputeSavingsPlan { hourly_commitment },
        CommitmentKind::Ec2InstanceSavingsPlan { family } => {
            HeldKind::Ec2InstanceSavingsPlan { family: family.clone(), hourly_commitment }
        }
        CommitmentKind::ReservedInstance { .. } => return None,
    };
    Some(HeldCommitment {
        id: line.id.clone(),
        kind,
        term: line.term,
        payment: line.payment,
        first_hour: line.first_hour,
        end_hour: line.end_hour,
        available_share: Percent::whole(100),
    })
}
