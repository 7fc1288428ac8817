//! Assumptions that the stages make beyond the scenario's own: speeds taken as equal, logs compressed, how often Spot
//! is taken back, what AWS does not publish of its capacity (rules W1, N5, I1, G2, R2 and X2, section H).

use std::collections::BTreeSet;

use super::option::{OptionId, Outcome, PricedOption};
use crate::scenario::{Assumption, MeasuredOn, Scenario, Service, SimulationStep, Work};

/// One assumption per architecture, or instance family, whose speed was taken as 1.0 although the
/// work was measured elsewhere.
pub(super) fn speed_assumptions(scenario: &Scenario, options: &[PricedOption]) -> Vec<Assumption> {
    let by_cpu = |service: &&Service| matches!(service.workload.work, Work::CpuMsPerRequest(_) | Work::VcpuDemand);
    let mut keys = BTreeSet::new();
    for service in scenario.services.iter().filter(by_cpu) {
        for option in options {
            keys.extend(unsaid_hardware(scenario, service, option));
        }
    }
    let assumption = |key: String| Assumption {
        key: format!("performance.{key}"),
        value: "1.0".to_owned(),
        reason: "not measured: taken to be as fast as the hardware of `measured_on`".to_owned(),
    };
    keys.into_iter().map(assumption).collect()
}

/// How much of the ingested logs is stored, where any are (rule N5).
pub(super) fn log_assumptions(scenario: &Scenario) -> Vec<Assumption> {
    let logs = |service: &Service| service.network.log_kb > 0.0 && service.network.log_retention_days > 0;
    let assumption = |service: &Service| Assumption {
        key: format!("service.{}.network.log_retention_days", service.name),
        value: format!("{} days at 0.15 of the ingested bytes", service.network.log_retention_days),
        reason: "planning default: stored logs are compressed, and none are there at the start".to_owned(),
    };
    scenario.services.iter().filter(|service| logs(service)).map(assumption).collect()
}

/// What is assumed of the capacity that options use.
pub(super) fn capacity_assumptions(scenario: &Scenario, options: &[PricedOption]) -> Vec<Assumption> {
    let available = |id: OptionId| options.iter().any(|option| option.id == id && option.outcome.is_ok());
    let mut found = spot_assumptions(scenario, options);
    let mut note = |key: &str, value: &str, reason: &str| {
        found.push(Assumption { key: key.to_owned(), value: value.to_owned(), reason: reason.to_owned() });
    };
    if available(OptionId::ManagedInstances) || available(OptionId::ManagedInstancesSpot) {
        note(
            "managed_instances",
            "tasks over 3 zones; 10 s to a billed instance, 22 s more to the image pull; consolidated at every change",
            "AWS documents the zones and the consolidation, the seconds are measured ones",
        );
    }
    if available(OptionId::External) {
        note(
            "external",
            "images are at hand, tasks start at once; load balancers, logs and egress as in other options",
            "your hosts and their network are your own: ECS Anywhere has no load balancing and no `awsvpc`, and the free \
             instance-hours of its first months are left out",
        );
    }
    if available(OptionId::CapacityProviders) {
        note(
            "service.capacity_provider",
            "the next task goes where there are fewest for the weight, the last to come leaves first",
            "AWS publishes the shares and not how it rounds them",
        );
    }
    found
}

/// How often instances are interrupted, where the scenario does not say.
fn spot_assumptions(scenario: &Scenario, options: &[PricedOption]) -> Vec<Assumption> {
    if scenario.spot.ec2_interruption_percent.is_some() {
        return Vec::new();
    }
    let expected = options.iter().filter_map(|option| option.outcome.as_ref().ok()?.interruptions.as_ref());
    let rates = expected.flat_map(|expected| &expected.rates).filter(|rate| rate.capacity.contains('.'));
    let value = |percent: f64, capacity: &str| format!("{percent} % a month of `{capacity}`");
    let distinct: BTreeSet<(String, String)> =
        rates.map(|rate| (value(rate.percent_per_month, &rate.capacity), rate.source.clone())).collect();
    let assumption = |(value, reason)| Assumption { key: "spot.ec2_interruption_percent".to_owned(), value, reason };
    distinct.into_iter().map(assumption).collect()
}

/// That capacity is a steady state by the hour, where it is (section H).
pub(super) fn step_assumptions(scenario: &Scenario) -> Option<Assumption> {
    (scenario.step == SimulationStep::Hour).then(|| Assumption {
        key: "horizon.step".to_owned(),
        value: "1h".to_owned(),
        reason: "hourly mode: every hour has the tasks that its mean demand asks for; peaks within the hour, alarms, cooldowns \
                 and tasks that are still starting are left out, so less capacity than by the minute"
            .to_owned(),
    })
}

/// The hardware of an option that nothing is said of, unless it is what the work was measured on.
fn unsaid_hardware(scenario: &Scenario, service: &Service, option: &PricedOption) -> Option<String> {
    let outcome = option.outcome.as_ref().ok()?;
    let architecture = outcome.services.iter().find(|known| known.name == service.name)?.architecture;
    let said = |key: &str| scenario.performance.contains_key(key);
    let measured_here = match &service.workload.measured_on {
        MeasuredOn::Architecture(measured) => *measured == architecture,
        MeasuredOn::Family(family) => {
            outcome.instance_groups.iter().any(|group| family_of(&group.instance_type) == family)
        }
        MeasuredOn::Fargate => !runs_on_instances(option.id, outcome),
        // The input layer has said already that one vCPU is taken to be equally fast everywhere.
        MeasuredOn::Unspecified => return None,
    };
    if measured_here {
        return None;
    }
    match outcome.instance_groups.first() {
        Some(group) => {
            let family = family_of(&group.instance_type);
            (!said(family) && !said(architecture.name())).then(|| family.to_owned())
        }
        None => (!said(architecture.name())).then(|| architecture.name().to_owned()),
    }
}

/// Whether all tasks of an option are on instances or hosts.
fn runs_on_instances(id: OptionId, outcome: &Outcome) -> bool {
    id == OptionId::External || !outcome.instance_groups.is_empty()
}

fn family_of(instance_type: &str) -> &str {
    instance_type.split_once('.').map_or(instance_type, |(family, _)| family)
}
