//! The cheapest relaxation that would meet the objective, when nothing does.

use super::eligibility::eligible;
use super::fixed_count::{fixed_counts, with_fixed};
use super::verdict::Relaxation;
use crate::comparison::{OptionId, Outcome, PricedOption, Study, standard_options};
use crate::scenario::{Scaling, Scenario, TargetMetric, TaskCount};

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

/// The cheapest single change that makes an option meet every objective: of `min_tasks`, `max_tasks` or a CPU target,
/// or a fixed number of tasks.
///
/// Changes are searched on `option`, the one that serves most, and then priced on every option. `None` also when patience
/// does not last for the search: what it found so far need not be the cheapest.
pub(super) fn relaxation(own: &Study<'_>, option: OptionId) -> Option<Relaxation> {
    let missing = failing_service(own, option)?;
    let found = [
        least_minimum(own, option, missing),
        highest_target(own, option, missing),
        least_maximum(own, option, missing),
        least_fixed(own, option, missing),
    ];
    let cheapest = found
        .into_iter()
        .flatten()
        .filter_map(|variation| priced(own, variation))
        .min_by_key(|relaxation| relaxation.total);
    cheapest.filter(|_| !own.patience.is_over())
}

/// The cheapest option that may be recommended once the scenario is changed.
fn priced(own: &Study<'_>, variation: Variation) -> Option<Relaxation> {
    let study = own.changed_to(&variation.scenario).for_choice();
    let options = standard_options(&study, &OptionId::of(&variation.scenario), &variation.scenario.ec2);
    let allowed = |option: &PricedOption| Some((eligible(&variation.scenario, option).ok()?.bill.total(), option.id));
    let (total, option) = options.iter().filter_map(allowed).min()?;
    Some(Relaxation { service: variation.service, change: variation.change, option, total })
}

fn outcome_of(own: &Study<'_>, scenario: &Scenario, option: OptionId) -> Option<Outcome> {
    let study = own.changed_to(scenario).at_a_glance();
    standard_options(&study, &[option], &scenario.ec2).into_iter().next()?.outcome.ok()
}

fn failing_service(own: &Study<'_>, option: OptionId) -> Option<usize> {
    outcome_of(own, own.scenario, option)?.services.iter().position(|service| !service.meets_objective)
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

/// Whether a variation meets every objective on `option`.
fn meets(own: &Study<'_>, variation: &Variation, option: OptionId) -> bool {
    outcome_of(own, &variation.scenario, option).is_some_and(|outcome| outcome.meets_objective)
}

/// The least value in `[low, high]` whose variation is enough, by bisection; `high` is known to be.
fn bisect(low: u32, high: u32, with: &dyn Fn(u32) -> Variation, enough: &dyn Fn(&Variation) -> bool) -> Variation {
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low + (high - low) / 2;
        if enough(&with(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    with(high)
}

/// The least `min_tasks` that is enough, up to the maximum.
fn least_minimum(own: &Study<'_>, option: OptionId, service: usize) -> Option<Variation> {
    let scenario = own.scenario;
    let scaling = scaling_of(scenario, service)?;
    let with =
        |least: u32| vary(scenario, service, format!("min_tasks = {least}"), |scaling| scaling.raise_minimum(least));
    let enough = |variation: &Variation| meets(own, variation, option);
    let (low, high) = (scaling.min_tasks + 1, scaling.max_tasks);
    (low <= high && enough(&with(high))).then(|| bisect(low, high, &with, &enough))
}

/// The least fixed number of tasks that is enough, of the option's size there (rule O13).
fn least_fixed(own: &Study<'_>, option: OptionId, service: usize) -> Option<Variation> {
    let scenario = own.scenario;
    let outcome = outcome_of(own, own.scenario, option)?;
    let name = &scenario.services[service].name;
    let found = fixed_counts(own, (option, &outcome)).into_iter().find(|found| found.service == *name)?;
    let variation = Variation {
        service: name.clone(),
        change: format!("tasks = {}", found.tasks),
        scenario: with_fixed(scenario, service, found.tasks),
    };
    Some(variation).filter(|variation| meets(own, variation, option))
}

/// The highest CPU target, in steps of five points below today's, that is enough.
fn highest_target(own: &Study<'_>, option: OptionId, service: usize) -> Option<Variation> {
    let scenario = own.scenario;
    let today = scaling_of(scenario, service)?
        .target_tracking
        .first()
        .filter(|policy| policy.metric == TargetMetric::Cpu)?
        .target;
    let with = |target: f64| {
        vary(scenario, service, format!("target_percent = {target}"), |scaling| {
            scaling.search.targets.clear();
            if let Some(policy) = scaling.target_tracking.first_mut() {
                policy.target = target;
            }
        })
    };
    let lower = std::iter::successors(Some(today - TARGET_STEP), |target| Some(target - TARGET_STEP));
    lower.take_while(|&target| target >= LEAST_TARGET).map(with).find(|variation| meets(own, variation, option))
}

/// The least maximum that is enough, up to a multiple of today's.
fn least_maximum(own: &Study<'_>, option: OptionId, service: usize) -> Option<Variation> {
    let scenario = own.scenario;
    let scaling = scaling_of(scenario, service)?;
    let with_tasks =
        |most: u32| vary(scenario, service, format!("max_tasks = {most}"), |scaling| scaling.raise_maximum(most));
    let with_vcpu = |vcpu: u32| {
        vary(scenario, service, format!("max_vcpu = {vcpu}"), |scaling| {
            scaling.max_cpu_units = Some(u64::from(vcpu) * 1_024)
        })
    };
    let enough = |variation: &Variation| meets(own, variation, option);
    let (today, with): (u32, &dyn Fn(u32) -> Variation) = match scaling.max_cpu_units {
        Some(units) => (u32::try_from(units / 1_024).ok()?, &with_vcpu),
        None => (scaling.max_tasks, &with_tasks),
    };
    let doublings = (0..MOST_DOUBLINGS).map(|doubling| today.saturating_mul(2_u32.pow(doubling)).max(1));
    let (low, high) = doublings.map(|low| (low, low.saturating_mul(2))).find(|&(_, high)| enough(&with(high)))?;
    Some(bisect(low + 1, high, with, &enough))
}
