//! [`StoredPrice`]: a price as the book holds it, small enough to copy by the thousand.

use super::as_of::AsOf;
use super::table::Table;
use super::{Basis, PriceRow};
use crate::money::{Money, divide_half_even};

/// A unit price with its evidence.
#[derive(Clone, Copy, Debug)]
pub(super) struct StoredPrice {
    pub(super) unit_price: Money,
    /// `None` for a price of the user's.
    pub(super) as_of: Option<AsOf>,
    pub(super) basis: Basis,
    /// `None` for a price of the user's.
    pub(super) table: Option<Table>,
    pub(super) line: u32,
    /// The row that the price was multiplied by, for one that is computed on load.
    pub(super) factor: Option<(Table, u32)>,
}

/// A price that holds from a number of units on.
#[derive(Clone, Copy, Debug)]
pub(super) struct StoredTier {
    pub(super) from_units: u64,
    pub(super) price: StoredPrice,
}

/// A fraction that prices are multiplied by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Factor {
    /// Millionths of a millionth.
    pub(super) fraction: i128,
    pub(super) table: Table,
    pub(super) line: u32,
}

impl StoredPrice {
    /// A price from the scenario's `[prices]`.
    pub(super) const fn of_the_user(unit_price: Money) -> Self {
        Self { unit_price, as_of: None, basis: Basis::Observed, table: None, line: 0, factor: None }
    }

    /// This price times `factor`, rounded half to even once at `decimals` decimals.
    pub(super) fn times(self, factor: Factor, decimals: u32) -> Self {
        let quantum = 10_i128.pow(12 - decimals);
        let quanta = divide_half_even(self.unit_price.picodollars() * factor.fraction, quantum * 10_i128.pow(12));
        let unit_price = Money::from_picodollars(quanta * quantum);
        Self { unit_price, basis: Basis::Derived, factor: Some((factor.table, factor.line)), ..self }
    }

    /// Whether it is from the scenario's `[prices]`, as it was given.
    pub(super) const fn is_of_the_user(&self) -> bool {
        self.table.is_none() && self.factor.is_none()
    }

    /// The price with its evidence in words.
    pub(super) fn row(&self, region: &str) -> PriceRow {
        PriceRow {
            unit_price: self.unit_price,
            as_of: self.as_of.map_or_else(String::new, |as_of| as_of.to_string()),
            basis: self.basis,
            source: self.source(region),
            overridden: self.is_of_the_user(),
        }
    }

    fn source(&self, region: &str) -> String {
        let base = match self.table {
            Some(table) => format!("{}:{}", table.path(region), self.line),
            None => "[prices]".to_owned(),
        };
        match self.factor {
            Some((table, line)) => format!("{base} × {}:{line}", table.path(region)),
            None => base,
        }
    }
}
