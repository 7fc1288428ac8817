//! The scenarios of AWS's documentation on how plans apply, to the printed cent.

use super::apply::{Purchase, pooled, totals};
use super::usage::{CoverableItem, CoverableUsage, Offer, PlanScope};
use crate::money::{Money, Percent};
use crate::scenario::{PaymentOption, TermYears};

fn dollars(text: &str) -> Money {
    Money::parse(text).unwrap()
}

/// One hour: four r5.4xlarge, Fargate, one m5.24xlarge with Windows, Lambda.
fn documented_hour() -> CoverableUsage {
    let rows = [
        ("r5.4xlarge", 4_000_000, "1", "0.70", Some("0.60"), Some("r5")),
        ("fargate-vcpu", 400_000_000, "0.04", "0.03", None, None),
        ("fargate-gb", 1_600_000_000, "0.004", "0.003", None, None),
        ("m5.24xlarge-windows", 1_000_000, "10", "8.20", Some("7.80"), Some("m5")),
        ("lambda-gb-second", 1_500_000_000_000, "0.000015", "0.00001275", None, None),
        ("lambda-request", 1_000_000, "0.20", "0.20", None, None),
    ];
    let item = |row: &(&str, i64, &str, &str, Option<&str>, Option<&str>)| CoverableItem {
        name: row.0.to_owned(),
        hourly: vec![row.1],
        parts_per_unit: 1_000_000,
        list: dollars(row.2),
        contracted: dollars(row.2),
    };
    let offer = |scope: PlanScope, rates: Vec<Option<Money>>| Offer {
        scope,
        term: TermYears::One,
        payment: PaymentOption::NoUpfront,
        rates,
        fee_discount: Percent::ZERO,
    };
    let of_family = |family: &str| {
        let rates = rows.iter().map(|row| row.4.filter(|_| row.5 == Some(family)).map(dollars)).collect();
        offer(PlanScope::Ec2Instance(family.to_owned()), rates)
    };
    let compute = offer(PlanScope::Compute, rows.iter().map(|row| Some(dollars(row.3))).collect());
    CoverableUsage {
        items: rows.iter().map(item).collect(),
        offers: vec![compute, of_family("r5"), of_family("m5")],
        hours: 1,
    }
}

/// `(on demand, unused)` under hourly commitments to offers.
fn under(commitments: &[(usize, &str)]) -> (String, String) {
    let usage = documented_hour();
    let purchases: Vec<Purchase> = commitments
        .iter()
        .map(|&(offer, hourly)| Purchase { offer, hourly_commitment: dollars(hourly), hours: 0..1 })
        .collect();
    let totals = totals(&usage, &pooled(&usage, &purchases));
    (totals.on_demand.to_fixed(2), totals.unused.iter().copied().sum::<Money>().to_decimal())
}

#[test]
fn without_a_plan_everything_is_on_demand() {
    assert_eq!(documented_hour().on_demand_cost(), dollars("59.10"));
    assert_eq!(under(&[]), ("59.10".to_owned(), "0".to_owned()));
}

#[test]
fn fifty_dollars_cover_everything_and_leave_some() {
    assert_eq!(under(&[(0, "50")]), ("0.00".to_owned(), "2.875".to_owned()));
}

#[test]
fn two_dollars_cover_a_part_of_the_largest_saving() {
    assert_eq!(under(&[(0, "2.00")]), ("56.24".to_owned(), "0".to_owned()));
}

#[test]
fn nineteen_sixty_cover_the_first_three_exactly() {
    assert_eq!(under(&[(0, "19.60")]), ("32.70".to_owned(), "0".to_owned()));
}

#[test]
fn an_instance_plan_applies_before_a_compute_plan() {
    // $2.40 of r5 covers all four; $18.20 of Compute then reaches memory (4.80), vCPU (12.00) and 1.40 of the m5.
    let (on_demand, unused) = under(&[(0, "18.20"), (1, "2.40")]);
    assert_eq!(unused, "0");
    let left_of_m5 = dollars("10") - dollars("1.40").times(10_000).divided_by(8_200);
    let lambda = dollars("22.50") + dollars("0.20");
    assert_eq!(on_demand, (left_of_m5 + lambda).to_fixed(2));
}
