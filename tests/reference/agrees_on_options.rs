//! Whole options: the library's comparison against every candidate of the reference, line by line.

use std::collections::BTreeMap;

use ecsplan::comparison::{OptionId, Outcome, compare};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::scenario::Scenario;
use proptest::prelude::*;

use super::bill::Line;
use super::options::{Answer, answer};
use crate::support::dice::cases;
use crate::support::stories::{About, Story, bills};

/// A line without what explains it: month, service, workload, usage type, how bought, unit price.
type Key = (String, String, Option<String>, String, String, i128);

/// Quantity, as a fraction in its lowest terms, and cost.
type Figures = (i128, i128, i128);

fn figures(amount: i128, per: i128, cost: i128) -> Figures {
    let (mut a, mut b) = (amount, per);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (amount / a, per / a, cost)
}

fn our_lines(scenario: &Scenario, lines: &[Line]) -> BTreeMap<Key, Figures> {
    let months = scenario.horizon.months();
    let shown = lines.iter().filter(|line| line.amount != 0 && line.option != "percentage");
    let mut all = BTreeMap::new();
    for line in shown {
        let key = (
            months[line.span].month.to_string(),
            line.service.clone(),
            line.workload.clone(),
            line.usage_type.clone(),
            line.option.to_owned(),
            line.unit_price,
        );
        assert!(all.insert(key, figures(line.amount, line.per, line.cost)).is_none(), "{line:?} twice");
    }
    all
}

fn their_lines(outcome: &Outcome) -> BTreeMap<Key, Figures> {
    let mut all = BTreeMap::new();
    let is_percentage = |name: &str| ["insurance", "support", "managed service"].contains(&name);
    for line in &outcome.bill.lines {
        if line.quantity.amount() == 0 || line.service == "Tax" || is_percentage(&line.usage_type) {
            continue;
        }
        let key = (
            line.month.to_string(),
            line.service.clone(),
            line.workload.clone(),
            line.usage_type.clone(),
            format!("{:?}", line.purchase_option),
            line.unit_price.picodollars(),
        );
        let figures = figures(line.quantity.amount(), line.quantity.per(), line.cost.picodollars());
        assert!(all.insert(key, figures).is_none(), "{line:?} twice");
    }
    all
}

fn assert_same(scenario: &Scenario, id: OptionId, ours: &Answer, theirs: &Outcome) {
    let what = format!("{} at {:?} on {:?}", id.name(), ours.sizes, ours.instance_type);
    let sizes: Vec<_> = theirs.services.iter().filter(|one| !one.is_job).map(|one| one.task_size).collect();
    let group = theirs.instance_groups.first().map(|one| one.instance_type.clone());
    assert_eq!((&ours.sizes, &ours.instance_type), (&sizes, &group), "{what}: chosen");
    let commitment = theirs.commitments.iter().find(|one| one.chosen).map(|one| one.hourly_commitment.picodollars());
    // A plan of nothing is no plan.
    assert_eq!(ours.commitment.filter(|&hourly| hourly != 0), commitment, "{what}: commitment");
    let (our, their) = (our_lines(scenario, &ours.lines), their_lines(theirs));
    for key in our.keys().chain(their.keys()) {
        assert_eq!(our.get(key), their.get(key), "{what}: {key:?}");
    }
    assert_eq!(ours.total(), theirs.bill.total().picodollars(), "{what}: total");
    assert_eq!(ours.meets, theirs.meets_objective, "{what}: meets its objective");
    let placement = theirs.placement_cost.map(|one| (one.difference.picodollars(), one.meets_objective));
    assert_eq!(ours.placement, placement, "{what}: what placement costs");
    for (one, other) in ours.services.iter().zip(theirs.services.iter().filter(|one| !one.is_job)) {
        assert_eq!(one.minutes_short, other.minutes_short, "{what}: minutes short");
        assert!((one.not_served_percent() - other.not_served_percent).abs() < 1e-6, "{what}: not served");
    }
}

fn compare_options(story: &Story, ids: &[OptionId]) {
    let scenario = story.read();
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    let comparison = compare(&scenario, &book);
    for id in ids {
        let theirs = &comparison.option(*id).unwrap().outcome;
        let ours = answer(&scenario, &book, *id);
        match (&ours, theirs) {
            (Some(ours), Ok(theirs)) => assert_same(&scenario, *id, ours, theirs),
            (None, Err(_)) => {}
            (Some(ours), Err(theirs)) => {
                panic!("{}: {:?} {:?} here, there {}", id.name(), ours.sizes, ours.instance_type, theirs.reason)
            }
            (None, Ok(_)) => panic!("{}: unavailable here, available there", id.name()),
        }
    }
}

/// The options that the reference works out.
const REWRITTEN: [OptionId; 9] = [
    OptionId::Fargate,
    OptionId::FargateArm64,
    OptionId::FargateSpot,
    OptionId::FargateSpotArm64,
    OptionId::FargateSavingsPlan,
    OptionId::FargateSavingsPlanArm64,
    OptionId::Ec2OnDemand,
    OptionId::Ec2SavingsPlan,
    OptionId::Ec2Spot,
];

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn pinned_options_cost_what_the_reference_says(story in bills(About::Pinned, &[1, 2, 3])) {
        compare_options(&story, &REWRITTEN);
    }

    #[test]
    fn open_options_are_the_best_of_all_candidates(story in bills(About::Open, &[1, 2])) {
        compare_options(&story, &REWRITTEN);
    }
}
