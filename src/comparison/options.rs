//! Pricing the options of a scenario, each as its own kind of capacity has it.

use super::assemble::Commit;
use super::best_portfolio::{
    Found, best_of, best_portfolio_choice, best_portfolio_of, best_portfolio_on, best_portfolio_option,
    better_architecture, portfolio_bases,
};
use super::cluster_run::Purchases;
use super::ec2_option::{Ec2Plan, ec2_option};
use super::external_option::external_option;
use super::fargate_option::{FargatePlan, Market, fargate_option};
use super::managed_option::managed_option;
use super::mixed_option::mixed_option;
use super::option::{OptionId, Outcome, PricedOption, Unavailable, names_ec2_providers};
use super::searches::{Searches, per_service_option};
use super::study::Study;
use super::today::current_option;
use super::windows::windows_bar;
use crate::parallel::each;
use crate::pricing::PlanKind;
use crate::scenario::{Architecture, Ec2Settings, Scenario, SimulationStep};

/// Some of a scenario's options, with its EC2 settings or a variation of them.
pub(crate) fn standard_options(study: &Study<'_>, ids: &[OptionId], settings: &Ec2Settings) -> Vec<PricedOption> {
    let searches = Searches::new(study, settings);
    let jobs = jobs_of(study, ids);
    let outcomes = each(study.patience, &jobs, || (), |(), job| Some(job.outcome(study, &searches)));
    let mut found: Vec<(Job, Option<Found>)> = jobs.into_iter().zip(outcomes).collect();
    found.sort_by_key(|(job, _)| (job.place, job.part));
    let of_place = |(place, &id): (usize, &OptionId)| {
        // An option is looked at when all of its parts are.
        let parts = found.extract_if(.., |(job, _)| job.place == place);
        let parts: Option<Vec<(Option<OptionId>, Found)>> =
            parts.map(|(job, found)| Some((job.base, found?))).collect();
        let outcome =
            parts.map_or_else(|| Err(Unavailable::not_looked_at()), |parts| whole(study, &searches, id, parts));
        PricedOption { id, outcome }
    };
    ids.iter().enumerate().map(of_place).collect()
}

/// An option of its parts: itself, or the best portfolio on each of its bases.
fn whole<'a>(
    study: &Study<'a>,
    searches: &Searches<'_, 'a>,
    id: OptionId,
    mut parts: Vec<(Option<OptionId>, Found)>,
) -> Found {
    if let [(None, _)] = &parts[..] {
        return parts.remove(0).1;
    }
    let on_bases = parts.into_iter().filter_map(|(base, found)| Some((base?, found))).collect();
    best_portfolio_of(study, searches, on_bases, own_commitment(id))
}

/// What one thread works out by itself: an option, or the best portfolio on one of its bases.
#[derive(Clone, Copy)]
struct Job {
    /// Among the options asked for.
    place: usize,
    /// Among the jobs of the option.
    part: usize,
    id: OptionId,
    base: Option<OptionId>,
}

impl Job {
    fn outcome<'a>(&self, study: &Study<'a>, searches: &Searches<'_, 'a>) -> Found {
        let commit = own_commitment(self.id);
        match self.base {
            Some(base) => best_portfolio_choice(study, searches, base, commit),
            None => standard_option(study, self.id, searches, commit),
        }
    }

    /// How long it is likely to take, the longest first, and what shares much with another not right after it.
    const fn urgency(&self) -> u8 {
        match (self.id, self.base) {
            (OptionId::PerService, _) => 0,
            (OptionId::Ec2OnDemand, _) => 1,
            (OptionId::BestPortfolio, Some(_)) => 2,
            (OptionId::ManagedInstances | OptionId::Mixed, _) => 3,
            _ => 4,
        }
    }
}

