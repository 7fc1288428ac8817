//! The exact optimum of one plan (rule C3).

use std::collections::BTreeMap;

use super::super::apply::{order_of_application, whole_parts};
use super::super::usage::{CoverableItem, CoverableUsage, Offer};
use super::PortfolioProblem;
use super::distinct_hours::DistinctHours;
use super::kinks::{Kink, Kinks, Level};
use super::model::dollars;
use super::terms::{LEAST_STEPS, MOST_STEPS, Terms, commitment, inside};
use crate::money::Money;

/// Totals this close, relative to the total without a plan, are ties.
const TIE: f64 = 1e-9;

/// The best number of steps, and a total that no number of steps goes below.
pub(super) struct Best {
    pub(super) steps: i128,
    pub(super) bound: Money,
}

/// An item that the plan covers.
struct Line<'a> {
    item: &'a CoverableItem,
    /// Parts in all hours, those without the plan counted in.
    all: i128,
    part_cost: i128,
    dollars_per_part: f64,
    worth: f64,
}

/// The one plan, its items in the order of application.
struct Plan<'a> {
    lines: Vec<Line<'a>>,
    /// What the lines use in the plan's hours.
    hourly: DistinctHours,
    /// The cost of a part of every line, where all costs are small.
    small_costs: Option<Vec<i64>>,
    hours: usize,
    shares: i128,
    terms: Terms,
    problem: &'a PortfolioProblem<'a>,
    without: Money,
}

/// A total with what rounding to parts has left on demand of it.
#[derive(Clone, Copy)]
struct Tried {
    /// Total and cost of capital, less everything on demand.
    steered: Money,
    /// The total alone, with nothing lost to rounding.
    least_total: Money,
}

/// The best steps of the problem's buyable `index`, when nothing else is held or bought.
pub(super) fn best(problem: &PortfolioProblem<'_>, index: usize) -> Best {
    let plan = Plan::of(problem, index);
    let most = plan.most_steps();
    let kinks = plan.kinks();
    let nothing = Tried { steered: Money::ZERO, least_total: plan.without };
    let tie = Money::from_picodollars((plan.without.picodollars() as f64 * TIE) as i128);
    let mut search = Search { plan: &plan, kinks: &kinks, most, tie, tried: BTreeMap::from([(0, nothing)]) };
    let last = (most as f64 + 1.0) / 1e5;
    search.try_next_to(kinks.lowest(last).commitment);
    search.try_around(LEAST_STEPS);
    if most < MOST_STEPS {
        search.try_around(most);
    }
    let promising = kinks.within(dollars(search.least()));
    let mut promising: Vec<Level> = promising.take_while(|level| level.commitment <= last).collect();
    promising
        .sort_by(|left, right| left.total.total_cmp(&right.total).then(left.commitment.total_cmp(&right.commitment)));
    for level in promising {
        if level.total >= dollars(search.least()) {
            break;
        }
        search.try_next_to(level.commitment);
    }
    let reach = dollars(search.least() + tie);
    // Of ties the smallest counts: it is next to the first kink within reach, or just above the one before.
    let first = kinks.within(reach).next().map_or(0.0, |level| level.commitment);
    search.try_next_to(kinks.before(first).commitment);
    search.try_next_to(first);
    search.finish()
}

/// Exact totals of the steps tried so far.
struct Search<'a> {
    plan: &'a Plan<'a>,
    kinks: &'a Kinks,
    most: i128,
    tie: Money,
    tried: BTreeMap<i128, Tried>,
}

impl Search<'_> {
    fn least(&self) -> Money {
        self.tried.values().map(|tried| tried.steered).min().unwrap_or(Money::ZERO)
    }

    fn try_next_to(&mut self, commitment: f64) {
        // A kink on a step counts as there, though floats may put it just below.
        self.try_around((commitment * 1e5 + 1e-6).floor() as i128);
    }

    fn try_around(&mut self, step: i128) {
        for step in (step - 1..=step + 1).filter(|step| (LEAST_STEPS..=self.most).contains(step)) {
            if !self.tried.contains_key(&step) && self.height(step) <= self.reach_in_floats() {
                self.tried.insert(step, self.plan.exact(step));
            }
        }
    }

    /// What no total that could matter is above; an exact total is never below the straight lines.
    fn reach_in_floats(&self) -> f64 {
        dollars(self.least() + self.tie) + 1e-12 * dollars(self.plan.without)
    }

    /// The height of the straight line at a step.
    fn height(&self, step: i128) -> f64 {
        if self.plan.lines.iter().any(|line| line.part_cost == 0) {
            // What is free is covered at once, which no line shows.
            return f64::NEG_INFINITY;
        }
        self.kinks.height(step as f64 / 1e5)
    }

    /// The smallest of those within a tie of the least.
    fn finish(&self) -> Best {
        let reach = self.least() + self.tie;
        let steps = self.tried.iter().find(|(_, tried)| tried.steered <= reach).map_or(0, |(&steps, _)| steps);
        let bound = self.tried.values().map(|tried| tried.least_total).min().unwrap_or(self.plan.without);
        Best { steps, bound }
    }
}

