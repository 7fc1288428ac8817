//! What is bought when, what it takes in cash by quarter, and what runs out when (rule A7).

use jiff::civil::Date;

use super::running_term::RunningTerm;
use crate::money::Money;
use crate::time::{Horizon, YearMonth, utc_months};

/// A term that begins inside the horizon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedPurchase {
    /// The day to buy it, from midnight UTC.
    pub date: Date,
    /// What is bought.
    pub term: RunningTerm,
}

/// Upfront cash of a calendar quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuarterCash {
    /// The year.
    pub year: i16,
    /// The quarter, 1 to 4.
    pub quarter: i8,
    /// Paid upfront in it.
    pub upfront: Money,
}

/// The commitments in force in the first hour of a month, or of the part of it inside the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthInForce {
    /// The month.
    pub month: YearMonth,
    /// All hourly commitments together.
    pub hourly_commitment: Money,
}

/// A commitment that runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiry {
    /// The day that it ends on; its first hour without the commitment lies on it.
    pub date: Date,
    /// What runs out.
    pub term: RunningTerm,
    /// Whether that is after the horizon.
    pub is_past_horizon: bool,
}

/// The terms that begin inside the horizon, by date; those of one day in the order given.
#[must_use]
pub fn purchases(terms: &[RunningTerm], horizon: &Horizon) -> Vec<PlannedPurchase> {
    let inside = terms.iter().filter(|term| (0..i64::from(horizon.hours())).contains(&term.hours.start));
    let mut planned: Vec<PlannedPurchase> = inside
        .map(|term| PlannedPurchase { date: horizon.date_of_hour(term.hours.start), term: term.clone() })
        .collect();
    planned.sort_by_key(|purchase| purchase.date);
    planned
}

/// Upfront cash in every calendar quarter that the horizon touches.
#[must_use]
pub fn upfront_by_quarter(terms: &[RunningTerm], horizon: &Horizon) -> Vec<QuarterCash> {
    let mut quarters: Vec<QuarterCash> = Vec::new();
    for month in super::cash_by_month(terms, horizon) {
        let (year, quarter) = (month.month.year, (month.month.month - 1) / 3 + 1);
        match quarters.last_mut().filter(|last| (last.year, last.quarter) == (year, quarter)) {
            Some(last) => last.upfront += month.upfront,
            None => quarters.push(QuarterCash { year, quarter, upfront: month.upfront }),
        }
    }
    quarters
}

/// Commitments in force in every month of the horizon, and after it until the last has run out.
#[must_use]
pub fn in_force(terms: &[RunningTerm], horizon: &Horizon) -> Vec<MonthInForce> {
    let last_end = terms.iter().map(|term| term.hours.end).fold(i64::from(horizon.hours()), i64::max);
    let first_minute = horizon.first_minute();
    let month = |(minute, _): (i64, i64)| {
        let hour = ((minute - first_minute) / 60).max(0);
        let date = horizon.date_of_hour(hour);
        let running = terms.iter().filter(|term| term.hours.contains(&hour));
        MonthInForce {
            month: YearMonth { year: date.year(), month: date.month() },
            hourly_commitment: running.map(|term| term.hourly_commitment).sum(),
        }
    };
    utc_months(first_minute, first_minute.saturating_add(last_end.saturating_mul(60))).into_iter().map(month).collect()
}

/// The terms that run out inside the horizon or after it, by date.
#[must_use]
pub fn expiries(terms: &[RunningTerm], horizon: &Horizon) -> Vec<Expiry> {
    let mut expiries: Vec<Expiry> = terms
        .iter()
        .filter(|term| term.hours.end > 0)
        .map(|term| Expiry {
            date: horizon.date_of_hour(term.hours.end),
            term: term.clone(),
            is_past_horizon: term.hours.end > i64::from(horizon.hours()),
        })
        .collect();
    expiries.sort_by_key(|expiry| expiry.date);
    expiries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::outlook::made_up::{dollars, months_of_2026, term};
    use crate::scenario::PaymentOption;
    use jiff::civil::date;

    /// A dollar held since half a year, two dollars on the first of April, half upfront.
    fn terms() -> Vec<RunningTerm> {
        vec![term(PaymentOption::PartialUpfront, "2", 2_160), term(PaymentOption::NoUpfront, "1", -4_380)]
    }

    #[test]
    fn only_what_begins_inside_the_horizon_is_to_be_bought() {
        let planned = purchases(&terms(), &months_of_2026(12));
        assert_eq!(planned.iter().map(|purchase| purchase.date).collect::<Vec<_>>(), [date(2026, 4, 1)]);
    }

    #[test]
    fn cash_falls_in_the_quarter_of_the_purchase() {
        let quarters = upfront_by_quarter(&terms(), &months_of_2026(7));
        let expect = |quarter, upfront| QuarterCash { year: 2026, quarter, upfront };
        assert_eq!(quarters, [expect(1, Money::ZERO), expect(2, dollars("8760")), expect(3, Money::ZERO)]);
    }

    #[test]
    fn the_profile_goes_on_until_the_last_plan_has_run_out() {
        let months = in_force(&terms(), &months_of_2026(12));
        let profile: Vec<String> =
            months.iter().map(|month| format!("{} {}", month.month, month.hourly_commitment.to_decimal())).collect();
        assert_eq!(profile.len(), 15);
        assert_eq!((&profile[2][..], &profile[3][..]), ("2026-03 1", "2026-04 3"));
        assert_eq!((&profile[6][..], &profile[7][..]), ("2026-07 3", "2026-08 2"));
        assert_eq!(profile[14], "2027-03 2");
    }

    #[test]
    fn what_runs_out_is_dated_also_past_the_horizon() {
        let ends = expiries(&terms(), &months_of_2026(12));
        let ends: Vec<(Date, bool)> = ends.iter().map(|expiry| (expiry.date, expiry.is_past_horizon)).collect();
        assert_eq!(ends, [(date(2026, 7, 2), false), (date(2027, 4, 1), true)]);
    }

    #[test]
    fn the_end_of_the_calendar_is_no_reason_to_panic() {
        let horizon = Horizon::new(date(9_998, 6, 1), crate::time::Convention::Months(12)).unwrap();
        let terms = [RunningTerm { hours: 8_000..i64::MAX, ..term(PaymentOption::NoUpfront, "1", 0) }];
        assert_eq!(expiries(&terms, &horizon)[0].date, Date::MAX);
        assert!(in_force(&terms, &horizon).len() >= 12);
    }
}
