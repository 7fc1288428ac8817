//! [`PriceBook`]: the prices of one region with overrides laid on top.

use std::collections::BTreeMap;

use super::adjustments::{AdjustmentProblem, Keys, apply};
use super::capacity_unit::{CapacityUnit, LoadBalancer, read_capacity_units};
use super::derived::Factors;
use super::nearest::{nearest_instance_type, nearest_name};
use super::region_prices::{RateKey, RegionPrices};
use super::specs::read_instance_types;
use super::stored::{StoredPrice, StoredTier};
use super::table::Table;
use super::{
    InstanceType, MissingPrice, MissingReason, PlanKind, PriceRow, PriceTables, PriceTier, RegionCodes, Sku,
    TableError, TablesVersion,
};
use crate::money::{Money, Percent};
use crate::scenario::{PaymentOption, PriceAdjustments, TermYears};

/// Why there is no book of a region.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
    /// The tables do not know the region.
    #[error("unknown region `{region}` (nearest: `{nearest}`)")]
    UnknownRegion {
        /// The region asked for.
        region: String,
        /// The region most like it.
        nearest: String,
    },
    /// Tables of the region, or tables that hold for all, cannot be read.
    #[error("the price tables cannot be read: {}", lines(.0))]
    Tables(Vec<TableError>),
    /// Keys of `[prices]` that name nothing.
    #[error("{}", lines(.0))]
    Adjustments(Vec<AdjustmentProblem>),
}

fn lines<T: std::fmt::Display>(problems: &[T]) -> String {
    problems.iter().map(T::to_string).collect::<Vec<_>>().join("\n")
}

/// The prices of one region.
#[derive(Clone, Debug)]
pub struct PriceBook {
    pub(super) tables: PriceTables,
    codes: RegionCodes,
    strict: bool,
    pub(super) known_types: Vec<InstanceType>,
    sold_types: Vec<InstanceType>,
    capacity_units: BTreeMap<LoadBalancer, CapacityUnit>,
    factors: Factors,
    pub(super) prices: RegionPrices,
    discounts: BTreeMap<String, Percent>,
}

impl PriceBook {
    /// Reads the tables of `region` and lays `adjustments` over them. With `strict`, a price that is
    /// not observed counts as missing.
    ///
    /// # Errors
    /// [`BookError`]: an unknown region, a malformed table, overrides that name nothing (all at once).
    pub fn new(
        tables: &PriceTables,
        region: &str,
        adjustments: &PriceAdjustments,
        strict: bool,
    ) -> Result<Self, BookError> {
        let codes = tables.region(region).ok_or_else(|| unknown_region(tables, region))?.codes.clone();
        let (mut book, errors) = Self::of_tables(tables, codes, strict);
        if !errors.is_empty() {
            return Err(BookError::Tables(errors));
        }
        let problems = book.adjust(adjustments);
        if problems.is_empty() { Ok(book) } else { Err(BookError::Adjustments(problems)) }
    }

    /// The book as the tables have it, with everything wrong with them.
    pub(super) fn of_tables(tables: &PriceTables, codes: RegionCodes, strict: bool) -> (Self, Vec<TableError>) {
        let mut errors = Vec::new();
        let wanted = [&[Table::Ec2CpuCredits], Table::REGIONAL.as_slice()].concat();
        let mut prices = RegionPrices::read(tables, &codes.region, &wanted, &mut errors);
        let factors = Factors::read(tables, &mut errors);
        factors.add_upfront_rates(&mut prices);
        factors.add_fees(&mut prices);
        let known_types =
            tables.text(Table::Ec2Instances, "").map_or_else(Vec::new, |text| read_instance_types(text, &mut errors));
        let capacity_units = tables
            .text(Table::LoadBalancerUnits, "")
            .map_or_else(BTreeMap::new, |text| read_capacity_units(text, &mut errors));
        let book = Self {
            tables: tables.clone(),
            codes,
            strict,
            known_types,
            sold_types: Vec::new(),
            capacity_units,
            factors,
            prices,
            discounts: BTreeMap::new(),
        };
        (book, errors)
    }

    fn adjust(&mut self, adjustments: &PriceAdjustments) -> Vec<AdjustmentProblem> {
        let keys = Keys { codes: &self.codes, instance_types: &self.known_types };
        let problems = apply(&keys, adjustments, &mut self.prices);
        self.factors.add_fees(&mut self.prices);
        self.discounts.clone_from(&adjustments.discount_percent);
        let is_sold = |one: &&InstanceType| self.prices.units.contains_key(&Sku::Instance(one.name.clone()));
        self.sold_types = self.known_types.iter().filter(is_sold).cloned().collect();
        problems
    }

