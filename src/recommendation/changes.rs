//! What would change the answer.

use super::eligibility::{Bar, eligible};
use super::reasons::percent_of;
use super::sentence::Sentence;
use super::verdict::Change;
use crate::comparison::{Comparison, OptionId, Outcome, PricedOption, Study, standard_options};
use crate::money::Money;
use crate::scenario::{Architecture, Ec2Settings, NetworkMode, Scenario};

/// The options on EC2 of which every instance is alike.
const ON_EC2: [OptionId; 4] =
    [OptionId::Ec2OnDemand, OptionId::Ec2SavingsPlan, OptionId::Ec2InstanceSavingsPlan, OptionId::Ec2Spot];

type Winner<'a> = (OptionId, &'a Outcome);

/// Changes of the scenario that would make another option win, and how far prices are from it.
pub(super) fn changes(study: &Study<'_>, comparison: &Comparison, winner: Winner<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    found.extend(price_gap(study.scenario, comparison, winner));
    found.extend(allowing_spot(study.scenario, comparison, winner));
    found.extend(longer_plans(comparison, winner));
    found.extend(other_networking(study, winner));
    found.extend(arm64_everywhere(study, winner));
    found.extend(slower_arm64(study.scenario, comparison, winner));
    found
}

/// How much cheaper the runner-up would have to become.
fn price_gap(scenario: &Scenario, comparison: &Comparison, (winner_id, winner): Winner<'_>) -> Option<Change> {
    let total = winner.bill.total();
    let others = comparison.options.iter().filter(|option| option.id != winner_id);
    // An option may come to the very bill of the winner under another name.
    let eligible_others = others
        .filter_map(|option| Some((eligible(scenario, option).ok()?, option.id)))
        .filter(|(outcome, _)| outcome.bill != winner.bill)
        .map(|(outcome, id)| (outcome.bill.total(), id));
    let (other, id) = eligible_others.min()?;
    let what =
        Sentence::of(format!("`{}` would win if it were {:.1} % cheaper", id.name(), percent_of(other - total, other)));
    Some(Change { what, option: Some(id), total: Some(other) })
}

/// The cheapest option that only the Spot rule keeps out.
fn allowing_spot(scenario: &Scenario, comparison: &Comparison, (_, winner): Winner<'_>) -> Option<Change> {
    let only_spot = |option: &PricedOption| match eligible(scenario, option) {
        Err(Bar::Spot(_)) => option.outcome.as_ref().ok().map(|outcome| (outcome.bill.total(), option.id)),
        _ => None,
    };
    let (total, id) = comparison.options.iter().filter_map(only_spot).min()?;
    if total >= winner.bill.total() {
        return None;
    }
    let what = Sentence::of(format!(
        "if every service and job may be interrupted (`interruptible = true`), `{}` would save ",
        id.name()
    ))
    .amount(winner.bill.total() - total)
    .words(" before the cost of interruptions");
    Some(Change { what, option: Some(id), total: Some(total) })
}

/// The cheapest plan among the terms and payment options that the scenario does not allow.
fn longer_plans(comparison: &Comparison, (winner_id, winner): Winner<'_>) -> Option<Change> {
    let plans = comparison.options.iter().flat_map(|option| {
        let outcome = option.outcome.as_ref().ok().filter(|outcome| outcome.meets_objective);
        let lines = outcome.map_or(&[][..], |outcome| &outcome.commitments);
        lines.iter().filter(|line| !line.chosen).map(move |line| (line.option_total, option.id, line))
    });
    let (total, id, line) = plans.min_by_key(|&(total, id, _)| (total, id))?;
    if total >= winner.bill.total() {
        return None;
    }
    let what = Sentence::of(format!(
        "allowing a {}-year {} plan of {} USD an hour would make `{}` {}, with ",
        line.term.years(),
        line.payment.name().replace('_', "-"),
        line.hourly_commitment.to_decimal(),
        id.name(),
        if id == winner_id { "cheaper still" } else { "the cheapest" }
    ))
    .amount(line.liability_after)
    .words(" still to pay after the horizon");
    Some(Change { what, option: Some(id), total: Some(total) })
}

