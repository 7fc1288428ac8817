//! Splitting a month's quantity of a SKU over free allowance and price tiers (rule B2).

use crate::pricing::PriceTier;

/// A part of a quantity that falls in one tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Smallest metered amounts.
    pub(super) amount: i128,
    /// Index of the tier, or `None` for the free allowance.
    pub(super) tier: Option<usize>,
}

/// Where a SKU stands in a month as rows are charged one after the other.
#[derive(Clone, Debug)]
pub(super) struct TierPosition {
    free_left: i128,
    position: i128,
    bounds: Vec<i128>,
}

impl TierPosition {
    /// Starts a month: `free` and `already_used` in smallest amounts, `per` of which make one unit.
    pub(super) fn new(tiers: &[PriceTier], per: i128, free: i128, already_used: i128) -> Self {
        let bounds = tiers.iter().map(|tier| i128::from(tier.from_units) * per).collect();
        Self { free_left: free, position: already_used, bounds }
    }

    /// Charges `amount` more and says which part falls where.
    pub(super) fn charge(&mut self, amount: i128) -> Vec<Part> {
        let mut parts = Vec::new();
        let free = amount.min(self.free_left);
        if free > 0 {
            self.free_left -= free;
            parts.push(Part { amount: free, tier: None });
        }
        let mut left = amount - free;
        while left > 0 {
            let tier = self.bounds.partition_point(|&bound| bound <= self.position).saturating_sub(1);
            let room = self.bounds.get(tier + 1).map_or(left, |&bound| bound - self.position);
            let here = left.min(room);
            parts.push(Part { amount: here, tier: Some(tier) });
            self.position += here;
            left -= here;
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;
    use crate::pricing::{Basis, PriceRow};

    fn tiers(from: &[u64]) -> Vec<PriceTier> {
        let row = PriceRow {
            unit_price: Money::ZERO,
            as_of: String::new(),
            basis: Basis::Observed,
            source: String::new(),
            overridden: false,
        };
        from.iter().map(|&from_units| PriceTier { from_units, row: row.clone() }).collect()
    }

    #[test]
    fn the_free_part_comes_first_and_does_not_move_the_position() {
        let mut position = TierPosition::new(&tiers(&[0, 10]), 2, 5, 18);
        let parts = position.charge(12);
        let expected = [(5, None), (2, Some(0)), (5, Some(1))];
        assert_eq!(parts, expected.map(|(amount, tier)| Part { amount, tier }));
        assert_eq!(position.charge(1), [Part { amount: 1, tier: Some(1) }]);
    }
}
