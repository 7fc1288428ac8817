//! The exact cost of a given portfolio, and what each purchase in it is used for.

use super::super::apply::{Pool, Purchase, Totals, apply, pooled, totals};
use super::super::usage::CoverableUsage;
use super::terms::inside;
use super::{Holding, Portfolio, PortfolioProblem};
use crate::money::Money;

/// Prices purchases beside what is held; the bound is left at zero.
pub(super) fn price(problem: &PortfolioProblem<'_>, bought: &[Purchase]) -> Portfolio {
    let usage = problem.usage;
    let all: Vec<Purchase> = problem.held.iter().chain(bought).cloned().collect();
    let pools = pooled(usage, &all);
    let totals = totals(usage, &pools);
    let used = used_of_each(usage, &all, &pools, &totals);
    let holding = |(purchase, &used): (&Purchase, &Money)| {
        let unused = committed(usage, purchase) - used;
        Holding { purchase: purchase.clone(), used, unused }
    };
    let mut held: Vec<Holding> = all.iter().zip(&used).map(holding).collect();
    let bought = held.split_off(problem.held.len());
    let fees = all.iter().map(|purchase| fee(usage, purchase)).sum();
    Portfolio {
        held,
        bought,
        on_demand: totals.on_demand,
        fees,
        total: totals.on_demand + fees,
        lower_bound: Money::ZERO,
    }
}

/// Commitment × hours inside the usage.
fn committed(usage: &CoverableUsage, purchase: &Purchase) -> Money {
    purchase.hourly_commitment.times(inside(usage, &purchase.hours).len() as i128)
}

/// The amortised fee inside the usage, less its discount.
fn fee(usage: &CoverableUsage, purchase: &Purchase) -> Money {
    committed(usage, purchase).percent_off(usage.offers[purchase.offer].fee_discount)
}

/// What every purchase is used for: a pool's used money of an hour goes to its purchases in order.
fn used_of_each(usage: &CoverableUsage, all: &[Purchase], pools: &[Pool], totals: &Totals) -> Vec<Money> {
    let mut used = vec![Money::ZERO; all.len()];
    let mut shared = None;
    for (index, pool) in pools.iter().enumerate() {
        let members: Vec<usize> = (0..all.len()).filter(|&member| all[member].offer == pool.offer).collect();
        if let [only] = members[..] {
            used[only] = totals.used[index];
            continue;
        }
        let hourly = shared.get_or_insert_with(|| used_by_hour(usage, pools));
        share(usage, all, &members, &hourly[index], totals.used[index], &mut used);
    }
    used
}

/// Used shares of a picodollar of every pool and hour.
fn used_by_hour(usage: &CoverableUsage, pools: &[Pool]) -> Vec<Vec<i128>> {
    let shares = usage.shares_per_picodollar();
    let mut used = vec![vec![0; usage.hours]; pools.len()];
    let mut dearest = vec![0; pools.len()];
    for pair in apply(usage, pools).pairs {
        let rate = usage.offers[pools[pair.pool].offer].rates[pair.item].map_or(0, Money::picodollars);
        let part_cost = rate * (shares / usage.items[pair.item].parts_per_unit);
        dearest[pair.pool] = part_cost.max(dearest[pair.pool]);
        let sums = used[pair.pool].iter_mut().zip(&pair.hourly);
        sums.for_each(|(sum, &parts)| *sum += i128::from(parts) * part_cost);
    }
    // What does not pay for one more part counts as used (rule C2).
    for ((sums, pool), dearest) in used.iter_mut().zip(pools).zip(dearest) {
        for (sum, bought) in sums.iter_mut().zip(&pool.hourly) {
            let bought = bought.picodollars() * shares;
            *sum = if bought - *sum < dearest { bought } else { *sum };
        }
    }
    used
}

/// Shares one pool's used money among its purchases, cumulatively rounded so that they sum to it.
fn share(
    usage: &CoverableUsage,
    all: &[Purchase],
    members: &[usize],
    hourly: &[i128],
    pool_used: Money,
    used: &mut [Money],
) {
    let shares = usage.shares_per_picodollar();
    let mut before = vec![0_i128; usage.hours];
    let (mut sum, mut given) = (0_i128, Money::ZERO);
    for (place, &member) in members.iter().enumerate() {
        let commitment = all[member].hourly_commitment.picodollars() * shares;
        for hour in inside(usage, &all[member].hours) {
            sum += (hourly[hour] - before[hour]).clamp(0, commitment);
            before[hour] += commitment;
        }
        let is_last = place + 1 == members.len();
        let counted = Money::from_picodollars(sum).divided_by(shares).min(pool_used);
        let reached = if is_last { pool_used } else { counted };
        used[member] = reached - given;
        given = reached;
    }
}
