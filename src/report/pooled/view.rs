//! [`PooledView`]: many scenarios planned together, with what was asked and what it rests on.

use serde::Serialize;

use crate::money::Money;
use crate::pricing::TablesVersion;
use crate::recommendation::pooled::{PlannedTogether, PooledPurchase, PooledScenario, PooledService};
use crate::report::{DisplayCurrency, TaskSizeView};
use crate::scenario::{Architecture, LaunchType, PaymentOption, TermYears};
use crate::time::{Convention, Horizon};

/// What a scenario is called and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PooledNames {
    /// Its name.
    pub name: String,
    /// Its file or line.
    pub source: String,
}

/// What was asked, beside the scenarios themselves.
#[derive(Clone, Debug)]
pub struct PooledContext<'a> {
    /// The folder or file, as given.
    pub path: &'a str,
    /// Every scenario, planned or not.
    pub names: &'a [PooledNames],
    /// The horizon of all.
    pub horizon: &'a Horizon,
    /// Prices.
    pub prices: &'a TablesVersion,
    /// What was assumed, and in how many scenarios.
    pub assumptions: &'a [PooledAssumption],
    /// Things that look wrong but can be priced.
    pub warnings: &'a [String],
    /// The currency of the report.
    pub currency: DisplayCurrency,
}

/// Something assumed, in how many scenarios.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PooledAssumption {
    /// The key that would override it; `*` stands for the names of services.
    pub key: String,
    /// The value in force.
    pub value: String,
    /// Why.
    pub reason: String,
    /// Scenarios that assume it.
    pub scenarios: usize,
}

/// The horizon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct HorizonView {
    pub(super) start: String,
    pub(super) hours: u32,
    pub(super) months: Option<u32>,
}

/// Exact dollars over the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct TotalsView {
    pub(super) on_demand: Money,
    pub(super) own_plans: Money,
    pub(super) one_portfolio: Money,
}

/// A plan of the portfolio.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct PlanView {
    pub(super) id: String,
    pub(super) region: Option<String>,
    pub(super) family: Option<String>,
    pub(super) term: TermYears,
    pub(super) payment: PaymentOption,
    pub(super) hourly_commitment: Money,
    pub(super) used: Money,
    pub(super) unused: Money,
    pub(super) used_percent: f64,
}

/// The portfolio.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct PortfolioView {
    pub(super) kept_apart: bool,
    pub(super) coverable_on_demand: Money,
    pub(super) total: Money,
    pub(super) lower_bound: Money,
    pub(super) gap_percent: f64,
    pub(super) bought: Vec<PlanView>,
}

/// A service or job.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct PooledServiceView {
    pub(super) name: String,
    pub(super) launch_type: LaunchType,
    pub(super) architecture: Architecture,
    pub(super) task_size: TaskSizeView,
    pub(super) tasks_min: u32,
    pub(super) tasks_mean: f64,
    pub(super) tasks_max: u32,
    pub(super) cost: Money,
}

/// A scenario that was planned.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct PooledScenarioView {
    pub(super) name: String,
    pub(super) source: String,
    pub(super) region: String,
    pub(super) option: &'static str,
    pub(super) instance_types: Vec<String>,
    pub(super) totals: TotalsView,
    pub(super) services: Vec<PooledServiceView>,
    pub(super) shared_cost: Money,
}

/// A scenario that was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct LeftOutView {
    pub(super) name: String,
    pub(super) source: String,
    pub(super) reason: String,
}

/// How far an interrupted run was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct InterruptedView {
    pub(super) done: usize,
    pub(super) of: usize,
}

/// Many scenarios planned together, as every format shows them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PooledView {
    pub(super) schema_version: &'static str,
    pub(super) command: &'static str,
    pub(super) path: String,
    pub(super) horizon: HorizonView,
    pub(super) prices: TablesVersion,
    pub(super) currency: DisplayCurrency,
    pub(super) assumptions: Vec<PooledAssumption>,
    pub(super) warnings: Vec<String>,
    pub(super) interrupted: Option<InterruptedView>,
    pub(super) totals: TotalsView,
    pub(super) portfolio: PortfolioView,
    pub(super) scenarios: Vec<PooledScenarioView>,
    pub(super) left_out: Vec<LeftOutView>,
}