impl<'a> Plan<'a> {
    fn of(problem: &'a PortfolioProblem<'a>, index: usize) -> Self {
        let (usage, buyable) = (problem.usage, &problem.buyable[index]);
        let offer = &usage.offers[buyable.offer];
        let hours = inside(usage, &buyable.hours);
        let shares = usage.shares_per_picodollar();
        let lines = lines(usage, offer, shares);
        let series: Vec<&[i64]> = lines.iter().map(|line| &line.item.hourly[hours.clone()]).collect();
        let hourly = DistinctHours::of(&series);
        let (hours, terms) = (hours.len(), Terms::of(usage, buyable));
        let small_costs = small_costs(&lines, &hourly);
        Self { lines, hourly, small_costs, hours, shares, terms, problem, without: usage.on_demand_cost() }
    }

    /// The most steps within the limits, below which every number of them is.
    fn most_steps(&self) -> i128 {
        let limits = &self.problem.limits;
        let within_cap =
            |steps: i128| limits.max_upfront.is_none_or(|cap| self.terms.upfront(commitment(steps)) <= cap);
        let is_used = |steps: i128| {
            limits.min_utilisation.is_none_or(|least| {
                let bought = commitment(steps).times(self.hours as i128);
                self.used(steps) >= bought.percent_of(least)
            })
        };
        // Utilisation falls as a commitment grows, so that both limits hold below the largest that they allow.
        let (mut low, mut high) = (0, MOST_STEPS);
        while low < high {
            let middle = (low + high + 1) / 2;
            if within_cap(middle) && is_used(middle) { low = middle } else { high = middle - 1 }
        }
        low
    }

    /// What usage consumes of a commitment, at published rates.
    fn used(&self, steps: i128) -> Money {
        let budget = commitment(steps).picodollars() * self.shares;
        let of_lines = || self.lines.iter().zip(&self.hourly.series);
        let cost =
            |hour: usize| -> i128 { of_lines().map(|(line, series)| i128::from(series[hour]) * line.part_cost).sum() };
        let times = self.hourly.times.iter().enumerate();
        let sum: i128 = times.map(|(hour, &times)| cost(hour).min(budget) * i128::from(times)).sum();
        Money::from_picodollars(sum).divided_by(self.shares)
    }

    /// The exact total of a number of steps.
    fn exact(&self, steps: i128) -> Tried {
        let commitment = commitment(steps);
        let budget = commitment.picodollars() * self.shares;
        let (covered, short) =
            if let [line] = &self.lines[..] { self.cover_one(line, budget) } else { self.cover(budget) };
        let (mut saved, mut lost) = (Money::ZERO, 0.0);
        for ((line, covered), short) in self.lines.iter().zip(covered).zip(short) {
            saved += line.item.on_demand_cost(line.all) - line.item.on_demand_cost(line.all - covered);
            lost += short * line.dollars_per_part;
        }
        let change = self.terms.fee(commitment) - saved;
        let capital = self.terms.capital(commitment, self.problem.limits.cost_of_capital);
        let lost = Money::from_picodollars((lost * 1e12).ceil() as i128);
        Tried { steered: change + capital, least_total: self.without + change - lost }
    }

    /// Parts covered of the only item, and the parts' fractions that a commitment did not reach.
    fn cover_one(&self, line: &Line<'_>, budget: i128) -> (Vec<i128>, Vec<f64>) {
        let hours = || self.hourly.series[0].iter().zip(&self.hourly.times);
        let reach = budget.checked_div(line.part_cost);
        let reach = reach.map_or(i64::MAX, |reach| i64::try_from(reach).unwrap_or(i64::MAX));
        let covered = hours().map(|(&parts, &times)| i128::from(parts.min(reach)) * i128::from(times)).sum();
        if line.part_cost == 0 {
            return (vec![covered], vec![0.0]);
        }
        let cut: i64 = hours().filter(|(parts, _)| **parts > reach).map(|(_, times)| times).sum();
        let fraction = (budget % line.part_cost) as f64 / line.part_cost as f64;
        (vec![covered], vec![cut as f64 * fraction])
    }

    /// Parts covered of every item, and the parts' fractions that a commitment did not reach.
    fn cover(&self, budget: i128) -> (Vec<i128>, Vec<f64>) {
        match (i64::try_from(budget), &self.small_costs) {
            (Ok(budget), Some(costs)) => self.cover_small(budget, costs),
            _ => self.cover_any(budget),
        }
    }

