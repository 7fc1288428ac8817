//! The cheapest cluster of a fixed size that holds a set of tasks, of at most two instance types, and what no cluster
//! costs less than (rules E29 and E30 of `docs/model.md`).

mod best;
mod best_filling;
mod bound;
mod exact_rest;
mod fillings;
mod greedy;
mod improve;
mod problem;
mod rounding;
mod search;
mod simplex;

use super::packing::{InstanceCapacity, TaskFootprint};

/// Tasks of one kind that a cluster is to hold at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskKind {
    /// What each takes.
    pub footprint: TaskFootprint,
    /// How many.
    pub count: u32,
}

/// An instance type that may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CandidateType {
    /// What it candidates to tasks.
    pub capacity: InstanceCapacity,
    /// Its price for any one span of time, in any whole unit.
    pub price: u64,
}

/// Instances that are filled alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FilledInstances {
    /// Index of their type among the candidates.
    pub candidate: usize,
    /// How many.
    pub instances: u32,
    /// Tasks of each kind on each of them.
    pub tasks: Vec<u32>,
}

/// A cluster that holds all tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticCluster {
    /// What its instances cost together, in the unit of the candidates' prices.
    pub cost: u128,
    /// Its instances, one entry for each filling: the first candidate first, then the fuller fillings of the earlier kinds.
    pub instances: Vec<FilledInstances>,
    /// No cluster of any number of the candidate types costs less (rule E30).
    pub lower_bound: u128,
}

impl StaticCluster {
    /// How many instances it has of a candidate.
    #[must_use]
    pub fn count_of(&self, candidate: usize) -> u32 {
        self.instances.iter().filter(|filled| filled.candidate == candidate).map(|filled| filled.instances).sum()
    }
}

/// Why no cluster holds all tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoStaticCluster {
    /// A kind fits on none of the candidate types: its index.
    FitsNowhere(usize),
    /// Every kind fits on a type, but no two types hold all of them.
    NoTwoTypes,
}

/// The cheapest cluster found that holds all of `kinds` on instances of at most two of `candidates` (rule E29).
///
/// Clusters that cost the same are compared by their number of instances, then by their instances as listed. Where few
/// counts of tasks can remain the search is exhaustive; elsewhere it is not, and the result is never dearer than
/// packing by E3 on the best single type.
///
/// # Errors
/// [`NoStaticCluster`] when no two types hold every kind.
pub fn cheapest_static_cluster(
    kinds: &[TaskKind],
    candidates: &[CandidateType],
) -> Result<StaticCluster, NoStaticCluster> {
    search::cheapest(kinds, candidates)
}

/// What no cluster of the candidate types costs less than by CPU, memory and task slots alone, with tasks and instances
/// in fractions: the linear lower bound (rule E30).
///
/// # Errors
/// [`NoStaticCluster::FitsNowhere`] when a kind fits on no type.
pub fn linear_lower_bound(kinds: &[TaskKind], candidates: &[CandidateType]) -> Result<u128, NoStaticCluster> {
    let problem = problem::Problem::of(kinds, candidates);
    let all: Vec<usize> = problem.all_types();
    match problem.kind_without(&all) {
        Some(kind) => Err(NoStaticCluster::FitsNowhere(problem.given[kind])),
        None => Ok(bound::resource_bound(&problem, &all)),
    }
}

#[cfg(test)]
mod tests;
