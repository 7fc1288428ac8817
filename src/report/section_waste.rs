//! What the compute bill of the option in focus pays for, and why the other options were not chosen.

use super::grid::Align::{Left, Right};
use super::sections::{Section, by_total, focus};
use super::{RecommendationView, ResultView, Style, WasteRowView, WhyNotView};
use crate::comparison::{OptionId, WasteCategory};
use crate::money::Money;

/// The parts about waste and the options not chosen.
pub(super) fn waste(result: &ResultView, style: Style) -> Section {
    let Some((option, figures)) = focus(result) else { return Section::default() };
    let bill = figures.waste.compute_bill;
    if bill.is_zero() {
        return Section::default();
    }
    let name = option.id.name();
    let mut section = Section::headed(format!("What the compute bill of {name} pays for ({})", result.currency.code()));
    let costing = figures.waste.categories.iter().filter(|row| row.total > Money::ZERO);
    let mut rows: Vec<&WasteRowView> = costing.collect();
    rows.sort_by_key(|row| (row.category != WasteCategory::UsefulWork, std::cmp::Reverse(row.total)));
    if style.verbose {
        section.columns = vec![("", Left), ("per month", Right), ("total", Right), ("%", Right)];
        section.rows = table(result, &rows, bill);
    } else {
        section.lead.push(sentence(&rows));
    }
    section
}

/// Every category, down to the compute bill; the shown totals add up.
fn table(result: &ResultView, rows: &[&WasteRowView], bill: Money) -> Vec<Vec<String>> {
    let totals: Vec<Money> = rows.iter().map(|row| row.total).collect();
    let monthly: Vec<Money> = rows.iter().map(|row| row.monthly_mean).collect();
    let ((shown, total), (shown_monthly, monthly)) =
        (result.currency.shared(&totals), result.currency.shared(&monthly));
    debug_assert_eq!(totals.iter().copied().sum::<Money>(), bill);
    let number = |shown| result.currency.number(shown);
    let row = |((row, shown), monthly): ((&&WasteRowView, _), _)| {
        vec![words(row.category), number(monthly), number(shown), format!("{:.1}", row.percent)]
    };
    let mut cells: Vec<Vec<String>> = rows.iter().zip(shown).zip(shown_monthly).map(row).collect();
    cells.push(vec!["compute bill".to_owned(), number(monthly), number(total), "100.0".to_owned()]);
    cells
}

/// `useful work 61 %, headroom 20 %, task size 12 %`.
fn sentence(rows: &[&WasteRowView]) -> String {
    let shown = rows.iter().filter(|row| row.percent >= LEAST_SHOWN_PERCENT);
    let parts: Vec<String> = shown.map(|row| format!("{} {:.0} %", words(row.category), row.percent)).collect();
    parts.join(", ")
}

/// What is less than this is left to `--verbose`.
const LEAST_SHOWN_PERCENT: f64 = 0.5;

pub(super) fn words(category: WasteCategory) -> String {
    category.name().replace('_', " ")
}

/// Options that could be priced and were not chosen, the cheapest first, each with its reason.
pub(super) fn why_not(result: &ResultView) -> Section {
    let line = |(id, why_not): (OptionId, &WhyNotView)| {
        let reason = why_not.sentence.written(|amount| result.currency.write(amount));
        format!("{}: {reason}", id.name())
    };
    let reasons = by_total(result).into_iter().filter_map(|(option, _)| Some((option.id, option.why_not.as_ref()?)));
    let told = told_already(result);
    let lines = reasons.filter(|(id, _)| !told.contains(id)).map(line).collect();
    Section::sentences("Why not the others", lines)
}

/// Options whose reasons stand elsewhere in the report.
fn told_already(result: &ResultView) -> Vec<OptionId> {
    match &result.recommendation {
        Some(RecommendationView::Recommended(recommended)) => {
            recommended.passed_over.iter().map(|option| option.option).collect()
        }
        Some(RecommendationView::Infeasible(infeasible)) => {
            infeasible.reasons.iter().map(|option| option.option).collect()
        }
        None => Vec::new(),
    }
}
