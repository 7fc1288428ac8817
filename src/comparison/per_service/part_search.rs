//! [`PartSearch`]: what parts cost on everything they may run on (rules PS1 and PS3).

use std::sync::{Arc, Mutex, PoisonError};

use super::part::{Members, Part, PartLaunch, PartScenarios};
use crate::bill::ExtraQuantities;
use crate::comparison::assemble::{Commit, capacity_cost, extras_cost};
use crate::comparison::cluster_choice::run_cost;
use crate::comparison::cluster_run::Purchases;
use crate::comparison::cluster_search::ClusterSearch;
use crate::comparison::ec2_option::{Ec2Plan, cheapest_cluster, ec2_option, least_screened_cost};
use crate::comparison::fargate_option::{FargatePlan, Market, fargate_option};
use crate::comparison::memo::Memo;
use crate::comparison::option::{CandidateCounts, OptionId, Outcome, Unavailable};
use crate::comparison::seconds::seconds_per_month;
use crate::comparison::study::Study;
use crate::comparison::windows::windows_bar;
use crate::money::Money;
use crate::scenario::{Architecture, Ec2Settings, LaunchType};

const ID: OptionId = OptionId::PerService;

/// Services up to which every grouping is compared, and nothing is passed over (rule PS2).
pub(super) const EVERY_GROUPING: usize = 4;

/// How parts are ordered (rules PS3, O4): what it misses, then its own lines, then fewer clusters, then rule O1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PartRank {
    pub(super) misses: bool,
    /// Percent not served of the worst service where the part misses an objective, as bits; else 0.
    pub(super) missed: u64,
    pub(super) cost: Money,
    pub(super) clusters: usize,
    pub(super) launch: PartLaunch,
    /// CPU units and memory of one task of each service, summed.
    pub(super) sizes: (u64, u64),
}

/// A part's rank on something, or why it cannot run there.
type Ranked = Result<PartRank, Unavailable>;

/// Prices parts, each once.
pub(super) struct PartSearch<'p, 's, 'a> {
    pub(super) study: &'p Study<'a>,
    pub(super) settings: &'p Ec2Settings,
    clusters: &'p ClusterSearch<'s, 'a>,
    scenarios: PartScenarios<'p>,
    ranks: Memo<(Members, PartLaunch), Arc<Ranked>>,
    screened: Memo<(Members, PartLaunch), Option<Money>>,
    /// Whether clusters are passed over by their screened cost (rule PS2).
    passes_over: bool,
    counts: Mutex<CandidateCounts>,
}

impl<'p, 's, 'a> PartSearch<'p, 's, 'a> {
    pub(super) fn new(study: &'p Study<'a>, settings: &'p Ec2Settings, clusters: &'p ClusterSearch<'s, 'a>) -> Self {
        let scenarios = PartScenarios::new(study.scenario);
        Self {
            study,
            settings,
            clusters,
            scenarios,
            ranks: Memo::default(),
            screened: Memo::default(),
            passes_over: study.scenario.services.len() > EVERY_GROUPING,
            counts: Mutex::default(),
        }
    }

    /// The best that a part can run on; why it cannot run anywhere, where that is so.
    ///
    /// A cluster whose least screened cost is above `to_beat`, or above what the part costs elsewhere, is passed over
    /// unsimulated: `None` where nothing else is left.
    pub(super) fn best(&self, members: &Members, to_beat: Option<Money>) -> Result<Option<PartRank>, Unavailable> {
        let mut best: Option<PartRank> = None;
        let mut why = None;
        let mut passed_over = false;
        for launch in members.launches() {
            let known = best.filter(|rank| !rank.misses).map(|rank| rank.cost);
            let limit = to_beat.into_iter().chain(known.filter(|_| self.passes_over)).min();
            if launch.is_on_instances() && limit.is_some_and(|limit| self.costs_more(members, launch, limit)) {
                passed_over = true;
                continue;
            }
            match &*self.rank(members, launch) {
                Ok(rank) => best = Some(best.map_or(*rank, |known| known.min(*rank))),
                Err(unavailable) => why = why.or_else(|| Some(unavailable.clone())),
            }
        }
        match (best, why) {
            (None, Some(why)) if !passed_over => Err(why),
            _ => Ok(best),
        }
    }

    /// Whether a cluster's least screened cost is above `limit`.
    fn costs_more(&self, members: &Members, launch: PartLaunch, limit: Money) -> bool {
        self.screened(members, launch).is_some_and(|cost| cost > limit)
    }

    /// The least screened cost of a cluster; `None` where it cannot be had, or meets no objective when screened.
    pub(super) fn screened(&self, members: &Members, launch: PartLaunch) -> Option<Money> {
        self.screened.of(&(members.clone(), launch), || {
            let scenario = self.scenarios.of(members);
            let study = self.study.of_part(&scenario, &members.services);
            let plan = ec2_plan(launch, self.settings);
            allowed(&study, members, launch)
                .and_then(|()| least_screened_cost(&study, &plan, &self.clusters.of_part(&study)))
                .unwrap_or(None)
        })
    }

    /// The rank of a part on one thing.
    pub(super) fn rank(&self, members: &Members, launch: PartLaunch) -> Arc<Ranked> {
        self.ranks.of(&(members.clone(), launch), || Arc::new(self.priced(members, launch)))
    }

