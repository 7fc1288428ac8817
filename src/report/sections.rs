//! [`Section`]: a part of a report before layout, shared by the terminal and Markdown.

use super::grid::Align;
use super::{OptionFigures, OptionView, RecommendationView, ResultView, Style};
use super::{
    pareto, section_answer, section_background, section_costs, section_options, section_search, section_waste,
    week_marks,
};
use crate::comparison::OptionId;
use crate::money::Money;

/// A heading, sentences, a table, and sentences below it; any of them may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) heading: String,
    pub(super) lead: Vec<String>,
    pub(super) columns: Vec<(&'static str, Align)>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) after: Vec<String>,
    /// Whether Markdown folds it away.
    pub(super) folded: bool,
}

impl Section {
    pub(super) fn headed(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), ..Self::default() }
    }

    pub(super) fn sentences(heading: &str, lead: Vec<String>) -> Self {
        Self { heading: heading.to_owned(), lead, ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lead.is_empty() && self.rows.is_empty() && self.after.is_empty()
    }

    pub(super) fn folded(mut self) -> Self {
        self.folded = true;
        self
    }
}

/// The lines that open the report: what was asked, and the answer.
pub(super) fn opening(result: &ResultView) -> Vec<String> {
    let mut lines = match &result.recommendation {
        Some(recommendation) => section_answer::answer(result, recommendation),
        None => section_options::opening(result),
    };
    if let Some(interrupted) = &result.interrupted {
        lines.insert(1.min(lines.len()), interrupted.sentence());
    }
    lines
}

/// Everything after the opening and the warnings, in reading order, empty sections left out.
pub(super) fn body(result: &ResultView, style: Style) -> Vec<Section> {
    let mut sections = Vec::new();
    if let Some(recommendation) = &result.recommendation {
        sections.extend(section_answer::explanation(result, recommendation, style.verbose));
    }
    if result.recommendation.is_none() || !style.quiet {
        sections.push(section_options::options(result));
    }
    if style.pareto || style.verbose {
        sections.push(pareto::section(result));
    }
    if !style.quiet {
        sections.push(section_options::capacity(result));
        sections.push(week_marks::section(result));
        sections.push(section_options::interruptions(result));
        sections.push(section_waste::why_not(result));
        sections.push(section_options::unavailable(result));
        sections.extend(section_costs::costs(result, style));
        sections.push(section_waste::waste(result, style));
        sections.push(section_search::search(result));
        sections.extend(section_background::background(result, style));
    }
    sections.retain(|section| !section.is_empty());
    sections
}

/// The option that the report is about: the recommended one, or the cheapest that meets the objective.
pub(super) fn focus(result: &ResultView) -> Option<(&OptionView, &OptionFigures)> {
    let id = match &result.recommendation {
        Some(RecommendationView::Recommended(recommended)) => Some(recommended.option),
        Some(RecommendationView::Infeasible(infeasible)) => infeasible.best_effort,
        None => cheapest(result),
    };
    let option = result.option(id?)?;
    Some((option, option.figures.as_ref()?))
}

fn cheapest(result: &ResultView) -> Option<OptionId> {
    let ranked = by_total(result).into_iter();
    ranked.min_by_key(|(_, figures)| !figures.meets_objective).map(|(option, _)| option.id)
}

/// The available options, the cheapest first.
pub(super) fn by_total(result: &ResultView) -> Vec<(&OptionView, &OptionFigures)> {
    let figured = result.options.iter().map(|option| (option, option.figures.as_ref()));
    let mut options: Vec<_> = figured.filter_map(|(option, figures)| Some((option, figures?))).collect();
    options.sort_by_key(|(option, figures)| (figures.total, option.id));
    options
}

/// The hourly commitment that an option's bill contains.
pub(super) fn committed(figures: &OptionFigures) -> Money {
    figures.commitments.iter().filter(|line| line.chosen).map(|line| line.hourly_commitment).sum()
}
