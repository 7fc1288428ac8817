//! What the chart of commitments says in words.

use super::curve_view::{CurveMarkView, CurveView};
use super::sections::{terms, usd};
use super::view::CommitmentProposalView;
use crate::commitment::CurveMark;

/// Curves that are drawn; more are in the table and in CSV.
pub(super) const MOST_CURVES: usize = 4;

pub(super) fn title(view: &CommitmentProposalView) -> String {
    format!("Total cost against commitment, {} hours from {}", view.hours, view.first_hour)
}

pub(super) fn subtitle(view: &CommitmentProposalView) -> String {
    let left_out = view.curve.as_ref().map_or(0, Vec::len).saturating_sub(MOST_CURVES);
    let rest =
        if left_out > 0 { format!("; {left_out} more plans are in the table and in CSV") } else { String::new() };
    format!("One plan varies, the other purchases stay as they are{rest}")
}

pub(super) fn heading(curve: &CurveView) -> String {
    format!("{} ({})", curve.plan, terms(curve.term_years.years(), curve.payment))
}

pub(super) const fn mark_words(mark: CurveMark) -> &'static str {
    match mark {
        CurveMark::Optimum => "optimum",
        CurveMark::AwsStyle => "best for the last 30 days",
        CurveMark::Given => "given",
        CurveMark::Chosen => "chosen under the demand scenarios",
    }
}

/// The marked points in words.
pub(super) fn description(view: &CommitmentProposalView) -> String {
    let mark = |mark: &CurveMarkView| {
        let hourly = mark.point.hourly_commitment.to_decimal();
        format!("{} ${hourly} per hour, {} in total", mark_words(mark.mark), usd(mark.point.total_cost))
    };
    let curve = |curve: &CurveView| {
        let marks: Vec<String> = curve.marks.iter().map(mark).collect();
        format!("{}: {}.", heading(curve), marks.join("; "))
    };
    let curves: Vec<String> = view.curve.iter().flatten().map(curve).collect();
    let lead = "For each plan, left the total cost over the hourly commitment, right coverage and utilisation.";
    format!("{lead} {}", curves.join(" "))
}
