//! By the hour, every line is exactly what was metered (rule L12).

use std::collections::BTreeMap;

use ecsplan::bill::{ChargeKind, LineItem};
use ecsplan::commitment::CommitmentKind;
use ecsplan::comparison::{HourlyUsage, OptionId, Outcome, all_usage, compare};
use ecsplan::money::{Money, Percent, Quantity};
use ecsplan::scenario::{HeldCommitment, HeldKind, PaymentOption, Scenario, TermYears};
use ecsplan::statement::{ChargeHours, ChargeOf, Costs, StatementCharges};
use ecsplan::usage::Purpose;
use proptest::collection::vec;
use proptest::prelude::*;

use super::{book, everything};
use crate::support::dice::cases;
use crate::support::stories::{About, bills};

/// Workload, purpose, usage type, hour.
type Metered = (Option<String>, Purpose, String, u32);

/// Whether a line is metered by the hour: what AWS meters, and commitments that nothing uses.
fn is_metered(line: &LineItem) -> bool {
    let is_of_aws = !matches!(line.kind, ChargeKind::Extra | ChargeKind::Tax | ChargeKind::PeoplesTime);
    is_of_aws && !line.usage_type.starts_with("Spot fallback")
}

/// Two fractions added, the denominators of which divide one another.
fn plus(left: Quantity, right: Quantity) -> Quantity {
    let per = left.per().max(right.per());
    let scaled = |one: Quantity| one.amount() * (per / one.per());
    Quantity::new(scaled(left) + scaled(right), per)
}

/// That the parts of every charge add up to it, and that the parts of an hour are what was metered in it.
#[track_caller]
fn assert_hours_are_exact(scenario: &Scenario, id: OptionId, outcome: &Outcome) {
    let book = book(scenario);
    let name = id.name();
    let all = StatementCharges::of(scenario, &book, outcome);
    let usage = HourlyUsage::of(scenario, &book, outcome);
    let mut hours = ChargeHours::of(&usage, book.codes(), scenario.horizon.months());
    let mut found: BTreeMap<Metered, Quantity> = BTreeMap::new();
    for charge in &all.charges {
        let parts = hours.parts(charge);
        let ChargeOf::Line(line) = charge.of else {
            assert_eq!(parts, None, "{name}: a payment has no hours");
            continue;
        };
        assert_eq!(parts.is_some(), is_metered(line), "{name}: {line:?}");
        let Some(parts) = parts else { continue };
        let amount: i128 = parts.iter().map(|part| part.quantity.amount()).sum();
        assert_eq!(amount, line.quantity.amount(), "{name}: {line:?}");
        assert_eq!(parts.iter().map(|part| part.costs).sum::<Costs>(), charge.costs, "{name}: {line:?}");
        let span = &scenario.horizon.months()[charge.month];
        for part in &parts {
            assert!(span.hour_range().contains(&(part.hour as usize)), "{name}: {line:?}");
            assert_eq!(part.quantity.per(), line.quantity.per());
            let exact = part.quantity.cost_at(line.list_unit_price);
            assert!((part.costs.list - exact).picodollars().abs() <= 1, "{name}: {line:?} {part:?}");
            if line.unit != "USD" {
                let key = (line.workload.clone(), line.purpose, line.usage_type.clone(), part.hour);
                let known = found.entry(key).or_insert(Quantity::new(0, 1));
                *known = plus(*known, part.quantity);
            }
        }
    }
    let metered = decimals(metered(scenario, outcome));
    let found = decimals(found);
    let other: Vec<_> = metered.iter().filter(|(key, amount)| found.get(key) != Some(amount)).collect();
    assert!(other.is_empty(), "{name}: {:?} is {:?}", other[0], found.get(other[0].0));
    assert_eq!(found.len(), metered.len(), "{name}");
}

fn decimals(amounts: BTreeMap<Metered, Quantity>) -> BTreeMap<Metered, String> {
    amounts.into_iter().map(|(key, quantity)| (key, quantity.to_decimal())).collect()
}

/// What was metered in every hour, before commitments, tiers and allowances.
fn metered(scenario: &Scenario, outcome: &Outcome) -> BTreeMap<Metered, Quantity> {
    let book = book(scenario);
    let usage = all_usage(scenario, &book, outcome);
    let mut amounts = BTreeMap::new();
    for row in &usage.rows {
        for span in scenario.horizon.months() {
            let per = row.sku.unit().amounts_per_unit(span.hours_per_month);
            for (hour, &amount) in (span.first_hour..).zip(&row.hourly[span.hour_range()]).filter(|(_, it)| **it > 0) {
                let key = (row.workload.clone(), row.purpose, row.sku.usage_type(book.codes()), hour);
                amounts.insert(key, Quantity::new(i128::from(amount), per));
            }
        }
    }
    amounts
}

#[test]
fn a_bill_with_everything_is_exact_by_the_hour() {
    let scenario = everything();
    let comparison = compare(&scenario, &book(&scenario));
    let mut kinds = Vec::new();
    for option in &comparison.options {
        let Ok(outcome) = &option.outcome else { continue };
        kinds.extend(outcome.commitments.iter().filter(|line| line.chosen).map(|line| line.kind.clone()));
        assert_hours_are_exact(&scenario, option.id, outcome);
    }
    let is_reserved = |kind: &CommitmentKind| matches!(kind, CommitmentKind::ReservedInstance { .. });
    assert!(kinds.iter().any(is_reserved) && !kinds.iter().all(is_reserved), "{kinds:?}");
}

/// Commitments with a rate in every region of the stories.
fn held() -> impl Strategy<Value = Vec<HeldCommitment>> {
    // Some have ended before the horizon begins.
    let first = prop_oneof![4 => -500_i64..96, 1 => -9_000_i64..-8_760];
    let one = (0_u32..5, 100_i128..100_000, 1_u32..4, any::<bool>(), first).prop_map(
        |(kind, steps, count, zonal, first_hour)| {
            let hourly_commitment = Money::from_picodollars(steps * 10_000_000);
            let family = ["m7g", "m5", "c6i"][count as usize - 1].to_owned();
            let kind = match kind {
                0..=2 => HeldKind::ComputeSavingsPlan { hourly_commitment },
                3 => HeldKind::Ec2InstanceSavingsPlan { family, hourly_commitment },
                _ => HeldKind::ReservedInstance { instance_type: format!("{family}.large"), count, zonal },
            };
            (kind, first_hour)
        },
    );
    let named = |(place, (kind, first_hour)): (usize, (HeldKind, i64))| HeldCommitment {
        id: format!("held-{place}"),
        kind,
        term: TermYears::One,
        payment: PaymentOption::NoUpfront,
        first_hour,
        end_hour: first_hour + 8_760,
        available_share: Percent::whole(60),
    };
    vec(one, 0..4).prop_map(move |all| all.into_iter().enumerate().map(named).collect())
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn every_option_of_any_scenario_is_exact_by_the_hour(story in bills(About::Pinned, &[1, 2]), held in held()) {
        let scenario = Scenario { commitments_held: held, ..story.read() };
        for option in &compare(&scenario, &book(&scenario)).options {
            let Ok(outcome) = &option.outcome else { continue };
            assert_hours_are_exact(&scenario, option.id, outcome);
        }
    }
}
