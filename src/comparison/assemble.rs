//! From an option's capacity usage to its bill (rules B, C and O).

use super::interruptions::hazard_of;
use super::option::{CommitmentLine, OptionId, ServiceOutcome, Unavailable};
use super::peoples_time::peoples_hours;
use super::study::Study;
use crate::bill::{
    Bill, ExtraQuantities, LineItem, add_extras, add_peoples_time, add_tax, price_ledger, spot_fallback_lines,
};
use crate::capacity::Steps;
use crate::commitment::{Committed, Plan, commit_best, commit_fixed};
use crate::money::Money;
use crate::pricing::MissingPrice;
use crate::scenario::{DemandUnit, Extra, ExtraAmount, PaymentOption, Scenario, TermYears};
use crate::usage::Ledger;

/// Which commitment an option's usage is billed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Commit {
    /// None.
    Nothing,
    /// The best Compute plan that the scenario allows.
    BestComputePlan,
    /// This plan, as it stands.
    Held(Plan),
}

/// Everything of an option that is not yet money.
pub(super) struct Assembly {
    pub(super) id: OptionId,
    pub(super) capacity: Ledger,
    pub(super) commit: Commit,
    /// Tasks that are billed or hold a place, of all services and jobs.
    pub(super) tasks: Vec<Steps>,
    pub(super) instances: Option<Steps>,
}

/// The line of what the user's own hosts cost.
const HOSTS_LINE: &str = "ECS Anywhere hosts";

/// Every kind of plan, one-year no-upfront first.
const KINDS: [(TermYears, PaymentOption); 6] = [
    (TermYears::One, PaymentOption::NoUpfront),
    (TermYears::One, PaymentOption::PartialUpfront),
    (TermYears::One, PaymentOption::AllUpfront),
    (TermYears::Three, PaymentOption::NoUpfront),
    (TermYears::Three, PaymentOption::PartialUpfront),
    (TermYears::Three, PaymentOption::AllUpfront),
];

impl From<MissingPrice> for Unavailable {
    fn from(missing: MissingPrice) -> Self {
        Self { reason: missing.to_string(), missing_price: true }
    }
}

/// The cost of capacity lines under a commitment: what candidates are compared by (rule O3).
pub(super) fn capacity_cost(study: &Study<'_>, capacity: &Ledger, commit: Commit) -> Result<Money, MissingPrice> {
    let committed = commit_as(study, capacity, commit)?;
    lines_cost(study, capacity, committed.as_ref())
}

/// The cost of the extra lines that candidates differ in (rule O3); a percentage of the bill weighs on all of them alike.
pub(super) fn extras_cost(study: &Study<'_>, id: OptionId, counted: ExtraQuantities<'_>) -> Money {
    let is_percentage = |extra: &Extra| matches!(extra.amount, ExtraAmount::PercentOfBill(_));
    let extras: Vec<Extra> = study.scenario.extras.iter().filter(|extra| !is_percentage(extra)).cloned().collect();
    let mut lines = Vec::new();
    add_extras(&mut lines, &extras, id.name(), counted, &study.scenario.horizon);
    lines.iter().map(|line| line.cost).sum()
}

/// The cost of a ledger's lines with or without a plan.
fn lines_cost(study: &Study<'_>, capacity: &Ledger, committed: Option<&Committed>) -> Result<Money, MissingPrice> {
    let on_demand = committed.map_or(capacity, |committed| &committed.remainder);
    let on_demand: Money = price_ledger(on_demand, &study.pricing)?.iter().map(|line| line.cost).sum();
    Ok(on_demand + committed.map_or(Money::ZERO, Committed::cost))
}

fn commit_as(study: &Study<'_>, capacity: &Ledger, commit: Commit) -> Result<Option<Committed>, MissingPrice> {
    match commit {
        Commit::Nothing => Ok(None),
        Commit::BestComputePlan => best_allowed(study, capacity).map(Some),
        Commit::Held(plan) => commit_fixed(capacity, plan, &study.pricing).map(Some),
    }
}

/// The plan kinds that the scenario allows.
fn allowed_kinds<'s>(study: &'s Study<'_>) -> impl Iterator<Item = (TermYears, PaymentOption)> + 's {
    let policy = &study.scenario.commitments;
    KINDS.into_iter().filter(|(term, payment)| policy.terms.contains(term) && policy.payment_options.contains(payment))
}

fn commit_kind(
    study: &Study<'_>,
    capacity: &Ledger,
    (term, payment): (TermYears, PaymentOption),
) -> Result<Committed, MissingPrice> {
    let plan = Plan::bought_at_start(term, payment, study.scenario.horizon.hours(), study.scenario.commitments.renew);
    commit_best(capacity, plan, &study.pricing)
}

/// The cheapest allowed kind of plan, each with its best commitment; ties to the earlier kind.
fn best_allowed(study: &Study<'_>, capacity: &Ledger) -> Result<Committed, MissingPrice> {
    let mut best: Option<(Money, Committed)> = None;
    let mut missing = None;
    for kind in allowed_kinds(study) {
        match commit_kind(study, capacity, kind) {
            Ok(committed) => {
                let cost = lines_cost(study, capacity, Some(&committed))?;
                if best.as_ref().is_none_or(|(known, _)| cost < *known) {
                    best = Some((cost, committed));
                }
            }
            Err(error) => missing = Some(error),
        }
    }
    best.map(|(_, committed)| committed)
        .ok_or_else(|| missing.expect("the input layer allows at least one kind of plan"))
}

