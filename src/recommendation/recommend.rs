//! The choice among the priced options (rule O6).

use super::against_current::against_current;
use super::changes::changes;
use super::eligibility::{Bar, eligible};
use super::fixed_count::fixed_counts;
use super::peoples_time::peoples_time;
use super::reasons::{Rival, differences, reasons};
use super::relaxation::relaxation;
use super::verdict::{Recommendation, Verdict};
use crate::comparison::{Comparison, OptionId, Outcome, Study, fixed_cluster};
use crate::money::Money;
use crate::patience::Patience;
use crate::pricing::PriceBook;
use crate::scenario::Scenario;

/// The options that may be recommended, cheapest first, and those that may not.
struct Field<'a> {
    eligible: Vec<(Money, OptionId, &'a Outcome)>,
    barred: Vec<(OptionId, Bar)>,
}

fn field<'a>(scenario: &Scenario, comparison: &'a Comparison) -> Field<'a> {
    let mut field = Field { eligible: Vec::new(), barred: Vec::new() };
    for option in &comparison.options {
        match eligible(scenario, option) {
            Ok(outcome) => field.eligible.push((outcome.bill.total(), option.id, outcome)),
            Err(bar) => field.barred.push((option.id, bar)),
        }
    }
    field.eligible.sort_by_key(|&(total, id, _)| (total, id));
    field
}

/// Which option a comparison leads to, without the reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstChoice {
    /// The recommended one.
    Recommended(OptionId),
    /// None can be recommended; this one serves most.
    BestEffort(OptionId),
    /// None can be had.
    Nothing,
}

/// The option that [`recommend`] comes to.
#[must_use]
pub fn first_choice(scenario: &Scenario, comparison: &Comparison) -> FirstChoice {
    let field = field(scenario, comparison);
    match field.eligible.first() {
        Some(&(_, option, _)) => FirstChoice::Recommended(option),
        None => best_effort(comparison, &field.barred).map_or(FirstChoice::Nothing, FirstChoice::BestEffort),
    }
}

/// Chooses among the options of a comparison, and says why and what would change the choice.
#[must_use]
pub fn recommend(scenario: &Scenario, book: &PriceBook, comparison: &Comparison) -> Verdict {
    recommend_within(scenario, book, comparison, Patience::ENDLESS)
}

/// The same with what of the changes patience lasts for.
#[must_use]
pub fn recommend_within(
    scenario: &Scenario,
    book: &PriceBook,
    comparison: &Comparison,
    patience: Patience<'_>,
) -> Verdict {
    let field = field(scenario, comparison);
    let study = Study::new(scenario, book).with_patience(patience.untold());
    let Some(&(total, option, winner)) = field.eligible.first() else {
        return infeasible(&study, comparison, &field.barred);
    };
    // An option may come to the very bill of the winner under another name.
    let second = field.eligible[1..].iter().find(|(_, _, outcome)| outcome.bill != winner.bill);
    let rival = match (second, field.eligible.get(1)) {
        (Some(&(_, id, outcome)), _) => Rival::Other(id, outcome),
        (None, Some(&(_, id, _))) => Rival::Same(id),
        (None, None) => Rival::None,
    };
    let cheaper_but_barred = |(id, bar): &(OptionId, Bar)| {
        let cost = comparison.outcome(*id)?.bill.total();
        (cost < total).then(|| (*id, bar.reason()))
    };
    Verdict::Recommended(Box::new(Recommendation {
        option,
        runner_up: second.map(|&(_, id, _)| id),
        differences: second.map_or_else(Vec::new, |(_, _, outcome)| differences(winner, outcome)),
        reasons: reasons(scenario, (option, winner), rival),
        passed_over: field.barred.iter().filter_map(cheaper_but_barred).collect(),
        changes: [changes(&study, comparison, (option, winner)), peoples_time(scenario, comparison, (option, winner))]
            .concat(),
        fixed_counts: fixed_counts(&study, (option, winner)),
        fixed_cluster: comparison
            .outcome(OptionId::Ec2OnDemand)
            .and_then(|outcome| fixed_cluster(&study, OptionId::Ec2OnDemand, outcome)),
        against_current: against_current(&study, comparison, (option, winner)),
    }))
}

/// Of the options that miss only the objective, the one that serves most.
fn best_effort(comparison: &Comparison, barred: &[(OptionId, Bar)]) -> Option<OptionId> {
    let standard = barred.iter().filter(|(id, bar)| *id != OptionId::Current && matches!(bar, Bar::MissesObjective(_)));
    let served = |id: OptionId| comparison.outcome(id).map_or(f64::INFINITY, |outcome| outcome.not_served_percent);
    standard.map(|(id, _)| *id).min_by(|left, right| served(*left).total_cmp(&served(*right)))
}

fn infeasible(study: &Study<'_>, comparison: &Comparison, barred: &[(OptionId, Bar)]) -> Verdict {
    let best_effort = best_effort(comparison, barred);
    let outcome = best_effort.and_then(|id| Some((id, comparison.outcome(id)?)));
    Verdict::Infeasible {
        reasons: barred.iter().map(|(id, bar)| (*id, bar.reason())).collect(),
        relaxation: best_effort.and_then(|id| relaxation(study, id)),
        fixed_counts: outcome.map_or_else(Vec::new, |best| fixed_counts(study, best)),
        best_effort,
    }
}
