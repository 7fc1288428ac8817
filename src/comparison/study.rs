//! [`Study`]: what all options of a comparison have in common, computed once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::physics::{Candidate, RunKey};
use crate::bill::Pricing;
use crate::demand::{DemandSeries, WARM_UP_MINUTES, demand, hourly_means};
use crate::pricing::PriceBook;
use crate::scenario::{DemandUnit, Scenario, Service, SimulationStep};
use crate::usage::{HourlyRequests, Ledger, traffic_usage};

/// A scenario with its demand and the usage that no option changes.
pub(crate) struct Study<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) pricing: Pricing<'a>,
    /// Demand of each service over the simulated minutes.
    pub(crate) demands: Vec<Rc<[f64]>>,
    /// The same by the hour, in the hourly mode; empty otherwise.
    pub(crate) hourly_demands: Vec<Vec<f64>>,
    /// Whether scaling decisions are noted with their reasons.
    pub(crate) explained: bool,
    /// The first simulated minute.
    pub(crate) first_minute: i64,
    pub(crate) traffic_ledger: Ledger,
    /// Sizes simulated so far: options share them.
    pub(super) runs: RefCell<HashMap<RunKey, Candidate>>,
}

impl<'a> Study<'a> {
    pub(crate) fn new(scenario: &'a Scenario, book: &'a PriceBook) -> Self {
        let pricing = Pricing { book, horizon: &scenario.horizon, account: &scenario.account, scenario };
        let demands: Vec<Rc<[f64]>> =
            scenario.services.iter().map(|service| minutes_of(service, scenario).into()).collect();
        let requests: HourlyRequests = scenario
            .services
            .iter()
            .zip(&demands)
            .map(|(service, minutes)| hourly_requests(service, minutes))
            .collect();
        let traffic_ledger = traffic_usage(scenario, &requests);
        let hourly_demands = match scenario.step {
            SimulationStep::Minute => Vec::new(),
            SimulationStep::Hour => demands.iter().map(|minutes| hourly_means(minutes)).collect(),
        };
        let first_minute = scenario.horizon.first_minute() - WARM_UP_MINUTES;
        Self {
            scenario,
            pricing,
            demands,
            hourly_demands,
            explained: false,
            first_minute,
            traffic_ledger,
            runs: RefCell::default(),
        }
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

/// Demand of every simulated minute; zeros without traffic.
fn minutes_of(service: &Service, scenario: &Scenario) -> Vec<f64> {
    let silent = || vec![0.0; scenario.horizon.minutes() + WARM_UP_MINUTES as usize];
    service.traffic.as_ref().map_or_else(silent, |traffic| {
        let DemandSeries { values, .. } = demand(traffic, &scenario.horizon);
        values
    })
}

/// Requests in each clock hour of the horizon; zeros when demand is in vCPU.
fn hourly_requests(service: &Service, minutes: &[f64]) -> Vec<f64> {
    let in_requests = service.traffic.as_ref().is_some_and(|traffic| traffic.unit != DemandUnit::Vcpu);
    let hours = minutes[WARM_UP_MINUTES as usize..].chunks_exact(60);
    hours.map(|hour| if in_requests { hour.iter().map(|rate| rate * 60.0).sum() } else { 0.0 }).collect()
}
