//! Monthly free allowances of an account (rule N8).

use crate::pricing::Sku;
use crate::scenario::Account;

const BYTES_PER_GB: f64 = 1_024.0 * 1_024.0 * 1_024.0;

/// Free whole units per calendar month, for SKUs that have any.
fn free_units(sku: &Sku) -> i128 {
    match sku {
        Sku::InternetEgress => 100,
        Sku::LogIngestion | Sku::LogStorage => 5,
        Sku::Metrics | Sku::Alarms => 10,
        _ => 0,
    }
}

/// Smallest amounts of a SKU that the account already uses each month.
pub(super) fn already_used(sku: &Sku, account: &Account) -> i128 {
    match sku {
        Sku::InternetEgress => (account.existing_egress_gb * BYTES_PER_GB).round_ties_even() as i128,
        _ => 0,
    }
}

/// Smallest amounts of a SKU that are free this month; what the account already uses has used them first.
pub(super) fn free_amount(sku: &Sku, account: &Account, per: i128) -> i128 {
    if !account.free_allowances {
        return 0;
    }
    (free_units(sku) * per - already_used(sku, account)).max(0)
}
