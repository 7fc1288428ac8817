//! Why the recommended option beats the runner-up, in numbers.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::arrangement::{arrangement_sentence, names_of};
use super::at_maximum::at_maximum_sentences;
use super::sentence::Sentence;
use super::verdict::CostDifference;
use crate::bill::{ChargeKind, LineItem, PurchaseOption};
use crate::commitment::CommitmentKind;
use crate::comparison::{Cluster, CommitmentLine, InstanceGroup, OptionId, Outcome};
use crate::money::Money;
use crate::scenario::Scenario;

/// What each kind of charge costs in both options, kinds that differ only.
pub(super) fn differences(winner: &Outcome, runner_up: &Outcome) -> Vec<CostDifference> {
    let kinds: BTreeSet<ChargeKind> =
        winner.bill.lines.iter().chain(&runner_up.bill.lines).map(|line| line.kind).collect();
    let sum = |outcome: &Outcome, kind| -> Money {
        outcome.bill.lines.iter().filter(|line| line.kind == kind).map(|line| line.cost).sum()
    };
    let difference = |kind| CostDifference { kind, recommended: sum(winner, kind), runner_up: sum(runner_up, kind) };
    kinds.into_iter().map(difference).filter(|found| found.recommended != found.runner_up).collect()
}

/// What else may be recommended.
pub(super) enum Rival<'a> {
    /// The cheapest option with another bill.
    Other(OptionId, &'a Outcome),
    /// Nothing but options with the very same bill, such as this.
    Same(OptionId),
    /// Nothing.
    None,
}

/// Sentences, each with its number.
pub(super) fn reasons(scenario: &Scenario, (option, winner): (OptionId, &Outcome), rival: Rival<'_>) -> Vec<Sentence> {
    let mut sentences = vec![match rival {
        Rival::Other(id, outcome) => against_runner_up(scenario, winner, id, outcome),
        Rival::Same(id) => {
            Sentence::of(format!("`{}` comes to the very same bill, and no other option may be recommended", id.name()))
        }
        Rival::None => Sentence::of(format!("`{}` is the only option that may be recommended", option.name())),
    }];
    sentences.extend(arrangement_sentence(winner));
    sentences.extend(cluster_sentences(winner, ""));
    if let Rival::Other(id, outcome) = rival
        && winner.instance_groups.is_empty()
    {
        sentences.extend(cluster_sentences(outcome, &format!("under `{}`, ", id.name())));
    }
    sentences.extend(utilisation_sentences(winner));
    sentences.extend(at_maximum_sentences(scenario, winner));
    sentences.extend(commitment_sentences(winner));
    sentences.extend(management_fee_sentence(option, winner));
    sentences
}

/// What managing the instances costs, which no plan discounts.
fn management_fee_sentence(option: OptionId, winner: &Outcome) -> Option<Sentence> {
    if !matches!(option, OptionId::ManagedInstances | OptionId::ManagedInstancesSpot) {
        return None;
    }
    let is_fee = |line: &&LineItem| line.usage_type.contains("ECS-Managed-Instances:");
    let fee: Money = winner.bill.lines.iter().filter(is_fee).map(|line| line.cost).sum();
    let on_demand =
        if option == OptionId::ManagedInstances { "; Savings Plans would discount the instances only" } else { "" };
    Some(Sentence::of("managing the instances costs ").amount(fee).words(format!(" of that{on_demand}")))
}

fn against_runner_up(scenario: &Scenario, winner: &Outcome, id: OptionId, second: &Outcome) -> Sentence {
    let (total, other) = (winner.bill.total(), second.bill.total());
    let months = i128::from(scenario.horizon.hours());
    let per_month = (other - total).times(730).divided_by(months);
    let percent = percent_of(other - total, other);
    Sentence::of("it costs ")
        .amount(total)
        .words(" over the horizon against ")
        .amount(other)
        .words(format!(" for the runner-up `{}`: ", id.name()))
        .amount(other - total)
        .words(format!(" ({percent:.1} %) less, "))
        .amount(per_month)
        .words(" a month of 730 hours")
}

