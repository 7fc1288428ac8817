//! What makes usage of different ledgers one item of a pool, and plans of different regions one offer.

use crate::commitment::committed::CommitmentKind;
use crate::commitment::usage::{Offer, PlanScope};
use crate::money::{Money, Percent};
use crate::scenario::{PaymentOption, TermYears};

/// A plan as it can be bought for a pool.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PooledOffer {
    /// The region and family of an EC2 Instance plan; `None` for a Compute plan, which covers every region.
    pub group: Option<(String, String)>,
    /// Term.
    pub term: TermYears,
    /// Payment option.
    pub payment: PaymentOption,
    /// The negotiated discount on its fee.
    pub fee_discount: Percent,
}

impl PooledOffer {
    /// An offer of a ledger's usage in `region`.
    pub(super) fn of(region: &str, offer: &Offer) -> Self {
        let group = match &offer.scope {
            PlanScope::Compute => None,
            PlanScope::Ec2Instance(family) => Some((region.to_owned(), family.clone())),
        };
        let Offer { term, payment, fee_discount, .. } = *offer;
        Self { group, term, payment, fee_discount }
    }

    /// The plan that a commitment of a ledger in `region` is; `None` for Reserved Instances.
    #[must_use]
    pub fn of_commitment(
        region: &str,
        kind: &CommitmentKind,
        (term, payment): (TermYears, PaymentOption),
        fee_discount: Percent,
    ) -> Option<Self> {
        let group = match kind {
            CommitmentKind::ComputeSavingsPlan => None,
            CommitmentKind::Ec2InstanceSavingsPlan { family } => Some((region.to_owned(), family.clone())),
            CommitmentKind::ReservedInstance { .. } => return None,
        };
        Some(Self { group, term, payment, fee_discount })
    }

    /// What it covers, as the usage of the pool has it: families are told apart by their region.
    pub(super) fn scope(&self) -> PlanScope {
        match &self.group {
            None => PlanScope::Compute,
            Some((region, family)) => PlanScope::Ec2Instance(format!("{region}:{family}")),
        }
    }

    /// Its id, such as `compute-sp-1y-no-upfront` or `ec2-instance-sp-eu-west-1:c7g-1y-no-upfront`.
    #[must_use]
    pub fn id(&self) -> String {
        let Self { term, payment, fee_discount, .. } = *self;
        Offer { scope: self.scope(), term, payment, rates: Vec::new(), fee_discount }.id()
    }
}

/// A SKU in a region at given prices and rates: usage is added up only where all of them are the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PooledItem {
    /// The region.
    pub region: String,
    /// The usage type.
    pub usage_type: String,
    /// Parts that make one priced unit.
    pub parts_per_unit: i128,
    /// On-demand price per unit before discounts.
    pub list: Money,
    /// On-demand price per unit after discounts.
    pub contracted: Money,
    /// The rate of every plan that covers it, by plan.
    pub rates: Vec<(PooledOffer, Money)>,
}
