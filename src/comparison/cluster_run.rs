//! A combination of sizes and instance type as its cluster really runs (rules E10 to E22).

use std::sync::Arc;

use super::cluster_search::Combination;
use super::physics::{Candidate, RunKey, meets, work_on};
use super::study::Study;
use super::task_sizes::{footprint, usable_vcpu};
use crate::capacity::{
    ClusterInputs, ClusterTimeline, ClusterType, CreditTerms, Hardware, InstanceCapacity, LaunchPath, ServiceInputs,
    TaskFootprint, simulate_cluster,
};
use crate::pricing::InstanceType;
use crate::scenario::{ClusterScaling, Ec2Settings, PlacementStrategy, PurchaseMix, Service, SimulationStep, TaskSize};

/// Seed of the random choices of placement (rule E23).
const SEED: u64 = 1;

/// How the instances of a group are bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Purchases {
    /// All alike: on demand or Spot makes no difference to what runs.
    Alike,
    /// Shares of one group, as a mixed instances policy has them.
    Mixed(PurchaseMix),
    /// Two groups, among which capacity-provider strategies share the tasks.
    ByStrategy,
}

/// What makes two simulations of a cluster the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct SimulationKey {
    pub(super) runs: Vec<RunKey>,
    /// Jobs are on a cluster all together, or not at all.
    pub(super) with_jobs: bool,
    pub(super) types: Vec<TypeKey>,
    pub(super) purchase: Purchases,
    pub(super) placement: Option<Vec<PlacementStrategy>>,
}

/// All that a simulation sees of an instance type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct TypeKey {
    room: Room,
    /// Burstable types differ in their credits.
    burstable: Option<String>,
}

/// What of an instance's capacity makes a difference to what happens on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Room {
    /// Tasks of the only service: all tasks are alike.
    Tasks(u32),
    Capacity(InstanceCapacity),
}

/// The key of `instance` in a group of its own or with others, for tasks of these candidates.
pub(super) fn type_key(
    study: &Study<'_>,
    settings: &Ec2Settings,
    screened: &Combination<'_>,
    instance: &InstanceType,
) -> TypeKey {
    let capacity = InstanceCapacity::of(instance, settings);
    // A plain group looks at the reservation of CPU and memory, other groups at whole instances only.
    let counts_instances = !matches!(settings.scaling, ClusterScaling::TargetTracking { .. });
    let only = match (&study.scenario.services[..], &screened.candidates[..]) {
        ([service], [candidate]) if study.scenario.jobs.is_empty() => Some(footprint(service, candidate.size)),
        _ => None,
    };
    let alone = only.filter(|_| counts_instances && screened.types.len() == 1);
    let room = match alone.map(|task| capacity.tasks_alone(task)) {
        Some(Ok(tasks)) => Room::Tasks(tasks),
        _ => Room::Capacity(capacity),
    };
    TypeKey { room, burstable: instance.burstable.then(|| instance.name.clone()) }
}

/// A combination, simulated.
#[derive(Clone, Debug)]
pub(super) struct ClusterRun<'a> {
    pub(super) types: Vec<&'a InstanceType>,
    pub(super) instance: &'a InstanceType,
    /// One per service, with the timeline on this cluster.
    pub(super) candidates: Vec<Candidate>,
    pub(super) timeline: Arc<ClusterTimeline>,
    pub(super) instance_seconds: i64,
    screened: Combination<'a>,
}

impl<'a> ClusterRun<'a> {
    pub(super) fn of(study: &Study<'_>, screened: &Combination<'a>, timeline: Arc<ClusterTimeline>) -> Self {
        let services = study.scenario.services.iter().zip(&screened.candidates).zip(&timeline.services);
        let candidate = |((service, candidate), run): ((&Service, &Candidate), &Arc<_>)| Candidate {
            timeline: Arc::clone(run),
            meets_objective: meets(service, run),
            ..candidate.clone()
        };
        Self {
            types: screened.types.clone(),
            instance: screened.instance,
            candidates: services.map(candidate).collect(),
            instance_seconds: timeline.instances.total_seconds(study.first_second(), study.end_second()),
            timeline,
            screened: screened.clone(),
        }
    }

    /// CPU units and memory of one task of each service, summed.
    pub(super) fn sizes(&self) -> (u64, u64) {
        summed_sizes(&self.candidates)
    }

