//! A ledger under commitments: those held, those bought, what they cover and what they cost (rules C4 to C7).

use super::apply::{Purchase, apply, pooled};
use super::held::{HeldPlan, HeldReserve, HeldReserved, held_plans};
use super::ledger_usage::{LedgerUsage, reserved_usage_type, usage_type};
use super::lines::{Applied, Charged, Fee, Source, commitment_lines, split_ledger};
use super::outlook::RunningTerm;
use super::portfolio::{Buyable, Limits, PortfolioProblem, best_purchases, portfolio_floor, used_of_each};
use super::reserved::Reserved;
use super::usage::PlanScope;
use crate::bill::{LineItem, Pricing, PurchaseOption};
use crate::money::Money;
use crate::patience::Patience;
use crate::pricing::{MissingPrice, PlanKind, RegionCodes};
use crate::scenario::{HeldCommitment, PaymentOption, TermYears};
use crate::usage::Ledger;

/// What kind of commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommitmentKind {
    /// A Compute Savings Plan.
    ComputeSavingsPlan,
    /// An EC2 Instance Savings Plan for a family.
    Ec2InstanceSavingsPlan {
        /// The instance family.
        family: String,
    },
    /// Reserved Instances.
    ReservedInstance {
        /// The instance type.
        instance_type: String,
        /// How many.
        count: u32,
    },
}

impl CommitmentKind {
    /// The usage type of what it costs when nothing uses it, such as `ComputeSP:1yrNoUpfront`.
    #[must_use]
    pub fn usage_type(&self, term: TermYears, payment: PaymentOption, codes: &RegionCodes) -> String {
        match self {
            Self::ComputeSavingsPlan => usage_type(&PlanScope::Compute, term, payment),
            Self::Ec2InstanceSavingsPlan { family } => {
                usage_type(&PlanScope::Ec2Instance(family.clone()), term, payment)
            }
            Self::ReservedInstance { instance_type, .. } => reserved_usage_type(codes, instance_type),
        }
    }
}

/// A commitment over a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Its id: the scenario's name of one that is held, else such as `compute-sp-1y-no-upfront`.
    pub id: String,
    /// What it is.
    pub kind: CommitmentKind,
    /// Term.
    pub term: TermYears,
    /// Payment option.
    pub payment: PaymentOption,
    /// Whether it was held before, rather than bought now.
    pub held: bool,
    /// Hourly commitment at published rates, as far as it is available here.
    pub hourly_commitment: Money,
    /// Its first clock hour from the first of the horizon; negative when it began before.
    pub first_hour: i64,
    /// The first hour without it, renewals inside the horizon counted in.
    pub end_hour: i64,
    /// Used over the horizon, after fee discount.
    pub used: Money,
    /// Unused over the horizon, after fee discount.
    pub unused: Money,
    /// To pay after the horizon, amortised, after fee discount.
    pub liability_after: Money,
}

/// A ledger with commitments applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The commitments: those held in the scenario's order, then those bought.
    pub commitments: Vec<Commitment>,
    /// Covered usage and what is unused, by commitment and month.
    pub lines: Vec<LineItem>,
    /// What stays on demand.
    pub remainder: Ledger,
    /// No purchases among those asked for can bring plans and what stays on demand below this; `None` where nothing
    /// was chosen.
    pub lower_bound: Option<Money>,
}

impl Committed {
    /// What the commitments cost over the horizon.
    #[must_use]
    pub fn cost(&self) -> Money {
        self.lines.iter().map(|line| line.cost).sum()
    }
}

/// A plan that may be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its kind; of EC2 Instance plans, one for each family in use.
    pub kind: PlanKind,
    /// Term.
    pub term: TermYears,
    /// Payment option.
    pub payment: PaymentOption,
}

/// A ledger with what is held and what may be bought: everything that a choice of plans needs.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The usage that plans may cover, Reserved Instances taken off, with every offer.
    pub of: LedgerUsage,
    /// Plans that may be bought.
    pub buyable: Vec<Buyable>,
    /// The conditions of a purchase.
    pub limits: Limits,
    pub(super) reserved: HeldReserved,
    plans: Vec<HeldPlan>,
}

impl Prepared {
    /// Collects a ledger's usage, applies Reserved Instances, and finds the rates of what is held and wanted.
    ///
    /// # Errors
    /// [`MissingPrice`] when a SKU has no on-demand price, when a rate of something held is missing, or when every plan
    /// wanted lacks a rate.
    pub fn new(
        ledger: &Ledger,
        held: &[HeldCommitment],
        wanted: &[Wanted],
        pricing: &Pricing<'_>,
    ) -> Result<Self, MissingPrice> {
        let mut prepared = Self::to_choose_nothing(ledger, held, pricing)?;
        prepared.buyable = buyable(wanted, &mut prepared.of, pricing)?;
        Ok(prepared)
    }

