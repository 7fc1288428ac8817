//! A portfolio problem in floats, for searching only: every item in dollars on demand, every rate as a share of them.

use std::ops::Range;

use super::super::apply::order_of_application;
use super::super::usage::{CoverableItem, CoverableUsage, PlanScope};
use super::PortfolioProblem;
use super::terms::{FIFTH_DECIMAL, MOST_STEPS, Terms, inside};
use crate::money::Money;

/// One item.
pub(super) struct Item {
    /// What a dollar of it saves: one, or nothing if its contracted price is zero.
    pub(super) worth: f64,
    /// On-demand dollars of every hour.
    pub(super) hourly: Vec<f64>,
}

/// All plans of one offer.
#[derive(Clone)]
pub(super) struct PoolRates {
    pub(super) offer: usize,
    pub(super) is_compute: bool,
    /// Commitment per on-demand dollar of every item.
    pub(super) shares: Vec<Option<f64>>,
}

/// Hours in which the same plans run.
#[derive(Clone)]
pub(super) struct Segment {
    pub(super) hours: Range<usize>,
    /// Commitment held, of every pool.
    pub(super) held: Vec<f64>,
    /// Which buyables run.
    pub(super) open: Vec<usize>,
}

/// A plan that may be bought.
#[derive(Clone)]
pub(super) struct Choice {
    /// Its index in the problem.
    pub(super) buyable: usize,
    pub(super) pool: usize,
    /// Fee over all hours, of a dollar of commitment.
    pub(super) fee: f64,
    /// Cost of capital of a dollar of commitment.
    pub(super) capital: f64,
    /// Cash at purchase, of a dollar of commitment.
    pub(super) upfront: f64,
    /// More than this never covers more.
    pub(super) most: f64,
}

/// The problem in floats.
pub(super) struct Model {
    pub(super) items: Vec<Item>,
    pub(super) pools: Vec<PoolRates>,
    pub(super) segments: Vec<Segment>,
    pub(super) choices: Vec<Choice>,
    /// Pairs of a pool and an item in the order in which AWS applies them.
    pub(super) pairs: Vec<(usize, usize)>,
    pub(super) max_upfront: Option<f64>,
    /// Everything on demand.
    pub(super) all_on_demand: f64,
}

pub(super) fn dollars(amount: Money) -> f64 {
    amount.picodollars() as f64 / 1e12
}

impl Model {
    /// The problem with those of its buyables that `kept` lists.
    pub(super) fn of(problem: &PortfolioProblem<'_>, kept: &[usize]) -> Self {
        let usage = problem.usage;
        let used = |offer: usize| {
            let held = problem.held.iter().any(|held| held.offer == offer);
            held || kept.iter().any(|&index| problem.buyable[index].offer == offer)
        };
        let scales: Vec<f64> = usage.items.iter().map(scale).collect();
        let offers: Vec<usize> = (0..usage.offers.len()).filter(|&offer| used(offer)).collect();
        let pools: Vec<PoolRates> = offers.iter().map(|&offer| pool_rates(usage, offer, &scales)).collect();
        let items: Vec<Item> = usage.items.iter().zip(&scales).map(|(item, &scale)| in_dollars(item, scale)).collect();
        let choices: Vec<Choice> = kept.iter().map(|&index| choice(problem, index, &pools, &items)).collect();
        let segments = segments(problem, &choices, &pools);
        let pairs = application_pairs(usage, &pools);
        let all_on_demand = dollars(usage.on_demand_cost());
        let max_upfront = problem.limits.max_upfront.map(dollars);
        Self { items, pools, segments, choices, pairs, max_upfront, all_on_demand }
    }

    /// One in `every` hours of each segment; `None` where that is too few to be of use.
    pub(super) fn sample(&self, every: usize) -> Option<Self> {
        let hours: usize = self.segments.iter().map(|segment| segment.hours.len()).sum();
        if hours < 100 * every || self.choices.len() < 2 {
            return None;
        }
        let mut sampled = Vec::with_capacity(hours / every + self.segments.len());
        let mut segments = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            let start = sampled.len();
            sampled.extend(segment.hours.clone().step_by(every));
            segments.push(Segment { hours: start..sampled.len(), ..segment.clone() });
        }
        let item = |item: &Item| Item { hourly: sampled.iter().map(|&hour| item.hourly[hour]).collect(), ..*item };
        let share = sampled.len() as f64 / hours as f64;
        Some(Self {
            items: self.items.iter().map(item).collect(),
            pools: self.pools.clone(),
            segments,
            choices: self.choices.clone(),
            pairs: self.pairs.clone(),
            max_upfront: self.max_upfront,
            all_on_demand: self.all_on_demand * share,
        })
    }

    /// In how many hours each choice runs.
    pub(super) fn hours_of_choices(&self) -> Vec<usize> {
        let mut hours = vec![0; self.choices.len()];
        for segment in &self.segments {
            segment.open.iter().for_each(|&open| hours[open] += segment.hours.len());
        }
        hours
    }

    /// The commitment of every pool in a segment.
    pub(super) fn budgets(&self, segment: &Segment, commitments: &[f64]) -> Vec<f64> {
        let mut budgets = segment.held.clone();
        for &open in &segment.open {
            budgets[self.choices[open].pool] += commitments[open];
        }
        budgets
    }
}

