//! [`plan_together`]: from scenarios, read one by one, to what they cost together.

use std::sync::{Arc, Mutex, PoisonError};

use super::part::{ByWorkload, Part, Refused, Running};
use super::totals::pooled_costs;
use crate::commitment::pool::{OwnPurchase, PooledOffer, PooledUsage, TooMuchUsage, UsagePool};
use crate::commitment::{Holding, Limits, Portfolio};
use crate::comparison::OptionId;
use crate::money::Money;
use crate::parallel::each;
use crate::patience::{Interrupted, Patience};
use crate::pricing::PriceBook;
use crate::scenario::{Architecture, CommitmentPolicy, LaunchType, Scenario, TaskSize};

/// A scenario with the prices of its region.
#[derive(Clone, Debug)]
pub struct OneScenario {
    /// The scenario.
    pub scenario: Scenario,
    /// Its prices.
    pub book: Arc<PriceBook>,
}

/// What everything costs over the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// The chosen options without plans, beside those held already.
    pub on_demand: Money,
    /// Every scenario with the plans that it would buy by itself.
    pub own: Money,
    /// One portfolio for all; never more than `own`.
    pub pooled: Money,
}

/// A service or job in the option that was chosen for its scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct PooledService {
    /// Its name.
    pub name: String,
    /// Launch type and purchase of its capacity.
    pub launch_type: LaunchType,
    /// Architecture.
    pub architecture: Architecture,
    /// Task size.
    pub task_size: TaskSize,
    /// Least, mean and most tasks.
    pub tasks: (u32, f64, u32),
    /// What is its own of the cost over the horizon, amortised, under one portfolio.
    pub cost: Money,
}

/// A scenario that was planned.
#[derive(Clone, Debug, PartialEq)]
pub struct PooledScenario {
    /// Its place among all scenarios.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// Its region.
    pub region: String,
    /// The option of rule O6.
    pub option: OptionId,
    /// Its services and jobs.
    pub services: Vec<PooledService>,
    /// The types of its instances; empty on Fargate.
    pub instance_types: Vec<String>,
    /// What its services share of its cost; zero where there is nothing.
    pub shared: Money,
    /// Its totals.
    pub totals: Totals,
}

/// A scenario that could not be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its place among all scenarios.
    pub index: usize,
    /// Why, in a sentence without a full stop.
    pub reason: String,
}

/// A plan in the portfolio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PooledPurchase {
    /// Which.
    pub offer: PooledOffer,
    /// Its hourly commitment.
    pub hourly_commitment: Money,
    /// What usage consumes of it over the horizon, at published rates.
    pub used: Money,
    /// What is lost.
    pub unused: Money,
}

/// The portfolio for everything: what plans could cover, with plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PooledPortfolio {
    /// What is bought.
    pub bought: Vec<PooledPurchase>,
    /// What plans could cover, all of it on demand.
    pub coverable_on_demand: Money,
    /// The same with the portfolio.
    pub total: Money,
    /// No portfolio of the plans that may be bought for all costs less.
    pub lower_bound: Money,
    /// Whether every scenario buys for itself because that costs less than any portfolio found for all.
    pub kept_apart: bool,
}

/// Many scenarios planned together.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedTogether {
    /// The scenarios that were planned, in their order.
    pub scenarios: Vec<PooledScenario>,
    /// Those that could not be, in their order.
    pub left_out: Vec<LeftOut>,
    /// What they cost together.
    pub totals: Totals,
    /// The portfolio.
    pub portfolio: PooledPortfolio,
    /// How far it was when it was interrupted; the totals are of what was done.
    pub interrupted: Option<Interrupted>,
}

/// Chooses the option of each of `count` scenarios, and one portfolio for all of them; the same on any number of
/// threads. Scenarios are read when they are needed and dropped once their usage is added up.
///
/// `read` gives the index-th scenario, or why it cannot be planned.
///
/// # Errors
/// [`TooMuchUsage`] when the usage of all is beyond what can be added up.
pub fn plan_together(
    count: usize,
    read: &(dyn Fn(usize) -> Result<OneScenario, String> + Sync),
    patience: Patience<'_>,
) -> Result<PlannedTogether, TooMuchUsage> {
    let pool = Mutex::new(UsagePool::default());
    let settings = Mutex::new(None);
    let indices: Vec<usize> = (0..count).collect();
    let part = |(): &mut (), &index: &usize| {
        let part = read(index).map_err(Refused::Alone).and_then(|one| {
            let mut first = settings.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert_with(|| Settings::of(&one.scenario));
            drop(first);
            Part::of(&one.scenario, &one.book, &pool)
        });
        Some(part)
    };
    let parts = each(patience, &indices, || (), part);
    let mut planned: Vec<(usize, Part)> = Vec::new();
    let mut left_out = Vec::new();
    let mut looked_at = 0;
    for (index, part) in parts.into_iter().enumerate() {
        looked_at += usize::from(part.is_some());
        match part {
            Some(Ok(part)) => planned.push((index, part)),
            Some(Err(Refused::Alone(reason))) => left_out.push(LeftOut { index, reason }),
            Some(Err(Refused::All(too_much))) => return Err(too_much),
            None => {}
        }
    }
    let settings = settings.into_inner().unwrap_or_else(PoisonError::into_inner);
    let pool = pool.into_inner().unwrap_or_else(PoisonError::into_inner);
    let settings = settings.unwrap_or_default();
    let pooled = pool.into_usage(settings.hours);
    let together = together(planned, &pooled, &settings);
    Ok(PlannedTogether { left_out, interrupted: Interrupted::after(looked_at, count), ..together })
}

