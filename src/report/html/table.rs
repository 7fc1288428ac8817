//! [`Table`]: a table with a caption, row and column headings, and exact dollars behind what is shown.

use super::writer::{Attribute, Html};
use crate::money::Money;
use crate::report::grid::{Align, one_line};
use crate::report::sections::Section;

/// Rows of a table that is printed on one page; longer ones go on on the next, under their headings again.
const MOST_ROWS_KEPT: usize = 18;

/// A cell: what is shown, and where it is money what it is exactly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    text: String,
    /// Exact US dollars, and which figure of the JSON it is, such as `fargate/total`.
    exact: Option<(Money, String)>,
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), exact: None }
    }

    /// Money as shown, with what it is exactly and which figure it is.
    pub(super) fn money(shown: impl Into<String>, usd: Money, figure: impl Into<String>) -> Self {
        Self { text: shown.into(), exact: Some((usd, figure.into())) }
    }
}

/// A table. Its first column names the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) caption: String,
    pub(super) columns: Vec<(String, Align)>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// The row of totals, which sorting leaves at the end.
    pub(super) totals: Option<Vec<Cell>>,
    /// Whether the caption stands above it as a heading already: it is then for those only who cannot see that.
    pub(super) is_headed: bool,
}

impl Table {
    /// The table of a section: a last row of totals becomes the foot, and names that stand for several rows are repeated,
    /// so that rows can be sorted.
    pub(super) fn of(section: &Section) -> Self {
        Self::of_texts(&section.heading, &section.columns, &section.rows)
    }

    /// The same of columns and rows by themselves.
    pub(super) fn of_texts(caption: &str, columns: &[(&str, Align)], rows: &[Vec<String>]) -> Self {
        let columns = columns.iter().map(|(heading, align)| (one_line(heading), *align)).collect();
        let mut rows: Vec<Vec<String>> = rows.to_vec();
        let is_total = |row: &Vec<String>| ["total", "compute bill"].contains(&row[0].as_str());
        let totals = rows.pop_if(|row| is_total(row));
        for index in 1..rows.len() {
            if rows[index][0].is_empty() {
                rows[index][0] = rows[index - 1][0].clone();
            }
        }
        let cells = |row: Vec<String>| row.into_iter().map(Cell::text).collect();
        Self {
            caption: caption.to_owned(),
            columns,
            rows: rows.into_iter().map(cells).collect(),
            totals: totals.map(cells),
            is_headed: true,
        }
    }

    /// Says what the money in a cell is exactly.
    pub(super) fn exact(&mut self, (row, column): (usize, usize), usd: Money, figure: String) {
        if let Some(cell) = self.rows.get_mut(row).and_then(|row| row.get_mut(column)) {
            cell.exact = Some((usd, figure));
        }
    }

    /// Writes it in a container of its own, which is as wide as the page and scrolls where the table is wider.
    pub(super) fn write(&self, html: &mut Html) {
        if self.rows.is_empty() {
            return;
        }
        let class = if self.rows.len() > MOST_ROWS_KEPT { "scroll long" } else { "scroll" };
        let scrolls = [("class", class), ("role", "region"), ("tabindex", "0"), ("aria-label", &*self.caption)];
        html.around("div", &scrolls, |html| {
            html.around("table", &[], |html| {
                let class: &[Attribute<'_>] = if self.is_headed { &[("class", "unseen")] } else { &[] };
                html.around("caption", class, |html| html.element("span", &[], &self.caption));
                html.around("thead", &[], |html| html.around("tr", &[], |html| self.headings(html)));
                html.around("tbody", &[], |html| self.rows.iter().for_each(|row| self.row(html, row)));
                if let Some(totals) = &self.totals {
                    html.around("tfoot", &[], |html| self.row(html, totals));
                }
            });
        });
    }

    fn headings(&self, html: &mut Html) {
        for (heading, align) in &self.columns {
            let attributes: &[Attribute<'_>] = match align {
                Align::Left => &[("scope", "col")],
                Align::Right => &[("scope", "col"), ("class", "n")],
            };
            html.element("th", attributes, heading);
        }
    }

    fn row(&self, html: &mut Html, row: &[Cell]) {
        html.around("tr", &[], |html| {
            for (index, (cell, (_, align))) in row.iter().zip(&self.columns).enumerate() {
                let usd = cell.exact.as_ref().map(|(usd, _)| usd.to_decimal());
                let mut attributes: Vec<Attribute<'_>> = Vec::new();
                if index == 0 {
                    attributes.push(("scope", "row"));
                }
                if *align == Align::Right {
                    attributes.push(("class", "n"));
                }
                if let (Some(usd), Some((_, figure))) = (&usd, &cell.exact) {
                    attributes.extend([("data-usd", usd.as_str()), ("data-figure", figure.as_str())]);
                }
                let tag = if index == 0 { "th" } else { "td" };
                html.around(tag, &attributes, |html| html.prose(&cell.text));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section() -> Section {
        Section {
            columns: vec![("option", Align::Left), ("per\nmonth", Align::Right)],
            rows: [["fargate", "1"], ["", "2"], ["total", "3"]].map(|row| row.map(str::to_owned).to_vec()).to_vec(),
            ..Section::headed("Costs")
        }
    }

    #[test]
    fn names_are_repeated_and_totals_stand_in_the_foot() {
        let mut html = Html::default();
        Table::of(&section()).write(&mut html);
        let text = html.into_text();
        assert_eq!(text.matches("<th scope=\"row\">fargate</th>").count(), 2, "{text}");
        assert!(text.contains("<th scope=\"col\" class=\"n\">per month</th>"), "{text}");
        let (_, foot) = text.split_once("<tfoot>").unwrap();
        assert!(foot.contains("total") && foot.contains('3'), "{text}");
    }

    #[test]
    fn exact_dollars_stand_behind_what_is_shown() {
        let mut table = Table::of(&section());
        table.exact((1, 1), Money::parse("2.005").unwrap(), "fargate/total".to_owned());
        let mut html = Html::default();
        table.write(&mut html);
        let text = html.into_text();
        assert!(text.contains("<td class=\"n\" data-usd=\"2.005\" data-figure=\"fargate/total\">2</td>"), "{text}");
    }
}
