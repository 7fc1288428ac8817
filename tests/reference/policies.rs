//! What policies make of the past: datapoints, target tracking and step scaling (rules S2 to S6, S9 and S13).

use ecsplan::scenario::{
    AdjustmentType, AlarmOperator, Resolution, Scaling, StepScaling, TargetMetric, TargetTracking,
};

use super::work::ceil;

const LONG_AGO: i64 = i64::MIN / 4;

/// Every tick so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    pub(crate) first_second: i64,
    pub(crate) tick: i64,
    pub(crate) serving: Vec<u32>,
    pub(crate) served: Vec<f64>,
    pub(crate) demand: Vec<f64>,
    /// CPU, memory and requests per target, where tasks served.
    pub(crate) values: Vec<Option<[f64; 3]>>,
}

const fn number_of(metric: TargetMetric) -> usize {
    match metric {
        TargetMetric::Cpu => 0,
        TargetMetric::Memory => 1,
        TargetMetric::RequestsPerTarget => 2,
    }
}

impl Past {
    pub(crate) fn push(&mut self, serving: u32, served: f64, demand: f64, values: Option<[f64; 3]>) {
        self.serving.push(serving);
        self.served.push(served);
        self.demand.push(demand);
        self.values.push(values);
    }

    /// The ticks inside some seconds, as far as they are simulated.
    fn ticks_in(&self, from: i64, to: i64) -> Vec<usize> {
        let seconds = (from..to).step_by(self.tick as usize).map(|second| (second - self.first_second) / self.tick);
        seconds.filter(|index| (0..self.serving.len() as i64).contains(index)).map(|index| index as usize).collect()
    }

    /// Value and tasks of datapoint `j` (rule S9).
    fn datapoint(&self, metric: TargetMetric, period: i64, j: i64) -> Option<(f64, f64)> {
        let ticks = self.ticks_in(period * j, period * (j + 1));
        let valued = |index: &usize| {
            self.values[*index].map(|values| (values[number_of(metric)], f64::from(self.serving[*index])))
        };
        let points: Vec<(f64, f64)> = ticks.iter().filter_map(valued).collect();
        if let [one] = points[..] {
            return Some(one);
        }
        let tasks: f64 = points.iter().map(|(_, tasks)| tasks).sum();
        let weighted: f64 = points.iter().map(|(value, tasks)| tasks * value).sum();
        (!points.is_empty()).then(|| (weighted / tasks, tasks / points.len() as f64))
    }
}

/// Mean load of an hour and the ticks simulated of it.
pub(crate) fn load_of_hour(past: &Past, metric: TargetMetric, hour: i64) -> Option<(f64, usize)> {
    let ticks = past.ticks_in(hour * 3_600, (hour + 1) * 3_600);
    let of_tick = |index: &usize| match metric {
        TargetMetric::RequestsPerTarget => past.demand[*index],
        _ => past.served[*index],
    };
    (!ticks.is_empty()).then(|| (ticks.iter().map(of_tick).sum::<f64>() / ticks.len() as f64, ticks.len()))
}

/// When the policies are asked, and within what bounds.
#[derive(Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) second: i64,
    pub(crate) desired: u32,
    pub(crate) least: u32,
    pub(crate) most: u32,
    pub(crate) may_scale_in: bool,
}

/// End of the scale-out cooldown and what began it; end of the scale-in cooldown.
#[derive(Clone, Copy)]
struct Cooldowns {
    out: Option<(i64, f64)>,
    in_end: i64,
}

pub(crate) struct Policies {
    tracking: Vec<Cooldowns>,
    steps: Vec<Cooldowns>,
}

/// Period and newest datapoint in sight of a resolution.
fn sight(scaling: &Scaling, resolution: Resolution, second: i64) -> (i64, i64) {
    let (period, delay) = match resolution {
        Resolution::Standard => (60, i64::from(scaling.detection_delay_seconds)),
        Resolution::High => (20, i64::from(scaling.high_resolution_delay_seconds)),
    };
    (period, second.div_euclid(period) - 1 - (delay + period - 1) / period)
}

