//! `[prices]`: overrides and discounts, held against the price tables.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::key::Range as Accepted;
use super::table::Table;
use super::value;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pricing::{AdjustmentProblem, BookError, PriceBook, PriceBooks, TableError};
use crate::scenario::PriceAdjustments;

/// Discounts are between nothing and all.
const DISCOUNTS: Accepted = Accepted { least: 0.0, most: 100.0, above: false, below: false };

/// Where each key stands, by table and key.
type Places = BTreeMap<(&'static str, String), Range<usize>>;

/// The adjustments, and the book of the region with them; without a book where there is none, which has been reported.
pub(super) fn read_prices(
    root: &Table<'_, '_>,
    region: Option<&str>,
    books: &PriceBooks,
) -> (PriceAdjustments, Option<Arc<PriceBook>>) {
    let mut places = Places::new();
    let adjustments = read_adjustments(root, &mut places);
    let Some(region) = region else { return (adjustments, None) };
    let book = match books.book(region, &adjustments, false) {
        Ok(book) => Some(book),
        Err(BookError::Adjustments(problems)) => {
            problems.iter().for_each(|problem| report_adjustment(root.walk, &places, problem));
            // Names are still checked against the tables as they are.
            books.book(region, &PriceAdjustments::default(), false).ok()
        }
        Err(BookError::Tables(errors)) => {
            root.walk.absorb(table_problems(&errors, &BTreeMap::new()));
            None
        }
        Err(BookError::UnknownRegion { .. }) => None,
    };
    (adjustments, book)
}

fn read_adjustments(root: &Table<'_, '_>, places: &mut Places) -> PriceAdjustments {
    let table = root.table("prices");
    let mut adjustments = PriceAdjustments::default();
    for (key, place, price) in table.free_entries(value::money) {
        places.insert(("prices", key.clone()), place);
        adjustments.overrides.insert(key, price);
    }
    let discounts = table.table("discount_percent").free_entries(|found| value::percent(DISCOUNTS, found));
    for (key, place, percent) in discounts {
        places.insert(("prices.discount_percent", key.clone()), place);
        adjustments.discount_percent.insert(key, percent);
    }
    adjustments
}

fn report_adjustment(walk: &Walk, places: &Places, problem: &AdjustmentProblem) {
    let place = places.get(&(problem.table, problem.key.clone())).cloned().unwrap_or(0..0);
    let title = format!("`{}` under `[{}]` {}", problem.key, problem.table, problem.problem);
    let diagnostic =
        Diagnostic::error(Code::UnknownPrice, title).at(&walk.file, place, "this key would have no effect");
    let help = match &problem.nearest {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`ecsplan prices show REGION` lists the usage types of a region".to_owned(),
    };
    walk.push(diagnostic.help(help));
}

/// Problems of price tables, each pointing at its line where the text is at hand.
pub(super) fn table_problems(errors: &[TableError], texts: &BTreeMap<String, String>) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for error in errors {
        let diagnostic = Diagnostic::error(Code::PriceTable, error.problem.clone());
        let diagnostic = match texts.get(&error.file) {
            Some(text) => {
                diagnostics.add_source(&error.file, text);
                diagnostic.at(&error.file, line_span(text, error.line), "")
            }
            None => Diagnostic { title: error.to_string(), ..diagnostic },
        };
        diagnostics.push(diagnostic.help("`pricing/README.md` describes the tables"));
    }
    diagnostics.sorted()
}

/// The bytes of a line, from 1.
fn line_span(text: &str, line: u64) -> Range<usize> {
    let mut start = 0;
    for (number, content) in (1..).zip(text.split_inclusive('\n')) {
        if number == line {
            return start..start + content.trim_end().len();
        }
        start += content.len();
    }
    start..start
}
