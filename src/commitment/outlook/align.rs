//! Usages side by side, and one usage that follows another (rules A1 and A2).

use super::super::usage::{CoverableItem, CoverableUsage, Offer, PlanScope};
use crate::money::Money;

/// Why usages cannot be set side by side.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misaligned {
    /// They are not of the same hours.
    #[error("one usage has {0} hours, another {1}")]
    Hours(usize, usize),
    /// An item has two entries in one usage.
    #[error("`{0}` is twice in one usage")]
    TwoItems(String),
    /// An item is not priced or metered alike.
    #[error("`{0}` has two prices, or two finest parts")]
    Prices(String),
    /// A plan's fee has two discounts.
    #[error("`{0}` has two discounts on its fee")]
    Discounts(String),
    /// A plan has two rates for an item.
    #[error("`{offer}` has two rates for `{item}`")]
    Rates {
        /// The plan's id.
        offer: String,
        /// The item.
        item: String,
    },
    /// A Compute plan and an item that it covers stand in no usage together.
    #[error("`{offer}` has no rate for `{item}`")]
    NoRate {
        /// The plan's id.
        offer: String,
        /// The item.
        item: String,
    },
}

/// The usages with the same items and the same offers, in order of first appearance; an item that a usage does not have
/// is zero there. So the items and offers of the first usage keep their places.
///
/// # Errors
/// [`Misaligned`] when they differ in hours, in prices of an item, or in rates of an offer.
pub fn aligned(usages: &[&CoverableUsage]) -> Result<Vec<CoverableUsage>, Misaligned> {
    if let Some(pair) = usages.windows(2).find(|pair| pair[0].hours != pair[1].hours) {
        return Err(Misaligned::Hours(pair[0].hours, pair[1].hours));
    }
    let items = all_items(usages)?;
    let offers = all_offers(usages, &items)?;
    let side_by_side = |usage: &&CoverableUsage| {
        let hourly = |item: &CoverableItem| {
            let own = usage.items.iter().find(|own| own.name == item.name);
            own.map_or_else(|| vec![0; usage.hours], |own| own.hourly.clone())
        };
        let items = items.iter().map(|item| CoverableItem { hourly: hourly(item), ..item.clone() }).collect();
        CoverableUsage { items, offers: offers.clone(), hours: usage.hours }
    };
    Ok(usages.iter().map(side_by_side).collect())
}

/// `before` until `hour`, `after` from it on: a move on a date.
///
/// # Errors
/// [`Misaligned`] as of [`aligned`].
pub fn spliced(before: &CoverableUsage, after: &CoverableUsage, hour: usize) -> Result<CoverableUsage, Misaligned> {
    let mut both = aligned(&[before, after])?.into_iter();
    let (Some(mut spliced), Some(after)) = (both.next(), both.next()) else { return Ok(CoverableUsage::default()) };
    let hour = hour.min(spliced.hours);
    for (item, later) in spliced.items.iter_mut().zip(&after.items) {
        item.hourly[hour..].copy_from_slice(&later.hourly[hour..]);
    }
    Ok(spliced)
}

/// Every item once, without its hours.
fn all_items(usages: &[&CoverableUsage]) -> Result<Vec<CoverableItem>, Misaligned> {
    let mut items: Vec<CoverableItem> = Vec::new();
    for usage in usages {
        for (index, item) in usage.items.iter().enumerate() {
            if usage.items[..index].iter().any(|other| other.name == item.name) {
                return Err(Misaligned::TwoItems(item.name.clone()));
            }
            let priced = |item: &CoverableItem| (item.parts_per_unit, item.list, item.contracted);
            match items.iter().find(|known| known.name == item.name) {
                Some(known) if priced(known) != priced(item) => return Err(Misaligned::Prices(item.name.clone())),
                Some(_) => {}
                None => items.push(CoverableItem { hourly: Vec::new(), ..item.clone() }),
            }
        }
    }
    Ok(items)
}

/// Every offer once, with its rates for all items.
fn all_offers(usages: &[&CoverableUsage], items: &[CoverableItem]) -> Result<Vec<Offer>, Misaligned> {
    let mut offers: Vec<Offer> = Vec::new();
    for offer in usages.iter().flat_map(|usage| &usage.offers) {
        match offers.iter().find(|known| is_same(known, offer)) {
            Some(known) if known.fee_discount != offer.fee_discount => return Err(Misaligned::Discounts(offer.id())),
            Some(_) => {}
            None => offers.push(offer.clone()),
        }
    }
    for offer in &mut offers {
        let rates = items.iter().map(|item| rate(usages, offer, &item.name));
        offer.rates = rates.collect::<Result<_, _>>()?;
    }
    Ok(offers)
}

/// The rate that the usages with both the offer and the item agree on.
fn rate(usages: &[&CoverableUsage], offer: &Offer, item: &str) -> Result<Option<Money>, Misaligned> {
    let known = |usage: &&CoverableUsage| {
        let index = usage.items.iter().position(|own| own.name == item)?;
        let own = usage.offers.iter().find(|own| is_same(own, offer))?;
        Some(own.rates[index])
    };
    let mut rates = usages.iter().filter_map(known);
    match rates.next() {
        Some(first) if rates.any(|other| other != first) => {
            Err(Misaligned::Rates { offer: offer.id(), item: item.to_owned() })
        }
        Some(first) => Ok(first),
        // A plan of one family that stands beside none of the item's usage is of another family.
        None if offer.scope != PlanScope::Compute => Ok(None),
        None => Err(Misaligned::NoRate { offer: offer.id(), item: item.to_owned() }),
    }
}

