//! What scaling may be set to beside the values given (rule S17).

use std::ops::Range;

use super::policies::target_fights;
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{Scaling, ScalingSearch, TargetTracking, TaskBounds};

/// The word for all of [`ANY_TARGET`].
pub(super) const ANY: &str = "any";

/// The targets that it stands for, percent (rule S17).
const ANY_TARGET: std::ops::RangeInclusive<u32> = 30..=80;

/// Steps between them, percent points.
const TARGET_STEP: usize = 5;

/// Combinations of target, minimum and maximum that a service may have.
const MOST_COMBINATIONS: usize = 200;

/// Reads what may be chosen beside `own`, the scaling as it is given; `scaling` is the table around.
pub(super) fn read_search(scaling: &Table<'_, '_>, own: &Scaling) -> ScalingSearch {
    let Some(table) = scaling.optional_table("search") else { return ScalingSearch::default() };
    if !["target_percent", "min_tasks", "max_tasks"].iter().any(|key| table.has(key)) {
        table.missing("nothing floats in `[service.scaling.search]`", "add `target_percent = \"any\"`, or remove it");
    }
    let targets = read_targets(&table, scaling, own);
    let bounds = read_bounds(&table, own);
    let (all, left) = (targets.all * bounds.all, (1 + targets.other.len()) * (1 + bounds.other.len()));
    if left > MOST_COMBINATIONS {
        let title = format!("{left} combinations of target, minimum and maximum are too many");
        let diagnostic = Diagnostic::error(Code::OutOfRange, title);
        let found = format!("expected at most {MOST_COMBINATIONS} for each service");
        let diagnostic = diagnostic.at(&table.walk.file, table.span(), found);
        table.walk.push(diagnostic.help("list fewer values"));
    }
    ScalingSearch { targets: targets.other, bounds: bounds.other, left_out: all - left }
}

/// The values that may be chosen beside the given one.
struct Floating<T> {
    other: Vec<T>,
    /// How many there are with those that cannot be, and the given one.
    all: usize,
}

fn read_targets(table: &Table<'_, '_>, scaling: &Table<'_, '_>, own: &Scaling) -> Floating<f64> {
    let none = Floating { other: Vec::new(), all: 1 };
    let listed = table.numbers("target_percent");
    let any = table.raw_text("target_percent").is_some_and(|text| text.trim() == ANY);
    if !any && listed.is_empty() {
        return none;
    }
    let Some(policy) = own.percent_policy() else {
        let title = "`target_percent` floats, but no policy has such a target";
        table.problem(Code::Contradiction, title, "target_percent", "expected a `cpu` or `memory` policy");
        return none;
    };
    let is_other = |target: f64| target.total_cmp(&policy.target).is_ne();
    let fights = |target: f64| target_fights(scaling, own, &TargetTracking { target, ..*policy });
    if any {
        let all: Vec<f64> = ANY_TARGET.step_by(TARGET_STEP).map(f64::from).filter(|&target| is_other(target)).collect();
        let count = 1 + all.len();
        return Floating { other: all.into_iter().filter(|&target| !fights(target)).collect(), all: count };
    }
    for (target, span) in listed.iter().filter(|(target, _)| is_other(*target) && fights(*target)) {
        let title = format!("a target of {target} fights a step policy");
        let diagnostic = Diagnostic::error(Code::PoliciesFight, title);
        let found = "one adds tasks where the other removes them";
        let diagnostic = diagnostic.at(&table.walk.file, span.clone(), found);
        table.walk.push(diagnostic.help("remove the target, or move the step policy's threshold"));
    }
    let other: Vec<f64> = listed.into_iter().map(|(target, _)| target).filter(|&target| is_other(target)).collect();
    let all = 1 + other.len();
    Floating { other, all }
}

fn read_bounds(table: &Table<'_, '_>, own: &Scaling) -> Floating<TaskBounds> {
    let (minimums, maximums) = (table.integers("min_tasks"), table.integers("max_tasks"));
    if own.max_cpu_units.is_some() && table.has("max_tasks") {
        let title = "`max_tasks` floats although `max_vcpu` is the bound";
        table.problem(Code::Contradiction, title, "max_tasks", "expected no `max_vcpu`, or no other `max_tasks`");
    }
    let with_own = |listed: &[(u32, Range<usize>)], own: u32| -> Vec<u32> {
        let others = listed.iter().map(|(count, _)| *count).filter(|count| *count != own);
        std::iter::once(own).chain(others).collect()
    };
    let (least, most) = (with_own(&minimums, own.min_tasks), with_own(&maximums, own.max_tasks));
    report_useless(table, "min_tasks", &minimums, &|minimum| most.iter().all(|&maximum| minimum > maximum));
    report_useless(table, "max_tasks", &maximums, &|maximum| least.iter().all(|&minimum| minimum > maximum));
    let pairs = least
        .iter()
        .flat_map(|&min_tasks| most.iter().map(move |&max_tasks| TaskBounds { min_tasks, max_tasks }))
        .filter(|bounds| bounds.min_tasks <= bounds.max_tasks && *bounds != own.bounds());
    Floating { other: pairs.collect(), all: least.len() * most.len() }
}

/// Reports values that contradict every value of the other bound.
fn report_useless(table: &Table<'_, '_>, key: &str, listed: &[(u32, Range<usize>)], is_useless: &dyn Fn(u32) -> bool) {
    let (what, help) = match key {
        "min_tasks" => ("above every maximum", "remove it, or add a larger `max_tasks`"),
        _ => ("below every minimum", "remove it, or add a smaller `min_tasks`"),
    };
    for (count, span) in listed.iter().filter(|(count, _)| is_useless(*count)) {
        let diagnostic = Diagnostic::error(Code::MinimumAboveMaximum, format!("`{key}` of {count} can never be"));
        let diagnostic = diagnostic.at(&table.walk.file, span.clone(), what);
        table.walk.push(diagnostic.help(help));
    }
}
