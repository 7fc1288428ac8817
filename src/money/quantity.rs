//! [`Quantity`]: how much of a unit was metered, exactly.

use std::cmp::Ordering;

use super::amount::Money;
use super::decimal::{DecimalError, parse_scaled, write_exact};
use super::rounding::divide_half_even;

/// Decimals shown when a quantity is written out; the cost is computed from the exact quantity.
const SHOWN_PLACES: u32 = 12;

/// A metered quantity: a whole number of the smallest metered amounts, `per` of which make one
/// billing unit. An hour of 0.25 vCPU, say, is 256 × 3,600 of 1,024 × 3,600 (rule M4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    amount: i128,
    per: i128,
}

impl Quantity {
    /// `amount` of the smallest metered amounts, `per` (above zero) of which make one unit.
    #[must_use]
    pub const fn new(amount: i128, per: i128) -> Self {
        assert!(per > 0, "a unit holds at least one smallest amount");
        Self { amount, per }
    }

    /// A whole number of units.
    #[must_use]
    pub const fn whole(units: i128) -> Self {
        Self { amount: units, per: 1 }
    }

    /// Parses what [`to_decimal`](Self::to_decimal) writes.
    ///
    /// # Errors
    /// [`DecimalError`] when the text is not a decimal with at most twelve decimals.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        parse_scaled(text, SHOWN_PLACES).map(|amount| Self { amount, per: 10_i128.pow(SHOWN_PLACES) })
    }

    /// The count of smallest amounts.
    #[must_use]
    pub const fn amount(self) -> i128 {
        self.amount
    }

    /// How many smallest amounts make one unit.
    #[must_use]
    pub const fn per(self) -> i128 {
        self.per
    }

    /// Which of two quantities is more, however they are written.
    #[must_use]
    pub fn by_amount(self, other: Self) -> Ordering {
        if self.per == other.per {
            return self.amount.cmp(&other.amount);
        }
        (self.amount * other.per).cmp(&(other.amount * self.per))
    }

    /// The cost of this quantity at `unit_price` per unit, rounded half to even once (rule M2).
    #[must_use]
    pub fn cost_at(self, unit_price: Money) -> Money {
        Money::from_picodollars(divide_half_even(unit_price.picodollars() * self.amount, self.per))
    }

    /// Decimal text in units, rounded half to even at twelve decimals.
    #[must_use]
    pub fn to_decimal(self) -> String {
        let parts = 10_i128.pow(SHOWN_PLACES);
        let is_exact = parts % self.per == 0;
        let scaled =
            if is_exact { self.amount * (parts / self.per) } else { divide_half_even(self.amount * parts, self.per) };
        write_exact(scaled, SHOWN_PLACES)
    }
}

impl serde::Serialize for Quantity {
    /// Quantities are always written as decimal strings.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_decimal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_smallest_fargate_task_in_seoul_costs_what_the_field_says() {
        let vcpu = Money::parse("0.04656").unwrap();
        let memory = Money::parse("0.00511").unwrap();
        for (hours, expected) in [(1, "0.014195"), (24, "0.34068"), (730, "10.36235")] {
            let seconds = hours * 3_600;
            let cost = Quantity::new(256 * seconds, 1_024 * 3_600).cost_at(vcpu)
                + Quantity::new(512 * seconds, 1_024 * 3_600).cost_at(memory);
            assert_eq!(cost.to_decimal(), expected);
        }
    }

    proptest! {
        #[test]
        fn splitting_a_quantity_moves_the_cost_by_at_most_one_unit(
            price in 0_i128..1_000_000_000_000, a in 0_i128..1_000_000_000, b in 0_i128..1_000_000_000, per in 1_i128..4_000_000,
        ) {
            let price = Money::from_picodollars(price);
            let apart = Quantity::new(a, per).cost_at(price) + Quantity::new(b, per).cost_at(price);
            let together = Quantity::new(a + b, per).cost_at(price);
            prop_assert!((apart - together).picodollars().abs() <= 1);
        }

        #[test]
        fn writing_then_parsing_gives_the_same_quantity(amount in -10_i128.pow(26)..10_i128.pow(26)) {
            let quantity = Quantity::new(amount, 10_i128.pow(SHOWN_PLACES));
            prop_assert_eq!(Quantity::parse(&quantity.to_decimal()), Ok(quantity));
        }

        #[test]
        fn a_higher_price_never_costs_less(low in 0_i128..1_000_000_000_000, more in 0_i128..1_000_000_000, amount in 0_i128..1_000_000_000_000, per in 1_i128..4_000_000) {
            let quantity = Quantity::new(amount, per);
            prop_assert!(quantity.cost_at(Money::from_picodollars(low)) <= quantity.cost_at(Money::from_picodollars(low + more)));
        }
    }
}