fn whole_ticks(seconds: u32, tick: i64) -> i64 {
    (i64::from(seconds) + tick - 1) / tick * tick
}

/// A policy's view at a moment.
struct View<'a> {
    past: &'a Past,
    metric: TargetMetric,
    period: i64,
    j: i64,
    acts: bool,
}

impl<'a> View<'a> {
    fn of(scaling: &Scaling, past: &'a Past, metric: TargetMetric, resolution: Resolution, second: i64) -> Self {
        let (period, j) = sight(scaling, resolution, second);
        Self { past, metric, period, j, acts: second % period == 0 }
    }

    fn newest(&self) -> Option<(f64, f64)> {
        self.past.datapoint(self.metric, self.period, self.j)
    }

    /// Whether the newest `count` datapoints exist and all pass.
    fn last(&self, count: i64, test: &dyn Fn(f64) -> bool) -> bool {
        let point = |j: i64| self.past.datapoint(self.metric, self.period, j);
        (self.j - count + 1..=self.j).all(|j| point(j).is_some_and(|(value, _)| test(value)))
    }
}

impl Policies {
    pub(crate) fn of(scaling: &Scaling) -> Self {
        let fresh = Cooldowns { out: None, in_end: LONG_AGO };
        Self { tracking: vec![fresh; scaling.target_tracking.len()], steps: vec![fresh; scaling.step_scaling.len()] }
    }

    pub(crate) fn decide(&mut self, scaling: &Scaling, past: &Past, moment: &Moment) -> u32 {
        let out = self.scale_out(scaling, past, moment);
        if out > moment.desired || !moment.may_scale_in { out } else { self.scale_in(scaling, past, moment) }
    }

    fn scale_out(&mut self, scaling: &Scaling, past: &Past, moment: &Moment) -> u32 {
        let Moment { second, desired, most, .. } = *moment;
        let tracked: Vec<Option<(u32, f64)>> = scaling
            .target_tracking
            .iter()
            .zip(&self.tracking)
            .map(|(rule, state)| {
                let view = View::of(scaling, past, rule.metric, rule.resolution, second);
                let (value, tasks) = view.newest()?;
                let base = running(state, second).unwrap_or(tasks);
                let high = view.acts && view.last(3, &|x| x > rule.target * (1.0 + 1e-9));
                high.then(|| (ceil(base * value / rule.target), base))
            })
            .collect();
        let stepped: Vec<Option<(u32, f64)>> = scaling
            .step_scaling
            .iter()
            .zip(&self.steps)
            .map(|(rule, state)| {
                let base = running(state, second).unwrap_or(f64::from(desired));
                let wanted = step_from(scaling, rule, past, second, base as u32)?;
                Some((wanted, base))
            })
            .collect();
        let largest = tracked.iter().chain(&stepped).flatten().map(|(wanted, _)| *wanted).max().unwrap_or(0).min(most);
        if largest <= desired {
            return desired;
        }
        for ((rule, state), wish) in scaling.target_tracking.iter().zip(&mut self.tracking).zip(tracked) {
            begin_out(state, wish, desired, second + whole_ticks(rule.scale_out_cooldown_seconds, past.tick));
        }
        for ((rule, state), wish) in scaling.step_scaling.iter().zip(&mut self.steps).zip(stepped) {
            begin_out(state, wish, desired, second + whole_ticks(rule.cooldown_seconds, past.tick));
        }
        largest
    }