/// Other task networking on EC2 that would beat the winner.
fn other_networking(study: &Study<'_>, (_, winner): Winner<'_>) -> Vec<Change> {
    let now = &study.scenario.ec2;
    let bridge = Ec2Settings { network_mode: NetworkMode::Bridge, ..now.clone() };
    let trunking = Ec2Settings { network_mode: NetworkMode::Awsvpc, eni_trunking: true, ..now.clone() };
    let variations = [("ec2.network_mode = \"bridge\"", bridge), ("ec2.eni_trunking = true", trunking)];
    let differs =
        |settings: &Ec2Settings| settings.network_mode != now.network_mode || settings.eni_trunking != now.eni_trunking;
    let glance = study.clone().at_a_glance();
    let mut found = Vec::new();
    for (line, settings) in variations.into_iter().filter(|(_, settings)| differs(settings)) {
        let options = standard_options(&glance, &ON_EC2, &settings);
        let best = options
            .iter()
            .filter_map(|option| Some((eligible(study.scenario, option).ok()?.bill.total(), option.id)))
            .min();
        if let Some((total, id)) = best.filter(|&(total, _)| total < winner.bill.total()) {
            let what = Sentence::of(format!("with `{line}`, `{}` would win", id.name()));
            found.push(Change { what, option: Some(id), total: Some(total) });
        }
    }
    found
}

/// What arm64 would save where images are for x86_64 only.
fn arm64_everywhere(own: &Study<'_>, (_, winner): Winner<'_>) -> Option<Change> {
    let scenario = own.scenario;
    let lacks = |architectures: &Vec<Architecture>| !architectures.contains(&Architecture::Arm64);
    let names: Vec<&str> = scenario
        .services
        .iter()
        .filter(|service| lacks(&service.architectures))
        .map(|service| service.name.as_str())
        .collect();
    if names.is_empty() && !scenario.jobs.iter().any(|job| lacks(&job.architectures)) {
        return None;
    }
    let both = vec![Architecture::X86_64, Architecture::Arm64];
    let mut changed = scenario.clone();
    changed.services.iter_mut().for_each(|service| service.architectures.clone_from(&both));
    changed.jobs.iter_mut().for_each(|job| job.architectures.clone_from(&both));
    let study = own.changed_to(&changed).at_a_glance();
    let ids = [&[OptionId::FargateArm64, OptionId::FargateSavingsPlanArm64][..], &ON_EC2].concat();
    let options = standard_options(&study, &ids, &changed.ec2);
    let (total, id) =
        options.iter().filter_map(|option| Some((eligible(&changed, option).ok()?.bill.total(), option.id))).min()?;
    if total >= winner.bill.total() {
        return None;
    }
    let what = Sentence::of(format!("if every image also ran on arm64 at the same speed, `{}` would win", id.name()));
    Some(Change { what, option: Some(id), total: Some(total) })
}

/// How much slower arm64 may be before the best x86_64 option wins, roughly: cost goes with 1/speed.
fn slower_arm64(scenario: &Scenario, comparison: &Comparison, (winner_id, winner): Winner<'_>) -> Option<Change> {
    let on_arm = |outcome: &Outcome| outcome.services.iter().all(|service| service.architecture == Architecture::Arm64);
    let measured_speed = scenario.performance.contains_key(Architecture::Arm64.name());
    if !on_arm(winner) || measured_speed {
        return None;
    }
    let x86 = comparison.options.iter().filter(|option| option.id != winner_id).filter_map(|option| {
        let outcome = eligible(scenario, option).ok().filter(|outcome| !on_arm(outcome))?;
        Some((outcome.bill.total(), option.id))
    });
    let (other, id) = x86.min()?;
    let compute = |outcome: &Outcome| -> Money {
        outcome
            .bill
            .lines
            .iter()
            .filter(|line| line.kind == crate::bill::ChargeKind::Compute)
            .map(|line| line.cost)
            .sum()
    };
    let spare = other - winner.bill.total();
    let speed = compute(winner).picodollars() as f64 / (compute(winner) + spare).picodollars().max(1) as f64;
    let what = Sentence::of(format!(
        "`{}` would win if arm64 ran this workload at less than about {speed:.2} of the speed assumed",
        id.name()
    ));
    Some(Change { what, option: Some(id), total: Some(other) })
}
