//! Prices: what AWS sells in a region, at what unit price, from when and on what evidence.
//!
//! The tables are bundled (`pricing/`), or the user's own; [`PriceBook`] is the view of one
//! region with the scenario's overrides laid on top. A missing price is a [`MissingPrice`],
//! never zero and never another region's (rules P1 to P7 of `docs/model.md`).

mod adjustments;
mod as_of;
mod basis;
mod book;
mod books;
mod bundled;
mod capacity_unit;
mod derived;
mod dimensions;
mod explain_missing;
mod instance;
mod missing;
mod nearest;
mod reading;
mod region;
mod region_prices;
mod row;
mod shown;
mod sku;
mod specs;
mod stored;
mod table;
mod tables;
mod unit;
mod usage_type;
mod verify;
mod words;

#[cfg(test)]
mod tests;

pub use crate::scenario::PlanKind;
pub use adjustments::AdjustmentProblem;
pub use basis::Basis;
pub use book::{BookError, PriceBook};
pub use books::PriceBooks;
pub use capacity_unit::{CapacityUnit, LoadBalancer};
pub use instance::InstanceType;
pub use missing::{MissingPrice, MissingReason};
pub use region::Region;
pub use row::{PriceRow, PriceTier};
pub use shown::ShownRow;
pub use sku::{Platform, RegionCodes, Sku};
pub use tables::{PriceTables, TableError, TablesVersion};
pub use unit::Unit;
