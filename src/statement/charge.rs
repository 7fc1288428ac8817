//! [`Charge`]: what one line of the bill, or one payment for a commitment, comes to in a month (rules L1 and L2).

use super::account::CommitmentAccount;
use super::costs::Costs;
use super::fees::CommitmentFee;
use super::percentages::percentage_costs;
use crate::bill::{ChargeKind, LineItem, PurchaseOption, is_percentage};
use crate::comparison::Outcome;
use crate::money::Money;
use crate::pricing::{PriceBook, Sku};
use crate::scenario::Scenario;
use crate::usage::Purpose;

/// How something is bought, payments for commitments included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purchased {
    /// As a line of the bill.
    As(PurchaseOption),
    /// The part of a commitment that is paid when its term begins.
    UpfrontFee,
    /// The part of a commitment that is paid by the hour.
    RecurringFee,
}

/// What makes charges the same, in the order of rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ChargeKey {
    pub(super) kind: ChargeKind,
    pub(super) service: String,
    pub(super) usage_type: String,
    pub(super) purpose: Purpose,
    pub(super) purchased: Purchased,
    pub(super) commitment_id: Option<String>,
}

/// How a charge is told further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// As it is.
    Plain,
    /// It is for instances that several workloads share, and is split among them (rule L8).
    SharedInstances,
    /// It is a percentage of other charges.
    Percentage,
}

/// What a charge is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChargeOf<'a> {
    /// A line of the bill.
    Line(&'a LineItem),
    /// A payment for a commitment: the commitment's place among those of the bill, and what is paid.
    Fee(usize, CommitmentFee),
}

/// Costs in one month of the horizon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Charge<'a> {
    /// Which month span, from 0.
    pub(super) month: usize,
    pub(super) workload: Option<String>,
    pub(super) key: ChargeKey,
    pub(super) costs: Costs,
    pub(super) nature: Nature,
    pub(super) of: ChargeOf<'a>,
}

/// Everything that an option charges: line items, payments for commitments, and percentages of both.
pub(super) fn charges<'a>(
    scenario: &Scenario,
    book: &PriceBook,
    outcome: &'a Outcome,
    accounts: &[CommitmentAccount],
) -> Vec<Charge<'a>> {
    let months = scenario.horizon.months();
    let (percentages, lines): (Vec<&'a LineItem>, Vec<&'a LineItem>) =
        outcome.bill.lines.iter().partition(|line| is_percentage(line));
    let in_month = |line: &'a LineItem| {
        let month = months.iter().position(|span| span.month == line.month)?;
        Some(charge_of(line, month, costs_of(line, scenario, book), nature_of(line, scenario, book)))
    };
    let mut charges: Vec<Charge<'a>> = lines.into_iter().filter_map(in_month).collect();
    charges.extend(accounts.iter().enumerate().flat_map(fees));
    for line in percentages {
        let Some(charge) = in_month(line) else { continue };
        let costs = percentage_costs(&charges, line, charge.month);
        charges.push(Charge { costs, nature: Nature::Percentage, ..charge });
    }
    charges
}

fn charge_of(line: &LineItem, month: usize, costs: Costs, nature: Nature) -> Charge<'_> {
    let key = ChargeKey {
        kind: line.kind,
        service: line.service.clone(),
        usage_type: line.usage_type.clone(),
        purpose: line.purpose,
        purchased: Purchased::As(line.purchase_option),
        commitment_id: line.commitment_id.clone(),
    };
    Charge { month, workload: line.workload.clone(), key, costs, nature, of: ChargeOf::Line(line) }
}

/// Whether a line is commitment that nothing used: nothing used has no list price.
pub(super) fn is_unused(line: &LineItem) -> bool {
    line.commitment_id.is_some() && line.list_unit_price.is_zero()
}

/// Whether a line is for one service or job, and not for a cluster or for all.
fn is_of_one(line: &LineItem, scenario: &Scenario) -> bool {
    let names = scenario.services.iter().map(|service| &service.name);
    let mut names = names.chain(scenario.jobs.iter().map(|job| &job.name));
    line.workload.as_ref().is_some_and(|workload| names.any(|name| name == workload))
}

fn nature_of(line: &LineItem, scenario: &Scenario, book: &PriceBook) -> Nature {
    let is_instance = matches!(book.sku_of(&line.usage_type), Some(Sku::Instance(_) | Sku::SpotInstance(_)));
    let is_shared = is_instance && !is_of_one(line, scenario) && !is_unused(line);
    if is_shared { Nature::SharedInstances } else { Nature::Plain }
}

/// The four costs of a line that is no percentage; what a commitment covers is paid with the commitment.
fn costs_of(line: &LineItem, scenario: &Scenario, book: &PriceBook) -> Costs {
    let list = line.list_cost;
    match line.commitment_id {
        None => Costs { list, ..Costs::alike(line.cost) },
        Some(_) => Costs {
            list,
            contracted: on_demand_equivalent(line, scenario, book),
            effective: line.cost,
            billed: Money::ZERO,
        },
    }
}

/// What covered usage would cost on demand, negotiated discounts taken off (rule M3).
pub(super) fn on_demand_equivalent(line: &LineItem, scenario: &Scenario, book: &PriceBook) -> Money {
    line.quantity.cost_at(contracted_unit_price(line, scenario, book))
}

/// What a unit of a line costs before commitments, negotiated discounts taken off (rules L1 and M3).
#[must_use]
pub fn contracted_unit_price(line: &LineItem, scenario: &Scenario, book: &PriceBook) -> Money {
    let is_own_price = || scenario.prices.overrides.contains_key(&line.usage_type);
    match line.commitment_id {
        None => line.unit_price,
        Some(_) if is_own_price() => line.list_unit_price,
        Some(_) => line.list_unit_price.percent_off(book.discount(&line.service)),
    }
}

/// What is paid for a commitment, month by month.
fn fees<'a>((index, account): (usize, &CommitmentAccount)) -> Vec<Charge<'a>> {
    let charge = |fee: &CommitmentFee| Charge {
        month: fee.month,
        workload: None,
        key: ChargeKey {
            kind: ChargeKind::Compute,
            service: account.service.to_owned(),
            usage_type: account.id.clone(),
            purpose: Purpose::Service,
            purchased: fee.paid,
            commitment_id: Some(account.id.clone()),
        },
        costs: Costs::only_billed(fee.amount),
        nature: Nature::Plain,
        of: ChargeOf::Fee(index, *fee),
    };
    account.fees.iter().map(charge).collect()
}
