//! [`aligned`]: plain aligned columns.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

/// How a column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// To the left: words.
    Left,
    /// To the right: figures.
    Right,
}

/// The width that reports keep to, the indent left off.
const MOST_COLUMNS: u16 = 98;

/// What stands before every line.
const INDENT: &str = "  ";

/// Rows under a header, two spaces between columns, no lines; ends with a line end. As wide as it needs.
#[must_use]
pub fn aligned(columns: &[(&str, Align)], rows: &[Vec<String>]) -> String {
    text(&table(columns, rows))
}

/// The same inside the width of reports: what is too long goes on in the next line.
pub(super) fn fitted(columns: &[(&str, Align)], rows: &[Vec<String>]) -> String {
    let wide = aligned(columns, rows);
    if wide.lines().all(|line| line.chars().count() <= usize::from(MOST_COLUMNS) + INDENT.len()) {
        return wide;
    }
    let mut table = table(columns, rows);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(MOST_COLUMNS);
    text(&table)
}

fn table(columns: &[(&str, Align)], rows: &[Vec<String>]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(columns.iter().map(|(heading, _)| *heading));
    table.add_rows(rows.iter().map(|row| row.iter().map(|cell| super::words::tame(cell)).collect::<Vec<_>>()));
    let last = columns.len().saturating_sub(1);
    for (index, (column, (_, align))) in table.column_iter_mut().zip(columns).enumerate() {
        column.set_padding((0, if index == last { 0 } else { 2 }));
        column.set_cell_alignment(match align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
    }
    table
}

fn text(table: &Table) -> String {
    table.lines().map(|line| format!("{INDENT}{}\n", line.trim_end())).collect()
}
