//! Which combination of sizes and type an EC2 option takes (rules E24, E25, O3 to O5).

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::assemble::capacity_cost_within;
use super::busy_hours::{hours_that_count, least_cost};
use super::cluster_run::{ClusterRun, SimulationKey};
use super::cluster_search::{ClusterSearch, Combination};
use super::ec2_option::{Ec2Plan, capacity_ledger};
use super::instance_choice::InstanceChoice;
use super::memo::Progress;
use super::option::{CandidateCounts, PlacementCost, Unavailable};
use super::rate_floor::LeastRates;
use super::study::Study;
use super::task_sizes::footprints;
use super::work_floor::WorkFloor;
use crate::money::Money;
use crate::pricing::InstanceType;
use crate::scenario::PlacementStrategy;

/// Taken off every bound, so that no rounding of money or floats rules out what it must not.
const ROUNDING: f64 = 1e-9;

/// Combinations that are looked at while none of them meets the objectives.
const LOOKED_AT_IN_VAIN: usize = 64;

/// A combination with its screened cost.
struct Screened<'a> {
    combination: Combination<'a>,
    cost: Money,
}

/// The choice among combinations while it goes on (rule E25).
struct Choice<'c, 's, 'a, 'i> {
    study: &'c Study<'a>,
    plan: &'c Ec2Plan<'c>,
    search: &'c ClusterSearch<'s, 'a>,
    floor: WorkFloor<'c, 'a>,
    rates: HashMap<String, LeastRates>,
    clusters: HashSet<SimulationKey>,
    counts: CandidateCounts,
    /// Looked at while none met the objectives.
    in_vain: usize,
    best: Option<(Money, ClusterRun<'i>)>,
}

/// The cheapest of all combinations as their clusters really run, and how many were looked at.
///
/// A combination is passed over only where what it must run at least, at the least rate it can have, costs more than
/// the best found, and, while none meets the objectives, after the first few.
pub(super) fn cheapest_run<'i, 'a>(
    study: &Study<'a>,
    plan: &Ec2Plan<'_>,
    search: &ClusterSearch<'_, 'a>,
    combinations: Vec<Combination<'i>>,
) -> Result<(Option<ClusterRun<'i>>, CandidateCounts), Unavailable> {
    let mut choice = Choice {
        study,
        plan,
        search,
        floor: WorkFloor::new(study, plan.settings),
        rates: HashMap::new(),
        clusters: HashSet::new(),
        counts: CandidateCounts::default(),
        in_vain: 0,
        best: None,
    };
    // What has the scenario's own scaling goes first and by itself: others never crowd it out.
    let (own, others): (Vec<_>, Vec<_>) = combinations.into_iter().partition(Combination::is_own);
    for part in [own, others] {
        choice.in_vain = 0;
        let screened = in_screened_order(study, plan, part);
        for index in 0..screened.len() {
            choice.work_ahead(&screened[index..]);
            choice.consider(&screened[index].combination)?;
        }
    }
    choice.try_other_sizes()?;
    let counts = CandidateCounts { simulated: choice.clusters.len(), ..choice.counts };
    Ok((choice.best.map(|(_, run)| run), counts))
}

impl<'i> Choice<'_, '_, '_, 'i> {
    /// Takes a combination if it is better than the best; whether it was.
    fn consider(&mut self, combination: &Combination<'i>) -> Result<bool, Unavailable> {
        self.counts.considered += 1;
        let to_beat = self.to_beat();
        if to_beat.is_some_and(|cost| self.surely_costs_more(combination, cost)) {
            self.counts.ruled_out += 1;
            return Ok(false);
        }
        if to_beat.is_none() && self.in_vain >= LOOKED_AT_IN_VAIN {
            self.counts.left_out += 1;
            return Ok(false);
        }
        let cluster = self.search.simulation_key(combination, self.plan.purchases, None);
        if self.clusters.len() >= self.study.most_clusters && !self.clusters.contains(&cluster) {
            self.counts.left_out += 1;
            return Ok(false);
        }
        self.in_vain += usize::from(to_beat.is_none());
        self.clusters.insert(cluster);
        let run = self.search.simulate(combination, self.plan.purchases);
        if let Some(cost) = to_beat
            && (!run.meets_objective() || self.costs_more(combination, run.instance_seconds as f64, cost))
        {
            self.counts.ruled_out += usize::from(run.meets_objective());
            return Ok(false);
        }
        let Some(cost) = run_cost_within(self.study, self.plan, &run, to_beat)? else {
            self.counts.ruled_out += 1;
            return Ok(false);
        };
        let is_better = |(known, best): &(Money, ClusterRun<'i>)| compare(&run, cost, best, *known) == Ordering::Less;
        if self.best.as_ref().is_some_and(|best| !is_better(best)) {
            return Ok(false);
        }
        self.best = Some((cost, run));
        Ok(true)
    }

    /// While another thread simulates the first of these, simulates those after it that will be looked at as things are.
    fn work_ahead(&mut self, rest: &[Screened<'i>]) {
        let Some((first, others)) = rest.split_first() else { return };
        let purchases = self.plan.purchases;
        let search = self.search;
        let cluster = |one: &Screened<'i>| search.simulation_key(&one.combination, purchases, None);
        let awaited = cluster(first);
        let Some(cost) = self.to_beat().filter(|_| self.study.most_clusters == usize::MAX) else { return };
        for one in others {
            if search.progress(&awaited) != Progress::UnderWay {
                return;
            }
            if search.progress(&cluster(one)) == Progress::NotBegun && !self.surely_costs_more(&one.combination, cost) {
                search.simulate(&one.combination, purchases);
            }
        }
    }

    /// What a combination must cost less than, once one that meets the objectives is found.
    fn to_beat(&self) -> Option<Money> {
        let priced = !self.study.unpriced;
        self.best.as_ref().filter(|(_, run)| priced && run.meets_objective()).map(|(cost, _)| *cost)
    }

    /// Whether a combination costs more than `cost` whatever happens on its cluster, if it is to meet the objectives.
    fn surely_costs_more(&mut self, combination: &Combination<'_>, cost: Money) -> bool {
        let all = self.floor.instance_seconds(combination);
        if self.costs_more(combination, all, cost) {
            return true;
        }
        let rates = self.rates_of(combination);
        let counted = hours_that_count(rates, self.study.scenario.horizon.hours());
        let counted = counted.and_then(|count| self.floor.instance_seconds_of_busiest(combination, count));
        let least = |seconds: f64| least_cost(rates, seconds / 3_600.0, all / 3_600.0);
        counted.is_some_and(|seconds| least(seconds) * (1.0 - ROUNDING) > cost.picodollars() as f64)
    }

    /// Whether so many instance-seconds of a combination cost more than `cost` at the least rate of its types.
    fn costs_more(&mut self, combination: &Combination<'_>, instance_seconds: f64, cost: Money) -> bool {
        let rate = self.rates_of(combination).any;
        rate.picodollars() as f64 * instance_seconds / 3_600.0 * (1.0 - ROUNDING) > cost.picodollars() as f64
    }

    /// The least rates of a combination's types.
    fn rates_of(&mut self, combination: &Combination<'_>) -> LeastRates {
        let rates = combination.types.iter().map(|instance| self.rates(instance)).reduce(LeastRates::min);
        rates.expect("a combination has a type")
    }

    fn rates(&mut self, instance: &InstanceType) -> LeastRates {
        if let Some(&known) = self.rates.get(&instance.name) {
            return known;
        }
        let rates = LeastRates::of(self.study, self.plan, instance);
        self.rates.insert(instance.name.clone(), rates);
        rates
    }

    /// With several services: tries the best with another size of one service, as long as that helps.
    fn try_other_sizes(&mut self) -> Result<(), Unavailable> {
        loop {
            let Some((_, best)) = self.best.as_ref().filter(|_| self.to_beat().is_some()) else { return Ok(()) };
            let others = self.search.with_another_size(best.screened());
            let mut helps = false;
            for screened in in_screened_order(self.study, self.plan, others) {
                helps = self.consider(&screened.combination)?;
                if helps {
                    break;
                }
            }
            if !helps {
                return Ok(());
            }
        }
    }
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
            .then_with(|| a.variants().cmp(&b.variants()))
    });
    screened
}

