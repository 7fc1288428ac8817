//! [`UsagePool`]: adding up, and [`PooledUsage`]: choosing one portfolio for all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::item::{PooledItem, PooledOffer};
use crate::commitment::apply::Purchase;
use crate::commitment::committed::plan_hours;
use crate::commitment::ledger_usage::LedgerUsage;
use crate::commitment::portfolio::{Buyable, Limits, Portfolio, PortfolioProblem, best_portfolio_against};
use crate::commitment::usage::{CoverableItem, CoverableUsage, Offer};
use crate::money::Money;
use crate::patience::Patience;

/// Usage beyond what a pool can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the usage is too large to be added up")]
pub struct TooMuchUsage;

/// Hourly usage of many ledgers of the same horizon; its size depends on the SKUs, not on how many ledgers are added.
#[derive(Clone, Debug, Default)]
pub struct UsagePool {
    items: BTreeMap<Arc<PooledItem>, Vec<i64>>,
}

impl UsagePool {
    /// Adds the usage of a ledger in `region`; returns the items that its own are a part of, in their order.
    ///
    /// # Errors
    /// [`TooMuchUsage`], and nothing is added.
    pub fn add(&mut self, region: &str, of: &LedgerUsage) -> Result<Vec<Arc<PooledItem>>, TooMuchUsage> {
        let usage = &of.usage;
        let pooled = |(index, item): (usize, &CoverableItem)| {
            let rate = |offer: &Offer| Some((PooledOffer::of(region, offer), offer.rates[index]?));
            let mut rates: Vec<(PooledOffer, Money)> = usage.offers.iter().filter_map(rate).collect();
            rates.sort();
            Arc::new(PooledItem {
                region: region.to_owned(),
                usage_type: item.name.clone(),
                parts_per_unit: item.parts_per_unit,
                list: item.list,
                contracted: item.contracted,
                rates,
            })
        };
        let keys: Vec<Arc<PooledItem>> = usage.items.iter().enumerate().map(pooled).collect();
        let fits = keys
            .iter()
            .zip(&usage.items)
            .all(|(key, item)| self.items.get(key).is_none_or(|sums| can_add(sums, &item.hourly)));
        if !fits {
            return Err(TooMuchUsage);
        }
        for (key, item) in keys.iter().zip(&usage.items) {
            self.add_series(key, &item.hourly);
        }
        Ok(keys)
    }

    fn add_series(&mut self, key: &Arc<PooledItem>, hourly: &[i64]) {
        match self.items.get_mut(key) {
            Some(sums) => sums.iter_mut().zip(hourly).for_each(|(sum, more)| *sum += more),
            None => drop(self.items.insert(Arc::clone(key), hourly.to_vec())),
        }
    }

    /// The usage with every offer that covers some of it, over so many clock hours.
    #[must_use]
    pub fn into_usage(self, hours: usize) -> PooledUsage {
        let offers: BTreeSet<PooledOffer> =
            self.items.keys().flat_map(|item| item.rates.iter().map(|(offer, _)| offer.clone())).collect();
        let offers: Vec<PooledOffer> = offers.into_iter().collect();
        let (keys, series): (Vec<Arc<PooledItem>>, Vec<Vec<i64>>) = self.items.into_iter().unzip();
        let item = |(key, hourly): (&Arc<PooledItem>, Vec<i64>)| CoverableItem {
            name: key.usage_type.clone(),
            hourly,
            parts_per_unit: key.parts_per_unit,
            list: key.list,
            contracted: key.contracted,
        };
        let items: Vec<CoverableItem> = keys.iter().zip(series).map(item).collect();
        let offer = |offer: &PooledOffer| Offer {
            scope: offer.scope(),
            term: offer.term,
            payment: offer.payment,
            rates: keys.iter().map(|key| rate_of(key, offer)).collect(),
            fee_discount: offer.fee_discount,
        };
        let usage = CoverableUsage { items, offers: offers.iter().map(offer).collect(), hours };
        PooledUsage { usage, items: keys, offers }
    }
}

/// Sums stay this far below what 64 bits hold, so that a year's sum of two of them does not overflow 128.
const MOST_PARTS: i64 = i64::MAX / 4;

fn can_add(sums: &[i64], more: &[i64]) -> bool {
    sums.iter().zip(more).all(|(sum, more)| sum.checked_add(*more).is_some_and(|sum| sum <= MOST_PARTS))
}

fn rate_of(item: &PooledItem, offer: &PooledOffer) -> Option<Money> {
    item.rates.iter().find(|(known, _)| known == offer).map(|(_, rate)| *rate)
}

/// A plan that a scenario would buy by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPurchase {
    /// Which.
    pub offer: PooledOffer,
    /// Its hourly commitment.
    pub hourly_commitment: Money,
}

/// Usage of many ledgers with all offers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PooledUsage {
    /// The usage.
    pub usage: CoverableUsage,
    /// What the items are, in the order of the usage's.
    pub items: Vec<Arc<PooledItem>>,
    /// What the offers are, in the order of the usage's.
    pub offers: Vec<PooledOffer>,
}

impl PooledUsage {
    /// The cheapest portfolio over everything: of the best found and of what all would buy by themselves taken together
    /// (rule FL5).
    #[must_use]
    pub fn best_portfolio(&self, own: &[OwnPurchase], limits: &Limits, renew: bool) -> Portfolio {
        let hours = |offer: &PooledOffer| {
            let horizon = u32::try_from(self.usage.hours).unwrap_or(u32::MAX);
            0..plan_hours(offer.term, horizon, renew).0 as usize
        };
        let buyable = |(index, offer): (usize, &PooledOffer)| Buyable { offer: index, hours: hours(offer) };
        let buyable: Vec<Buyable> = self.offers.iter().enumerate().map(buyable).collect();
        let problem = PortfolioProblem {
            usage: &self.usage,
            held: &[],
            buyable: &buyable,
            limits: limits.clone(),
            patience: Patience::ENDLESS,
        };
        let mut sums: BTreeMap<usize, Money> = BTreeMap::new();
        for purchase in own {
            let Ok(index) = self.offers.binary_search(&purchase.offer) else {
                // A plan that may not be bought for all: then there is nothing to compare with.
                return best_portfolio_against(&problem, None);
            };
            *sums.entry(index).or_insert(Money::ZERO) += purchase.hourly_commitment;
        }
        let together = |(offer, hourly_commitment): (usize, Money)| {
            let hours = hours(&self.offers[offer]);
            Purchase { offer, hourly_commitment, hours }
        };
        let together: Vec<Purchase> = sums.into_iter().map(together).collect();
        best_portfolio_against(&problem, Some(&together))
    }
}