    /// The combination that was simulated.
    pub(super) fn screened(&self) -> &Combination<'a> {
        &self.screened
    }

    /// Which limit fills an instance first.
    pub(super) fn binding_limit(&self, settings: &Ec2Settings, footprints: &[TaskFootprint]) -> &'static str {
        InstanceCapacity::of(self.instance, settings).binding_limit(footprints)
    }

    pub(super) fn meets_objective(&self) -> bool {
        self.candidates.iter().all(|candidate| candidate.meets_objective)
    }

    pub(super) fn not_served_percent(&self) -> f64 {
        let worst = |candidate: &Candidate| candidate.timeline.tally.not_served_percent();
        self.candidates.iter().map(worst).fold(0.0, f64::max)
    }
}

/// CPU units and memory of one task of each service, summed (rule O5).
pub(super) fn summed_sizes(candidates: &[Candidate]) -> (u64, u64) {
    let sum = |of: fn(&TaskSize) -> u32| candidates.iter().map(|candidate| u64::from(of(&candidate.size))).sum();
    (sum(|size| size.cpu_units), sum(|size| size.memory_mib))
}

/// Simulates the cluster of a combination.
pub(super) fn run_cluster(
    study: &Study<'_>,
    settings: &Ec2Settings,
    screened: &Combination<'_>,
    purchase: Purchases,
    placement: Option<&[PlacementStrategy]>,
) -> ClusterTimeline {
    let services = placed_services(study, &screened.candidates, placement);
    let inputs: Vec<ServiceInputs<'_>> =
        (0..services.len()).map(|index| service_inputs(study, settings, screened, index, &services[index])).collect();
    let of_jobs = study
        .scenario
        .jobs
        .iter()
        .map(|job| TaskFootprint { cpu_units: job.task_size.cpu_units, memory_mib: job.task_size.memory_mib });
    let of_services =
        services.iter().zip(&screened.candidates).map(|(service, candidate)| footprint(service, candidate.size));
    let footprints: Vec<TaskFootprint> = of_services.chain(of_jobs).collect();
    let types: Vec<ClusterType> = screened.types.iter().map(|instance| cluster_type(instance, settings)).collect();
    simulate_cluster(&ClusterInputs {
        services: &inputs,
        jobs: &study.scenario.jobs,
        footprints: &footprints,
        types: &types,
        purchase: match purchase {
            Purchases::Mixed(mix) => Some(mix),
            Purchases::Alike | Purchases::ByStrategy => None,
        },
        spot: false,
        by_strategy: purchase == Purchases::ByStrategy,
        settings,
        horizon: &study.scenario.horizon,
        seed: SEED,
    })
}

fn cluster_type(instance: &InstanceType, settings: &Ec2Settings) -> ClusterType {
    ClusterType {
        capacity: InstanceCapacity::of(instance, settings),
        credits: CreditTerms::of(instance, settings.credit_mode),
    }
}

/// The services as they are scaled, with another placement when one is asked for.
fn placed_services(
    study: &Study<'_>,
    candidates: &[Candidate],
    placement: Option<&[PlacementStrategy]>,
) -> Vec<Service> {
    let scaled = |candidate: &Candidate| candidate.variant.of(study).into_owned();
    let mut services: Vec<Service> = candidates.iter().map(scaled).collect();
    if let Some(placement) = placement {
        services.iter_mut().for_each(|service| service.placement = placement.to_vec());
    }
    services
}

fn service_inputs<'i>(
    study: &'i Study<'_>,
    settings: &Ec2Settings,
    screened: &Combination<'_>,
    index: usize,
    service: &'i Service,
) -> ServiceInputs<'i> {
    let size = screened.candidates[index].size;
    let instance = screened.instance;
    let hardware = Hardware::Ec2 { family: instance.family(), architecture: instance.architecture };
    let alone = InstanceCapacity::of(instance, settings).tasks_alone(footprint(service, size)).unwrap_or(1);
    let work = work_on(study, service, size, hardware, usable_vcpu(service, size, instance, alone));
    ServiceInputs {
        service,
        cpu_units: size.cpu_units,
        work: work.expect("screening has worked it out for this size and type"),
        path: LaunchPath::Fargate { provisioning_seconds: 0 },
        first_minute: study.first_minute,
        horizon_minute: study.scenario.horizon.first_minute(),
        step: SimulationStep::Minute,
        explained: study.explained,
        demand: &study.demands[index],
    }
}
