//! Percentages of the bill and tax, in each of the four costs (rule L3).

use super::charge::{Charge, Nature};
use super::costs::Costs;
use crate::bill::{ChargeKind, LineItem};
use crate::money::{Money, Quantity};

/// Picodollars of a dollar: a percentage is a price for each dollar it is taken of.
const DOLLAR: i128 = 1_000_000_000_000;

/// The costs of a percentage line: as billed where the bill has them, and the same percentage of the other two.
///
/// `before` has every charge that stands before the line: extra lines that are percentages come before tax.
pub(super) fn percentage_costs(before: &[Charge<'_>], line: &LineItem, month: usize) -> Costs {
    let counts = |charge: &&Charge<'_>| charge.month == month && is_base(charge, line);
    let base: Costs = before.iter().filter(counts).map(|charge| charge.costs).sum();
    let share = |amount: Money| Quantity::new(amount.picodollars(), DOLLAR).cost_at(line.unit_price);
    Costs { list: line.list_cost, contracted: share(base.contracted), effective: line.cost, billed: share(base.billed) }
}

/// Whether a percentage counts a charge: tax counts percentages, these do not count each other; people's time never.
fn is_base(charge: &Charge<'_>, line: &LineItem) -> bool {
    let is_other_percentage = line.kind == ChargeKind::Extra && charge.nature == Nature::Percentage;
    charge.key.kind != ChargeKind::PeoplesTime && !is_other_percentage
}
