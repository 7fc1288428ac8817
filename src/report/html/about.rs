//! What the figures are about and what they rest on.

use super::page::list;
use super::table::{Cell, Table};
use super::writer::Html;
use crate::report::grid::Align::Left;
use crate::report::section_background::traffic;
use crate::report::section_options::currency_words;
use crate::report::{PriceBasisRow, ResultView, words};

/// The program that writes the page.
pub(in crate::report) const PROGRAM: &str = concat!("ecsplan ", env!("CARGO_PKG_VERSION"));

/// Region, horizon, currency and prices in a line.
pub(in crate::report) fn scope(result: &ResultView) -> String {
    format!(
        "Region {}; {}, months in UTC; amounts in {}; prices from {}. A month without a date is one of 730 hours. \
         Every table is rounded so that it adds up as shown; one amount may differ in its last digit between tables. \
         These are estimates: what AWS bills can differ.",
        result.scenario.region,
        words::horizon(result),
        currency_words(result),
        words::tables_version(result)
    )
}

pub(super) fn footer(result: &ResultView) -> String {
    format!("Written by {PROGRAM} for {}, {}.", result.scenario.name, words::horizon(result))
}

/// Every assumption with its reason, the demand, and notes.
pub(super) fn assumptions(html: &mut Html, result: &ResultView) {
    html.element("p", &[], "What the scenario does not say is assumed as follows, what matters most first.");
    let row = |it: &crate::scenario::Assumption| [&it.key, &it.value, &it.reason].map(Cell::text).to_vec();
    Table {
        caption: "Assumptions".to_owned(),
        columns: columns(&["what", "value", "why"]),
        rows: result.assumptions.iter().map(row).collect(),
        totals: None,
        is_headed: false,
    }
    .write(html);
    html.element("h3", &[], "Demand");
    list(html, &result.traffic.iter().map(traffic).collect::<Vec<_>>());
    if !result.notes.is_empty() {
        html.element("h3", &[], "Notes");
        list(html, &result.notes);
    }
}

/// Which tables the prices are from, and every price in use that was not observed.
pub(super) fn price_basis(html: &mut Html, result: &ResultView) {
    html.element("p", &[], &format!("Prices: {}. Model and program: {PROGRAM}.", words::tables_version(result)));
    let standing = if result.price_basis.is_empty() {
        "All prices in use were observed."
    } else {
        "These prices in use were not observed; all others were."
    };
    html.element("p", &[], standing);
    let row = |it: &PriceBasisRow| {
        let bought = words::purchase_option(it.purchase_option).replace('_', " ");
        let basis = it.basis.name().replace('_', " ");
        [it.usage_type.clone(), bought, basis, it.as_of.clone(), it.source.clone(), it.options.join(", ")]
            .map(Cell::text)
            .to_vec()
    };
    Table {
        caption: "Prices that were not observed".to_owned(),
        columns: columns(&["usage type", "bought", "basis", "as of", "source", "options that pay it"]),
        rows: result.price_basis.iter().map(row).collect(),
        totals: None,
        is_headed: false,
    }
    .write(html);
}

fn columns(headings: &[&str]) -> Vec<(String, crate::report::Align)> {
    headings.iter().map(|heading| ((*heading).to_owned(), Left)).collect()
}
