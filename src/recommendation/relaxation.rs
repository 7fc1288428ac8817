//! The cheapest relaxation that would meet the objective, when nothing does.

use super::verdict::Relaxation;
use crate::comparison::{OptionId, Outcome, Study, standard_options};
use crate::money::Money;
use crate::pricing::PriceBook;
use crate::scenario::{Scaling, Scenario, TaskCount};

/// Lowest target that a relaxation proposes, percent.
const LEAST_TARGET: f64 = 10.0;

/// Steps in which a target is lowered, percent points.
const TARGET_STEP: f64 = 5.0;

/// How often a maximum is doubled before giving up.
const MOST_DOUBLINGS: u32 = 6;

/// A scenario with one key changed.
struct Variation {
    service: String,
    change: String,
    scenario: Scenario,
}

/// The cheapest single change of `min_tasks`, `max_tasks` or a CPU target that makes `option` meet every objective.
pub(super) fn relaxation(scenario: &Scenario, book: &PriceBook, option: OptionId) -> Option<Relaxation> {
    let missing = failing_service(scenario, book, option)?;
    let found = [
        least_minimum(scenario, book, option, missing),
        highest_target(scenario, book, option, missing),
        larger_maximum(scenario, book, option, missing),
    ];
    found.into_iter().flatten().min_by_key(|relaxation| relaxation.total)
}

fn outcome_of(scenario: &Scenario, book: &PriceBook, option: OptionId) -> Option<Outcome> {
    let study = Study::new(scenario, book);
    standard_options(&study, &[option], &scenario.ec2).into_iter().next()?.outcome.ok()
}

fn failing_service(scenario: &Scenario, book: &PriceBook, option: OptionId) -> Option<usize> {
    outcome_of(scenario, book, option)?.services.iter().position(|service| !service.meets_objective)
}

fn scaling_of(scenario: &Scenario, service: usize) -> Option<&Scaling> {
    match &scenario.services[service].count {
        TaskCount::Scaled(scaling) => Some(scaling),
        TaskCount::Fixed(_) => None,
    }
}

fn vary(scenario: &Scenario, service: usize, change: String, edit: impl FnOnce(&mut Scaling)) -> Variation {
    let mut scenario = scenario.clone();
    let name = scenario.services[service].name.clone();
    if let TaskCount::Scaled(scaling) = &mut scenario.services[service].count {
        edit(scaling);
    }
    Variation { service: name, change, scenario }
}

/// The total of a variation, if it meets every objective.
fn total_if_met(variation: &Variation, book: &PriceBook, option: OptionId) -> Option<Money> {
    outcome_of(&variation.scenario, book, option)
        .filter(|outcome| outcome.meets_objective)
        .map(|outcome| outcome.bill.total())
}

fn as_relaxation(variation: Variation, option: OptionId, total: Money) -> Relaxation {
    Relaxation { service: variation.service, change: variation.change, option, total }
}

/// The least `min_tasks` that is enough, by bisection up to the maximum.
fn least_minimum(scenario: &Scenario, book: &PriceBook, option: OptionId, service: usize) -> Option<Relaxation> {
    let scaling = scaling_of(scenario, service)?;
    let with =
        |least: u32| vary(scenario, service, format!("min_tasks = {least}"), |scaling| scaling.min_tasks = least);
    let (mut low, mut high) = (scaling.min_tasks + 1, scaling.max_tasks);
    if low > high {
        return None;
    }
    let mut best = total_if_met(&with(high), book, option).map(|total| (high, total))?;
    while low < high {
        let middle = low + (high - low) / 2;
        match total_if_met(&with(middle), book, option) {
            Some(total) => {
                best = (middle, total);
                high = middle;
            }
            None => low = middle + 1,
        }
    }
    Some(as_relaxation(with(best.0), option, best.1))
}

/// The highest CPU target, in steps of five points below today's, that is enough.
fn highest_target(scenario: &Scenario, book: &PriceBook, option: OptionId, service: usize) -> Option<Relaxation> {
    let today = scaling_of(scenario, service)?.target_tracking.first()?.target;
    let mut target = today - TARGET_STEP;
    while target >= LEAST_TARGET {
        let variation = vary(scenario, service, format!("target_percent = {target}"), |scaling| {
            if let Some(policy) = scaling.target_tracking.first_mut() {
                policy.target = target;
            }
        });
        if let Some(total) = total_if_met(&variation, book, option) {
            return Some(as_relaxation(variation, option, total));
        }
        target -= TARGET_STEP;
    }
    None
}

/// The first doubling of the maximum that is enough.
fn larger_maximum(scenario: &Scenario, book: &PriceBook, option: OptionId, service: usize) -> Option<Relaxation> {
    let scaling = scaling_of(scenario, service)?;
    let by_cpu = scaling.max_cpu_units;
    for doubling in 1..=MOST_DOUBLINGS {
        let factor = 2_u32.pow(doubling);
        let most = scaling.max_tasks.saturating_mul(factor);
        let change = match by_cpu {
            Some(units) => format!("max_vcpu = {}", units * u64::from(factor) / 1_024),
            None => format!("max_tasks = {most}"),
        };
        let variation = vary(scenario, service, change, |scaling| {
            scaling.max_tasks = most;
            scaling.max_cpu_units = by_cpu.map(|units| units * u64::from(factor));
        });
        if let Some(total) = total_if_met(&variation, book, option) {
            return Some(as_relaxation(variation, option, total));
        }
    }
    None
}
