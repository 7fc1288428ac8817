//! Step-scaling policies and the rules that AWS has for their steps.

use super::scaling::{ServiceFacts, metric, resolution};
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{AdjustmentType, AlarmOperator, StepAdjustment, StepScaling, TargetMetric};

/// The most steps that AWS accepts in a policy.
const MOST_STEPS: usize = 20;

/// Step-scaling policies; those whose steps cannot be used have been reported and are left out.
pub(super) fn read_step_scaling(table: &Table<'_, '_>, facts: &ServiceFacts<'_>) -> Vec<StepScaling> {
    table.tables("step_scaling").iter().filter_map(|entry| read_policy(entry, facts)).collect()
}

fn read_policy(entry: &Table<'_, '_>, facts: &ServiceFacts<'_>) -> Option<StepScaling> {
    let metric = metric(entry, facts);
    let policy = StepScaling {
        metric,
        resolution: resolution(entry, metric),
        threshold: entry.number("threshold"),
        operator: operator(entry),
        datapoints: entry.integer("datapoints"),
        adjustment_type: adjustment_type(entry),
        min_adjustment_magnitude: entry.integer("min_adjustment_magnitude"),
        cooldown_seconds: entry.integer("cooldown_seconds"),
        steps: Vec::new(),
    };
    check_threshold(entry, &policy);
    if policy.adjustment_type != AdjustmentType::PercentChangeInCapacity && entry.has("adjustment_type") {
        entry.refuse(&["min_adjustment_magnitude"], "expected only with `percent_change_in_capacity`");
    }
    let steps = read_steps(entry, policy.adjustment_type)?;
    check_reach(entry, &policy, &steps)?;
    Some(StepScaling { steps, ..policy })
}

fn operator(entry: &Table<'_, '_>) -> AlarmOperator {
    match entry.choice("operator") {
        ">=" => AlarmOperator::AtLeast,
        "<" => AlarmOperator::Below,
        "<=" => AlarmOperator::AtMost,
        _ => AlarmOperator::Above,
    }
}

fn adjustment_type(entry: &Table<'_, '_>) -> AdjustmentType {
    match entry.choice("adjustment_type") {
        "percent_change_in_capacity" => AdjustmentType::PercentChangeInCapacity,
        "exact_capacity" => AdjustmentType::ExactCapacity,
        _ => AdjustmentType::ChangeInCapacity,
    }
}

/// Utilisation never exceeds 100 percent, so an alarm above that would never go off.
fn check_threshold(entry: &Table<'_, '_>, policy: &StepScaling) {
    let is_percent = policy.metric != TargetMetric::RequestsPerTarget;
    if is_percent && policy.threshold > 100.0 {
        let title = "`threshold` must be at most 100 percent";
        entry.problem(Code::Target, title, "threshold", format!("found {}", policy.threshold));
    }
}

/// The steps in order; `None` when they break a rule, which has been reported.
fn read_steps(entry: &Table<'_, '_>, adjustment_type: AdjustmentType) -> Option<Vec<StepAdjustment>> {
    let tables = entry.tables("step");
    if !entry.has("step") {
        let title = "the policy has no steps";
        entry.missing(title, "add `[[service.scaling.step_scaling.step]]` with `lower_bound = 0` and `adjustment = 1`");
        return None;
    }
    if tables.is_empty() || tables.len() > MOST_STEPS {
        let title = format!("a policy has 1 to {MOST_STEPS} steps");
        entry.problem(Code::StepAdjustments, title, "step", format!("found {}", tables.len()));
        return None;
    }
    let read: Option<Vec<StepAdjustment>> = tables.iter().map(|step| read_step(step, adjustment_type)).collect();
    let mut steps: Vec<(StepAdjustment, &Table<'_, '_>)> = read?.into_iter().zip(&tables).collect();
    let begin = |step: &StepAdjustment| step.lower_bound.unwrap_or(f64::NEG_INFINITY);
    steps.sort_by(|(one, _), (other, _)| begin(one).total_cmp(&begin(other)));
    let joined = steps.windows(2).map(|pair| check_joint(&pair[0], &pair[1])).collect::<Vec<_>>();
    joined.into_iter().collect::<Option<Vec<()>>>()?;
    Some(steps.into_iter().map(|(step, _)| step).collect())
}