/// The full bill of an option: capacity, traffic, extra lines and tax.
pub(super) fn full_bill(study: &Study<'_>, assembly: &Assembly) -> Result<(Bill, Vec<CommitmentLine>), MissingPrice> {
    let chosen = commit_as(study, &assembly.capacity, assembly.commit)?;
    let bill = finish_bill(study, assembly, chosen.as_ref())?;
    let mut commitments: Vec<CommitmentLine> = Vec::new();
    commitments.extend(chosen.iter().map(|committed| commitment_line(committed, true, bill.total())));
    if assembly.commit == Commit::BestComputePlan {
        commitments.extend(alternatives(study, assembly, commitments.first()));
    }
    Ok((bill, commitments))
}

/// Prices what stays on demand together with the traffic's usage, so that tiers and allowances count
/// both, and adds the plan's lines, the extra lines and tax.
fn finish_bill(study: &Study<'_>, assembly: &Assembly, committed: Option<&Committed>) -> Result<Bill, MissingPrice> {
    let mut ledger = committed.map_or(&assembly.capacity, |committed| &committed.remainder).clone();
    ledger.extend(study.traffic_ledger.clone());
    let mut lines = committed.map_or_else(Vec::new, |committed| committed.plan_lines.clone());
    lines.extend(price_ledger(&ledger, &study.pricing)?);
    lines.extend(fallback_lines(study, &ledger)?);
    lines.sort_by_key(|line| line.month);
    let (task_seconds, instance_seconds) = counted_seconds(study, assembly);
    let quantities = ExtraQuantities { task_seconds: &task_seconds, instance_seconds: &instance_seconds };
    let horizon = &study.scenario.horizon;
    add_extras(&mut lines, &extras_of(study, assembly.id), assembly.id.name(), quantities, horizon);
    add_tax(&mut lines, study.scenario.tax_percent, horizon);
    let hours = peoples_hours(study.scenario, assembly.id);
    add_peoples_time(&mut lines, hours, study.scenario.operations.usd_per_hour, horizon);
    Ok(Bill { lines })
}

/// What replacing interrupted Spot capacity on demand is expected to cost more, where the scenario asks for that.
fn fallback_lines(study: &Study<'_>, ledger: &Ledger) -> Result<Vec<LineItem>, MissingPrice> {
    let spot = &study.scenario.spot;
    if !spot.fallback_to_on_demand {
        return Ok(Vec::new());
    }
    spot_fallback_lines(ledger, spot.fallback_seconds, &|sku| hazard_of(study, sku), &study.pricing)
}

/// The scenario's extra lines, and on its own hosts what these cost (rule X5).
fn extras_of(study: &Study<'_>, id: OptionId) -> Vec<Extra> {
    let mut extras = study.scenario.extras.clone();
    if let (OptionId::External, Some(external)) = (id, &study.scenario.external) {
        let amount = ExtraAmount::PerInstanceMonth(external.usd_per_host_month);
        extras.push(Extra { name: HOSTS_LINE.to_owned(), amount, options: Vec::new() });
    }
    extras
}

fn counted_seconds(study: &Study<'_>, assembly: &Assembly) -> (Vec<i64>, Vec<i64>) {
    let hours = study.scenario.horizon.hours();
    let mut tasks = vec![0; hours as usize];
    for steps in &assembly.tasks {
        let hourly = steps.seconds_per_hour(study.first_second(), hours);
        tasks.iter_mut().zip(hourly).for_each(|(sum, seconds)| *sum += seconds);
    }
    let none = || vec![0; hours as usize];
    let instances =
        assembly.instances.as_ref().map_or_else(none, |steps| steps.seconds_per_hour(study.first_second(), hours));
    (tasks, instances)
}

fn commitment_line(committed: &Committed, chosen: bool, option_total: Money) -> CommitmentLine {
    CommitmentLine {
        id: committed.plan.id(),
        term: committed.plan.term,
        payment: committed.plan.payment,
        hourly_commitment: committed.plan.hourly_commitment,
        first_hour: committed.plan.first_hour(),
        end_hour: committed.plan.end_hour(),
        used: committed.used,
        unused: committed.unused,
        liability_after: committed.liability_after,
        chosen,
        option_total,
    }
}

/// The other terms and payment kinds, each with its best commitment, shown beside the chosen one.
fn alternatives(study: &Study<'_>, assembly: &Assembly, chosen: Option<&CommitmentLine>) -> Vec<CommitmentLine> {
    let others = KINDS
        .into_iter()
        .filter(|&(term, payment)| chosen.is_none_or(|line| (line.term, line.payment) != (term, payment)));
    let priced = |kind| {
        let committed = commit_kind(study, &assembly.capacity, kind).ok()?;
        let bill = finish_bill(study, assembly, Some(&committed)).ok()?;
        Some(commitment_line(&committed, false, bill.total()))
    };
    others.filter_map(priced).collect()
}

/// Not served over all services: of everything that arrived when all demand has one unit, else the worst service's.
pub(super) fn not_served_percent(study: &Study<'_>, services: &[ServiceOutcome]) -> f64 {
    not_served_of(study.scenario, services)
}

/// The same of a scenario.
pub(super) fn not_served_of(scenario: &Scenario, services: &[ServiceOutcome]) -> f64 {
    let mut units = scenario
        .services
        .iter()
        .filter_map(|service| service.traffic.as_ref())
        .map(|traffic| traffic.unit == DemandUnit::Vcpu);
    let first = units.next();
    if units.any(|unit| Some(unit) != first) {
        return services.iter().map(|service| service.not_served_percent).fold(0.0, f64::max);
    }
    let sum = |of: fn(&ServiceOutcome) -> f64| services.iter().map(of).sum::<f64>();
    let (arrived, served) = (sum(|service| service.arrived), sum(|service| service.served + service.queued));
    if arrived > 0.0 { 100.0 * (arrived - served).max(0.0) / arrived } else { 0.0 }
}