fn is_same(left: &Offer, right: &Offer) -> bool {
    (&left.scope, left.term, left.payment) == (&right.scope, right.term, right.payment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::outlook::made_up::{bought, dollars, fargate, instances, with_family};
    use crate::commitment::{Purchase, pooled, totals};
    use proptest::prelude::*;

    /// `(stays on demand, unused)` under one plan over all hours.
    fn under(usage: &CoverableUsage, purchase: Purchase) -> (Money, Money) {
        let totals = totals(usage, &pooled(usage, &[purchase]));
        (totals.on_demand, totals.unused[0])
    }

    #[test]
    fn an_instance_plan_strands_after_a_move_to_fargate_and_a_compute_plan_follows() {
        let moved = spliced(&with_family(&[10; 4]), &fargate(&[9; 4]), 2).unwrap();
        let hours: Vec<Vec<i64>> = moved.items.iter().map(|item| item.hourly.clone()).collect();
        assert_eq!(hours, [[10_000_000, 10_000_000, 0, 0], [0, 0, 9_000_000, 9_000_000]]);
        // $2.50 an hour cover five instances for two hours, and nothing in the two hours after.
        assert_eq!(under(&moved, bought(&moved, 1, "2.5")), (dollars("28"), dollars("5")));
        // $2.40 an hour cover four instances for two hours, then three vCPUs.
        assert_eq!(under(&moved, bought(&moved, 0, "2.4")), (dollars("24"), Money::ZERO));
    }

    #[test]
    fn the_first_usage_keeps_its_places() {
        let (first, second) = (with_family(&[1, 2]), fargate(&[3, 4]));
        let both = aligned(&[&first, &second]).unwrap();
        assert_eq!(both[0].items[0], first.items[0]);
        assert_eq!((both[0].items[1].hourly.clone(), both[1].items[0].hourly.clone()), (vec![0, 0], vec![0, 0]));
        assert_eq!(both[0].offers, both[1].offers);
        assert_eq!(both[1].offers[1].rates, [Some(dollars("0.5")), None]);
        assert_eq!(both[1].on_demand_cost(), second.on_demand_cost());
    }

    #[test]
    fn a_move_before_the_first_or_after_the_last_hour_is_one_of_the_two() {
        let (before, after) = (instances(&[1, 2]), instances(&[3, 4]));
        assert_eq!(spliced(&before, &after, 0).unwrap(), after);
        assert_eq!(spliced(&before, &after, 99).unwrap(), before);
    }

    proptest! {
        #[test]
        fn zeros_beside_a_usage_change_nothing(
            instances in proptest::collection::vec(0_i64..30, 8), vcpus in proptest::collection::vec(0_i64..30, 8),
            compute in 0_i128..3_000, family in 0_i128..3_000, move_hour in 0_usize..10,
        ) {
            let (first, second) = (with_family(&instances), fargate(&vcpus));
            let both = aligned(&[&first, &second]).unwrap();
            let plan = |offer, cents| Purchase { hourly_commitment: dollars("0.01").times(cents), ..bought(&first, offer, "0") };
            let plans = [plan(0, compute), plan(1, family)];
            let priced = |usage: &CoverableUsage, plans: &[Purchase]| totals(usage, &pooled(usage, plans));
            prop_assert_eq!(priced(&both[0], &plans), priced(&first, &plans));
            prop_assert_eq!(priced(&both[1], &plans[..1]), priced(&second, &plans[..1]));
            // A move is the hours before it of one usage and the others of the other.
            let moved = spliced(&first, &second, move_hour).unwrap();
            let cut = |usage: &CoverableUsage, keep: &dyn Fn(usize) -> bool| {
                let mut usage = usage.clone();
                let hours = usage.items.iter_mut().flat_map(|item| item.hourly.iter_mut().enumerate());
                hours.filter(|(hour, _)| !keep(*hour)).for_each(|(_, parts)| *parts = 0);
                priced(&usage, &[]).on_demand
            };
            let apart = cut(&first, &|hour| hour < move_hour) + cut(&second, &|hour| hour >= move_hour);
            prop_assert_eq!(moved.on_demand_cost(), apart);
        }
    }

    #[test]
    fn usages_that_contradict_each_other_are_refused() {
        let usage = instances(&[1, 2]);
        let changed = |change: &dyn Fn(&mut CoverableUsage)| {
            let mut other = usage.clone();
            change(&mut other);
            aligned(&[&usage, &other]).unwrap_err()
        };
        assert_eq!(aligned(&[&usage, &instances(&[1])]), Err(Misaligned::Hours(2, 1)));
        assert!(matches!(changed(&|other| other.items[0].list = dollars("2")), Misaligned::Prices(_)));
        assert!(matches!(changed(&|other| other.offers[0].rates[0] = None), Misaligned::Rates { .. }));
        let discount = crate::money::Percent::whole(1);
        assert!(matches!(changed(&|other| other.offers[0].fee_discount = discount), Misaligned::Discounts(_)));
        let twice = |other: &mut CoverableUsage| other.items.push(other.items[0].clone());
        assert!(matches!(changed(&twice), Misaligned::TwoItems(_)));
        let mut stranger = fargate(&[1, 2]);
        stranger.offers.clear();
        assert!(matches!(aligned(&[&usage, &stranger]), Err(Misaligned::NoRate { .. })));
    }
}
