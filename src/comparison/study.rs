//! [`Study`]: what all options of a comparison have in common, computed once.

use std::sync::Arc;

use super::assemble::Commit;
use super::demands::Demands;
use super::memo::Memo;
use super::physics::{Candidate, RunKey};
use super::recent::Recent;
use super::variant::other_settings;
use crate::bill::Pricing;
use crate::commitment::Committed;
use crate::demand::WARM_UP_MINUTES;
use crate::patience::Patience;
use crate::pricing::PriceBook;
use crate::scenario::{ScalingSetting, Scenario, SimulationStep};
use crate::usage::{HourlyRequests, Ledger, traffic_usage};

/// Clusters simulated of an option where only a glance is asked for.
const CLUSTERS_AT_A_GLANCE: usize = 8;

/// A scenario with its demand and the usage that no option changes. A copy shares what is simulated.
#[derive(Clone)]
pub(crate) struct Study<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) pricing: Pricing<'a>,
    /// Demand of each service over the simulated minutes.
    pub(crate) demands: Vec<Arc<[f64]>>,
    /// The same by the hour, in the hourly mode; empty otherwise.
    pub(crate) hourly_demands: Vec<Arc<[f64]>>,
    /// Whether only capacity is wanted, of options that have one candidate each: nothing is priced.
    pub(crate) unpriced: bool,
    /// Whether scaling decisions are noted with their reasons.
    pub(crate) explained: bool,
    /// How long searches may go on.
    pub(crate) patience: Patience<'a>,
    /// Whether only the choice is wanted: what is shown beside it (other terms, what placement costs) is left out.
    pub(crate) choice_only: bool,
    /// How many clusters an option may have simulated.
    pub(super) most_clusters: usize,
    /// The first simulated minute.
    pub(crate) first_minute: i64,
    /// Requests in every clock hour, of each service of the whole scenario.
    pub(super) requests: Arc<HourlyRequests>,
    /// Shared by studies of the same demand at other prices.
    pub(crate) traffic_ledger: Arc<Ledger>,
    /// For each service, what its scaling may be set to beside the scenario's own values.
    pub(super) other_settings: Arc<[Vec<ScalingSetting>]>,
    /// Sizes simulated so far: options share them.
    pub(super) runs: Arc<Memo<RunKey, Candidate>>,
    /// What was bought for a ledger last: what is chosen is billed right after.
    pub(super) committed: Arc<Recent<(Commit, Ledger), Committed>>,
    /// Of a part of an option: the place of each of its services in the whole scenario. Parts have no bills of their own.
    pub(super) members: Option<&'a [usize]>,
}

impl<'a> Study<'a> {
    pub(crate) fn new(scenario: &'a Scenario, book: &'a PriceBook) -> Self {
        Self::facing(scenario, book, Demands::of(scenario))
    }

    /// The study of a scenario whose demand is known.
    pub(crate) fn facing(scenario: &'a Scenario, book: &'a PriceBook, demands: Demands) -> Self {
        let pricing = Pricing { book, horizon: &scenario.horizon, account: &scenario.account, scenario };
        let traffic_ledger = Arc::new(traffic_usage(scenario, &demands.requests));
        let requests = Arc::new(demands.requests);
        Self {
            scenario,
            pricing,
            demands: demands.minutes,
            hourly_demands: demands.hourly.into_iter().map(Into::into).collect(),
            unpriced: false,
            explained: false,
            patience: Patience::ENDLESS,
            choice_only: false,
            most_clusters: usize::MAX,
            first_minute: scenario.horizon.first_minute() - WARM_UP_MINUTES,
            requests,
            traffic_ledger,
            other_settings: other_settings(scenario).into(),
            runs: Arc::default(),
            committed: Arc::default(),
            members: None,
        }
    }

    /// The same with an end to its searches.
    pub(crate) fn with_patience(self, patience: Patience<'a>) -> Self {
        Self { patience, ..self }
    }

