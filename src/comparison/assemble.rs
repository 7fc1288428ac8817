//! From an option's capacity usage to its bill (rules B, C and O).

use super::cost_floor::CostFloor;
use super::interruptions::hazard_of;
use super::option::{CommitmentLine, OptionId, ServiceOutcome, Unavailable};
use super::peoples_time::peoples_hours;
use super::seconds::{by_month, seconds_per_hour};
use super::study::Study;
use crate::bill::{
    Bill, ExtraQuantities, LineItem, add_extras, add_peoples_time, add_tax, price_ledger, spot_fallback_lines,
};
use crate::capacity::Steps;
use crate::commitment::{Commitment, Committed, Prepared, Wanted, commit as apply_commitments};
use crate::money::Money;
use crate::parallel::each;
use crate::patience::Patience;
use crate::pricing::{MissingPrice, PlanKind};
use crate::scenario::{DemandUnit, Extra, ExtraAmount, HeldCommitment, LaunchType, PaymentOption, Scenario, TermYears};
use crate::usage::Ledger;

/// Which commitment an option's usage is billed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Commit {
    /// What is held and nothing else.
    Held,
    /// What is held, and the plan that `[current]` has.
    HeldToday,
    /// What is held, and the best plans of one kind, term and payment option that the scenario allows.
    BestPlan(PlanKind),
    /// What is held, and the best plans of all kinds, terms and payment options that the scenario allows.
    BestPortfolio,
}

impl Commit {
    /// The kinds of plan that may be bought.
    pub(super) fn kinds(self, scenario: &Scenario) -> Vec<PlanKind> {
        match self {
            Self::Held | Self::HeldToday => Vec::new(),
            Self::BestPlan(kind) => vec![kind],
            Self::BestPortfolio => scenario.commitments.kinds.clone(),
        }
    }

    /// Whether anything is bought.
    pub(super) const fn buys(self) -> bool {
        matches!(self, Self::BestPlan(_) | Self::BestPortfolio)
    }
}

/// Everything of an option that is not yet money.
pub(super) struct Assembly {
    pub(super) id: OptionId,
    pub(super) capacity: Ledger,
    pub(super) commit: Commit,
    /// Where its tasks run.
    pub(super) launch_types: Vec<LaunchType>,
    /// Tasks that are billed or hold a place, of all services and jobs.
    pub(super) tasks: Vec<Steps>,
    pub(super) instances: Option<Steps>,
}

/// What a bill counts beside metered usage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted<'a> {
    pub(super) id: OptionId,
    pub(super) launch_types: &'a [LaunchType],
    /// Per clock hour.
    pub(super) task_seconds: &'a [i64],
    /// Per clock hour.
    pub(super) instance_seconds: &'a [i64],
}

/// The line of what the user's own hosts cost.
pub const HOSTS_LINE: &str = "ECS Anywhere hosts";

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
    let cost = capacity_cost_within(study, capacity, commit, None)?;
    Ok(cost.expect("no limit was set"))
}