/// `part` in percent of `whole`, for display.
pub(super) fn percent_of(part: Money, whole: Money) -> f64 {
    if whole.is_zero() { 0.0 } else { 100.0 * part.picodollars() as f64 / whole.picodollars() as f64 }
}

/// How the tasks fill the instances, group by group.
fn cluster_sentences(outcome: &Outcome, under: &str) -> Vec<Sentence> {
    let of_cluster = |cluster: &Cluster<'_>| {
        let is_of_all = cluster.workloads.len() == outcome.services.len();
        let tasks =
            if is_of_all { "the tasks".to_owned() } else { format!("the tasks of {}", names_of(outcome, cluster)) };
        let sentence = |group| Sentence::of(format!("{under}{}", cluster_words(&tasks, group)));
        cluster.groups.iter().map(sentence).collect::<Vec<_>>()
    };
    outcome.clusters().iter().flat_map(of_cluster).collect()
}

fn cluster_words(tasks: &str, group: &InstanceGroup) -> String {
    let instances = range_words(group.min, group.max, group.mean, &format!("`{}` instance", group.instance_type));
    format!(
        "{tasks} reserve {:.0} % of the CPU and {:.0} % of the memory of {instances}; {} is the limit on tasks per instance",
        group.cpu_reserved_percent, group.memory_reserved_percent, group.binding_limit
    )
}

/// `2 to 13 tasks (5.13 on average)`, or `1 task` when it is always one.
fn range_words(min: u32, max: u32, mean: f64, noun: &str) -> String {
    match (min, max) {
        (1, 1) => format!("1 {noun}"),
        _ if min == max => format!("{max} {noun}s"),
        _ => format!("{min} to {max} {noun}s ({mean:.2} on average)"),
    }
}

fn utilisation_sentences(winner: &Outcome) -> impl Iterator<Item = Sentence> + '_ {
    winner.services.iter().filter(|service| !service.is_job).map(|service| {
        let cpu =
            service.mean_cpu_percent.map_or_else(String::new, |percent| format!(" at {percent:.0} % CPU on average"));
        let tasks = range_words(service.tasks.min, service.tasks.max, service.tasks.mean, "task");
        Sentence::of(format!("`{}` runs {tasks} of {}{cpu}", service.name, service.task_size))
    })
}

/// The plans that are bought, the largest first: how far each is used, and what it replaces.
fn commitment_sentences(winner: &Outcome) -> Vec<Sentence> {
    let is_bought = |line: &&CommitmentLine| line.chosen && !line.held && !line.hourly_commitment.is_zero();
    let mut bought: Vec<&CommitmentLine> = winner.commitments.iter().filter(is_bought).collect();
    bought.sort_by_key(|line| Reverse(line.hourly_commitment));
    bought.into_iter().map(|plan| commitment_sentence(winner, plan)).collect()
}

fn commitment_sentence(winner: &Outcome, plan: &CommitmentLine) -> Sentence {
    let is_of_plan = |id: &Option<String>| id.as_deref().is_some_and(|id| id.split('+').any(|one| one == plan.id));
    let covered = winner.bill.lines.iter().filter(|line| is_of_plan(&line.commitment_id));
    let list: Money =
        covered.filter(|line| line.purchase_option == PurchaseOption::SavingsPlan).map(|line| line.list_cost).sum();
    let used = percent_of(plan.used, plan.used + plan.unused);
    let kind = match &plan.kind {
        CommitmentKind::Ec2InstanceSavingsPlan { family } => format!("EC2 Instance Savings Plan for {family}"),
        _ => "Compute Savings Plan".to_owned(),
    };
    let plan_words = format!(
        "a {}-year {} {kind} of {} USD an hour is used to {used:.1} % and replaces ",
        plan.term.years(),
        plan.payment.name().replace('_', "-"),
        plan.hourly_commitment.to_decimal()
    );
    Sentence::of(plan_words).amount(list).words(" of on-demand usage at list price")
}
