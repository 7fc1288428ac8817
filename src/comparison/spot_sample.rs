//! [`sample_spot`]: an option with the Spot interruptions of one seed (rules I6 to I9).

use std::sync::Arc;

use super::assemble::not_served_of;
use super::interruptions::{SpotExposure, SpotPool};
use super::option::{Outcome, ServiceOutcome};
use super::timeline::{CapacityTimeline, ServiceHistory, WorkloadTimeline};
use crate::capacity::{
    Disturbed, Draw, Steps, Undisturbed, free_first_hours, replacement_serves, sample_interruptions,
};
use crate::money::{Money, Quantity};
use crate::scenario::{Scenario, Service};

/// What a sampled run came to, over the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SpotFigures {
    /// Instances, or Fargate tasks, that were interrupted.
    pub interruptions: u64,
    /// Tasks that had to start again somewhere else.
    pub task_restarts: u64,
    /// Minutes of tasks that would have served, over all services.
    pub missing_task_minutes: f64,
    /// Not served over all services, percent of all that arrived.
    pub not_served_percent: f64,
    /// Short minutes, summed over services.
    pub minutes_short: u64,
    /// Instances that EC2 interrupted in their first hour.
    pub free_first_hours: u64,
    /// What these would have cost; the bill has it all the same.
    pub not_charged: Money,
}

/// An option with the interruptions of one seed.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotRun {
    /// The seed.
    pub seed: u64,
    /// What it came to.
    pub figures: SpotFigures,
    /// The option's timeline with the tasks missing that are interrupted; what runs and is billed is as it was.
    pub timeline: CapacityTimeline,
    /// Tasks that had to start again, of each workload of the timeline.
    pub restarts: Vec<TaskRestarts>,
    /// When instances were interrupted, and how many; one per group of the timeline.
    pub interrupted: Vec<Vec<(i64, u32)>>,
}

/// Tasks of a workload that had to start again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRestarts {
    /// The service or job.
    pub workload: String,
    /// The second of the interruption, and how many; ascending.
    pub counts: Vec<(i64, u32)>,
}

/// Draws the interruptions of an option's Spot capacity and takes the interrupted tasks from its timeline; `None` without Spot.
///
/// Scaling does not react to what is missing.
#[must_use]
pub fn sample_spot(scenario: &Scenario, outcome: &Outcome, seed: u64) -> Option<SpotRun> {
    let exposure = &outcome.interruptions.as_ref()?.exposure;
    let from = scenario.horizon.first_minute() * 60;
    let sampler = Sampler { exposure, seed, from, to: from + scenario.horizon.seconds() };
    let mut run = SpotRun {
        seed,
        figures: SpotFigures::without_interruptions(outcome),
        timeline: outcome.timeline.clone(),
        restarts: outcome.timeline.workloads.iter().map(TaskRestarts::none_of).collect(),
        interrupted: vec![Vec::new(); outcome.timeline.instances.len()],
    };
    let mut kinds = exposure.first_kind_of_instances();
    for pool in &exposure.pools {
        match pool.fargate_hazard {
            Some(hazard) => sampler.interrupt_tasks(pool, hazard, &mut run),
            None => sampler.interrupt_instances(pool, &mut kinds, &mut run),
        }
    }
    take_missing(scenario, outcome, exposure, &mut run);
    Some(run)
}

impl SpotExposure {
    /// The kind that the first group of Spot instances is (rule I7): after the workloads where any is on Fargate Spot.
    fn first_kind_of_instances(&self) -> std::ops::RangeFrom<u32> {
        let has_fargate = self.pools.iter().any(|pool| pool.fargate_hazard.is_some());
        number_of(if has_fargate { self.tasks.len() } else { 0 })..
    }
}

/// A place as draws count it.
fn number_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

impl SpotFigures {
    /// An option as it is when nothing is interrupted.
    pub(super) fn without_interruptions(outcome: &Outcome) -> Self {
        let (not_served_percent, minutes_short) = (outcome.not_served_percent, outcome.minutes_short);
        Self { not_served_percent, minutes_short, ..Self::default() }
    }
}

impl TaskRestarts {
    fn none_of(workload: &WorkloadTimeline) -> Self {
        Self { workload: workload.name().to_owned(), counts: Vec::new() }
    }

    fn total(&self) -> u64 {
        self.counts.iter().map(|&(_, count)| u64::from(count)).sum()
    }
}

/// Where the interruptions come from.
#[derive(Clone, Copy)]
struct Sampler<'a> {
    exposure: &'a SpotExposure,
    seed: u64,
    from: i64,
    to: i64,
}

