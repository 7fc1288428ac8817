//! Buying in steps against growing demand, beside one purchase today (rule A8).

use super::super::apply::Purchase;
use super::super::portfolio::{Buyable, Limits, Portfolio, PortfolioProblem, best_portfolio, price_portfolio};
use super::super::usage::CoverableUsage;
use super::problem::{OutlookError, checked};
use crate::patience::Patience;
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
    /// How long the searches may go on.
    pub patience: Patience<'a>,
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
    let best = |buyable: &[Buyable], simpler: &Portfolio| {
        let problem =
            PortfolioProblem { usage, held, buyable, limits: question.limits.clone(), patience: question.patience };
        let found = best_portfolio(&problem);
        // With a cost of capital the search weighs more than totals, and its choice stands.
        if question.limits.cost_of_capital.is_zero() { at_least_as_good(found, simpler) } else { found }
    };
    let nothing = price_portfolio(
        &PortfolioProblem { usage, held, buyable: &[], limits: Limits::default(), patience: question.patience },
        &[],
    );
    let today = best(&buyable_today(usage, offers, renew), &nothing);
    let ladder = best(&buyable_in_steps(usage, offers, &ladder_dates(horizon, step), renew), &today);
    Ok(LadderComparison { nothing, today, ladder })
}

/// What was found, or what was found with less to choose from if that is cheaper: the search has a gap, the choice has not.
fn at_least_as_good(found: Portfolio, simpler: &Portfolio) -> Portfolio {
    if simpler.total < found.total { Portfolio { lower_bound: found.lower_bound, ..simpler.clone() } } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::outlook::made_up::{bought, dollars, instances, months_of_2026};
    use crate::money::Money;
    use proptest::prelude::*;

    fn question<'a>(usage: &'a CoverableUsage, horizon: &'a Horizon, step: LadderStep) -> LadderQuestion<'a> {
        LadderQuestion {
            usage,
            horizon,
            held: &[],
            offers: &[0],
            step,
            renew: true,
            limits: Limits::default(),
            patience: Patience::ENDLESS,
        }
    }

    /// So many instances in each month of 2026.
    fn growing(by_month: &[i64]) -> (Horizon, CoverableUsage) {
        let horizon = months_of_2026(u32::try_from(by_month.len()).unwrap());
        let hours = horizon.months().iter().zip(by_month);
        let units: Vec<i64> = hours.flat_map(|(span, &units)| vec![units; span.hours as usize]).collect();
        (horizon, instances(&units))
    }

    #[test]
    fn steps_follow_growth_that_one_purchase_cannot() {
        let (horizon, usage) = growing(&[10, 10, 20, 20]);
        let found = compare_ladder(&question(&usage, &horizon, LadderStep::Monthly)).unwrap();
        // 1,416 hours of ten instances and 1,464 of twenty. The second ten are used in 1,464 of 2,880 hours: at 0.6 they
        // do not pay from today on, and from March on they do.
        assert_eq!(found.nothing.total, dollars("43440"));
        assert_eq!(found.today.total, dollars("43440") - dollars("4").times(2_880));
        let best = found.today.total - dollars("4").times(1_464);
        let above = (found.ladder.total - best).picodollars();
        assert!((0..=best.picodollars() / 1_000_000).contains(&above), "{}", found.ladder.total.to_decimal());
    }

    #[test]
    fn quarters_are_every_third_date() {
        let horizon = months_of_2026(8);
        assert_eq!(ladder_dates(&horizon, LadderStep::Quarterly), [0, 2_160, 4_344]);
        assert_eq!(ladder_dates(&horizon, LadderStep::Monthly).len(), 8);
    }

    #[test]
    fn a_later_purchase_runs_one_term_and_the_first_is_renewed_if_asked() {
        let (_, usage) = growing(&[1; 15]);
        let windows = |renew| {
            let buyable = buyable_in_steps(&usage, &[0], &[0, 2_160], renew);
            buyable.into_iter().map(|buyable| buyable.hours).collect::<Vec<_>>()
        };
        assert_eq!(windows(true), [0..usage.hours, 0..8_760, 2_160..10_920]);
        assert_eq!(windows(false), [0..8_760, 2_160..10_920]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let (horizon, usage) = growing(&[1, 1]);
        let sound = question(&usage, &horizon, LadderStep::Monthly);
        let short = instances(&[1]);
        let other_hours = LadderQuestion { usage: &short, ..sound.clone() };
        assert_eq!(compare_ladder(&other_hours), Err(OutlookError::Horizon { horizon: 1_416, usage: 1 }));
        let no_offer = LadderQuestion { offers: &[1], ..sound.clone() };
        assert_eq!(compare_ladder(&no_offer), Err(OutlookError::Offer(1)));
        let held = [Purchase { hours: 0..9_999, ..bought(&usage, 0, "1") }];
        assert_eq!(compare_ladder(&LadderQuestion { held: &held, ..sound }), Err(OutlookError::Purchase(0)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn a_ladder_is_never_worse_than_one_purchase_and_that_never_worse_than_none(
            by_month in proptest::collection::vec(0_i64..30, 2..5), held in 0_i128..10, monthly in proptest::bool::ANY,
        ) {
            let (horizon, usage) = growing(&by_month);
            let held = [Purchase { hourly_commitment: dollars("1").times(held), ..bought(&usage, 0, "0") }];
            let step = if monthly { LadderStep::Monthly } else { LadderStep::Quarterly };
            let question = LadderQuestion { held: &held, ..question(&usage, &horizon, step) };
            let found = compare_ladder(&question).unwrap();
            prop_assert!(found.ladder.total <= found.today.total && found.today.total <= found.nothing.total);
            prop_assert!(found.ladder.lower_bound <= found.ladder.total);
            prop_assert!(found.nothing.fees >= Money::ZERO);
        }
    }
}
