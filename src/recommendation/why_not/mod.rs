//! [`WhyNot`]: the one reason why an option is not chosen, with its number (rule WL9).

mod because;
mod packing;
mod reason;
mod words;

pub use because::Because;
pub use packing::Packing;
pub use reason::{BoughtOtherwise, Dearer, Missed, MissedObjective, SpotShare, WhyNot};

use std::collections::BTreeMap;

use super::eligibility::eligible;
use super::reasons::percent_of;
use super::recommend::{FirstChoice, first_choice};
use crate::comparison::{Comparison, OptionId, Outcome, PricedOption, WasteLedger};
use crate::scenario::Scenario;

/// Why each option of a comparison but the recommended is not chosen, in the order of the comparison.
///
/// `ledgers` has the waste ledger of every option that could be priced.
#[must_use]
pub fn why_not(
    scenario: &Scenario,
    comparison: &Comparison,
    ledgers: &BTreeMap<OptionId, WasteLedger>,
) -> Vec<(OptionId, WhyNot)> {
    let winner = match first_choice(scenario, comparison) {
        FirstChoice::Recommended(id) => comparison.outcome(id).map(|outcome| (id, outcome)),
        FirstChoice::BestEffort(_) | FirstChoice::Nothing => None,
    };
    let reason = |option: &PricedOption| match (eligible(scenario, option), winner) {
        (Err(bar), _) => Some((option.id, bar)),
        (Ok(_), Some((id, _))) if id == option.id => None,
        (Ok(outcome), Some(winner)) => Some((option.id, against(winner, (option.id, outcome), ledgers))),
        (Ok(_), None) => None,
    };
    comparison.options.iter().filter_map(reason).collect()
}

/// Why an option that might be recommended is not.
fn against(
    (winner_id, winner): (OptionId, &Outcome),
    (id, outcome): (OptionId, &Outcome),
    ledgers: &BTreeMap<OptionId, WasteLedger>,
) -> WhyNot {
    let difference = outcome.bill.total() - winner.bill.total();
    if difference.is_zero() {
        return WhyNot::SameCost(winner_id);
    }
    let percent = percent_of(difference, winner.bill.total());
    if outcome.capacity == winner.capacity {
        let bought = outcome.commitments.iter().filter(|line| line.chosen && !line.held);
        let plans = bought.map(|line| line.id.clone()).collect();
        return WhyNot::BoughtOtherwise(BoughtOtherwise { difference, percent, plans });
    }
    let empty = WasteLedger::default();
    let ledger = |id| ledgers.get(&id).unwrap_or(&empty);
    let (because, more) = because::largest((winner, ledger(winner_id)), (outcome, ledger(id)));
    WhyNot::Dearer(Dearer { difference, percent, because, more, packing: Packing::of(outcome) })
}
