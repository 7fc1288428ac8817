//! Which options may be recommended (rule O6).

use crate::comparison::{CommitmentLine, OptionId, Outcome, PricedOption};
use crate::money::Money;
use crate::scenario::Scenario;

/// Why an option may not be recommended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Bar {
    /// It cannot be had at all.
    Unavailable(String),
    /// It misses an objective.
    MissesObjective(String),
    /// Its capacity may be interrupted and the scenario does not allow that.
    Spot(String),
    /// Its cost is not known well enough.
    Credits(String),
    /// Its plan outlasts the workload.
    Term(String),
}

impl Bar {
    /// The reason, as a sentence without a full stop.
    pub(super) fn reason(&self) -> &str {
        match self {
            Self::Unavailable(reason)
            | Self::MissesObjective(reason)
            | Self::Spot(reason)
            | Self::Credits(reason)
            | Self::Term(reason) => reason,
        }
    }
}

/// The outcome of an option that may be recommended, or why it may not.
pub(super) fn eligible<'a>(scenario: &Scenario, option: &'a PricedOption) -> Result<&'a Outcome, Bar> {
    let outcome = option.outcome.as_ref().map_err(|unavailable| Bar::Unavailable(unavailable.reason.clone()))?;
    if !outcome.meets_objective {
        return Err(Bar::MissesObjective(missed(scenario, outcome)));
    }
    // What runs today is known to its owner: only its service level is judged.
    if option.id == OptionId::Current {
        return Ok(outcome);
    }
    if let Some(bar) = spot_bar(scenario, outcome) {
        return Err(bar);
    }
    if let Some(group) = outcome.instance_groups.iter().find(|group| group.burstable && group.credits.is_none()) {
        return Err(Bar::Credits(format!("the CPU credits of `{}` are not simulated", group.instance_type)));
    }
    plan_bar(scenario, &outcome.commitments).map_or(Ok(outcome), Err)
}

/// Whether a plan that is bought outlasts a workload that ends with the horizon.
pub(super) fn plan_bar(scenario: &Scenario, commitments: &[CommitmentLine]) -> Option<Bar> {
    let outlasts = commitments.iter().any(|line| line.chosen && !line.held && line.liability_after > Money::ZERO);
    (outlasts && !scenario.continues)
        .then(|| Bar::Term("its plan outlasts the horizon and `horizon.continues` is false".to_owned()))
}

/// The first service or job with more of its tasks on Spot than it may have.
fn spot_bar(scenario: &Scenario, outcome: &Outcome) -> Option<Bar> {
    let services = scenario.services.iter().map(|service| (service.interruptible, service.max_spot_share));
    let jobs = scenario.jobs.iter().map(|job| (job.interruptible, 0.0));
    let allowed = services.chain(jobs).map(|(interruptible, most)| if interruptible { 1.0 } else { most });
    let (most, workload) = allowed.zip(&outcome.services).find(|(most, workload)| workload.spot_share > *most)?;
    let name = &workload.name;
    Some(Bar::Spot(if most > 0.0 {
        let share = 100.0 * workload.spot_share;
        format!(
            "{share:.1} % of `{name}` is on Spot, {} % are allowed and it is not marked `interruptible`",
            100.0 * most
        )
    } else {
        format!("`{name}` is not marked `interruptible`")
    }))
}

fn missed(scenario: &Scenario, outcome: &Outcome) -> String {
    let missing = scenario.services.iter().zip(&outcome.services).find(|(_, result)| !result.meets_objective);
    missing.map_or_else(String::new, |(service, result)| {
        let most = service.objective.max_not_served_percent;
        if result.not_served_percent > most {
            let percent = result.not_served_percent;
            format!("`{}` leaves {percent:.3} % of requests unserved and may leave {most} %", service.name)
        } else if let Some(allowed) = service.objective.max_minutes_short.filter(|&most| result.minutes_short > most) {
            let short = result.minutes_short;
            format!("`{}` is short of capacity for {short} minutes and may be for {allowed}", service.name)
        } else {
            let allowed = service.objective.latency.map_or(0.0, |latency| latency.max_late_percent);
            let late = result.late_percent;
            format!("`{}` answers {late:.3} % of requests in late minutes and may {allowed} %", service.name)
        }
    })
}