impl PooledView {
    /// What was planned, with its context.
    #[must_use]
    pub fn new(context: &PooledContext<'_>, planned: &PlannedTogether) -> Self {
        let left_out = planned.left_out.iter().map(|one| {
            let PooledNames { name, source } = context.names[one.index].clone();
            LeftOutView { name, source, reason: one.reason.clone() }
        });
        let portfolio = &planned.portfolio;
        Self {
            schema_version: super::POOLED_SCHEMA_VERSION,
            command: "fleet",
            path: context.path.to_owned(),
            horizon: HorizonView {
                start: context.horizon.start().to_string(),
                hours: context.horizon.hours(),
                months: match context.horizon.convention() {
                    Convention::Months(months) => Some(months),
                    Convention::Hours(_) => None,
                },
            },
            prices: context.prices.clone(),
            currency: context.currency.clone(),
            assumptions: context.assumptions.to_vec(),
            warnings: context.warnings.to_vec(),
            interrupted: planned.interrupted.map(|at| InterruptedView { done: at.done, of: at.of }),
            totals: totals(&planned.totals),
            portfolio: PortfolioView {
                kept_apart: portfolio.kept_apart,
                coverable_on_demand: portfolio.coverable_on_demand,
                total: portfolio.total,
                lower_bound: portfolio.lower_bound,
                gap_percent: percent(portfolio.total - portfolio.lower_bound, portfolio.total),
                bought: portfolio.bought.iter().map(plan).collect(),
            },
            scenarios: planned.scenarios.iter().map(|one| scenario(one, &context.names[one.index])).collect(),
            left_out: left_out.collect(),
        }
    }

    /// An amount over the horizon as one per month of 730 hours.
    pub(super) fn per_month(&self, amount: Money) -> Money {
        amount.times(730).divided_by(i128::from(self.horizon.hours).max(1))
    }
}

fn totals(totals: &crate::recommendation::pooled::Totals) -> TotalsView {
    TotalsView { on_demand: totals.on_demand, own_plans: totals.own, one_portfolio: totals.pooled }
}

/// What a part is of a whole, percent; 0 of nothing.
pub(super) fn percent(part: Money, whole: Money) -> f64 {
    if whole.is_zero() {
        return 0.0;
    }
    100.0 * part.picodollars() as f64 / whole.picodollars() as f64
}

fn plan(purchase: &PooledPurchase) -> PlanView {
    let offer = &purchase.offer;
    let (region, family) = offer.group.clone().unzip();
    PlanView {
        id: offer.id(),
        region,
        family,
        term: offer.term,
        payment: offer.payment,
        hourly_commitment: purchase.hourly_commitment,
        used: purchase.used,
        unused: purchase.unused,
        used_percent: percent(purchase.used, purchase.used + purchase.unused),
    }
}

fn scenario(one: &PooledScenario, names: &PooledNames) -> PooledScenarioView {
    PooledScenarioView {
        name: one.name.clone(),
        source: names.source.clone(),
        region: one.region.clone(),
        option: one.option.name(),
        instance_types: one.instance_types.clone(),
        totals: totals(&one.totals),
        services: one.services.iter().map(service).collect(),
        shared_cost: one.shared,
    }
}

fn service(service: &PooledService) -> PooledServiceView {
    let (tasks_min, tasks_mean, tasks_max) = service.tasks;
    PooledServiceView {
        name: service.name.clone(),
        launch_type: service.launch_type,
        architecture: service.architecture,
        task_size: service.task_size.into(),
        tasks_min,
        tasks_mean,
        tasks_max,
        cost: service.cost,
    }
}
