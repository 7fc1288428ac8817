//! How much of a change of tax comes from price, volume and mix (rule DF5).

use super::line_parts::{LineSide, Parts, Taxed, product};
use crate::money::Money;

/// The parts of the tax row: another rate is price, and what the rate after takes of the parts of what is taxed.
pub(super) fn tax_change(taxed: &Taxed, base: Option<LineSide>, head: Option<LineSide>) -> Parts {
    let cost = |side: Option<LineSide>| side.map_or(Money::ZERO, |side| side.cost);
    let change = cost(head) - cost(base);
    let parts = rate(base).zip(rate(head)).and_then(|(before, after)| {
        let of_rate = product(after - before, taxed.base.picodollars())?;
        let of_prices = product(after, taxed.parts.price.picodollars())?;
        let mix = product(after, taxed.parts.mix.picodollars())?;
        let price = of_rate + of_prices;
        Some(Parts { price, volume: change - price - mix, mix })
    });
    parts.unwrap_or(Parts { mix: change, ..Parts::default() })
}

/// Dollars of tax per dollar; nothing is taxed without a row.
fn rate(side: Option<LineSide>) -> Option<Money> {
    side.map_or(Some(Money::ZERO), |side| side.unit_price)
}
