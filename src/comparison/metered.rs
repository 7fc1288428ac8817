//! [`Metered`]: an option's capacity kept apart from prices, so that other prices need no other simulation.

use super::assemble::{Commit, Counted, chosen_lines, commit_as, finished_bill};
use super::option::{CommitmentLine, OptionId, Outcome, PricedOption};
use super::option_jobs::standard_options;
use super::options::own_commitment;
use super::peoples_time::launch_types;
use super::seconds::seconds_per_hour;
use super::study::Study;
use super::timeline::WorkloadTimeline;
use crate::bill::Bill;
use crate::commitment::{Committed, Wanted, commit};
use crate::money::divide_half_even;
use crate::pricing::{MissingPrice, Sku};
use crate::scenario::LaunchType;
use crate::usage::{Ledger, Purchase};

/// Everything of an option that its bill is made of, but prices and the traffic's usage.
#[derive(Clone, Debug)]
pub(crate) struct Metered {
    /// The option.
    pub(crate) id: OptionId,
    /// Metered capacity before commitments.
    pub(crate) capacity: Ledger,
    /// The kinds, terms and payment options of the plans that it buys; empty when it may take any, or none.
    pub(crate) plans: Vec<Wanted>,
    launch_types: Vec<LaunchType>,
    task_seconds: Vec<i64>,
    instance_seconds: Vec<i64>,
}

/// What an outcome used, to be billed as option `id` with plans of the kinds and terms that `plans` names.
pub(crate) fn metered(study: &Study<'_>, id: OptionId, outcome: &Outcome, plans: Vec<Wanted>) -> Metered {
    let hours = study.scenario.horizon.hours();
    let tasks = outcome.timeline.workloads.iter().map(WorkloadTimeline::running);
    let instance_seconds = match (id, &study.scenario.external) {
        (OptionId::External, Some(external)) => vec![i64::from(external.hosts) * 3_600; hours as usize],
        _ => seconds_per_hour(study, outcome.timeline.instances.iter().map(|group| &group.running)),
    };
    Metered {
        id,
        capacity: outcome.capacity.clone(),
        plans,
        launch_types: launch_types(&outcome.services),
        task_seconds: seconds_per_hour(study, tasks),
        instance_seconds,
    }
}

impl Metered {
    /// Whether any of its tasks is on Spot.
    pub(crate) fn has_spot(&self) -> bool {
        let is_spot = |launch_type: &LaunchType| {
            use LaunchType as On;
            !matches!(launch_type, On::Fargate | On::Ec2 | On::ManagedInstances | On::External | On::Ec2AndFargate)
        };
        self.launch_types.iter().any(is_spot) || self.capacity.rows.iter().any(|row| row.purchase == Purchase::Spot)
    }

    /// Whether any of its tasks is on instances or hosts.
    pub(crate) fn has_instances(&self) -> bool {
        let is_on_fargate = |launch_type: &LaunchType| {
            use LaunchType as On;
            matches!(launch_type, On::Fargate | On::FargateSpot | On::FargateAndFargateSpot)
        };
        !self.launch_types.iter().all(is_on_fargate)
            || self.instance_seconds.iter().any(|&seconds| seconds > 0)
            || self.capacity.rows.iter().any(|row| is_of_instances(&row.sku))
    }

    /// The bill at the prices and with the settings of `study`; plans keep their kind and terms, and are sized anew.
    ///
    /// # Errors
    /// [`MissingPrice`] as in a comparison.
    pub(crate) fn billed(&self, study: &Study<'_>) -> Result<(Bill, Vec<CommitmentLine>), MissingPrice> {
        let committed = self.committed(study)?;
        let counted = Counted {
            id: self.id,
            launch_types: &self.launch_types,
            task_seconds: &self.task_seconds,
            instance_seconds: &self.instance_seconds,
        };
        let bill = finished_bill(study, counted, &self.capacity, committed.as_ref())?;
        let lines = chosen_lines(committed.as_ref(), &bill);
        Ok((bill, lines))
    }

    /// The same tasks on `numerator / denominator` times the instances, hour by hour, to the nearest amount.
    pub(crate) fn on_instances(&self, (numerator, denominator): (i128, i128)) -> Self {
        let mut changed = self.clone();
        if self.id == OptionId::External || numerator == denominator {
            return changed;
        }
        let scale = |amounts: &mut Vec<i64>| {
            for amount in amounts {
                let scaled = divide_half_even(i128::from(*amount) * numerator, denominator);
                *amount = i64::try_from(scaled).unwrap_or(i64::MAX);
            }
        };
        let rows = changed.capacity.rows.iter_mut().filter(|row| is_of_instances(&row.sku));
        rows.for_each(|row| scale(&mut row.hourly));
        scale(&mut changed.instance_seconds);
        changed
    }

    fn committed(&self, study: &Study<'_>) -> Result<Option<Committed>, MissingPrice> {
        let own = own_commitment(self.id);
        if self.plans.is_empty() || !own.buys() {
            return commit_as(study, &self.capacity, own);
        }
        commit(&self.capacity, &study.scenario.commitments_held, &self.plans, &study.pricing).map(Some)
    }
}

const fn is_of_instances(sku: &Sku) -> bool {
    matches!(sku, Sku::Instance(_) | Sku::SpotInstance(_) | Sku::ManagedInstanceFee(_) | Sku::EbsGp3)
}

/// What an option comes to when nothing is bought for it: what is held stays.
pub(crate) struct WithoutPlans {
    pub(crate) bill: Bill,
    /// What stays on demand and on Spot of its capacity.
    pub(crate) remainder: Ledger,
}

/// An outcome without the plans that were bought for it.
///
/// # Errors
/// [`MissingPrice`] as in a comparison.
pub(crate) fn without_plans(study: &Study<'_>, id: OptionId, outcome: &Outcome) -> Result<WithoutPlans, MissingPrice> {
    let held = if id == OptionId::Current { Commit::HeldToday } else { Commit::Held };
    let committed = commit_as(study, &outcome.capacity, held)?;
    let remainder = committed.as_ref().map_or(&outcome.capacity, |committed| &committed.remainder).clone();
    let is_bought = outcome.commitments.iter().any(|line| line.chosen && !line.held);
    let bill = if is_bought {
        let metered = metered(study, id, outcome, Vec::new());
        let counted = Counted {
            id,
            launch_types: &metered.launch_types,
            task_seconds: &metered.task_seconds,
            instance_seconds: &metered.instance_seconds,
        };
        finished_bill(study, counted, &outcome.capacity, committed.as_ref())?
    } else {
        outcome.bill.clone()
    };
    Ok(WithoutPlans { bill, remainder })
}

/// The capacity of an option whose sizes and types are pinned, unpriced: its bill is empty.
pub(crate) fn option_capacity(study: &Study<'_>, id: OptionId) -> PricedOption {
    standard_options(study, &[id], &study.scenario.ec2).pop().expect("one option was asked for")
}
