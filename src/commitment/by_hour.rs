//! What commitments cover, and what of them stays unused, hour by hour (rules C2, C6 and C7).

use super::apply::{Purchase, apply, pooled};
use super::committed::Prepared;
use super::ledger_usage::LedgerUsage;
use super::lines::{Applied, Charged, CoveredRow, Fee, Source, published, split_ledger};
use crate::bill::Pricing;
use crate::money::Money;
use crate::pricing::{MissingPrice, Sku};
use crate::scenario::HeldCommitment;
use crate::usage::{Ledger, Purpose};

/// What a commitment covers of one SKU of one workload for one purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredHours {
    /// The commitments, as line items name them.
    pub commitment_id: String,
    /// The service or job; `None` when shared.
    pub workload: Option<String>,
    /// What it is for.
    pub purpose: Purpose,
    /// What is covered.
    pub sku: Sku,
    /// How much, per clock hour of the horizon, in the parts that the line items' quantities count.
    pub hourly: Vec<i64>,
}

/// What of a commitment nothing uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedHours {
    /// The commitments, as line items name them.
    pub commitment_id: String,
    /// At published rates, per clock hour of the horizon.
    pub hourly: Vec<Money>,
}

/// A ledger under commitments, hour by hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourlyCoverage {
    /// What stays on demand.
    pub remainder: Ledger,
    /// What is covered.
    pub covered: Vec<CoveredHours>,
    /// What is unused.
    pub unused: Vec<UnusedHours>,
}

/// Applies what is held to a ledger.
///
/// # Errors
/// [`MissingPrice`] when a SKU has no on-demand price, or when a rate of something held is missing.
pub fn hourly_coverage(
    ledger: &Ledger,
    held: &[HeldCommitment],
    pricing: &Pricing<'_>,
) -> Result<HourlyCoverage, MissingPrice> {
    let prepared = Prepared::new(ledger, held, &[], pricing)?;
    let Prepared { of, reserved, .. } = &prepared;
    let purchases: Vec<Purchase> = prepared.held();
    let pools = pooled(&of.usage, &purchases);
    let plans = apply(&of.usage, &pools);
    let (remainder, rows) = split_ledger(ledger, of, &Applied { reserved: &reserved.coverage, plans: &plans });
    let ids = prepared.held_ids();
    let of_reserved = reserved.held.iter().enumerate().map(|(index, one)| Charged {
        id: one.id.clone(),
        source: Source::Reserved(index),
        fee: Fee::Reserved { reserved: &one.reserved, hourly: one.hourly_price, rate: &one.rate },
    });
    let of_pools = pools.iter().enumerate().map(|(index, pool)| {
        let members = purchases.iter().zip(&ids).filter(|(one, _)| one.offer == pool.offer);
        let id = members.map(|(_, id)| id.as_str()).collect::<Vec<_>>().join("+");
        Charged { id, source: Source::Pool(index), fee: Fee::Plans(pool) }
    });
    let charged: Vec<Charged<'_>> = of_reserved.chain(of_pools).collect();
    let covered = charged.iter().flat_map(|one| covered_hours(of, &rows, one)).collect();
    let unused = charged.iter().map(|one| unused_hours(of, &rows, one)).collect();
    Ok(HourlyCoverage { remainder, covered, unused })
}

fn covered_hours<'a>(
    of: &'a LedgerUsage,
    rows: &'a [CoveredRow],
    charged: &'a Charged<'_>,
) -> impl Iterator<Item = CoveredHours> + 'a {
    rows.iter().filter(|row| row.source == charged.source).map(|row| CoveredHours {
        commitment_id: charged.id.clone(),
        workload: row.workload.clone(),
        purpose: row.purpose,
        sku: of.skus[row.item].sku.clone(),
        hourly: row.hourly.clone(),
    })
}

fn unused_hours(of: &LedgerUsage, rows: &[CoveredRow], charged: &Charged<'_>) -> UnusedHours {
    let of_hour = |hour: usize| {
        let own = rows.iter().filter(|row| row.source == charged.source);
        let used = own.map(|row| published(of, row.item, i128::from(row.hourly[hour]), charged).1);
        charged.fee.bought(hour..hour + 1) - used.sum()
    };
    UnusedHours { commitment_id: charged.id.clone(), hourly: (0..of.usage.hours).map(of_hour).collect() }
}
