//! What to commit to for one option of a scenario, and what that is worth when demand changes (rules C8 and A).

mod cases;
mod pinned;

use cases::usage_under;
pub(super) use pinned::{base_of, pinned};

use crate::bill::Pricing;
use crate::commitment::outlook::{
    DemandCase, DemandCases, FallOutlook, LadderComparison, LadderQuestion, LadderStep, Misaligned, OutlookError,
    ScenarioOutlook, ScenarioQuestion, compare_ladder, fall_outlook, weigh,
};
use crate::commitment::{
    Buyable, CoverableUsage, Portfolio, Prepared, Purchase, Wanted, best_portfolio, price_portfolio,
};
use crate::comparison::{OptionId, Outcome, compare_one};
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

/// The best plans of one term and payment option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsChoice {
    /// Term.
    pub term: TermYears,
    /// Payment option.
    pub payment: PaymentOption,
    /// Whether the scenario allows it.
    pub allowed: bool,
    /// Its best portfolio.
    pub portfolio: Portfolio,
}

/// What to commit to.
#[derive(Clone, Debug)]
pub struct CommitmentAdvice {
    /// The option whose usage is covered, without plans of its own.
    pub option: OptionId,
    /// Usage and offers.
    pub usage: CoverableUsage,
    /// The plans held already.
    pub held: Vec<Purchase>,
    /// The ids of what is held, in their order.
    pub held_ids: Vec<String>,
    /// What may be bought.
    pub buyable: Vec<Buyable>,
    /// What is proposed: the cheapest, or with demand scenarios what their criterion chooses.
    pub chosen: Portfolio,
    /// Every term and payment option by itself.
    pub by_terms: Vec<TermsChoice>,
    /// The demand scenarios, when there are any.
    pub outlook: Option<ScenarioOutlook>,
    /// How far load may fall.
    pub falls: FallOutlook,
    /// Buying in steps.
    pub ladder: LadderComparison,
    /// The dates of the ladder.
    pub ladder_step: LadderStep,
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
    asked: OptionId,
    ladder_step: LadderStep,
) -> Result<CommitmentAdvice, AdviceError> {
    let outcome = compare_one(scenario, book, asked)
        .outcome
        .map_err(|unavailable| AdviceError::Unavailable { option: asked, reason: unavailable.reason })?;
    let option = base_of(&outcome).ok_or(AdviceError::NothingToCover(asked))?;
    let pricing = pricing(scenario, book);
    let mut prepared = prepared_for(scenario, book, &outcome)?;
    if prepared.of.usage.items.is_empty() {
        return Err(AdviceError::NothingToCover(asked));
    }
    let others: Vec<((TermYears, PaymentOption), Vec<Buyable>)> =
        TERMS.map(|terms| (terms, prepared.beside(&wanted(scenario, &[terms]), &pricing))).into();
    let held = prepared.held();
    let buyable = prepared.buyable.clone();
    let portfolio = |buyable: &[Buyable]| best_portfolio(&prepared.problem(&held, buyable));
    let best = portfolio(&buyable);
    let by_terms = others
        .iter()
        .filter(|(_, buyable)| !buyable.is_empty())
        .map(|((term, payment), buyable)| TermsChoice {
            term: *term,
            payment: *payment,
            allowed: is_allowed(scenario, (*term, *payment)),
            portfolio: portfolio(buyable),
        })
        .collect();
    let cases = demand_cases(scenario, book, option, &outcome, &prepared)?;
    let proposal: Vec<Purchase> = best.bought.iter().map(|holding| holding.purchase.clone()).collect();
    let question = ScenarioQuestion {
        held: &held,
        proposal: &proposal,
        buyable: &buyable,
        limits: prepared.limits.clone(),
        criterion: scenario.uncertainty.criterion,
    };
    let outlook = cases.as_ref().map(|cases| weigh(cases, &question)).transpose()?;
    let chosen = match &outlook {
        Some(outlook) => {
            price_portfolio(&prepared.problem(&held, &buyable), &outlook.alternatives[outlook.chosen].purchases)
        }
        None => best,
    };
    let bought: Vec<Purchase> = chosen.bought.iter().map(|holding| holding.purchase.clone()).collect();
    let falls = fall_outlook(&prepared.of.usage, &held, &bought, cases.as_ref())?;
    let offers: Vec<usize> = buyable.iter().map(|one| one.offer).collect();
    let ladder = compare_ladder(&LadderQuestion {
        usage: &prepared.of.usage,
        horizon: &scenario.horizon,
        held: &held,
        offers: &offers,
        step: ladder_step,
        renew: scenario.commitments.renew,
        limits: prepared.limits.clone(),
    })?;
    Ok(CommitmentAdvice {
        option,
        usage: prepared.of.usage.clone(),
        held_ids: prepared.held_ids(),
        held,
        buyable,
        chosen,
        by_terms,
        outlook,
        falls,
        ladder,
        ladder_step,
    })
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

fn is_allowed(scenario: &Scenario, (term, payment): (TermYears, PaymentOption)) -> bool {
    let policy = &scenario.commitments;
    policy.terms.contains(&term) && policy.payment_options.contains(&payment)
}

/// The usage of an outcome, with what is held and what may be bought.
fn prepared_for(scenario: &Scenario, book: &PriceBook, outcome: &Outcome) -> Result<Prepared, AdviceError> {
    let allowed: Vec<(TermYears, PaymentOption)> =
        TERMS.into_iter().filter(|&terms| is_allowed(scenario, terms)).collect();
    let wanted = wanted(scenario, &allowed);
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
