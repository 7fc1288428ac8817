//! The least that any cluster of a combination must run to serve what it has to (rule E25).

use super::cluster_search::Combination;
use super::physics::Candidate;
use super::study::Study;
use super::task_sizes::footprints;
use crate::capacity::{InstanceCapacity, TaskFootprint};
use crate::demand::{WARM_UP_MINUTES, hourly_means};
use crate::scenario::{ClusterScaling, Ec2Settings, Service, SimulationStep, TaskCount};

const SECONDS_PER_HOUR: f64 = 3_600.0;

/// Taken off every floor, so that no sum of floats rules out what it must not.
pub(super) const ROUNDING: f64 = 1e-6;

/// Seconds of low reservation after which a plain group shrinks, less one minute (rule E22).
const PLAIN_SCALE_IN_SECONDS: u32 = 14 * 60;

/// What a service has to have served over the horizon, if it is to meet its objective.
pub(super) struct RequiredWork {
    /// Mean demand per second of every hour, ascending.
    hours: Vec<f64>,
    /// Sums of the hours from each one to the end.
    sums_from: Vec<f64>,
    /// What may stay unserved over all hours, in the same unit.
    may_be_missed: f64,
    /// Whether requests may wait for a later hour.
    may_wait: bool,
}

impl RequiredWork {
    pub(super) fn of(study: &Study<'_>, index: usize) -> Self {
        let service = &study.scenario.services[index];
        let mut hours = match study.scenario.step {
            SimulationStep::Minute => hourly_means(&study.demands[index][WARM_UP_MINUTES as usize..]),
            SimulationStep::Hour => study.hourly_demands[index][WARM_UP_MINUTES as usize / 60..].to_vec(),
        };
        hours.sort_by(f64::total_cmp);
        let mut sums_from = vec![0.0; hours.len() + 1];
        for (position, demand) in hours.iter().enumerate().rev() {
            sums_from[position] = sums_from[position + 1] + demand;
        }
        let may_be_missed = service.objective.max_not_served_percent / 100.0 * sums_from[0];
        Self { hours, sums_from, may_be_missed, may_wait: service.queue_limit > 0.0 }
    }

    /// Hours of instances or tasks that serve `1 / share` per second each, when at least `always` of them run.
    pub(super) fn instance_hours(&self, share: f64, always: f64) -> f64 {
        let count = self.hours.len() as f64;
        let busy = if self.may_wait {
            (self.sums_from[0] * share).max(always * count)
        } else {
            let idle = self.hours.partition_point(|demand| demand * share < always);
            always * idle as f64 + self.sums_from[idle] * share
        };
        (busy - self.may_be_missed * share).max(always * count)
    }
}

/// What every combination of a scenario has to serve.
pub(super) struct WorkFloor<'s, 'a> {
    study: &'s Study<'a>,
    settings: &'s Ec2Settings,
    services: Vec<RequiredWork>,
}

impl<'s, 'a> WorkFloor<'s, 'a> {
    pub(super) fn new(study: &'s Study<'a>, settings: &'s Ec2Settings) -> Self {
        let services = (0..study.scenario.services.len()).map(|index| RequiredWork::of(study, index)).collect();
        Self { study, settings, services }
    }

    /// Instance-seconds inside the horizon without which a combination cannot meet its objectives.
    pub(super) fn instance_seconds(&self, combination: &Combination<'_>) -> f64 {
        let capacities: Vec<InstanceCapacity> =
            combination.types.iter().map(|instance| InstanceCapacity::of(instance, self.settings)).collect();
        let footprints = footprints(self.study, &combination.candidates);
        let always = self.always(&combination.candidates, &footprints, &capacities);
        let hours = match (&self.services[..], &combination.candidates[..]) {
            ([work], [candidate]) => {
                let held = capacities.iter().filter_map(|capacity| capacity.tasks_alone(footprints[0]).ok()).max();
                work.instance_hours(f64::from(held.unwrap_or(1)).recip() / candidate.work.capacity, always)
            }
            _ => self.resource_hours(&combination.candidates, &footprints, &capacities).max(always * self.hours()),
        };
        hours * SECONDS_PER_HOUR * (1.0 - ROUNDING)
    }

