//! What a break-even over two axes says.

use super::page::{Content, Page, Part, number};
use super::page_axis::{assumed, thumbs, title, value};
use super::view::BreakevenView;
use crate::comparison::OptionId;
use crate::recommendation::breakeven::{AxisSpan, Surface};
use crate::report::{InterruptedView, words};

pub(super) fn page(view: &BreakevenView, surface: &Surface) -> Page {
    let mut parts = vec![map(surface)];
    parts.extend(thumbs(view));
    parts.push(assumed(view));
    let over = format!("{} and {}", surface.across.axis.name(), surface.up.axis.name());
    let mut opening = vec![title(view, &over)];
    opening.extend(view.interrupted().as_ref().map(InterruptedView::sentence));
    opening.extend([own(view, surface), format!("Prices: {}.", words::tables_version(&view.result))]);
    Page { opening, warnings: view.result.warnings.clone(), parts }
}

fn own(view: &BreakevenView, surface: &Surface) -> String {
    let at = |span: AxisSpan| format!("{} ({})", span.axis.name(), value(span.axis, span.position));
    let at = format!("At the scenario's own {} and {}", at(surface.across), at(surface.up));
    match surface.own.cheapest() {
        Some((cost, id)) => format!("{at}, {} is the cheapest: {} a month.", id.name(), view.monthly(cost)),
        None => format!("{at}, no option may be chosen."),
    }
}

/// The winners of a surface, in the order of rule O1; `None` last.
pub(super) fn winners(surface: &Surface) -> Vec<Option<OptionId>> {
    let cells = surface.cells.iter().flatten().map(crate::recommendation::breakeven::Evaluated::winner);
    let mut found: Vec<Option<OptionId>> = cells.collect();
    found.sort_by_key(|winner| (winner.is_none(), *winner));
    found.dedup();
    found
}

/// The cell nearest to the scenario: column and row.
fn own_cell(surface: &Surface) -> (usize, usize) {
    let nearest = |span: AxisSpan, values: &[f64]| {
        let last = (values.len().max(1) - 1) as f64;
        place_among(surface, span, values, span.position).round().clamp(0.0, last) as usize
    };
    (nearest(surface.across, &surface.columns), nearest(surface.up, &surface.rows))
}

/// Where a value of an axis lies among the values evaluated, 0 being the first of them. They are at equal distances,
/// unless patience did not last for all of them.
pub(super) fn place_among(surface: &Surface, span: AxisSpan, values: &[f64], value: f64) -> f64 {
    let share = span.share_of(value);
    if surface.interrupted.is_none() {
        return share * (values.len().max(1) - 1) as f64;
    }
    let shares: Vec<f64> = values.iter().map(|value| span.share_of(*value)).collect();
    match shares.windows(2).position(|pair| share <= pair[1]) {
        Some(below) => below as f64 + (share - shares[below]) / (shares[below + 1] - shares[below]),
        None => (values.len().max(1) - 1) as f64,
    }
}

fn letter(index: usize) -> char {
    char::from(b'A' + u8::try_from(index.min(25)).unwrap_or(25))
}

/// A letter for the winner of every point.
fn map(surface: &Surface) -> Part {
    let all = winners(surface);
    let index = |winner: Option<OptionId>| all.iter().position(|known| *known == winner).unwrap_or(0);
    let (own_column, own_row) = own_cell(surface);
    let label = |row: usize| number(surface.rows[row]);
    let width = (0..surface.rows.len()).map(|row| label(row).len()).max().unwrap_or(0);
    let mut lines = Vec::new();
    for (row, cells) in surface.cells.iter().enumerate().rev() {
        let letters = cells.iter().enumerate().map(|(column, cell)| match (cell.winner(), (column, row)) {
            (_, here) if here == (own_column, own_row) => '*',
            (None, _) => '·',
            (winner, _) => letter(index(winner)),
        });
        let is_labelled = (surface.rows.len() - 1 - row).is_multiple_of(5) || row == 0;
        let label = if is_labelled { label(row) } else { String::new() };
        lines.push(format!("{label:>width$}  {}", letters.collect::<String>()));
    }
    let (first, last) = (number(surface.across.low), number(surface.across.high));
    let room = surface.columns.len().saturating_sub(first.len() + last.len());
    lines.push(format!("{:>width$}  {first}{}{last}", "", " ".repeat(room.max(1))));
    lines.push(String::new());
    let cells = surface.cells.iter().map(Vec::len).sum::<usize>().max(1);
    for (position, winner) in all.iter().enumerate() {
        let count = surface.cells.iter().flatten().filter(|cell| cell.winner() == *winner).count();
        let mark = if winner.is_some() { letter(position) } else { '·' };
        let name = winner.map_or("no option may be chosen", OptionId::name);
        lines.push(format!("{mark}  {name}, {:.0} % of the points", 100.0 * count as f64 / cells as f64));
    }
    let own = surface.own.winner().map_or("no option", OptionId::name);
    lines.push(format!("*  the point nearest to the scenario's own position, where {own} wins"));
    let words = |way: &str, span: AxisSpan| {
        let axis = span.axis;
        format!("{way}, {}: {}; {}", axis.name(), axis.words(), axis.range_reason())
    };
    Part {
        heading: "Who wins where".to_owned(),
        lead: vec![words("across", surface.across), words("up", surface.up)],
        content: Content::Drawing(lines),
        after: Vec::new(),
    }
}

/// The winners with their names, in the order of the map.
pub(super) fn legend(surface: &Surface) -> Vec<(Option<OptionId>, &'static str)> {
    winners(surface).into_iter().map(|winner| (winner, winner.map_or("no option", OptionId::name))).collect()
}
