//! [`MonthTable`]: rows over months, with totals across, cut into pieces that fit.

use crate::money::Displayed;
use crate::report::DisplayCurrency;

/// Months shown one by one; longer horizons are shown by year.
const MOST_MONTHS: usize = 24;

/// Columns that a piece may take, the indent left off.
const WIDTH: usize = 98;

/// A label and the months it stands for.
pub(super) type Period = (String, std::ops::Range<usize>);

/// Every month, or the years where there are more months than can be read; every month if everything is asked for.
pub(super) fn years_or_months(months: &[String], everything: bool) -> Vec<Period> {
    let label = |month: &String| {
        let length = if everything || months.len() <= MOST_MONTHS { month.len() } else { 4 };
        month[..length].to_owned()
    };
    let mut periods: Vec<Period> = Vec::new();
    for (index, month) in months.iter().enumerate() {
        match periods.last_mut() {
            Some((last, range)) if *last == label(month) => range.end = index + 1,
            _ => periods.push((label(month), index..index + 1)),
        }
    }
    periods
}

/// What a row's figures are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Figures {
    /// Amounts of each period, with a total.
    Flow,
    /// A balance at the end of each period, without a total.
    Balance,
}

/// A row of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct MonthRow {
    pub(super) level: usize,
    pub(super) label: String,
    pub(super) figures: Figures,
    pub(super) cells: Vec<Displayed>,
}

impl MonthRow {
    pub(super) fn flow(level: usize, label: impl Into<String>, cells: Vec<Displayed>) -> Self {
        Self { level, label: label.into(), figures: Figures::Flow, cells }
    }

    pub(super) fn balance(label: impl Into<String>, cells: Vec<Displayed>) -> Self {
        Self { level: 0, label: label.into(), figures: Figures::Balance, cells }
    }

    /// The same over other periods.
    fn over(self, periods: &[Period]) -> Self {
        let cell = |(_, months): &Period| match self.figures {
            Figures::Flow => self.cells[months.clone()].iter().sum(),
            Figures::Balance => self.cells[months.end - 1],
        };
        let cells = periods.iter().map(cell).collect();
        Self { cells, ..self }
    }
}

/// Rows over periods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::report) struct MonthTable {
    pub(in crate::report) periods: Vec<String>,
    pub(in crate::report) rows: Vec<MonthRow>,
}

impl MonthTable {
    /// By year where there are more months than can be read, unless everything is asked for.
    pub(super) fn readable(self, everything: bool) -> Self {
        let periods = years_or_months(&self.periods, everything);
        Self {
            rows: self.rows.into_iter().map(|row| row.over(&periods)).collect(),
            periods: periods.into_iter().map(|(label, _)| label).collect(),
        }
    }

    /// The cells as text: periods, then the total.
    pub(super) fn texts(&self, currency: &DisplayCurrency) -> Vec<Vec<String>> {
        let row = |row: &MonthRow| {
            let total = match row.figures {
                Figures::Flow => currency.number(row.cells.iter().sum()),
                Figures::Balance => String::new(),
            };
            row.cells.iter().map(|&cell| currency.number(cell)).chain([total]).collect()
        };
        self.rows.iter().map(row).collect()
    }

    /// The headings of these cells.
    pub(super) fn headings(&self) -> Vec<String> {
        self.periods.iter().cloned().chain(["total".to_owned()]).collect()
    }
}

/// How many columns from the first on fit beside labels of `label_width`, piece by piece.
pub(super) fn pieces(headings: &[String], texts: &[Vec<String>], label_width: usize) -> Vec<std::ops::Range<usize>> {
    let widths: Vec<usize> = (0..headings.len())
        .map(|column| {
            let cells = texts.iter().map(|row| row[column].chars().count());
            cells.max().unwrap_or(0).max(headings[column].chars().count()) + 2
        })
        .collect();
    let mut pieces = Vec::new();
    let (mut from, mut used) = (0, label_width);
    for (column, width) in widths.iter().enumerate() {
        if used + width > WIDTH && column > from {
            pieces.push(from..column);
            (from, used) = (column, label_width);
        }
        used += width;
    }
    pieces.push(from..headings.len());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(count: usize) -> Vec<String> {
        (0..count).map(|index| format!("{}-{:02}", 2026 + index / 12, index % 12 + 1)).collect()
    }

    #[test]
    fn long_horizons_are_summed_by_year_and_balances_taken_at_its_end() {
        let cells: Vec<Displayed> = (1..=30).collect();
        let rows = vec![MonthRow::flow(0, "paid", cells.clone()), MonthRow::balance("left", cells)];
        let table = MonthTable { periods: months(30), rows };
        let by_year = table.clone().readable(false);
        assert_eq!(by_year.periods, ["2026", "2027", "2028"]);
        assert_eq!(by_year.rows[0].cells, [78, 222, 165]); // 1 + … + 12, 13 + … + 24, 25 + … + 30
        assert_eq!(by_year.rows[1].cells, [12, 24, 30]);
        assert_eq!(table.clone().readable(true), table);
    }

    #[test]
    fn pieces_hold_as_many_columns_as_fit_and_all_of_them() {
        let headings = months(12);
        let texts = vec![vec!["1,234.56".to_owned(); 12]];
        let pieces = pieces(&headings, &texts, 38); // ten columns each, sixty are left
        assert_eq!(pieces, [0..6, 6..12]);
        assert_eq!(super::pieces(&headings, &texts, 200).len(), 12);
    }
}