/// What a run costs in this option: its capacity and the extra lines that depend on it (rule O3).
pub(super) fn run_cost(study: &Study<'_>, plan: &Ec2Plan<'_>, run: &ClusterRun<'_>) -> Result<Money, Unavailable> {
    let cost = run_cost_within(study, plan, run, None)?;
    Ok(cost.expect("no limit was set"))
}

/// The same; `None` where it is surely above `most`.
fn run_cost_within(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    run: &ClusterRun<'_>,
    most: Option<Money>,
) -> Result<Option<Money>, Unavailable> {
    if study.unpriced {
        return Ok(Some(Money::ZERO));
    }
    let extra = InstanceChoice::extra_cost(study, plan, run);
    let most = most.map(|most| most - extra);
    let capacity = capacity_cost_within(study, &capacity_ledger(study, plan, run), plan.commit, most)?;
    Ok(capacity.map(|capacity| capacity + extra))
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
        .then_with(|| left.screened().variants().cmp(&right.screened().variants()))
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
    let binpack = match best.binding_limit(plan.settings, &footprints(study, &best.candidates)) {
        "memory" => PlacementStrategy::BinpackMemory,
        _ => PlacementStrategy::BinpackCpu,
    };
    let services = &study.scenario.services;
    if study.unpriced
        || study.members.is_some()
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
