//! Prices that are computed from other prices on load: upfront plan rates (rule P5) and the
//! fee of ECS Managed Instances.

use std::collections::BTreeMap;

use super::as_of::AsOf;
use super::reading::{Row, read_rows};
use super::region_prices::{Rates, RegionPrices};
use super::stored::{Factor, StoredTier};
use super::table::Table;
use super::{PriceTables, Sku, TableError};
use crate::scenario::PaymentOption;

/// Decimals of an hourly plan rate.
const RATE_DECIMALS: u32 = 7;

/// Decimals of an hourly fee of Managed Instances.
const FEE_DECIMALS: u32 = 4;

/// What rates and fees are computed with.
#[derive(Clone, Debug, Default)]
pub(super) struct Factors {
    upfront: BTreeMap<usize, Factor>,
    fees: BTreeMap<FeeGroup, Factor>,
}

/// How Managed Instances groups instance types for its fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum FeeGroup {
    Graphics,
    TrainingAndTrainium,
    Other,
}

impl Factors {
    /// Reads the ratios, and the fees in force on the tables' date.
    pub(super) fn read(tables: &PriceTables, errors: &mut Vec<TableError>) -> Self {
        let mut factors = Self::default();
        if let Some(text) = tables.text(Table::UpfrontRatios, "") {
            read_rows(text, errors, |row| factors.add_ratio(row));
        }
        if let (Some(text), Some(date)) =
            (tables.text(Table::ManagedInstancesFee, ""), AsOf::parse(&tables.version().date))
        {
            read_rows(text, errors, |row| factors.add_fee(row, date));
        }
        factors
    }

    fn add_ratio(&mut self, row: &Row<'_>) -> Result<(), String> {
        let key = (row.plan()?, row.term()?, row.payment()?);
        if key.2 == PaymentOption::NoUpfront {
            return Err("a ratio is relative to `no_upfront`, which has none itself".to_owned());
        }
        let factor = factor(row, Table::UpfrontRatios, "ratio")?;
        match self.upfront.insert(Rates::slot(key), factor) {
            Some(first) => Err(format!("the same ratio is on line {}", first.line)),
            None => Ok(()),
        }
    }

    fn add_fee(&mut self, row: &Row<'_>, date: AsOf) -> Result<(), String> {
        let group = row.read("group", "`g`, `p_trn` or `other`", |text| match text {
            "g" => Some(FeeGroup::Graphics),
            "p_trn" => Some(FeeGroup::TrainingAndTrainium),
            "other" => Some(FeeGroup::Other),
            _ => None,
        })?;
        let factor = factor(row, Table::ManagedInstancesFee, "fraction_of_on_demand")?;
        let from = row.date("effective_from")?;
        let to = row.optional("effective_to", |row| row.date("effective_to"))?;
        if from > date || to.is_some_and(|to| to < date) {
            return Ok(());
        }
        match self.fees.insert(group, factor) {
            Some(first) => Err(format!("line {} holds for the same group on {date}", first.line)),
            None => Ok(()),
        }
    }

    /// Adds every upfront rate that can be computed and is not in the tables.
    pub(super) fn add_upfront_rates(&self, prices: &mut RegionPrices) {
        let of_instances = prices.plans.iter_mut().filter(|(sku, _)| matches!(sku, Sku::Instance(_)));
        for rates in of_instances.map(|(_, rates)| rates).chain(prices.reserved.values_mut()) {
            self.add_upfront_rates_to(rates);
        }
    }

    fn add_upfront_rates_to(&self, rates: &mut Rates) {
        for key in Rates::keys().filter(|key| key.2 != PaymentOption::NoUpfront) {
            let no_upfront = rates.get((key.0, key.1, PaymentOption::NoUpfront));
            if let (None, Some(base), Some(ratio)) = (rates.get(key), no_upfront, self.upfront.get(&Rates::slot(key))) {
                rates.set(key, base.times(*ratio, RATE_DECIMALS));
            }
        }
    }

    /// Adds the fee of every instance type that has an on-demand price and no fee yet.
    pub(super) fn add_fees(&self, prices: &mut RegionPrices) {
        let mut fees = Vec::new();
        for (sku, tiers) in &prices.units {
            let Sku::Instance(instance_type) = sku else { continue };
            let fee = Sku::ManagedInstanceFee(instance_type.clone());
            if let (false, Some(fraction)) = (prices.units.contains_key(&fee), self.fees.get(&group_of(instance_type)))
            {
                fees.push((fee, tiers[0].price.times(*fraction, FEE_DECIMALS)));
            }
        }
        let tier = |price| vec![StoredTier { from_units: 0, price }];
        prices.units.extend(fees.into_iter().map(|(fee, price)| (fee, tier(price))));
    }
}

fn factor(row: &Row<'_>, table: Table, column: &str) -> Result<Factor, String> {
    row.date("as_of")?;
    row.basis()?;
    Ok(Factor { fraction: row.fraction(column)?, table, line: row.line() })
}

/// The fee group of an instance type, by the letters its name starts with.
fn group_of(instance_type: &str) -> FeeGroup {
    let letters: String = instance_type.chars().take_while(char::is_ascii_alphabetic).collect();
    match letters.as_str() {
        "g" | "gr" => FeeGroup::Graphics,
        "p" | "trn" => FeeGroup::TrainingAndTrainium,
        _ => FeeGroup::Other,
    }
}
