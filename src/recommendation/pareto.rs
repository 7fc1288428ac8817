//! Which options leave nothing to be had for free (rule O11).

use std::cmp::Ordering;

use crate::comparison::{Comparison, OptionId, Outcome, peoples_hours_of};
use crate::money::{Money, Quantity};
use crate::scenario::Scenario;

/// What an option asks of its owner; of every figure less is better.
#[derive(Clone, Debug, PartialEq)]
pub struct Burdens {
    /// The total over the horizon.
    pub total: Money,
    /// Minutes with less capacity than demand, over all services.
    pub minutes_short: u64,
    /// What is left to pay, after the horizon, of the plans that it buys.
    pub liability_after: Money,
    /// What the plans that it buys commit to over their terms, at published rates.
    pub committed: Money,
    /// Task-minutes that Spot interruptions are expected to cost, percent; `None` where nothing is known of them.
    pub interruption_percent: Option<f64>,
    /// People's time, hours per month.
    pub hours_per_month: Quantity,
}

/// An option and what it asks, beside the others.
#[derive(Clone, Debug, PartialEq)]
pub struct ParetoOption {
    /// Which.
    pub option: OptionId,
    /// What it asks.
    pub burdens: Burdens,
    /// The option that is no worse in anything and better in something; `None` on the front.
    pub dominated_by: Option<OptionId>,
    /// The first option of the comparison that has the same bill.
    pub same_bill_as: Option<OptionId>,
}

/// Every available option of a comparison, in its order, with the option that dominates it.
#[must_use]
pub fn pareto(scenario: &Scenario, comparison: &Comparison) -> Vec<ParetoOption> {
    let available = comparison.options.iter().filter_map(|option| Some((option.id, option.outcome.as_ref().ok()?)));
    let entrants: Vec<Entrant<'_>> = available.map(|(id, outcome)| Entrant::new(scenario, id, outcome)).collect();
    let dominated: Vec<bool> = entrants.iter().map(|one| entrants.iter().any(|other| other.dominates(one))).collect();
    let mark = |one: &Entrant<'_>| {
        let dominators = entrants.iter().zip(&dominated).filter(|(other, _)| other.dominates(one));
        let best = dominators.min_by_key(|(other, dominated)| (**dominated, other.burdens.total, other.id));
        let twin = entrants.iter().take_while(|other| other.id != one.id).find(|other| other.is_same_bill(one));
        ParetoOption {
            option: one.id,
            burdens: one.burdens.clone(),
            dominated_by: best.map(|(other, _)| other.id),
            same_bill_as: twin.map(|other| other.id),
        }
    };
    entrants.iter().map(mark).collect()
}

/// An option among those compared.
struct Entrant<'a> {
    id: OptionId,
    outcome: &'a Outcome,
    burdens: Burdens,
}

impl<'a> Entrant<'a> {
    fn new(scenario: &Scenario, id: OptionId, outcome: &'a Outcome) -> Self {
        Self { id, outcome, burdens: burdens(scenario, id, outcome) }
    }

    fn dominates(&self, other: &Self) -> bool {
        self.is_known() && dominates(&self.burdens, &other.burdens) && !self.is_same_bill(other)
    }

    /// Whether its instances do as simulated: those that run out of CPU credits unseen do worse.
    fn is_known(&self) -> bool {
        !self.outcome.instance_groups.iter().any(|group| group.burstable && group.credits.is_none())
    }

    fn is_same_bill(&self, other: &Self) -> bool {
        self.burdens.total == other.burdens.total && self.outcome.bill == other.outcome.bill
    }
}

fn burdens(scenario: &Scenario, id: OptionId, outcome: &Outcome) -> Burdens {
    let bought = || outcome.commitments.iter().filter(|line| line.chosen && !line.held);
    let without_spot = (outcome.spot_share <= 0.0).then_some(0.0);
    Burdens {
        total: outcome.bill.total(),
        minutes_short: outcome.minutes_short,
        liability_after: bought().map(|line| line.liability_after).sum(),
        committed: bought().map(|line| line.hourly_commitment.times(i128::from(line.term.hours()))).sum(),
        interruption_percent: outcome.interruptions.as_ref().map(|it| it.not_served_percent).or(without_spot),
        hours_per_month: peoples_hours_of(scenario, id, outcome),
    }
}

/// Whether `one` is no worse than `other` in anything and better in something.
///
/// What is not known is no better or worse than anything, so that neither dominates.
#[must_use]
pub fn dominates(one: &Burdens, other: &Burdens) -> bool {
    let orders = [
        Some(one.total.cmp(&other.total)),
        Some(one.minutes_short.cmp(&other.minutes_short)),
        Some(one.liability_after.cmp(&other.liability_after)),
        Some(one.committed.cmp(&other.committed)),
        one.interruption_percent.zip(other.interruption_percent).map(|(one, other)| one.total_cmp(&other)),
        Some(one.hours_per_month.by_amount(other.hours_per_month)),
    ];
    let no_worse = orders.iter().all(|order| order.is_some_and(Ordering::is_le));
    no_worse && orders.contains(&Some(Ordering::Less))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Few values of each, so that ties are common.
    fn any_burdens() -> impl Strategy<Value = Burdens> {
        let spot = proptest::option::weighted(0.9, 0_u8..3);
        (0_i128..3, 0_u64..3, 0_i128..2, 0_i128..2, spot, 1_i128..4).prop_map(
            |(total, short, left, bound, spot, hours)| {
                Burdens {
                    total: Money::from_picodollars(total),
                    minutes_short: short,
                    liability_after: Money::from_picodollars(left),
                    committed: Money::from_picodollars(bound),
                    interruption_percent: spot.map(f64::from),
                    // Three ways to write fractions, of which the first and the third are alike.
                    hours_per_month: [Quantity::new(1, 2), Quantity::new(2, 3), Quantity::new(2, 4)]
                        [hours as usize - 1],
                }
            },
        )
    }

    /// The same figures as whole numbers.
    fn numbers(burdens: &Burdens) -> Option<[i128; 6]> {
        let Burdens { total, minutes_short, liability_after, committed, interruption_percent, hours_per_month } =
            burdens;
        Some([
            total.picodollars(),
            i128::from(*minutes_short),
            liability_after.picodollars(),
            committed.picodollars(),
            (*interruption_percent)? as i128,
            hours_per_month.amount() * 12 / hours_per_month.per(),
        ])
    }

    proptest! {
        #[test]
        fn domination_is_no_worse_in_all_and_better_in_one(one in any_burdens(), other in any_burdens()) {
            let expected = numbers(&one).zip(numbers(&other)).is_some_and(|(one, other)| {
                (0..6).all(|axis| one[axis] <= other[axis]) && one != other
            });
            prop_assert_eq!(dominates(&one, &other), expected);
            prop_assert!(!dominates(&one, &one));
            prop_assert!(!(expected && dominates(&other, &one)));
        }
    }
}
