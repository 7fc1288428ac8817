//! Target tracking: proposals, cooldowns, and how several policies agree (rules S4 to S6).

use std::collections::VecDeque;

use super::alarm::{Alarms, Datapoint};
use super::ceil_count;
use super::work::TaskWork;
use crate::scenario::{TargetMetric, TargetTracking};

/// A scale-out cooldown that is running.
#[derive(Clone, Copy, Debug)]
struct OutCooldown {
    until: i64,
    base_tasks: u32,
}

/// One policy with its state.
#[derive(Clone, Debug)]
struct PolicyState {
    policy: TargetTracking,
    alarms: Alarms,
    hidden: VecDeque<Option<Datapoint>>,
    visible: Option<Datapoint>,
    out_cooldown: Option<OutCooldown>,
    in_cooldown_until: i64,
}

/// The tasks and the load of one minute, from which every metric follows.
#[derive(Clone, Copy, Debug)]
pub(super) struct MinuteLoad {
    pub(super) serving: u32,
    pub(super) served: f64,
    pub(super) demand: f64,
}

/// All target-tracking policies of a service.
#[derive(Clone, Debug)]
pub(super) struct Policies {
    states: Vec<PolicyState>,
    delay_minutes: usize,
}

/// Whole minutes that hold `seconds`.
fn minutes_for(seconds: u32) -> i64 {
    i64::from(seconds.div_ceil(60))
}

impl PolicyState {
    fn new(policy: TargetTracking) -> Self {
        Self {
            policy,
            alarms: Alarms::new(policy.target),
            hidden: VecDeque::new(),
            visible: None,
            out_cooldown: None,
            in_cooldown_until: i64::MIN,
        }
    }

    fn metric(&self, work: &TaskWork, load: MinuteLoad) -> Option<Datapoint> {
        if load.serving == 0 {
            return None;
        }
        let tasks = f64::from(load.serving);
        let value = match self.policy.metric {
            TargetMetric::Cpu => work.cpu_percent(load.served / tasks),
            TargetMetric::Memory => work.memory_percent(load.served / tasks),
            TargetMetric::RequestsPerTarget => 60.0 * load.demand / tasks,
        };
        Some(Datapoint { value, tasks: load.serving })
    }

    /// ⌈base · value / target⌉, where base is what produced the metric or what began the cooldown (rule S4).
    fn proposal(&self, minute: i64, for_scale_out: bool) -> Option<u32> {
        let point = self.visible?;
        let base = match self.out_cooldown {
            Some(cooldown) if for_scale_out && minute < cooldown.until => cooldown.base_tasks,
            _ => point.tasks,
        };
        Some(ceil_count(f64::from(base) * point.value / self.policy.target))
    }

    fn begin_out_cooldown(&mut self, minute: i64) {
        let running = self.out_cooldown.filter(|cooldown| minute < cooldown.until);
        let observed = self.visible.map_or(0, |point| point.tasks);
        let base_tasks = running.map_or(observed, |cooldown| cooldown.base_tasks);
        let until = minute + minutes_for(self.policy.scale_out_cooldown_seconds);
        self.out_cooldown = Some(OutCooldown { until, base_tasks });
    }

    fn may_scale_in(&self, minute: i64) -> bool {
        self.alarms.is_low() && minute >= self.in_cooldown_until
    }
}

impl Policies {
    pub(super) fn new(policies: &[TargetTracking], detection_delay_seconds: u32) -> Self {
        let states = policies.iter().map(|&policy| PolicyState::new(policy)).collect();
        Self { states, delay_minutes: detection_delay_seconds.div_ceil(60) as usize }
    }

    /// Records the datapoints of the minute that just ended; each becomes visible after the detection delay.
    pub(super) fn observe(&mut self, work: &TaskWork, load: MinuteLoad) {
        for state in &mut self.states {
            let datapoint = state.metric(work, load);
            state.hidden.push_back(datapoint);
            if state.hidden.len() > self.delay_minutes {
                state.visible = state.hidden.pop_front().flatten();
                state.alarms.observe(state.visible);
            }
        }
    }

    /// The desired count that the policies ask for at the start of `minute`.
    pub(super) fn decide(&mut self, minute: i64, desired: u32, least: u32, most: u32) -> u32 {
        self.scale_out(minute, desired, most).or_else(|| self.scale_in(minute, desired, least)).unwrap_or(desired)
    }

    fn scale_out(&mut self, minute: i64, desired: u32, most: u32) -> Option<u32> {
        let asked = |state: &PolicyState| state.alarms.is_high().then(|| state.proposal(minute, true)).flatten();
        let largest = self.states.iter().filter_map(asked).max()?.min(most);
        if largest <= desired {
            return None;
        }
        for state in &mut self.states {
            if asked(state).is_some_and(|proposal| proposal > desired) {
                state.begin_out_cooldown(minute);
            }
            state.in_cooldown_until = i64::MIN;
        }
        Some(largest)
    }

    fn scale_in(&mut self, minute: i64, desired: u32, least: u32) -> Option<u32> {
        let mut enabled = self.states.iter().filter(|state| !state.policy.disable_scale_in).peekable();
        enabled.peek()?;
        if !enabled.clone().all(|state| state.may_scale_in(minute)) {
            return None;
        }
        let largest = enabled.filter_map(|state| state.proposal(minute, false)).max()?.max(least);
        if largest >= desired {
            return None;
        }
        for state in self.states.iter_mut().filter(|state| !state.policy.disable_scale_in) {
            state.in_cooldown_until = minute + minutes_for(state.policy.scale_in_cooldown_seconds);
        }
        Some(largest)
    }
}
