//! How the choice was made: what was considered, what a bound ruled out, and what no plan can cost less than.

use super::sections::{Section, focus};
use super::{CandidateCountsView, OptionView, ResultView, words};
use crate::money::Money;

/// The section.
pub(super) fn search(result: &ResultView) -> Section {
    let mut lead: Vec<String> =
        focus(result).and_then(|(option, figures)| counts(option, figures.candidates)).into_iter().collect();
    lead.extend(all_options(result));
    lead.extend(floor(result));
    Section::sentences("Search", lead)
}

/// Nothing where everything is pinned.
fn counts(option: &OptionView, counts: CandidateCountsView) -> Option<String> {
    let CandidateCountsView { considered, ruled_out, simulated, left_out, .. } = counts;
    if considered == 0 {
        return None;
    }
    let mut sentence = format!("{}: {} considered", option.id.name(), words::counted(considered, "candidate"));
    if ruled_out > 0 {
        sentence += &format!(", {ruled_out} ruled out by a lower bound on their cost");
    }
    sentence += &format!(", {simulated} simulated");
    if left_out > 0 {
        sentence += &format!(", {left_out} not looked at because none of many before them met the objectives");
    }
    Some(sentence)
}

fn all_options(result: &ResultView) -> Option<String> {
    let figures = result.options.iter().filter_map(|option| option.figures.as_ref());
    let counts: Vec<CandidateCountsView> = figures.map(|figures| figures.candidates).collect();
    let sum = |of: fn(&CandidateCountsView) -> usize| counts.iter().map(of).sum::<usize>();
    let (considered, ruled_out) = (sum(|one| one.considered), sum(|one| one.ruled_out));
    (counts.len() > 1).then(|| {
        format!(
            "all {} options: {considered} candidates considered, {ruled_out} ruled out by a lower bound",
            counts.len()
        )
    })
}

fn floor(result: &ResultView) -> Option<String> {
    // Without services there is no work that it knows.
    let floor = result.lower_bound.filter(|floor| *floor > Money::ZERO)?;
    let gap =
        result.gap_percent.map_or_else(String::new, |gap| format!("; what is recommended is {gap:.1} % above it"));
    let floor = result.currency.write(floor);
    Some(format!(
        "no plan costs less than {floor} over the horizon, were its tasks never idle and instances paid in parts{gap}"
    ))
}
