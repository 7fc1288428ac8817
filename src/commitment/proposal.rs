//! [`propose`]: what to commit to for given usage, or what given commitments come to.

use std::ops::Range;

use super::apply::{Purchase, apply, pooled};
use super::curve::{Curve, CurveMark, CurveRequest, curve};
use super::portfolio::{Buyable, Limits, Portfolio, PortfolioProblem, best_portfolio, price_portfolio};
use super::usage::CoverableUsage;
use crate::money::Money;
use crate::patience::{Interrupted, Patience};
use crate::scenario::{PaymentOption, TermYears};

/// What is asked about usage.
#[derive(Clone, Debug)]
pub struct CommitQuestion<'a> {
    /// Hourly usage and all offers.
    pub usage: &'a CoverableUsage,
    /// Plans held already.
    pub held: &'a [Purchase],
    /// Purchases to price instead of choosing some; of each offer one at most, of offers that may be bought.
    pub given: Option<&'a [Purchase]>,
    /// How a curve marks those purchases.
    pub given_mark: CurveMark,
    /// The terms and payment options that may be bought; all of them when `None`.
    pub terms: Option<&'a [(TermYears, PaymentOption)]>,
    /// Whether a plan that ends inside the usage is bought again on the same terms.
    pub renew: bool,
    /// The longest term that may be bought.
    pub max_term: Option<TermYears>,
    /// The payment options that may be bought; all of them when empty.
    pub payments: &'a [PaymentOption],
    /// What else a choice must keep to.
    pub limits: Limits,
    /// Whether to follow the total over other commitments.
    pub curves: bool,
    /// How long the searches may go on.
    pub patience: Patience<'a>,
}

impl CommitQuestion<'_> {
    /// Whether plans of that term and payment option may be bought.
    #[must_use]
    pub fn allows(&self, term: TermYears, payment: PaymentOption) -> bool {
        let is_short = self.max_term.is_none_or(|longest| term <= longest);
        let is_named = self.terms.is_none_or(|terms| terms.contains(&(term, payment)));
        is_short && is_named && (self.payments.is_empty() || self.payments.contains(&payment))
    }

    /// The hours in which a plan that is bought runs.
    #[must_use]
    pub fn hours_of(&self, offer: usize) -> Range<usize> {
        let term = self.usage.offers[offer].term.hours() as usize;
        0..if self.renew { self.usage.hours } else { self.usage.hours.min(term) }
    }

    /// Everything that may be bought.
    #[must_use]
    pub fn choices(&self) -> Vec<Buyable> {
        self.buyable(|term, payment| self.allows(term, payment))
    }

    fn buyable(&self, may_buy: impl Fn(TermYears, PaymentOption) -> bool) -> Vec<Buyable> {
        let offers = self.usage.offers.iter().enumerate();
        // A plan that covers nothing of the usage is never worth its fee.
        let wanted =
            offers.filter(|(_, offer)| may_buy(offer.term, offer.payment) && offer.rates.iter().any(Option::is_some));
        wanted.map(|(offer, _)| Buyable { offer, hours: self.hours_of(offer) }).collect()
    }

    fn problem<'p>(&'p self, buyable: &'p [Buyable]) -> PortfolioProblem<'p> {
        PortfolioProblem {
            usage: self.usage,
            held: self.held,
            buyable,
            limits: self.limits.clone(),
            patience: self.patience.untold(),
        }
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
    /// What each purchase covers, in the order of `bought`; of a pool with plans held already, the whole pool.
    pub covered: Vec<i128>,
    /// What plans held already cover.
    pub by_held: i128,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// What is bought, or was given.
    pub portfolio: Portfolio,
    /// Everything on demand.
    pub all_on_demand: Money,
    /// Nothing bought: what is held, and the rest on demand.
    pub nothing_bought: Money,
    /// What is covered, in the order of the usage's items.
    pub items: Vec<ItemCoverage>,
    /// The best of each term and payment option that has an offer, in their order.
    pub alternatives: Vec<Alternative>,
    /// Of each offer bought or given; of each that may be bought when nothing is.
    pub curves: Vec<Curve>,
    /// How many of the searches, for the portfolio, the alternatives and the curves, went to their end, if not all: then
    /// the portfolio may be the best so far only, which its bound tells, and alternatives and curves are those done.
    pub interrupted: Option<Interrupted>,
}

