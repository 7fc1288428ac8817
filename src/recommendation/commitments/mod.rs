//! What to commit to for one option of a scenario, and what that is worth when demand changes (rules C8 and A).

mod cases;
mod pinned;

use cases::usage_under;
pub(super) use pinned::{base_of, pinned, runs_as};

use crate::bill::Pricing;
use crate::commitment::outlook::{
    DemandCase, DemandCases, FallOutlook, LadderComparison, LadderQuestion, LadderStep, Misaligned, OutlookError,
    RunningTerm, ScenarioOutlook, ScenarioQuestion, compare_ladder, fall_outlook, weigh,
};
use crate::commitment::{
    CommitQuestion, CoverableUsage, CurveMark, Portfolio, PortfolioProblem, Prepared, Proposal, Purchase, Wanted,
    best_portfolio, propose,
};
use crate::comparison::{OptionId, Outcome, compare_one};
use crate::patience::Patience;
use crate::pricing::{MissingPrice, PriceBook};
use crate::scenario::{PaymentOption, Scenario, TermYears};

/// Why there is no advice.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AdviceError {
    /// The option cannot be had.
    #[error("option `{}` is unavailable: {reason}", .option.name())]
    Unavailable {
        /// Which.
        option: OptionId,
        /// Why, without a full stop.
        reason: String,
    },
    /// Nothing of the option may be covered.
    #[error("option `{}` has nothing that a Savings Plan covers: it runs on Spot or on your own hosts", .0.name())]
    NothingToCover(OptionId),
    /// Where the work moves in a demand scenario cannot be had.
    #[error("demand scenario `{demand}` moves work to `{}`, which is unavailable: {reason}", .option.name())]
    Moved {
        /// The demand scenario.
        demand: String,
        /// Where it moves.
        option: OptionId,
        /// Why it is unavailable.
        reason: String,
    },
    /// Purchases were given that cannot be.
    #[error("{0}")]
    Given(String),
    /// A price is missing.
    #[error(transparent)]
    Price(#[from] MissingPrice),
    /// Usages of demand scenarios do not fit together.
    #[error(transparent)]
    Outlook(#[from] OutlookError),
}

impl From<Misaligned> for AdviceError {
    fn from(misaligned: Misaligned) -> Self {
        Self::Outlook(misaligned.into())
    }
}

/// What is asked for beside the choice itself.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "it holds a function")]
pub struct AdviceRequest<'a> {
    /// The option whose usage is covered; `best-portfolio` for the best of them.
    pub option: OptionId,
    /// Purchases to price instead of choosing some, worked out from the question.
    pub given: Option<&'a GivenPurchases<'a>>,
    /// Whether to follow the total over other commitments.
    pub curves: bool,
    /// The dates of a ladder.
    pub ladder_step: LadderStep,
    /// Limits and terms in place of the scenario's.
    pub max_term: Option<TermYears>,
    /// The payment options, of those that the scenario allows; all of them when empty.
    pub payments: &'a [PaymentOption],
    /// How long the searches may go on, once the option's capacity is known.
    pub patience: Patience<'a>,
}

/// Finds the purchases that a user names, or says what is wrong with them.
pub type GivenPurchases<'a> = dyn Fn(&CommitQuestion<'_>) -> Result<Vec<Purchase>, String> + 'a;

/// What to commit to.
#[derive(Clone, Debug)]
pub struct CommitmentAdvice {
    /// The option whose usage is covered, without plans of its own.
    pub option: OptionId,
    /// Usage and offers.
    pub usage: CoverableUsage,
    /// Whether the option meets the scenario's objectives.
    pub meets_objective: bool,
    /// The ids of the plans held, in the order of the proposal's.
    pub held_ids: Vec<String>,
    /// The terms of the plans held.
    pub held_terms: Vec<RunningTerm>,
    /// What is proposed: the cheapest, what was given, or with demand scenarios what their criterion chooses.
    pub proposal: Proposal,
    /// Whether the purchases were given.
    pub given: bool,
    /// The demand scenarios, when there are any.
    pub outlook: Option<ScenarioOutlook>,
    /// How far load may fall.
    pub falls: FallOutlook,
    /// Buying in steps.
    pub ladder: LadderComparison,
    /// The dates of the ladder.
    pub ladder_step: LadderStep,
    /// What patience did not last for, beside the searches of the proposal: then that is chosen without it.
    pub not_looked_at: Vec<&'static str>,
}

