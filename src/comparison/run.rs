//! [`compare`]: every option of a scenario, priced.

use super::assemble::Commit;
use super::assumptions::{capacity_assumptions, log_assumptions, speed_assumptions, step_assumptions};
use super::cluster_run::Purchases;
use super::cluster_search::ClusterSearch;
use super::ec2_option::{Ec2Plan, ec2_option};
use super::external_option::external_option;
use super::fargate_option::{FargatePlan, Market, fargate_at, fargate_option};
use super::managed_option::managed_option;
use super::managed_search::ManagedSearch;
use super::mixed_option::mixed_option;
use super::option::{OptionId, Outcome, PricedOption, Unavailable, names_ec2_providers};
use super::per_service::{billed, per_service_capacity};
use super::plan_floor::plan_floor;
use super::study::Study;
use crate::capacity::limits_for;
use crate::demand::{ProfileUse, WARM_UP_MINUTES, profile_use};
use crate::money::{Money, Percent};
use crate::patience::{Interrupted, Patience};
use crate::pricing::{PlanKind, PriceBook};
use crate::scenario::{
    Architecture, Assumption, CapacityProvider, Current, DemandUnit, Ec2Settings, HeldCommitment, HeldKind, LaunchType,
    OperatingSystem, Scenario, Service, SimulationStep, TaskCount, TaskSize, fargate_sizes,
};
use crate::time::{MINUTES_PER_DAY, MINUTES_PER_WEEK};
use crate::usage::Ledger;
use std::cell::OnceCell;

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
    /// In the order of [`OptionId::ALL`]: those the scenario has.
    pub options: Vec<PricedOption>,
    /// One per service with traffic.
    pub traffic: Vec<TrafficFacts>,
    /// Sentences worth reading once.
    pub notes: Vec<String>,
    /// What the comparison assumed beyond the scenario's own assumptions.
    pub assumptions: Vec<Assumption>,
    /// What no plan for the scenario can cost less than (rule O12), where that was worked out.
    pub floor: Option<Money>,
    /// How many of the options were looked at, if not all; the others are unavailable.
    pub interrupted: Option<Interrupted>,
}

impl Comparison {
    /// The same with one of its options only.
    #[must_use]
    pub fn only(mut self, scenario: &Scenario, id: OptionId) -> Self {
        self.options.retain(|option| option.id == id);
        of_options(scenario, self.options, self.traffic)
    }

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
    compare_within(scenario, book, Patience::ENDLESS)
}

/// The same for the options that patience lasts for; the others say so.
#[must_use]
pub fn compare_within(scenario: &Scenario, book: &PriceBook, patience: Patience<'_>) -> Comparison {
    let study = Study::new(scenario, book).with_patience(patience);
    let mut options = standard_options(&study, &OptionId::of(scenario), &scenario.ec2);
    if let Some(current) = &scenario.current {
        let outcome =
            if patience.is_over() { Err(Unavailable::not_looked_at()) } else { current_option(&study, current) };
        options.push(PricedOption { id: OptionId::Current, outcome });
    }
    Comparison { floor: plan_floor(&study), ..of_options(scenario, options, traffic_facts(&study)) }
}

/// One option by itself, with what is to be said about it.
#[must_use]
pub fn compare_only(scenario: &Scenario, book: &PriceBook, id: OptionId) -> Comparison {
    let study = Study::new(scenario, book);
    let options = match (id, &scenario.current) {
        (OptionId::Current, Some(current)) => vec![PricedOption { id, outcome: current_option(&study, current) }],
        _ => standard_options(&study, &[id], &scenario.ec2),
    };
    of_options(scenario, options, traffic_facts(&study))
}

/// A comparison of options of a study, with what is to be said about them.
pub(crate) fn comparison_of(study: &Study<'_>, options: Vec<PricedOption>) -> Comparison {
    of_options(study.scenario, options, traffic_facts(study))
}

