//! The best cluster found so far, and the order that settles ties.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::greedy::{Repeated, cost_of};
use super::problem::Problem;
use super::{FilledInstances, StaticCluster};

/// Cost, number of instances, instances as listed: the least wins.
type Rank = (u128, u32, Vec<FilledInstances>);

/// The cheapest of what was found.
pub(super) struct Best<'p> {
    problem: &'p Problem,
    /// Kinds given, those without tasks included.
    kinds: usize,
    found: Option<Rank>,
}

impl<'p> Best<'p> {
    pub(super) const fn new(problem: &'p Problem, kinds: usize) -> Self {
        Self { problem, kinds, found: None }
    }

    pub(super) const fn is_none(&self) -> bool {
        self.found.is_none()
    }

    /// Whether something was found that costs no more than `cost`.
    pub(super) fn costs_at_most(&self, cost: u128) -> bool {
        self.found.as_ref().is_some_and(|found| found.0 <= cost)
    }

    /// Keeps the cluster if it is better.
    pub(super) fn consider(&mut self, packed: Vec<Repeated>) {
        let cost = cost_of(self.problem, &packed);
        if self.found.as_ref().is_some_and(|found| found.0 < cost) {
            return;
        }
        let instances = packed.iter().map(|(_, instances)| instances).sum();
        let rank = (cost, instances, self.listed(&packed));
        if self.found.as_ref().is_none_or(|found| rank < *found) {
            self.found = Some(rank);
        }
    }

    pub(super) fn into_cluster(self, lower_bound: u128) -> Option<StaticCluster> {
        self.found.map(|(cost, _, instances)| StaticCluster { cost, instances, lower_bound })
    }

    /// One entry for each type and filling, the first candidate first, then the fillings with more of the earlier kinds.
    fn listed(&self, packed: &[Repeated]) -> Vec<FilledInstances> {
        let mut alike: BTreeMap<(usize, Vec<Reverse<u32>>), u32> = BTreeMap::new();
        for (filling, instances) in packed {
            let mut tasks = vec![Reverse(0); self.kinds];
            for (&kind, &count) in self.problem.given.iter().zip(&filling.tasks) {
                tasks[kind] = Reverse(count);
            }
            *alike.entry((self.problem.types[filling.one].candidate, tasks)).or_default() += instances;
        }
        let entry = |((candidate, tasks), instances): ((usize, Vec<Reverse<u32>>), u32)| FilledInstances {
            candidate,
            instances,
            tasks: tasks.into_iter().map(|count| count.0).collect(),
        };
        alike.into_iter().map(entry).collect()
    }
}
