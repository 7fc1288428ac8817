//! [`DecisionView`]: a change of the desired count or of the instances, in words.

use super::rows::RowKind;
use super::window::{Window, minute_text};
use crate::capacity::{Cause, Decision, InstanceCause, InstanceDecision};
use crate::comparison::{InstanceHistory, ServiceHistory};
use crate::scenario::TargetMetric;

/// A change of the desired tasks of a service, or of the instances of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionView {
    /// When, in seconds since 1970-01-01T00:00Z.
    pub second: i64,
    /// Of a service or of instances.
    pub kind: RowKind,
    /// The service, or the instance types.
    pub name: String,
    /// How many before.
    pub from: u32,
    /// How many after.
    pub to: u32,
    /// Why, in a few words.
    pub reason: String,
    /// What was seen and computed, in sentences without a full stop.
    pub explanation: Vec<String>,
}

/// The decisions of a service inside a window.
pub(super) fn decisions_of(service: &ServiceHistory, window: Window) -> Vec<DecisionView> {
    let inside = service.capacity.decisions.iter().filter(|decision| window.holds(decision.second));
    let view = |decision: &Decision| DecisionView {
        second: decision.second,
        kind: RowKind::Service,
        name: service.name.clone(),
        from: decision.from,
        to: decision.to,
        reason: reason(decision),
        explanation: explanation(decision),
    };
    inside.map(view).collect()
}

/// The changes of the number of instances inside a window.
pub(super) fn instance_decisions(
    groups: &[InstanceHistory],
    decisions: &[InstanceDecision],
    window: Window,
) -> Vec<DecisionView> {
    let mut types: Vec<&str> = groups.iter().map(|group| group.instance_type.as_str()).collect();
    types.dedup();
    let name = types.join(", ");
    let view = |decision: &InstanceDecision| DecisionView {
        second: decision.second,
        kind: RowKind::Instances,
        name: name.clone(),
        from: decision.from,
        to: decision.to,
        reason: match decision.cause {
            InstanceCause::Needed { needed } => format!("{needed} needed"),
            InstanceCause::Surplus { needed } => format!("only {needed} needed"),
        },
        explanation: Vec::new(),
    };
    decisions.iter().filter(|decision| window.holds(decision.second)).map(view).collect()
}

/// Why, in a few words.
fn reason(decision: &Decision) -> String {
    let newest = |values: &[f64]| values.last().copied().unwrap_or(0.0);
    match &decision.cause {
        Cause::Bounds { least, .. } if decision.to > decision.from => format!("minimum {least}"),
        Cause::Bounds { most, .. } => format!("maximum {most}"),
        Cause::Forecast { forecast, .. } => format!("forecast {forecast}"),
        Cause::TargetTracking { metric, values, .. } => amount(*metric, newest(values)),
        Cause::StepScaling { metric, values, .. } => format!("step at {}", amount(*metric, newest(values))),
    }
}

/// What was seen and computed.
fn explanation(decision: &Decision) -> Vec<String> {
    let is_out = decision.to > decision.from;
    match &decision.cause {
        Cause::Bounds { least, most } => {
            vec![format!(
                "the minimum in force is {least} and the maximum {most}, from the settings or a scheduled action"
            )]
        }
        Cause::Forecast { hour, load, forecast } => vec![
            format!("predictive scaling expects {} per second in the hour from {}", figure(*load), minute_text(*hour)),
            format!("{} would hold that at the target{}", tasks(*forecast), bounded(*forecast, decision.to)),
        ],
        Cause::TargetTracking { policy, metric, target, values, tasks: base, proposal } => vec![
            format!("target tracking, policy {}: {} at {}", policy + 1, name(*metric), amount_only(*metric, *target)),
            alarm(*metric, *target, values, is_out),
            format!(
                "⌈{} × {} / {}⌉ = {}{}",
                if *base == 1.0 { "1 task".to_owned() } else { format!("{} tasks", figure(*base)) },
                figure(values.last().copied().unwrap_or(0.0)),
                figure(*target),
                tasks(*proposal),
                bounded(*proposal, decision.to)
            ),
        ],
        Cause::StepScaling { policy, metric, threshold, values, adjustment, base, proposal } => vec![
            format!(
                "step scaling, policy {}: {} against {}",
                policy + 1,
                name(*metric),
                amount_only(*metric, *threshold)
            ),
            format!("the alarm saw {}", datapoints(*metric, values)),
            format!(
                "the step of that distance adjusts {} by {adjustment:+}: {}{}",
                tasks(*base),
                tasks(*proposal),
                bounded(*proposal, decision.to)
            ),
        ],
    }
}

/// Which alarm, and its datapoints.
fn alarm(metric: TargetMetric, target: f64, values: &[f64], is_out: bool) -> String {
    let (which, threshold) =
        if is_out { ("high alarm: above", target) } else { ("low alarm: below 0.9 × target,", 0.9 * target) };
    format!("{which} {} with {}", amount_only(metric, threshold), datapoints(metric, values))
}

/// A few datapoints one by one, more of them by their extremes.
fn datapoints(metric: TargetMetric, values: &[f64]) -> String {
    let shown = |value: f64| amount_only(metric, value);
    let count = values.len();
    if let [only] = values {
        return format!("the datapoint {}", shown(*only));
    }
    if count <= 5 {
        let all: Vec<String> = values.iter().map(|&value| shown(value)).collect();
        return format!("{count} datapoints, {}", all.join(", "));
    }
    let (least, most) =
        (values.iter().copied().fold(f64::INFINITY, f64::min), values.iter().copied().fold(0.0, f64::max));
    let newest = shown(values.last().copied().unwrap_or(0.0));
    format!("{count} datapoints, {} to {}, the newest {newest}", shown(least), shown(most))
}

fn bounded(proposal: u32, to: u32) -> String {
    if proposal == to { String::new() } else { format!(", which minimum, maximum or another policy make {to}") }
}

fn tasks(count: u32) -> String {
    if count == 1 { "1 task".to_owned() } else { format!("{count} tasks") }
}

const fn name(metric: TargetMetric) -> &'static str {
    match metric {
        TargetMetric::Cpu => "CPU utilisation",
        TargetMetric::Memory => "memory utilisation",
        TargetMetric::RequestsPerTarget => "requests per target and minute",
    }
}

/// `CPU 74 %`.
fn amount(metric: TargetMetric, value: f64) -> String {
    match metric {
        TargetMetric::Cpu => format!("CPU {value:.0} %"),
        TargetMetric::Memory => format!("memory {value:.0} %"),
        TargetMetric::RequestsPerTarget => format!("{value:.0} per target"),
    }
}

/// `74.25 %`.
fn amount_only(metric: TargetMetric, value: f64) -> String {
    match metric {
        TargetMetric::Cpu | TargetMetric::Memory => format!("{} %", figure(value)),
        TargetMetric::RequestsPerTarget => figure(value),
    }
}

/// Two decimals at most.
fn figure(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
