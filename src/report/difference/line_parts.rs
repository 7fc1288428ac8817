//! How much of a row's change comes from price, volume and mix (rules DF3 and DF4).

use std::collections::BTreeMap;

use serde::Serialize;

use super::rows::{PARTS_OF_A_UNIT, RowKey};
use super::tax::tax_change;
use crate::money::{Money, Quantity, divide_half_even};

/// The largest part of a change that is worked out from prices: ten billion dollars a month.
const LARGEST_PART: Money = Money::from_picodollars(10_000_000_000 * 1_000_000_000_000);

/// A row in an average month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LineSide {
    /// How much.
    pub quantity: Quantity,
    /// Price per unit: that of all its lines, or their mean; `None` where that says nothing.
    pub unit_price: Option<Money>,
    /// What is paid.
    pub cost: Money,
}

/// What a change is made of; the three add up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Parts {
    /// Of other unit prices.
    pub price: Money,
    /// Of other quantities.
    pub volume: Money,
    /// Of rows that only one side has.
    pub mix: Money,
}

impl Parts {
    /// The whole change.
    #[must_use]
    pub fn change(&self) -> Money {
        self.price + self.volume + self.mix
    }

    /// Both together.
    pub(super) fn add(&mut self, other: &Self) {
        self.price += other.price;
        self.volume += other.volume;
        self.mix += other.mix;
    }
}

/// A row on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineChange {
    /// AWS service code, or `Extra`, `Tax` and `Operations`.
    pub service: String,
    /// AWS usage type; the name of an extra line.
    pub usage_type: String,
    /// `service` or `deployment`.
    pub purpose: String,
    /// `on_demand`, …
    pub purchase_option: String,
    /// The commitment it belongs to.
    pub commitment_id: Option<String>,
    /// The unit of the quantities.
    pub unit: String,
    /// Before; `None` where the row is new.
    pub base: Option<LineSide>,
    /// After; `None` where the row is gone.
    pub head: Option<LineSide>,
    /// What its change is made of.
    #[serde(flatten)]
    pub parts: Parts,
}

/// Every row of either side, tax last.
pub(super) fn line_changes(base: &BTreeMap<RowKey, LineSide>, head: &BTreeMap<RowKey, LineSide>) -> Vec<LineChange> {
    let keys: std::collections::BTreeSet<&RowKey> = base.keys().chain(head.keys()).collect();
    let (mut changes, mut taxed) = (Vec::new(), Taxed::default());
    // Tax sorts last, after everything that it is taken of.
    for key in keys {
        let (before, after) = (base.get(key).copied(), head.get(key).copied());
        let parts = if key.is_tax { tax_change(&taxed, before, after) } else { row_change(before, after) };
        if !key.is_tax && !key.is_peoples_time {
            taxed.base += before.map_or(Money::ZERO, |side| side.cost);
            taxed.parts.add(&parts);
        }
        changes.push(change(key, before, after, parts));
    }
    changes
}

/// What tax is taken of: before, and what its change is made of.
#[derive(Default)]
pub(super) struct Taxed {
    pub(super) base: Money,
    pub(super) parts: Parts,
}

fn change(key: &RowKey, base: Option<LineSide>, head: Option<LineSide>, parts: Parts) -> LineChange {
    let RowKey { service, usage_type, purpose, purchase_option, unit, commitment_id, .. } = key.clone();
    LineChange { service, usage_type, purpose, purchase_option, commitment_id, unit, base, head, parts }
}

/// The parts of a row that is not tax.
fn row_change(base: Option<LineSide>, head: Option<LineSide>) -> Parts {
    let cost = |side: Option<LineSide>| side.map_or(Money::ZERO, |side| side.cost);
    let change = cost(head) - cost(base);
    let price = base.zip(head).and_then(|(base, head)| price_part(&base, &head, change));
    match price {
        Some(price) => Parts { price, volume: change - price, mix: Money::ZERO },
        None => Parts { mix: change, ..Parts::default() },
    }
}

/// What another unit price makes of the quantity before; nothing where a price says nothing.
fn price_part(base: &LineSide, head: &LineSide, change: Money) -> Option<Money> {
    let (before, after) = (base.unit_price?, head.unit_price?);
    if before == after {
        return Some(Money::ZERO);
    }
    if base.quantity.by_amount(head.quantity).is_eq() {
        return Some(change);
    }
    product(after - before, base.quantity.amount())
}

/// A price per unit × so many parts of a unit, rounded once; nothing beyond [`LARGEST_PART`].
pub(super) fn product(price: Money, parts: i128) -> Option<Money> {
    let (units, rest) = (parts.div_euclid(PARTS_OF_A_UNIT), parts.rem_euclid(PARTS_OF_A_UNIT));
    let of_units = price.picodollars().checked_mul(units)?;
    let of_rest = divide_half_even(price.picodollars().checked_mul(rest)?, PARTS_OF_A_UNIT);
    let product = Money::from_picodollars(of_units.checked_add(of_rest)?);
    (-LARGEST_PART..=LARGEST_PART).contains(&product).then_some(product)
}
