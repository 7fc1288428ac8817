//! The rows of a change by price, volume and mix, as shown: every row and every column adds up.

use super::line_parts::LineChange;
use super::view::CostChange;
use crate::money::{Displayed, Money};
use crate::report::DisplayCurrency;
use crate::report::grid::Align::{Left, Right};
use crate::report::sections::Section;

/// A change as shown: its rows, and the sum of them.
pub(super) struct ShownChange<'a> {
    /// Rows that show something, the largest change first: price, volume and mix.
    pub(super) rows: Vec<(&'a LineChange, [Displayed; 3])>,
    /// Price, volume and mix in all; they add up to the difference of the two costs as shown.
    pub(super) parts: [Displayed; 3],
}

impl<'a> ShownChange<'a> {
    /// Every part of every row is a row of the difference of the two costs as shown, by M5.
    pub(super) fn new(cost: &'a CostChange, currency: &DisplayCurrency) -> Self {
        let change = currency.shown(cost.head) - currency.shown(cost.base);
        let cells = |line: &LineChange| [line.parts.price, line.parts.volume, line.parts.mix];
        let exact: Vec<Money> = cost.lines.iter().flat_map(cells).collect();
        let shown = currency.shared_within(&exact, change);
        let rows = cost.lines.iter().zip(shown.chunks_exact(3)).map(|(line, row)| (line, [row[0], row[1], row[2]]));
        let mut rows: Vec<_> = rows.filter(|(_, row)| row.iter().any(|cell| *cell != 0)).collect();
        let column = |index: usize| rows.iter().map(|(_, row)| row[index]).sum();
        let parts = [column(0), column(1), column(2)];
        rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.iter().sum::<Displayed>().abs()));
        Self { rows, parts }
    }
}

/// By line item, down to the parts in all.
pub(super) fn lines(shown: &ShownChange<'_>, currency: &DisplayCurrency) -> Section {
    let mut section = Section::headed(format!("Where the change comes from ({} per month)", currency.code())).folded();
    section.columns = vec![
        ("usage type", Left),
        ("bought", Left),
        ("price", Right),
        ("volume", Right),
        ("mix", Right),
        ("change", Right),
    ];
    let figures = |parts: &[Displayed; 3]| {
        let cells = parts.iter().copied().chain([parts.iter().sum()]);
        cells.map(|cell| currency.number(cell)).collect::<Vec<_>>()
    };
    for (line, parts) in &shown.rows {
        let deployments = if line.purpose == "deployment" { " (deployments)" } else { "" };
        let what = format!("{}{deployments}", line.usage_type);
        let side = match (line.base, line.head) {
            (None, _) => ", new",
            (_, None) => ", gone",
            _ => "",
        };
        let bought = format!("{}{side}", bought(line));
        let labels = vec![what, bought];
        section.rows.push([labels, figures(parts)].concat());
    }
    if !section.rows.is_empty() {
        let labels = vec!["total".to_owned(), String::new()];
        section.rows.push([labels, figures(&shown.parts)].concat());
    }
    section
}

/// How a line is bought; of commitments, which.
fn bought(line: &LineChange) -> String {
    match &line.commitment_id {
        Some(id) if line.purchase_option.ends_with("_unused") => format!("{id}, unused"),
        Some(id) => id.clone(),
        None => line.purchase_option.replace('_', " "),
    }
}
