//! How much more of people's time would make another launch type win (rule O10).

use std::collections::{BTreeMap, BTreeSet};

use super::eligibility::eligible;
use super::sentence::Sentence;
use super::verdict::Change;
use crate::comparison::{Comparison, OptionId, Outcome};
use crate::money::{Money, divide_half_even};
use crate::scenario::{LaunchType, Operations, Scenario};

/// Against the cheapest option of every other launch type that may be recommended, the nearest first.
pub(super) fn peoples_time(
    scenario: &Scenario,
    comparison: &Comparison,
    (winner_id, winner): (OptionId, &Outcome),
) -> Vec<Change> {
    let others = cheapest_by_launch_type(scenario, comparison, winner);
    let per_month =
        |total: Money| (total - winner.bill.total()).times(730).divided_by(i128::from(scenario.horizon.hours()).max(1));
    let change = |(total, id): (Money, OptionId)| Change {
        what: sentence(&scenario.operations, winner_id, id, per_month(total)),
        option: Some(id),
        total: None,
    };
    others.into_iter().map(change).collect()
}

/// The cheapest option on each launch type, or set of them, but the winner's.
fn cheapest_by_launch_type(scenario: &Scenario, comparison: &Comparison, winner: &Outcome) -> Vec<(Money, OptionId)> {
    let mut cheapest: BTreeMap<BTreeSet<LaunchType>, (Money, OptionId)> = BTreeMap::new();
    for option in comparison.options.iter().filter(|option| option.id != OptionId::Current) {
        let Ok(outcome) = eligible(scenario, option) else { continue };
        let launch_types = launch_types(outcome);
        if launch_types == self::launch_types(winner) {
            continue;
        }
        let found = (outcome.bill.total(), option.id);
        cheapest.entry(launch_types).and_modify(|known| *known = (*known).min(found)).or_insert(found);
    }
    let mut cheapest: Vec<(Money, OptionId)> = cheapest.into_values().collect();
    cheapest.sort_unstable();
    cheapest
}

/// Where the tasks of services and jobs run.
fn launch_types(outcome: &Outcome) -> BTreeSet<LaunchType> {
    outcome.services.iter().map(|service| service.launch_type).collect()
}

fn sentence(operations: &Operations, winner: OptionId, other: OptionId, per_month: Money) -> Sentence {
    let than = if operations.hours_per_month.is_empty() { "it does" } else { "`[operations]` says" };
    let sentence = Sentence::of(format!("`{}` would win once `{}` takes ", other.name(), winner.name()))
        .amount(per_month)
        .words(format!(" a month more of people's time than {than}"));
    if operations.usd_per_hour.is_zero() {
        return sentence;
    }
    let tenths = divide_half_even(per_month.picodollars() * 10, operations.usd_per_hour.picodollars());
    sentence
        .words(format!(": {}.{} hours at ", tenths / 10, tenths % 10))
        .amount(operations.usd_per_hour)
        .words(" an hour")
}
