//! [`PriceRow`]: one unit price with its evidence.

use super::Basis;
use crate::money::Money;

/// A unit price and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRow {
    /// US dollars per unit of the SKU.
    pub unit_price: Money,
    /// When it was valid: a date, month or year, as precise as known; empty when the user gave the price.
    pub as_of: String,
    /// On what evidence.
    pub basis: Basis,
    /// Which line it is: `ap-northeast-2/fargate.csv:5`, or `[prices]` for an override.
    pub source: String,
    /// Whether the scenario's `[prices]` replaced it; such a price gets no discount.
    pub overridden: bool,
}

/// A tier of a price: `row` holds for the part of a month's quantity from `from_units` on,
/// until the next tier begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceTier {
    /// Whole units at which the tier begins; 0 for the first.
    pub from_units: u64,
    /// The price inside it.
    pub row: PriceRow,
}
