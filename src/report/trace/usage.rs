//! The metered usage behind line items.

use crate::money::Quantity;
use crate::pricing::RegionCodes;
use crate::report::timeline::second_text;
use crate::time::{Horizon, MonthSpan};
use crate::usage::{Ledger, Purpose, UsageRow};

use super::view::BusyHourView;

/// Busiest hours shown.
const MOST_HOURS: usize = 5;

/// The row of the ledger that line items of a usage type, workload and purpose come from.
pub(super) fn row_of<'l>(
    ledger: &'l Ledger,
    codes: &RegionCodes,
    (usage_type, workload, purpose): (&str, Option<&str>, Purpose),
) -> Option<&'l UsageRow> {
    ledger.rows.iter().find(|row| {
        row.workload.as_deref() == workload && row.purpose == purpose && row.sku.usage_type(codes) == usage_type
    })
}

/// The amount of some hours of a month as a quantity.
pub(super) fn quantity(row: &UsageRow, amount: i128, span: &MonthSpan) -> Quantity {
    let per = row.sku.unit().amounts_per_unit(span.hours_per_month) * i128::from(row.fineness);
    Quantity::new(amount, per)
}

/// What was metered in a month, and in how many of its hours there was anything.
pub(super) fn of_month(row: &UsageRow, span: &MonthSpan) -> (Quantity, u32) {
    let hours = &row.hourly[span.hour_range()];
    let amount = hours.iter().map(|&amount| i128::from(amount)).sum();
    (quantity(row, amount, span), hours.iter().filter(|&&amount| amount > 0).count() as u32)
}

/// Every hour of some months with what was metered in it, in order of time.
pub(super) fn hours<'r>(
    row: &'r UsageRow,
    horizon: &'r Horizon,
    spans: &'r [MonthSpan],
) -> impl Iterator<Item = (String, Quantity)> + 'r {
    spans.iter().flat_map(move |span| {
        span.hour_range().map(move |hour| {
            let second = horizon.first_minute() * 60 + hour as i64 * 3_600;
            (second_text(second), quantity(row, i128::from(row.hourly[hour]), span))
        })
    })
}

/// The hours of some months with the most, the most first; ties to the earlier. Hours with nothing are left out.
pub(super) fn busiest(row: &UsageRow, horizon: &Horizon, spans: &[MonthSpan]) -> Vec<BusyHourView> {
    let mut found: Vec<(i64, usize, &MonthSpan)> = spans
        .iter()
        .flat_map(|span| span.hour_range().map(move |hour| (row.hourly[hour], hour, span)))
        .filter(|(amount, ..)| *amount > 0)
        .collect();
    found.sort_by_key(|&(amount, hour, _)| (std::cmp::Reverse(amount), hour));
    let view = |&(amount, hour, span): &(i64, usize, &MonthSpan)| BusyHourView {
        hour: second_text(horizon.first_minute() * 60 + hour as i64 * 3_600),
        quantity: quantity(row, i128::from(amount), span),
    };
    found.iter().take(MOST_HOURS).map(view).collect()
}
