//! [`Feed`]: the datapoints of one metric as a policy gets to see them (rules S2 and S9).

use std::collections::VecDeque;

use super::work::TaskWork;
use crate::scenario::{Resolution, TargetMetric};

/// The tasks and the load of one tick, from which every metric follows.
#[derive(Clone, Copy, Debug)]
pub(super) struct MinuteLoad {
    /// Tasks that served.
    pub(super) serving: u32,
    /// Served per second.
    pub(super) served: f64,
    /// Arrived per second.
    pub(super) demand: f64,
}

/// One datapoint: the metric and the tasks that produced it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Datapoint {
    /// The metric's value.
    pub(super) value: f64,
    /// Tasks that served; a mean when the datapoint covers several ticks.
    pub(super) tasks: f64,
}

/// The ticks of a datapoint that is not complete yet.
#[derive(Clone, Copy, Debug, Default)]
struct Gathered {
    ticks: u32,
    ticks_with_tasks: f64,
    tasks: f64,
    weighted: f64,
}

/// The datapoints of a metric on their way to a policy.
#[derive(Clone, Debug)]
pub(super) struct Feed {
    metric: TargetMetric,
    period_seconds: i64,
    ticks_per_period: u32,
    delay_periods: usize,
    gathered: Gathered,
    hidden: VecDeque<Option<Datapoint>>,
    visible: Option<Datapoint>,
    recent: VecDeque<f64>,
    kept: usize,
}

impl Feed {
    /// A feed that remembers the last `kept` datapoints.
    pub(super) fn new(
        metric: TargetMetric,
        resolution: Resolution,
        tick_seconds: i64,
        delay_seconds: u32,
        kept: usize,
    ) -> Self {
        let period = resolution.seconds();
        Self {
            metric,
            period_seconds: i64::from(period),
            ticks_per_period: (i64::from(period) / tick_seconds) as u32,
            delay_periods: delay_seconds.div_ceil(period) as usize,
            gathered: Gathered::default(),
            hidden: VecDeque::new(),
            visible: None,
            recent: VecDeque::with_capacity(kept + 1),
            kept,
        }
    }

    /// Whether a policy on this feed may act at `second` (rule S2).
    pub(super) const fn acts_at(&self, second: i64) -> bool {
        second.rem_euclid(self.period_seconds) == 0
    }

    /// The newest datapoint in sight.
    pub(super) const fn visible(&self) -> Option<Datapoint> {
        self.visible
    }

    /// The newest `count` datapoints, oldest first.
    pub(super) fn newest(&self, count: usize) -> Vec<f64> {
        self.recent.iter().skip(self.recent.len().saturating_sub(count)).copied().collect()
    }

    /// Records the load of the tick that just ended; the datapoint that comes into sight with it, missing or not.
    pub(super) fn observe(&mut self, work: &TaskWork, load: MinuteLoad) -> Option<Option<Datapoint>> {
        let datapoint = self.complete(self.metric_of(work, load))?;
        self.hidden.push_back(datapoint);
        if self.hidden.len() <= self.delay_periods {
            return None;
        }
        self.visible = self.hidden.pop_front().flatten();
        match self.visible {
            Some(point) => self.remember(point.value),
            None => self.recent.clear(),
        }
        Some(self.visible)
    }

    fn remember(&mut self, value: f64) {
        if self.recent.len() == self.kept {
            self.recent.pop_front();
        }
        self.recent.push_back(value);
    }

    fn metric_of(&self, work: &TaskWork, load: MinuteLoad) -> Option<Datapoint> {
        if load.serving == 0 {
            return None;
        }
        let tasks = f64::from(load.serving);
        let value = match self.metric {
            TargetMetric::Cpu => work.cpu_percent(load.served / tasks),
            TargetMetric::Memory => work.memory_percent(load.served / tasks),
            TargetMetric::RequestsPerTarget => 60.0 * load.demand / tasks,
        };
        Some(Datapoint { value, tasks })
    }

    /// The datapoint of a period, once all its ticks are there: the mean over all samples of tasks.
    fn complete(&mut self, tick: Option<Datapoint>) -> Option<Option<Datapoint>> {
        if self.ticks_per_period == 1 {
            return Some(tick);
        }
        let gathered = &mut self.gathered;
        gathered.ticks += 1;
        if let Some(point) = tick {
            gathered.ticks_with_tasks += 1.0;
            gathered.tasks += point.tasks;
            gathered.weighted += point.tasks * point.value;
        }
        if gathered.ticks < self.ticks_per_period {
            return None;
        }
        let Gathered { ticks_with_tasks, tasks, weighted, .. } = std::mem::take(gathered);
        let mean = || Datapoint { value: weighted / tasks, tasks: tasks / ticks_with_tasks };
        Some((tasks > 0.0).then(mean))
    }
}
