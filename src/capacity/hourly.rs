//! The hourly mode: a service as a steady state, one count for each hour (rules H1 to H5).

use super::ceil_count;
use super::control::Control;
use super::scaling_limits::Limits;
use super::service::{ServiceInputs, ServiceTimeline};
use super::steps::Steps;
use super::tally::TallySums;
use super::work::TaskWork;
use crate::scenario::{AlarmOperator, Scaling, TargetMetric, TaskCount};

/// Seconds and minutes of an hour.
const HOUR_SECONDS: i64 = 3_600;
const HOUR_MINUTES: u32 = 60;

/// Runs the service over every hour of `demand`, as a steady state.
///
/// There are no alarms, cooldowns or starting tasks: every hour has the tasks that its mean demand asks for.
#[must_use]
pub fn simulate_service_by_hour(inputs: &ServiceInputs<'_>) -> ServiceTimeline {
    let mut control = Control::of(inputs);
    let need = Need::of(inputs);
    let mut run = HourlyRun::new(inputs, control.first_desired());
    let mut hour = 0;
    while hour < inputs.demand.len() {
        let bounds = control.bounds_at(inputs.first_minute + hour as i64 * i64::from(HOUR_MINUTES));
        // A change within an hour is in force from the next whole hour on.
        let hour_of = |minute: i64| hours_for(minute - inputs.first_minute);
        let end =
            control.next_change_minute().map_or(inputs.demand.len(), hour_of).clamp(hour + 1, inputs.demand.len());
        run.pass(hour..end, need, bounds);
        hour = end;
    }
    run.finish()
}

/// Hours that hold so many minutes.
fn hours_for(minutes: i64) -> usize {
    usize::try_from(minutes.max(0).unsigned_abs().div_ceil(u64::from(HOUR_MINUTES))).unwrap_or(usize::MAX)
}

/// What the policies ask of the tasks (rule H2).
#[derive(Clone, Copy, Debug)]
struct Need {
    /// Demand per second that one task may take; infinite when no policy asks for anything.
    per_task: f64,
    /// Whether the count may fall from hour to hour.
    may_fall: bool,
}

impl Need {
    fn of(inputs: &ServiceInputs<'_>) -> Self {
        match &inputs.service.count {
            TaskCount::Fixed(_) => Self { per_task: f64::INFINITY, may_fall: true },
            TaskCount::Scaled(scaling) => Self {
                per_task: targets(scaling)
                    .map(|(metric, target)| demand_at_target(&inputs.work, metric, target))
                    .fold(f64::INFINITY, f64::min),
                may_fall: may_scale_in(scaling),
            },
        }
    }
}

impl Need {
    /// The tasks that an hour of `demand` asks for, at most `most`.
    fn tasks_for(self, demand: f64, most: u32) -> u32 {
        if self.per_task > 0.0 { ceil_count(demand / self.per_task).min(most) } else { most }
    }
}

/// Every metric that a policy keeps at or below a value.
fn targets(scaling: &Scaling) -> impl Iterator<Item = (TargetMetric, f64)> {
    let tracked = scaling.target_tracking.iter().map(|policy| (policy.metric, policy.target));
    let rising = |operator| matches!(operator, AlarmOperator::Above | AlarmOperator::AtLeast);
    let stepped = scaling.step_scaling.iter().filter(move |policy| rising(policy.operator));
    let forecast = scaling.predictive.iter().map(|policy| (policy.metric, policy.target));
    tracked.chain(stepped.map(|policy| (policy.metric, policy.threshold))).chain(forecast)
}

fn may_scale_in(scaling: &Scaling) -> bool {
    let falling = |operator| matches!(operator, AlarmOperator::Below | AlarmOperator::AtMost);
    scaling.target_tracking.iter().any(|policy| !policy.disable_scale_in)
        || scaling.step_scaling.iter().any(|policy| falling(policy.operator))
}

/// Demand per task and second at which the metric is at `target`; infinite when a full task shows no more, 0 when an
/// idle one shows as much.
fn demand_at_target(work: &TaskWork, metric: TargetMetric, target: f64) -> f64 {
    let per_task = work.demand_per_task_at(metric, target);
    let never_reached = metric != TargetMetric::RequestsPerTarget && per_task >= work.capacity;
    if never_reached || per_task.is_nan() { f64::INFINITY } else { per_task.max(0.0) }
}

/// The hours as they pass.
struct HourlyRun<'a, 'b> {
    inputs: &'b ServiceInputs<'a>,
    horizon_hour: usize,
    held: u32,
    shown: u32,
    /// Filled up to `changed`.
    changes: Vec<(i64, u32)>,
    changed: usize,
    /// Filled up to `pulled`.
    pulls: Vec<(i64, u32)>,
    pulled: usize,
    sums: TallySums,
}

impl<'a, 'b> HourlyRun<'a, 'b> {
    fn new(inputs: &'b ServiceInputs<'a>, held: u32) -> Self {
        // One place more than can be filled: places are written first and kept if they say something new.
        let places = inputs.demand.len() + 1;
        Self {
            inputs,
            horizon_hour: hours_for(inputs.horizon_minute - inputs.first_minute),
            held,
            shown: 0,
            changes: vec![(0, 0); places],
            changed: 0,
            pulls: vec![(0, 0); places],
            pulled: 0,
            sums: TallySums::default(),
        }
    }

    /// Hours with the same bounds: those before the horizon, which are not counted, and those inside.
    fn pass(&mut self, hours: std::ops::Range<usize>, need: Need, bounds: Limits) {
        let counted_from = self.horizon_hour.clamp(hours.start, hours.end);
        self.pass_alike::<false>(hours.start..counted_from, need, bounds);
        self.pass_alike::<true>(counted_from..hours.end, need, bounds);
    }

    fn pass_alike<const COUNTED: bool>(&mut self, hours: std::ops::Range<usize>, need: Need, bounds: Limits) {
        let Limits { least, most } = bounds;
        let work = self.inputs.work;
        let (mut sums, mut held, mut shown) = (self.sums, self.held, self.shown);
        let mut second = self.inputs.first_minute * 60 + hours.start as i64 * HOUR_SECONDS;
        for &demand in &self.inputs.demand[hours] {
            // Only whole numbers pass from hour to hour, so that the divisions of several hours overlap.
            let asked = need.tasks_for(demand, most);
            let asked = if need.may_fall { asked } else { asked.max(held) };
            let count = if held == 0 { least } else { asked.clamp(least, most) };
            self.changes[self.changed] = (second, count);
            self.changed += usize::from(count != shown);
            self.pulls[self.pulled] = (second, count.saturating_sub(held));
            self.pulled += usize::from(count > held);
            (held, shown) = (count, count);
            second += HOUR_SECONDS;
            if COUNTED {
                sums.add_step(demand, count, &work, HOUR_MINUTES.into());
            }
        }
        (self.sums, self.held, self.shown) = (sums, held, shown);
    }

    fn finish(mut self) -> ServiceTimeline {
        self.changes.truncate(self.changed);
        self.pulls.truncate(self.pulled);
        let steps = Steps::from_distinct(self.changes);
        let tally = self.sums.finish(HOUR_SECONDS, &self.inputs.work, None);
        ServiceTimeline::of_steady_tasks(steps, self.pulls, tally)
    }
}
