//! [`HourlyUsage`]: what an option meters, hour by hour, told apart by how it is bought.

use super::assemble::allowed_terms;
use super::option::{CommitmentLine, Outcome};
use super::study::Study;
use crate::commitment::{
    CommitmentKind, CoverageSteps, CoveredHours, HourlyCoverage, UnusedHours, coverage_steps, hourly_coverage,
    plan_hours,
};
use crate::money::{Money, Percent};
use crate::pricing::{PlanKind, PriceBook};
use crate::scenario::{HeldCommitment, HeldKind, PaymentOption, Scenario, TermYears};
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

/// An option's coverage, so that it can be worked out for other commitments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionCoverage {
    /// Step by step. Where the option has no plan, those of [`Self::offered`].
    pub steps: CoverageSteps,
    /// Why there is no plan at all: neither in the option nor one that could be bought; a sentence without a full stop.
    pub no_plan: Option<String>,
    /// The id of the plan that the option does not have, here with a commitment of 0.
    pub offered: Option<String>,
}

impl OptionCoverage {
    /// The coverage of an option under the commitments in its bill; where it has none, under the first Compute Savings
    /// Plan that the scenario allows and that has all rates.
    ///
    /// # Panics
    /// When `book` lacks a price that the outcome was priced with.
    #[must_use]
    pub fn of(scenario: &Scenario, book: &PriceBook, outcome: &Outcome) -> Self {
        let study = Study::new(scenario, book);
        let held = in_force(scenario, outcome);
        let steps = |held: &[HeldCommitment]| coverage_steps(&outcome.capacity, held, &study.pricing);
        let known = steps(&held).expect("the outcome was priced with these prices");
        if !known.pools.is_empty() {
            return Self { steps: known, no_plan: None, offered: None };
        }
        let without = |steps, why: &str| Self { steps, no_plan: Some(why.to_owned()), offered: None };
        if known.rows.is_empty() {
            return without(known, "nothing of this option is usage that a Savings Plan covers");
        }
        if !scenario.commitments.kinds.contains(&PlanKind::Compute) {
            return without(known, "the scenario allows no Compute Savings Plan");
        }
        for terms in allowed_terms(scenario) {
            let plan = nothing_of(terms, scenario);
            let offered = Some(plan.id.clone());
            if let Ok(steps) = steps(&[&held[..], &[plan]].concat()) {
                return Self { steps, no_plan: None, offered };
            }
        }
        without(known, "the price tables lack a rate of every Compute Savings Plan that the scenario allows")
    }
}

/// A Compute Savings Plan of these terms that commits to nothing yet.
fn nothing_of((term, payment): (TermYears, PaymentOption), scenario: &Scenario) -> HeldCommitment {
    let (inside, after) = plan_hours(term, scenario.horizon.hours(), scenario.commitments.renew);
    HeldCommitment {
        id: format!("compute-sp-{}y-{}", term.years(), payment.name().replace('_', "-")),
        kind: HeldKind::ComputeSavingsPlan { hourly_commitment: Money::ZERO },
        term,
        payment,
        first_hour: 0,
        end_hour: i64::from(inside + after),
        available_share: Percent::whole(100),
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
