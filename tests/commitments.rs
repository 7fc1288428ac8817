//! Laws of commitments that are held, over scenarios as users write them.

use ecsplan::bill::{LineItem, PurchaseOption};
use ecsplan::commitment::{CommitmentKind, plan_hours};
use ecsplan::comparison::{CommitmentLine, OptionId, Outcome, compare};
use ecsplan::money::{Money, Percent};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::scenario::{HeldCommitment, HeldKind, PaymentOption, Scenario, TermYears};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::dice::cases;
use crate::support::stories::{About, Story, bills};

/// Options that hold something and buy nothing.
const HELD_ONLY: [OptionId; 3] = [OptionId::Fargate, OptionId::FargateSpot, OptionId::Ec2OnDemand];

fn compared(scenario: &Scenario, held: &[HeldCommitment]) -> Vec<(OptionId, Outcome)> {
    let scenario = Scenario { commitments_held: held.to_vec(), ..scenario.clone() };
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    let options = compare(&scenario, &book).options.into_iter();
    options.filter_map(|option| Some((option.id, option.outcome.ok()?))).collect()
}

fn find(options: &[(OptionId, Outcome)], id: OptionId) -> Option<&Outcome> {
    options.iter().find(|(known, _)| *known == id).map(|(_, outcome)| outcome)
}

/// A commitment with a rate in every region of the stories.
fn held() -> impl Strategy<Value = HeldCommitment> {
    let kind = (0_u32..5, 100_i128..100_000, 1_u32..4, any::<bool>()).prop_map(|(kind, steps, count, zonal)| {
        let hourly_commitment = Money::from_picodollars(steps * 10_000_000);
        let family = ["m7g", "m5", "c6i"][count as usize - 1].to_owned();
        match kind {
            0..=2 => HeldKind::ComputeSavingsPlan { hourly_commitment },
            3 => HeldKind::Ec2InstanceSavingsPlan { family, hourly_commitment },
            _ => HeldKind::ReservedInstance { instance_type: format!("{family}.large"), count, zonal },
        }
    });
    let first = prop_oneof![Just(-500_i64), -8_759_i64..96];
    (kind, first, prop_oneof![Just("100"), Just("40")]).prop_map(|(kind, first_hour, share)| HeldCommitment {
        id: "held".to_owned(),
        kind,
        term: TermYears::One,
        payment: PaymentOption::NoUpfront,
        first_hour,
        end_hour: first_hour + 8_760,
        available_share: Percent::parse(share).unwrap(),
    })
}

/// Several of them, by different names.
fn several() -> impl Strategy<Value = Vec<HeldCommitment>> {
    let named = |(place, one): (usize, HeldCommitment)| HeldCommitment { id: format!("held-{place}"), ..one };
    vec(held(), 1..4).prop_map(move |all| all.into_iter().enumerate().map(named).collect())
}

fn of_commitments(outcome: &Outcome) -> impl Iterator<Item = &LineItem> {
    outcome.bill.lines.iter().filter(|line| line.commitment_id.is_some())
}

fn fee_discount(book: &PriceBook, kind: &CommitmentKind) -> Percent {
    book.discount(match kind {
        CommitmentKind::ComputeSavingsPlan => "ComputeSavingsPlans",
        CommitmentKind::Ec2InstanceSavingsPlan { .. } => "EC2InstanceSavingsPlans",
        CommitmentKind::ReservedInstance { .. } => "AmazonEC2",
    })
}

/// Hours of a commitment among some of the horizon.
fn hours_in(line: &CommitmentLine, hours: std::ops::Range<usize>) -> i128 {
    hours.filter(|&hour| (line.first_hour..line.end_hour).contains(&(hour as i64))).count() as i128
}

