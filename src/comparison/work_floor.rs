//! The least that any cluster of a combination must run to serve what it has to (rule E25).

use std::cell::OnceCell;

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
    /// Mean demand per second of every hour, in their order.
    in_order: Vec<f64>,
    /// The same, ascending.
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
        let hours = match study.scenario.step {
            SimulationStep::Minute => hourly_means(&study.demands[index][WARM_UP_MINUTES as usize..]),
            SimulationStep::Hour => study.hourly_demands[index][WARM_UP_MINUTES as usize / 60..].to_vec(),
        };
        Self::of_hours(hours, service.objective.max_not_served_percent, service.queue_limit > 0.0)
    }

    pub(super) fn of_hours(in_order: Vec<f64>, may_be_missed_percent: f64, may_wait: bool) -> Self {
        let mut hours = in_order.clone();
        hours.sort_by(f64::total_cmp);
        let mut sums_from = vec![0.0; hours.len() + 1];
        for (position, demand) in hours.iter().enumerate().rev() {
            sums_from[position] = sums_from[position + 1] + demand;
        }
        let may_be_missed = may_be_missed_percent / 100.0 * sums_from[0];
        Self { in_order, hours, sums_from, may_be_missed, may_wait }
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

    /// The same of the `count` busiest hours, where no request may wait.
    pub(super) fn instance_hours_of_busiest(&self, count: usize, share: f64, always: f64) -> f64 {
        let first = self.hours.len() - count.min(self.hours.len());
        let busy = self.hours.partition_point(|demand| demand * share < always).max(first);
        let hours = always * (busy - first) as f64 + self.sums_from[busy] * share;
        (hours - self.may_be_missed * share).max(always * count as f64)
    }
}

/// What every combination of a scenario has to serve.
pub(super) struct WorkFloor<'s, 'a> {
    study: &'s Study<'a>,
    settings: &'s Ec2Settings,
    services: Vec<RequiredWork>,
    busiest_sums: OnceCell<Vec<Vec<f64>>>,
}

impl<'s, 'a> WorkFloor<'s, 'a> {
    pub(super) fn new(study: &'s Study<'a>, settings: &'s Ec2Settings) -> Self {
        let services = (0..study.scenario.services.len()).map(|index| RequiredWork::of(study, index)).collect();
        Self { study, settings, services, busiest_sums: OnceCell::new() }
    }

    /// Instance-seconds inside the horizon without which a combination cannot meet its objectives.
    pub(super) fn instance_seconds(&self, combination: &Combination<'_>) -> f64 {
        let needs = self.needs(combination);
        let hours = match (&self.services[..], needs.only) {
            ([work], Some(share)) => work.instance_hours(share, needs.always),
            _ => {
                let hours = |(work, share): (&RequiredWork, &f64)| work.instance_hours(*share, 0.0);
                let task_hours = self.services.iter().zip(&needs.of_tasks).map(hours).collect::<Vec<_>>();
                needs.scarcest(&task_hours).max(needs.always * self.hours())
            }
        };
        hours * SECONDS_PER_HOUR * (1.0 - ROUNDING)
    }

    /// The same of the `count` hours with the most demand; `None` where requests may wait for an hour.
    pub(super) fn instance_seconds_of_busiest(&self, combination: &Combination<'_>, count: usize) -> Option<f64> {
        if self.services.iter().any(|work| work.may_wait) {
            return None;
        }
        let needs = self.needs(combination);
        let hours = match (&self.services[..], needs.only) {
            ([work], Some(share)) => work.instance_hours_of_busiest(count, share, needs.always),
            _ => {
                let sums = self.busiest_sums();
                let hours = |((work, share), sums): ((&RequiredWork, &f64), &Vec<f64>)| {
                    (sums[count] - work.may_be_missed).max(0.0) * share
                };
                let task_hours: Vec<f64> = self.services.iter().zip(&needs.of_tasks).zip(sums).map(hours).collect();
                needs.scarcest(&task_hours).max(needs.always * count as f64)
            }
        };
        Some(hours * SECONDS_PER_HOUR * (1.0 - ROUNDING))
    }

    /// For each service, its demand summed over the busiest hours: of several services, those with the largest shares of
    /// all their demand.
    fn busiest_sums(&self) -> &[Vec<f64>] {
        self.busiest_sums.get_or_init(|| {
            let share_of = |hour: usize| {
                let of_service = |work: &RequiredWork| work.in_order[hour] / work.sums_from[0].max(f64::MIN_POSITIVE);
                self.services.iter().map(of_service).sum::<f64>()
            };
            let hours = self.study.scenario.horizon.hours() as usize;
            let mut busiest: Vec<(f64, usize)> = (0..hours).map(|hour| (share_of(hour), hour)).collect();
            busiest.sort_by(|(one, first), (other, second)| other.total_cmp(one).then(first.cmp(second)));
            let sums = |work: &RequiredWork| {
                let demand = busiest.iter().map(|&(_, hour)| work.in_order[hour]);
                let add = |sum: &mut f64, demand: f64| {
                    *sum += demand;
                    Some(*sum)
                };
                std::iter::once(0.0).chain(demand.scan(0.0, add)).collect()
            };
            self.services.iter().map(sums).collect()
        })
    }

    fn needs(&self, combination: &Combination<'_>) -> Needs {
        let capacities: Vec<InstanceCapacity> =
            combination.types.iter().map(|instance| InstanceCapacity::of(instance, self.settings)).collect();
        let footprints = footprints(self.study, &combination.candidates);
        let always = self.always(&combination.candidates, &footprints, &capacities);
        let only = match (&self.services[..], &combination.candidates[..]) {
            ([_], [candidate]) => {
                let held = capacities.iter().filter_map(|capacity| capacity.tasks_alone(footprints[0]).ok()).max();
                Some(f64::from(held.unwrap_or(1)).recip() / candidate.work.capacity)
            }
            _ => None,
        };
        let of_tasks = combination.candidates.iter().map(|candidate| candidate.work.capacity.recip()).collect();
        let shares = if only.is_some() { Vec::new() } else { shares(&footprints, &capacities) };
        Needs { shares, of_tasks, always, only }
    }

    fn hours(&self) -> f64 {
        f64::from(self.study.scenario.horizon.hours())
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

/// What a combination asks of its instances.
struct Needs {
    /// For each limit of an instance, the share of it that a task of each service takes; of several services.
    shares: Vec<Vec<f64>>,
    /// The share of a task that a request per second of each service takes.
    of_tasks: Vec<f64>,
    /// Instances that run at all times.
    always: f64,
    /// Of a lone service: the share of an instance that a request per second takes.
    only: Option<f64>,
}

impl Needs {
    /// The instance-hours that the scarcest resource asks for when tasks of all services share instances.
    fn scarcest(&self, task_hours: &[f64]) -> f64 {
        let of_limit = |shares: &Vec<f64>| shares.iter().zip(task_hours).map(|(share, hours)| share * hours).sum();
        self.shares.iter().map(of_limit).fold(0.0, f64::max)
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
