//! [`compare`]: every option of a scenario, priced.

use super::assemble::Commit;
use super::assumptions::{log_assumptions, speed_assumptions, step_assumptions};
use super::cluster_search::ClusterSearch;
use super::ec2_option::{Ec2Plan, ec2_option};
use super::fargate_option::{FargatePlan, fargate_at, fargate_option};
use super::option::{OptionId, Outcome, PricedOption, Unavailable};
use super::study::Study;
use crate::capacity::limits_for;
use crate::commitment::Plan;
use crate::demand::{ProfileUse, WARM_UP_MINUTES, profile_use};
use crate::pricing::PriceBook;
use crate::scenario::{
    Architecture, Assumption, Current, DemandUnit, Ec2Settings, LaunchType, Scenario, Service, TaskCount, TaskSize,
    fargate_sizes,
};
use crate::time::{MINUTES_PER_DAY, MINUTES_PER_WEEK};

/// What a service's demand is like over the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct TrafficFacts {
    /// The service.
    pub service: String,
    /// Mean demand, per second (requests) or in vCPU.
    pub mean: f64,
    /// The largest minute.
    pub peak_minute: f64,
    /// The unit of both.
    pub unit: DemandUnit,
    /// How the profile was used: repeated, dropped rows, filled gaps.
    pub note: Option<String>,
}

/// Every option side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// In the order of [`OptionId::STANDARD`], then `current`.
    pub options: Vec<PricedOption>,
    /// One per service with traffic.
    pub traffic: Vec<TrafficFacts>,
    /// Sentences worth reading once.
    pub notes: Vec<String>,
    /// What the comparison assumed beyond the scenario's own assumptions.
    pub assumptions: Vec<Assumption>,
}

impl Comparison {
    /// The option of that id.
    #[must_use]
    pub fn option(&self, id: OptionId) -> Option<&PricedOption> {
        self.options.iter().find(|option| option.id == id)
    }

    /// The outcome of an option that could be priced.
    #[must_use]
    pub fn outcome(&self, id: OptionId) -> Option<&Outcome> {
        self.option(id)?.outcome.as_ref().ok()
    }
}

/// Prices every option of a scenario at its best candidate.
#[must_use]
pub fn compare(scenario: &Scenario, book: &PriceBook) -> Comparison {
    let study = Study::new(scenario, book);
    let mut options = standard_options(&study, &OptionId::STANDARD, &scenario.ec2);
    if let Some(current) = &scenario.current {
        options.push(PricedOption { id: OptionId::Current, outcome: current_option(&study, current) });
    }
    let burstable = options.iter().filter_map(burstable_note);
    let notes = scenario.services.iter().filter_map(dropped_sizes_note).chain(burstable).collect();
    let mut assumptions = speed_assumptions(scenario, &options);
    assumptions.extend(log_assumptions(scenario));
    assumptions.extend(step_assumptions(scenario));
    Comparison { assumptions, options, traffic: traffic_facts(&study), notes }
}

/// Some of the standard options, with the scenario's EC2 settings or a variation of them.
pub(crate) fn standard_options(study: &Study<'_>, ids: &[OptionId], settings: &Ec2Settings) -> Vec<PricedOption> {
    let search = ClusterSearch::new(study, settings, None);
    let priced = |&id| PricedOption { id, outcome: standard_option(study, id, &search, settings, own_commitment(id)) };
    ids.iter().map(priced).collect()
}

/// A standard option with the plan in place today instead of a commitment of its own.
pub(crate) fn with_held_plan(study: &Study<'_>, id: OptionId, plan: Plan) -> Result<Outcome, Unavailable> {
    let settings = &study.scenario.ec2;
    standard_option(study, id, &ClusterSearch::new(study, settings, None), settings, Commit::Held(plan))
}

fn own_commitment(id: OptionId) -> Commit {
    match id {
        OptionId::FargateSavingsPlan | OptionId::FargateSavingsPlanArm64 | OptionId::Ec2SavingsPlan => {
            Commit::BestComputePlan
        }
        _ => Commit::Nothing,
    }
}

fn standard_option(
    study: &Study<'_>,
    id: OptionId,
    search: &ClusterSearch<'_, '_>,
    settings: &Ec2Settings,
    commit: Commit,
) -> Result<Outcome, Unavailable> {
    let fargate = |architecture, spot| fargate_option(study, FargatePlan { id, architecture, spot, commit });
    let ec2 = |spot| ec2_option(study, &Ec2Plan { id, spot, mix: None, commit, settings }, search);
    let (x86, arm) = (Architecture::X86_64, Architecture::Arm64);
    match id {
        OptionId::Fargate | OptionId::FargateSavingsPlan => fargate(x86, false),
        OptionId::FargateArm64 | OptionId::FargateSavingsPlanArm64 => fargate(arm, false),
        OptionId::FargateSpot => fargate(x86, true),
        OptionId::FargateSpotArm64 => fargate(arm, true),
        OptionId::Ec2OnDemand | OptionId::Ec2SavingsPlan => ec2(false),
        OptionId::Ec2Spot => ec2(true),
        OptionId::Current => {
            Err(Unavailable { reason: "the scenario has no `[current]`".to_owned(), missing_price: false })
        }
    }
}