    /// The same where plans wanted may all lack a rate: then nothing may be bought.
    ///
    /// # Errors
    /// [`MissingPrice`] when a SKU has no on-demand price, or when a rate of something held is missing.
    pub fn where_rated(
        ledger: &Ledger,
        held: &[HeldCommitment],
        wanted: &[Wanted],
        pricing: &Pricing<'_>,
    ) -> Result<Self, MissingPrice> {
        let mut prepared = Self::to_choose_nothing(ledger, held, pricing)?;
        prepared.buyable = rated(wanted, &mut prepared.of, pricing);
        Ok(prepared)
    }

    fn to_choose_nothing(
        ledger: &Ledger,
        held: &[HeldCommitment],
        pricing: &Pricing<'_>,
    ) -> Result<Self, MissingPrice> {
        let mut of = LedgerUsage::of(ledger, pricing)?;
        // What ended before the horizon needs no rate.
        let held: Vec<HeldCommitment> = held.iter().filter(|one| one.end_hour > 0).cloned().collect();
        let held = held.as_slice();
        let reserved = HeldReserved::of(held, &mut of, pricing)?;
        let plans = held_plans(held, &mut of, pricing)?;
        Ok(Self { of, buyable: Vec::new(), limits: limits(pricing), reserved, plans })
    }

    /// Adds offers without making them a part of the choice; those without a rate are left out.
    pub fn beside(&mut self, wanted: &[Wanted], pricing: &Pricing<'_>) -> Vec<Buyable> {
        rated(wanted, &mut self.of, pricing)
    }

    /// The plans held already.
    #[must_use]
    pub fn held(&self) -> Vec<Purchase> {
        self.plans.iter().map(|plan| plan.purchase.clone()).collect()
    }

    /// The ids of the plans held already, in the same order.
    #[must_use]
    pub fn held_ids(&self) -> Vec<String> {
        self.plans.iter().map(|plan| plan.id.clone()).collect()
    }

    /// The terms of the plans held already, as they really run.
    #[must_use]
    pub fn held_terms(&self) -> Vec<RunningTerm> {
        let term = |plan: &HeldPlan| {
            let offer = &self.of.usage.offers[plan.purchase.offer];
            RunningTerm {
                scope: offer.scope.clone(),
                term: offer.term,
                payment: offer.payment,
                hourly_commitment: plan.purchase.hourly_commitment,
                fee_discount: offer.fee_discount,
                hours: plan.first_hour..plan.end_hour,
            }
        };
        self.plans.iter().map(term).collect()
    }

    /// What plans and everything that they may cover cannot come below, whatever is bought; `None` where something is held.
    #[must_use]
    pub fn floor(&self) -> Option<Money> {
        let is_free = self.reserved.held.is_empty() && self.plans.is_empty();
        is_free.then(|| portfolio_floor(&self.problem(&[], &self.buyable))).flatten()
    }

    /// Buys of `buyable` what makes `ledger`, of which this was prepared with `held`, cheapest.
    #[must_use]
    pub fn commit(&self, ledger: &Ledger, held: &[HeldCommitment], pricing: &Pricing<'_>) -> Committed {
        cheapest(ledger, held, self, pricing)
    }

    /// The choice among `buyable`, a part of [`Self::buyable`] or all of it.
    #[must_use]
    pub fn problem<'a>(&'a self, held: &'a [Purchase], buyable: &'a [Buyable]) -> PortfolioProblem<'a> {
        PortfolioProblem {
            usage: &self.of.usage,
            held,
            buyable,
            limits: self.limits.clone(),
            patience: Patience::ENDLESS,
        }
    }
}

/// Applies what is held to a ledger, and buys of `wanted` what makes it cheapest.
///
/// # Errors
/// As [`Prepared::new`].
pub fn commit(
    ledger: &Ledger,
    held: &[HeldCommitment],
    wanted: &[Wanted],
    pricing: &Pricing<'_>,
) -> Result<Committed, MissingPrice> {
    Ok(cheapest(ledger, held, &Prepared::new(ledger, held, wanted, pricing)?, pricing))
}

