//! [`LadderView`]: buying in steps beside one purchase today and none.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::plan_view::PlanView;
use crate::commitment::outlook::{
    LadderComparison, LadderStep, RunningTerm, expiries, in_force, purchases, running_terms, upfront_by_quarter,
};
use crate::commitment::{CoverableUsage, Portfolio, Purchase};
use crate::money::Money;
use crate::time::{Horizon, YearMonth};

/// One way to buy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LadderWayView {
    /// How many purchases.
    pub purchases: usize,
    /// What stays on demand and all fees, over the horizon.
    pub total: Money,
    /// What stays on demand.
    pub on_demand: Money,
    /// Amortised fees inside the horizon.
    pub fees: Money,
    /// No purchases of this kind have a lower total.
    pub lower_bound: Money,
    /// Amortised fees of new purchases after the horizon.
    pub liability_after: Money,
    /// What of that is still to be paid.
    pub liability_cash: Money,
}

/// A purchase of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedPurchaseView {
    /// The day.
    #[serde(serialize_with = "date")]
    pub date: Date,
    /// What to buy.
    #[serde(flatten)]
    pub plan: PlanView,
    /// What is paid upfront.
    pub upfront: Money,
}

/// Upfront cash of a calendar quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuarterCashView {
    /// `2026-Q1`.
    pub quarter: String,
    /// Paid upfront.
    pub upfront: Money,
}

/// Commitments in force in the first hour of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct InForceView {
    /// The month.
    pub month: YearMonth,
    /// All hourly commitments together.
    pub hourly_commitment: Money,
}

/// A commitment that runs out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExpiryView {
    /// The day of its first hour without the commitment.
    #[serde(serialize_with = "date")]
    pub date: Date,
    /// What runs out.
    #[serde(flatten)]
    pub plan: PlanView,
    /// Whether that is after the horizon.
    pub past_horizon: bool,
}

/// Buying in steps beside one purchase today and none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LadderView {
    /// `monthly` or `quarterly`.
    pub step: &'static str,
    /// Nothing is bought.
    pub nothing: LadderWayView,
    /// Bought on the first day only.
    pub today: LadderWayView,
    /// Bought in steps.
    pub ladder: LadderWayView,
    /// What to buy when, in steps.
    pub calendar: Vec<PlannedPurchaseView>,
    /// Upfront cash by calendar quarter, in steps.
    pub upfront_by_quarter: Vec<QuarterCashView>,
    /// Commitments in force by month, held ones included, until all have run out.
    pub in_force: Vec<InForceView>,
    /// What runs out when, held ones included.
    pub expiries: Vec<ExpiryView>,
}

impl LadderView {
    /// A comparison; `held` are the terms of what is held already.
    #[must_use]
    pub fn new(
        usage: &CoverableUsage,
        horizon: &Horizon,
        step: LadderStep,
        comparison: &LadderComparison,
        held: &[RunningTerm],
    ) -> Self {
        let terms = terms(usage, &comparison.ladder);
        let all = [held, &terms].concat();
        Self {
            step: match step {
                LadderStep::Monthly => "monthly",
                LadderStep::Quarterly => "quarterly",
            },
            nothing: LadderWayView::new(usage, horizon, &comparison.nothing),
            today: LadderWayView::new(usage, horizon, &comparison.today),
            ladder: LadderWayView::new(usage, horizon, &comparison.ladder),
            calendar: calendar(&terms, horizon),
            upfront_by_quarter: quarters(&terms, horizon),
            in_force: profile(&all, horizon),
            expiries: ends(&all, horizon),
        }
    }
}

impl LadderWayView {
    fn new(usage: &CoverableUsage, horizon: &Horizon, portfolio: &Portfolio) -> Self {
        let terms = terms(usage, portfolio);
        let left = || terms.iter().map(|term| term.liability_after(i64::from(horizon.hours())));
        Self {
            purchases: terms.len(),
            total: portfolio.total,
            on_demand: portfolio.on_demand,
            fees: portfolio.fees,
            lower_bound: portfolio.lower_bound,
            liability_after: left().map(|liability| liability.amortised).sum(),
            liability_cash: left().map(|liability| liability.cash).sum(),
        }
    }
}

fn terms(usage: &CoverableUsage, portfolio: &Portfolio) -> Vec<RunningTerm> {
    let bought: Vec<Purchase> = portfolio.bought.iter().map(|holding| holding.purchase.clone()).collect();
    running_terms(usage, &bought)
}

fn calendar(terms: &[RunningTerm], horizon: &Horizon) -> Vec<PlannedPurchaseView> {
    let planned = purchases(terms, horizon).into_iter();
    planned
        .map(|planned| PlannedPurchaseView {
            date: planned.date,
            plan: PlanView::of_term(&planned.term),
            upfront: planned.term.upfront(),
        })
        .collect()
}

fn quarters(terms: &[RunningTerm], horizon: &Horizon) -> Vec<QuarterCashView> {
    let quarters = upfront_by_quarter(terms, horizon).into_iter();
    let name = |year: i16, quarter: i8| format!("{year:04}-Q{quarter}");
    quarters.map(|cash| QuarterCashView { quarter: name(cash.year, cash.quarter), upfront: cash.upfront }).collect()
}

fn profile(terms: &[RunningTerm], horizon: &Horizon) -> Vec<InForceView> {
    let months = in_force(terms, horizon).into_iter();
    months.map(|month| InForceView { month: month.month, hourly_commitment: month.hourly_commitment }).collect()
}

fn ends(terms: &[RunningTerm], horizon: &Horizon) -> Vec<ExpiryView> {
    let expiries = expiries(terms, horizon).into_iter();
    expiries
        .map(|expiry| ExpiryView {
            date: expiry.date,
            plan: PlanView::of_term(&expiry.term),
            past_horizon: expiry.is_past_horizon,
        })
        .collect()
}

fn date<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}