/// What runs today, at its own sizes, types and commitment.
fn current_option(study: &Study<'_>, current: &Current) -> Result<Outcome, Unavailable> {
    let commit = held_plan(study.scenario, current).map_or(Commit::Nothing, Commit::Held);
    let sizes = current_sizes(study.scenario, current)?;
    let spot = matches!(current.launch_type, LaunchType::FargateSpot | LaunchType::Ec2Spot);
    let id = OptionId::Current;
    match current.launch_type {
        LaunchType::Fargate | LaunchType::FargateSpot => {
            let architecture = sizes.first().map_or(Architecture::X86_64, |(_, architecture)| *architecture);
            fargate_at(study, FargatePlan { id, architecture, spot, commit }, &sizes)
        }
        LaunchType::Ec2 | LaunchType::Ec2Spot => {
            let instance_types = current.instance_type.iter().cloned().collect();
            let settings = Ec2Settings { instance_types, ..study.scenario.ec2.clone() };
            let sizes: Vec<TaskSize> = sizes.into_iter().map(|(size, _)| size).collect();
            let search = ClusterSearch::new(study, &settings, Some(&sizes));
            ec2_option(study, &Ec2Plan { id, spot, mix: None, commit, settings: &settings }, &search)
        }
    }
}

/// Today's sizes in the order of the services.
fn current_sizes(scenario: &Scenario, current: &Current) -> Result<Vec<(TaskSize, Architecture)>, Unavailable> {
    let size_of = |name: &String| {
        let known = current.services.iter().find(|service| service.name == *name);
        known.map(|service| (service.task_size, service.architecture)).ok_or_else(|| Unavailable {
            reason: format!("`[current]` says nothing of `{name}`"),
            missing_price: false,
        })
    };
    scenario.services.iter().map(|service| size_of(&service.name)).collect()
}

/// The Compute plan in place today.
pub(crate) fn held_plan(scenario: &Scenario, current: &Current) -> Option<Plan> {
    let (hourly_commitment, term, payment) = current.savings_plan?;
    let plan_hours = scenario.horizon.hours().min(current.savings_plan_hours_left);
    let hours_after = current.savings_plan_hours_left - plan_hours;
    Some(Plan { term, payment, hourly_commitment, plan_hours, hours_after })
}

fn traffic_facts(study: &Study<'_>) -> Vec<TrafficFacts> {
    let facts = |(service, minutes): (&crate::scenario::Service, &Vec<f64>)| {
        let traffic = service.traffic.as_ref()?;
        let counted = &minutes[WARM_UP_MINUTES as usize..];
        let mean = counted.iter().sum::<f64>() / counted.len().max(1) as f64;
        Some(TrafficFacts {
            service: service.name.clone(),
            mean,
            peak_minute: counted.iter().copied().fold(0.0, f64::max),
            unit: traffic.unit,
            note: profile_note(&profile_use(traffic, &study.scenario.horizon)),
        })
    };
    study.scenario.services.iter().zip(&study.demands).filter_map(facts).collect()
}

/// How a profile was used, in a sentence; nothing when it simply repeats by day or week.
fn profile_note(usage: &ProfileUse) -> Option<String> {
    let mut parts = Vec::new();
    if usage.as_dated {
        parts.push("the profile covers the horizon and is used as dated".to_owned());
    }
    if let Some(minutes) =
        usage.cycle_minutes.filter(|&minutes| minutes != MINUTES_PER_WEEK && minutes != MINUTES_PER_DAY)
    {
        parts.push(format!("{} days of the profile repeat", minutes / MINUTES_PER_DAY));
    }
    if usage.dropped_minutes > 0 {
        let rows = usage.dropped_rows;
        parts.push(format!(
            "its last {} make no whole week or day and are dropped ({rows} rows)",
            duration(usage.dropped_minutes)
        ));
    }
    if usage.filled_rows > 0 {
        parts.push(format!("{} missing rows were filled in", usage.filled_rows));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Minutes in words: whole minutes below a day, else days.
fn duration(minutes: i64) -> String {
    if minutes < MINUTES_PER_DAY {
        return format!("{minutes} minutes");
    }
    format!("{:.1} days", minutes as f64 / MINUTES_PER_DAY as f64)
}

/// Which CPU sizes scaling limits rule out (rule S12).
fn dropped_sizes_note(service: &Service) -> Option<String> {
    let TaskCount::Scaled(scaling) = &service.count else { return None };
    if service.task_size.is_some() {
        return None;
    }
    let mut dropped: Vec<u32> = fargate_sizes().iter().map(|size| size.cpu_units).collect();
    dropped.retain(|&cpu_units| limits_for(scaling, cpu_units).is_err());
    dropped.dedup();
    let smallest = TaskSize { cpu_units: *dropped.first()?, memory_mib: 0 }.vcpu();
    Some(format!(
        "`{}`: sizes of {smallest} vCPU and more are dropped, because their share of max_tasks is below min_tasks = {}",
        service.name, scaling.min_tasks
    ))
}

fn burstable_note(option: &PricedOption) -> Option<String> {
    let group = option.outcome.as_ref().ok()?.instance_groups.iter().find(|group| group.burstable)?;
    Some(format!(
        "`{}` uses `{}`, a burstable type: its CPU credits are not simulated, so the option is shown but never recommended",
        option.id.name(),
        group.instance_type
    ))
}
