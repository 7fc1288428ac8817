//! [`Tally`]: what was asked and what was served over the horizon (rules S11, Q2 and Q4).

use super::feed::MinuteLoad;
use super::work::TaskWork;

/// Demand exceeds what is possible when it does by more than rounding.
const TOLERANCE: f64 = 1.0 + 1e-9;

/// Whether `demand` is more than `possible`, apart from rounding (rule S8).
pub(super) fn exceeds(demand: f64, possible: f64) -> bool {
    demand > possible * TOLERANCE
}

/// What `serving` tasks bear at `each`; nothing when there are none, whatever one could.
pub(super) fn borne_by(serving: u32, each: f64) -> f64 {
    if serving == 0 { 0.0 } else { f64::from(serving) * each }
}

/// What was asked and what was served over the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Demand that arrived: requests, or vCPU-seconds.
    pub arrived: f64,
    /// Demand that was served.
    pub served: f64,
    /// Demand that still waits at the end of the horizon.
    pub queued: f64,
    /// Minutes with less capacity than demand.
    pub minutes_short: u64,
    /// Demand of the ticks in which responses were later than the latency objective allows.
    pub late: f64,
    /// Minutes with such ticks.
    pub minutes_late: u64,
    /// Sum over minutes of the serving tasks.
    pub serving_task_minutes: f64,
    not_served: f64,
    mean_cpu_percent: Option<f64>,
}

impl Tally {
    /// Demand neither served nor waiting.
    #[must_use]
    pub fn not_served(&self) -> f64 {
        self.not_served
    }

    /// Demand not served, in percent of what arrived; 0 when nothing arrived.
    #[must_use]
    pub fn not_served_percent(&self) -> f64 {
        if self.arrived > 0.0 { (100.0 * self.not_served / self.arrived).min(100.0) } else { 0.0 }
    }

    /// Demand of late ticks, in percent of what arrived; 0 when nothing arrived.
    #[must_use]
    pub fn late_percent(&self) -> f64 {
        if self.arrived > 0.0 { 100.0 * self.late / self.arrived } else { 0.0 }
    }

    /// Mean CPU utilisation of the serving tasks, percent; `None` when none served.
    #[must_use]
    pub fn mean_cpu_percent(&self) -> Option<f64> {
        self.mean_cpu_percent
    }
}

/// Running sums over steps of equal length (ticks or hours), added in the order of time and multiplied by it at the end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TallySums {
    demand: f64,
    served: f64,
    lost: f64,
    task_steps: u64,
    /// Demand of late steps.
    pub(super) late: f64,
    /// Minutes with a short step.
    pub(super) minutes_short: u64,
    /// Minutes with a late step.
    pub(super) minutes_late: u64,
}

impl TallySums {
    /// Adds one step.
    pub(super) fn add(&mut self, load: MinuteLoad) {
        self.demand += load.demand;
        self.served += load.served;
        self.task_steps += u64::from(load.serving);
        if exceeds(load.demand, load.served) {
            self.lost += load.demand - load.served;
        }
    }

    /// Adds one step without a queue, of so many minutes, with `serving` tasks.
    pub(super) fn add_step(&mut self, demand: f64, serving: u32, work: &TaskWork, minutes: u64) {
        let capacity = borne_by(serving, work.capacity);
        self.demand += demand;
        self.task_steps += u64::from(serving);
        if exceeds(demand, capacity) {
            self.lost += demand - capacity;
            self.minutes_short += minutes;
        }
    }

    /// Adds minutes without a queue that all have `serving` tasks.
    pub(super) fn add_minutes(&mut self, demands: &[f64], serving: u32, work: &TaskWork) {
        let capacity = borne_by(serving, work.capacity);
        let most = capacity * TOLERANCE;
        self.demand = demands.iter().fold(self.demand, |sum, demand| sum + demand);
        self.task_steps += u64::from(serving) * demands.len() as u64;
        // Few chunks are short: a test without branches passes over the others at several minutes a cycle.
        for chunk in demands.chunks(16) {
            if chunk.iter().fold(false, |short, &demand| short | (demand > most)) {
                let short = chunk.iter().filter(|&&demand| demand > most);
                self.minutes_short += short.clone().count() as u64;
                self.lost = short.fold(self.lost, |sum, demand| sum + (demand - capacity));
            }
        }
    }

    /// The tally of steps of `step_seconds`; with a queue, of which so much still waits.
    pub(super) fn finish(&self, step_seconds: i64, work: &TaskWork, queued: Option<f64>) -> Tally {
        let seconds = step_seconds as f64;
        let arrived = seconds * self.demand;
        let (served, not_served) = match queued {
            None => (arrived - seconds * self.lost, seconds * self.lost),
            Some(queued) => {
                let served = seconds * self.served;
                (served, (arrived - served - queued).max(0.0))
            }
        };
        let task_seconds = seconds * self.task_steps as f64;
        Tally {
            arrived,
            served,
            queued: queued.unwrap_or(0.0),
            minutes_short: self.minutes_short,
            late: seconds * self.late,
            minutes_late: self.minutes_late,
            serving_task_minutes: task_seconds / 60.0,
            not_served,
            mean_cpu_percent: (self.task_steps > 0).then(|| work.cpu_percent(served / task_seconds)),
        }
    }
}