/// The same; `None` where it is surely above `most`.
pub(super) fn capacity_cost_within(
    study: &Study<'_>,
    capacity: &Ledger,
    commit: Commit,
    most: Option<Money>,
) -> Result<Option<Money>, MissingPrice> {
    if study.unpriced {
        return Ok(Some(Money::ZERO));
    }
    match committed_within(study, capacity, commit, most)? {
        Within::Above => Ok(None),
        Within::OnDemand => lines_cost(study, capacity, None).map(Some),
        Within::Committed(committed) => lines_cost(study, capacity, Some(&committed)).map(Some),
    }
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

/// What a ledger comes to under a commitment.
enum Within {
    /// More than was asked for.
    Above,
    /// Nothing is held or bought.
    OnDemand,
    Committed(Committed),
}

pub(super) fn commit_as(
    study: &Study<'_>,
    capacity: &Ledger,
    commit: Commit,
) -> Result<Option<Committed>, MissingPrice> {
    match committed_within(study, capacity, commit, None)? {
        Within::Committed(committed) => Ok(Some(committed)),
        Within::Above | Within::OnDemand => Ok(None),
    }
}

fn committed_within(
    study: &Study<'_>,
    capacity: &Ledger,
    commit: Commit,
    most: Option<Money>,
) -> Result<Within, MissingPrice> {
    let is_asked = |(known, of): &(Commit, Ledger)| *known == commit && of == capacity;
    // What is ruled out must not depend on what other threads happen to have left here.
    if let Some(committed) = most.is_none().then(|| study.committed.find(is_asked)).flatten() {
        return Ok(Within::Committed(committed));
    }
    let found = newly_committed(study, capacity, commit, most)?;
    if let (Within::Committed(committed), Known::Best) = &found {
        study.committed.keep((commit, capacity.clone()), committed.clone());
    }
    Ok(found.0)
}

/// Whether what was found is known to be the best of all that may be bought.
enum Known {
    Best,
    /// It costs more than was asked for, so what was ruled out for that may cost less.
    TooDear,
}

fn newly_committed(
    study: &Study<'_>,
    capacity: &Ledger,
    commit: Commit,
    most: Option<Money>,
) -> Result<(Within, Known), MissingPrice> {
    let held = held_in(study.scenario, commit);
    let found = match commit {
        Commit::Held | Commit::HeldToday if held.is_empty() => return Ok((Within::OnDemand, Known::Best)),
        Commit::Held | Commit::HeldToday => Some(apply_commitments(capacity, &held, &[], &study.pricing)?),
        Commit::BestPlan(kind) => {
            let found = best_allowed(study, capacity, kind, most)?;
            let is_best = found.as_ref().is_none_or(|(cost, _)| most.is_none_or(|most| *cost <= most));
            let within = found.map_or(Within::Above, |(_, committed)| Within::Committed(committed));
            return Ok((within, if is_best { Known::Best } else { Known::TooDear }));
        }
        Commit::BestPortfolio => {
            let kinds = commit.kinds(study.scenario);
            let wanted: Vec<Wanted> = allowed_terms(study.scenario)
                .flat_map(|terms| kinds.iter().map(move |&kind| wanted(kind, terms)))
                .collect();
            // Usage that no plan has a rate for is simply not covered.
            let prepared = Prepared::where_rated(capacity, &held, &wanted, &study.pricing)?;
            let is_above = CostFloor::of(study, capacity, most)?.is_above(&prepared, most);
            (!is_above).then(|| prepared.commit(capacity, &held, &study.pricing))
        }
    };
    Ok((found.map_or(Within::Above, Within::Committed), Known::Best))
}

/// What an option holds already.
pub(super) fn held_in(scenario: &Scenario, commit: Commit) -> Vec<HeldCommitment> {
    let mut held = scenario.commitments_held.clone();
    if commit == Commit::HeldToday {
        held.extend(scenario.current.as_ref().and_then(super::today::plan_of_today));
    }
    held
}

const fn wanted(kind: PlanKind, (term, payment): (TermYears, PaymentOption)) -> Wanted {
    Wanted { kind, term, payment }
}

/// The terms and payment options that the scenario allows.
pub(super) fn allowed_terms(scenario: &Scenario) -> impl Iterator<Item = (TermYears, PaymentOption)> + '_ {
    let policy = &scenario.commitments;
    KINDS.into_iter().filter(|(term, payment)| policy.terms.contains(term) && policy.payment_options.contains(payment))
}

/// The best plans of some kinds with one term and payment option, beside what is held.
fn commit_terms(
    study: &Study<'_>,
    capacity: &Ledger,
    kinds: &[PlanKind],
    terms: (TermYears, PaymentOption),
) -> Result<Committed, MissingPrice> {
    let wanted: Vec<Wanted> = kinds.iter().map(|&kind| wanted(kind, terms)).collect();
    apply_commitments(capacity, &held_in(study.scenario, Commit::Held), &wanted, &study.pricing)
}

/// The cheapest allowed term and payment option of a kind of plan, each at its best commitment, ties to the earlier, and
/// the cost under it; `None` where all are surely above `most`.
fn best_allowed(
    study: &Study<'_>,
    capacity: &Ledger,
    kind: PlanKind,
    most: Option<Money>,
) -> Result<Option<(Money, Committed)>, MissingPrice> {
    let held = held_in(study.scenario, Commit::Held);
    let mut best: Option<(Money, Committed)> = None;
    let (mut missing, mut above) = (None, false);
    let mut floor: Option<CostFloor> = None;
    for terms in allowed_terms(study.scenario) {
        match Prepared::new(capacity, &held, &[wanted(kind, terms)], &study.pricing) {
            Ok(prepared) => {
                let most = best.as_ref().map(|(cost, _)| *cost).into_iter().chain(most).min();
                if floor.is_none() && most.is_some() {
                    floor = Some(CostFloor::of(study, capacity, most)?);
                }
                if floor.as_ref().is_some_and(|floor| floor.is_above(&prepared, most)) {
                    above = true;
                    continue;
                }
                let committed = prepared.commit(capacity, &held, &study.pricing);
                let cost = lines_cost(study, capacity, Some(&committed))?;
                if best.as_ref().is_none_or(|(known, _)| cost < *known) {
                    best = Some((cost, committed));
                }
            }
            Err(error) => missing = Some(error),
        }
    }
    match (best, missing) {
        (Some(best), _) => Ok(Some(best)),
        (None, Some(error)) if !above => Err(error),
        _ => Ok(None),
    }
}