/// Every term and payment option, in the order of rule O9.
const TERMS: [(TermYears, PaymentOption); 6] = [
    (TermYears::One, PaymentOption::NoUpfront),
    (TermYears::One, PaymentOption::PartialUpfront),
    (TermYears::One, PaymentOption::AllUpfront),
    (TermYears::Three, PaymentOption::NoUpfront),
    (TermYears::Three, PaymentOption::PartialUpfront),
    (TermYears::Three, PaymentOption::AllUpfront),
];

/// What to commit to for an option; for `best-portfolio`, for where that runs.
///
/// # Errors
/// [`AdviceError`] when the option cannot be had or priced, or has nothing that a plan covers.
pub fn advise(
    scenario: &Scenario,
    book: &PriceBook,
    request: &AdviceRequest<'_>,
) -> Result<CommitmentAdvice, AdviceError> {
    let asked = request.option;
    let outcome = compare_one(scenario, book, asked)
        .outcome
        .map_err(|unavailable| AdviceError::Unavailable { option: asked, reason: unavailable.reason })?;
    let option = base_of(&outcome).ok_or(AdviceError::NothingToCover(asked))?;
    let mut prepared = prepared_for(scenario, book, &outcome)?;
    if prepared.of.usage.items.is_empty() {
        return Err(AdviceError::NothingToCover(asked));
    }
    // Demand scenarios are weighed with what may be bought; the other terms are shown beside.
    let patience = request.patience;
    let mut not_looked_at = Vec::new();
    let mut cases = demand_cases(scenario, book, option, &outcome, &prepared)?;
    prepared.beside(&wanted(scenario, &TERMS), &pricing(scenario, book));
    let held = prepared.held();
    let terms = allowed_terms(scenario);
    let question = CommitQuestion {
        usage: &prepared.of.usage,
        held: &held,
        given: None,
        given_mark: CurveMark::Given,
        terms: Some(&terms),
        renew: scenario.commitments.renew,
        max_term: request.max_term,
        payments: request.payments,
        limits: prepared.limits.clone(),
        curves: false,
        patience: request.patience,
    };
    let given = request.given.map(|given| given(&question).map_err(AdviceError::Given)).transpose()?;
    let mut outlook = cases.as_ref().map(|cases| weighed(&question, cases, given.as_deref(), scenario)).transpose()?;
    if outlook.is_some() && patience.is_over() {
        // Regret is against bests that were not found.
        (cases, outlook) = (None, None);
        not_looked_at.push("demand scenarios");
    }
    let chosen = match (&given, &outlook) {
        (Some(given), _) => Some(given.clone()),
        (None, Some(outlook)) => Some(outlook.alternatives[outlook.chosen].purchases.clone()),
        (None, None) => None,
    };
    let given_mark = if given.is_some() { CurveMark::Given } else { CurveMark::Chosen };
    let question = CommitQuestion { given: chosen.as_deref(), given_mark, curves: request.curves, ..question };
    let proposal = propose(&question);
    let bought: Vec<Purchase> = purchases(&proposal.portfolio);
    let falls = fall_outlook(question.usage, &held, &bought, cases.as_ref())?;
    let ladder = compare_ladder(&LadderQuestion {
        usage: question.usage,
        horizon: &scenario.horizon,
        held: &held,
        offers: &question.choices().iter().map(|one| one.offer).collect::<Vec<_>>(),
        step: request.ladder_step,
        renew: question.renew,
        limits: question.limits.clone(),
        patience: patience.untold(),
    })?;
    if patience.is_over() {
        not_looked_at.push("the ladder to its end");
    }
    Ok(CommitmentAdvice {
        option,
        usage: prepared.of.usage.clone(),
        meets_objective: outcome.meets_objective,
        held_ids: prepared.held_ids(),
        held_terms: prepared.held_terms(),
        proposal,
        given: given.is_some(),
        outlook,
        falls,
        ladder,
        ladder_step: request.ladder_step,
        not_looked_at,
    })
}

