//! [`propose`]: what to commit to for given usage, or what given commitments come to.

use super::apply::{Purchase, apply, pooled};
use super::curve::{Curve, CurveRequest, curve};
use super::portfolio::{Buyable, Limits, Portfolio, PortfolioProblem, best_portfolio, price_portfolio};
use super::usage::CoverableUsage;
use crate::money::Money;
use crate::scenario::{PaymentOption, TermYears};

/// What is asked about usage; plans run through all of its hours.
#[derive(Clone, Debug)]
pub struct CommitQuestion<'a> {
    /// Hourly usage and all offers.
    pub usage: &'a CoverableUsage,
    /// Purchases to price instead of choosing some; of each offer one at most, of offers that may be bought.
    pub given: Option<&'a [Purchase]>,
    /// The longest term that may be bought.
    pub max_term: Option<TermYears>,
    /// The payment options that may be bought; all of them when empty.
    pub payments: &'a [PaymentOption],
    /// What else a choice must keep to.
    pub limits: Limits,
    /// Whether to follow the total over other commitments.
    pub curves: bool,
}

impl CommitQuestion<'_> {
    /// Whether plans of that term and payment option may be bought.
    #[must_use]
    pub fn allows(&self, term: TermYears, payment: PaymentOption) -> bool {
        let is_short = self.max_term.is_none_or(|longest| term <= longest);
        is_short && (self.payments.is_empty() || self.payments.contains(&payment))
    }

    fn buyable(&self, may_buy: impl Fn(TermYears, PaymentOption) -> bool) -> Vec<Buyable> {
        let offers = self.usage.offers.iter().enumerate();
        // A plan that covers nothing of the usage is never worth its fee.
        let wanted =
            offers.filter(|(_, offer)| may_buy(offer.term, offer.payment) && offer.rates.iter().any(Option::is_some));
        wanted.map(|(offer, _)| Buyable { offer, hours: 0..self.usage.hours }).collect()
    }

    fn problem<'p>(&'p self, held: &'p [Purchase], buyable: &'p [Buyable]) -> PortfolioProblem<'p> {
        PortfolioProblem { usage: self.usage, held, buyable, limits: self.limits.clone() }
    }
}

/// What plans of one term and payment option alone come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Their term.
    pub term: TermYears,
    /// Their payment option.
    pub payment: PaymentOption,
    /// Whether the question allows to buy them.
    pub allowed: bool,
    /// The best of them.
    pub portfolio: Portfolio,
}

/// How much of an item is covered over all hours, in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemCoverage {
    /// All that is used.
    pub used: i128,
    /// What each purchase covers, in the order of `bought`.
    pub covered: Vec<i128>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// What is bought, or was given.
    pub portfolio: Portfolio,
    /// Everything on demand.
    pub all_on_demand: Money,
    /// What is covered, in the order of the usage's items.
    pub items: Vec<ItemCoverage>,
    /// The best of each term and payment option that has an offer, in their order.
    pub alternatives: Vec<Alternative>,
    /// Of each offer bought or given; of each that may be bought when nothing is.
    pub curves: Vec<Curve>,
}

/// Chooses the cheapest portfolio, or prices the given one, with what is beside it.
#[must_use]
pub fn propose(question: &CommitQuestion<'_>) -> Proposal {
    let buyable = question.buyable(|term, payment| question.allows(term, payment));
    let problem = question.problem(&[], &buyable);
    let portfolio = match question.given {
        Some(given) => price_portfolio(&problem, given),
        None => best_portfolio(&problem),
    };
    Proposal {
        all_on_demand: question.usage.on_demand_cost(),
        items: coverage(question.usage, &portfolio),
        alternatives: alternatives(question),
        curves: if question.curves { curves(question, &portfolio, &buyable) } else { Vec::new() },
        portfolio,
    }
}

/// What each purchase covers; they are of different offers.
fn coverage(usage: &CoverableUsage, portfolio: &Portfolio) -> Vec<ItemCoverage> {
    let bought: Vec<Purchase> = portfolio.bought.iter().map(|holding| holding.purchase.clone()).collect();
    let pools = pooled(usage, &bought);
    let sum = |hourly: &[i64]| hourly.iter().map(|&parts| i128::from(parts)).sum::<i128>();
    let empty = |used| ItemCoverage { used, covered: vec![0; bought.len()] };
    let mut items: Vec<ItemCoverage> = usage.items.iter().map(|item| empty(sum(&item.hourly))).collect();
    for pair in apply(usage, &pools).pairs {
        let of_offer = bought.iter().position(|purchase| purchase.offer == pools[pair.pool].offer);
        items[pair.item].covered[of_offer.expect("every pool is of a purchase")] += sum(&pair.hourly);
    }
    items
}

fn alternatives(question: &CommitQuestion<'_>) -> Vec<Alternative> {
    let mut kinds: Vec<(TermYears, PaymentOption)> =
        question.usage.offers.iter().map(|offer| (offer.term, offer.payment)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let best = |(term, payment)| {
        let buyable = question.buyable(|of, paid| (of, paid) == (term, payment));
        let portfolio = best_portfolio(&question.problem(&[], &buyable));
        Alternative { term, payment, allowed: question.allows(term, payment), portfolio }
    };
    kinds.into_iter().map(best).collect()
}

fn curves(question: &CommitQuestion<'_>, portfolio: &Portfolio, buyable: &[Buyable]) -> Vec<Curve> {
    let bought: Vec<&Purchase> = portfolio.bought.iter().map(|holding| &holding.purchase).collect();
    let offers: Vec<usize> = match question.given {
        Some(given) => given.iter().map(|purchase| purchase.offer).collect(),
        None if bought.is_empty() => buyable.iter().map(|it| it.offer).collect(),
        None => bought.iter().map(|purchase| purchase.offer).collect(),
    };
    let of_offer = |offer: usize| {
        let others: Vec<Purchase> = bought.iter().filter(|it| it.offer != offer).map(|it| (*it).clone()).collect();
        let own = bought.iter().find(|it| it.offer == offer).map_or(Money::ZERO, |it| it.hourly_commitment);
        let request = CurveRequest { usage: question.usage, others: &others, offer, limits: &question.limits };
        curve(&request, question.given.is_some(), own)
    };
    offers.into_iter().map(of_offer).collect()
}