fn cheapest(ledger: &Ledger, held: &[HeldCommitment], prepared: &Prepared, pricing: &Pricing<'_>) -> Committed {
    let Prepared { of, buyable, reserved, plans, .. } = prepared;
    let purchases = prepared.held();
    let problem = prepared.problem(&purchases, buyable);
    let (bought, lower_bound) = (!buyable.is_empty()).then(|| best_purchases(&problem)).unzip();
    let bought: Vec<Purchase> = bought.unwrap_or_default();
    let mut entries: Vec<Entry> = plans.iter().map(Entry::held).collect();
    entries.extend(bought.iter().map(|purchase| Entry::bought(purchase, of, pricing)));
    if shares_a_pool(&entries) {
        let used = used_of_each(&problem, &bought);
        entries.iter_mut().zip(used).for_each(|(entry, used)| entry.used = Some(used));
    }
    let mut committed = Application { ledger, of, reserved, entries: &entries, pricing }.committed(lower_bound);
    let place = |one: &Commitment| held.iter().position(|known| one.held && known.id == one.id);
    committed.commitments.sort_by_key(|one| place(one).unwrap_or(held.len()));
    committed
}

/// Whether some plans are of one offer: only these have to be told apart.
fn shares_a_pool(entries: &[Entry]) -> bool {
    let mut offers: Vec<usize> = entries.iter().map(|entry| entry.purchase.offer).collect();
    offers.sort_unstable();
    offers.windows(2).any(|pair| pair[0] == pair[1])
}

/// The conditions of a purchase that the scenario sets.
fn limits(pricing: &Pricing<'_>) -> Limits {
    let policy = &pricing.scenario.commitments;
    Limits {
        max_upfront: policy.max_upfront,
        min_utilisation: policy.min_utilisation,
        cost_of_capital: policy.cost_of_capital,
    }
}

/// Hours of the horizon in which a plan bought at its start runs, and hours of its running term after it (rule C4).
#[must_use]
pub fn plan_hours(term: TermYears, horizon_hours: u32, renew: bool) -> (u32, u32) {
    let inside = if renew { horizon_hours } else { horizon_hours.min(term.hours()) };
    let into_term = inside % term.hours();
    (inside, if into_term == 0 { 0 } else { term.hours() - into_term })
}

/// Every scope of every plan wanted; those without a rate are left out unless that leaves none.
fn buyable(wanted: &[Wanted], of: &mut LedgerUsage, pricing: &Pricing<'_>) -> Result<Vec<Buyable>, MissingPrice> {
    let found = rated(wanted, of, pricing);
    let last = wanted.iter().rev().find_map(|one| Some((one, of.scopes(one.kind).pop()?)));
    match last {
        Some((one, scope)) if found.is_empty() => of.offer(&scope, one.term, one.payment, pricing).map(|_| found),
        _ => Ok(found),
    }
}

/// Every scope of every plan wanted that has a rate for all it covers.
fn rated(wanted: &[Wanted], of: &mut LedgerUsage, pricing: &Pricing<'_>) -> Vec<Buyable> {
    let mut found = Vec::new();
    for one in wanted {
        let (hours, _) = plan_hours(one.term, pricing.horizon.hours(), pricing.scenario.commitments.renew);
        for scope in of.scopes(one.kind) {
            // Asked first, because finding the words for a missing rate takes long.
            if of.has_rates(&scope, one.term, one.payment, pricing)
                && let Ok(offer) = of.offer(&scope, one.term, one.payment, pricing)
            {
                found.push(Buyable { offer, hours: 0..hours as usize });
            }
        }
    }
    found
}

/// A plan, held or bought.
struct Entry {
    id: String,
    purchase: Purchase,
    held: bool,
    first_hour: i64,
    end_hour: i64,
    /// What is consumed of it by itself, where plans of one offer share what is used.
    used: Option<Money>,
}

impl Entry {
    fn held(plan: &HeldPlan) -> Self {
        let HeldPlan { id, purchase, first_hour, end_hour } = plan.clone();
        Self { id, purchase, held: true, first_hour, end_hour, used: None }
    }

    fn bought(purchase: &Purchase, of: &LedgerUsage, pricing: &Pricing<'_>) -> Self {
        let offer = &of.usage.offers[purchase.offer];
        let renew = pricing.scenario.commitments.renew;
        let (inside, after) = plan_hours(offer.term, pricing.horizon.hours(), renew);
        Self {
            id: offer.id(),
            purchase: purchase.clone(),
            held: false,
            first_hour: 0,
            end_hour: i64::from(inside + after),
            used: None,
        }
    }
}

/// Everything that is applied to a ledger.
struct Application<'a> {
    ledger: &'a Ledger,
    of: &'a LedgerUsage,
    reserved: &'a HeldReserved,
    entries: &'a [Entry],
    pricing: &'a Pricing<'a>,
}

