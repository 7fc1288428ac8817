//! [`aligned`]: plain aligned columns.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use unicode_width::UnicodeWidthStr as _;

use super::Language;

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
pub fn aligned(columns: &[(&str, Align)], rows: &[Vec<String>], language: Language) -> String {
    text(&said(columns, rows, language))
}

/// The same inside the width of reports: what is too long goes on in the next line.
pub(super) fn fitted(columns: &[(&str, Align)], rows: &[Vec<String>], language: Language) -> String {
    let mut table = said(columns, rows, language);
    let wide = text(&table);
    if wide.lines().all(|line| line.width() <= usize::from(MOST_COLUMNS) + INDENT.len()) {
        return wide;
    }
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(MOST_COLUMNS);
    text(&table)
}

/// The table in a language.
fn said(columns: &[(&str, Align)], rows: &[Vec<String>], language: Language) -> Table {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| language.all(row)).collect();
    table(&columns_of(&headings(columns, language)), &rows)
}

/// Column headings in a language. Those in English are broken so that columns stay narrow.
pub(super) fn headings(columns: &[(&str, Align)], language: Language) -> Vec<(String, Align)> {
    let heading = |text: &str| match language {
        Language::English => text.to_owned(),
        Language::Korean => language.said(&one_line(text)).into_owned(),
    };
    columns.iter().map(|(text, align)| (heading(text), *align)).collect()
}

/// Headings as columns.
pub(super) fn columns_of(headings: &[(String, Align)]) -> Vec<(&str, Align)> {
    headings.iter().map(|(heading, align)| (heading.as_str(), *align)).collect()
}

/// A heading that was broken for a terminal.
pub(super) fn one_line(heading: &str) -> String {
    heading.replace("-\n", "-").replace("/\n", "/").replace('\n', " ").replace("utili-sation", "utilisation")
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
