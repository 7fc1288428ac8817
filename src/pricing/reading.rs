//! Reading one table: rows with named, typed columns, and every problem with its line.

use csv::StringRecord;

use super::as_of::AsOf;
use super::stored::StoredPrice;
use super::table::Table;
use super::{Basis, PlanKind, Platform, TableError};
use crate::money::Money;
use crate::scenario::{PaymentOption, TermYears};

/// No unit that AWS sells costs more than a million dollars.
const DEAREST_UNIT: Money = Money::from_picodollars(10_i128.pow(18));

/// The text of a table.
#[derive(Clone, Copy)]
pub(super) struct TableText<'a> {
    pub(super) table: Table,
    pub(super) path: &'a str,
    pub(super) content: &'a str,
}

/// A row of a table.
pub(super) struct Row<'a> {
    table: Table,
    record: &'a StringRecord,
}

/// Reads `text` row by row into `each`, which says what is wrong with a row, if anything.
pub(super) fn read_rows(
    text: TableText<'_>,
    errors: &mut Vec<TableError>,
    mut each: impl FnMut(&Row<'_>) -> Result<(), String>,
) {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.content.as_bytes());
    let mut report = |line: u64, problem: String| {
        errors.push(TableError { file: text.path.to_owned(), line, problem });
    };
    if let Err(problem) = check_header(&mut reader, text.table) {
        return report(1, problem);
    }
    let mut record = StringRecord::new();
    loop {
        let outcome = match reader.read_record(&mut record) {
            Ok(false) => return,
            Ok(true) => each(&Row { table: text.table, record: &record }),
            Err(error) => {
                report(error.position().map_or(1, csv::Position::line), problem_of(&error));
                continue;
            }
        };
        if let Err(problem) = outcome {
            report(record.position().map_or(1, csv::Position::line), problem);
        }
    }
}

/// The header must name the table's columns, in order.
fn check_header(reader: &mut csv::Reader<&[u8]>, table: Table) -> Result<(), String> {
    let header = reader.headers().map_err(|error| problem_of(&error))?;
    if header == table.columns() {
        return Ok(());
    }
    let found = header.iter().collect::<Vec<_>>().join(",");
    Err(format!("expected the columns `{}`, found `{found}`", table.columns().join(",")))
}

fn problem_of(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("expected {expected_len} columns, found {len}")
        }
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8 text".to_owned(),
        _ => "cannot be read as CSV".to_owned(),
    }
}

impl<'a> Row<'a> {
    /// The line it starts on.
    pub(super) fn line(&self) -> u32 {
        self.record.position().map_or(0, |position| u32::try_from(position.line()).unwrap_or(u32::MAX))
    }

    /// The columns that name the row.
    pub(super) fn key(&self) -> Vec<&'a str> {
        self.record.iter().take(self.table.key_columns()).collect()
    }

    /// The text of a column.
    pub(super) fn text(&self, column: &str) -> &'a str {
        let index = self.table.columns().iter().position(|name| *name == column);
        index.and_then(|index| self.record.get(index)).unwrap_or_default()
    }

    /// The text of a column that may not be empty.
    pub(super) fn name(&self, column: &str) -> Result<&'a str, String> {
        match self.text(column) {
            "" => Err(format!("`{column}` is empty")),
            text => Ok(text),
        }
    }

    /// A column that is read by `parse`, and is `expected` otherwise.
    pub(super) fn read<T>(
        &self,
        column: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, String> {
        let text = self.text(column);
        parse(text).ok_or_else(|| format!("`{column}` should be {expected}, found `{text}`"))
    }

    /// A column that may be empty.
    pub(super) fn optional<T>(
        &self,
        column: &str,
        read: impl FnOnce(&Self) -> Result<T, String>,
    ) -> Result<Option<T>, String> {
        if self.text(column).is_empty() { Ok(None) } else { read(self).map(Some) }
    }

    /// A whole number.
    pub(super) fn count<T: std::str::FromStr>(&self, column: &str) -> Result<T, String> {
        self.read(column, "a whole number", |text| text.parse().ok())
    }

    /// A number of zero or more, for physics.
    pub(super) fn number(&self, column: &str) -> Result<f64, String> {
        let parse = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
        self.read(column, "a number of zero or more", parse)
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, column: &str) -> Result<bool, String> {
        self.read(column, "`true` or `false`", |text| text.parse().ok())
    }

    /// A price above zero.
    pub(super) fn money(&self, column: &str) -> Result<Money, String> {
        let parse = |text: &str| Money::parse(text).ok().filter(|usd| *usd > Money::ZERO && *usd <= DEAREST_UNIT);
        self.read(column, "a price above zero in plain decimals, such as `0.0416`", parse)
    }

    /// A fraction above zero and at most one, in millionths of a millionth.
    pub(super) fn fraction(&self, column: &str) -> Result<i128, String> {
        let whole = 10_i128.pow(12);
        let parse = |text: &str| {
            Money::parse(text).ok().map(Money::picodollars).filter(|fraction| (1..=whole).contains(fraction))
        };
        self.read(column, "a fraction above 0 and at most 1", parse)
    }

    /// `as_of`, or another column with a date.
    pub(super) fn date(&self, column: &str) -> Result<AsOf, String> {
        self.read(column, "a year, month or day such as `2026-07-20`", AsOf::parse)
    }

    /// `basis`.
    pub(super) fn basis(&self) -> Result<Basis, String> {
        let expected = "`observed`, `observed_percent`, `ri_equivalent`, `derived` or `estimated`";
        self.read("basis", expected, Basis::named)
    }

    /// The price in `column` with its evidence.
    pub(super) fn price(&self, column: &str) -> Result<StoredPrice, String> {
        let (unit_price, as_of, basis) = (self.money(column)?, self.date("as_of")?, self.basis()?);
        Ok(StoredPrice {
            unit_price,
            as_of: Some(as_of),
            basis,
            table: Some(self.table),
            line: self.line(),
            factor: None,
        })
    }

    /// `plan`.
    pub(super) fn plan(&self) -> Result<PlanKind, String> {
        self.read("plan", "`compute` or `ec2_instance`", |text| match text {
            "compute" => Some(PlanKind::Compute),
            "ec2_instance" => Some(PlanKind::Ec2Instance),
            _ => None,
        })
    }

    /// `term_years`.
    pub(super) fn term(&self) -> Result<TermYears, String> {
        self.read("term_years", "1 or 3", |text| match text {
            "1" => Some(TermYears::One),
            "3" => Some(TermYears::Three),
            _ => None,
        })
    }

    /// `payment`.
    pub(super) fn payment(&self) -> Result<PaymentOption, String> {
        let all = [PaymentOption::NoUpfront, PaymentOption::PartialUpfront, PaymentOption::AllUpfront];
        let named = |text: &str| all.into_iter().find(|payment| payment.name() == text);
        self.read("payment", "`no_upfront`, `partial_upfront` or `all_upfront`", named)
    }

    /// `platform`, other than `all`.
    pub(super) fn platform(&self) -> Result<Platform, String> {
        self.read("platform", "`linux_x86`, `linux_arm` or `windows_x86`", |text| match text {
            "linux_x86" => Some(Platform::LinuxX86),
            "linux_arm" => Some(Platform::LinuxArm),
            "windows_x86" => Some(Platform::WindowsX86),
            _ => None,
        })
    }
}
