//! [`ResultDifference`]: what changed from one result to another.

use serde::Serialize;

use super::changed::{self, Changed};
use super::line_parts::{LineChange, Parts, line_changes};
use super::rows::rows;
use crate::money::Money;
use crate::scenario::{SavedFigures, SavedResult};

/// The version of the shape of `diff --format json`.
pub const DIFFERENCE_SCHEMA_VERSION: &str = "1";

/// One of the two results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideView {
    /// Where it is from, as given.
    pub source: String,
    /// The scenario's name.
    pub name: String,
    /// First billed day, `YYYY-MM-DD`, UTC.
    pub start: String,
    /// Billed clock hours.
    pub hours: u32,
    /// The recommended option; `None` where none can be recommended.
    pub recommended_option: Option<String>,
    /// What that costs in an average month of 730 hours.
    pub monthly_mean: Option<Money>,
    /// Whether its search was told to end before all was looked at.
    pub interrupted: bool,
}

/// How the cost of the recommended option changed, per average month of 730 hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CostChange {
    /// Before.
    pub base: Money,
    /// After.
    pub head: Money,
    /// After less before: what the three parts add up to.
    pub change: Money,
    /// What the change is made of, the sums of the lines'.
    #[serde(flatten)]
    pub parts: Parts,
    /// By line item; their changes add up to the change. Lines of which nothing changed are left out.
    pub lines: Vec<LineChange>,
}

/// What an option costs per average month of 730 hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OptionChange {
    /// Its id.
    pub id: String,
    /// Before; `None` where it could not be had.
    pub base: Option<Money>,
    /// After; `None` where it cannot be had.
    pub head: Option<Money>,
}

/// What changed from `base` to `head`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResultDifference {
    /// [`DIFFERENCE_SCHEMA_VERSION`].
    pub schema_version: &'static str,
    /// Before.
    pub base: SideView,
    /// After.
    pub head: SideView,
    /// Whether anything differs.
    pub differs: bool,
    /// Whether both are of the same start and length.
    pub same_horizon: bool,
    /// Of the recommended options; `None` where a side has none.
    pub recommended_cost: Option<CostChange>,
    /// Every option that can be had on a side and costs something else on the other.
    pub options: Vec<OptionChange>,
    /// How many options cost the same on both sides.
    pub options_unchanged: usize,
    /// Name, region, horizon, price tables and currency.
    pub settings: Vec<Changed>,
    /// Tasks and instances of the recommended options.
    pub capacity: Vec<Changed>,
    /// Commitments in the bills of the recommended options.
    pub commitments: Vec<Changed>,
    /// What is assumed.
    pub assumptions: Vec<Changed>,
}

impl ResultDifference {
    /// What changed from `base` to `head`, each with where it is from.
    #[must_use]
    pub fn new((base_source, base): (&str, &SavedResult), (head_source, head): (&str, &SavedResult)) -> Self {
        let (base_figures, head_figures) = (recommended(base), recommended(head));
        let (options, options_unchanged) = options(base, head);
        let view = Self {
            schema_version: DIFFERENCE_SCHEMA_VERSION,
            base: side(base_source, base),
            head: side(head_source, head),
            differs: false,
            same_horizon: (&base.start, base.hours) == (&head.start, head.hours),
            recommended_cost: base_figures.zip(head_figures).map(|(old, new)| cost_change((base, old), (head, new))),
            options,
            options_unchanged,
            settings: changed::settings(base, head),
            capacity: changed::capacity(base_figures, head_figures),
            commitments: changed::commitments(base_figures, head_figures),
            assumptions: changed::assumptions(base, head),
        };
        Self { differs: view.has_any(), ..view }
    }

    fn has_any(&self) -> bool {
        let lists = [&self.settings, &self.capacity, &self.commitments, &self.assumptions];
        let has_lines = self.recommended_cost.as_ref().is_some_and(|cost| !cost.lines.is_empty());
        let recommends_another = self.base.recommended_option != self.head.recommended_option;
        has_lines || recommends_another || !self.options.is_empty() || lists.iter().any(|list| !list.is_empty())
    }
}

fn recommended(result: &SavedResult) -> Option<&SavedFigures> {
    result.figures(result.recommended.as_deref()?)
}

fn side(source: &str, result: &SavedResult) -> SideView {
    SideView {
        source: source.to_owned(),
        name: result.name.clone(),
        start: result.start.clone(),
        hours: result.hours,
        recommended_option: result.recommended.clone(),
        monthly_mean: recommended(result).map(|figures| result.per_month(figures.total)),
        interrupted: result.interrupted,
    }
}

fn cost_change(base: (&SavedResult, &SavedFigures), head: (&SavedResult, &SavedFigures)) -> CostChange {
    let mut lines = line_changes(&rows(base.0, base.1), &rows(head.0, head.1));
    let mut parts = Parts::default();
    lines.iter().for_each(|line| parts.add(&line.parts));
    lines.retain(|line| line.base != line.head);
    let (before, after) = (base.0.per_month(base.1.total), head.0.per_month(head.1.total));
    CostChange { base: before, head: after, change: after - before, parts, lines }
}

/// The options that differ, in the order of the base and then of the head, and how many do not.
fn options(base: &SavedResult, head: &SavedResult) -> (Vec<OptionChange>, usize) {
    let cost = |result: &SavedResult, id: &str| result.figures(id).map(|figures| result.per_month(figures.total));
    let new = head.options.iter().filter(|option| base.option(&option.id).is_none());
    let pairs = base.options.iter().chain(new).map(|option| OptionChange {
        id: option.id.clone(),
        base: cost(base, &option.id),
        head: cost(head, &option.id),
    });
    let available = pairs.filter(|option| option.base.is_some() || option.head.is_some());
    let (same, differing): (Vec<_>, Vec<_>) = available.partition(|option| option.base == option.head);
    (differing, same.len())
}
