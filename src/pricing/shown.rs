//! [`ShownRow`]: the prices of a region as a list for people.

use super::region_prices::Rates;
use super::usage_type::{plan_usage_type, reserved_usage_type};
use super::{PriceBook, PriceRow};

/// One price of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRow {
    /// The usage type, the key that `[prices]` takes; for a Reserved Instance
    /// `Reserved:<term and payment>/<usage type>`, and for what nothing meters the tables' own name.
    pub name: String,
    /// What it is, in words.
    pub thing: String,
    /// The unit as a bill names it; empty for what nothing meters.
    pub unit: &'static str,
    /// The tier's beginning in units; 0 where there are no tiers.
    pub from_units: u64,
    /// The price with its evidence.
    pub row: PriceRow,
}

impl PriceBook {
    /// Every price of the region, plans, Reserved Instances and overrides included, as the tables and
    /// `[prices]` have it; with `filter`, those whose name or words contain it, in any case.
    #[must_use]
    pub fn rows(&self, filter: Option<&str>) -> Vec<ShownRow> {
        let filter = filter.unwrap_or_default().to_lowercase();
        let mut rows = self.unit_rows();
        rows.extend(self.rate_rows());
        rows.extend(self.reserved_rows());
        rows.extend(self.other_rows());
        rows.retain(|row| row.name.to_lowercase().contains(&filter) || row.thing.to_lowercase().contains(&filter));
        rows
    }

    fn unit_rows(&self) -> Vec<ShownRow> {
        let region = &self.codes().region;
        let tiers = self.prices.units.iter().flat_map(|(sku, tiers)| tiers.iter().map(move |tier| (sku, tier)));
        tiers
            .map(|(sku, tier)| ShownRow {
                name: sku.usage_type(self.codes()),
                thing: sku.in_words(),
                unit: sku.unit().name(),
                from_units: tier.from_units,
                row: tier.price.row(region),
            })
            .collect()
    }

    fn rate_rows(&self) -> Vec<ShownRow> {
        let region = &self.codes().region;
        let mut rows = Vec::new();
        for (sku, rates) in &self.prices.plans {
            for (key, rate) in Rates::keys().filter_map(|key| rates.get(key).map(|rate| (key, rate))) {
                rows.push(ShownRow {
                    name: format!("{}/{}", plan_usage_type(key), sku.usage_type(self.codes())),
                    thing: super::words::rate_in_words(sku, key),
                    unit: sku.unit().name(),
                    from_units: 0,
                    row: rate.row(region),
                });
            }
        }
        rows
    }

    fn reserved_rows(&self) -> Vec<ShownRow> {
        let region = &self.codes().region;
        let mut rows = Vec::new();
        for (instance_type, rates) in &self.prices.reserved {
            let usage_type = super::Sku::Instance(instance_type.clone()).usage_type(self.codes());
            for (key, rate) in Rates::keys().filter_map(|key| rates.get(key).map(|rate| (key, rate))) {
                let Some(reserved) = reserved_usage_type(key) else { continue };
                rows.push(ShownRow {
                    name: format!("{reserved}/{usage_type}"),
                    thing: format!("a standard Reserved Instance of {instance_type}"),
                    unit: super::Unit::Hours.name(),
                    from_units: 0,
                    row: rate.row(region),
                });
            }
        }
        rows
    }

    fn other_rows(&self) -> Vec<ShownRow> {
        let region = &self.codes().region;
        let tiers = self.prices.others.iter().flat_map(|(name, tiers)| tiers.iter().map(move |tier| (name, tier)));
        tiers
            .map(|(name, tier)| ShownRow {
                name: name.clone(),
                thing: name.replace('_', " "),
                unit: "",
                from_units: tier.from_units,
                row: tier.price.row(region),
            })
            .collect()
    }
}
