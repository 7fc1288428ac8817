//! Buying in steps against growing demand, beside one purchase today (rule A8).

use super::super::apply::Purchase;
use super::super::portfolio::{Buyable, Limits, Portfolio, PortfolioProblem, best_portfolio, price_portfolio};
use super::super::usage::CoverableUsage;
use super::problem::{OutlookError, checked};
use crate::time::Horizon;

/// How far apart the dates of a ladder are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LadderStep {
    /// The first hour of the horizon and of every calendar month in it.
    Monthly,
    /// The first of these and every third after it.
    Quarterly,
}

/// What to compare.
#[derive(Clone, Debug)]
pub struct LadderQuestion<'a> {
    /// Usage over the horizon.
    pub usage: &'a CoverableUsage,
    /// The horizon, of as many hours.
    pub horizon: &'a Horizon,
    /// What is held already.
    pub held: &'a [Purchase],
    /// Which offers may be bought, by their indices in the usage.
    pub offers: &'a [usize],
    /// The dates.
    pub step: LadderStep,
    /// Whether a purchase of today is renewed until the end of the horizon; one of a later date never is.
    pub renew: bool,
    /// Limits on all purchases together.
    pub limits: Limits,
}

/// The same usage with no purchase, with the best of today and with the best ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LadderComparison {
    /// Nothing is bought.
    pub nothing: Portfolio,
    /// Bought on the first day only.
    pub today: Portfolio,
    /// Bought on any of the dates.
    pub ladder: Portfolio,
}

/// The hours on which a ladder may buy.
#[must_use]
pub fn ladder_dates(horizon: &Horizon, step: LadderStep) -> Vec<usize> {
    let apart = match step {
        LadderStep::Monthly => 1,
        LadderStep::Quarterly => 3,
    };
    horizon.months().iter().step_by(apart).map(|span| span.first_hour as usize).collect()
}

/// What can be bought on the first day.
#[must_use]
pub fn buyable_today(usage: &CoverableUsage, offers: &[usize], renew: bool) -> Vec<Buyable> {
    let window = |offer: usize| {
        let term = usage.offers[offer].term.hours() as usize;
        Buyable { offer, hours: 0..if renew { usage.hours } else { usage.hours.min(term) } }
    };
    offers.iter().map(|&offer| window(offer)).collect()
}

/// What can be bought on the first day, and single terms from each of the dates; the end of the usage cuts them.
#[must_use]
pub fn buyable_in_steps(usage: &CoverableUsage, offers: &[usize], dates: &[usize], renew: bool) -> Vec<Buyable> {
    let mut buyable = buyable_today(usage, offers, renew);
    for &date in dates.iter().filter(|&&date| date < usage.hours) {
        for &offer in offers {
            let end = (date + usage.offers[offer].term.hours() as usize).min(usage.hours);
            let single = Buyable { offer, hours: date..end };
            if !buyable.contains(&single) {
                buyable.push(single);
            }
        }
    }
    buyable
}

/// Compares a ladder with one purchase today and with none.
///
/// # Errors
/// [`OutlookError`] when the horizon has other hours than the usage, or an offer or a purchase held does not exist.
pub fn compare_ladder(question: &LadderQuestion<'_>) -> Result<LadderComparison, OutlookError> {
    let &LadderQuestion { usage, horizon, held, offers, step, renew, .. } = question;
    if horizon.hours() as usize != usage.hours {
        return Err(OutlookError::Horizon { horizon: horizon.hours() as usize, usage: usage.hours });
    }
    if let Some(&offer) = offers.iter().find(|&&offer| offer >= usage.offers.len()) {
        return Err(OutlookError::Offer(offer));
    }
    checked(usage, held)?;
    let best = |buyable: &[Buyable], at_least: &Portfolio| {
        let problem = PortfolioProblem { usage, held, buyable, limits: question.limits.clone() };
        at_least_as_good(best_portfolio(&problem), at_least)
    };
    let nothing = price_portfolio(&PortfolioProblem { usage, held, buyable: &[], limits: Limits::default() }, &[]);
    let today = best(&buyable_today(usage, offers, renew), &nothing);
    let ladder = best(&buyable_in_steps(usage, offers, &ladder_dates(horizon, step), renew), &today);
    Ok(LadderComparison { nothing, today, ladder })
}

/// What was found, or what was found with less to choose from if that is cheaper: the search has a gap, the choice has not.
fn at_least_as_good(found: Portfolio, simpler: &Portfolio) -> Portfolio {
    if simpler.total < found.total { Portfolio { lower_bound: found.lower_bound, ..simpler.clone() } } else { found }
}
