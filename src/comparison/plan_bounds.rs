//! How little an option could cost with plans, told without working it out (rule FL2).

use super::option::{OptionId, Outcome};
use super::study::Study;
use crate::bill::price_ledger;
use crate::money::{Money, Percent};
use crate::pricing::{PlanKind, Platform, Sku};
use crate::scenario::Architecture;

/// What floats may be off by, relative to a whole bill.
const FLOAT_ERROR: f64 = 1e-9;

/// Bounds on bills with plans of some kinds.
pub(crate) struct PlanBounds<'s, 'a> {
    study: &'s Study<'a>,
    kinds: Vec<PlanKind>,
}

impl<'s, 'a> PlanBounds<'s, 'a> {
    /// The bounds under some kinds of plan, at all terms and payment options that the scenario allows.
    pub(crate) fn under(study: &'s Study<'a>, kinds: Vec<PlanKind>) -> Self {
        Self { study, kinds }
    }

    /// A bill that the option which is `base` with plans does not go below, at any of its sizes and types.
    ///
    /// Whatever the sizes and types, capacity costs on demand no less than that of `outcome`, which is the cheapest, and
    /// plans take off no more than the largest discount of any SKU it could be of.
    pub(crate) fn bound(&self, base: OptionId, outcome: &Outcome) -> Money {
        let scenario = self.study.scenario;
        let total = outcome.bill.total();
        // What is held already may cover a dearer size: then nothing is known.
        if !scenario.commitments_held.is_empty() {
            return Money::ZERO;
        }
        let reducible = if scenario.extras.is_empty() && scenario.tax_percent.is_zero() {
            let lines = price_ledger(&outcome.capacity, &self.study.pricing);
            lines.map_or(total, |lines| lines.iter().map(|line| line.cost).sum())
        } else {
            total
        };
        let off = (1.0 - self.floor(base)) * reducible.picodollars() as f64;
        let room = FLOAT_ERROR * total.picodollars() as f64;
        total - Money::from_picodollars((off + room).ceil() as i128)
    }

    /// The least that a dollar of on-demand compute costs with plans where `base` runs; 1 where no plan has a rate.
    fn floor(&self, base: OptionId) -> f64 {
        match base {
            OptionId::Fargate => self.fargate(Architecture::X86_64),
            OptionId::FargateArm64 => self.fargate(Architecture::Arm64),
            OptionId::Ec2OnDemand | OptionId::ManagedInstances => self.instances(),
            _ => {
                let fargate = self.fargate(Architecture::X86_64).min(self.fargate(Architecture::Arm64));
                fargate.min(self.instances())
            }
        }
    }

    fn fargate(&self, architecture: Architecture) -> f64 {
        let mut platforms = vec![Platform::from(architecture)];
        platforms.extend((architecture == Architecture::X86_64).then_some(Platform::WindowsX86));
        let skus = platforms.into_iter().flat_map(|of| [Sku::FargateVcpu(of), Sku::FargateMemory(of)]);
        skus.map(|sku| self.of_sku(&sku)).fold(1.0, f64::min)
    }

    fn instances(&self) -> f64 {
        let types = self.study.pricing.book.instance_types().iter();
        types.map(|one| self.of_sku(&Sku::Instance(one.name.clone()))).fold(1.0, f64::min)
    }

    fn of_sku(&self, sku: &Sku) -> f64 {
        let book = self.study.pricing.book;
        let policy = &self.study.scenario.commitments;
        let Some(paid) = book.contracted_unit_price(sku).map(Money::picodollars) else { return 1.0 };
        let terms =
            policy.terms.iter().flat_map(|&term| policy.payment_options.iter().map(move |&payment| (term, payment)));
        let rates = terms.flat_map(|(term, payment)| {
            let rate = move |&kind: &PlanKind| {
                let rate = book.plan_unit_price(sku, kind, term, payment)?;
                Some(rate.percent_off(self.fee_discount(kind)))
            };
            self.kinds.iter().filter_map(rate)
        });
        let least = rates.map(|rate| rate.picodollars() as f64 / paid.max(1) as f64);
        least.fold(1.0, f64::min)
    }

    fn fee_discount(&self, kind: PlanKind) -> Percent {
        self.study.pricing.book.discount(match kind {
            PlanKind::Compute => "ComputeSavingsPlans",
            PlanKind::Ec2Instance => "EC2InstanceSavingsPlans",
        })
    }
}
