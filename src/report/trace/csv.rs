//! The metered hours behind line items, as CSV.

use std::io::{self, Write};

use super::TraceView;
use super::usage::hours;
use crate::report::csv_error::written;

const COLUMNS: [&str; 8] = ["option", "service", "usage_type", "workload", "purpose", "hour", "quantity", "unit"];

/// Writes the header and every hour of every item that is metered.
///
/// # Errors
/// What the writer fails with.
pub fn write_trace_csv(view: &TraceView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    written(writer.write_record(COLUMNS))?;
    for item in &view.items {
        let Some(row) = item.row else { continue };
        for (hour, quantity) in hours(row, &view.of.horizon, &view.spans) {
            written(writer.write_record([
                view.option.name(),
                &item.service,
                &item.usage_type,
                item.workload.as_deref().unwrap_or_default(),
                item.purpose.name(),
                &hour,
                &quantity.to_decimal(),
                row.sku.unit().name(),
            ]))?;
        }
    }
    writer.flush()
}
