//! A plan over an option's usage: chosen, applied and billed (rules C4 and C5).

use super::best::best_commitment;
use super::cover::cover;
use super::load::CoverableLoad;
use super::plan_bill::{plan_lines, remainder_ledger};
use crate::bill::{LineItem, Pricing, PurchaseOption};
use crate::money::Money;
use crate::pricing::MissingPrice;
use crate::scenario::{PaymentOption, TermYears};
use crate::usage::Ledger;

/// The service code of plan fees.
pub(super) const PLAN_SERVICE: &str = "ComputeSavingsPlans";

/// One Compute Savings Plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Term.
    pub term: TermYears,
    /// Payment option; all kinds cost the same each hour when amortised.
    pub payment: PaymentOption,
    /// Hourly commitment at the plan's published rates.
    pub hourly_commitment: Money,
    /// Hours of the horizon, from its start, in which the plan runs.
    pub plan_hours: u32,
    /// Hours of the running term left when the horizon ends.
    pub hours_after: u32,
}

impl Plan {
    /// A plan bought at the start of the horizon.
    #[must_use]
    pub fn bought_at_start(term: TermYears, payment: PaymentOption, horizon_hours: u32, renew: bool) -> Self {
        let plan_hours = if renew { horizon_hours } else { horizon_hours.min(term.hours()) };
        let into_term = plan_hours % term.hours();
        let hours_after = if into_term == 0 { 0 } else { term.hours() - into_term };
        Self { term, payment, hourly_commitment: Money::ZERO, plan_hours, hours_after }
    }

    /// The first clock hour without it, renewals included.
    #[must_use]
    pub fn end_hour(&self) -> i64 {
        i64::from(self.plan_hours) + i64::from(self.hours_after)
    }

    /// The hour in which the first of its terms began; negative when that was before the horizon.
    #[must_use]
    pub fn first_hour(&self) -> i64 {
        let term = i64::from(self.term.hours());
        match self.end_hour() % term {
            0 => 0,
            left_of_first_term => left_of_first_term - term,
        }
    }

    /// Its id in line items, such as `compute-sp-1y-no-upfront`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("compute-sp-{}y-{}", self.term.years(), self.payment.name().replace('_', "-"))
    }
}

/// A ledger with a plan applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The plan, with its commitment.
    pub plan: Plan,
    /// Covered usage and unused commitment, by month.
    pub plan_lines: Vec<LineItem>,
    /// What stays on demand.
    pub remainder: Ledger,
    /// Commitment used over the horizon, after plan discount.
    pub used: Money,
    /// Commitment unused over the horizon, after plan discount.
    pub unused: Money,
    /// Commitment to pay after the horizon, after plan discount.
    pub liability_after: Money,
}

impl Committed {
    /// What the plan costs over the horizon.
    #[must_use]
    pub fn cost(&self) -> Money {
        self.used + self.unused
    }
}

/// Applies to `ledger` the best commitment of `plan`'s term and payment option.
///
/// # Errors
/// [`MissingPrice`] when a rate or a price is not in the book.
pub fn commit_best(ledger: &Ledger, plan: Plan, pricing: &Pricing<'_>) -> Result<Committed, MissingPrice> {
    let load = CoverableLoad::of(ledger, pricing, plan.term, plan.payment)?;
    let discount = pricing.book.discount(PLAN_SERVICE);
    let hourly_commitment = best_commitment(&load, plan.plan_hours as usize, discount);
    Ok(apply(ledger, &load, Plan { hourly_commitment, ..plan }, pricing))
}

/// Applies to `ledger` the commitment that `plan` has.
///
/// # Errors
/// [`MissingPrice`] when a rate or a price is not in the book.
pub fn commit_fixed(ledger: &Ledger, plan: Plan, pricing: &Pricing<'_>) -> Result<Committed, MissingPrice> {
    let load = CoverableLoad::of(ledger, pricing, plan.term, plan.payment)?;
    Ok(apply(ledger, &load, plan, pricing))
}

fn apply(ledger: &Ledger, load: &CoverableLoad, plan: Plan, pricing: &Pricing<'_>) -> Committed {
    let coverage = cover(load, plan.hourly_commitment, plan.plan_hours as usize);
    let (remainder, covered) = remainder_ledger(ledger, load, &coverage);
    let plan_lines = plan_lines(load, &covered, &plan, pricing);
    let sum = |option| plan_lines.iter().filter(|line| line.purchase_option == option).map(|line| line.cost).sum();
    let (used, unused) = (sum(PurchaseOption::SavingsPlan), sum(PurchaseOption::SavingsPlanUnused));
    let after = plan.hourly_commitment.times(i128::from(plan.hours_after));
    let liability_after = after.percent_off(pricing.book.discount(PLAN_SERVICE));
    Committed { plan, plan_lines, remainder, used, unused, liability_after }
}
