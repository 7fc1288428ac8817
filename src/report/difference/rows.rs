//! Line items of an option summed to rows of an average month (rules DF1 and DF2).

use std::collections::BTreeMap;

use super::line_parts::LineSide;
use crate::money::{Money, Quantity, divide_half_even};
use crate::scenario::{SavedFigures, SavedLine, SavedResult};

/// Parts of a unit that quantities are counted in: twelve decimals.
pub(super) const PARTS_OF_A_UNIT: i128 = 1_000_000_000_000;

/// The highest unit price that says something: a billion dollars. A mean above it has next to no quantity below it.
const HIGHEST_MEAN: Money = Money::from_picodollars(1_000_000_000 * 1_000_000_000_000);

/// What makes lines one row, in the order of rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RowKey {
    pub(super) is_tax: bool,
    pub(super) is_peoples_time: bool,
    pub(super) service: String,
    pub(super) usage_type: String,
    pub(super) purpose: String,
    pub(super) purchase_option: String,
    pub(super) unit: String,
    pub(super) commitment_id: Option<String>,
}

impl RowKey {
    /// All tax is one row, whatever its rate is called.
    fn of(line: &SavedLine) -> Self {
        let is_tax = line.kind == "tax";
        Self {
            is_tax,
            is_peoples_time: line.kind == "peoples_time",
            service: line.service.clone(),
            usage_type: if is_tax { "Tax".to_owned() } else { line.usage_type.clone() },
            purpose: line.purpose.clone(),
            purchase_option: line.purchase_option.clone(),
            unit: line.unit.clone(),
            commitment_id: line.commitment_id.clone(),
        }
    }
}

#[derive(Default)]
struct Sum {
    quantity: i128,
    cost: Money,
    prices: Vec<Money>,
}

/// The rows of an option in an average month; their costs add up to [`SavedResult::per_month`] of its total.
pub(super) fn rows(result: &SavedResult, figures: &SavedFigures) -> BTreeMap<RowKey, LineSide> {
    let mut sums: BTreeMap<RowKey, Sum> = BTreeMap::new();
    for line in &figures.lines {
        let sum = sums.entry(RowKey::of(line)).or_default();
        sum.quantity += parts(line.quantity);
        sum.cost += line.cost;
        if !sum.prices.contains(&line.unit_price) {
            sum.prices.push(line.unit_price);
        }
    }
    let costs: Vec<Money> = sums.values().map(|sum| sum.cost).collect();
    let hours = i128::from(result.hours.max(1));
    let side = |((key, sum), cost): ((RowKey, Sum), Money)| {
        let quantity = divide_half_even(sum.quantity * 730, hours);
        (key, LineSide { quantity: Quantity::new(quantity, PARTS_OF_A_UNIT), unit_price: unit_price(&sum), cost })
    };
    sums.into_iter().zip(per_month(&costs, hours)).map(side).collect()
}

fn parts(quantity: Quantity) -> i128 {
    divide_half_even(quantity.amount() * PARTS_OF_A_UNIT, quantity.per())
}

/// The price of all lines, or their mean.
fn unit_price(sum: &Sum) -> Option<Money> {
    if let [only] = sum.prices[..] {
        return Some(only);
    }
    let scaled = sum.cost.picodollars().checked_mul(PARTS_OF_A_UNIT).filter(|_| sum.quantity > 0)?;
    let mean = Money::from_picodollars(divide_half_even(scaled, sum.quantity));
    (-HIGHEST_MEAN..=HIGHEST_MEAN).contains(&mean).then_some(mean)
}

/// Costs × 730 ÷ hours, so that they add up to their sum × 730 ÷ hours: rounded down, what is missing one each to the
/// largest remainders, ties to the earlier.
fn per_month(costs: &[Money], hours: i128) -> Vec<Money> {
    let total: Money = costs.iter().sum();
    let whole = divide_half_even(total.picodollars() * 730, hours);
    let exact = |index: usize| costs[index].picodollars() * 730;
    let mut shares: Vec<i128> = (0..costs.len()).map(|index| exact(index).div_euclid(hours)).collect();
    let missing = usize::try_from(whole - shares.iter().sum::<i128>()).unwrap_or(0);
    let mut by_remainder: Vec<usize> = (0..costs.len()).collect();
    by_remainder.sort_by_key(|&index| std::cmp::Reverse(exact(index).rem_euclid(hours)));
    for &index in by_remainder.iter().take(missing) {
        shares[index] += 1;
    }
    shares.into_iter().map(Money::from_picodollars).collect()
}