    /// The same book with the prices of some SKUs and the plan rates of some multiplied by millionths, each rounded
    /// once; rates of standard Reserved Instances count as rates of their instance type.
    #[must_use]
    pub fn multiplied(&self, millionths: u32, prices: impl Fn(&Sku) -> bool, rates: impl Fn(&Sku) -> bool) -> Self {
        let mut changed = self.clone();
        let multiply = |price: &mut StoredPrice| {
            price.unit_price = price.unit_price.times(i128::from(millionths)).divided_by(1_000_000);
        };
        for (_, tiers) in changed.prices.units.iter_mut().filter(|(sku, _)| prices(sku)) {
            tiers.iter_mut().for_each(|tier| multiply(&mut tier.price));
        }
        let plans = changed.prices.plans.iter_mut().filter(|(sku, _)| rates(sku));
        plans.for_each(|(_, found)| found.each_mut(multiply));
        let reserved = changed.prices.reserved.iter_mut();
        let reserved = reserved.filter(|(instance_type, _)| rates(&Sku::Instance((*instance_type).clone())));
        reserved.for_each(|(_, found)| found.each_mut(multiply));
        changed
    }

    /// The region's code and its prefixes on a bill.
    #[must_use]
    pub const fn codes(&self) -> &RegionCodes {
        &self.codes
    }

    /// The region's name in words, `Asia Pacific (Seoul)`.
    #[must_use]
    pub fn region_name(&self) -> &str {
        self.tables.region(&self.codes.region).map_or(self.codes.region.as_str(), |region| region.name.as_str())
    }

    /// The SKU of a usage type of the region, such as `APN2-BoxUsage:m7g.large`.
    #[must_use]
    pub fn sku_of(&self, usage_type: &str) -> Option<Sku> {
        Keys { codes: &self.codes, instance_types: &self.known_types }.sku(usage_type)
    }

    /// Which tables the prices are from.
    #[must_use]
    pub const fn version(&self) -> &TablesVersion {
        self.tables.version()
    }

    /// Whether only observed prices are allowed.
    #[must_use]
    pub const fn is_strict(&self) -> bool {
        self.strict
    }

    /// The instance types that have an on-demand price in this region, by name.
    #[must_use]
    pub fn instance_types(&self) -> &[InstanceType] {
        &self.sold_types
    }

    /// An instance type by its name, whether it is sold here or not.
    #[must_use]
    pub fn instance_type(&self, name: &str) -> Option<&InstanceType> {
        let index = self.known_types.binary_search_by(|one| one.name.as_str().cmp(name)).ok()?;
        self.known_types.get(index)
    }

    /// The known instance type whose name is most like `name`.
    #[must_use]
    pub fn nearest_instance_type(&self, name: &str) -> Option<&str> {
        nearest_instance_type(name, &self.known_types, self.known_types.iter().map(|one| one.name.as_str()))
    }

    /// The unit price, of the first tier where there are tiers.
    ///
    /// # Errors
    /// [`MissingPrice`] when there is none, or none that may be used.
    pub fn price(&self, sku: &Sku) -> Result<PriceRow, MissingPrice> {
        self.allowed(sku).map(|tiers| tiers[0].price.row(&self.codes.region)).map_err(|why| self.missing(sku, why))
    }

    /// The unit price of every tier, from 0 units up.
    ///
    /// # Errors
    /// [`MissingPrice`] when there is none, or none that may be used.
    pub fn tiers(&self, sku: &Sku) -> Result<Vec<PriceTier>, MissingPrice> {
        let tiers = self.allowed(sku).map_err(|why| self.missing(sku, why))?;
        let shown =
            |tier: &StoredTier| PriceTier { from_units: tier.from_units, row: tier.price.row(&self.codes.region) };
        Ok(tiers.iter().map(shown).collect())
    }

    /// The rate of a SKU under a plan.
    ///
    /// # Errors
    /// [`MissingPrice`] when there is none, or none that may be used.
    pub fn plan_rate(
        &self,
        sku: &Sku,
        plan: PlanKind,
        term: TermYears,
        payment: PaymentOption,
    ) -> Result<PriceRow, MissingPrice> {
        let key = (plan, term, payment);
        let rate = self.allowed_rate(sku, key);
        rate.map(|rate| rate.row(&self.codes.region)).map_err(|why| self.missing_rate(sku, key, why))
    }

