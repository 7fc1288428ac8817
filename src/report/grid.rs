//! [`aligned`]: plain aligned columns.

use comfy_table::{CellAlignment, Table, presets};

/// How a column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// To the left: words.
    Left,
    /// To the right: figures.
    Right,
}

/// Rows under a header, two spaces between columns, no lines; ends with a line end.
#[must_use]
pub fn aligned(columns: &[(&str, Align)], rows: &[Vec<String>]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if columns.iter().any(|(heading, _)| !heading.is_empty()) {
        table.set_header(columns.iter().map(|(heading, _)| *heading));
    }
    table.add_rows(rows.iter().map(|row| row.iter().map(|cell| super::words::tame(cell)).collect::<Vec<_>>()));
    for (column, (_, align)) in table.column_iter_mut().zip(columns) {
        column.set_padding((0, 2));
        column.set_cell_alignment(match align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
    }
    let mut text: String = table.lines().map(|line| format!("  {}\n", line.trim_end())).collect();
    if text.trim().is_empty() {
        text.clear();
    }
    text
}
