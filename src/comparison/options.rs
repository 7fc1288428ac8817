//! Pricing the options of a scenario, each as its own kind of capacity has it.

use super::assemble::Commit;
use super::best_portfolio::{best_of, best_portfolio_on, best_portfolio_option, better_architecture};
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
use crate::pricing::PlanKind;
use crate::scenario::{Architecture, Scenario, SimulationStep};

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

pub(super) fn standard_option<'a>(
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
