//! [`CommitmentProposalView`]: the one value that every format of `ecsplan commit` shows.

use super::curve_view::CurveView;
use crate::comparison::OptionId;
use crate::money::{Money, Quantity};
use crate::report::{InterruptedView, OutlookView};
use crate::scenario::{PaymentOption, TermYears};

/// Version of the JSON; a change that could break a reader raises it.
pub const COMMITMENT_SCHEMA_VERSION: u32 = 1;

/// What to commit to, or what given commitments come to, over the hours of the usage.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct CommitmentProposalView {
    /// [`COMMITMENT_SCHEMA_VERSION`].
    pub schema_version: u32,
    /// `commit`.
    pub command: &'static str,
    /// The scenario whose usage it is; `None` for usage of the user's own.
    pub scenario: Option<ScenarioUsageView>,
    /// Whether the purchases were given, not chosen.
    pub given: bool,
    /// The first clock hour, UTC.
    pub first_hour: String,
    /// Clock hours of the usage.
    pub hours: usize,
    /// The purchases, by plan, term and payment option.
    pub purchases: Vec<PurchaseView>,
    /// What is held already.
    pub held: Vec<HeldView>,
    /// What stays on demand and the commitments of all hours, used or not.
    pub total_cost: Money,
    /// What stays on demand.
    pub on_demand_cost: Money,
    /// Commitments of all hours, used or not.
    pub commitment_cost: Money,
    /// Everything on demand.
    pub all_on_demand_cost: Money,
    /// Nothing bought: everything on demand, or what is held and the rest on demand.
    pub nothing_bought_cost: Money,
    /// What the purchases save against nothing bought; negative when they cost more.
    pub savings: Money,
    /// No purchases of the plans that may be bought have a lower total.
    pub lower_bound: Money,
    /// How far the total is above the bound, as a share of the bound; nothing when only the bound is zero.
    pub gap: Option<f64>,
    /// Cash paid when the plans are bought.
    pub upfront_cost: Money,
    /// Commitment left to pay, or paid ahead, after the hours given.
    pub liability_after: Money,
    /// What is used and covered, by name.
    pub items: Vec<ItemCoverageView>,
    /// The best purchases of each term and payment option alone.
    pub alternatives: Vec<AlternativeView>,
    /// What other commitments come to, where that was asked for.
    pub curve: Option<Vec<CurveView>>,
    /// What the purchases are worth when demand changes, and when they are paid; of a scenario only.
    pub outlook: Option<OutlookView>,
    /// Commands that would buy the purchases; nothing runs them.
    pub aws_cli: Vec<String>,
    /// What is missing because the search was told to end.
    pub interrupted: Option<InterruptedView>,
    /// What to know before relying on it.
    pub warnings: Vec<String>,
}

/// The usage of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ScenarioUsageView {
    /// Its name.
    pub name: String,
    /// AWS region code.
    pub region: String,
    /// The option whose capacity is covered.
    #[serde(serialize_with = "option_name")]
    pub option: OptionId,
}

fn option_name<S: serde::Serializer>(option: &OptionId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(option.name())
}

/// A plan held already.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct HeldView {
    /// Its name in the scenario.
    pub id: String,
    /// As in [`PurchaseView`].
    pub plan: String,
    /// Dollars per hour that are available here.
    pub hourly_commitment: Money,
    /// The part that usage took.
    pub used: Money,
    /// The rest.
    pub unused: Money,
}

/// A plan that is bought.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PurchaseView {
    /// As in the rates: `compute`, `ec2_instance:r5`.
    pub plan: String,
    /// Term.
    pub term_years: TermYears,
    /// Payment option.
    pub payment: PaymentOption,
    /// Dollars per hour at the plan's rates.
    pub hourly_commitment: Money,
    /// Commitment of all hours.
    pub cost: Money,
    /// The part that usage took.
    pub used: Money,
    /// The rest.
    pub unused: Money,
    /// Used share of the cost.
    pub utilisation: f64,
    /// Cash paid when it is bought.
    pub upfront_cost: Money,
    /// Commitment of the term's hours after those given.
    pub liability_after: Money,
}

/// What is used of an item and how much of it is covered.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ItemCoverageView {
    /// Its name.
    pub item: String,
    /// What is used over all hours.
    pub quantity: Quantity,
    /// What that costs when all of it is on demand.
    pub all_on_demand_cost: Money,
    /// What stays on demand.
    pub on_demand_cost: Money,
    /// Covered share of the quantity; nothing when none is used.
    pub coverage: Option<f64>,
    /// Share that plans held already cover; nothing when none is used.
    pub covered_by_held: Option<f64>,
    /// Which purchases cover it.
    pub covered_by: Vec<CoveredByView>,
}

/// What a purchase covers of an item.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct CoveredByView {
    /// The purchase's plan.
    pub plan: String,
    /// Its term.
    pub term_years: TermYears,
    /// Its payment option.
    pub payment: PaymentOption,
    /// Covered quantity.
    pub quantity: Quantity,
    /// Its share of the item's quantity.
    pub coverage: f64,
}

/// The best purchases of one term and payment option.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct AlternativeView {
    /// Term.
    pub term_years: TermYears,
    /// Payment option.
    pub payment: PaymentOption,
    /// Whether the answer may consist of such plans.
    pub allowed: bool,
    /// The purchases.
    pub purchases: Vec<PurchaseView>,
    /// As for the answer.
    pub total_cost: Money,
    /// As for the answer.
    pub on_demand_cost: Money,
    /// As for the answer.
    pub savings: Money,
    /// No purchases of this term and payment option have a lower total.
    pub lower_bound: Money,
    /// As for the answer.
    pub gap: Option<f64>,
    /// As for the answer.
    pub upfront_cost: Money,
    /// As for the answer.
    pub liability_after: Money,
}
