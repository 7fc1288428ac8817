//! [`WhyNotView`]: why an option is not chosen, as results carry it.

use serde::Serialize;

use super::service_view::rounded;
use crate::comparison::OptionId;
use crate::money::Money;
use crate::recommendation::{Because, Packing, Sentence, WhyNot};

/// How tasks fill instances.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PackingView {
    /// The instance type.
    pub instance_type: String,
    /// The largest tasks that one of them holds, alone.
    pub tasks_per_instance: u32,
    /// Which limit stops one more.
    pub limit: &'static str,
    /// Registered CPU that no task reserves, percent.
    pub cpu_idle_percent: f64,
    /// Registered memory that no task reserves, percent.
    pub memory_idle_percent: f64,
}

/// Why an option is not chosen; what does not belong to its kind is null.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WhyNotView {
    /// Which kind of reason.
    pub kind: &'static str,
    /// The reason in a sentence without a full stop.
    pub sentence: Sentence,
    /// The service or job that it is about.
    pub workload: Option<String>,
    /// Which objective is missed.
    pub missed: Option<&'static str>,
    /// What was found: of the objective, or percent on Spot.
    pub found: Option<f64>,
    /// What is allowed of it.
    pub allowed: Option<f64>,
    /// The instance type whose CPU credits are not simulated.
    pub instance_type: Option<String>,
    /// What is left to pay of the plan after the horizon.
    pub liability_after: Option<Money>,
    /// The option that costs the same and stands first.
    pub same_as: Option<&'static str>,
    /// How much dearer over the horizon.
    pub difference: Option<Money>,
    /// The same in percent of the recommended option's total.
    pub difference_percent: Option<f64>,
    /// The part that costs most more: a category of waste, `useful_work` for the price of compute, or a kind of charge.
    pub because: Option<&'static str>,
    /// How much more that part costs.
    pub because_difference: Option<Money>,
    /// How its tasks fill its instances.
    pub packing: Option<PackingView>,
}

impl From<&WhyNot> for WhyNotView {
    fn from(why_not: &WhyNot) -> Self {
        let view = Self { kind: why_not.name(), sentence: why_not.sentence(), ..Self::default() };
        match why_not {
            WhyNot::Unavailable(_) | WhyNot::MissingPrice(_) => view,
            WhyNot::MissesObjective(missed) => Self {
                workload: Some(missed.service.clone()),
                missed: Some(missed.missed.name()),
                found: Some(rounded(missed.found)),
                allowed: Some(missed.allowed),
                ..view
            },
            WhyNot::Spot(share) => Self {
                workload: Some(share.workload.clone()),
                found: Some(rounded(share.percent)),
                allowed: Some(share.allowed_percent),
                ..view
            },
            WhyNot::Credits(instance_type) => Self { instance_type: Some(instance_type.clone()), ..view },
            WhyNot::Term(liability) => Self { liability_after: Some(*liability), ..view },
            WhyNot::SameCost(winner) => Self { same_as: Some(OptionId::name(*winner)), ..view },
            WhyNot::BoughtOtherwise(option) => {
                Self { difference: Some(option.difference), difference_percent: Some(rounded(option.percent)), ..view }
            }
            WhyNot::Dearer(dearer) => Self {
                difference: Some(dearer.difference),
                difference_percent: Some(rounded(dearer.percent)),
                because: Some(because_name(dearer.because)),
                because_difference: Some(dearer.more),
                packing: dearer.packing.as_ref().map(Into::into),
                ..view
            },
        }
    }
}

impl From<&Packing> for PackingView {
    fn from(packing: &Packing) -> Self {
        Self {
            instance_type: packing.instance_type.clone(),
            tasks_per_instance: packing.tasks_per_instance,
            limit: packing.limit,
            cpu_idle_percent: rounded(packing.cpu_idle_percent),
            memory_idle_percent: rounded(packing.memory_idle_percent),
        }
    }
}

fn because_name(because: Because) -> &'static str {
    match because {
        Because::Waste(category) => category.name(),
        Because::Charge(kind) => super::words::kind(kind),
    }
}
