//! [`LedgerUsage`]: what plans may cover of a ledger, with the rates of the region's tables (rule C1).

use std::collections::BTreeMap;

use super::reserved::normalisation_factor;
use super::usage::{CoverableItem, CoverableUsage, Offer, PlanScope};
use crate::bill::Pricing;
use crate::money::Money;
use crate::pricing::{MissingPrice, PlanKind, PriceRow, RegionCodes, Sku};
use crate::scenario::{PaymentOption, TermYears};
use crate::usage::{Ledger, Purchase as PurchaseOfUsage, UsageRow};

/// Usage that plans may cover, and what line items need to know of it.
#[derive(Clone, Debug)]
pub struct LedgerUsage {
    /// The usage; item by item the same as `skus`.
    pub usage: CoverableUsage,
    pub(super) skus: Vec<PricedSku>,
}

/// A SKU with its price rows.
#[derive(Clone, Debug)]
pub(super) struct PricedSku {
    pub(super) sku: Sku,
    pub(super) list: PriceRow,
    /// One per offer; `None` where the offer does not cover it.
    pub(super) rates: Vec<Option<PriceRow>>,
    /// The normalisation factor of an instance type, times four; 0 where there is none.
    pub(super) factor: u64,
}

/// Into how many parts a smallest metered amount is cut for coverage: seconds of an instance are
/// worth far more than CPU-unit-seconds or MiB-seconds, and every series must fit 64 bits (rule C2).
pub(super) const fn fineness(sku: &Sku) -> i64 {
    match sku {
        Sku::Instance(_) => 1_000_000,
        _ => 1_000,
    }
}

/// Parts of an amount of a row: fewer where the row counts in parts already.
fn parts_of(row: &UsageRow) -> i64 {
    fineness(&row.sku) / row.fineness
}

/// Whether a commitment may cover a row: compute that is bought on demand.
pub(super) fn is_coverable(row: &UsageRow) -> bool {
    let is_compute = matches!(row.sku, Sku::Instance(_) | Sku::FargateVcpu(_) | Sku::FargateMemory(_));
    is_compute && row.purchase == PurchaseOfUsage::OnDemand
}

/// The instance family of a SKU; `None` when it is no instance.
pub(super) fn family_of(sku: &Sku) -> Option<&str> {
    match sku {
        Sku::Instance(name) => Some(name.split_once('.').map_or(name.as_str(), |(family, _)| family)),
        _ => None,
    }
}

fn factor_of(sku: &Sku, pricing: &Pricing<'_>) -> u64 {
    let Sku::Instance(name) = sku else { return 0 };
    let vcpu = pricing.book.instance_type(name).map_or(0, |one| one.vcpu);
    normalisation_factor(name, vcpu).unwrap_or(0)
}

impl LedgerUsage {
    /// Collects the coverable usage of a ledger, without offers.
    ///
    /// # Errors
    /// [`MissingPrice`] when a SKU has no on-demand price.
    pub fn of(ledger: &Ledger, pricing: &Pricing<'_>) -> Result<Self, MissingPrice> {
        let mut by_sku: BTreeMap<&Sku, Vec<i64>> = BTreeMap::new();
        for row in ledger.rows.iter().filter(|row| is_coverable(row)) {
            let sums = by_sku.entry(&row.sku).or_insert_with(|| vec![0; row.hourly.len()]);
            let parts = parts_of(row);
            sums.iter_mut().zip(&row.hourly).for_each(|(sum, amount)| *sum += amount * parts);
        }
        let mut of_ledger = Self { usage: CoverableUsage::default(), skus: Vec::new() };
        of_ledger.usage.hours = pricing.horizon.hours() as usize;
        for (sku, hourly) in by_sku {
            let list = pricing.book.price(sku)?;
            of_ledger.usage.items.push(CoverableItem {
                name: sku.usage_type(pricing.book.codes()),
                hourly,
                parts_per_unit: sku.unit().amounts_per_unit(1) * i128::from(fineness(sku)),
                list: list.unit_price,
                contracted: pricing.contracted(&list, sku.service_code()),
            });
            of_ledger.skus.push(PricedSku {
                sku: sku.clone(),
                list,
                rates: Vec::new(),
                factor: factor_of(sku, pricing),
            });
        }
        Ok(of_ledger)
    }

    /// What each workload uses of each item over all hours of a ledger that this is the usage of, in parts.
    #[must_use]
    pub fn parts_by_workload(&self, ledger: &Ledger) -> Vec<(Option<String>, usize, i128)> {
        let of_row = |row: &UsageRow| {
            let item = self.index_of(row)?;
            let amounts: i128 = row.hourly.iter().map(|&amount| i128::from(amount)).sum();
            Some((row.workload.clone(), item, amounts * i128::from(parts_of(row))))
        };
        ledger.rows.iter().filter_map(of_row).collect()
    }

