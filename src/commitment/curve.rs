//! [`Curve`]: what every hourly commitment to one plan comes to, with the others as they are (rule C9).

use super::apply::{Pool, Purchase, apply, pooled, totals};
use super::portfolio::{Buyable, Limits, PortfolioProblem, best_portfolio};
use super::usage::{CoverableItem, CoverableUsage};
use crate::money::{Money, divide_half_even};

/// Steps of the grid.
const STEPS: i128 = 100;

/// Picodollars of the fifth decimal, the finest commitment AWS accepts.
const FIFTH_DECIMAL: i128 = 10_000_000;

/// The largest commitment AWS accepts.
const LARGEST: Money = Money::from_picodollars(1_000_000 * 1_000_000_000_000);

/// How far back AWS's recommendation looks: 30 days of hours.
const LOOKBACK: usize = 720;

/// Why a point is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CurveMark {
    /// The best commitment.
    Optimum,
    /// The best commitment for the last 30 days of the usage alone.
    AwsStyle,
    /// The commitment that was given.
    Given,
}

impl CurveMark {
    /// `optimum`, `aws_style` or `given`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Optimum => "optimum",
            Self::AwsStyle => "aws_style",
            Self::Given => "given",
        }
    }
}

/// What one commitment comes to over all hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurvePoint {
    /// Hourly commitment.
    pub hourly_commitment: Money,
    /// Everything: on demand and the fees of all plans.
    pub total: Money,
    /// What stays on demand.
    pub on_demand: Money,
    /// The used part of this commitment.
    pub used: Money,
    /// The part that is wasted.
    pub unused: Money,
}

/// The curve of one offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// Which offer, by its index in the usage.
    pub offer: usize,
    /// 101 commitments from none to a tenth more than covers everything that the plan can cover.
    pub points: Vec<CurvePoint>,
    /// Marked commitments.
    pub marks: Vec<(CurveMark, CurvePoint)>,
}

/// Whose curve.
#[derive(Clone, Copy, Debug)]
pub(super) struct CurveRequest<'a> {
    pub(super) usage: &'a CoverableUsage,
    /// What else is bought, of other offers, through all hours.
    pub(super) others: &'a [Purchase],
    pub(super) offer: usize,
    pub(super) limits: &'a Limits,
}

/// The curve, with `own` marked as the one given or chosen.
pub(super) fn curve(request: &CurveRequest<'_>, is_given: bool, own: Money) -> Curve {
    let end = whole_steps(covering(request).picodollars() * 11, 10);
    let grid = (0..=STEPS).map(|step| whole_steps(end.picodollars() * step, STEPS));
    let best = if is_given { best_for(request, request.usage) } else { own };
    let mut marks = vec![(CurveMark::Optimum, best), (CurveMark::AwsStyle, aws_style(request))];
    marks.extend(is_given.then_some((CurveMark::Given, own)));
    Curve {
        offer: request.offer,
        points: grid.map(|commitment| point(request, commitment)).collect(),
        marks: marks.into_iter().map(|(mark, commitment)| (mark, point(request, commitment))).collect(),
    }
}

/// A fraction of picodollars in whole fifth decimals, rounded half to even.
fn whole_steps(picodollars: i128, divisor: i128) -> Money {
    Money::from_picodollars(divide_half_even(picodollars, divisor * FIFTH_DECIMAL) * FIFTH_DECIMAL)
}

fn point(request: &CurveRequest<'_>, hourly_commitment: Money) -> CurvePoint {
    let usage = request.usage;
    let mut purchases = request.others.to_vec();
    purchases.push(Purchase { offer: request.offer, hourly_commitment, hours: 0..usage.hours });
    let pools = pooled(usage, &purchases);
    let totals = totals(usage, &pools);
    let own = pools.iter().position(|pool| pool.offer == request.offer).expect("the offer has a pool");
    let fee = |purchase: &Purchase| {
        let all_hours = purchase.hourly_commitment.times(usage.hours as i128);
        all_hours.percent_off(usage.offers[purchase.offer].fee_discount)
    };
    CurvePoint {
        hourly_commitment,
        total: totals.on_demand + purchases.iter().map(fee).sum(),
        on_demand: totals.on_demand,
        used: totals.used[own],
        unused: totals.unused[own],
    }
}

/// The least commitment that covers, in every hour, all that the offer can cover beside the others.
fn covering(request: &CurveRequest<'_>) -> Money {
    let usage = request.usage;
    let mut purchases = request.others.to_vec();
    purchases.push(Purchase { offer: request.offer, hourly_commitment: LARGEST, hours: 0..usage.hours });
    let pools = pooled(usage, &purchases);
    let shares = usage.shares_per_picodollar();
    let mut spent = vec![0_i128; usage.hours];
    let is_own = |pool: &Pool| pool.offer == request.offer;
    for pair in apply(usage, &pools).pairs.into_iter().filter(|pair| is_own(&pools[pair.pool])) {
        let rate = usage.offers[request.offer].rates[pair.item].map_or(0, Money::picodollars);
        let part_cost = rate * (shares / usage.items[pair.item].parts_per_unit);
        spent.iter_mut().zip(&pair.hourly).for_each(|(spent, &parts)| *spent += i128::from(parts) * part_cost);
    }
    let most = spent.into_iter().max().unwrap_or(0);
    let step = shares * FIFTH_DECIMAL;
    Money::from_picodollars((most + step - 1).div_euclid(step) * FIFTH_DECIMAL)
}

/// The best commitment to the offer for some usage, with the others as they are.
fn best_for(request: &CurveRequest<'_>, usage: &CoverableUsage) -> Money {
    let hours = 0..usage.hours;
    let through = |purchase: &Purchase| Purchase { hours: hours.clone(), ..purchase.clone() };
    let held: Vec<Purchase> = request.others.iter().map(through).collect();
    let buyable = [Buyable { offer: request.offer, hours: hours.clone() }];
    let limits = request.limits.clone();
    let best = best_portfolio(&PortfolioProblem { usage, held: &held, buyable: &buyable, limits });
    best.bought.first().map_or(Money::ZERO, |holding| holding.purchase.hourly_commitment)
}

/// The best commitment for the last 30 days alone.
fn aws_style(request: &CurveRequest<'_>) -> Money {
    let first = request.usage.hours.saturating_sub(LOOKBACK);
    let item = |item: &CoverableItem| CoverableItem { hourly: item.hourly[first..].to_vec(), ..item.clone() };
    let last = CoverableUsage {
        items: request.usage.items.iter().map(item).collect(),
        offers: request.usage.offers.clone(),
        hours: request.usage.hours - first,
    };
    best_for(request, &last)
}