    /// What was looked at so far, over all parts.
    pub(super) fn counts(&self) -> CandidateCounts {
        *self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn priced(&self, members: &Members, launch: PartLaunch) -> Ranked {
        let scenario = self.scenarios.of(members);
        let study = self.study.of_part(&scenario, &members.services);
        allowed(&study, members, launch)?;
        let (misses, missed, cost, sizes) = match fargate_plan(launch) {
            Some(plan) => {
                let outcome = fargate_option(&study, plan)?;
                self.count(outcome.candidates);
                let worst = outcome.services.iter().map(|service| service.not_served_percent).fold(0.0, f64::max);
                let sum = |of: fn(&crate::scenario::TaskSize) -> u32| {
                    outcome.services.iter().map(|service| u64::from(of(&service.task_size))).sum()
                };
                let sizes = (sum(|size| size.cpu_units), sum(|size| size.memory_mib));
                (!outcome.meets_objective, worst, own_lines(&study, &outcome)?, sizes)
            }
            None => {
                let plan = ec2_plan(launch, self.settings);
                let chosen = cheapest_cluster(&study, &plan, &self.clusters.of_part(&study))?;
                self.count(chosen.counts);
                let run = &chosen.run;
                (!run.meets_objective(), run.not_served_percent(), run_cost(&study, &plan, run)?, run.sizes())
            }
        };
        let missed = if misses { missed.to_bits() } else { 0 };
        Ok(PartRank { misses, missed, cost, clusters: usize::from(launch.is_on_instances()), launch, sizes })
    }

    fn count(&self, more: CandidateCounts) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.sizes += more.sizes;
        counts.instance_types = counts.instance_types.max(more.instance_types);
        counts.considered += more.considered;
        counts.ruled_out += more.ruled_out;
        counts.simulated += more.simulated;
        counts.left_out += more.left_out;
    }

    /// A part on one thing, in full.
    pub(super) fn part(
        &self,
        members: &Members,
        launch: PartLaunch,
        settings: &Ec2Settings,
    ) -> Result<Part, Unavailable> {
        let scenario = self.scenarios.of(members);
        let study = self.study.of_part(&scenario, &members.services);
        allowed(&study, members, launch)?;
        let outcome = match fargate_plan(launch) {
            Some(plan) => fargate_option(&study, plan)?,
            None if settings == self.settings => {
                ec2_option(&study, &ec2_plan(launch, settings), &self.clusters.of_part(&study))?
            }
            None => ec2_option(&study, &ec2_plan(launch, settings), &ClusterSearch::new(&study, settings, None))?,
        };
        Ok(Part { members: members.clone(), outcome })
    }
}

/// What a launch on Fargate is as an option by itself.
fn fargate_plan(launch: PartLaunch) -> Option<FargatePlan> {
    let market = if launch.is_spot() { Market::Spot } else { Market::OnDemand };
    let plan = |architecture| FargatePlan { id: ID, architecture, market, commit: Commit::Held };
    launch.architecture.map(plan)
}

fn ec2_plan(launch: PartLaunch, settings: &Ec2Settings) -> Ec2Plan<'_> {
    Ec2Plan { id: ID, spot: launch.is_spot(), purchases: Purchases::Alike, commit: Commit::Held, settings }
}

/// Whether a part may run on something at all.
fn allowed(study: &Study<'_>, members: &Members, launch: PartLaunch) -> Result<(), Unavailable> {
    let refused = |reason: String| Unavailable { reason, missing_price: false };
    let all = Members { services: (0..members.services.len()).collect(), jobs: (0..members.jobs.len()).collect() };
    if launch.is_spot() && !all.may_be_on_spot(study.scenario) {
        let names: Vec<String> = all.names(study.scenario).map(|name| format!("`{name}`")).collect();
        return Err(refused(format!("not all tasks of {} may be on Spot", names.join(", "))));
    }
    windows_bar(study.scenario, alike(launch)).map_or(Ok(()), |reason| Err(refused(reason)))
}

/// The option in which everything runs as the launch has it.
fn alike(launch: PartLaunch) -> OptionId {
    match (launch.launch_type, launch.architecture) {
        (LaunchType::Ec2Spot, _) => OptionId::Ec2Spot,
        (_, None) => OptionId::Ec2OnDemand,
        (LaunchType::FargateSpot, Some(Architecture::X86_64)) => OptionId::FargateSpot,
        (LaunchType::FargateSpot, Some(Architecture::Arm64)) => OptionId::FargateSpotArm64,
        (_, Some(Architecture::X86_64)) => OptionId::Fargate,
        (_, Some(Architecture::Arm64)) => OptionId::FargateArm64,
    }
}

/// The own lines of an outcome (rule O3), priced by themselves.
fn own_lines(study: &Study<'_>, outcome: &Outcome) -> Result<Money, Unavailable> {
    let tasks = outcome.timeline.workloads.iter().map(|workload| workload.running());
    let task_seconds = seconds_per_month(study, tasks);
    let instance_seconds = seconds_per_month(study, outcome.timeline.instances.iter().map(|group| &group.running));
    let quantities = ExtraQuantities { task_seconds: &task_seconds, instance_seconds: &instance_seconds };
    Ok(capacity_cost(study, &outcome.capacity, Commit::Held)? + extras_cost(study, ID, quantities))
}