/// A comparison of these options: what is to be said about them, and what was assumed.
fn of_options(scenario: &Scenario, options: Vec<PricedOption>, traffic: Vec<TrafficFacts>) -> Comparison {
    let burstable = options.iter().filter_map(burstable_note);
    let own = options.iter().filter_map(|option| option.outcome.as_ref().ok()).flat_map(|it| it.notes.clone());
    let dropped = scenario.services.iter().filter_map(dropped_sizes_note);
    let floating = scenario.services.iter().filter_map(floating_note);
    let notes = dropped.chain(floating).chain(burstable).chain(own).collect();
    let mut assumptions = speed_assumptions(scenario, &options);
    assumptions.extend(log_assumptions(scenario));
    assumptions.extend(capacity_assumptions(scenario, &options));
    assumptions.extend(step_assumptions(scenario));
    let missed = options.iter().filter(|option| option.is_not_looked_at()).count();
    let interrupted = Interrupted::after(options.len() - missed, options.len());
    Comparison { assumptions, options, traffic, notes, floor: None, interrupted }
}

/// Prices one option by itself: what [`compare`] has for it, without the others.
#[must_use]
pub fn compare_one(scenario: &Scenario, book: &PriceBook, id: OptionId) -> PricedOption {
    let study = Study { explained: true, ..Study::new(scenario, book) };
    let outcome = match (id, &scenario.current) {
        (OptionId::Current, Some(current)) => current_option(&study, current),
        _ => standard_option(&study, id, &Searches::new(&study, &scenario.ec2), own_commitment(id)),
    };
    PricedOption { id, outcome }
}

/// Everything that an option meters, hour by hour: its capacity as before any commitment, and what traffic uses.
#[must_use]
pub fn all_usage(scenario: &Scenario, book: &PriceBook, outcome: &Outcome) -> Ledger {
    let mut usage = outcome.capacity.clone();
    usage.extend((*Study::new(scenario, book).traffic_ledger).clone());
    usage
}

/// Some of a scenario's options, with its EC2 settings or a variation of them.
pub(crate) fn standard_options(study: &Study<'_>, ids: &[OptionId], settings: &Ec2Settings) -> Vec<PricedOption> {
    let searches = Searches::new(study, settings);
    let priced = |(place, &id): (usize, &OptionId)| {
        if study.patience.is_over() {
            return PricedOption { id, outcome: Err(Unavailable::not_looked_at()) };
        }
        let outcome = standard_option(study, id, &searches, own_commitment(id));
        study.patience.done(place + 1, ids.len());
        PricedOption { id, outcome }
    };
    ids.iter().enumerate().map(priced).collect()
}

/// An option with the plan in place today instead of a commitment of its own.
pub(crate) fn with_plan_of_today(study: &Study<'_>, id: OptionId) -> Result<Outcome, Unavailable> {
    standard_option(study, id, &Searches::new(study, &study.scenario.ec2), Commit::HeldToday)
}

/// What options share: sizes and instances are simulated once for all that run alike.
struct Searches<'s, 'a> {
    settings: &'s Ec2Settings,
    ec2: ClusterSearch<'s, 'a>,
    managed: ManagedSearch<'s, 'a>,
    /// What runs in `per-service`, without a bill.
    per_service: OnceCell<Result<Outcome, Unavailable>>,
}

impl<'s, 'a> Searches<'s, 'a> {
    fn new(study: &'s Study<'a>, settings: &'s Ec2Settings) -> Self {
        Self {
            settings,
            ec2: ClusterSearch::new(study, settings, None),
            managed: ManagedSearch::new(study, settings),
            per_service: OnceCell::new(),
        }
    }
}

pub(super) fn own_commitment(id: OptionId) -> Commit {
    match id {
        OptionId::FargateSavingsPlan | OptionId::FargateSavingsPlanArm64 | OptionId::Ec2SavingsPlan => {
            Commit::BestPlan(PlanKind::Compute)
        }
        OptionId::Ec2InstanceSavingsPlan => Commit::BestPlan(PlanKind::Ec2Instance),
        OptionId::BestPortfolio => Commit::BestPortfolio,
        _ => Commit::Held,
    }
}