    /// Every scope of a kind of plan that this usage has something for, in a fixed order.
    #[must_use]
    pub fn scopes(&self, kind: PlanKind) -> Vec<PlanScope> {
        match kind {
            PlanKind::Compute => vec![PlanScope::Compute],
            PlanKind::Ec2Instance => {
                let mut families: Vec<&str> = self.skus.iter().filter_map(|one| family_of(&one.sku)).collect();
                families.sort_unstable();
                families.dedup();
                families.into_iter().map(|family| PlanScope::Ec2Instance(family.to_owned())).collect()
            }
        }
    }

    /// The index of the offer of that scope, term and payment option; it is added when it is not there yet.
    ///
    /// # Errors
    /// [`MissingPrice`] when a SKU that it covers has no rate.
    pub fn offer(
        &mut self,
        scope: &PlanScope,
        term: TermYears,
        payment: PaymentOption,
        pricing: &Pricing<'_>,
    ) -> Result<usize, MissingPrice> {
        let is_same = |offer: &Offer| (&offer.scope, offer.term, offer.payment) == (scope, term, payment);
        if let Some(known) = self.usage.offers.iter().position(is_same) {
            return Ok(known);
        }
        let rate_of = |one: &PricedSku| -> Result<Option<PriceRow>, MissingPrice> {
            let Some(kind) = kind_over(scope, &one.sku) else { return Ok(None) };
            pricing.book.plan_rate(&one.sku, kind, term, payment).map(Some)
        };
        let rows: Vec<Option<PriceRow>> = self.skus.iter().map(rate_of).collect::<Result<_, _>>()?;
        let rates: Vec<Option<Money>> = rows.iter().map(|row| row.as_ref().map(|row| row.unit_price)).collect();
        self.skus.iter_mut().zip(rows).for_each(|(one, row)| one.rates.push(row));
        let fee_discount = pricing.book.discount(service_code(scope));
        self.usage.offers.push(Offer { scope: scope.clone(), term, payment, rates, fee_discount });
        Ok(self.usage.offers.len() - 1)
    }

    /// Whether every SKU that a scope covers has a rate.
    pub(super) fn has_rates(
        &self,
        scope: &PlanScope,
        term: TermYears,
        payment: PaymentOption,
        pricing: &Pricing<'_>,
    ) -> bool {
        let has_rate = |one: &PricedSku| {
            kind_over(scope, &one.sku)
                .is_none_or(|kind| pricing.book.plan_unit_price(&one.sku, kind, term, payment).is_some())
        };
        self.skus.iter().all(has_rate)
    }

    /// The SKU's place among the items.
    pub(super) fn index_of(&self, row: &UsageRow) -> Option<usize> {
        if !is_coverable(row) {
            return None;
        }
        self.skus.iter().position(|one| one.sku == row.sku)
    }
}

/// The kind of plan of a scope that covers a SKU; `None` where it does not.
fn kind_over(scope: &PlanScope, sku: &Sku) -> Option<PlanKind> {
    match scope {
        PlanScope::Compute => Some(PlanKind::Compute),
        PlanScope::Ec2Instance(family) => (family_of(sku) == Some(family)).then_some(PlanKind::Ec2Instance),
    }
}

/// The service code of a plan's fee.
pub(super) const fn service_code(scope: &PlanScope) -> &'static str {
    match scope {
        PlanScope::Compute => "ComputeSavingsPlans",
        PlanScope::Ec2Instance(_) => "EC2InstanceSavingsPlans",
    }
}

/// The usage type of a plan's fee, such as `ComputeSP:1yrNoUpfront` or `EC2SP:m7g.1yrNoUpfront`.
pub(super) fn usage_type(scope: &PlanScope, term: TermYears, payment: PaymentOption) -> String {
    match scope {
        PlanScope::Compute => PlanKind::Compute.usage_type(term, payment),
        PlanScope::Ec2Instance(family) => {
            PlanKind::Ec2Instance.usage_type(term, payment).replacen(':', &format!(":{family}."), 1)
        }
    }
}

/// The usage type of hours of Reserved Instances that nothing uses, such as `APN2-HeavyUsage:m7g.large`.
pub(super) fn reserved_usage_type(codes: &RegionCodes, instance_type: &str) -> String {
    format!("{}HeavyUsage:{instance_type}", codes.ec2_prefix)
}
