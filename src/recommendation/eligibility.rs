//! Which options may be recommended (rule O6).

use super::why_not::{Missed, MissedObjective, SpotShare};
use crate::comparison::{CommitmentLine, OptionId, Outcome, PricedOption, Unavailable};
use crate::money::Money;
use crate::scenario::Scenario;

/// Why an option may not be recommended: every reason but that of being dearer.
pub(super) use super::why_not::WhyNot as Bar;

/// The outcome of an option that may be recommended, or why it may not.
pub(super) fn eligible<'a>(scenario: &Scenario, option: &'a PricedOption) -> Result<&'a Outcome, Bar> {
    let outcome = option.outcome.as_ref().map_err(unavailable)?;
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
        return Err(Bar::Credits(group.instance_type.clone()));
    }
    plan_bar(scenario, &outcome.commitments).map_or(Ok(outcome), Err)
}

/// Whether a plan that is bought outlasts a workload that ends with the horizon.
pub(super) fn plan_bar(scenario: &Scenario, commitments: &[CommitmentLine]) -> Option<Bar> {
    let bought = commitments.iter().filter(|line| line.chosen && !line.held);
    let liability: Money = bought.map(|line| line.liability_after).sum();
    (liability > Money::ZERO && !scenario.continues).then_some(Bar::Term(liability))
}

/// The first service or job with more of its tasks on Spot than it may have.
fn spot_bar(scenario: &Scenario, outcome: &Outcome) -> Option<Bar> {
    let services = scenario.services.iter().map(|service| (service.interruptible, service.max_spot_share));
    let jobs = scenario.jobs.iter().map(|job| (job.interruptible, 0.0));
    let allowed = services.chain(jobs).map(|(interruptible, most)| if interruptible { 1.0 } else { most });
    let (most, workload) = allowed.zip(&outcome.services).find(|(most, workload)| workload.spot_share > *most)?;
    let (percent, allowed_percent) = (100.0 * workload.spot_share, 100.0 * most);
    Some(Bar::Spot(SpotShare { workload: workload.name.clone(), percent, allowed_percent }))
}

fn unavailable(unavailable: &Unavailable) -> Bar {
    let reason = unavailable.reason.clone();
    if unavailable.missing_price { Bar::MissingPrice(reason) } else { Bar::Unavailable(reason) }
}

/// The first service that misses an objective, and by how much.
fn missed(scenario: &Scenario, outcome: &Outcome) -> MissedObjective {
    let missing = scenario.services.iter().zip(&outcome.services).find(|(_, result)| !result.meets_objective);
    let Some((service, result)) = missing else {
        let found = outcome.not_served_percent;
        return MissedObjective { service: String::new(), missed: Missed::NotServedPercent, found, allowed: 0.0 };
    };
    let objective = &service.objective;
    let (missed, found, allowed) = if result.not_served_percent > objective.max_not_served_percent {
        (Missed::NotServedPercent, result.not_served_percent, objective.max_not_served_percent)
    } else if let Some(allowed) = objective.max_minutes_short.filter(|&most| result.minutes_short > most) {
        (Missed::MinutesShort, result.minutes_short as f64, allowed as f64)
    } else {
        let allowed = objective.latency.map_or(0.0, |latency| latency.max_late_percent);
        (Missed::LatePercent, result.late_percent, allowed)
    };
    MissedObjective { service: service.name.clone(), missed, found, allowed }
}
