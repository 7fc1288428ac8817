//! Line items summed for reading: by service and usage type, by kind of charge, by year.

use std::collections::BTreeMap;

use super::{LineItemView, MonthView, OptionFigures};
use crate::bill::{ChargeKind, PurchaseOption};
use crate::money::{Money, Quantity, divide_half_even};
use crate::usage::Purpose;

/// Decimals of a summed quantity.
const QUANTITY_SCALE: i128 = 1_000_000_000_000;

/// Lines of the same thing over the whole horizon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChargeGroup<'result> {
    pub(super) service: &'result str,
    pub(super) usage_type: &'result str,
    pub(super) purpose: Purpose,
    pub(super) purchase_option: PurchaseOption,
    pub(super) unit: &'static str,
    pub(super) quantity: Quantity,
    pub(super) cost: Money,
}

/// What makes lines the same: service, usage type, purpose, purchase option, unit.
type ChargeKey<'result> = (&'result str, &'result str, Purpose, PurchaseOption, &'static str);

/// What an option consists of: the largest cost first.
pub(super) fn charge_groups(figures: &OptionFigures) -> Vec<ChargeGroup<'_>> {
    let mut sums: BTreeMap<ChargeKey<'_>, (i128, Money)> = BTreeMap::new();
    for line in &figures.line_items {
        let key = (line.service.as_str(), line.usage_type.as_str(), line.purpose, line.purchase_option, line.unit);
        let (quantity, cost) = sums.entry(key).or_default();
        *quantity += scaled(line);
        *cost += line.cost;
    }
    let group = |((service, usage_type, purpose, purchase_option, unit), (quantity, cost))| {
        let quantity = Quantity::new(quantity, QUANTITY_SCALE);
        ChargeGroup { service, usage_type, purpose, purchase_option, unit, quantity, cost }
    };
    let mut groups: Vec<ChargeGroup<'_>> = sums.into_iter().map(group).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.cost));
    groups
}

fn scaled(line: &LineItemView) -> i128 {
    divide_half_even(line.quantity.amount() * QUANTITY_SCALE, line.quantity.per())
}

/// The cost of each kind of charge, in the order of reports, absent kinds included.
pub(super) fn costs_by_kind(figures: &OptionFigures) -> Vec<(ChargeKind, Money)> {
    let of_kind = |kind| figures.line_items.iter().filter(|line| line.kind == kind).map(|line| line.cost).sum();
    super::words::KINDS.map(|kind| (kind, of_kind(kind))).to_vec()
}

/// A labelled period and its total.
pub(super) type Period = (String, Money);

/// Months, or years when there are more than `most` months.
pub(super) fn periods(months: &[MonthView], most: usize) -> Vec<Period> {
    if months.len() <= most {
        return months.iter().map(|month| (month.month.to_string(), month.total)).collect();
    }
    let years = months.chunk_by(|one, other| one.month.year == other.month.year);
    years.map(|year| (year[0].month.year.to_string(), year.iter().map(|month| month.total).sum())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn groups_kinds_and_periods_all_sum_to_the_total() {
        let result = fixture::compared();
        for figures in result.options.iter().filter_map(|option| option.figures.as_ref()) {
            let groups: Money = charge_groups(figures).iter().map(|group| group.cost).sum();
            let kinds: Money = costs_by_kind(figures).iter().map(|(_, cost)| *cost).sum();
            let years: Money = periods(&figures.monthly, 1).iter().map(|(_, total)| *total).sum();
            assert_eq!([groups, kinds, years], [figures.total; 3]);
        }
    }

    #[test]
    fn long_horizons_are_summed_by_year() {
        let result = fixture::compared();
        let figures = result.options[0].figures.as_ref().unwrap();
        assert_eq!(periods(&figures.monthly, 2).len(), 2);
        assert_eq!(periods(&figures.monthly, 1)[0].0, "2026");
    }
}
