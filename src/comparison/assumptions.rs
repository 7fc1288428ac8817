//! Assumptions that the stages make beyond the scenario's own: speeds taken as equal, logs compressed, a steady
//! state by the hour (rules W1 and N5, section H).

use std::collections::BTreeSet;

use super::option::PricedOption;
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
        MeasuredOn::Fargate => outcome.instance_groups.is_empty(),
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

fn family_of(instance_type: &str) -> &str {
    instance_type.split_once('.').map_or(instance_type, |(family, _)| family)
}
