//! The rows as CSV.

use std::io::{self, Write};

use super::columns::{header, values};
use super::fee_row::fee_row;
use super::line_row::line_row;
use super::row::FocusRow;
use super::view::{FocusView, Granularity};
use crate::comparison::HourlyUsage;
use crate::report::csv_error::written;
use crate::statement::{ChargeHours, ChargeOf, StatementCharge};

/// Writes the header and every row, month by month; money is exact US dollars, null is an empty field.
///
/// Metered usage has a row for every hour or month, everything else one for the month in which it is charged.
///
/// # Errors
/// What the writer fails with.
pub fn write_focus_csv(view: &FocusView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    written(writer.write_record(header()))?;
    let months = view.scenario.horizon.months();
    let hourly = view.granularity == Granularity::Hourly;
    let usage = hourly.then(|| HourlyUsage::of(view.scenario, view.book, view.outcome));
    let mut hours = usage.as_ref().map(|usage| ChargeHours::of(usage, view.book.codes(), months));
    for charge in view.charges() {
        let row = row_of(view, charge);
        match hours.as_mut().and_then(|hours| hours.parts(charge)) {
            None => written(writer.write_record(values(view, &row)))?,
            Some(parts) => {
                for part in &parts {
                    written(writer.write_record(values(view, &row.in_hour(part))))?;
                }
            }
        }
    }
    writer.flush()
}

fn row_of<'a>(view: &FocusView<'a>, charge: &StatementCharge<'a>) -> FocusRow<'a> {
    match &charge.of {
        ChargeOf::Line(line) => line_row(view, line, &view.scenario.horizon.months()[charge.month], charge.costs),
        ChargeOf::Fee(place, fee) => fee_row(view, *place, fee),
    }
}
