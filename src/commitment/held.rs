//! What the scenario holds already, as it is applied to usage (rules C6 and C7).

use std::ops::Range;

use super::apply::Purchase;
use super::ledger_usage::LedgerUsage;
use super::reserved::{InstanceItem, Reserved, ReservedCoverage, apply_reserved, normalisation_factor};
use super::usage::PlanScope;
use crate::bill::Pricing;
use crate::money::Money;
use crate::pricing::{MissingPrice, PriceRow, Sku};
use crate::scenario::{HeldCommitment, HeldKind, PaymentOption, TermYears};

/// A plan that is held.
#[derive(Clone, Debug)]
pub(super) struct HeldPlan {
    pub(super) id: String,
    pub(super) purchase: Purchase,
    pub(super) first_hour: i64,
    pub(super) end_hour: i64,
}

/// Reserved Instances that are held, with their prices.
#[derive(Clone, Debug)]
pub(super) struct HeldReserve {
    pub(super) id: String,
    pub(super) term: TermYears,
    pub(super) payment: PaymentOption,
    pub(super) reserved: Reserved,
    /// What all that are available cost in an hour, at the published rate.
    pub(super) hourly_price: Money,
    pub(super) rate: PriceRow,
    pub(super) first_hour: i64,
    pub(super) end_hour: i64,
}

/// All Reserved Instances and what they cover.
#[derive(Clone, Debug)]
pub(super) struct HeldReserved {
    pub(super) held: Vec<HeldReserve>,
    pub(super) coverage: Vec<ReservedCoverage>,
}

impl HeldReserved {
    /// Applies the Reserved Instances among `held` and takes what they cover off the usage.
    pub(super) fn of(
        held: &[HeldCommitment],
        of: &mut LedgerUsage,
        pricing: &Pricing<'_>,
    ) -> Result<Self, MissingPrice> {
        let reserves: Vec<HeldReserve> = held
            .iter()
            .filter_map(|one| reserve_of(one, of.usage.hours, pricing).transpose())
            .collect::<Result<_, _>>()?;
        let instances: Vec<InstanceItem<'_>> = of
            .skus
            .iter()
            .enumerate()
            .filter_map(|(item, one)| match &one.sku {
                Sku::Instance(name) => Some(InstanceItem { item, instance_type: name, factor: one.factor }),
                _ => None,
            })
            .collect();
        let reserved: Vec<Reserved> = reserves.iter().map(|one| one.reserved.clone()).collect();
        let coverage = apply_reserved(&mut of.usage.items, &instances, &reserved);
        Ok(Self { held: reserves, coverage })
    }
}

/// The hours of the horizon in which a commitment runs.
fn running_hours(held: &HeldCommitment, hours: usize) -> Range<usize> {
    let within = |hour: i64| usize::try_from(hour.max(0)).unwrap_or(usize::MAX).min(hours);
    let first = within(held.first_hour);
    first..within(held.end_hour).max(first)
}

fn reserve_of(held: &HeldCommitment, hours: usize, pricing: &Pricing<'_>) -> Result<Option<HeldReserve>, MissingPrice> {
    let HeldKind::ReservedInstance { instance_type, count, zonal } = &held.kind else { return Ok(None) };
    let rate = pricing.book.reserved_price(instance_type, held.term, held.payment)?;
    let vcpu = pricing.book.instance_type(instance_type).map_or(0, |one| one.vcpu);
    let hourly_price = rate.unit_price.times(i128::from(*count)).percent_of(held.available_share);
    Ok(Some(HeldReserve {
        id: held.id.clone(),
        term: held.term,
        payment: held.payment,
        reserved: Reserved {
            instance_type: instance_type.clone(),
            count: *count,
            zonal: *zonal,
            hours: running_hours(held, hours),
            available_share: held.available_share,
            factor: normalisation_factor(instance_type, vcpu).unwrap_or(1),
        },
        hourly_price,
        rate,
        first_hour: held.first_hour,
        end_hour: held.end_hour,
    }))
}

/// The Savings Plans among `held`, each with its offer.
pub(super) fn held_plans(
    held: &[HeldCommitment],
    of: &mut LedgerUsage,
    pricing: &Pricing<'_>,
) -> Result<Vec<HeldPlan>, MissingPrice> {
    let mut plans = Vec::new();
    for one in held {
        let (scope, hourly_commitment) = match &one.kind {
            HeldKind::ComputeSavingsPlan { hourly_commitment } => (PlanScope::Compute, *hourly_commitment),
            HeldKind::Ec2InstanceSavingsPlan { family, hourly_commitment } => {
                (PlanScope::Ec2Instance(family.clone()), *hourly_commitment)
            }
            HeldKind::ReservedInstance { .. } => continue,
        };
        let offer = of.offer(&scope, one.term, one.payment, pricing)?;
        plans.push(HeldPlan {
            id: one.id.clone(),
            purchase: Purchase {
                offer,
                hourly_commitment: hourly_commitment.percent_of(one.available_share),
                hours: running_hours(one, of.usage.hours),
            },
            first_hour: one.first_hour,
            end_hour: one.end_hour,
        });
    }
    Ok(plans)
}
