//! The program of one hour under one Compute plan and one EC2 Instance plan for each family of several items.
//!
//! Given the price μ of a Compute dollar, every item's alternative costs min(1, μ·s), and each family's plan takes the
//! items by alternative per dollar of its own: a search for the one μ at which Compute is spent.

use super::cut::Prices;
use super::model::Model;

/// A family's plan.
struct Family {
    pool: usize,
    budget: f64,
    /// Its items: index, the plan's share, Compute's share (zero if it does not cover the item).
    items: Vec<(usize, f64, f64)>,
}

/// Prices of Compute between which the order of everything stays.
struct Interval {
    low: f64,
    /// Of every family its items in order: item, the plan's share, and Compute's where it would take what is left.
    families: Vec<Vec<(usize, f64, f64)>>,
    /// Items of no family that Compute would take, with its shares.
    others: Vec<(usize, f64)>,
}

/// The plans of a segment.
pub(super) struct Families {
    compute: Option<(usize, f64)>,
    families: Vec<Family>,
    intervals: Vec<Interval>,
    /// Where the last hour ended.
    last: usize,
}

impl Families {
    /// `None` where two plans of a kind could share an item.
    pub(super) fn of(model: &Model, funded: &[usize], budgets: &[f64]) -> Option<Self> {
        let (compute, plans): (Vec<usize>, Vec<usize>) = funded.iter().partition(|&&pool| model.pools[pool].is_compute);
        let compute = match compute[..] {
            [] => None,
            [only] => Some((only, budgets[only])),
            _ => return None,
        };
        let by_compute = |item: usize| compute.and_then(|(pool, _)| model.pools[pool].shares[item]).unwrap_or(0.0);
        let is_free = |&pool: &usize| model.pools[pool].shares.contains(&Some(0.0));
        let mut taken = vec![false; model.items.len()];
        let mut families = Vec::new();
        for pool in plans {
            let shares = model.pools[pool].shares.iter().enumerate();
            let items: Vec<(usize, f64, f64)> =
                shares.filter_map(|(item, share)| Some((item, (*share)?, by_compute(item)))).collect();
            if items.iter().any(|&(item, ..)| std::mem::replace(&mut taken[item], true)) {
                return None;
            }
            families.push(Family { pool, budget: budgets[pool], items });
        }
        if funded.iter().any(is_free) {
            return None;
        }
        let others: Vec<(usize, f64)> = (0..taken.len())
            .filter(|&item| !taken[item] && by_compute(item) > 0.0)
            .map(|item| (item, by_compute(item)))
            .collect();
        let intervals = intervals(model, &families, &others);
        Some(Self { compute, families, intervals, last: 0 })
    }

    /// Writes the prices of one hour at its place in the block.
    pub(super) fn solve(&mut self, model: &Model, hour: usize, place: usize, prices: &mut Prices) {
        let price = match self.compute {
            Some((pool, budget)) => {
                self.last = self.interval(model, hour, budget);
                let price = self.intervals[self.last].low;
                prices.pools[pool][place] = price;
                price
            }
            None => {
                self.last = self.intervals.len() - 1;
                f64::INFINITY
            }
        };
        let alternative = |item: usize, share: f64| {
            let worth = model.items[item].worth;
            if share > 0.0 { worth.min(price * share) } else { worth }
        };
        let share_of = |item: usize| self.compute.and_then(|(pool, _)| model.pools[pool].shares[item]).unwrap_or(0.0);
        for (item, prices) in prices.items.iter_mut().enumerate() {
            prices[place] = alternative(item, share_of(item));
        }
        for (family, order) in self.families.iter().zip(&self.intervals[self.last].families) {
            let mut rest = family.budget;
            let mut of_family = 0.0;
            for &(item, share, _) in order {
                rest -= model.items[item].hourly[hour] * share;
                if rest < 0.0 {
                    of_family = prices.items[item][place] / share;
                    break;
                }
            }
            prices.pools[family.pool][place] = of_family;
            for &(item, share, _) in &family.items {
                prices.items[item][place] = prices.items[item][place].min(of_family * share);
            }
        }
    }

    /// The first interval in which Compute is asked for no more than there is: what is asked falls as its price rises.
    fn interval(&self, model: &Model, hour: usize, budget: f64) -> usize {
        let is_enough = |index: usize| self.asked(model, hour, &self.intervals[index]) <= budget;
        let (mut low, mut high) = (0, self.intervals.len() - 1);
        // Most hours end near the hour before.
        let mut step = 1;
        if is_enough(self.last) {
            high = self.last;
            while low < high && is_enough(high.saturating_sub(step)) {
                high = high.saturating_sub(step);
                step *= 2;
            }
            low = high.saturating_sub(step);
        } else {
            low = self.last + 1;
            while low + step < high && !is_enough(low + step) {
                low += step + 1;
                step *= 2;
            }
            high = high.min(low + step);
        }
        while low < high {
            let middle = low.midpoint(high);
            if is_enough(middle) { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// What Compute is asked for in an interval, after the families' plans.
    fn asked(&self, model: &Model, hour: usize, interval: &Interval) -> f64 {
        let used = |item: usize| model.items[item].hourly[hour];
        let mut asked: f64 = interval.others.iter().map(|&(item, share)| used(item) * share).sum();
        for (family, order) in self.families.iter().zip(&interval.families) {
            let mut rest = family.budget;
            for &(item, share, by_compute) in order {
                let dollars = used(item);
                let covered = dollars.min(rest / share);
                rest = (rest - covered * share).max(0.0);
                asked += (dollars - covered) * by_compute;
            }
        }
        asked
    }
}

/// All intervals, by rising price; in the last, Compute is asked for nothing.
fn intervals(model: &Model, families: &[Family], others: &[(usize, f64)]) -> Vec<Interval> {
    let worth = |item: usize| model.items[item].worth;
    let mut edges = vec![0.0];
    edges.extend(others.iter().map(|&(item, share)| worth(item) / share));
    for family in families {
        for &(item, share, by_compute) in family.items.iter().filter(|(.., by_compute)| *by_compute > 0.0) {
            edges.push(worth(item) / by_compute);
            edges.extend(family.items.iter().map(|&(other, over, _)| worth(other) / over * share / by_compute));
        }
    }
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    let middle = |index: usize| edges.get(index + 1).map_or(f64::INFINITY, |next| edges[index].midpoint(*next));
    let interval = |index: usize| {
        let price = middle(index);
        let is_taken = |item: usize, share: f64| share > 0.0 && price * share < worth(item);
        let ordered = |family: &Family| {
            let alternative = |&(item, share, by_compute): &(usize, f64, f64)| {
                (if is_taken(item, by_compute) { price * by_compute } else { worth(item) }) / share
            };
            let mut items = family.items.clone();
            items.sort_by(|left, right| alternative(right).total_cmp(&alternative(left)));
            let left =
                |(item, share, by_compute)| (item, share, if is_taken(item, by_compute) { by_compute } else { 0.0 });
            items.into_iter().map(left).collect()
        };
        Interval {
            low: edges[index],
            families: families.iter().map(ordered).collect(),
            others: others.iter().copied().filter(|&(item, share)| is_taken(item, share)).collect(),
        }
    };
    (0..edges.len()).map(interval).collect()
}
