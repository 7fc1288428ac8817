//! What runs today: its cost, and the plan in place.

use super::assemble::Commit;
use super::cluster_run::Purchases;
use super::cluster_search::ClusterSearch;
use super::ec2_option::{Ec2Plan, ec2_option};
use super::fargate_option::{FargatePlan, Market, fargate_at};
use super::option::{OptionId, Outcome, Unavailable};
use super::study::Study;
use crate::money::Percent;
use crate::scenario::{Architecture, Current, Ec2Settings, HeldCommitment, HeldKind, LaunchType, Scenario, TaskSize};

/// What runs today, at its own sizes, types and commitment.
pub(super) fn current_option(study: &Study<'_>, current: &Current) -> Result<Outcome, Unavailable> {
    let commit = Commit::HeldToday;
    let sizes = current_sizes(study.scenario, current)?;
    let spot = matches!(current.launch_type, LaunchType::FargateSpot | LaunchType::Ec2Spot);
    let id = OptionId::Current;
    match current.launch_type {
        LaunchType::Fargate | LaunchType::FargateSpot => {
            let market = if spot { Market::Spot } else { Market::OnDemand };
            let architecture = sizes.first().map_or(Architecture::X86_64, |(_, architecture)| *architecture);
            fargate_at(study, FargatePlan { id, architecture, market, commit }, &sizes)
        }
        LaunchType::Ec2 | LaunchType::Ec2Spot => {
            let instance_types = current.instance_type.iter().cloned().collect();
            let settings = Ec2Settings { instance_types, ..study.scenario.ec2.clone() };
            let sizes: Vec<TaskSize> = sizes.into_iter().map(|(size, _)| size).collect();
            let search = ClusterSearch::new(study, &settings, Some(&sizes));
            ec2_option(study, &Ec2Plan { id, spot, purchases: Purchases::Alike, commit, settings: &settings }, &search)
        }
        LaunchType::ManagedInstances
        | LaunchType::ManagedInstancesSpot
        | LaunchType::External
        | LaunchType::Ec2AndFargate
        | LaunchType::FargateAndFargateSpot => {
            Err(Unavailable::because("`[current]` knows Fargate and EC2 only".to_owned()))
        }
    }
}

/// Today's sizes in the order of the services.
fn current_sizes(scenario: &Scenario, current: &Current) -> Result<Vec<(TaskSize, Architecture)>, Unavailable> {
    let size_of = |name: &String| {
        let known = current.services.iter().find(|service| service.name == *name);
        known
            .map(|service| (service.task_size, service.architecture))
            .ok_or_else(|| Unavailable::because(format!("`[current]` says nothing of `{name}`")))
    };
    scenario.services.iter().map(|service| size_of(&service.name)).collect()
}

/// The id of the plan that `[current]` has.
pub(crate) const PLAN_OF_TODAY: &str = "current";

/// The Compute plan in place today.
pub(crate) fn plan_of_today(current: &Current) -> Option<HeldCommitment> {
    let (hourly_commitment, term, payment) = current.savings_plan?;
    let end_hour = i64::from(current.savings_plan_hours_left);
    Some(HeldCommitment {
        id: PLAN_OF_TODAY.to_owned(),
        kind: HeldKind::ComputeSavingsPlan { hourly_commitment },
        term,
        payment,
        first_hour: end_hour - i64::from(term.hours()),
        end_hour,
        available_share: Percent::whole(100),
    })
}