fn standard_option(
    study: &Study<'_>,
    id: OptionId,
    searches: &Searches<'_, '_>,
    commit: Commit,
) -> Result<Outcome, Unavailable> {
    if let Some(setting) = id.missing_setting(study.scenario) {
        return Err(refused(format!("the scenario has no `{setting}`")));
    }
    if let Some(reason) = windows_bar(study.scenario, id) {
        return Err(refused(reason));
    }
    let settings = searches.settings;
    let fargate = |architecture, market| fargate_option(study, FargatePlan { id, architecture, market, commit });
    let ec2 = |spot, purchases| ec2_option(study, &Ec2Plan { id, spot, purchases, commit, settings }, &searches.ec2);
    let (x86, arm) = (Architecture::X86_64, Architecture::Arm64);
    match id {
        OptionId::Fargate | OptionId::FargateSavingsPlan => fargate(x86, Market::OnDemand),
        OptionId::FargateArm64 | OptionId::FargateSavingsPlanArm64 => fargate(arm, Market::OnDemand),
        OptionId::FargateSpot => fargate(x86, Market::Spot),
        OptionId::FargateSpotArm64 => fargate(arm, Market::Spot),
        OptionId::Ec2OnDemand | OptionId::Ec2SavingsPlan | OptionId::Ec2InstanceSavingsPlan => {
            ec2(false, Purchases::Alike)
        }
        OptionId::Ec2Spot => ec2(true, Purchases::Alike),
        OptionId::Ec2OnDemandAndSpot => ec2(false, settings.purchase_mix.map_or(Purchases::Alike, Purchases::Mixed)),
        OptionId::ManagedInstances => managed_option(study, &searches.managed, id, false, commit),
        OptionId::ManagedInstancesSpot => managed_option(study, &searches.managed, id, true, commit),
        OptionId::External => external_option(study, settings, commit),
        OptionId::Mixed => {
            better_architecture(&|architecture| mixed_option(study, settings, architecture, (id, commit)))
        }
        OptionId::PerService => per_service_option(study, searches, (id, commit)),
        OptionId::BestPortfolio => best_portfolio_option(study, searches, commit),
        OptionId::CapacityProviders if names_ec2_providers(study.scenario) => match study.scenario.step {
            SimulationStep::Minute => ec2(false, Purchases::ByStrategy),
            SimulationStep::Hour => Err(refused("strategies over EC2 groups need `horizon.step = \"1m\"`".to_owned())),
        },
        OptionId::CapacityProviders => better_architecture(&|architecture| fargate(architecture, Market::Strategies)),
        OptionId::Current => Err(refused("what runs today is not one of the options to choose".to_owned())),
    }
}

/// Every service on what suits it (rules PS).
fn per_service_option(
    study: &Study<'_>,
    searches: &Searches<'_, '_>,
    bought: (OptionId, Commit),
) -> Result<Outcome, Unavailable> {
    let capacity = searches.per_service.get_or_init(|| per_service_capacity(study, searches.settings, &searches.ec2));
    billed(study, capacity.clone()?, bought)
}

fn refused(reason: String) -> Unavailable {
    Unavailable { reason, missing_price: false }
}

/// Why an option cannot run the scenario's Windows services, if it has any (rule V2).
pub(super) fn windows_bar(scenario: &Scenario, id: OptionId) -> Option<String> {
    let is_windows = |service: &&Service| service.operating_system == OperatingSystem::Windows;
    let on_spot = |service: &Service| {
        service.capacity_providers.iter().any(|share| share.provider == CapacityProvider::FargateSpot)
    };
    let windows: Vec<&Service> = scenario.services.iter().filter(is_windows).collect();
    let first = windows.first()?;
    let reason = match id {
        OptionId::Fargate
        | OptionId::FargateSavingsPlan
        | OptionId::PerService
        | OptionId::BestPortfolio
        | OptionId::Current => return None,
        OptionId::CapacityProviders => {
            let name = &windows.iter().find(|service| on_spot(service))?.name;
            return Some(format!("`{name}` runs on Windows, which Fargate Spot does not run"));
        }
        OptionId::FargateArm64 | OptionId::FargateSavingsPlanArm64 => "Fargate runs Windows on x86_64 only",
        OptionId::FargateSpot | OptionId::FargateSpotArm64 => "Fargate Spot does not run Windows",
        OptionId::ManagedInstances | OptionId::ManagedInstancesSpot => "Managed Instances run Linux only",
        OptionId::External => "Windows on your own hosts is out of scope",
        OptionId::Ec2OnDemand
        | OptionId::Ec2SavingsPlan
        | OptionId::Ec2InstanceSavingsPlan
        | OptionId::Ec2Spot
        | OptionId::Ec2OnDemandAndSpot
        | OptionId::Mixed => "EC2 Windows is out of scope",
    };
    Some(format!("`{}` runs on Windows: {reason}", first.name))
}

/// The better of both architectures; x86_64 on a tie (rules R4 and Z6).
fn better_architecture(option: &dyn Fn(Architecture) -> Result<Outcome, Unavailable>) -> Result<Outcome, Unavailable> {
    best_of([Architecture::X86_64, Architecture::Arm64].map(option))
}

