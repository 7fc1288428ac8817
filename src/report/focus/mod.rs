//! An option's estimate as FOCUS 1.2 rows (`docs/focus.md`): charge → [`row`] → values in the order of [`columns`].

mod columns;
mod commitment;
mod csv;
mod fee_row;
mod line_row;
mod period;
mod row;
mod service;
mod sku;
mod view;

pub use csv::write_focus_csv;
pub use view::{FocusView, Granularity};
