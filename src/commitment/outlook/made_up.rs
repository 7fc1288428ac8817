//! Small usages, terms and horizons for the tests of outlooks.

use jiff::civil::date;

use super::RunningTerm;
use crate::commitment::{CoverableItem, CoverableUsage, Offer, PlanScope, Purchase};
use crate::money::{Money, Percent};
use crate::scenario::{PaymentOption, TermYears};
use crate::time::{Convention, Horizon};

/// Parts that make one unit of a made-up item.
const PARTS: i64 = 1_000_000;

pub(crate) fn dollars(text: &str) -> Money {
    Money::parse(text).unwrap()
}

pub(crate) fn months_of_2026(months: u32) -> Horizon {
    Horizon::new(date(2026, 1, 1), Convention::Months(months)).unwrap()
}

/// A year of a Compute plan from an hour on.
pub(crate) fn term(payment: PaymentOption, hourly_commitment: &str, first_hour: i64) -> RunningTerm {
    RunningTerm {
        scope: PlanScope::Compute,
        term: TermYears::One,
        payment,
        hourly_commitment: dollars(hourly_commitment),
        fee_discount: Percent::ZERO,
        hours: first_hour..first_hour + 8_760,
    }
}

/// An item at a dollar a unit, in whole units per hour.
pub(crate) fn item(name: &str, units: &[i64]) -> CoverableItem {
    CoverableItem {
        name: name.to_owned(),
        hourly: units.iter().map(|units| units * PARTS).collect(),
        parts_per_unit: i128::from(PARTS),
        list: dollars("1"),
        contracted: dollars("1"),
    }
}

/// A year without upfront payment, with the rate of each item.
pub(crate) fn offer(scope: PlanScope, rates: &[Option<&str>]) -> Offer {
    Offer {
        scope,
        term: TermYears::One,
        payment: PaymentOption::NoUpfront,
        rates: rates.iter().map(|rate| rate.map(dollars)).collect(),
        fee_discount: Percent::ZERO,
    }
}

/// Instances of one type at a dollar an hour, and a Compute plan at 0.6.
pub(crate) fn instances(units: &[i64]) -> CoverableUsage {
    CoverableUsage {
        items: vec![item("BoxUsage:m7g.large", units)],
        offers: vec![offer(PlanScope::Compute, &[Some("0.6")])],
        hours: units.len(),
    }
}

/// The same, and a plan of the family at 0.5.
pub(crate) fn with_family(units: &[i64]) -> CoverableUsage {
    let mut usage = instances(units);
    usage.offers.push(offer(PlanScope::Ec2Instance("m7g".to_owned()), &[Some("0.5")]));
    usage
}

/// vCPUs at a dollar an hour, and a Compute plan at 0.8.
pub(crate) fn fargate(units: &[i64]) -> CoverableUsage {
    CoverableUsage {
        items: vec![item("Fargate-vCPU-Hours:perCPU", units)],
        offers: vec![offer(PlanScope::Compute, &[Some("0.8")])],
        hours: units.len(),
    }
}

/// So much an hour of an offer over all hours of a usage.
pub(crate) fn bought(usage: &CoverableUsage, offer: usize, hourly_commitment: &str) -> Purchase {
    Purchase { offer, hourly_commitment: dollars(hourly_commitment), hours: 0..usage.hours }
}