impl Sampler<'_> {
    fn interruptions(&self, kind: u32, hazard: f64, capacity: &Steps) -> Vec<(i64, u32)> {
        sample_interruptions(Draw::When.seed(self.seed, kind), hazard, capacity, self.from, self.to)
    }

    /// Fargate interrupts one task at a time.
    fn interrupt_tasks(&self, pool: &SpotPool, hazard: f64, run: &mut SpotRun) {
        for &workload in &pool.workloads {
            let restarts = &mut run.restarts[workload];
            restarts.counts = self.interruptions(number_of(workload), hazard, &self.exposure.tasks[workload].tasks);
            run.figures.interruptions += restarts.total();
            run.figures.task_restarts += restarts.total();
        }
    }

    /// EC2 interrupts instances, each with its share of every workload's tasks.
    fn interrupt_instances(&self, pool: &SpotPool, kinds: &mut std::ops::RangeFrom<u32>, run: &mut SpotRun) {
        let groups = pool.groups.start..pool.groups.end.min(run.timeline.instances.len());
        let running = run.timeline.instances[groups.clone()].iter().map(|group| &group.running);
        let all = running.fold(Steps::default(), |sum, running| sum.plus(running));
        let with_interrupted = run.timeline.instances[groups.clone()].iter().zip(&mut run.interrupted[groups]);
        let of_spot = with_interrupted.filter(|(group, _)| group.spot);
        for ((instances, (_, interrupted)), kind) in pool.instances.iter().zip(of_spot).zip(kinds) {
            *interrupted = self.interruptions(kind, instances.hazard_per_hour, &instances.running);
            let seconds = one_by_one(interrupted);
            run.figures.interruptions += seconds.len() as u64;
            let pick = |number| Draw::Instance.number(self.seed, kind, number);
            let free = free_first_hours(&instances.running, &seconds, self.from, pick);
            run.figures.free_first_hours += free.instances;
            let price = instances.price.unwrap_or(Money::ZERO);
            run.figures.not_charged += Quantity::new(i128::from(free.seconds), 3_600).cost_at(price);
            for &workload in &pool.workloads {
                let draw = Draw::Tasks(number_of(workload));
                let number = |interruption| draw.number(self.seed, kind, interruption);
                let held = held_by(&self.exposure.tasks[workload].tasks, &all, &seconds, number);
                run.restarts[workload].counts.extend(held);
            }
        }
        for &workload in &pool.workloads {
            let restarts = &mut run.restarts[workload];
            restarts.counts = summed(std::mem::take(&mut restarts.counts));
            run.figures.task_restarts += restarts.total();
        }
    }
}

/// The second of every interruption.
fn one_by_one(interrupted: &[(i64, u32)]) -> Vec<i64> {
    interrupted.iter().flat_map(|&(second, count)| std::iter::repeat_n(second, count as usize)).collect()
}

/// The tasks that each interrupted instance holds: tasks over instances, rounded up as often as the fraction says.
fn held_by(tasks: &Steps, instances: &Steps, interrupted: &[i64], number: impl Fn(u64) -> f64) -> Vec<(i64, u32)> {
    let held = |(index, &second): (u64, &i64)| {
        let share = f64::from(tasks.at(second)) / f64::from(instances.at(second).max(1));
        (second, (share + number(index)) as u32)
    };
    (0..).zip(interrupted).map(held).filter(|&(_, count)| count > 0).collect()
}

/// In order of time, one entry a second.
fn summed(mut counts: Vec<(i64, u32)>) -> Vec<(i64, u32)> {
    counts.sort_unstable_by_key(|&(second, _)| second);
    let mut sums: Vec<(i64, u32)> = Vec::new();
    for (second, count) in counts {
        match sums.last_mut() {
            Some((known, sum)) if *known == second => *sum += count,
            _ => sums.push((second, count)),
        }
    }
    sums
}

/// Takes the interrupted tasks from what serves, and counts what that changes.
fn take_missing(scenario: &Scenario, outcome: &Outcome, exposure: &SpotExposure, run: &mut SpotRun) {
    let mut services = outcome.services.clone();
    let histories = run.timeline.workloads.iter_mut().zip(&run.restarts);
    let of_services = scenario.services.iter().zip(histories).zip(exposure.tasks.iter().zip(&mut services));
    for ((service, (workload, restarts)), (exposed, figures)) in of_services {
        let WorkloadTimeline::Service(history) = workload else { continue };
        if restarts.counts.is_empty() {
            continue;
        }
        let missing = missing_tasks(service, &restarts.counts, exposed.recovery_seconds);
        let disturbed = undisturbed(scenario, service, history).without(&missing);
        count(&disturbed, figures, &mut run.figures);
        disturb(history, disturbed);
    }
    if run.figures.missing_task_minutes > 0.0 {
        run.figures.not_served_percent = not_served_of(scenario, &services);
    }
}

/// Tasks that are missing, each from its interruption until its replacement serves.
fn missing_tasks(service: &Service, restarts: &[(i64, u32)], recovery_seconds: u32) -> Steps {
    let gap = |&(second, count): &(i64, u32)| {
        let count = i64::from(count);
        [(second, count), (replacement_serves(service, second, recovery_seconds), -count)]
    };
    Steps::from_deltas(restarts.iter().flat_map(gap).collect())
}

fn undisturbed<'a>(scenario: &Scenario, service: &Service, history: &'a ServiceHistory) -> Undisturbed<'a> {
    let horizon_minute = scenario.horizon.first_minute();
    Undisturbed {
        demand: &history.demand,
        first_minute: history.first_minute,
        horizon_minute,
        end_minute: horizon_minute + scenario.horizon.seconds() / 60,
        serving: &history.capacity.serving,
        capacity: history.work.capacity,
        queue_limit: service.queue_limit,
        minutes: history.minutes.as_deref(),
    }
}

fn count(disturbed: &Disturbed, service: &mut ServiceOutcome, figures: &mut SpotFigures) {
    service.served += disturbed.served_change;
    service.queued += disturbed.queued_change;
    figures.missing_task_minutes += disturbed.missing_task_seconds as f64 / 60.0;
    figures.minutes_short += disturbed.more_minutes_short;
}

/// Writes what changed into a service's history.
fn disturb(history: &mut ServiceHistory, disturbed: Disturbed) {
    if let Some(minutes) = &history.minutes {
        let mut minutes = minutes.to_vec();
        for (minute, here) in disturbed.minutes {
            let index = usize::try_from(minute - history.first_minute).ok();
            index.and_then(|index| minutes.get_mut(index)).into_iter().for_each(|known| *known = here);
        }
        history.minutes = Some(minutes.into());
    }
    let mut capacity = (*history.capacity).clone();
    capacity.serving = disturbed.serving;
    history.capacity = Arc::new(capacity);
}
