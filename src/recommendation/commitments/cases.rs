//! What plans could cover under one demand scenario (rule A9).

use super::pinned::on_architecture;
use super::{AdviceError, prepared_for};
use crate::commitment::CoverableUsage;
use crate::commitment::outlook::spliced;
use crate::comparison::{OptionId, compare_one};
use crate::pricing::PriceBook;
use crate::scenario::{Architecture, DemandChange, DemandScenario, Scenario};

/// Where and on what the work runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    option: OptionId,
    architecture: Option<Architecture>,
}

impl Place {
    /// The place after a move; a change of load moves nothing.
    fn after(self, change: &DemandChange) -> Self {
        let on_arm = self.architecture == Some(Architecture::Arm64) || self.option == OptionId::FargateArm64;
        match change {
            DemandChange::Load { .. } => self,
            DemandChange::ToArm { .. } => Self {
                option: if self.option == OptionId::Fargate { OptionId::FargateArm64 } else { self.option },
                architecture: Some(Architecture::Arm64),
            },
            DemandChange::ToFargate { .. } if on_arm => Self { option: OptionId::FargateArm64, ..self },
            DemandChange::ToFargate { .. } => Self { option: OptionId::Fargate, ..self },
        }
    }
}

/// The usage of an option under a demand scenario; moves splice in the usage of where the work goes.
pub(super) fn usage_under(
    scenario: &Scenario,
    pinned: &Scenario,
    book: &PriceBook,
    option: OptionId,
    demand: &DemandScenario,
) -> Result<CoverableUsage, AdviceError> {
    let of_place =
        |place: Place| -> Result<CoverableUsage, AdviceError> {
            let mut moved = match place.architecture {
                Some(architecture) => on_architecture(scenario, pinned, architecture),
                None => pinned.clone(),
            };
            if place.option != option {
                // Fargate sells other sizes than instances hold: there the size is chosen again.
                let sizes = scenario.services.iter().map(|service| service.task_size);
                moved.services.iter_mut().zip(sizes).for_each(|(service, size)| service.task_size = size);
            }
            let under = moved.under(demand);
            let outcome = compare_one(&under, book, place.option).outcome.map_err(|unavailable| {
                AdviceError::Moved { demand: demand.name.clone(), option: place.option, reason: unavailable.reason }
            })?;
            Ok(prepared_for(&under, book, &outcome)?.of.usage)
        };
    let runs_on_arm = pinned.services.first().is_some_and(|service| service.architectures == [Architecture::Arm64]);
    let mut place = Place { option, architecture: runs_on_arm.then_some(Architecture::Arm64) };
    let mut usage = of_place(place)?;
    for change in &demand.changes {
        let next = place.after(change);
        if next != place {
            let hour = usize::try_from(change.from_hour()).unwrap_or(0);
            usage = spliced(&usage, &of_place(next)?, hour)?;
            place = next;
        }
    }
    Ok(usage)
}
