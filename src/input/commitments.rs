//! Which commitments may be proposed.

use super::table::Table;
use crate::scenario::{CommitmentPolicy, PaymentOption, PlanKind, TermYears};

/// Which commitments may be proposed, and on what conditions.
pub(super) fn read_policy(table: &Table<'_, '_>) -> CommitmentPolicy {
    let mut kinds: Vec<PlanKind> = table.choices("kinds").into_iter().map(plan_kind).collect();
    kinds.sort();
    let mut terms: Vec<TermYears> = table.choices("terms").into_iter().map(term).collect();
    terms.sort();
    terms.dedup();
    let mut payment_options: Vec<PaymentOption> = table.choices("payment_options").into_iter().map(payment).collect();
    payment_options.sort();
    let pays_early = payment_options.iter().any(|option| *option != PaymentOption::NoUpfront);
    CommitmentPolicy {
        kinds,
        terms,
        payment_options,
        renew: table.flag("renew"),
        max_upfront: table.optional_money("max_upfront_usd"),
        min_utilisation: table.optional_percent("min_utilisation_percent"),
        cost_of_capital: table.clone().assuming_if(pays_early).percent("cost_of_capital_percent"),
    }
}

fn plan_kind(name: &str) -> PlanKind {
    if name == "ec2_instance_savings_plan" { PlanKind::Ec2Instance } else { PlanKind::Compute }
}

/// The term of a checked name.
pub(super) fn term(name: &str) -> TermYears {
    if name.starts_with('3') { TermYears::Three } else { TermYears::One }
}

/// The payment option of a checked name.
pub(super) fn payment(name: &str) -> PaymentOption {
    let options = [PaymentOption::PartialUpfront, PaymentOption::AllUpfront];
    options.into_iter().find(|option| option.name() == name).unwrap_or(PaymentOption::NoUpfront)
}
