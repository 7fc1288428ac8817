//! An EC2 cluster as ECS and EC2 Auto Scaling run it: placement, waiting tasks, instances that come and
//! go, CPU credits (rules E10 to E22 and K of `docs/model.md`).

mod begin;
mod credits;
mod dice;
mod finish;
mod group;
mod group_scaling;
mod holders;
mod instance;
mod placement;
mod quiet;
mod ranks;
mod roster;
mod run;
mod serving;
mod task_moves;
mod tasks;

use std::sync::Arc;

pub use credits::CreditTerms;

use super::packing::{InstanceCapacity, TaskFootprint};
use super::service::{ServiceInputs, ServiceTimeline};
use super::steps::Steps;
use crate::scenario::{Ec2Settings, Job, PurchaseMix};
use crate::time::Horizon;

/// An instance type of the group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClusterType {
    /// What it offers to tasks.
    pub capacity: InstanceCapacity,
    /// Its CPU credits, when it is burstable.
    pub credits: Option<CreditTerms>,
}

/// What the simulation of a cluster needs to know.
#[derive(Clone, Copy, Debug)]
pub struct ClusterInputs<'a> {
    /// The services, at the sizes they run with here.
    pub services: &'a [ServiceInputs<'a>],
    /// The jobs.
    pub jobs: &'a [Job],
    /// What a task of each service, then of each job, takes.
    pub footprints: &'a [TaskFootprint],
    /// Instance types, most wanted first; every task fits on each.
    pub types: &'a [ClusterType],
    /// On-demand and Spot instances in the group; `None` when all are alike.
    pub purchase: Option<PurchaseMix>,
    /// Whether all instances are Spot, when nothing else says so.
    pub spot: bool,
    /// Whether there are two groups, of on-demand and of Spot instances, among which the services' capacity-provider
    /// strategies share their tasks (rule E28).
    pub by_strategy: bool,
    /// Zones, delays and scaling of the group.
    pub settings: &'a Ec2Settings,
    /// What is billed.
    pub horizon: &'a Horizon,
    /// Seed of the random choices of placement.
    pub seed: u64,
}

/// Instances of one type and purchase over time.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceTimeline {
    /// Index into the types.
    pub type_index: usize,
    /// Whether Spot.
    pub spot: bool,
    /// Billed instances, by the second.
    pub instances: Steps,
    /// Surplus CPU credits charged: second and vCPU-minutes.
    pub charged_credits: Vec<(i64, f64)>,
}

/// Why the number of instances changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceCause {
    /// Tasks need more of them: M above the target share of N.
    Needed {
        /// M of the datapoint.
        needed: u32,
    },
    /// Too many for what is needed, for the scale-in delay.
    Surplus {
        /// M of the datapoint.
        needed: u32,
    },
}

/// A change of the number of instances asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceDecision {
    /// When.
    pub second: i64,
    /// Instances before.
    pub from: u32,
    /// Instances after.
    pub to: u32,
    /// Why.
    pub cause: InstanceCause,
}

/// A cluster over time.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterTimeline {
    /// The services.
    pub services: Vec<Arc<ServiceTimeline>>,
    /// Tasks of each job that hold a place, by the second.
    pub jobs: Vec<Steps>,
    /// Billed instances of each type and purchase.
    pub groups: Vec<InstanceTimeline>,
    /// All billed instances.
    pub instances: Steps,
    /// The least credit balance of any instance, each minute from the first simulated one; empty without burstable types.
    pub least_credits: Vec<f32>,
    /// What each service served per second in each minute from the first simulated one; empty without burstable types.
    pub served: Vec<Vec<f64>>,
    /// Minutes of the horizon in which some instance was throttled to its baseline.
    pub throttled_minutes: u64,
    /// The most tasks that waited for room at any time inside the horizon.
    pub most_waiting: u32,
    /// Changes of the number of instances.
    pub decisions: Vec<InstanceDecision>,
}

pub use run::{simulate_cluster, simulate_cluster_by_minute, simulate_cluster_ranked};
