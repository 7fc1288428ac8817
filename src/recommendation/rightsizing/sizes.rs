//! What the other task sizes come to with the recommended option, target and minimum (rule RS7).

use super::grid::priced;
use super::setting::Setting;
use super::variation::at_size;
use crate::comparison::{Demands, Study};
use crate::pricing::PriceBook;
use crate::scenario::{LaunchType, Scenario, TaskSize, fargate_sizes};

/// Memory of a task on an instance is a multiple of this, MiB (rule E9).
const MEMORY_STEP_MIB: u32 = 256;

/// A CPU value at the least memory that is enough.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherSize {
    /// CPU units.
    pub cpu_units: u32,
    /// What the size comes to.
    pub found: SizeFound,
}

/// What a size comes to, or why it is out.
#[derive(Clone, Debug, PartialEq)]
pub enum SizeFound {
    /// Simulated and priced.
    Priced(Box<Setting>),
    /// No size with that CPU has the memory that a task needs.
    TooLittleMemory {
        /// What a task needs, MiB.
        needed_mib: u32,
        /// The most memory sold with that CPU, MiB.
        most_mib: u32,
    },
    /// It cannot be run for another reason.
    Unavailable(String),
}

/// Every CPU value but that of the recommended setting.
pub(super) fn other_sizes(
    chosen: &Scenario,
    book: &PriceBook,
    demands: &Demands,
    recommended: &Setting,
) -> Vec<OtherSize> {
    let mut cpu_values: Vec<u32> = fargate_sizes().iter().map(|size| size.cpu_units).collect();
    cpu_values.dedup();
    cpu_values.retain(|&cpu_units| cpu_units != recommended.task_size.cpu_units);
    let found = |cpu_units| {
        let size = match size_of(chosen, recommended.launch_type, cpu_units) {
            Ok(size) => size,
            Err(too_little) => return too_little,
        };
        let pinned = at_size(chosen, size);
        let study = Study::facing(&pinned, book, demands.clone());
        let option = priced(&study, recommended.option);
        match &option.outcome {
            Ok(outcome) => SizeFound::Priced(Box::new(Setting::of(&pinned, &option, outcome))),
            Err(unavailable) => SizeFound::Unavailable(unavailable.reason.clone()),
        }
    };
    cpu_values.into_iter().map(|cpu_units| OtherSize { cpu_units, found: found(cpu_units) }).collect()
}

/// The size with that CPU and the least memory that is enough: of those sold on Fargate, in steps on instances.
fn size_of(chosen: &Scenario, launch_type: LaunchType, cpu_units: u32) -> Result<TaskSize, SizeFound> {
    let needed_mib = chosen.services[0].workload.memory_mib.unwrap_or(0);
    if matches!(launch_type, LaunchType::Ec2 | LaunchType::Ec2Spot) {
        return Ok(TaskSize { cpu_units, memory_mib: needed_mib.max(1).next_multiple_of(MEMORY_STEP_MIB) });
    }
    let sold: Vec<TaskSize> = fargate_sizes().into_iter().filter(|size| size.cpu_units == cpu_units).collect();
    let most_mib = sold.iter().map(|size| size.memory_mib).max().unwrap_or(0);
    let enough = sold.into_iter().find(|size| size.memory_mib >= needed_mib);
    enough.ok_or(SizeFound::TooLittleMemory { needed_mib, most_mib })
}