/// The full bill of an option: capacity, traffic, extra lines and tax; nothing for a part of one.
pub(super) fn full_bill(study: &Study<'_>, assembly: &Assembly) -> Result<(Bill, Vec<CommitmentLine>), MissingPrice> {
    if study.unpriced || study.members.is_some() {
        return Ok((Bill { lines: Vec::new() }, Vec::new()));
    }
    let chosen = commit_as(study, &assembly.capacity, assembly.commit)?;
    let task_seconds = seconds_per_hour(study, assembly.tasks.iter());
    let instance_seconds = seconds_per_hour(study, assembly.instances.iter());
    let counted = Counted {
        id: assembly.id,
        launch_types: &assembly.launch_types,
        task_seconds: &task_seconds,
        instance_seconds: &instance_seconds,
    };
    let bill_with = |committed: Option<&Committed>| finished_bill(study, counted, &assembly.capacity, committed);
    let bill = bill_with(chosen.as_ref())?;
    let mut commitments = chosen_lines(chosen.as_ref(), &bill);
    if assembly.commit.buys() && !study.choice_only {
        let alternatives = alternatives(study, assembly, &commitments, &bill_with);
        commitments.extend(alternatives);
    }
    Ok((bill, commitments))
}

/// The commitments in a bill.
pub(super) fn chosen_lines(chosen: Option<&Committed>, bill: &Bill) -> Vec<CommitmentLine> {
    let of_chosen = chosen.into_iter().flat_map(|committed| &committed.commitments);
    let total = bill.total();
    of_chosen.map(|one| commitment_line(one, true, total)).collect()
}

/// Prices what stays on demand together with the traffic's usage, so that tiers and allowances count
/// both, and adds the plan's lines, the extra lines and tax.
pub(super) fn finished_bill(
    study: &Study<'_>,
    counted: Counted<'_>,
    capacity: &Ledger,
    committed: Option<&Committed>,
) -> Result<Bill, MissingPrice> {
    let mut ledger = committed.map_or(capacity, |committed| &committed.remainder).clone();
    ledger.extend((*study.traffic_ledger).clone());
    let mut lines = committed.map_or_else(Vec::new, |committed| committed.lines.clone());
    lines.extend(price_ledger(&ledger, &study.pricing)?);
    lines.extend(fallback_lines(study, &ledger)?);
    lines.sort_by_key(|line| line.month);
    let Counted { id, launch_types, task_seconds, instance_seconds } = counted;
    let (task_seconds, instance_seconds) = (by_month(study, task_seconds), by_month(study, instance_seconds));
    let quantities = ExtraQuantities { task_seconds: &task_seconds, instance_seconds: &instance_seconds };
    let horizon = &study.scenario.horizon;
    add_extras(&mut lines, &extras_of(study, id), id.name(), quantities, horizon);
    add_tax(&mut lines, study.scenario.tax_percent, horizon);
    let hours = peoples_hours(&study.scenario.operations, launch_types);
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

fn commitment_line(of: &Commitment, chosen: bool, option_total: Money) -> CommitmentLine {
    CommitmentLine { commitment: of.clone(), chosen, option_total }
}

/// The other terms and payment options, each with its best commitments, shown beside the chosen ones.
fn alternatives(
    study: &Study<'_>,
    assembly: &Assembly,
    chosen: &[CommitmentLine],
    bill_with: &(dyn Fn(Option<&Committed>) -> Result<Bill, MissingPrice> + Sync),
) -> Vec<CommitmentLine> {
    let is_chosen = |terms: &(TermYears, PaymentOption)| {
        let mut bought = chosen.iter().filter(|line| !line.held);
        bought.any(|line| (line.term, line.payment) == *terms)
    };
    let kinds = assembly.commit.kinds(study.scenario);
    let priced = |terms| {
        let committed = commit_terms(study, &assembly.capacity, &kinds, terms).ok()?;
        let total = bill_with(Some(&committed)).ok()?.total();
        let bought = committed.commitments.iter().filter(|one| !one.held);
        Some(bought.map(|one| commitment_line(one, false, total)).collect::<Vec<_>>())
    };
    let others: Vec<(TermYears, PaymentOption)> = KINDS.into_iter().filter(|terms| !is_chosen(terms)).collect();
    let threads = Patience::ENDLESS.in_threads(study.patience.threads());
    each(threads, &others, || (), |(), &terms| priced(terms)).into_iter().flatten().flatten().collect()
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
