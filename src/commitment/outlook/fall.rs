//! How far load may fall before commitments cost more than they save (rule A4).

use super::super::apply::Purchase;
use super::super::usage::{CoverableItem, CoverableUsage};
use super::cases::DemandCases;
use super::problem::{OutlookError, checked};
use super::value::{saving_of, saving_of_all};
use crate::money::{Money, Percent};

/// A fall of everything, in hundredths of a percent.
const WHOLE: i64 = 10_000;

/// Between which two falls of load a commitment begins to lose money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FallBracket {
    /// It still costs no more than not having it.
    pub pays_at: Percent,
    /// A hundredth of a percentage point more, at which it costs more; `None` when it pays even without any load.
    pub loses_at: Option<Percent>,
}

/// How far the load may fall under one commitment or several, and how likely it is that they lose money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fall {
    /// Where they begin to lose; `None` when they lose already.
    pub bracket: Option<FallBracket>,
    /// The weight of the demand scenarios in which they lose, as a share of the whole; `None` without scenarios.
    pub loss_share: Option<f64>,
}

/// The falls of a set of purchases.
#[derive(Clone, Debug, PartialEq)]
pub struct FallOutlook {
    /// All of them against none of them.
    pub all: Fall,
    /// Each against the others alone, in their order.
    pub each: Vec<Fall>,
}

/// How far the load of `usage` may fall under purchases, and how likely they are to lose money under demand scenarios
/// that stand beside it.
///
/// # Errors
/// [`OutlookError`] when a purchase is not one of the usage's.
pub fn fall_outlook(
    usage: &CoverableUsage,
    held: &[Purchase],
    bought: &[Purchase],
    cases: Option<&DemandCases>,
) -> Result<FallOutlook, OutlookError> {
    checked(usage, held)?;
    checked(usage, bought)?;
    let shares = cases.map(|cases| cases.loss_shares(held, bought));
    let each = fall_of_each(usage, held, bought).into_iter().enumerate();
    let of_one =
        |(index, bracket): (usize, _)| Fall { bracket, loss_share: shares.as_ref().map(|all| all.each[index]) };
    let all = Fall { bracket: fall_of_all(usage, held, bought), loss_share: shares.as_ref().map(|shares| shares.all) };
    Ok(FallOutlook { all, each: each.map(of_one).collect() })
}

/// For each of the purchases, with the others kept, how far the load may fall; `None` for one that loses already.
#[must_use]
pub fn fall_of_each(usage: &CoverableUsage, held: &[Purchase], bought: &[Purchase]) -> Vec<Option<FallBracket>> {
    (0..bought.len()).map(|index| fall(usage, |usage| saving_of(usage, held, bought, index))).collect()
}

/// How far the load may fall before all purchases together cost more than none of them; `None` if they do already.
#[must_use]
pub fn fall_of_all(usage: &CoverableUsage, held: &[Purchase], bought: &[Purchase]) -> Option<FallBracket> {
    fall(usage, |usage| saving_of_all(usage, held, bought))
}

/// The bracket around which `saving` turns negative, by bisection over whole hundredths of a percent.
fn fall(usage: &CoverableUsage, saving: impl Fn(&CoverableUsage) -> Money) -> Option<FallBracket> {
    let pays = |fall| saving(&fallen(usage, fall)) >= Money::ZERO;
    if !pays(0) {
        return None;
    }
    if pays(WHOLE) {
        return Some(FallBracket { pays_at: Percent::hundredths(WHOLE), loses_at: None });
    }
    let (mut pays_at, mut loses_at) = (0, WHOLE);
    while loses_at - pays_at > 1 {
        let middle = i64::midpoint(pays_at, loses_at);
        if pays(middle) {
            pays_at = middle;
        } else {
            loses_at = middle;
        }
    }
    Some(FallBracket { pays_at: Percent::hundredths(pays_at), loses_at: Some(Percent::hundredths(loses_at)) })
}