/// What an item's quantities are multiplied by: its contracted price, or any other if that is zero.
fn scale(item: &CoverableItem) -> f64 {
    let price = [item.contracted, item.list].into_iter().find(|price| !price.is_zero());
    price.map_or(1.0, dollars)
}

fn in_dollars(item: &CoverableItem, scale: f64) -> Item {
    let per_part = scale / item.parts_per_unit as f64;
    let worth = if item.contracted.is_zero() { 0.0 } else { 1.0 };
    Item { worth, hourly: item.hourly.iter().map(|&parts| parts as f64 * per_part).collect() }
}

fn pool_rates(usage: &CoverableUsage, offer: usize, scales: &[f64]) -> PoolRates {
    let rates = usage.offers[offer].rates.iter().zip(scales);
    let shares = rates.map(|(rate, scale)| rate.map(|rate| dollars(rate) / scale)).collect();
    PoolRates { offer, is_compute: usage.offers[offer].scope == PlanScope::Compute, shares }
}

fn choice(problem: &PortfolioProblem<'_>, index: usize, pools: &[PoolRates], items: &[Item]) -> Choice {
    let (usage, buyable) = (problem.usage, &problem.buyable[index]);
    let pool = pools.iter().position(|pool| pool.offer == buyable.offer).unwrap_or(0);
    let terms = Terms::of(usage, buyable);
    let dollar = Money::from_picodollars(1_000_000_000_000);
    let covered = |hour: usize| -> f64 {
        let cost = |(item, share): (&Item, &Option<f64>)| share.map_or(0.0, |share| share * item.hourly[hour]);
        items.iter().zip(&pools[pool].shares).map(cost).sum()
    };
    let peak = inside(usage, &buyable.hours).map(covered).fold(0.0, f64::max);
    let most = (MOST_STEPS * FIFTH_DECIMAL) as f64 / 1e12;
    Choice {
        buyable: index,
        pool,
        fee: dollars(terms.fee(dollar)),
        capital: dollars(terms.capital(dollar, problem.limits.cost_of_capital)),
        upfront: dollars(terms.upfront(dollar)),
        most: (peak + 1e-5).min(most),
    }
}

/// Cuts the hours wherever a plan begins or ends.
fn segments(problem: &PortfolioProblem<'_>, choices: &[Choice], pools: &[PoolRates]) -> Vec<Segment> {
    let usage = problem.usage;
    let held: Vec<Range<usize>> = problem.held.iter().map(|held| inside(usage, &held.hours)).collect();
    let hours_of = |choice: &Choice| inside(usage, &problem.buyable[choice.buyable].hours);
    let bought = choices.iter().map(hours_of);
    let mut edges: Vec<usize> = held.iter().cloned().chain(bought).flat_map(|hours| [hours.start, hours.end]).collect();
    edges.extend([0, usage.hours]);
    edges.sort_unstable();
    edges.dedup();
    let segment = |edge: &[usize]| {
        let mut budgets = vec![0.0; pools.len()];
        for (purchase, hours) in problem.held.iter().zip(&held).filter(|(_, hours)| hours.contains(&edge[0])) {
            debug_assert!(hours.end >= edge[1], "segments end where plans do");
            let pool = pools.iter().position(|pool| pool.offer == purchase.offer).unwrap_or(0);
            budgets[pool] += dollars(purchase.hourly_commitment);
        }
        let open = (0..choices.len()).filter(|&index| hours_of(&choices[index]).contains(&edge[0])).collect();
        Segment { hours: edge[0]..edge[1], held: budgets, open }
    };
    edges.windows(2).map(segment).collect()
}

fn application_pairs(usage: &CoverableUsage, pools: &[PoolRates]) -> Vec<(usize, usize)> {
    let of_pool = |pool: usize| {
        let items = 0..usage.items.len();
        items.filter(move |&item| pools[pool].shares[item].is_some()).map(move |item| (pool, item))
    };
    let mut pairs: Vec<(usize, usize)> = (0..pools.len()).flat_map(of_pool).collect();
    let key = |&(pool, item): &(usize, usize)| (&usage.offers[pools[pool].offer], item);
    pairs.sort_by(|left, right| order_of_application(usage, key(left), key(right)).then(left.0.cmp(&right.0)));
    pairs
}
