//! [`FixedCountView`]: a fixed number of tasks beside scaling, as results carry it (rule O13).

use serde::Serialize;
use serde_json::{Value, json};

use super::ResultView;
use super::schema::{count, described, list, number, object, reference, text, truth};
use super::sections::Section;
use super::service_view::rounded;
use super::words;
use crate::comparison::OptionId;
use crate::money::Money;
use crate::recommendation::{CountFigures, FixedCount};

/// The least fixed number of tasks of a scaled service that serves as well as scaling does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FixedCountView {
    /// The service.
    pub service: String,
    /// The option that both are figures of.
    #[serde(serialize_with = "id")]
    pub option: OptionId,
    /// The number of tasks.
    pub tasks: u32,
    /// Whether the fixed number is the better one.
    pub better: bool,
    /// Changes of the desired count a day, scaled.
    pub changes_per_day: f64,
    /// With scaling.
    pub scaled: CountFiguresView,
    /// With that number of tasks.
    pub fixed: CountFiguresView,
}

/// What an option comes to, scaled or fixed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CountFiguresView {
    /// Mean number of tasks.
    pub mean_tasks: f64,
    /// The option's total over the horizon.
    pub total: Money,
    /// Of the service, percent of what arrived.
    pub not_served_percent: f64,
    /// Of the service.
    pub minutes_short: u64,
    /// Minutes in which demand was above what the serving tasks take at the target.
    pub minutes_above_target: u64,
    /// Whether the service meets its objective.
    pub meets_objective: bool,
}

impl From<&FixedCount> for FixedCountView {
    fn from(found: &FixedCount) -> Self {
        Self {
            service: found.service.clone(),
            option: found.option,
            tasks: found.tasks,
            better: found.is_better(),
            changes_per_day: rounded(found.changes_per_day),
            scaled: figures(&found.scaled),
            fixed: figures(&found.fixed),
        }
    }
}

fn figures(found: &CountFigures) -> CountFiguresView {
    CountFiguresView {
        mean_tasks: rounded(found.mean_tasks),
        total: found.total,
        not_served_percent: rounded(found.not_served_percent),
        minutes_short: found.minutes_short,
        minutes_above_target: found.minutes_above_target,
        meets_objective: found.meets_objective,
    }
}

/// Services that a fixed number of tasks suits better, in sentences.
pub(super) fn section(result: &ResultView, found: &[FixedCountView]) -> Section {
    let better = found.iter().filter(|one| one.better).map(|one| sentence(result, one));
    Section::sentences("A fixed number of tasks is better", better.collect())
}

/// One service: what the fixed number costs and leaves unserved, against scaling.
pub(super) fn sentence(result: &ResultView, one: &FixedCountView) -> String {
    let shown = |figures: &CountFiguresView, over: &str| {
        let total = result.currency.write(figures.total);
        let percent = words::percent(figures.not_served_percent);
        let (short, above) = (figures.minutes_short, figures.minutes_above_target);
        let missed = if figures.meets_objective { "" } else { ", which misses the objective" };
        format!("{total}{over} with {percent} % not served, {short} minutes short and {above} above the target{missed}")
    };
    let actions = words::mean(one.changes_per_day);
    format!(
        "`{}` on {}: {} cost {}; scaling, with {actions} changes a day, {}",
        one.service,
        one.option.name(),
        words::counted(one.tasks as usize, "fixed task"),
        shown(&one.fixed, " over the horizon"),
        shown(&one.scaled, "")
    )
}

/// The schema of a list of them.
pub(super) fn schema() -> Value {
    described("scaled services that a fixed number of tasks would serve, too", list(one_schema()))
}

/// The schema of one of them.
pub(super) fn one_schema() -> Value {
    let figures = || {
        object(json!({
            "mean_tasks": number(),
            "total": described("of the option over the horizon", reference("money")),
            "not_served_percent": number(),
            "minutes_short": count(),
            "minutes_above_target": described("with demand above what the serving tasks take at the target", count()),
            "meets_objective": truth(),
        }))
    };
    object(json!({
        "service": text(),
        "option": reference("option_id"),
        "tasks": described("the least fixed number that serves as well, of the option's size", count()),
        "better": described("it costs no more than scaling, or scaling misses the objective", truth()),
        "changes_per_day": described("of the desired count, scaled", number()),
        "scaled": figures(),
        "fixed": figures(),
    }))
}

fn id<S: serde::Serializer>(option: &OptionId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(option.name())
}
