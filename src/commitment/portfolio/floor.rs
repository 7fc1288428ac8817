//! What no purchase can come below, told at once: every plan replaced by one that suits each hour's usage best.

use super::PortfolioProblem;
use super::model::dollars;
use super::terms::inside;
use crate::money::Money;

/// What floats may be off by, relative to everything on demand.
const FLOAT_ERROR: f64 = 1e-9;

/// A total that no purchases out of `buyable` bring usage and plans below; `None` where something is held.
///
/// A dollar of any plan's fee takes at most `reach` dollars off what an hour costs on demand. Under one fee for all hours
/// the least total is where on demand exceeds the plan's reach in one of every `reach` hours.
pub(super) fn floor(problem: &PortfolioProblem<'_>) -> Option<Money> {
    let usage = problem.usage;
    if !problem.held.is_empty() {
        return None;
    }
    let all = usage.on_demand_cost();
    let reaches: Vec<f64> = (0..usage.items.len()).map(|item| reach_of(problem, item)).collect();
    let reach = reaches.iter().copied().fold(1.0, f64::max);
    if !reach.is_finite() {
        return Some(Money::ZERO);
    }
    let mut hourly = vec![0.0; usage.hours];
    for (item, _) in usage.items.iter().zip(&reaches).filter(|(_, reach)| **reach > 1.0) {
        let dollars_per_part = dollars(item.contracted) / item.parts_per_unit as f64;
        hourly.iter_mut().zip(&item.hourly).for_each(|(sum, &parts)| *sum += parts as f64 * dollars_per_part);
    }
    let saved = if is_steady(problem) {
        most_saved(&mut hourly, reach)
    } else {
        hourly.iter().sum::<f64>() * (1.0 - 1.0 / reach)
    };
    let error = FLOAT_ERROR * dollars(all);
    Some((all - Money::from_picodollars(((saved + error) * 1e12).ceil() as i128)).max(Money::ZERO))
}

/// The most on-demand dollars of an item that a dollar of some plan's fee takes off.
fn reach_of(problem: &PortfolioProblem<'_>, item: usize) -> f64 {
    let contracted = dollars(problem.usage.items[item].contracted);
    let offers = problem.buyable.iter().map(|buyable| &problem.usage.offers[buyable.offer]);
    let rates = offers.filter_map(|offer| offer.rates[item].map(|rate| dollars(rate.percent_off(offer.fee_discount))));
    let least = rates.fold(f64::INFINITY, f64::min);
    if least > 0.0 { contracted / least } else { f64::INFINITY }
}

/// Whether every plan runs in all hours.
fn is_steady(problem: &PortfolioProblem<'_>) -> bool {
    let usage = problem.usage;
    problem.buyable.iter().all(|buyable| inside(usage, &buyable.hours).len() == usage.hours)
}

/// What the best single fee takes off these hours.
fn most_saved(hourly: &mut [f64], reach: f64) -> f64 {
    if hourly.is_empty() {
        return 0.0;
    }
    let beyond = (hourly.len() as f64 / reach) as usize;
    let place = (hourly.len() - 1).saturating_sub(beyond);
    let covered = *hourly.select_nth_unstable_by(place, f64::total_cmp).1;
    let taken_off: f64 = hourly.iter().map(|&cost| cost.min(covered)).sum();
    taken_off - hourly.len() as f64 * covered / reach
}