/// The usage with every hour of every item lower by `fall` hundredths of a percent, rounded down to whole parts.
fn fallen(usage: &CoverableUsage, fall: i64) -> CoverableUsage {
    // In two pieces, as the product of all parts need not fit.
    let left = |&parts: &i64| parts / WHOLE * (WHOLE - fall) + parts % WHOLE * (WHOLE - fall) / WHOLE;
    let item = |item: &CoverableItem| CoverableItem { hourly: item.hourly.iter().map(left).collect(), ..item.clone() };
    CoverableUsage { items: usage.items.iter().map(item).collect(), ..usage.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::outlook::made_up::{bought, dollars, instances};
    use proptest::prelude::*;

    #[test]
    fn a_plan_on_steady_load_pays_until_the_load_is_worth_less_than_its_fee() {
        // Ten instances at $1; $6 an hour at 0.6 cover all ten, so six must stay: a fall of 40 %.
        let usage = instances(&[10; 5]);
        let bracket = fall_of_all(&usage, &[], &[bought(&usage, 0, "6")]).unwrap();
        assert_eq!(bracket.pays_at, Percent::whole(40));
        assert_eq!(bracket.loses_at, Some(Percent::parse("40.01").unwrap()));
    }

    #[test]
    fn a_second_plan_on_top_may_fall_less_than_the_first() {
        let usage = instances(&[10; 5]);
        let two = [bought(&usage, 0, "3"), bought(&usage, 0, "3")];
        // With the other half kept, a half must find three of its five instances above the other's five.
        let each = fall_of_each(&usage, &[], &two);
        assert_eq!(each.iter().map(|fall| fall.unwrap().pays_at).collect::<Vec<_>>(), [Percent::whole(20); 2]);
        assert_eq!(fall_of_all(&usage, &[], &two).unwrap().pays_at, Percent::whole(40));
        assert_eq!(fall_of_all(&usage, &two[..1], &two[1..]).unwrap().pays_at, Percent::whole(20));
    }

    #[test]
    fn what_loses_already_has_no_bracket_and_what_is_free_no_end() {
        let mut usage = instances(&[10; 5]);
        assert_eq!(fall_of_all(&usage, &[], &[bought(&usage, 0, "10.01")]), None);
        usage.offers[0].fee_discount = Percent::whole(100);
        let free = fall_of_all(&usage, &[], &[bought(&usage, 0, "6")]).unwrap();
        assert_eq!(free, FallBracket { pays_at: Percent::whole(100), loses_at: None });
    }

    #[test]
    fn large_amounts_fall_without_overflow() {
        let mut usage = instances(&[1]);
        usage.items[0].hourly[0] = i64::MAX;
        assert_eq!(fallen(&usage, 1).items[0].hourly[0], (i128::from(i64::MAX) * 9_999 / 10_000) as i64);
    }

    proptest! {
        #[test]
        fn a_larger_commitment_stands_less_of_a_fall(
            units in proptest::collection::vec(0_i64..40, 1..30), smaller in 1_i128..1_000, more in 0_i128..1_000,
        ) {
            let usage = instances(&units);
            let cents = |cents: i128| Purchase { hourly_commitment: dollars("0.01").times(cents), ..bought(&usage, 0, "0") };
            let fall = |cents_an_hour| fall_of_all(&usage, &[], &[cents(cents_an_hour)]).map(|bracket| bracket.pays_at);
            prop_assert!(fall(smaller) >= fall(smaller + more));
        }

        #[test]
        fn the_bracket_is_where_every_single_step_says_it_is(
            units in proptest::collection::vec(0_i64..9, 1..8), cents in 1_i128..600,
        ) {
            let usage = instances(&units);
            let plan = [Purchase { hourly_commitment: dollars("0.01").times(cents), ..bought(&usage, 0, "0") }];
            let loses = (0..=WHOLE).find(|&step| saving_of_all(&fallen(&usage, step), &[], &plan) < Money::ZERO);
            let expected = loses.and_then(|step| step.checked_sub(1).filter(|&step| step >= 0)).map(Percent::hundredths);
            prop_assert_eq!(fall_of_all(&usage, &[], &plan).map(|bracket| bracket.pays_at), expected);
        }
    }
}
