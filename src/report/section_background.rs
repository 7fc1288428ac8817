//! What the figures rest on: traffic, notes, assumptions, prices.

use super::sections::Section;
use super::words::{self, mean};
use super::{PriceBasisRow, ResultView, Style, TrafficView};
use crate::scenario::Assumption;

/// Assumptions shown without `--verbose`.
const FIRST_ASSUMPTIONS: usize = 8;

/// Rows of the price basis shown without `--verbose`.
const FIRST_PRICES: usize = 8;

/// The parts below the figures.
pub(super) fn background(result: &ResultView, style: Style) -> Vec<Section> {
    vec![
        Section::sentences("Traffic", result.traffic.iter().map(traffic).collect()),
        Section::sentences("Notes", result.notes.clone()),
        assumptions(result, style),
        price_basis(result, style),
    ]
}

pub(super) fn traffic(facts: &TrafficView) -> String {
    let unit = if facts.unit == "vcpu" { "vCPU" } else { "requests per second" };
    let note = facts.note.as_ref().map_or_else(String::new, |note| format!("; {note}"));
    format!("{}: mean {} {unit}, busiest minute {}{note}", facts.service, mean(facts.mean), mean(facts.peak_minute))
}

fn assumptions(result: &ResultView, style: Style) -> Section {
    let sentence = |it: &Assumption| format!("{} = {} ({})", it.key, it.value, it.reason);
    limited("Assumptions", result.assumptions.iter().map(sentence).collect(), FIRST_ASSUMPTIONS, style)
}

fn price_basis(result: &ResultView, style: Style) -> Section {
    let mut section =
        limited("Price basis", result.price_basis.iter().map(price_sentence).collect(), FIRST_PRICES, style);
    let standing = if section.lead.is_empty() { "all prices in use were observed" } else { "all others were observed" };
    section.after.push(format!("Prices: {}; {standing}.", words::tables_version(result)));
    section
}

fn price_sentence(row: &PriceBasisRow) -> String {
    let bought = words::purchase_option(row.purchase_option).replace('_', " ");
    let basis = row.basis.name().replace('_', " ");
    let as_of = if row.as_of.is_empty() { String::new() } else { format!(", {}", row.as_of) };
    format!("{} ({bought}): {basis}{as_of}, in {}", row.usage_type, row.options.join(", "))
}

fn limited(heading: &str, mut sentences: Vec<String>, most: usize, style: Style) -> Section {
    let more = sentences.len().saturating_sub(most);
    if more > 0 && !style.verbose {
        sentences.truncate(most);
        sentences.push(format!("and {more} more (--verbose shows all)"));
    }
    Section::sentences(heading, sentences).folded()
}
