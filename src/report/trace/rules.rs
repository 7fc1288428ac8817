//! Which rules of `docs/model.md` make a quantity and its cost.

use crate::bill::{ChargeKind, LineItem, PurchaseOption};
use crate::pricing::{Platform, Sku};
use crate::scenario::LaunchType;
use crate::usage::Purpose;

/// The page that states the model.
const MODEL: &str = include_str!("../../../docs/model.md");

/// A rule and its first sentence.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RuleView {
    /// Its id, such as `F3`.
    pub id: &'static str,
    /// The first sentence of it.
    pub sentence: String,
}

impl RuleView {
    /// The rule of that id; its sentence is empty when the model has none.
    pub(super) fn of(id: &'static str) -> Self {
        let sentence = model_rules().find(|(known, _)| *known == id).map(|(_, text)| first_sentence(&text));
        Self { id, sentence: sentence.unwrap_or_default() }
    }
}

/// Every rule of the model: its id and its text, on one line.
pub fn model_rules() -> impl Iterator<Item = (&'static str, String)> {
    MODEL.split("\n- **").skip(1).filter_map(|rule| {
        let (id, text) = rule.split_once("**")?;
        let text = text.split("\n\n").next().unwrap_or(text);
        Some((id, text.split_whitespace().collect::<Vec<_>>().join(" ")))
    })
}

/// Up to the first full stop that ends a sentence.
fn first_sentence(text: &str) -> String {
    let plain: String = text.chars().filter(|letter| *letter != '*').collect();
    let end = plain.find(". ").map_or(plain.len(), |stop| stop + 1);
    plain[..end].to_owned()
}

/// The rules by which usage of a SKU is metered, where tasks have that launch type.
#[must_use]
pub fn rules_of_usage(sku: &Sku, launch_type: LaunchType, purpose: Purpose) -> Vec<&'static str> {
    let mut rules = match sku {
        Sku::FargateVcpu(Platform::WindowsX86) | Sku::FargateMemory(Platform::WindowsX86) => vec!["F3", "V3"],
        Sku::FargateVcpu(_) | Sku::FargateMemory(_) | Sku::FargateSpotVcpu(_) | Sku::FargateSpotMemory(_) => {
            vec!["F3", "F2"]
        }
        Sku::FargateWindowsLicense => vec!["V4"],
        Sku::FargateEphemeralStorage => vec!["F3"],
        Sku::Instance(_) | Sku::SpotInstance(_) => instance_rules(launch_type),
        Sku::CpuCredits(_) => vec!["K5"],
        Sku::EbsGp3 if is_managed(launch_type) => vec!["G4"],
        Sku::EbsGp3 => vec!["E7"],
        Sku::AlbHours | Sku::AlbLcu | Sku::NlbHours | Sku::NlbLcu => vec!["N1"],
        Sku::NatHours | Sku::EndpointHours => vec!["N3"],
        Sku::NatBytes | Sku::EndpointBytes => vec!["N3", "N4"],
        Sku::PublicIpv4 => vec!["N1", "N3", "N6"],
        Sku::InterAzBytes | Sku::InternetEgress => vec!["N2"],
        Sku::LogIngestion | Sku::LogStorage => vec!["N5"],
        Sku::Metrics | Sku::Alarms | Sku::HighResolutionAlarms | Sku::ContainerInsights => vec!["N7"],
        Sku::EcrStorage | Sku::EfsStandard => vec!["N6"],
        Sku::ManagedInstanceFee(_) => vec!["G5"],
        Sku::EcsAnywhere => vec!["X4"],
    };
    if purpose == Purpose::Deployment {
        rules.push("Y6");
    }
    rules
}

const fn is_managed(launch_type: LaunchType) -> bool {
    matches!(launch_type, LaunchType::ManagedInstances | LaunchType::ManagedInstancesSpot)
}

fn instance_rules(launch_type: LaunchType) -> Vec<&'static str> {
    match launch_type {
        LaunchType::ManagedInstances | LaunchType::ManagedInstancesSpot => vec!["G3", "G4"],
        LaunchType::Ec2AndFargate => vec!["Z2"],
        _ => vec!["E6"],
    }
}

/// The rules by which a line is priced.
#[must_use]
pub fn rules_of_line(line: &LineItem) -> Vec<&'static str> {
    match line.purchase_option {
        _ if line.usage_type.starts_with("Spot fallback") => vec!["I4"],
        PurchaseOption::OnDemand | PurchaseOption::Spot if line.unit_price == line.list_unit_price => {
            vec!["P1", "B1"]
        }
        PurchaseOption::OnDemand | PurchaseOption::Spot => vec!["P1", "P3", "M3", "B1"],
        PurchaseOption::SavingsPlan | PurchaseOption::SavingsPlanUnused => vec!["C2", "C5"],
        PurchaseOption::ReservedInstance | PurchaseOption::ReservedInstanceUnused => vec!["C6"],
        PurchaseOption::Free => vec!["N8"],
        PurchaseOption::Other => match line.kind {
            ChargeKind::Tax => vec!["B4"],
            ChargeKind::PeoplesTime => vec!["B5"],
            _ if line.usage_type == crate::comparison::HOSTS_LINE => vec!["X5", "B3"],
            _ => vec!["B3"],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_stated(id: &str) -> bool {
        model_rules().any(|(known, text)| known == id && !text.is_empty())
    }

    #[test]
    fn every_rule_that_usage_names_is_in_the_model() {
        let named = |name: &str| name.to_owned();
        let of_types = [
            Sku::Instance(named("m7g.large")),
            Sku::SpotInstance(named("m7g.large")),
            Sku::CpuCredits(named("t3")),
            Sku::ManagedInstanceFee(named("m7g.large")),
        ];
        for sku in Sku::fixed().into_iter().chain(of_types) {
            for launch_type in
                [LaunchType::Fargate, LaunchType::Ec2, LaunchType::ManagedInstances, LaunchType::Ec2AndFargate]
            {
                let rules = rules_of_usage(&sku, launch_type, Purpose::Deployment);
                assert!(rules.len() > 1, "{sku:?}");
                for rule in rules {
                    assert!(is_stated(rule), "{sku:?} names {rule}, which docs/model.md does not state");
                }
            }
        }
    }

    #[test]
    fn every_rule_that_lines_name_is_in_the_model() {
        for id in ["I4", "P1", "B1", "P3", "M3", "C2", "C5", "C6", "N8", "B4", "B5", "X5", "B3"] {
            assert!(is_stated(id), "{id}");
        }
    }

    #[test]
    fn a_rule_is_told_by_its_first_sentence() {
        let sentence = RuleView::of("J2").sentence;
        assert!(
            sentence.starts_with("On Fargate and Fargate Spot a task is billed") && sentence.ends_with('.'),
            "{sentence}"
        );
        assert_eq!(first_sentence("*Ticks.* One. Two."), "Ticks.");
        assert_eq!(first_sentence("At 0.5 vCPU; no stop"), "At 0.5 vCPU; no stop");
    }
}
