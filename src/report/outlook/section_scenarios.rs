//! Alternatives under demand scenarios, in words, by measure and by scenario.

use super::super::DisplayCurrency;
use super::super::grid::Align::{Left, Right};
use super::super::sections::Section;
use super::plan_view::share_words;
use super::scenario_view::{CaseView, ScenarioOutlookView, WeighedAlternativeView};
use crate::money::Money;

pub(super) fn sections(view: &ScenarioOutlookView, currency: &DisplayCurrency) -> [Section; 2] {
    [by_measure(view, currency), by_scenario(view, currency)]
}

/// What the criterion chooses, and every alternative by what criteria look at.
fn by_measure(view: &ScenarioOutlookView, currency: &DisplayCurrency) -> Section {
    let mut section = Section::headed(format!("If demand goes another way ({})", currency.code()));
    section.lead = lead(view, currency);
    section.columns = vec![
        ("alternative", Left),
        ("USD\nper hour", Right),
        ("expected\ntotal", Right),
        ("worst\nregret", Right),
        ("mean of\nthe worst", Right),
        ("", Left),
    ];
    section.rows = view.alternatives.iter().map(|alternative| row(alternative, currency)).collect();
    section.after = vec![format!(
        "Mean of the worst: of the totals that weigh {} % together. Regret: above the least total of the scenario.",
        view.tail_percent
    )];
    section
}

fn lead(view: &ScenarioOutlookView, currency: &DisplayCurrency) -> Vec<String> {
    let Some(chosen) = view.chosen() else { return Vec::new() };
    let what = words(chosen);
    let choice = match view.criterion {
        "worst_regret" => {
            format!(
                "Least regret at worst: {what}, {} above what would have been cheapest",
                currency.write(chosen.worst_regret)
            )
        }
        "cvar" => {
            format!("Least mean of the worst {} %: {what}, {}", view.tail_percent, currency.write(chosen.tail_mean))
        }
        _ => format!("Least expected total: {what}, {}", currency.write(chosen.expected_total)),
    };
    std::iter::once(choice + ".").chain(proposal_sentence(view, currency)).collect()
}

/// What the proposal is expected to save, and where it costs more than nothing bought.
fn proposal_sentence(view: &ScenarioOutlookView, currency: &DisplayCurrency) -> Option<String> {
    let (proposal, nothing) = (view.named("proposal")?, view.named("nothing")?);
    let saved = nothing.expected_total - proposal.expected_total;
    let verb = if saved < Money::ZERO { "cost" } else { "save" };
    let amount = currency.write(if saved < Money::ZERO { -saved } else { saved });
    let losing = proposal.scenarios.iter().filter(|outcome| outcome.saving < Money::ZERO);
    let losing: Vec<&str> = losing.map(|outcome| outcome.scenario.as_str()).collect();
    let more = if verb == "cost" { " more" } else { "" };
    let against = if verb == "cost" { "than" } else { "against" };
    let loses = match losing.as_slice() {
        [] => "; it loses money in no scenario".to_owned(),
        names => format!("; it loses money in {}", names.join(", ")),
    };
    Some(format!("The proposal is expected to {verb} {amount}{more} {against} buying nothing{loses}."))
}

fn row(alternative: &WeighedAlternativeView, currency: &DisplayCurrency) -> Vec<String> {
    let shown = |amount| currency.number(currency.shown(amount));
    let committed: Money = alternative.purchases.iter().map(|purchase| purchase.hourly_commitment).sum();
    vec![
        words(alternative),
        committed.to_decimal(),
        shown(alternative.expected_total),
        shown(alternative.worst_regret),
        shown(alternative.tail_mean),
        (if alternative.chosen { "chosen" } else { "" }).to_owned(),
    ]
}

/// An alternative in words.
fn words(alternative: &WeighedAlternativeView) -> String {
    match (alternative.alternative, &alternative.scenario) {
        ("nothing", _) => "nothing bought".to_owned(),
        ("proposal", _) => "the proposal".to_owned(),
        ("base_optimum", _) => "best for the demand planned with".to_owned(),
        (_, Some(scenario)) => format!("best for {scenario}"),
        _ => "best for the criterion".to_owned(),
    }
}

/// What each scenario costs without purchases, at best, and under the proposal.
fn by_scenario(view: &ScenarioOutlookView, currency: &DisplayCurrency) -> Section {
    let mut section = Section::headed(format!("The proposal in each demand scenario ({})", currency.code()));
    let Some(proposal) = view.named("proposal") else { return section };
    section.columns = vec![
        ("scenario", Left),
        ("weight", Right),
        ("nothing\nbought", Right),
        ("saving", Right),
        ("proposal", Right),
        ("of it\nregret", Right),
        ("at best", Right),
    ];
    let row = |(case, outcome): (&CaseView, &super::CaseOutcomeView)| {
        let (parts, nothing) = currency.shared(&[outcome.saving, outcome.regret, case.best_total]);
        let amounts = [nothing, parts[0], nothing - parts[0], parts[1], parts[2]];
        let mut cells = vec![case.scenario.clone(), share_words(case.weight)];
        cells.extend(amounts.map(|amount| currency.number(amount)));
        cells
    };
    section.rows = view.scenarios.iter().zip(&proposal.scenarios).map(row).collect();
    section
}
