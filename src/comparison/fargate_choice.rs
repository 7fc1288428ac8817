//! Which of its candidates a service takes on Fargate (rules O3 to O5).

use super::assemble::{Commit, capacity_cost, capacity_cost_within, extras_cost};
use super::fargate_option::{FargatePlan, service_usage};
use super::option::Unavailable;
use super::physics::Candidate;
use super::seconds::seconds_per_month;
use super::study::Study;
use super::variant::Variant;
use crate::bill::ExtraQuantities;
use crate::money::Money;
use crate::scenario::{Service, TaskSize};
use crate::usage::Ledger;

/// A candidate with what it is compared by: its own capacity lines and its per-task extra lines (rule O3).
struct Priced {
    candidate: Candidate,
    capacity: Ledger,
    extras: Money,
    /// With nothing bought.
    on_demand: Money,
}

impl Priced {
    fn new(study: &Study<'_>, service: &Service, candidate: Candidate, plan: FargatePlan) -> Result<Self, Unavailable> {
        let capacity = service_usage(study, service, &candidate, plan.architecture, plan);
        let extras = own_extras(study, &candidate, plan);
        let on_demand = capacity_cost(study, &capacity, Commit::Held)? + extras;
        Ok(Self { candidate, capacity, extras, on_demand })
    }

    /// Its cost with what the plan buys; `None` where that is surely above `most`.
    fn cost(&self, study: &Study<'_>, commit: Commit, most: Option<Money>) -> Result<Option<Money>, Unavailable> {
        if commit == Commit::Held {
            return Ok(Some(self.on_demand));
        }
        let most = most.map(|most| most - self.extras);
        Ok(capacity_cost_within(study, &self.capacity, commit, most)?.map(|cost| cost + self.extras))
    }
}

/// The per-task extra lines of a candidate.
fn own_extras(study: &Study<'_>, candidate: &Candidate, plan: FargatePlan) -> Money {
    if study.scenario.extras.is_empty() {
        return Money::ZERO;
    }
    let timeline = &candidate.timeline;
    let task_seconds = seconds_per_month(study, [&timeline.billed, &timeline.deployment].into_iter());
    let no_instances = vec![0; task_seconds.len()];
    let quantities = ExtraQuantities { task_seconds: &task_seconds, instance_seconds: &no_instances };
    extras_cost(study, plan.id, quantities)
}

/// The cheapest candidate that meets the objective; else the one that serves most (rules O3 to O5).
pub(super) fn cheapest(
    study: &Study<'_>,
    index: usize,
    plan: FargatePlan,
    candidates: Vec<Candidate>,
) -> Result<Candidate, Unavailable> {
    let service = &study.scenario.services[index];
    let priced = candidates.into_iter().map(|candidate| Priced::new(study, service, candidate, plan));
    let mut priced: Vec<Priced> = priced.collect::<Result<_, _>>()?;
    // What is cheap on demand is likely to be cheap with plans: then the others need not be worked out.
    priced.sort_by_key(|one| (!one.candidate.meets_objective, one.on_demand));
    let mut best: Option<(CandidateRank, Candidate)> = None;
    for one in priced {
        let to_beat = best.as_ref().filter(|(known, _)| known.meets).map(|(known, _)| known.cost);
        if to_beat.is_some() && !one.candidate.meets_objective {
            continue;
        }
        let Some(cost) = one.cost(study, plan.commit, to_beat)? else { continue };
        let rank = CandidateRank::of(&one.candidate, cost);
        if best.as_ref().is_none_or(|(known, _)| rank.beats(known)) {
            best = Some((rank, one.candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
        .ok_or_else(|| Unavailable { reason: format!("no Fargate size runs `{}`", service.name), missing_price: false })
}

/// How candidates are ordered (rules O4 and O5).
#[derive(Clone, Copy, Debug)]
pub(super) struct CandidateRank {
    meets: bool,
    not_served_percent: f64,
    pub(super) cost: Money,
    size: TaskSize,
    variant: Variant,
}

impl CandidateRank {
    pub(super) fn of(candidate: &Candidate, cost: Money) -> Self {
        let not_served_percent = candidate.timeline.tally.not_served_percent();
        let Candidate { size, variant, .. } = *candidate;
        Self { meets: candidate.meets_objective, not_served_percent, cost, size, variant }
    }

    pub(super) fn beats(&self, other: &Self) -> bool {
        if self.meets != other.meets {
            return self.meets;
        }
        if !self.meets && self.not_served_percent.total_cmp(&other.not_served_percent).is_ne() {
            return self.not_served_percent < other.not_served_percent;
        }
        (self.cost, self.size, self.variant) < (other.cost, other.size, other.variant)
    }
}
