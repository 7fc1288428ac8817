//! Which combination of sizes and type an EC2 option takes (rules E24, E25, O3 to O5).

use std::cmp::Ordering;

use super::assemble::capacity_cost;
use super::cluster_run::ClusterRun;
use super::cluster_search::{ClusterSearch, Combination};
use super::ec2_option::{Ec2Plan, capacity_ledger};
use super::instance_choice::InstanceChoice;
use super::option::{PlacementCost, Unavailable};
use super::study::Study;
use crate::money::Money;
use crate::scenario::PlacementStrategy;

/// Combinations that are simulated at most, in the order of their screened cost.
const SIMULATED: usize = 16;

/// The same while none of them meets the objectives.
const SIMULATED_IN_VAIN: usize = 64;

/// A combination with its screened cost.
struct Screened<'a> {
    combination: Combination<'a>,
    cost: Money,
}

/// The cheapest of the combinations that screening puts first, as their clusters really run.
pub(super) fn cheapest_run<'a>(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    search: &ClusterSearch<'_, '_>,
    combinations: Vec<Combination<'a>>,
) -> Result<Option<ClusterRun<'a>>, Unavailable> {
    let mut best: Option<(Money, ClusterRun<'a>)> = None;
    for (index, screened) in in_screened_order(study, plan, combinations).into_iter().enumerate() {
        let found = best.as_ref().filter(|(_, run)| run.meets_objective());
        let enough = if found.is_some() { index >= SIMULATED } else { index >= SIMULATED_IN_VAIN };
        // What is held already may cover a dearer type: then its screened cost is no lower bound.
        let holds_nothing = study.scenario.commitments_held.is_empty();
        if enough || holds_nothing && found.is_some_and(|(cost, _)| screened.cost > *cost) {
            break;
        }
        let run = search.simulate(&screened.combination, plan.purchases);
        let cost = run_cost(study, plan, &run)?;
        if best.as_ref().is_none_or(|(known, winner)| compare(&run, cost, winner, *known) == Ordering::Less) {
            best = Some((cost, run));
        }
    }
    Ok(best.map(|(_, run)| run))
}

/// Those that meet every objective when screened first, then the rest by what they do not serve; each by screened cost.
fn in_screened_order<'a>(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    combinations: Vec<Combination<'a>>,
) -> Vec<Screened<'a>> {
    let screen = |combination: Combination<'a>| {
        let cost = InstanceChoice::screened_cost(study, plan, &combination);
        Screened { combination, cost }
    };
    let mut screened: Vec<Screened<'a>> = combinations.into_iter().map(screen).collect();
    let missed = |one: &Combination<'_>| if one.meets_objective() { 0.0 } else { one.not_served_percent() };
    screened.sort_by(|left, right| {
        let (a, b) = (&left.combination, &right.combination);
        b.meets_objective()
            .cmp(&a.meets_objective())
            .then_with(|| missed(a).total_cmp(&missed(b)))
            .then_with(|| left.cost.cmp(&right.cost))
            .then_with(|| tie_order(&a.sizes(), a.instance, &b.sizes(), b.instance))
    });
    screened
}

/// What a run costs in this option: its capacity and the extra lines that depend on it (rule O3).
fn run_cost(study: &Study<'_>, plan: &Ec2Plan<'_>, run: &ClusterRun<'_>) -> Result<Money, Unavailable> {
    if study.unpriced {
        return Ok(Money::ZERO);
    }
    let capacity = capacity_cost(study, &capacity_ledger(study, plan, run), plan.commit)?;
    Ok(capacity + InstanceChoice::extra_cost(study, plan, run))
}

/// Meeting the objectives first, then serving more, then cost, then rule O5.
fn compare(left: &ClusterRun<'_>, left_cost: Money, right: &ClusterRun<'_>, right_cost: Money) -> Ordering {
    let missed = |run: &ClusterRun<'_>| if run.meets_objective() { 0.0 } else { run.not_served_percent() };
    right
        .meets_objective()
        .cmp(&left.meets_objective())
        .then_with(|| missed(left).total_cmp(&missed(right)))
        .then_with(|| left_cost.cmp(&right_cost))
        .then_with(|| tie_order(&left.sizes(), left.instance, &right.sizes(), right.instance))
}

/// Fewer CPU units, then less memory, then the newer generation, then the name (rule O5).
fn tie_order(
    left: &(u64, u64),
    left_type: &crate::pricing::InstanceType,
    right: &(u64, u64),
    right_type: &crate::pricing::InstanceType,
) -> Ordering {
    left.cmp(right)
        .then_with(|| right_type.generation().cmp(&left_type.generation()))
        .then_with(|| left_type.name.cmp(&right_type.name))
}

/// What the services' placement strategies cost against `binpack` on what fills up first (rule E26).
pub(super) fn placement_cost(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    search: &ClusterSearch<'_, '_>,
    best: &ClusterRun<'_>,
) -> Result<Option<PlacementCost>, Unavailable> {
    let binpack = match best.binding_limit(plan.settings, &search.footprints(&best.candidates)) {
        "memory" => PlacementStrategy::BinpackMemory,
        _ => PlacementStrategy::BinpackCpu,
    };
    let services = &study.scenario.services;
    if study.unpriced
        || study.choice_only
        || services.iter().all(|service| service.placement == [binpack])
        || services.is_empty()
    {
        return Ok(None);
    }
    let packed = search.simulate_with(best.screened(), plan.purchases, Some(&[binpack]));
    let difference = run_cost(study, plan, best)? - run_cost(study, plan, &packed)?;
    Ok(Some(PlacementCost { strategy: binpack, difference, meets_objective: packed.meets_objective() }))
}
