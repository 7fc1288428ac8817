//! The option `best-portfolio`: the cheapest way to run on demand, with the plans that suit it best (rule O8).

use super::assemble::Commit;
use super::cluster_run::Purchases;
use super::ec2_option::{Ec2Plan, ec2_option};
use super::fargate_option::{FargatePlan, Market, fargate_option};
use super::managed_option::managed_option;
use super::mixed_option::mixed_option;
use super::option::{OptionId, Outcome, Unavailable};
use super::searches::{Searches, per_service_option};
use super::study::Study;
use super::windows::windows_bar;
use crate::scenario::{Architecture, Scenario};

/// An option, or why there is none.
pub(super) type Found = Result<Outcome, Unavailable>;

/// The better of both architectures; x86_64 on a tie (rules R4 and Z6).
pub(super) fn better_architecture(option: &dyn Fn(Architecture) -> Found) -> Found {
    best_of([Architecture::X86_64, Architecture::Arm64].map(option))
}

/// The best of several outcomes: one that meets the objective, then the one that serves more where none does, then
/// the cheapest; the first on a tie. Where there is none, the first reason why.
pub(super) fn best_of(outcomes: impl IntoIterator<Item = Found>) -> Found {
    let best = outcomes.into_iter().reduce(|best, other| if is_better(&other, &best) { other } else { best });
    best.expect("there is at least one outcome")
}

fn is_better(one: &Found, known: &Found) -> bool {
    let missed = |outcome: &Outcome| if outcome.meets_objective { 0.0 } else { outcome.not_served_percent };
    match (one, known) {
        (Ok(one), Ok(known)) => known
            .meets_objective
            .cmp(&one.meets_objective)
            .then(missed(one).total_cmp(&missed(known)))
            .then(one.bill.total().cmp(&known.bill.total()))
            .is_lt(),
        (one, known) => one.is_ok() && known.is_err(),
    }
}

/// Where the best portfolio of a scenario may run (rule O8).
pub(crate) fn portfolio_bases(scenario: &Scenario) -> Vec<OptionId> {
    let bases = [
        OptionId::Fargate,
        OptionId::FargateArm64,
        OptionId::Ec2OnDemand,
        OptionId::ManagedInstances,
        OptionId::Mixed,
        OptionId::PerService,
    ];
    bases.into_iter().filter(|base| base.missing_setting(scenario).is_none()).collect()
}

/// The cheapest way to run on demand with the plans that suit it best (rule O8).
pub(super) fn best_portfolio_option<'a>(study: &Study<'a>, searches: &Searches<'_, 'a>, commit: Commit) -> Found {
    let bases = portfolio_bases(study.scenario);
    let found = bases.iter().map(|&base| (base, best_portfolio_choice(study, searches, base, commit))).collect();
    best_portfolio_of(study, searches, found, commit)
}

/// The best portfolio on a base, without what is shown beside the choice: that is worked out where it is chosen.
pub(super) fn best_portfolio_choice<'a>(
    study: &Study<'a>,
    searches: &Searches<'_, 'a>,
    base: OptionId,
    commit: Commit,
) -> Found {
    best_portfolio_on(&study.clone().for_choice(), searches, base, commit)
}

/// The best of what [`best_portfolio_choice`] has for the bases, in full.
pub(super) fn best_portfolio_of<'a>(
    study: &Study<'a>,
    searches: &Searches<'_, 'a>,
    found: Vec<(OptionId, Found)>,
    commit: Commit,
) -> Found {
    let best = found.into_iter().reduce(|best, other| if is_better(&other.1, &best.1) { other } else { best });
    let (base, outcome) = best.expect("there is at least one base");
    if study.choice_only || outcome.is_err() { outcome } else { best_portfolio_on(study, searches, base, commit) }
}

/// The best portfolio where one of [`portfolio_bases`] runs.
pub(super) fn best_portfolio_on<'a>(
    study: &Study<'a>,
    searches: &Searches<'_, 'a>,
    base: OptionId,
    commit: Commit,
) -> Found {
    let id = OptionId::BestPortfolio;
    let settings = searches.settings;
    if let Some(reason) = windows_bar(study.scenario, base) {
        return Err(Unavailable::because(reason));
    }
    let fargate =
        |architecture| fargate_option(study, FargatePlan { id, architecture, market: Market::OnDemand, commit });
    let ec2_plan = Ec2Plan { id, spot: false, purchases: Purchases::Alike, commit, settings };
    let mut outcome = match base {
        OptionId::Fargate => fargate(Architecture::X86_64),
        OptionId::FargateArm64 => fargate(Architecture::Arm64),
        OptionId::Ec2OnDemand => ec2_option(study, &ec2_plan, &searches.ec2),
        OptionId::ManagedInstances => managed_option(study, &searches.managed, id, false, commit),
        OptionId::PerService => per_service_option(study, searches, (id, commit)),
        _ => better_architecture(&|architecture| mixed_option(study, settings, architecture, (id, commit))),
    }?;
    outcome.notes.insert(0, format!("`{}` runs as `{}`, with plans of its own", id.name(), base.name()));
    Ok(outcome)
}