fn story() -> impl Strategy<Value = Story> {
    bills(About::Pinned, &[1, 2])
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn what_is_held_never_changes_what_is_metered(story in story(), held in several()) {
        let scenario = story.read();
        let (without, with) = (compared(&scenario, &[]), compared(&scenario, &held));
        prop_assert_eq!(without.len(), with.len());
        for ((id, without), (_, with)) in without.iter().zip(&with).filter(|((id, _), _)| *id != OptionId::BestPortfolio) {
            prop_assert_eq!(&without.capacity, &with.capacity, "{}", id.name());
            prop_assert_eq!(&without.services, &with.services, "{}", id.name());
        }
    }

    #[test]
    fn a_commitments_lines_are_what_is_used_and_unused_and_that_is_its_fee(story in story(), held in several()) {
        let scenario = story.read();
        let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
        for (id, outcome) in compared(&scenario, &held) {
            let lines: Money = of_commitments(&outcome).map(|line| line.cost).sum();
            let chosen: Vec<&CommitmentLine> = outcome.commitments.iter().filter(|line| line.chosen).collect();
            let told: Money = chosen.iter().map(|line| line.used + line.unused).sum();
            prop_assert_eq!(lines, told, "{}", id.name());
            for line in &chosen {
                let hours = hours_in(line, 0..scenario.horizon.hours() as usize);
                let fee = line.hourly_commitment.times(hours).percent_off(fee_discount(&book, &line.kind));
                let off = (line.used + line.unused - fee).picodollars().abs();
                // Each line is rounded by itself.
                let roundings = 1 + outcome.bill.lines.len() as i128;
                prop_assert!(off <= roundings, "{}: {} is off by {off}", id.name(), line.id);
                prop_assert!(line.used >= Money::ZERO && line.unused >= Money::ZERO);
            }
        }
    }

    #[test]
    fn no_month_uses_more_than_is_bought(story in story(), held in several()) {
        let scenario = story.read();
        let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
        for (id, outcome) in compared(&scenario, &held) {
            for line in of_commitments(&outcome) {
                prop_assert!(line.cost >= Money::ZERO, "{}: {line:?}", id.name());
            }
            for month in scenario.horizon.months() {
                let in_month = of_commitments(&outcome).filter(|line| line.month == month.month);
                let covers = |line: &&LineItem| {
                    [PurchaseOption::SavingsPlan, PurchaseOption::ReservedInstance].contains(&line.purchase_option)
                };
                let used: Money = in_month.filter(covers).map(|line| line.cost).sum();
                let bought: Money = outcome.commitments.iter().filter(|line| line.chosen).map(|line| {
                    let fee = line.hourly_commitment.times(hours_in(line, month.hour_range()));
                    fee.percent_off(fee_discount(&book, &line.kind))
                }).sum();
                let roundings = Money::from_picodollars(outcome.bill.lines.len() as i128);
                prop_assert!(used <= bought + roundings, "{} {}", id.name(), month.month);
            }
        }
    }

    #[test]
    fn two_halves_of_a_plan_are_the_plan(
        story in story(), others in several(), steps in 200_i128..100_000, family in prop_oneof![Just(None), Just(Some("m5"))],
        first_hour in -8_759_i64..96,
    ) {
        let scenario = story.read();
        let plan = |id: &str, hourly: i128| {
            let hourly_commitment = Money::from_picodollars(hourly * 10_000_000);
            let kind = match family {
                None => HeldKind::ComputeSavingsPlan { hourly_commitment },
                Some(family) => HeldKind::Ec2InstanceSavingsPlan { family: family.to_owned(), hourly_commitment },
            };
            let (term, payment) = (TermYears::One, PaymentOption::NoUpfront);
            let available_share = Percent::whole(100);
            HeldCommitment { id: id.to_owned(), kind, term, payment, first_hour, end_hour: first_hour + 8_760, available_share }
        };
        let among = |plans: Vec<HeldCommitment>| [others.clone(), plans].concat();
        let (whole, halves) = (
            compared(&scenario, &among(vec![plan("whole", steps)])),
            compared(&scenario, &among(vec![plan("half", steps / 2), plan("rest", steps - steps / 2)])),
        );
        for id in HELD_ONLY {
            let (Some(whole), Some(halves)) = (find(&whole, id), find(&halves, id)) else { continue };
            prop_assert_eq!(whole.bill.lines.len(), halves.bill.lines.len());
            for (one, two) in whole.bill.lines.iter().zip(&halves.bill.lines) {
                prop_assert!((one.cost - two.cost).picodollars().abs() <= 1, "{}: {one:?} against {two:?}", id.name());
            }
            let told = |outcome: &Outcome, of: &[&str], what: fn(&CommitmentLine) -> Money| -> Money {
                outcome.commitments.iter().filter(|line| of.contains(&line.id.as_str())).map(what).sum()
            };
            let after = |line: &CommitmentLine| line.liability_after;
            let off = told(whole, &["whole"], after) - told(halves, &["half", "rest"], after);
            prop_assert!(off.picodollars().abs() <= 1);
        }
    }

    #[test]
    fn what_ended_before_the_horizon_changes_nothing(story in story(), held in held(), ended in 0_i64..20_000) {
        let scenario = story.read();
        let expired = HeldCommitment { first_hour: -ended - 8_760, end_hour: -ended, ..held };
        let (without, with) = (compared(&scenario, &[]), compared(&scenario, &[expired]));
        prop_assert_eq!(without.len(), with.len());
        for ((id, without), (_, with)) in without.iter().zip(&with) {
            // Quantities may be counted in finer parts.
            let told = |outcome: &Outcome| {
                let lines = outcome.bill.lines.iter().cloned();
                let told = |line: LineItem| {
                    (line.usage_type, line.workload, line.quantity.to_decimal(), line.cost, line.commitment_id)
                };
                lines.map(told).collect::<Vec<_>>()
            };
            prop_assert_eq!(told(without), told(with), "{}", id.name());
            prop_assert_eq!(&without.commitments, &with.commitments, "{}", id.name());
        }
    }

    #[test]
    fn half_of_a_commitment_costs_half(story in story(), held in held()) {
        let scenario = story.read();
        let share = |percent: i64| HeldCommitment { available_share: Percent::whole(percent), ..held.clone() };
        let (all, half) = (compared(&scenario, &[share(100)]), compared(&scenario, &[share(50)]));
        for id in HELD_ONLY {
            let (Some(all), Some(half)) = (find(&all, id), find(&half, id)) else { continue };
            let cost = |outcome: &Outcome| of_commitments(outcome).map(|line| line.cost).sum::<Money>();
            let off = (cost(half).times(2) - cost(all)).picodollars().abs();
            let roundings = (all.bill.lines.len() + 2 * half.bill.lines.len()) as i128;
            // Half of an odd rate of Reserved Instances is rounded, and then holds for every hour.
            let odd = 2 * i128::from(scenario.horizon.hours());
            prop_assert!(off <= roundings + odd, "{} is off by {off}", id.name());
        }
    }
}

#[test]
fn a_plan_that_is_renewed_owes_the_rest_of_its_running_term() {
    for (hours, renew, expected) in
        [(24, true, (24, 8_736)), (8_760, true, (8_760, 0)), (8_761, true, (8_761, 8_759)), (8_761, false, (8_760, 0))]
    {
        assert_eq!(plan_hours(TermYears::One, hours, renew), expected, "{hours} hours");
    }
}
