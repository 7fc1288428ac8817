//! The hourly mode, hour by hour: counts are tried from the bottom until every target holds (section H).

use ecsplan::scenario::{AlarmOperator, Scaling, Service, TargetMetric, TaskCount, TaskSize};

use super::work::{Task, maximum};

/// One value for each hour.
#[derive(Debug, Default)]
pub(crate) struct Hours {
    pub(crate) count: Vec<u32>,
    pub(crate) pulls: Vec<u32>,
    pub(crate) missed: Vec<f64>,
    pub(crate) short: Vec<bool>,
}

/// Runs a service over the hours of `minutes` of demand, whose first value is of `first_minute`.
pub(crate) fn hours(service: &Service, size: TaskSize, task: Task, first_minute: i64, minutes: &[f64]) -> Hours {
    let mut hours = Hours::default();
    let (mut bounds, mut held) = match &service.count {
        TaskCount::Fixed(count) => (None, *count),
        TaskCount::Scaled(scaling) => {
            let bounds = Bounds::before(scaling, size, first_minute, first_minute + minutes.len() as i64);
            let least = bounds.least;
            (Some((scaling, bounds)), least)
        }
    };
    for (hour, demands) in minutes.chunks(60).enumerate() {
        let demand = demands.iter().sum::<f64>() / 60.0;
        let first = first_minute + 60 * hour as i64;
        let count = match &mut bounds {
            None => held,
            Some((scaling, bounds)) => {
                bounds.fire(scaling, size, first);
                let asked =
                    if held == 0 { 0 } else { asked(scaling, task, demand, held, bounds.most.max(bounds.least)) };
                asked.max(bounds.least).min(bounds.most.max(bounds.least))
            }
        };
        let can = if count == 0 { 0.0 } else { f64::from(count) * task.q };
        let short = demand > can * (1.0 + 1e-9);
        hours.pulls.push(count.saturating_sub(held));
        hours.missed.push(if short { demand - can } else { 0.0 });
        hours.short.push(short);
        hours.count.push(count);
        held = count;
    }
    hours
}

/// The minimum and the maximum as last set, and the actions still to fire: minute and number.
struct Bounds {
    least: u32,
    most: u32,
    firings: Vec<(i64, usize)>,
}

impl Bounds {
    fn before(scaling: &Scaling, size: TaskSize, first_minute: i64, end: i64) -> Self {
        let mut firings = Vec::new();
        for (number, action) in scaling.scheduled.iter().enumerate() {
            let minutes = action.schedule.firings(first_minute - 31 * 1_440, end);
            firings.extend(minutes.into_iter().map(|minute| (minute, number)));
        }
        firings.sort_unstable();
        let most = maximum(scaling, scaling.max_tasks, size);
        let mut bounds = Self { least: scaling.min_tasks, most, firings };
        bounds.fire(scaling, size, first_minute - 1);
        bounds
    }

    /// Lets everything fire that fires up to a minute.
    fn fire(&mut self, scaling: &Scaling, size: TaskSize, minute: i64) {
        while let Some((_, number)) = self.firings.first().copied().filter(|(at, _)| *at <= minute) {
            let action = &scaling.scheduled[number];
            self.least = action.min_tasks.unwrap_or(self.least);
            self.most = action.max_tasks.map_or(self.most, |most| maximum(scaling, most, size));
            self.firings.remove(0);
        }
    }
}

fn asked(scaling: &Scaling, task: Task, demand: f64, before: u32, most: u32) -> u32 {
    let mut targets: Vec<(TargetMetric, f64)> = Vec::new();
    targets.extend(scaling.target_tracking.iter().map(|policy| (policy.metric, policy.target)));
    targets.extend(scaling.predictive.iter().map(|policy| (policy.metric, policy.target)));
    let rising = [AlarmOperator::Above, AlarmOperator::AtLeast];
    let rises = scaling.step_scaling.iter().filter(|policy| rising.contains(&policy.operator));
    targets.extend(rises.map(|policy| (policy.metric, policy.threshold)));
    let largest = targets.iter().map(|target| least_count(task, *target, demand, most)).max().unwrap_or(0);
    let tracking_takes = scaling.target_tracking.iter().any(|policy| !policy.disable_scale_in);
    let steps_take = scaling.step_scaling.iter().any(|policy| !rising.contains(&policy.operator));
    if tracking_takes || steps_take { largest } else { largest.max(before) }
}

/// The least count at which the metric is at or below its target; the maximum if there is none.
fn least_count(task: Task, (metric, target): (TargetMetric, f64), demand: f64, most: u32) -> u32 {
    let shown = |tasks: u32, demand: f64| {
        let tasks = f64::from(tasks);
        let served = demand.min(tasks * task.q);
        match metric {
            TargetMetric::Cpu => task.cpu_percent(tasks, served),
            TargetMetric::Memory => task.memory_percent(tasks, served),
            TargetMetric::RequestsPerTarget => 60.0 * demand / tasks,
        }
    };
    let full_task_is_fine = metric != TargetMetric::RequestsPerTarget && shown(1, task.q.min(1e15)) <= target;
    let idle_task_is_fine = shown(1, 0.0) <= target;
    if full_task_is_fine || (demand == 0.0 && idle_task_is_fine) {
        return 0;
    }
    (1..=most).find(|count| shown(*count, demand * (1.0 - 1e-11)) <= target).unwrap_or(most)
}