impl Application<'_> {
    fn committed(&self, lower_bound: Option<Money>) -> Committed {
        if self.entries.is_empty() && self.reserved.held.is_empty() {
            // The very ledger, so that the bill is known to be the same as without plans.
            let remainder = self.ledger.clone();
            return Committed { commitments: Vec::new(), lines: Vec::new(), remainder, lower_bound };
        }
        let purchases: Vec<Purchase> = self.entries.iter().map(|entry| entry.purchase.clone()).collect();
        let pools = pooled(&self.of.usage, &purchases);
        let plans = apply(&self.of.usage, &pools);
        let applied = Applied { reserved: &self.reserved.coverage, plans: &plans };
        let (remainder, covered) = split_ledger(self.ledger, self.of, &applied);
        let mut commitments = Vec::new();
        let mut lines = Vec::new();
        for (index, held) in self.reserved.held.iter().enumerate() {
            let fee = Fee::Reserved { reserved: &held.reserved, hourly: held.hourly_price, rate: &held.rate };
            let charged = Charged { id: held.id.clone(), source: Source::Reserved(index), fee };
            let of_held = commitment_lines(self.of, &covered, &charged, self.pricing);
            commitments.push(self.reserved_commitment(held, &of_held));
            lines.extend(of_held);
        }
        for (index, pool) in pools.iter().enumerate() {
            let members: Vec<&Entry> = self.entries.iter().filter(|one| one.purchase.offer == pool.offer).collect();
            let id = members.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join("+");
            let charged = Charged { id, source: Source::Pool(index), fee: Fee::Plans(pool) };
            let of_pool = commitment_lines(self.of, &covered, &charged, self.pricing);
            commitments.extend(self.plan_commitments(&members, &of_pool));
            lines.extend(of_pool);
        }
        lines.sort_by_key(|line| line.month);
        Committed { commitments, lines, remainder, lower_bound }
    }

    fn reserved_commitment(&self, held: &HeldReserve, lines: &[LineItem]) -> Commitment {
        let discount = self.pricing.book.discount("AmazonEC2");
        let hours_after = self.hours_after(held.first_hour, held.end_hour);
        let Reserved { instance_type, count, .. } = &held.reserved;
        Commitment {
            id: held.id.clone(),
            kind: CommitmentKind::ReservedInstance { instance_type: instance_type.clone(), count: *count },
            term: held.term,
            payment: held.payment,
            held: true,
            hourly_commitment: held.hourly_price,
            first_hour: held.first_hour,
            end_hour: held.end_hour,
            used: sum_of(lines, PurchaseOption::ReservedInstance),
            unused: sum_of(lines, PurchaseOption::ReservedInstanceUnused),
            liability_after: held.hourly_price.times(hours_after).percent_off(discount),
        }
    }

    /// Hours of a commitment after the horizon.
    fn hours_after(&self, first_hour: i64, end_hour: i64) -> i128 {
        i128::from((end_hour - first_hour.max(i64::from(self.pricing.horizon.hours()))).max(0))
    }

    /// The commitments of one pool: the pool's lines are theirs together, so the last takes what rounding leaves.
    fn plan_commitments(&self, members: &[&Entry], lines: &[LineItem]) -> Vec<Commitment> {
        let mut used_left = sum_of(lines, PurchaseOption::SavingsPlan);
        let mut unused_left = sum_of(lines, PurchaseOption::SavingsPlanUnused);
        let mut commitments = Vec::new();
        for (index, member) in members.iter().enumerate() {
            let offer = &self.of.usage.offers[member.purchase.offer];
            let bought = member.purchase.hourly_commitment.times(member.purchase.hours.len() as i128);
            let share = |of: Money, left: Money| of.percent_off(offer.fee_discount).min(left);
            let (used, unused) = match member.used.filter(|_| index + 1 < members.len()) {
                Some(used) => (share(used, used_left), share(bought - used, unused_left)),
                None => (used_left, unused_left),
            };
            used_left -= used;
            unused_left -= unused;
            let hours_after = self.hours_after(member.first_hour, member.end_hour);
            let after = member.purchase.hourly_commitment.times(hours_after);
            commitments.push(Commitment {
                id: member.id.clone(),
                kind: match &offer.scope {
                    PlanScope::Compute => CommitmentKind::ComputeSavingsPlan,
                    PlanScope::Ec2Instance(family) => CommitmentKind::Ec2InstanceSavingsPlan { family: family.clone() },
                },
                term: offer.term,
                payment: offer.payment,
                held: member.held,
                hourly_commitment: member.purchase.hourly_commitment,
                first_hour: member.first_hour,
                end_hour: member.end_hour,
                used,
                unused,
                liability_after: after.percent_off(offer.fee_discount),
            });
        }
        commitments
    }
}

fn sum_of(lines: &[LineItem], option: PurchaseOption) -> Money {
    lines.iter().filter(|line| line.purchase_option == option).map(|line| line.cost).sum()
}
