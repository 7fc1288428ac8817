//! What scenarios must have in common to be planned together (rule FL1).

use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{CommitmentPolicy, Currency, Scenario};
use crate::time::Horizon;

/// The settings that all scenarios of a run share, each by the table or key that sets it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shared {
    horizon: (Horizon, bool),
    currency: Currency,
    tax: String,
    commitments: CommitmentPolicy,
    discounts: std::collections::BTreeMap<String, crate::money::Percent>,
}

/// The names of the settings, in the order of [`Shared::parts`].
const NAMES: [&str; 5] = ["[horizon]", "[currency]", "tax_percent", "[commitments]", "[prices.discount_percent]"];

/// How many of the odd ones are named.
const NAMED: usize = 8;

impl Shared {
    pub(super) fn of(scenario: &Scenario) -> Self {
        Self {
            horizon: (scenario.horizon.clone(), scenario.continues),
            currency: scenario.currency.clone(),
            tax: scenario.tax_percent.to_decimal(),
            commitments: scenario.commitments.clone(),
            discounts: scenario.prices.discount_percent.clone(),
        }
    }

    /// Which settings are the same as those of another scenario.
    fn same(&self, other: &Self) -> [bool; 5] {
        [
            self.horizon == other.horizon,
            self.currency == other.currency,
            self.tax == other.tax,
            self.commitments == other.commitments,
            self.discounts == other.discounts,
        ]
    }
}

/// The kinds of settings found so far, with the scenarios that have them.
#[derive(Default)]
pub(super) struct Kinds(Vec<(Shared, Vec<usize>)>);

impl Kinds {
    pub(super) fn add(&mut self, index: usize, shared: Shared) {
        match self.0.iter_mut().find(|(known, _)| *known == shared) {
            Some((_, indices)) => indices.push(index),
            None => self.0.push((shared, vec![index])),
        }
    }

    /// One problem for each setting that is not the same everywhere: the odd ones against most of them.
    pub(super) fn problems(&self, source: impl Fn(usize) -> String) -> Vec<Diagnostic> {
        // Of equally common ones the first counts as what is usual.
        let Some(usual) = self.0.iter().rev().max_by_key(|(_, indices)| indices.len()) else { return Vec::new() };
        let mut problems = Vec::new();
        for (part, name) in NAMES.into_iter().enumerate() {
            let odd = self.0.iter().filter(|(other, _)| !other.same(&usual.0)[part]);
            let mut odd: Vec<usize> = odd.flat_map(|(_, indices)| indices).copied().collect();
            odd.sort_unstable();
            if odd.is_empty() {
                continue;
            }
            let title = format!("`{name}` is not the same in all scenarios, and one plan cannot be bought for them");
            let mut named: Vec<String> = odd.iter().take(NAMED).map(|&index| source(index)).collect();
            if odd.len() > NAMED {
                named.push(format!("{} more", odd.len() - NAMED));
            }
            let usual = source(usual.1[0]);
            let help = format!("unlike `{usual}` and most others: {}", named.join(", "));
            problems.push(Diagnostic::error(Code::NotShared, title).help(help));
        }
        problems
    }
}