    fn scale_in(&mut self, scaling: &Scaling, past: &Past, moment: &Moment) -> u32 {
        let Moment { second, desired, least, .. } = *moment;
        let stands = |wanted: u32| Some(wanted.max(least)).filter(|wanted| *wanted < desired);
        let together = self.tracking_in(scaling, past, second).and_then(stands);
        let alone: Vec<Option<u32>> = scaling
            .step_scaling
            .iter()
            .zip(&self.steps)
            .map(|(rule, state)| {
                let wanted = step_from(scaling, rule, past, second, desired)?;
                if second >= state.in_end { stands(wanted) } else { None }
            })
            .collect();
        let Some(largest) = alone.iter().copied().chain([together]).flatten().max() else { return desired };
        let enabled = scaling.target_tracking.iter().zip(&mut self.tracking).filter(|(rule, _)| !rule.disable_scale_in);
        for (rule, state) in enabled.filter(|_| together.is_some()) {
            state.in_end = second + whole_ticks(rule.scale_in_cooldown_seconds, past.tick);
        }
        for ((rule, state), wish) in scaling.step_scaling.iter().zip(&mut self.steps).zip(alone) {
            if wish.is_some() {
                state.in_end = second + whole_ticks(rule.cooldown_seconds, past.tick);
            }
        }
        largest
    }

    fn tracking_in(&self, scaling: &Scaling, past: &Past, second: i64) -> Option<u32> {
        let enabled: Vec<(&TargetTracking, &Cooldowns)> =
            scaling.target_tracking.iter().zip(&self.tracking).filter(|(rule, _)| !rule.disable_scale_in).collect();
        let mut largest = None;
        let mut acts = false;
        for (rule, state) in enabled {
            let view = View::of(scaling, past, rule.metric, rule.resolution, second);
            let count = 900 / view.period;
            if second < state.in_end || !view.last(count, &|x| x < 0.9 * rule.target * (1.0 - 1e-9)) {
                return None;
            }
            acts |= view.acts;
            let (value, tasks) = view.newest()?;
            largest = largest.max(Some(ceil(tasks * value / rule.target)));
        }
        largest.filter(|_| acts)
    }
}

/// What began the scale-out cooldown that runs at a second.
fn running(state: &Cooldowns, second: i64) -> Option<f64> {
    state.out.filter(|(end, _)| second < *end).map(|(_, base)| base)
}

fn begin_out(state: &mut Cooldowns, wish: Option<(u32, f64)>, desired: u32, end: i64) {
    state.in_end = LONG_AGO;
    if let Some((_, base)) = wish.filter(|(wanted, _)| *wanted > desired) {
        state.out = Some((end, base));
    }
}

/// The count that a step policy in alarm makes of `base`.
fn step_from(scaling: &Scaling, rule: &StepScaling, past: &Past, second: i64, base: u32) -> Option<u32> {
    let view = View::of(scaling, past, rule.metric, rule.resolution, second);
    let breach = |value: f64| ((value - rule.threshold) * 1_000_000.0).round() / 1_000_000.0;
    let breaches = |value: f64| match rule.operator {
        AlarmOperator::Above => breach(value) > 0.0,
        AlarmOperator::AtLeast => breach(value) >= 0.0,
        AlarmOperator::Below => breach(value) < 0.0,
        AlarmOperator::AtMost => breach(value) <= 0.0,
    };
    if !view.acts || !view.last(i64::from(rule.datapoints), &breaches) {
        return None;
    }
    let far = breach(view.newest()?.0);
    let upward = matches!(rule.operator, AlarmOperator::Above | AlarmOperator::AtLeast);
    let step = rule.steps.iter().find(|step| {
        let above = step.lower_bound.is_none_or(|bound| if upward { far >= bound } else { far > bound });
        let below = step.upper_bound.is_none_or(|bound| if upward { far < bound } else { far <= bound });
        above && below
    })?;
    let amount = i64::from(step.adjustment);
    let count = match rule.adjustment_type {
        AdjustmentType::ExactCapacity => amount,
        AdjustmentType::ChangeInCapacity => i64::from(base) + amount,
        AdjustmentType::PercentChangeInCapacity => {
            let exact = i64::from(base) * amount;
            let size = (exact.abs() / 100).max(1).max(i64::from(rule.min_adjustment_magnitude));
            i64::from(base) + if exact == 0 { 0 } else { exact.signum() * size }
        }
    };
    Some(count.max(0) as u32)
}
