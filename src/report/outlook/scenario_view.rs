//! [`ScenarioOutlookView`]: alternatives under demand scenarios.

use serde::Serialize;

use super::plan_view::{PlanView, percent_number};
use crate::commitment::CoverableUsage;
use crate::commitment::outlook::{Alternative, CaseFacts, CaseOutcome, ScenarioOutlook, WeighedAlternative};
use crate::money::Money;
use crate::scenario::Criterion;

/// One demand scenario, whatever is bought.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseView {
    /// Its name.
    pub scenario: String,
    /// Its weight, 0 to 1.
    pub weight: f64,
    /// The total without any purchase.
    pub nothing_total: Money,
    /// The least total found.
    pub best_total: Money,
    /// No purchases have a lower total.
    pub lower_bound: Money,
}

/// One alternative in one demand scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseOutcomeView {
    /// The scenario.
    pub scenario: String,
    /// The total.
    pub total: Money,
    /// The total less the least of the scenario.
    pub regret: Money,
    /// Against no purchase; negative when it loses.
    pub saving: Money,
}

/// One alternative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeighedAlternativeView {
    /// `nothing`, `proposal`, `base_optimum`, `scenario_optimum` or `criterion_optimum`.
    pub alternative: &'static str,
    /// The demand scenario of `scenario_optimum`.
    pub scenario: Option<String>,
    /// Whether the criterion chooses it.
    pub chosen: bool,
    /// What it buys.
    pub purchases: Vec<PlanView>,
    /// The mean of the totals by weight.
    pub expected_total: Money,
    /// The largest regret.
    pub worst_regret: Money,
    /// The mean of the worst totals that together weigh the tail.
    pub tail_mean: Money,
    /// Each scenario.
    pub scenarios: Vec<CaseOutcomeView>,
}

/// Alternatives under demand scenarios.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioOutlookView {
    /// `expected_cost`, `worst_regret` or `cvar`.
    pub criterion: &'static str,
    /// The weight of the tail, percent.
    pub tail_percent: f64,
    /// The demand scenarios.
    pub scenarios: Vec<CaseView>,
    /// The alternatives.
    pub alternatives: Vec<WeighedAlternativeView>,
}

impl ScenarioOutlookView {
    /// An outlook, with the offers of its usage.
    #[must_use]
    pub fn new(usage: &CoverableUsage, outlook: &ScenarioOutlook) -> Self {
        let alternatives = outlook.alternatives.iter().enumerate();
        Self {
            criterion: criterion_name(outlook.criterion),
            tail_percent: percent_number(outlook.tail),
            scenarios: outlook.cases.iter().map(CaseView::from).collect(),
            alternatives: alternatives
                .map(|(index, weighed)| WeighedAlternativeView {
                    chosen: index == outlook.chosen,
                    ..WeighedAlternativeView::new(usage, outlook, weighed)
                })
                .collect(),
        }
    }

    /// The alternative that the criterion chooses.
    pub(super) fn chosen(&self) -> Option<&WeighedAlternativeView> {
        self.alternatives.iter().find(|alternative| alternative.chosen)
    }

    /// An alternative by its name.
    pub(super) fn named(&self, name: &str) -> Option<&WeighedAlternativeView> {
        self.alternatives.iter().find(|alternative| alternative.alternative == name)
    }
}

impl WeighedAlternativeView {
    fn new(usage: &CoverableUsage, outlook: &ScenarioOutlook, weighed: &WeighedAlternative) -> Self {
        let (alternative, scenario) = match weighed.alternative {
            Alternative::Nothing => ("nothing", None),
            Alternative::Proposal => ("proposal", None),
            Alternative::BaseOptimum => ("base_optimum", None),
            Alternative::CriterionOptimum => ("criterion_optimum", None),
            Alternative::ScenarioOptimum(case) => ("scenario_optimum", Some(outlook.cases[case].name.clone())),
        };
        let outcome = |(facts, outcome): (&CaseFacts, &CaseOutcome)| CaseOutcomeView {
            scenario: facts.name.clone(),
            total: outcome.total,
            regret: outcome.regret,
            saving: outcome.saving,
        };
        Self {
            alternative,
            scenario,
            chosen: false,
            purchases: weighed.purchases.iter().map(|purchase| PlanView::of_purchase(usage, purchase)).collect(),
            expected_total: weighed.expected,
            worst_regret: weighed.worst_regret,
            tail_mean: weighed.tail_mean,
            scenarios: outlook.cases.iter().zip(&weighed.cases).map(outcome).collect(),
        }
    }
}

impl From<&CaseFacts> for CaseView {
    fn from(facts: &CaseFacts) -> Self {
        Self {
            scenario: facts.name.clone(),
            weight: facts.weight,
            nothing_total: facts.nothing,
            best_total: facts.best,
            lower_bound: facts.lower_bound,
        }
    }
}

const fn criterion_name(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::ExpectedCost => "expected_cost",
        Criterion::WorstRegret => "worst_regret",
        Criterion::Cvar { .. } => "cvar",
    }
}
