//! [`compare`]: every option of a scenario, priced.

use super::assumptions::{capacity_assumptions, log_assumptions, speed_assumptions, step_assumptions};
use super::notes::notes;
use super::option::{OptionId, Outcome, PricedOption, Unavailable};
use super::option_jobs::standard_options;
use super::options::OptionPricer;
use super::plan_floor::plan_floor;
use super::study::Study;
use super::today::current_option;
use super::traffic_facts::{TrafficFacts, traffic_facts};
use crate::money::Money;
use crate::patience::{Interrupted, Patience};
use crate::pricing::PriceBook;
use crate::scenario::{Assumption, Scenario};
use crate::usage::Ledger;

/// Every option side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// In the order of [`OptionId::ALL`]: those the scenario has.
    pub options: Vec<PricedOption>,
    /// One per service with traffic.
    pub traffic: Vec<TrafficFacts>,
    /// Sentences worth reading once.
    pub notes: Vec<String>,
    /// What the comparison assumed beyond the scenario's own assumptions.
    pub assumptions: Vec<Assumption>,
    /// What no plan for the scenario can cost less than (rule O12), where that was worked out.
    pub floor: Option<Money>,
    /// How many of the options were looked at, if not all; the others are unavailable.
    pub interrupted: Option<Interrupted>,
}

impl Comparison {
    /// The same with one of its options only.
    #[must_use]
    pub fn only(mut self, scenario: &Scenario, id: OptionId) -> Self {
        self.options.retain(|option| option.id == id);
        of_options(scenario, self.options, self.traffic)
    }

    /// The option of that id.
    #[must_use]
    pub fn option(&self, id: OptionId) -> Option<&PricedOption> {
        self.options.iter().find(|option| option.id == id)
    }

    /// The outcome of an option that could be priced.
    #[must_use]
    pub fn outcome(&self, id: OptionId) -> Option<&Outcome> {
        self.option(id)?.outcome.as_ref().ok()
    }
}

/// Prices every option of a scenario at its best candidate.
#[must_use]
pub fn compare(scenario: &Scenario, book: &PriceBook) -> Comparison {
    compare_within(scenario, book, Patience::ENDLESS)
}

/// The same for the options that patience lasts for; the others say so.
#[must_use]
pub fn compare_within(scenario: &Scenario, book: &PriceBook, patience: Patience<'_>) -> Comparison {
    let study = Study::new(scenario, book).with_patience(patience);
    let mut options = standard_options(&study, &OptionId::of(scenario), &scenario.ec2);
    if let Some(current) = &scenario.current {
        let outcome =
            if patience.is_over() { Err(Unavailable::not_looked_at()) } else { current_option(&study, current) };
        options.push(PricedOption { id: OptionId::Current, outcome });
    }
    Comparison { floor: plan_floor(&study), ..of_options(scenario, options, traffic_facts(&study)) }
}

/// One option by itself, with what is to be said about it.
#[must_use]
pub fn compare_only(scenario: &Scenario, book: &PriceBook, id: OptionId) -> Comparison {
    let study = Study::new(scenario, book);
    let options = vec![OptionPricer::new(&study).price(id)];
    of_options(scenario, options, traffic_facts(&study))
}

/// A comparison of options of a study, with what is to be said about them.
pub(crate) fn comparison_of(study: &Study<'_>, options: Vec<PricedOption>) -> Comparison {
    of_options(study.scenario, options, traffic_facts(study))
}

/// A comparison of these options: what is to be said about them, and what was assumed.
fn of_options(scenario: &Scenario, options: Vec<PricedOption>, traffic: Vec<TrafficFacts>) -> Comparison {
    let notes = notes(scenario, &options);
    let mut assumptions = speed_assumptions(scenario, &options);
    assumptions.extend(log_assumptions(scenario));
    assumptions.extend(capacity_assumptions(scenario, &options));
    assumptions.extend(step_assumptions(scenario));
    let missed = options.iter().filter(|option| option.is_not_looked_at()).count();
    let interrupted = Interrupted::after(options.len() - missed, options.len());
    Comparison { assumptions, options, traffic, notes, floor: None, interrupted }
}

/// Prices one option by itself: what [`compare`] has for it, without the others.
#[must_use]
pub fn compare_one(scenario: &Scenario, book: &PriceBook, id: OptionId) -> PricedOption {
    let study = Study { explained: true, ..Study::new(scenario, book) };
    OptionPricer::new(&study).price(id)
}

/// Everything that an option meters, hour by hour: its capacity as before any commitment, and what traffic uses.
#[must_use]
pub fn all_usage(scenario: &Scenario, book: &PriceBook, outcome: &Outcome) -> Ledger {
    let mut usage = outcome.capacity.clone();
    usage.extend((*Study::new(scenario, book).traffic_ledger).clone());
    usage
}
