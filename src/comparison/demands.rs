//! [`Demands`]: what is asked of every service over the simulated time.

use std::sync::Arc;

use crate::demand::{DemandSeries, WARM_UP_MINUTES, demand, hourly_means};
use crate::scenario::{DemandUnit, Scenario, Service, SimulationStep};
use crate::usage::HourlyRequests;

/// Demand of every service of a scenario, in file order.
#[derive(Clone, Debug)]
pub(crate) struct Demands {
    /// Over the simulated minutes.
    pub(super) minutes: Vec<Arc<[f64]>>,
    /// The same by the hour, in the hourly mode; empty otherwise.
    pub(super) hourly: Vec<Vec<f64>>,
    /// Requests in every clock hour of the horizon.
    pub(super) requests: HourlyRequests,
}

/// What demand is multiplied by from a minute on, counted from the first simulated one, until the next.
pub(crate) type Multiples = [(usize, f64)];

impl Demands {
    /// The demand that a scenario describes.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let minutes: Vec<Arc<[f64]>> =
            scenario.services.iter().map(|service| minutes_of(service, scenario).into()).collect();
        let with_minutes = scenario.services.iter().zip(&minutes);
        let requests = with_minutes.map(|(service, minutes)| hourly_requests(service, minutes)).collect();
        let hourly = match scenario.step {
            SimulationStep::Minute => Vec::new(),
            SimulationStep::Hour => minutes.iter().map(|minutes| hourly_means(minutes)).collect(),
        };
        Self { minutes, hourly, requests }
    }

    /// The largest minute of a service's demand inside the horizon.
    pub(crate) fn peak(&self, service: usize) -> f64 {
        self.minutes[service][WARM_UP_MINUTES as usize..].iter().copied().fold(0.0, f64::max)
    }

    /// The same demand of a service multiplied by what `multiples` says of it; in the hourly mode the minutes, which
    /// only reports show, stay as they are.
    pub(crate) fn multiplied(&self, multiples: impl Fn(usize) -> Vec<(usize, f64)>) -> Self {
        let warm_up = WARM_UP_MINUTES as usize;
        let mut changed = self.clone();
        for index in 0..self.minutes.len() {
            let multiples = multiples(index);
            match changed.hourly.get_mut(index) {
                Some(hourly) => multiply(hourly, &multiples, 60, 0),
                None => {
                    let mut minutes = self.minutes[index].to_vec();
                    multiply(&mut minutes, &multiples, 1, 0);
                    changed.minutes[index] = minutes.into();
                }
            }
            multiply(&mut changed.requests[index], &multiples, 60, warm_up);
        }
        changed
    }
}

/// Multiplies values of `step` minutes each, the first of them at minute `first`.
fn multiply(values: &mut [f64], multiples: &Multiples, step: usize, first: usize) {
    for (position, &(from, multiple)) in multiples.iter().enumerate() {
        let end = multiples.get(position + 1).map_or(usize::MAX, |&(minute, _)| minute);
        let index = |minute: usize| (minute.saturating_sub(first) / step).min(values.len());
        let range = index(from)..index(end);
        values[range].iter_mut().for_each(|value| *value *= multiple);
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