/// One thread takes the options in their order; several take what is likely to take long first.
fn jobs_of(study: &Study<'_>, ids: &[OptionId]) -> Vec<Job> {
    let whole = |(place, &id): (usize, &OptionId)| Job { place, part: 0, id, base: None };
    let jobs = ids.iter().enumerate().map(whole);
    if study.patience.threads().get() == 1 {
        return jobs.collect();
    }
    let apart = |job: Job| match job.id {
        OptionId::BestPortfolio => {
            let bases = portfolio_bases(study.scenario).into_iter().enumerate();
            bases.map(|(part, base)| Job { part, base: Some(base), ..job }).collect()
        }
        _ => vec![job],
    };
    let mut jobs: Vec<Job> = jobs.flat_map(apart).collect();
    jobs.sort_by_key(Job::urgency);
    jobs
}

/// An option with the plan in place today instead of a commitment of its own.
pub(crate) fn with_plan_of_today(study: &Study<'_>, id: OptionId) -> Result<Outcome, Unavailable> {
    standard_option(study, id, &Searches::new(study, &study.scenario.ec2), Commit::HeldToday)
}

/// Prices options one by one; what they share is simulated once.
pub(crate) struct OptionPricer<'s, 'a> {
    study: &'s Study<'a>,
    searches: Searches<'s, 'a>,
}

impl<'s, 'a> OptionPricer<'s, 'a> {
    pub(crate) fn new(study: &'s Study<'a>) -> Self {
        Self { study, searches: Searches::new(study, &study.scenario.ec2) }
    }

    /// The options that the scenario has, in the order of rule O1.
    pub(crate) fn ids(&self) -> Vec<OptionId> {
        let scenario = self.study.scenario;
        let current = scenario.current.as_ref().map(|_| OptionId::Current);
        OptionId::of(scenario).into_iter().chain(current).collect()
    }

    pub(crate) fn price(&self, id: OptionId) -> PricedOption {
        let outcome = match (id, &self.study.scenario.current) {
            (OptionId::Current, Some(current)) => current_option(self.study, current),
            _ => standard_option(self.study, id, &self.searches, own_commitment(id)),
        };
        PricedOption { id, outcome }
    }

    /// The best portfolio on some of [`portfolio_bases`], of which there is at least one, in their order.
    pub(crate) fn best_portfolio_on(&self, bases: &[OptionId]) -> PricedOption {
        let id = OptionId::BestPortfolio;
        let priced = |&base: &OptionId| best_portfolio_on(self.study, &self.searches, base, own_commitment(id));
        PricedOption { id, outcome: best_of(bases.iter().map(priced)) }
    }
}

/// The option that is the same without plans of its own; `None` where none are bought, or where there are several.
pub(crate) const fn without_own_plans(id: OptionId) -> Option<OptionId> {
    match id {
        OptionId::FargateSavingsPlan => Some(OptionId::Fargate),
        OptionId::FargateSavingsPlanArm64 => Some(OptionId::FargateArm64),
        OptionId::Ec2SavingsPlan | OptionId::Ec2InstanceSavingsPlan => Some(OptionId::Ec2OnDemand),
        _ => None,
    }
}

/// The kinds of plan that an option may buy.
pub(crate) fn kinds_bought(scenario: &Scenario, id: OptionId) -> Vec<PlanKind> {
    own_commitment(id).kinds(scenario)
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

fn standard_option<'a>(
    study: &Study<'a>,
    id: OptionId,
    searches: &Searches<'_, 'a>,
    commit: Commit,
) -> Result<Outcome, Unavailable> {
    if let Some(setting) = id.missing_setting(study.scenario) {
        return Err(Unavailable::because(format!("the scenario has no `{setting}`")));
    }
    if let Some(reason) = windows_bar(study.scenario, id) {
        return Err(Unavailable::because(reason));
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
            SimulationStep::Hour => {
                Err(Unavailable::because("strategies over EC2 groups need `horizon.step = \"1m\"`".to_owned()))
            }
        },
        OptionId::CapacityProviders => better_architecture(&|architecture| fargate(architecture, Market::Strategies)),
        OptionId::Current => {
            Err(Unavailable::because("what runs today is not one of the options to choose".to_owned()))
        }
    }
}