fn read_step(table: &Table<'_, '_>, adjustment_type: AdjustmentType) -> Option<StepAdjustment> {
    let step = StepAdjustment {
        lower_bound: table.optional_number("lower_bound"),
        upper_bound: table.optional_number("upper_bound"),
        adjustment: table.signed("adjustment"),
    };
    if adjustment_type == AdjustmentType::ExactCapacity && step.adjustment < 0 {
        let title = "`adjustment` must not be negative with `exact_capacity`";
        table.problem(Code::OutOfRange, title, "adjustment", format!("found {}", step.adjustment));
    }
    if !table.has("lower_bound") && !table.has("upper_bound") {
        let diagnostic = Diagnostic::error(Code::StepAdjustments, "the step has no bounds");
        let diagnostic = diagnostic.at(&table.walk.file, table.span(), "expected `lower_bound`, `upper_bound` or both");
        table.walk.push(diagnostic.help("a step for everything above the threshold has `lower_bound = 0`"));
        return None;
    }
    // A bound that is given and unusable has been reported; without it nothing more can be said.
    let unread = (table.has("lower_bound") && step.lower_bound.is_none())
        || (table.has("upper_bound") && step.upper_bound.is_none());
    if unread {
        return None;
    }
    if let Some((lower, upper)) = step.lower_bound.zip(step.upper_bound).filter(|(lower, upper)| lower >= upper) {
        let title = "`lower_bound` is not below `upper_bound`";
        table.problem(
            Code::MinimumAboveMaximum,
            title,
            "upper_bound",
            format!("expected above {lower}, found {upper}"),
        );
        return None;
    }
    Some(step)
}

/// Two steps that follow each other meet in one bound.
fn check_joint(
    (step, table): &(StepAdjustment, &Table<'_, '_>),
    (next, next_table): &(StepAdjustment, &Table<'_, '_>),
) -> Option<()> {
    let (end, begin) = (step.upper_bound, next.lower_bound);
    let title = match (end, begin) {
        (_, None) => "two steps have no `lower_bound`".to_owned(),
        (None, _) if next.upper_bound.is_none() => "two steps have no `upper_bound`".to_owned(),
        (None, Some(begin)) => format!("two steps overlap from {begin} on"),
        (Some(end), Some(begin)) if begin < end => format!("two steps overlap between {begin} and {end}"),
        (Some(end), Some(begin)) if begin > end => format!("no step is for what lies between {end} and {begin}"),
        _ => return Some(()),
    };
    let diagnostic = Diagnostic::error(Code::StepAdjustments, title)
        .at(&next_table.walk.file, next_table.span(), "this step")
        .at(&table.walk.file, table.span(), "and this one");
    next_table.walk.push(diagnostic.help("let every step begin where the one before it ends"));
    None
}

/// Whatever sets the alarm off, one of the steps is for it.
fn check_reach(entry: &Table<'_, '_>, policy: &StepScaling, steps: &[StepAdjustment]) -> Option<()> {
    let (first, last) = (steps.first()?.lower_bound, steps.last()?.upper_bound);
    let (begins, ends) = match policy.operator {
        AlarmOperator::Above | AlarmOperator::AtLeast => (first.is_none_or(|begin| begin <= 0.0), last.is_none()),
        AlarmOperator::Below | AlarmOperator::AtMost => (first.is_none(), last.is_none_or(|end| end >= 0.0)),
    };
    let rises = matches!(policy.operator, AlarmOperator::Above | AlarmOperator::AtLeast);
    let help = match (begins, ends, rises) {
        (true, true, _) => return Some(()),
        (false, _, true) => "let the lowest step have `lower_bound = 0`",
        (_, false, true) => "leave `upper_bound` out of the highest step",
        (false, _, false) => "leave `lower_bound` out of the lowest step",
        (_, false, false) => "let the highest step have `upper_bound = 0`",
    };
    let side = if rises { "above" } else { "below" };
    let diagnostic = Diagnostic::error(Code::StepAdjustments, "the alarm can go off without a step for it");
    let found = format!("the alarm goes off {side} the threshold, and the steps leave a part of that out");
    let diagnostic = diagnostic.at(&entry.walk.file, entry.span_of("operator"), found);
    entry.walk.push(diagnostic.help(help));
    None
}
