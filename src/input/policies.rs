//! Whether the policies of a service can live with each other.

use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{AdjustmentType, AlarmOperator, Scaling, StepScaling, TargetMetric, TargetTracking};

/// Target tracking removes tasks below this share of its target.
const SCALE_IN_SHARE: f64 = 0.9;

/// Values of a metric for which a policy adds tasks, or removes them.
struct Pull<'a> {
    /// Values, both ends included.
    from: f64,
    to: f64,
    adds: bool,
    metric: TargetMetric,
    /// The table of the policy and the key that says where it begins to act.
    place: (&'a Table<'a, 'a>, &'static str),
    is_step: bool,
}

/// Reports step policies that would undo each other or a target-tracking policy, and warns of what AWS warns of.
pub(super) fn check_policies(table: &Table<'_, '_>, service: &str, scaling: &Scaling) {
    let (tracking, stepping) = (table.tables("target_tracking"), table.tables("step_scaling"));
    // With a policy left out for its errors, tables and policies would not belong together.
    if stepping.len() == scaling.step_scaling.len() && tracking.len() == scaling.target_tracking.len() {
        let tracked = scaling.target_tracking.iter().zip(&tracking);
        let stepped = scaling.step_scaling.iter().zip(&stepping);
        let pulls: Vec<Vec<Pull<'_>>> = tracked
            .map(|(policy, table)| pulls_of_tracking(policy, table))
            .chain(stepped.map(|(policy, table)| pulls_of_steps(policy, table)))
            .collect();
        report_fights(&pulls);
    }
    warn_of_two_ways_in(table, service, scaling);
    warn_of_no_way_in(table, service, scaling);
}

/// Whether target tracking as in `policy`, a variation of one of `scaling`'s, would fight a step policy.
pub(super) fn target_fights(table: &Table<'_, '_>, scaling: &Scaling, policy: &TargetTracking) -> bool {
    let tracked = pulls_of_tracking(policy, table);
    let stepped = scaling.step_scaling.iter().flat_map(|policy| pulls_of_steps(policy, table));
    stepped.into_iter().any(|step| tracked.iter().any(|one| fight(one, &step)))
}

fn pulls_of_tracking<'a>(policy: &TargetTracking, table: &'a Table<'a, 'a>) -> Vec<Pull<'a>> {
    let key = if policy.metric == TargetMetric::RequestsPerTarget { "target_value" } else { "target_percent" };
    let pull = |from, to, adds| Pull { from, to, adds, metric: policy.metric, place: (table, key), is_step: false };
    let mut pulls = vec![pull(policy.target, f64::INFINITY, true)];
    if !policy.disable_scale_in {
        pulls.push(pull(f64::NEG_INFINITY, SCALE_IN_SHARE * policy.target, false));
    }
    pulls
}

fn pulls_of_steps<'a>(policy: &StepScaling, table: &'a Table<'a, 'a>) -> Vec<Pull<'a>> {
    let rises = matches!(policy.operator, AlarmOperator::Above | AlarmOperator::AtLeast);
    let (least, most) = if rises { (0.0, f64::INFINITY) } else { (f64::NEG_INFINITY, 0.0) };
    let pull = |(from, to, adds): (f64, f64, bool)| Pull {
        from: policy.threshold + from.max(least),
        to: policy.threshold + to.min(most),
        adds,
        metric: policy.metric,
        place: (table, "threshold"),
        is_step: true,
    };
    let steps = policy.steps.iter().filter_map(|step| {
        // An exact count is meant to be more above the threshold, and less below.
        let adds = match policy.adjustment_type {
            AdjustmentType::ExactCapacity => rises,
            _ if step.adjustment == 0 => return None,
            _ => step.adjustment > 0,
        };
        Some((step.lower_bound.unwrap_or(f64::NEG_INFINITY), step.upper_bound.unwrap_or(f64::INFINITY), adds))
    });
    steps.map(pull).filter(|pull| pull.from <= pull.to).collect()
}

fn report_fights(policies: &[Vec<Pull<'_>>]) {
    for (index, policy) in policies.iter().enumerate() {
        for earlier in &policies[..index] {
            let pairs = earlier.iter().flat_map(|one| policy.iter().map(move |other| (one, other)));
            if let Some((one, other)) = pairs.into_iter().find(|(one, other)| fight(one, other)) {
                report_fight(one, other);
            }
        }
    }
}

/// Whether there is a value of the metric at which one adds what the other removes.
fn fight(one: &Pull<'_>, other: &Pull<'_>) -> bool {
    let (from, to) = (one.from.max(other.from), one.to.min(other.to));
    let meet = if one.is_step && other.is_step { from <= to } else { from < to };
    one.metric == other.metric && one.adds != other.adds && (one.is_step || other.is_step) && meet
}

fn report_fight(one: &Pull<'_>, other: &Pull<'_>) {
    let (from, to) = (one.from.max(other.from), one.to.min(other.to));
    let place = |pull: &Pull<'_>| pull.place.0.span_of(pull.place.1);
    let words = |pull: &Pull<'_>| format!("this policy {} tasks there", if pull.adds { "adds" } else { "removes" });
    let title = match (from.is_finite(), to.is_finite()) {
        (true, true) if from == to => format!("two policies fight each other at {from}"),
        (true, true) => format!("two policies fight each other between {from} and {to}"),
        (true, false) => format!("two policies fight each other above {from}"),
        (false, _) => format!("two policies fight each other below {to}"),
    };
    let walk = other.place.0.walk;
    let diagnostic = Diagnostic::error(Code::PoliciesFight, title).at(&walk.file, place(other), words(other)).at(
        &walk.file,
        place(one),
        words(one),
    );
    walk.push(diagnostic.help("let the alarm that adds lie well above the one that removes"));
}

/// AWS does not hold a step policy back when target tracking would keep the tasks.
fn warn_of_two_ways_in(table: &Table<'_, '_>, service: &str, scaling: &Scaling) {
    for policy in scaling.step_scaling.iter().filter(|policy| removes(policy)) {
        let tracked = scaling.target_tracking.iter().find(|tracked| tracked.metric == policy.metric);
        if tracked.is_some_and(|tracked| !tracked.disable_scale_in) {
            let metric = metric_name(policy.metric);
            table.walk.warn(format!(
                "`{service}` has a target-tracking policy and a step policy that both remove tasks by `{metric}`: \
                 the step policy does so whatever target tracking says; AWS advises against it"
            ));
        }
    }
}

fn warn_of_no_way_in(table: &Table<'_, '_>, service: &str, scaling: &Scaling) {
    let tracked = scaling.target_tracking.iter().any(|policy| !policy.disable_scale_in);
    let removed = tracked || scaling.step_scaling.iter().any(removes) || !scaling.scheduled.is_empty();
    if scaling.predictive.is_some() && !removed && !table.has("step_scaling") {
        table.walk.warn(format!(
            "`{service}` never scales in: predictive scaling only adds tasks, and no other policy removes them"
        ));
    }
}

/// Whether any step of the policy removes tasks.
fn removes(policy: &StepScaling) -> bool {
    let falls = matches!(policy.operator, AlarmOperator::Below | AlarmOperator::AtMost);
    match policy.adjustment_type {
        AdjustmentType::ExactCapacity => falls,
        _ => policy.steps.iter().any(|step| step.adjustment < 0),
    }
}

fn metric_name(metric: TargetMetric) -> &'static str {
    match metric {
        TargetMetric::Cpu => "cpu",
        TargetMetric::Memory => "memory",
        TargetMetric::RequestsPerTarget => "requests_per_target",
    }
}