/// The best of several outcomes: one that meets the objective, then the one that serves more where none does, then
/// the cheapest; the first on a tie. Where there is none, the first reason why.
fn best_of(outcomes: impl IntoIterator<Item = Result<Outcome, Unavailable>>) -> Result<Outcome, Unavailable> {
    let missed = |outcome: &Outcome| if outcome.meets_objective { 0.0 } else { outcome.not_served_percent };
    let is_better = |one: &Outcome, known: &Outcome| {
        let order = known
            .meets_objective
            .cmp(&one.meets_objective)
            .then(missed(one).total_cmp(&missed(known)))
            .then(one.bill.total().cmp(&known.bill.total()));
        order.is_lt()
    };
    outcomes
        .into_iter()
        .reduce(|best, other| match (&best, &other) {
            (Ok(known), Ok(one)) if is_better(one, known) => other,
            (Err(_), Ok(_)) => other,
            _ => best,
        })
        .expect("there is at least one outcome")
}

/// The cheapest way to run on demand with the plans that suit it best (rule O8).
fn best_portfolio_option(
    study: &Study<'_>,
    searches: &Searches<'_, '_>,
    commit: Commit,
) -> Result<Outcome, Unavailable> {
    let id = OptionId::BestPortfolio;
    let settings = searches.settings;
    let fargate =
        |architecture| fargate_option(study, FargatePlan { id, architecture, market: Market::OnDemand, commit });
    let on = |base: OptionId, outcome: Result<Outcome, Unavailable>| {
        let allowed = windows_bar(study.scenario, base).map_or(Ok(()), |reason| Err(refused(reason)));
        let mut outcome = allowed.and(outcome)?;
        outcome.notes.insert(0, format!("`{}` runs as `{}`, with plans of its own", id.name(), base.name()));
        Ok(outcome)
    };
    let ec2_plan = Ec2Plan { id, spot: false, purchases: Purchases::Alike, commit, settings };
    let mut bases = vec![
        on(OptionId::Fargate, fargate(Architecture::X86_64)),
        on(OptionId::FargateArm64, fargate(Architecture::Arm64)),
        on(OptionId::Ec2OnDemand, ec2_option(study, &ec2_plan, &searches.ec2)),
        on(OptionId::ManagedInstances, managed_option(study, &searches.managed, id, false, commit)),
        on(
            OptionId::Mixed,
            better_architecture(&|architecture| mixed_option(study, settings, architecture, (id, commit))),
        ),
    ];
    if OptionId::PerService.missing_setting(study.scenario).is_none() {
        bases.push(on(OptionId::PerService, per_service_option(study, searches, (id, commit))));
    }
    best_of(bases)
}

/// What runs today, at its own sizes, types and commitment.
fn current_option(study: &Study<'_>, current: &Current) -> Result<Outcome, Unavailable> {
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
        | LaunchType::FargateAndFargateSpot => Err(refused("`[current]` knows Fargate and EC2 only".to_owned())),
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

fn traffic_facts(study: &Study<'_>) -> Vec<TrafficFacts> {
    let facts = |(service, minutes): (&crate::scenario::Service, &std::rc::Rc<[f64]>)| {
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
    if service.task_size.is_some() || scaling.search.floats() {
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

/// Among how many settings the scaling of a service is chosen, where it floats (rule S17).
fn floating_note(service: &Service) -> Option<String> {
    let TaskCount::Scaled(scaling) = &service.count else { return None };
    let others = scaling.other_settings().len();
    let left_out = match scaling.search.left_out {
        0 => String::new(),
        count => format!("; {count} more contradict themselves and are left out"),
    };
    let settings = format!("{} settings of target, minimum and maximum", others + 1);
    scaling.search.floats().then(|| format!("`{}`: its scaling is chosen among {settings}{left_out}", service.name))
}

fn burstable_note(option: &PricedOption) -> Option<String> {
    let groups = &option.outcome.as_ref().ok()?.instance_groups;
    let group = groups.iter().find(|group| group.burstable && group.credits.is_none())?;
    Some(format!(
        "`{}` uses `{}`, a burstable type: CPU credits are simulated on EC2 clusters only, so the option is shown but never recommended",
        option.id.name(),
        group.instance_type
    ))
}
