//! [`PlanView`]: a plan as outlooks name it, in results and in words.

use serde::Serialize;

use crate::commitment::outlook::RunningTerm;
use crate::commitment::{CoverableUsage, PlanScope, Purchase};
use crate::money::{Money, Percent};
use crate::scenario::{PaymentOption, TermYears};

/// A plan with its hourly commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanView {
    /// `compute`, or `ec2_instance:` and the family.
    pub plan: String,
    /// Term in years.
    pub term_years: TermYears,
    /// How it is paid.
    pub payment: PaymentOption,
    /// Hourly commitment at published rates.
    pub hourly_commitment: Money,
}

impl PlanView {
    /// A purchase of a usage's offer.
    pub(super) fn of_purchase(usage: &CoverableUsage, purchase: &Purchase) -> Self {
        let offer = &usage.offers[purchase.offer];
        Self {
            plan: plan_name(&offer.scope),
            term_years: offer.term,
            payment: offer.payment,
            hourly_commitment: purchase.hourly_commitment,
        }
    }

    /// One term.
    pub(super) fn of_term(term: &RunningTerm) -> Self {
        Self {
            plan: plan_name(&term.scope),
            term_years: term.term,
            payment: term.payment,
            hourly_commitment: term.hourly_commitment,
        }
    }

    /// The first cells of a row: plan, term, payment, commitment.
    pub(super) fn cells(&self) -> Vec<String> {
        vec![
            self.plan.clone(),
            format!("{} y", self.term_years.years()),
            self.payment.name().replace('_', " "),
            self.hourly_commitment.to_decimal(),
        ]
    }
}

fn plan_name(scope: &PlanScope) -> String {
    match scope {
        PlanScope::Compute => "compute".to_owned(),
        PlanScope::Ec2Instance(family) => format!("ec2_instance:{family}"),
    }
}

/// An exact percentage as the number that results carry.
pub(super) fn percent_number(percent: Percent) -> f64 {
    percent.to_decimal().parse().unwrap_or(f64::NAN)
}

/// A share of a whole in percent, with a decimal if it says something: `15 %`, `0.5 %`, `<0.1 %`.
pub(super) fn share_words(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.1 {
        return "<0.1 %".to_owned();
    }
    format!("{} %", format!("{percent:.1}").trim_end_matches(".0"))
}