    /// The rate of a standard Reserved Instance (no kind of plan) per instance-hour, if it may be used.
    #[must_use]
    pub fn reserved_rate(&self, instance_type: &str, term: TermYears, payment: PaymentOption) -> Option<PriceRow> {
        let rate = self.prices.reserved.get(instance_type)?.get((PlanKind::Ec2Instance, term, payment))?;
        self.may_use(rate).then(|| rate.row(&self.codes.region))
    }

    /// [`Self::reserved_rate`], or what to do about a missing one.
    ///
    /// # Errors
    /// [`MissingPrice`] when there is none, or none that may be used.
    pub fn reserved_price(
        &self,
        instance_type: &str,
        term: TermYears,
        payment: PaymentOption,
    ) -> Result<PriceRow, MissingPrice> {
        self.reserved_rate(instance_type, term, payment)
            .ok_or_else(|| self.missing_reserved(instance_type, term, payment))
    }

    /// [`Self::price`] for searches: no words, no strings.
    #[must_use]
    pub fn unit_price(&self, sku: &Sku) -> Option<Money> {
        self.allowed(sku).ok().map(|tiers| tiers[0].price.unit_price)
    }

    /// [`Self::unit_price`] with the discount on the SKU's service taken off, unless the price is the user's own.
    #[must_use]
    pub fn contracted_unit_price(&self, sku: &Sku) -> Option<Money> {
        let price = self.allowed(sku).ok()?[0].price;
        if price.is_of_the_user() {
            return Some(price.unit_price);
        }
        Some(price.unit_price.percent_off(self.discount(sku.service_code())))
    }

    /// [`Self::plan_rate`] for searches: no words, no strings.
    #[must_use]
    pub fn plan_unit_price(&self, sku: &Sku, plan: PlanKind, term: TermYears, payment: PaymentOption) -> Option<Money> {
        self.allowed_rate(sku, (plan, term, payment)).ok().map(|rate| rate.unit_price)
    }

    /// The discount on a service code: its own, else that of `all`, else none. `ComputeSavingsPlans`
    /// and `EC2InstanceSavingsPlans` are service codes too.
    #[must_use]
    pub fn discount(&self, service_code: &str) -> Percent {
        let own = self.discounts.get(service_code);
        own.or_else(|| self.discounts.get("all")).copied().unwrap_or(Percent::ZERO)
    }

    /// AWS's band of how many Spot instances of a type are interrupted in a month, such as `5-10%`.
    #[must_use]
    pub fn interruption_band(&self, instance_type: &str) -> Option<&str> {
        self.prices.bands.get(instance_type).copied()
    }

    /// What one capacity unit of a load balancer holds.
    #[must_use]
    pub fn capacity_unit(&self, load_balancer: LoadBalancer) -> Option<&CapacityUnit> {
        self.capacity_units.get(&load_balancer)
    }

    /// The SKU of a usage type of this region, as `[prices]` names it; of instance types that exist only.
    #[must_use]
    pub fn parse_usage_type(&self, text: &str) -> Option<Sku> {
        Keys { codes: &self.codes, instance_types: &self.known_types }.sku(text)
    }

    const fn may_use(&self, price: StoredPrice) -> bool {
        !self.strict || matches!(price.basis, super::Basis::Observed)
    }

    pub(super) fn allowed(&self, sku: &Sku) -> Result<&[StoredTier], MissingReason> {
        let tiers = self.prices.units.get(sku).ok_or(MissingReason::Absent)?;
        match tiers.iter().find(|tier| !self.may_use(tier.price)) {
            Some(tier) => Err(MissingReason::NotObserved(tier.price.basis)),
            None => Ok(tiers),
        }
    }

    pub(super) fn allowed_rate(&self, sku: &Sku, key: RateKey) -> Result<StoredPrice, MissingReason> {
        let rate = self.prices.plans.get(sku).and_then(|rates| rates.get(key)).ok_or(MissingReason::Absent)?;
        if self.may_use(rate) { Ok(rate) } else { Err(MissingReason::NotObserved(rate.basis)) }
    }
}

fn unknown_region(tables: &PriceTables, region: &str) -> BookError {
    let names = |one: &super::Region| format!("{} {}", one.codes.region, one.name);
    let by_name = tables
        .known_regions()
        .iter()
        .find(|one| !region.is_empty() && names(one).to_lowercase().contains(&region.to_lowercase()));
    let by_code = || nearest_name(region, tables.known_regions().iter().map(|one| one.codes.region.as_str()));
    let nearest = by_name.map(|one| one.codes.region.as_str()).or_else(by_code).unwrap_or_default();
    BookError::UnknownRegion { region: region.to_owned(), nearest: nearest.to_owned() }
}
