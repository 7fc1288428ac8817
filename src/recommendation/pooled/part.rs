//! [`Part`]: what a scenario brings to the pool, small enough to be kept of thousands of them (rules FL2 to FL4).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::choice::choose;
use crate::bill::{Bill, ChargeKind, LineItem, PurchaseOption, is_percentage};
use crate::commitment::pool::{OwnPurchase, PooledItem, PooledOffer, TooMuchUsage, UsagePool};
use crate::commitment::{LedgerUsage, Prepared};
use crate::comparison::{OptionId, Outcome, Study, WithoutPlans, without_plans};
use crate::money::{Money, Percent};
use crate::pricing::{MissingPrice, PriceBook};
use crate::recommendation::commitments::wanted_plans;
use crate::scenario::{Architecture, ExtraAmount, LaunchType, Scenario, TaskSize};
use crate::usage::Ledger;

/// Amounts by service or job; `None` for what a scenario's services share.
pub(super) type ByWorkload = BTreeMap<Option<String>, Money>;

/// A service or job as it runs in the chosen option.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Running {
    pub(super) name: String,
    pub(super) launch_type: LaunchType,
    pub(super) architecture: Architecture,
    pub(super) task_size: TaskSize,
    pub(super) tasks: (u32, f64, u32),
}

/// What a scenario brings to the pool.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) region: String,
    pub(super) option: OptionId,
    pub(super) running: Vec<Running>,
    pub(super) instance_types: Vec<String>,
    /// The bill without plans that are bought.
    pub(super) on_demand: Money,
    /// The bill with the plans that the scenario would buy by itself, by workload.
    pub(super) own: ByWorkload,
    pub(super) own_purchases: Vec<OwnPurchase>,
    /// What the pool does not cover, before percentages of the bill, and people's time apart.
    pub(super) rest: ByWorkload,
    pub(super) peoples_time: ByWorkload,
    /// Extra lines that are a percentage of the bill, then tax.
    pub(super) percentages: (Vec<Percent>, Percent),
    /// What each workload uses of the pool's items, in parts.
    pub(super) parts: Vec<(Option<String>, Arc<PooledItem>, i128)>,
}

/// Why a scenario is not planned with the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It alone, for this reason.
    Alone(String),
    /// All of them: their usage cannot be added up.
    All(TooMuchUsage),
}

impl From<MissingPrice> for Refused {
    fn from(missing: MissingPrice) -> Self {
        Self::Alone(missing.to_string())
    }
}

impl Part {
    /// Chooses a scenario's option and adds its usage to the pool.
    pub(super) fn of(scenario: &Scenario, book: &PriceBook, pool: &Mutex<UsagePool>) -> Result<Self, Refused> {
        let study = Study::new(scenario, book).for_choice();
        let (id, outcome) = choose(&study).map_err(Refused::Alone)?;
        let WithoutPlans { bill, remainder } = without_plans(&study, id, &outcome)?;
        let usage = coverable(&study, &remainder)?;
        // A thread that failed while it held the pool has ended the whole run.
        let added = pool.lock().unwrap_or_else(PoisonError::into_inner).add(&scenario.region, &usage);
        let items = added.map_err(Refused::All)?;
        let parts = usage.parts_by_workload(&remainder);
        let parts = parts.into_iter().map(|(workload, item, parts)| (workload, Arc::clone(&items[item]), parts));
        let mut part = Self {
            name: scenario.name.clone(),
            region: scenario.region.clone(),
            option: id,
            running: running(&outcome),
            instance_types: outcome.instance_groups.iter().map(|group| group.instance_type.clone()).collect(),
            on_demand: bill.total(),
            own: by_workload(&outcome.bill.lines, |_| true),
            own_purchases: own_purchases(scenario, book, &outcome),
            rest: ByWorkload::new(),
            peoples_time: by_workload(&bill.lines, is_peoples_time),
            percentages: percentages(scenario, id),
            parts: parts.collect(),
        };
        part.rest = rest_of(&bill, &items);
        Ok(part)
    }
}

/// The usage that plans could cover, with the offers that the scenario allows.
fn coverable(study: &Study<'_>, remainder: &Ledger) -> Result<LedgerUsage, MissingPrice> {
    // Where no plan has rates, everything stays on demand.
    Ok(Prepared::where_rated(remainder, &[], &wanted_plans(study.scenario), &study.pricing)?.of)
}

fn running(outcome: &Outcome) -> Vec<Running> {
    let services = outcome.services.iter().map(|service| Running {
        name: service.name.clone(),
        launch_type: service.launch_type,
        architecture: service.architecture,
        task_size: service.task_size,
        tasks: (service.tasks.min, service.tasks.mean, service.tasks.max),
    });
    services.collect()
}

fn own_purchases(scenario: &Scenario, book: &PriceBook, outcome: &Outcome) -> Vec<OwnPurchase> {
    let bought = outcome.commitments.iter().filter(|line| line.chosen && !line.held);
    let purchase = |line: &crate::comparison::CommitmentLine| {
        let code = match line.kind {
            crate::commitment::CommitmentKind::ComputeSavingsPlan => "ComputeSavingsPlans",
            _ => "EC2InstanceSavingsPlans",
        };
        let terms = (line.term, line.payment);
        let offer = PooledOffer::of_commitment(&scenario.region, &line.kind, terms, book.discount(code))?;
        Some(OwnPurchase { offer, hourly_commitment: line.hourly_commitment })
    };
    bought.filter_map(purchase).collect()
}

fn is_peoples_time(line: &LineItem) -> bool {
    line.kind == ChargeKind::PeoplesTime
}

fn by_workload(lines: &[LineItem], wanted: impl Fn(&LineItem) -> bool) -> ByWorkload {
    let mut sums = ByWorkload::new();
    for line in lines.iter().filter(|line| wanted(line)) {
        *sums.entry(line.workload.clone()).or_insert(Money::ZERO) += line.cost;
    }
    sums
}

/// What of a bill without bought plans no plan could cover.
fn rest_of(bill: &Bill, items: &[Arc<PooledItem>]) -> ByWorkload {
    let is_pooled = |line: &LineItem| {
        line.purchase_option == PurchaseOption::OnDemand
            && line.kind == ChargeKind::Compute
            && items.iter().any(|item| item.usage_type == line.usage_type)
    };
    by_workload(&bill.lines, |line| !is_pooled(line) && !is_percentage(line) && !is_peoples_time(line))
}

fn percentages(scenario: &Scenario, id: OptionId) -> (Vec<Percent>, Percent) {
    let applies = |options: &[String]| options.is_empty() || options.iter().any(|option| option == id.name());
    let percent = |extra: &crate::scenario::Extra| match extra.amount {
        ExtraAmount::PercentOfBill(percent) if applies(&extra.options) => Some(percent),
        _ => None,
    };
    (scenario.extras.iter().filter_map(percent).collect(), scenario.tax_percent)
}
