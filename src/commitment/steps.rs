//! [`CoverageSteps`]: what plans cover, in AWS's order, told so that it can be worked out again for another commitment
//! (rules C1, C2 and C6).

use std::ops::Range;

use super::apply::{PairCoverage, Purchase, apply, pooled};
use super::committed::Prepared;
use super::ledger_usage::{LedgerUsage, fineness, service_code, usage_type};
use super::lines::{Applied, Charged, CoveredRow, Fee, Source, published, split_ledger};
use super::usage::Offer;
use crate::bill::Pricing;
use crate::money::Money;
use crate::pricing::{MissingPrice, PriceRow, Sku};
use crate::scenario::HeldCommitment;
use crate::usage::{Ledger, Purpose, UsageRow};

/// A row of the ledger that plans may cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverableRow {
    /// The service or job; `None` when shared.
    pub workload: Option<String>,
    /// What it is for.
    pub purpose: Purpose,
    /// What is metered.
    pub sku: Sku,
    /// Its AWS usage type.
    pub usage_type: String,
    /// Its published on-demand price.
    pub list: PriceRow,
    /// Parts that make one priced unit.
    pub parts_per_unit: i128,
    /// What Reserved Instances leave of it in every clock hour, in parts.
    pub hourly: Vec<i64>,
}

/// What a pool covers of one row: a step of the order in which it is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageStep {
    /// The pool, by its index.
    pub pool: usize,
    /// The row, by its index.
    pub row: usize,
    /// The published rate.
    pub rate: PriceRow,
    /// Covered in every clock hour, in parts of the row.
    pub hourly: Vec<i64>,
}

/// A commitment of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PooledPurchase {
    /// Its id.
    pub id: String,
    /// At published rates.
    pub hourly_commitment: Money,
    /// The hours of the horizon in which it runs.
    pub hours: Range<usize>,
}

/// Plans that are applied as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveragePool {
    /// Its commitments, as line items name them.
    pub id: String,
    /// The service code of its fee, under which it has a discount.
    pub service: &'static str,
    /// The usage type of what is not used.
    pub usage_type: String,
    /// Its commitments.
    pub purchases: Vec<PooledPurchase>,
}

/// A ledger's coverage step by step. A step covers what the steps before it leave of its row, as far as what they leave of
/// its pool's commitment pays for it, in whole parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageSteps {
    /// What may be covered.
    pub rows: Vec<CoverableRow>,
    /// In the order of application.
    pub steps: Vec<CoverageStep>,
    /// What pays.
    pub pools: Vec<CoveragePool>,
    /// What Reserved Instances cover costs per unit before discounts: id, usage type and price.
    pub reserved_prices: Vec<(String, String, Money)>,
}

/// The steps by which what is held covers a ledger.
///
/// # Errors
/// [`MissingPrice`] when a SKU has no on-demand price, or when a rate of something held is missing.
pub fn coverage_steps(
    ledger: &Ledger,
    held: &[HeldCommitment],
    pricing: &Pricing<'_>,
) -> Result<CoverageSteps, MissingPrice> {
    let prepared = Prepared::new(ledger, held, &[], pricing)?;
    let Prepared { of, reserved, .. } = &prepared;
    let purchases = prepared.held();
    let pools = pooled(&of.usage, &purchases);
    let plans = apply(&of.usage, &pools);
    let (_, covered) = split_ledger(ledger, of, &Applied { reserved: &reserved.coverage, plans: &plans });
    let places: Vec<(&UsageRow, usize)> =
        ledger.rows.iter().filter_map(|row| of.index_of(row).map(|item| (row, item))).collect();
    let rows: Vec<CoverableRow> = places.iter().map(|(row, item)| coverable(of, row, *item, &covered)).collect();
    let rate = |pair: &PairCoverage| of.skus[pair.item].rates[pools[pair.pool].offer].clone();
    let of_pair = |pair: &PairCoverage| -> Vec<CoverageStep> {
        let Some(rate) = rate(pair) else { return Vec::new() };
        let own = places.iter().enumerate().filter(|(_, (_, item))| *item == pair.item);
        let step = |(row, (of_row, _)): (usize, &(&UsageRow, usize))| {
            let is_own = |one: &&CoveredRow| one.source == Source::Pool(pair.pool) && is_of(one, of_row, pair.item);
            let hourly = covered.iter().find(is_own).map_or_else(Vec::new, |one| one.hourly.clone());
            CoverageStep { pool: pair.pool, row, rate: rate.clone(), hourly }
        };
        own.map(step).collect()
    };
    let steps = plans.pairs.iter().flat_map(of_pair).collect();
    let ids = prepared.held_ids();
    let pools = pools.iter().map(|pool| pool_of(&of.usage.offers[pool.offer], pool.offer, &purchases, &ids)).collect();
    let reserved_prices = reserved_prices(&prepared, &covered);
    Ok(CoverageSteps { rows, steps, pools, reserved_prices })
}

fn is_of(covered: &CoveredRow, row: &UsageRow, item: usize) -> bool {
    covered.item == item && covered.workload == row.workload && covered.purpose == row.purpose
}

fn coverable(of: &LedgerUsage, row: &UsageRow, item: usize, covered: &[CoveredRow]) -> CoverableRow {
    let parts = fineness(&row.sku);
    let mut hourly: Vec<i64> = row.hourly.iter().map(|amount| amount * parts).collect();
    let is_reserved = |one: &&CoveredRow| matches!(one.source, Source::Reserved(_)) && is_of(one, row, item);
    for one in covered.iter().filter(is_reserved) {
        hourly.iter_mut().zip(&one.hourly).for_each(|(left, taken)| *left -= taken);
    }
    CoverableRow {
        workload: row.workload.clone(),
        purpose: row.purpose,
        sku: row.sku.clone(),
        usage_type: of.usage.items[item].name.clone(),
        list: of.skus[item].list.clone(),
        parts_per_unit: of.usage.items[item].parts_per_unit,
        hourly,
    }
}

fn pool_of(offer: &Offer, index: usize, purchases: &[Purchase], ids: &[String]) -> CoveragePool {
    let members = purchases.iter().zip(ids).filter(|(purchase, _)| purchase.offer == index);
    let purchases: Vec<PooledPurchase> = members
        .map(|(purchase, id)| PooledPurchase {
            id: id.clone(),
            hourly_commitment: purchase.hourly_commitment,
            hours: purchase.hours.clone(),
        })
        .collect();
    CoveragePool {
        id: purchases.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join("+"),
        service: service_code(&offer.scope),
        usage_type: usage_type(&offer.scope, offer.term, offer.payment),
        purchases,
    }
}

fn reserved_prices(prepared: &Prepared, covered: &[CoveredRow]) -> Vec<(String, String, Money)> {
    let Prepared { of, reserved, .. } = prepared;
    let price = |row: &CoveredRow| {
        let Source::Reserved(index) = row.source else { return None };
        let held = &reserved.held[index];
        let fee = Fee::Reserved { reserved: &held.reserved, hourly: held.hourly_price, rate: &held.rate };
        let charged = Charged { id: held.id.clone(), source: row.source, fee };
        let (unit_price, _) = published(of, row.item, 0, &charged);
        Some((held.id.clone(), of.usage.items[row.item].name.clone(), unit_price))
    };
    let mut prices: Vec<_> = covered.iter().filter_map(price).collect();
    prices.sort();
    prices.dedup();
    prices
}