/// The given purchases, or the optimum of the scenario itself, among their alternatives under the demand scenarios.
fn weighed(
    question: &CommitQuestion<'_>,
    cases: &DemandCases,
    given: Option<&[Purchase]>,
    scenario: &Scenario,
) -> Result<ScenarioOutlook, AdviceError> {
    let buyable = question.choices();
    let problem = PortfolioProblem {
        usage: question.usage,
        held: question.held,
        buyable: &buyable,
        limits: question.limits.clone(),
        patience: question.patience.untold(),
    };
    let proposal = given.map_or_else(|| purchases(&best_portfolio(&problem)), <[Purchase]>::to_vec);
    let question = ScenarioQuestion {
        held: question.held,
        proposal: &proposal,
        buyable: &buyable,
        limits: question.limits.clone(),
        criterion: scenario.uncertainty.criterion,
        patience: question.patience.untold(),
    };
    Ok(weigh(cases, &question)?)
}

fn purchases(portfolio: &Portfolio) -> Vec<Purchase> {
    portfolio.bought.iter().map(|holding| holding.purchase.clone()).collect()
}

const fn pricing<'a>(scenario: &'a Scenario, book: &'a PriceBook) -> Pricing<'a> {
    Pricing { book, horizon: &scenario.horizon, account: &scenario.account, scenario }
}

/// The plans of some terms that may be proposed.
fn wanted(scenario: &Scenario, terms: &[(TermYears, PaymentOption)]) -> Vec<Wanted> {
    let kinds = &scenario.commitments.kinds;
    let of_terms =
        |&(term, payment): &(TermYears, PaymentOption)| kinds.iter().map(move |&kind| Wanted { kind, term, payment });
    terms.iter().flat_map(of_terms).collect()
}

fn allowed_terms(scenario: &Scenario) -> Vec<(TermYears, PaymentOption)> {
    let policy = &scenario.commitments;
    let is_allowed = |(term, payment): &(TermYears, PaymentOption)| {
        policy.terms.contains(term) && policy.payment_options.contains(payment)
    };
    TERMS.into_iter().filter(is_allowed).collect()
}

/// The usage of an outcome, with what is held and what may be bought.
fn prepared_for(scenario: &Scenario, book: &PriceBook, outcome: &Outcome) -> Result<Prepared, AdviceError> {
    let wanted = wanted(scenario, &allowed_terms(scenario));
    Ok(Prepared::new(&outcome.capacity, &scenario.commitments_held, &wanted, &pricing(scenario, book))?)
}

/// The usages of the demand scenarios; `None` when there are none.
fn demand_cases(
    scenario: &Scenario,
    book: &PriceBook,
    option: OptionId,
    outcome: &Outcome,
    prepared: &Prepared,
) -> Result<Option<DemandCases>, AdviceError> {
    let demands = &scenario.uncertainty.demand_scenarios;
    if demands.is_empty() {
        return Ok(None);
    }
    let pinned = pinned(scenario, outcome);
    let usages: Vec<CoverableUsage> =
        demands.iter().map(|demand| usage_under(scenario, &pinned, book, option, demand)).collect::<Result<_, _>>()?;
    let cases: Vec<DemandCase<'_>> = demands
        .iter()
        .zip(&usages)
        .map(|(demand, usage)| DemandCase { name: &demand.name, weight: demand.weight, usage })
        .collect();
    Ok(Some(DemandCases::new(&prepared.of.usage, &cases)?))
}
