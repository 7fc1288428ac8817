//! [`RegionPrices`]: every price of one region as the tables have it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::dimensions::{fargate_sku, fargate_spot_sku, sku_of};
use super::reading::{Row, TableText, read_rows};
use super::stored::{StoredPrice, StoredTier};
use super::table::Table;
use super::{PlanKind, PriceTables, Sku, TableError};
use crate::scenario::{PaymentOption, TermYears};

/// AWS's bands for how many Spot instances of a type were interrupted in a month.
const BANDS: [&str; 5] = ["<5%", "5-10%", "10-15%", "15-20%", ">20%"];

/// The prices of one region.
#[derive(Clone, Debug, Default)]
pub(super) struct RegionPrices {
    pub(super) units: BTreeMap<Sku, Vec<StoredTier>>,
    pub(super) plans: BTreeMap<Sku, Rates>,
    /// Standard Reserved Instances, by instance type.
    pub(super) reserved: BTreeMap<String, Rates>,
    pub(super) bands: BTreeMap<String, &'static str>,
    /// Dimensions that nothing meters.
    pub(super) others: BTreeMap<String, Vec<StoredTier>>,
}

/// Rates by kind of plan, term and payment; Reserved Instances use the slots of EC2 Instance plans.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rates([Option<StoredPrice>; 12]);

/// What tells two rates of a SKU apart.
pub(super) type RateKey = (PlanKind, TermYears, PaymentOption);

impl Rates {
    /// Every rate's key, in order.
    pub(super) fn keys() -> impl Iterator<Item = RateKey> {
        let kinds = [PlanKind::Compute, PlanKind::Ec2Instance];
        let payments = [PaymentOption::NoUpfront, PaymentOption::PartialUpfront, PaymentOption::AllUpfront];
        kinds.into_iter().flat_map(move |kind| {
            [TermYears::One, TermYears::Three]
                .into_iter()
                .flat_map(move |term| payments.into_iter().map(move |payment| (kind, term, payment)))
        })
    }

    /// The place of a rate among all rates.
    pub(super) const fn slot((kind, term, payment): RateKey) -> usize {
        kind as usize * 6 + term as usize * 3 + payment as usize
    }

    pub(super) const fn get(&self, key: RateKey) -> Option<StoredPrice> {
        self.0[Self::slot(key)]
    }

    pub(super) const fn set(&mut self, key: RateKey, rate: StoredPrice) {
        self.0[Self::slot(key)] = Some(rate);
    }

    /// Changes every rate there is.
    pub(super) fn each_mut(&mut self, change: impl Fn(&mut StoredPrice)) {
        self.0.iter_mut().flatten().for_each(change);
    }

    fn set_new(&mut self, key: RateKey, rate: StoredPrice) -> Result<(), String> {
        match self.get(key) {
            Some(first) => Err(twice(first)),
            None => {
                self.set(key, rate);
                Ok(())
            }
        }
    }
}

impl RegionPrices {
    /// Reads the given tables of a region.
    pub(super) fn read(tables: &PriceTables, region: &str, wanted: &[Table], errors: &mut Vec<TableError>) -> Self {
        let mut prices = Self::default();
        for text in wanted.iter().filter_map(|table| tables.text(*table, region)) {
            prices.read_table(text, errors);
        }
        prices.order_tiers(errors, region);
        prices
    }

    fn read_table(&mut self, text: TableText<'_>, errors: &mut Vec<TableError>) {
        read_rows(text, errors, |row| match text.table {
            Table::Ec2OnDemand => {
                self.add(Sku::Instance(row.name("instance_type")?.to_owned()), row.price("usd_per_hour")?)
            }
            Table::Ec2CpuCredits => {
                self.add(Sku::CpuCredits(row.name("family")?.to_owned()), row.price("usd_per_vcpu_hour")?)
            }
            Table::Ec2Spot => self.add_spot(row),
            Table::Ec2SavingsPlans => self.add_plan(row),
            Table::Ec2Reserved => self.add_reserved(row),
            Table::Fargate if row.text("platform") == "all" => self.add_ephemeral_storage(row),
            Table::Fargate => self.add(fargate(row, fargate_sku)?, row.price("usd")?),
            Table::FargateSpot => self.add(fargate(row, fargate_spot_sku)?, row.price("usd")?),
            Table::FargateSavingsPlans => self.add_fargate_plan(row),
            Table::Network | Table::Observability | Table::Storage | Table::Ecs => self.add_tier(row),
            Table::Regions
            | Table::Ec2Instances
            | Table::UpfrontRatios
            | Table::LoadBalancerUnits
            | Table::ManagedInstancesFee => Ok(()),
        });
    }

