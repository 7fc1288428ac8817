//! [`Curve`]: what every hourly commitment to one plan comes to, with the others as they are.

use std::ops::Range;

use super::apply::{Pool, Purchase, apply, pooled, totals};
use super::portfolio::{Buyable, Limits, PortfolioProblem, best_portfolio};
use super::usage::{CoverableItem, CoverableUsage};
use crate::money::{Money, divide_half_even};
use crate::patience::Patience;

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
    /// The commitment that the criterion of the demand scenarios chooses.
    Chosen,
}

impl CurveMark {
    /// `optimum`, `aws_style`, `given` or `chosen`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Optimum => "optimum",
            Self::AwsStyle => "aws_style",
            Self::Given => "given",
            Self::Chosen => "chosen",
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
#[derive(Clone, Debug)]
pub(super) struct CurveRequest<'a> {
    pub(super) usage: &'a CoverableUsage,
    /// What else is held or bought.
    pub(super) others: &'a [Purchase],
    pub(super) offer: usize,
    /// The hours in which a plan of the offer runs.
    pub(super) hours: Range<usize>,
    pub(super) limits: &'a Limits,
}

/// The curve, with `own` marked as the one given or chosen.
pub(super) fn curve(request: &CurveRequest<'_>, own_mark: Option<CurveMark>, own: Money) -> Curve {
    let end = whole_steps(covering(request).picodollars() * 11, 10);
    let grid = (0..=STEPS).map(|step| whole_steps(end.picodollars() * step, STEPS));
    let best = if own_mark.is_some() { best_for(request, request.usage, 0) } else { own };
    let mut marks = vec![(CurveMark::Optimum, best), (CurveMark::AwsStyle, aws_style(request))];
    marks.extend(own_mark.map(|mark| (mark, own)));
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
    purchases.push(Purchase { offer: request.offer, hourly_commitment, hours: request.hours.clone() });
    let pools = pooled(usage, &purchases);
    let totals = totals(usage, &pools);
    let own = pools.iter().position(|pool| pool.offer == request.offer).expect("the offer has a pool");
    let fee = |purchase: &Purchase| {
        let hours = purchase.hours.end.min(usage.hours).saturating_sub(purchase.hours.start);
        let all_hours = purchase.hourly_commitment.times(hours as i128);
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
    purchases.push(Purchase { offer: request.offer, hourly_commitment: LARGEST, hours: request.hours.clone() });
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

/// The best commitment to the offer for the usage from some hour on, with the others as they are.
fn best_for(request: &CurveRequest<'_>, usage: &CoverableUsage, first: usize) -> Money {
    let from_first = |hours: &Range<usize>| {
        let start = hours.start.saturating_sub(first).min(usage.hours);
        start..hours.end.saturating_sub(first).clamp(start, usage.hours)
    };
    let later = |purchase: &Purchase| Purchase { hours: from_first(&purchase.hours), ..purchase.clone() };
    let held: Vec<Purchase> = request.others.iter().map(later).filter(|it| !it.hours.is_empty()).collect();
    // A lookback does not ask whether the plan runs in it.
    let hours = if first == 0 { request.hours.clone() } else { 0..usage.hours };
    let buyable = [Buyable { offer: request.offer, hours }];
    let limits = request.limits.clone();
    let best = best_portfolio(&PortfolioProblem {
        usage,
        held: &held,
        buyable: &buyable,
        limits,
        patience: Patience::ENDLESS,
    });
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
    best_for(request, &last, first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::{Offer, PlanScope, price_portfolio};
    use crate::money::Percent;
    use crate::scenario::{PaymentOption, TermYears};
    use proptest::prelude::*;

    /// Two items under one Instance plan and Compute, one under Compute alone.
    fn usages() -> impl Strategy<Value = CoverableUsage> {
        let item = (proptest::collection::vec(0_i64..50_000, 6), 1_000_i128..2_000_000, 40_i128..95, 30_i128..95);
        proptest::collection::vec(item, 3).prop_map(|rows| {
            let microdollars = |amount: i128| Money::from_picodollars(amount * 1_000_000);
            let items = rows.iter().enumerate().map(|(index, row)| CoverableItem {
                name: format!("item{index}"),
                hourly: row.0.clone(),
                parts_per_unit: 1_000,
                list: microdollars(row.1),
                contracted: microdollars(row.1),
            });
            let offer = |scope, rates| Offer {
                scope,
                term: TermYears::One,
                payment: PaymentOption::NoUpfront,
                rates,
                fee_discount: Percent::ZERO,
            };
            let rate = |row: &(Vec<i64>, i128, i128, i128), percent: i128| Some(microdollars(row.1 * percent / 100));
            let instance = vec![rate(&rows[0], rows[0].3), rate(&rows[1], rows[1].3), None];
            let compute = rows.iter().map(|row| rate(row, row.2)).collect();
            CoverableUsage {
                items: items.collect(),
                offers: vec![
                    offer(PlanScope::Ec2Instance("m7g".to_owned()), instance),
                    offer(PlanScope::Compute, compute),
                ],
                hours: 6,
            }
        })
    }

    proptest! {
        #[test]
        fn points_are_priced_as_portfolios_are_and_the_grid_ends_beyond_all_that_can_be_covered(
            usage in usages(), offer in 0_usize..2, other in 0_i128..5_000_000,
        ) {
            let hourly_commitment = Money::from_picodollars(other * FIFTH_DECIMAL);
            let others = [Purchase { offer: 1 - offer, hourly_commitment, hours: 0..6 }];
            let limits = Limits::default();
            let hours = 0..usage.hours;
            let request = CurveRequest { usage: &usage, others: &others, offer, hours, limits: &limits };
            let curve = curve(&request, Some(CurveMark::Given), hourly_commitment);
            for at in curve.points.iter().step_by(25).chain(curve.marks.iter().map(|(_, at)| at)) {
                let own = Purchase { offer, hourly_commitment: at.hourly_commitment, hours: 0..6 };
                let problem = PortfolioProblem { usage: &usage, held: &others, buyable: &[], limits: limits.clone(), patience: Patience::ENDLESS };
                prop_assert_eq!(price_portfolio(&problem, &[own]).total, at.total);
                prop_assert_eq!(at.used + at.unused, at.hourly_commitment.times(6));
            }
            let least = covering(&request);
            let used = |hourly_commitment| point(&request, hourly_commitment).used;
            prop_assert_eq!(used(least), used(LARGEST));
            if !least.is_zero() {
                // One step less leaves something to others, or on demand, in the busiest hour.
                let less = Money::from_picodollars(least.picodollars() - FIFTH_DECIMAL);
                prop_assert!(used(less) < used(LARGEST));
                prop_assert!(curve.points[100].hourly_commitment >= least);
            }
        }
    }
}
