//! Alternatives under the demand scenarios: what each costs in each, and which the criterion chooses (rule A3).

use super::super::apply::Purchase;
use super::super::portfolio::{Buyable, Limits, Portfolio, PortfolioProblem, best_portfolio};
use super::super::usage::CoverableUsage;
use super::cases::DemandCases;
use super::measures::mean_of_the_worst;
use super::problem::{OutlookError, checked};
use super::value::total;
use crate::money::{Money, Percent};
use crate::scenario::Criterion;

/// The tail that is shown when the criterion has none of its own, percent.
const SHOWN_TAIL: Percent = Percent::whole(20);

/// What may be bought, what is proposed, and what the choice goes by; offers and hours are those of the cases.
#[derive(Clone, Debug)]
pub struct ScenarioQuestion<'a> {
    /// What is held already.
    pub held: &'a [Purchase],
    /// What is proposed.
    pub proposal: &'a [Purchase],
    /// What may be bought.
    pub buyable: &'a [Buyable],
    /// Limits on what is bought.
    pub limits: Limits,
    /// What the choice goes by.
    pub criterion: Criterion,
}

/// A set of purchases that is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// Nothing is bought.
    Nothing,
    /// What is proposed.
    Proposal,
    /// What is best for the usage that is planned with.
    BaseOptimum,
    /// What is best for one demand scenario, by its place.
    ScenarioOptimum(usize),
    /// What a search for the criterion finds.
    CriterionOptimum,
}

/// One alternative in one demand scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseOutcome {
    /// What stays on demand and all fees.
    pub total: Money,
    /// The total less the least total of the scenario.
    pub regret: Money,
    /// The total without any purchase less this one.
    pub saving: Money,
}

/// One alternative under all demand scenarios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeighedAlternative {
    /// Which.
    pub alternative: Alternative,
    /// What it buys.
    pub purchases: Vec<Purchase>,
    /// What it comes to in each scenario.
    pub cases: Vec<CaseOutcome>,
    /// The mean of the totals by weight.
    pub expected: Money,
    /// The largest regret.
    pub worst_regret: Money,
    /// The mean of the worst totals that together weigh the tail.
    pub tail_mean: Money,
}

/// What is known of a demand scenario whatever is bought.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFacts {
    /// Its name.
    pub name: String,
    /// Its weight as a share of the whole.
    pub weight: f64,
    /// The total without any purchase.
    pub nothing: Money,
    /// The least total found.
    pub best: Money,
    /// No purchases have a lower total; the regret is understated by at most `best` less this.
    pub lower_bound: Money,
}

/// Every alternative under every demand scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioOutlook {
    /// The demand scenarios.
    pub cases: Vec<CaseFacts>,
    /// The alternatives: nothing, the proposal, the optimum of the base, of each scenario, and of the criterion.
    pub alternatives: Vec<WeighedAlternative>,
    /// Which alternative the criterion chooses, by its place.
    pub chosen: usize,
    /// What the choice goes by.
    pub criterion: Criterion,
    /// The weight of the worst totals whose mean is shown.
    pub tail: Percent,
}

/// Weighs a proposal and its alternatives.
///
/// # Errors
/// [`OutlookError`] when a purchase held or proposed is not one of the usage's.
pub fn weigh(cases: &DemandCases, question: &ScenarioQuestion<'_>) -> Result<ScenarioOutlook, OutlookError> {
    checked(&cases.base, question.held)?;
    checked(&cases.base, question.proposal)?;
    let bests: Vec<Portfolio> = cases.usages.iter().map(|usage| best_portfolio(&problem(usage, question))).collect();
    let candidates = candidates(cases, question, &bests);
    let totals: Vec<Vec<Money>> = candidates.iter().map(|(_, bought)| totals(cases, question.held, bought)).collect();
    let facts = facts(cases, &bests, &totals);
    let tail = if let Criterion::Cvar { tail } = question.criterion { tail } else { SHOWN_TAIL };
    let weighed = |((alternative, purchases), totals): ((Alternative, Vec<Purchase>), Vec<Money>)| {
        let outcomes = outcomes(&totals, &facts);
        WeighedAlternative {
            alternative,
            purchases,
            expected: cases.weights.mean(&totals),
            worst_regret: outcomes.iter().map(|outcome| outcome.regret).max().unwrap_or_default(),
            tail_mean: mean_of_the_worst(&cases.weights, &totals, tail),
            cases: outcomes,
        }
    };
    let alternatives: Vec<WeighedAlternative> = candidates.into_iter().zip(totals).map(weighed).collect();
    let measured = |&index: &usize| measure(&alternatives[index], question.criterion);
    let chosen = (0..alternatives.len()).min_by_key(measured).unwrap_or(0);
    Ok(ScenarioOutlook { cases: facts, alternatives, chosen, criterion: question.criterion, tail })
}

/// What is known of each scenario from its own optimum and the totals of all alternatives, nothing the first of them.
fn facts(cases: &DemandCases, bests: &[Portfolio], totals: &[Vec<Money>]) -> Vec<CaseFacts> {
    let of_case = |(index, best): (usize, &Portfolio)| CaseFacts {
        name: cases.names[index].clone(),
        weight: cases.weights.share(index),
        nothing: totals[0][index],
        best: totals.iter().map(|of_all| of_all[index]).fold(best.total, Money::min),
        lower_bound: best.lower_bound,
    };
    bests.iter().enumerate().map(of_case).collect()
}

fn outcomes(totals: &[Money], facts: &[CaseFacts]) -> Vec<CaseOutcome> {
    let outcome = |(&total, facts): (&Money, &CaseFacts)| CaseOutcome {
        total,
        regret: total - facts.best,
        saving: facts.nothing - total,
    };
    totals.iter().zip(facts).map(outcome).collect()
}

/// What a criterion looks at; the least is best.
fn measure(alternative: &WeighedAlternative, criterion: Criterion) -> Money {
    match criterion {
        Criterion::ExpectedCost => alternative.expected,
        Criterion::WorstRegret => alternative.worst_regret,
        Criterion::Cvar { .. } => alternative.tail_mean,
    }
}

/// Every alternative with what it buys, nothing first.
fn candidates(
    cases: &DemandCases,
    question: &ScenarioQuestion<'_>,
    bests: &[Portfolio],
) -> Vec<(Alternative, Vec<Purchase>)> {
    let mut candidates = vec![
        (Alternative::Nothing, Vec::new()),
        (Alternative::Proposal, question.proposal.to_vec()),
        (Alternative::BaseOptimum, bought(&best_portfolio(&problem(&cases.base, question)))),
    ];
    let optimum = |(index, best): (usize, &Portfolio)| (Alternative::ScenarioOptimum(index), bought(best));
    candidates.extend(bests.iter().enumerate().map(optimum));
    candidates.push((Alternative::CriterionOptimum, criterion_optimum(cases, question)));
    candidates
}

fn problem<'a>(usage: &'a CoverableUsage, question: &ScenarioQuestion<'a>) -> PortfolioProblem<'a> {
    PortfolioProblem { usage, held: question.held, buyable: question.buyable, limits: question.limits.clone() }
}

fn bought(portfolio: &Portfolio) -> Vec<Purchase> {
    portfolio.bought.iter().map(|holding| holding.purchase.clone()).collect()
}

fn totals(cases: &DemandCases, held: &[Purchase], bought: &[Purchase]) -> Vec<Money> {
    cases.usages.iter().map(|usage| total(usage, held, bought)).collect()
}