    /// [`Self::cover_any`] for small costs.
    fn cover_small(&self, budget: i64, costs: &[i64]) -> (Vec<i128>, Vec<f64>) {
        let mut covered = vec![0_i128; costs.len()];
        let mut short = vec![0.0; costs.len()];
        for (hour, &times) in self.hourly.times.iter().enumerate() {
            let mut rest = budget;
            for (index, (series, &part_cost)) in self.hourly.series.iter().zip(costs).enumerate() {
                let parts = series[hour];
                let cost = parts * part_cost;
                if cost <= rest {
                    covered[index] += i128::from(parts) * i128::from(times);
                    rest -= cost;
                    continue;
                }
                covered[index] += i128::from(rest / part_cost) * i128::from(times);
                short[index] += (rest % part_cost) as f64 / part_cost as f64 * times as f64;
                break;
            }
        }
        (covered, short)
    }

    /// The same whatever the costs are.
    fn cover_any(&self, budget: i128) -> (Vec<i128>, Vec<f64>) {
        let mut covered = vec![0_i128; self.lines.len()];
        let mut short = vec![0.0; self.lines.len()];
        for (hour, &times) in self.hourly.times.iter().enumerate() {
            let mut rest = budget;
            for (index, (line, series)) in self.lines.iter().zip(&self.hourly.series).enumerate() {
                let parts = i128::from(series[hour]);
                let cost = parts * line.part_cost;
                if cost <= rest {
                    covered[index] += parts * i128::from(times);
                    rest -= cost;
                    continue;
                }
                let (whole, part) = whole_parts(rest, line.part_cost);
                covered[index] += whole * i128::from(times);
                short[index] += part as f64 / line.part_cost as f64 * times as f64;
                break;
            }
        }
        (covered, short)
    }

    /// The total less everything on demand, with the cost of capital.
    fn kinks(&self) -> Kinks {
        let dollar = Money::from_picodollars(1_000_000_000_000);
        let capital = self.terms.capital(dollar, self.problem.limits.cost_of_capital);
        let mut slope = dollars(self.terms.fee(dollar) + capital);
        let mut kinks = Vec::with_capacity(self.hourly.times.len() * self.lines.len());
        let scale = 1.0 / (self.shares as f64 * 1e12);
        let costs: Vec<f64> = self.lines.iter().map(|line| line.part_cost as f64 * scale).collect();
        for (hour, &times) in self.hourly.times.iter().enumerate() {
            let times = times as f64;
            let (mut running, mut last) = (0.0, 0.0);
            for ((line, series), cost) in self.lines.iter().zip(&self.hourly.series).zip(&costs) {
                let cost = series[hour] as f64 * cost;
                if cost > 0.0 {
                    if running == 0.0 {
                        slope -= line.worth * times
                    } else {
                        kinks.push(Kink { commitment: running, change: (last - line.worth) * times })
                    }
                    running += cost;
                    last = line.worth;
                }
            }
            if running > 0.0 {
                kinks.push(Kink { commitment: running, change: last * times });
            }
        }
        Kinks::new(kinks, slope)
    }
}

/// The cost of a part of every line, where no hour's cost is too large for the integers that processors have.
fn small_costs(lines: &[Line<'_>], hourly: &DistinctHours) -> Option<Vec<i64>> {
    let fits = |line: &Line<'_>, series: &[i64]| {
        let most = series.iter().copied().max().unwrap_or(0);
        i128::from(most) * line.part_cost <= i128::from(i64::MAX)
    };
    let cost = |(line, series): (&Line<'_>, &Vec<i64>)| {
        i64::try_from(line.part_cost).ok().filter(|&cost| cost > 0 && fits(line, series))
    };
    lines.iter().zip(&hourly.series).map(cost).collect()
}

fn lines<'a>(usage: &'a CoverableUsage, offer: &Offer, shares: i128) -> Vec<Line<'a>> {
    let mut covered: Vec<usize> = (0..usage.items.len()).filter(|&item| offer.rates[item].is_some()).collect();
    covered.sort_by(|&left, &right| order_of_application(usage, (offer, left), (offer, right)));
    let line = |index: usize| {
        let item = &usage.items[index];
        let rate = offer.rates[index].map_or(0, Money::picodollars);
        Line {
            item,
            all: item.hourly.iter().map(|&parts| i128::from(parts)).sum(),
            part_cost: rate * (shares / item.parts_per_unit),
            dollars_per_part: dollars(item.contracted) / item.parts_per_unit as f64,
            worth: item.contracted.picodollars() as f64 / rate as f64,
        }
    };
    covered.into_iter().map(line).collect()
}

/// What a commitment of the only plan covers, in small integers where its costs are small, and in any.
#[cfg(test)]
pub(super) fn covered_both_ways(
    problem: &PortfolioProblem<'_>,
    index: usize,
    steps: i128,
) -> [(Vec<i128>, Vec<f64>); 2] {
    let plan = Plan::of(problem, index);
    let budget = commitment(steps).picodollars() * plan.shares;
    [plan.cover(budget), plan.cover_any(budget)]
}

#[cfg(test)]
pub(super) fn has_small_costs(problem: &PortfolioProblem<'_>, index: usize) -> bool {
    Plan::of(problem, index).small_costs.is_some()
}