    /// The same for capacity only.
    pub(crate) fn unpriced(self) -> Self {
        Self { unpriced: true, ..self }
    }

    /// The same for the choice alone.
    pub(crate) fn for_choice(self) -> Self {
        Self { choice_only: true, ..self }
    }

    /// The same for the choice among the combinations that look cheapest when screened: enough to see whether a change
    /// would help (rule O15).
    pub(crate) fn at_a_glance(self) -> Self {
        Self { most_clusters: CLUSTERS_AT_A_GLANCE, ..self.for_choice() }
    }

    /// The same demand with other settings or prices, for billing what was metered already.
    pub(crate) fn priced_as<'b>(&self, scenario: &'b Scenario, book: &'b PriceBook) -> Study<'b> {
        Study {
            scenario,
            pricing: Pricing { book, horizon: &scenario.horizon, account: &scenario.account, scenario },
            demands: self.demands.clone(),
            hourly_demands: Vec::new(),
            unpriced: false,
            explained: false,
            patience: Patience::ENDLESS,
            choice_only: false,
            most_clusters: usize::MAX,
            first_minute: self.first_minute,
            requests: Arc::clone(&self.requests),
            traffic_ledger: Arc::clone(&self.traffic_ledger),
            other_settings: Arc::clone(&self.other_settings),
            runs: Arc::default(),
            committed: Arc::default(),
            members: None,
        }
    }

    /// The study of a changed scenario with the same demand, which is not worked out again.
    pub(crate) fn changed_to<'b>(&self, scenario: &'b Scenario) -> Study<'b>
    where
        'a: 'b,
    {
        let book = self.pricing.book;
        Study {
            scenario,
            pricing: Pricing { book, horizon: &scenario.horizon, account: &scenario.account, scenario },
            traffic_ledger: Arc::new(traffic_usage(scenario, &self.requests)),
            other_settings: other_settings(scenario).into(),
            runs: Arc::default(),
            committed: Arc::default(),
            ..self.clone()
        }
    }

    /// The study of some of the services, which shares what is simulated of each by itself.
    pub(super) fn of_part<'b>(&self, scenario: &'b Scenario, members: &'b [usize]) -> Study<'b>
    where
        'a: 'b,
    {
        let book = self.pricing.book;
        Study {
            scenario,
            pricing: Pricing { book, horizon: &scenario.horizon, account: &scenario.account, scenario },
            demands: members.iter().map(|&index| Arc::clone(&self.demands[index])).collect(),
            hourly_demands: members.iter().filter_map(|&index| self.hourly_demands.get(index).cloned()).collect(),
            other_settings: members.iter().map(|&index| self.other_settings[index].clone()).collect(),
            committed: Arc::default(),
            members: Some(members),
            ..self.clone()
        }
    }

    /// The place of a service in the whole scenario.
    pub(super) fn place_of(&self, service: usize) -> usize {
        self.members.map_or(service, |members| members[service])
    }

    /// Demand of a service in every step that is simulated.
    pub(crate) fn simulated_demand(&self, service: usize) -> &[f64] {
        match self.scenario.step {
            SimulationStep::Minute => &self.demands[service],
            SimulationStep::Hour => &self.hourly_demands[service],
        }
    }

    /// The workload of a cluster that holds only one (rule U2).
    pub(crate) fn only_workload(&self) -> Option<&'a str> {
        match (&self.scenario.services[..], &self.scenario.jobs[..]) {
            ([service], []) => Some(&service.name),
            ([], [job]) => Some(&job.name),
            _ => None,
        }
    }

    /// The first second of the horizon.
    pub(crate) fn first_second(&self) -> i64 {
        self.scenario.horizon.first_minute() * 60
    }

    /// The second after the horizon.
    pub(crate) fn end_second(&self) -> i64 {
        self.first_second() + self.scenario.horizon.seconds()
    }
}
