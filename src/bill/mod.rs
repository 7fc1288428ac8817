//! The bill: usage × prices → line items in exact money (rules P and B).

mod extras;
mod free_allowance;
mod line_item;
mod peoples_time;
mod price_ledger;
mod spot_fallback;
mod tiers;

pub use extras::{ExtraQuantities, add_extras, add_tax, is_percentage};
pub use line_item::{Bill, ChargeKind, LineItem, MonthTotal, PurchaseOption};
pub use peoples_time::add_peoples_time;
pub use price_ledger::{Pricing, price_ledger};
pub use spot_fallback::spot_fallback_lines;