    fn add(&mut self, sku: Sku, price: StoredPrice) -> Result<(), String> {
        match self.units.entry(sku) {
            Entry::Occupied(first) => Err(twice(first.get()[0].price)),
            Entry::Vacant(place) => {
                place.insert(vec![StoredTier { from_units: 0, price }]);
                Ok(())
            }
        }
    }

    fn add_spot(&mut self, row: &Row<'_>) -> Result<(), String> {
        let instance_type = row.name("instance_type")?;
        // Below zero where Spot is dearer than on demand, which happens.
        let saving = |text: &str| text.parse().ok().filter(|saving: &i32| *saving < 100);
        row.optional("saving_percent", |row| row.read("saving_percent", "a whole percentage below 100", saving))?;
        let band = row.optional("interruption_band", |row| {
            row.date("interruption_as_of")?;
            let band = |text: &str| BANDS.into_iter().find(|band| *band == text);
            row.read("interruption_band", "one of AWS's bands, such as `5-10%`", band)
        })?;
        if let Some(band) = band {
            self.bands.insert(instance_type.to_owned(), band);
        }
        match row.optional("usd_per_hour", |row| row.price("usd_per_hour"))? {
            Some(price) => self.add(Sku::SpotInstance(instance_type.to_owned()), price),
            None => Ok(()),
        }
    }

    fn add_plan(&mut self, row: &Row<'_>) -> Result<(), String> {
        let sku = Sku::Instance(row.name("instance_type")?.to_owned());
        let key = (row.plan()?, row.term()?, row.payment()?);
        self.plans.entry(sku).or_default().set_new(key, row.price("usd_per_hour")?)
    }

    fn add_fargate_plan(&mut self, row: &Row<'_>) -> Result<(), String> {
        let key = (PlanKind::Compute, row.term()?, row.payment()?);
        self.plans.entry(fargate(row, fargate_sku)?).or_default().set_new(key, row.price("usd")?)
    }

    fn add_reserved(&mut self, row: &Row<'_>) -> Result<(), String> {
        let key = (PlanKind::Ec2Instance, row.term()?, row.payment()?);
        let instance_type = row.name("instance_type")?.to_owned();
        self.reserved.entry(instance_type).or_default().set_new(key, row.price("usd_per_hour")?)
    }

    fn add_ephemeral_storage(&mut self, row: &Row<'_>) -> Result<(), String> {
        row.read("dimension", "`ephemeral_gb_hour`", |text| (text == "ephemeral_gb_hour").then_some(()))?;
        self.add(Sku::FargateEphemeralStorage, row.price("usd")?)
    }

    fn add_tier(&mut self, row: &Row<'_>) -> Result<(), String> {
        let tier = StoredTier { from_units: row.count("from_units")?, price: row.price("usd")? };
        let sku = row.read("dimension", "a dimension that the tables have", sku_of)?;
        let tiers = match sku {
            Some(sku) => self.units.entry(sku).or_default(),
            None => self.others.entry(row.text("dimension").to_owned()).or_default(),
        };
        match tiers.iter().find(|other| other.from_units == tier.from_units) {
            Some(first) => Err(twice(first.price)),
            None => {
                tiers.push(tier);
                Ok(())
            }
        }
    }

    /// Sorts tiers by where they begin; the first must begin at 0.
    fn order_tiers(&mut self, errors: &mut Vec<TableError>, region: &str) {
        for tiers in self.units.values_mut().chain(self.others.values_mut()) {
            tiers.sort_by_key(|tier| tier.from_units);
            let StoredTier { from_units, price } = tiers[0];
            if let (1.., Some(table)) = (from_units, price.table) {
                let problem = format!("the first tier begins at {from_units}, not at 0");
                errors.push(TableError { file: table.path(region), line: u64::from(price.line), problem });
            }
        }
    }
}

/// The SKU of a row of one of Fargate's tables.
fn fargate(row: &Row<'_>, sku: fn(super::Platform, &str) -> Option<Sku>) -> Result<Sku, String> {
    let platform = row.platform()?;
    row.read("dimension", "a dimension that the platform has, such as `vcpu_hour`", |text| sku(platform, text))
}

fn twice(first: StoredPrice) -> String {
    format!("the same price is on line {}", first.line)
}