/// Chooses the cheapest portfolio, or prices the given one, with what is beside it.
#[must_use]
pub fn propose(question: &CommitQuestion<'_>) -> Proposal {
    let buyable = question.choices();
    let problem = question.problem(&buyable);
    let portfolio = match question.given {
        Some(given) => price_portfolio(&problem, given),
        None => best_portfolio(&problem),
    };
    let kinds = kinds_of_offers(question.usage);
    let offers = if question.curves { curve_offers(question, &portfolio, &buyable) } else { Vec::new() };
    let mut searches = Searches { patience: question.patience, done: 0, of: 1 + kinds.len() + offers.len() };
    searches.finished(());
    let alternatives = searches.through(&kinds, |&kind| alternative(question, kind));
    let curves = searches.through(&offers, |&offer| curve_of(question, &portfolio, offer));
    Proposal {
        all_on_demand: question.usage.on_demand_cost(),
        nothing_bought: price_portfolio(&question.problem(&[]), &[]).total,
        items: coverage(question.usage, &portfolio),
        alternatives,
        curves,
        interrupted: Interrupted::after(searches.done, searches.of),
        portfolio,
    }
}

/// Searches one after the other, as long as patience lasts.
struct Searches<'a> {
    patience: Patience<'a>,
    done: usize,
    of: usize,
}

impl Searches<'_> {
    /// What a search found, if it went to its end.
    fn finished<T>(&mut self, found: T) -> Option<T> {
        if self.patience.is_over() {
            return None;
        }
        self.done += 1;
        self.patience.done(self.done, self.of);
        Some(found)
    }

    fn through<T, R>(&mut self, all: &[T], search: impl Fn(&T) -> R) -> Vec<R> {
        let until_over = |one: &T| if self.patience.is_over() { None } else { self.finished(search(one)) };
        all.iter().map_while(until_over).collect()
    }
}

/// What each purchase covers; they are of different offers.
fn coverage(usage: &CoverableUsage, portfolio: &Portfolio) -> Vec<ItemCoverage> {
    let bought: Vec<Purchase> = portfolio.bought.iter().map(|holding| holding.purchase.clone()).collect();
    let held = portfolio.held.iter().map(|holding| holding.purchase.clone());
    let all: Vec<Purchase> = held.chain(bought.iter().cloned()).collect();
    let pools = pooled(usage, &all);
    let sum = |hourly: &[i64]| hourly.iter().map(|&parts| i128::from(parts)).sum::<i128>();
    let empty = |used| ItemCoverage { used, covered: vec![0; bought.len()], by_held: 0 };
    let mut items: Vec<ItemCoverage> = usage.items.iter().map(|item| empty(sum(&item.hourly))).collect();
    for pair in apply(usage, &pools).pairs {
        let of_offer = bought.iter().position(|purchase| purchase.offer == pools[pair.pool].offer);
        match of_offer {
            Some(index) => items[pair.item].covered[index] += sum(&pair.hourly),
            None => items[pair.item].by_held += sum(&pair.hourly),
        }
    }
    items
}

/// Every term and payment option that has an offer, in their order.
fn kinds_of_offers(usage: &CoverableUsage) -> Vec<(TermYears, PaymentOption)> {
    let mut kinds: Vec<(TermYears, PaymentOption)> =
        usage.offers.iter().map(|offer| (offer.term, offer.payment)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn alternative(question: &CommitQuestion<'_>, (term, payment): (TermYears, PaymentOption)) -> Alternative {
    let buyable = question.buyable(|of, paid| (of, paid) == (term, payment));
    let portfolio = best_portfolio(&question.problem(&buyable));
    Alternative { term, payment, allowed: question.allows(term, payment), portfolio }
}

/// The offers of which a curve is followed.
fn curve_offers(question: &CommitQuestion<'_>, portfolio: &Portfolio, buyable: &[Buyable]) -> Vec<usize> {
    match question.given {
        Some(given) => given.iter().map(|purchase| purchase.offer).collect(),
        None if portfolio.bought.is_empty() => buyable.iter().map(|it| it.offer).collect(),
        None => portfolio.bought.iter().map(|holding| holding.purchase.offer).collect(),
    }
}

fn curve_of(question: &CommitQuestion<'_>, portfolio: &Portfolio, offer: usize) -> Curve {
    let bought = || portfolio.bought.iter().map(|holding| &holding.purchase);
    let other = bought().filter(|it| it.offer != offer).cloned();
    let others: Vec<Purchase> = question.held.iter().cloned().chain(other).collect();
    let own = bought().find(|it| it.offer == offer).map_or(Money::ZERO, |it| it.hourly_commitment);
    let hours = question.hours_of(offer);
    let request = CurveRequest { usage: question.usage, others: &others, offer, hours, limits: &question.limits };
    curve(&request, question.given.map(|_| question.given_mark), own)
}
