//! The least that an hour of an instance can cost in an option, whatever is bought or held (rule E25).

use super::assemble::{Commit, held_in};
use super::ec2_option::{Ec2Plan, instance_sku};
use super::option::OptionId;
use super::study::Study;
use crate::money::{Money, Quantity};
use crate::pricing::{InstanceType, PlanKind, Sku};
use crate::scenario::{Extra, ExtraAmount, HeldCommitment, HeldKind, PaymentOption, TermYears};

/// Hours of the longest month.
const MOST_HOURS_OF_A_MONTH: i128 = 31 * 24;

/// Hours of the shortest term: what is bought runs at least as long.
const HOURS_OF_A_TERM: u32 = 8_760;

/// The least that an instance-hour can cost in an option.
#[derive(Clone, Copy, Debug)]
pub(super) struct LeastRates {
    /// Whatever plan covers it, the scenario's own lines per instance included.
    pub(super) any: Money,
    /// The price that is paid without a plan; no more than the least of all where nothing tells covered hours from others.
    pub(super) uncovered: Money,
    /// The scenario's own lines per instance-hour alone.
    pub(super) extra: Money,
}

impl LeastRates {
    /// The rates of one instance type under `plan`.
    pub(super) fn of(study: &Study<'_>, plan: &Ec2Plan<'_>, instance: &InstanceType) -> Self {
        let price = least_price(study, plan, instance);
        let extra = least_extra(study, plan.id);
        let is_uniform = held_in(study.scenario, plan.commit).is_empty();
        let uncovered = if is_uniform && study.scenario.horizon.hours() <= HOURS_OF_A_TERM {
            listed(study, plan, instance).min().unwrap_or(price)
        } else {
            price
        };
        Self { any: price + extra, uncovered, extra }
    }

    /// The least of both.
    pub(super) fn min(self, other: Self) -> Self {
        let LeastRates { any, uncovered, extra } = other;
        Self { any: self.any.min(any), uncovered: self.uncovered.min(uncovered), extra: self.extra.min(extra) }
    }

    /// The share of the hours whose price pays for a plan over all of them.
    pub(super) fn share_of_hours(self) -> f64 {
        let (covered, uncovered) = (self.any - self.extra, self.uncovered);
        if uncovered <= covered { 1.0 } else { covered.picodollars() as f64 / uncovered.picodollars() as f64 }
    }
}

/// The scenario's own lines per instance-hour, in the longest of months.
fn least_extra(study: &Study<'_>, id: OptionId) -> Money {
    let counts = |extra: &&Extra| extra.options.is_empty() || extra.options.iter().any(|option| option == id.name());
    let of_instances = |extra: &Extra| match extra.amount {
        ExtraAmount::PerInstanceMonth(amount) => Quantity::new(1, MOST_HOURS_OF_A_MONTH).cost_at(amount),
        _ => Money::ZERO,
    };
    study.scenario.extras.iter().filter(counts).map(of_instances).sum()
}

/// The least price of an instance-hour; nothing where a Reserved Instance may cover it, whose fee does not depend on
/// what runs.
fn least_price(study: &Study<'_>, plan: &Ec2Plan<'_>, instance: &InstanceType) -> Money {
    let held = held_in(study.scenario, plan.commit);
    if held.iter().any(|one| matches!(one.kind, HeldKind::ReservedInstance { .. })) {
        return Money::ZERO;
    }
    let own = instance_sku(plan, &instance.name);
    let covered = covered_rates(study, &own, plan.commit.kinds(study.scenario), &held);
    listed(study, plan, instance).chain(covered).min().unwrap_or(Money::ZERO)
}

/// The prices of an instance-hour without a plan.
fn listed(study: &Study<'_>, plan: &Ec2Plan<'_>, instance: &InstanceType) -> impl Iterator<Item = Money> {
    let spot = plan.is_mixed().then(|| Sku::SpotInstance(instance.name.clone()));
    let skus = [Some(instance_sku(plan, &instance.name)), spot];
    skus.into_iter().flatten().filter_map(|sku| study.pricing.book.contracted_unit_price(&sku))
}

/// The least price of an hour of `sku` under any plan that the scenario holds or may buy; nothing where a Reserved
/// Instance may cover it.
pub(super) fn least_covered(study: &Study<'_>, sku: &Sku) -> Option<Money> {
    let current = held_in(study.scenario, Commit::HeldToday);
    let is_reserved = |one: &HeldCommitment| matches!(one.kind, HeldKind::ReservedInstance { .. });
    if matches!(sku, Sku::Instance(_)) && current.iter().any(is_reserved) {
        return Some(Money::ZERO);
    }
    covered_rates(study, sku, study.scenario.commitments.kinds.clone(), &current).into_iter().min()
}

/// What an hour costs under plans of `kinds` with the terms allowed, and under plans held.
fn covered_rates(study: &Study<'_>, sku: &Sku, kinds: Vec<PlanKind>, held: &[HeldCommitment]) -> Vec<Money> {
    let policy = &study.scenario.commitments;
    let terms = || policy.terms.iter().flat_map(|&term| policy.payment_options.iter().map(move |&pay| (term, pay)));
    let bought = kinds.into_iter().flat_map(|kind| terms().map(move |(term, payment)| (kind, term, payment)));
    let held = held.iter().filter_map(|one| Some((plan_kind(one)?, one.term, one.payment)));
    bought.chain(held).filter_map(|terms| plan_rate(study, sku, terms)).collect()
}

fn plan_kind(held: &HeldCommitment) -> Option<PlanKind> {
    match held.kind {
        HeldKind::ComputeSavingsPlan { .. } => Some(PlanKind::Compute),
        HeldKind::Ec2InstanceSavingsPlan { .. } => Some(PlanKind::Ec2Instance),
        HeldKind::ReservedInstance { .. } => None,
    }
}

/// What an hour covered by a plan costs, the discount on the plan's fee taken off.
pub(super) fn plan_rate(
    study: &Study<'_>,
    sku: &Sku,
    (kind, term, payment): (PlanKind, TermYears, PaymentOption),
) -> Option<Money> {
    let rate = study.pricing.book.plan_unit_price(sku, kind, term, payment)?;
    Some(rate.percent_off(study.pricing.book.discount(fee_code(kind))))
}

/// The service code of a plan's fee.
const fn fee_code(kind: PlanKind) -> &'static str {
    match kind {
        PlanKind::Compute => "ComputeSavingsPlans",
        PlanKind::Ec2Instance => "EC2InstanceSavingsPlans",
    }
}

/// The cheapest rate of the plans that an option may buy.
pub(super) fn best_rate(study: &Study<'_>, commit: Commit, sku: &Sku) -> Option<Money> {
    let policy = &study.scenario.commitments;
    let terms = || policy.terms.iter().flat_map(|&term| policy.payment_options.iter().map(move |&pay| (term, pay)));
    let rates = |kind| terms().filter_map(move |(term, payment)| plan_rate(study, sku, (kind, term, payment)));
    commit.kinds(study.scenario).into_iter().flat_map(rates).min()
}
