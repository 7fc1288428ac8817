//! Hourly usage of the user's own as [`CoverableUsage`].

use super::usage::{CoverableItem, CoverableUsage, Offer};
use crate::money::Percent;
use crate::scenario::{HourlyUsage, PlanRates, UsedItem};

impl From<&HourlyUsage> for CoverableUsage {
    /// What is listed is what is paid, and fees have no discount.
    fn from(usage: &HourlyUsage) -> Self {
        let item = |item: &UsedItem| CoverableItem {
            name: item.name.clone(),
            hourly: item.hourly.clone(),
            parts_per_unit: item.parts_per_unit,
            list: item.on_demand,
            contracted: item.on_demand,
        };
        let offer = |plan: &PlanRates| Offer {
            scope: plan.scope.clone(),
            term: plan.term,
            payment: plan.payment,
            rates: plan.rates.clone(),
            fee_discount: Percent::ZERO,
        };
        Self {
            items: usage.items.iter().map(item).collect(),
            offers: usage.plans.iter().map(offer).collect(),
            hours: usage.hours,
        }
    }
}
