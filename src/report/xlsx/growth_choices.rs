//! What the growth cell may be: the names of cases and the steps that were simulated.

use super::facts::WorkbookFacts;
use crate::statement::GrowthOf;

/// The choice that the growth cell begins with: the scenario's own demand.
pub(super) const BASE: &str = "base";

/// What the growth cell may be.
pub(super) struct Choice {
    pub(super) name: Name,
    /// The column of the case, by its index.
    pub(super) case: usize,
}

pub(super) enum Name {
    Word(String),
    Percent(i32),
}

impl Choice {
    /// As it is written into the cell.
    pub(super) fn word(&self) -> String {
        match &self.name {
            Name::Word(word) => word.clone(),
            Name::Percent(percent) => percent.to_string(),
        }
    }
}

/// Base; low and high where there are demand scenarios, and these by name; then growth in percent a year, ascending.
pub(super) fn choices(facts: &WorkbookFacts) -> Vec<Choice> {
    let word = |name: &str, case| Choice { name: Name::Word(name.to_owned()), case };
    let mut choices = Vec::new();
    let scenarios: Vec<(usize, &str)> = facts
        .growth
        .iter()
        .enumerate()
        .filter_map(|(case, column)| match &column.of {
            GrowthOf::DemandScenario(name) => Some((case, name.as_str())),
            _ => None,
        })
        .collect();
    let of_range =
        || facts.growth.iter().enumerate().filter(|(_, column)| !matches!(column.of, GrowthOf::PercentPerYear(_)));
    if let Some((base, _)) = facts.growth.iter().enumerate().find(|(_, column)| column.of == GrowthOf::Base) {
        choices.push(word(BASE, base));
    }
    if !scenarios.is_empty() {
        let low = of_range().min_by_key(|(_, column)| column.total());
        // Of equal totals the first, as rule L11 has it.
        let high = of_range().rev().max_by_key(|(_, column)| column.total());
        choices.extend(low.map(|(case, _)| word("low", case)));
        choices.extend(high.map(|(case, _)| word("high", case)));
    }
    let reserved = [BASE, "low", "high"];
    choices.extend(scenarios.into_iter().map(|(case, name)| {
        let clashes = reserved.contains(&name) || name.parse::<f64>().is_ok();
        word(&if clashes { format!("scenario {name}") } else { name.to_owned() }, case)
    }));
    choices.extend(facts.growth.iter().enumerate().filter_map(|(case, column)| match column.of {
        GrowthOf::PercentPerYear(percent) => Some(Choice { name: Name::Percent(percent), case }),
        _ => None,
    }));
    choices
}