    fn hours(&self) -> f64 {
        f64::from(self.study.scenario.horizon.hours())
    }

    /// The instance-hours that the scarcest resource asks for when tasks of all services share instances.
    fn resource_hours(
        &self,
        candidates: &[Candidate],
        footprints: &[TaskFootprint],
        capacities: &[InstanceCapacity],
    ) -> f64 {
        let task_hours = self.services.iter().zip(candidates).map(|(work, candidate)| {
            let share = candidate.work.capacity.recip();
            work.instance_hours(share, 0.0)
        });
        shares(footprints, capacities)
            .iter()
            .map(|shares| shares.iter().zip(task_hours.clone()).map(|(share, hours)| share * hours).sum())
            .fold(0.0, f64::max)
    }

    /// Instances that run at all times.
    fn always(&self, candidates: &[Candidate], footprints: &[TaskFootprint], capacities: &[InstanceCapacity]) -> f64 {
        if let ClusterScaling::Fixed(count) = self.settings.scaling {
            return f64::from(count);
        }
        if !self.keeps_its_least() {
            return 0.0;
        }
        let least = |candidate: &Candidate| f64::from(least_tasks(&candidate.variant.of(self.study)));
        let least: Vec<f64> = candidates.iter().map(least).collect();
        let needed = shares(footprints, capacities)
            .iter()
            .map(|shares| shares.iter().zip(&least).map(|(share, tasks)| share * tasks).sum::<f64>())
            .fold(0.0, f64::max);
        let most = f64::from(self.settings.max_instances.unwrap_or(u32::MAX));
        (needed * (1.0 - ROUNDING)).ceil().min(most).max(f64::from(self.settings.min_instances))
    }

    /// Whether the group never has fewer instances than its least tasks need: none leaves while another is awaited,
    /// and no deployment takes tasks away.
    fn keeps_its_least(&self) -> bool {
        let request = self.settings.instance_request_seconds;
        let is_patient = request <= self.settings.scale_in_delay_seconds && request <= PLAIN_SCALE_IN_SECONDS;
        is_patient && self.study.scenario.services.iter().all(|service| service.deployments.is_none())
    }
}

/// The fewest tasks that a service ever asks for.
pub(super) fn least_tasks(service: &Service) -> u32 {
    match &service.count {
        TaskCount::Fixed(count) => *count,
        TaskCount::Scaled(scaling) => {
            let scheduled = scaling.scheduled.iter().filter_map(|action| action.min_tasks);
            scheduled.chain([scaling.min_tasks]).min().unwrap_or(0)
        }
    }
}

/// For each limit of an instance, the share of it that one task of each service takes; of several types the
/// roomiest counts.
fn shares(footprints: &[TaskFootprint], capacities: &[InstanceCapacity]) -> Vec<Vec<f64>> {
    let largest = |of: &dyn Fn(&InstanceCapacity) -> u32| capacities.iter().map(of).max().unwrap_or(0).max(1);
    let cpu = f64::from(largest(&|capacity| capacity.cpu_units));
    let memory = f64::from(largest(&|capacity| capacity.memory_mib));
    let slots = f64::from(largest(&|capacity| capacity.task_slots.unwrap_or(u32::MAX)));
    let mut limits: Vec<Vec<f64>> = vec![
        footprints.iter().map(|task| f64::from(task.cpu_units) / cpu).collect(),
        footprints.iter().map(|task| f64::from(task.memory_mib) / memory).collect(),
        footprints.iter().map(|_| slots.recip()).collect(),
    ];
    let per_service = f64::from(largest(&|capacity| capacity.tasks_per_service.unwrap_or(u32::MAX)));
    let alone =
        |one: usize| (0..footprints.len()).map(move |other| if one == other { per_service.recip() } else { 0.0 });
    limits.extend((0..footprints.len()).map(|one| alone(one).collect()));
    limits
}
