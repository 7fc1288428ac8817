//! Prices: what AWS sells in a region, at what unit price, from when and on what evidence.
//!
//! The tables are bundled (`pricing/`), or the user's own; [`PriceBook`] is the view of one
//! region with the scenario's overrides laid on top. A missing price is a [`MissingPrice`],
//! never zero and never another region's (rules P1 to P7 of `docs/model.md`).

mod basis;
mod book;
mod instance;
mod missing;
mod row;
mod sku;
mod tables;
mod unit;

pub use basis::Basis;
pub use book::PriceBook;
pub use instance::InstanceType;
pub use missing::MissingPrice;
pub use row::{PriceRow, PriceTier};
pub use sku::{PlanKind, Platform, RegionCodes, Sku};
pub use tables::{PriceTables, TableError, TablesVersion};
pub use unit::Unit;