/// What all scenarios share (rule FL1).
#[derive(Default)]
struct Settings {
    hours: usize,
    renew: bool,
    limits: Limits,
}

impl Settings {
    fn of(scenario: &Scenario) -> Self {
        let CommitmentPolicy { renew, max_upfront, min_utilisation, cost_of_capital, .. } = scenario.commitments;
        let limits = Limits { max_upfront, min_utilisation, cost_of_capital };
        Self { hours: scenario.horizon.hours() as usize, renew, limits }
    }

    /// The limits of all scenarios together: each brings its own cash (rule FL5).
    fn limits_of(&self, scenarios: usize) -> Limits {
        let max_upfront = self.limits.max_upfront.map(|each| each.times(scenarios as i128));
        Limits { max_upfront, ..self.limits.clone() }
    }
}

fn together(planned: Vec<(usize, Part)>, pooled: &PooledUsage, settings: &Settings) -> PlannedTogether {
    let (indices, parts): (Vec<usize>, Vec<Part>) = planned.into_iter().unzip();
    let own: Vec<OwnPurchase> = parts.iter().flat_map(|part| part.own_purchases.iter().cloned()).collect();
    let portfolio = pooled.best_portfolio(&own, &settings.limits_of(parts.len()), settings.renew);
    let sum = |of: &dyn Fn(&Part) -> Money| parts.iter().map(of).sum::<Money>();
    let (on_demand, own) = (sum(&|part| part.on_demand), sum(&|part| total(&part.own)));
    let costs = pooled_costs(&parts, pooled, &portfolio);
    let kept_apart = costs.iter().map(total).sum::<Money>() > own;
    let costs = if kept_apart { parts.iter().map(|part| part.own.clone()).collect() } else { costs };
    let totals = Totals { on_demand, own, pooled: costs.iter().map(total).sum() };
    let portfolio = PooledPortfolio {
        bought: if kept_apart { Vec::new() } else { purchases(pooled, &portfolio) },
        coverable_on_demand: pooled.usage.on_demand_cost(),
        total: portfolio.total,
        lower_bound: portfolio.lower_bound,
        kept_apart,
    };
    let scenarios = indices.into_iter().zip(parts).zip(costs);
    let scenarios = scenarios.map(|((index, part), cost)| pooled_scenario(index, part, cost)).collect();
    PlannedTogether { scenarios, left_out: Vec::new(), totals, portfolio, interrupted: None }
}

fn total(costs: &ByWorkload) -> Money {
    costs.values().copied().sum()
}

fn purchases(pooled: &PooledUsage, portfolio: &Portfolio) -> Vec<PooledPurchase> {
    let purchase = |holding: &Holding| PooledPurchase {
        offer: pooled.offers[holding.purchase.offer].clone(),
        hourly_commitment: holding.purchase.hourly_commitment,
        used: holding.used,
        unused: holding.unused,
    };
    portfolio.bought.iter().map(purchase).collect()
}

/// A scenario with what is its services' own; what a lone service shares with nobody is its own, too.
fn pooled_scenario(index: usize, part: Part, mut cost: ByWorkload) -> PooledScenario {
    let totals = Totals { on_demand: part.on_demand, own: total(&part.own), pooled: total(&cost) };
    let mut shared = cost.remove(&None).unwrap_or(Money::ZERO);
    let is_alone = part.running.len() == 1;
    let service = |running: Running| {
        let own = cost.remove(&Some(running.name.clone())).unwrap_or(Money::ZERO);
        let cost = if is_alone { own + std::mem::replace(&mut shared, Money::ZERO) } else { own };
        let Running { name, launch_type, architecture, task_size, tasks } = running;
        PooledService { name, launch_type, architecture, task_size, tasks, cost }
    };
    let services = part.running.into_iter().map(service).collect();
    let shared = shared + total(&cost);
    PooledScenario {
        index,
        name: part.name,
        region: part.region,
        option: part.option,
        services,
        instance_types: part.instance_types,
        shared,
        totals,
    }
}
