//! Task sizes.

use super::nearest::or_list;
use super::table::Table;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::{TaskSize, fargate_sizes};

/// CPU units that ECS accepts for a task on EC2.
const EC2_CPU_UNITS: std::ops::RangeInclusive<u32> = 128..=196_608;

/// The least memory that ECS accepts for a container, MiB.
const LEAST_MEMORY_MIB: u32 = 6;

/// How many of the nearest sizes are named.
const NEAREST_SHOWN: usize = 3;

/// CPU units that Fargate sells for Windows, with the memory it sells for Linux.
const WINDOWS_CPU_UNITS: std::ops::RangeInclusive<u32> = 1_024..=4_096;

/// Which sizes a task may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SizesOf {
    /// Those that Fargate sells for Linux.
    Fargate,
    /// Those that Fargate sells for Windows.
    FargateWindows,
    /// Any that ECS accepts on EC2.
    Ec2,
}

impl SizesOf {
    /// The sizes of a Linux task; any, where the instance types are pinned.
    pub(super) fn linux(types_pinned: bool) -> Self {
        if types_pinned { Self::Ec2 } else { Self::Fargate }
    }

    /// The sizes among them that Fargate sells.
    pub(super) fn on_fargate(self) -> Vec<TaskSize> {
        match self {
            Self::FargateWindows => windows_sizes(),
            Self::Fargate | Self::Ec2 => fargate_sizes(),
        }
    }

    fn accept(self, size: TaskSize) -> bool {
        match self {
            Self::Fargate | Self::FargateWindows => self.on_fargate().contains(&size),
            Self::Ec2 => runs_on_ec2(size),
        }
    }
}

fn windows_sizes() -> Vec<TaskSize> {
    fargate_sizes().into_iter().filter(|size| WINDOWS_CPU_UNITS.contains(&size.cpu_units)).collect()
}

/// The size in a given table; `None` when it cannot be used, which has been reported.
pub(super) fn read_task_size(table: &Table<'_, '_>, sizes: SizesOf) -> Option<TaskSize> {
    let (vcpu, memory_mib) = (table.required_number("vcpu"), memory_mib(table));
    let (cpu_units, memory_mib) = (vcpu? * 1_024.0, memory_mib?);
    let whole = |number: f64| (number.fract() == 0.0).then_some(number as u32);
    let size =
        whole(cpu_units).zip(whole(memory_mib)).map(|(cpu_units, memory_mib)| TaskSize { cpu_units, memory_mib });
    let accepted = size.filter(|size| sizes.accept(*size));
    if accepted.is_none() {
        report(table, cpu_units, memory_mib, sizes);
    }
    accepted
}

fn memory_mib(table: &Table<'_, '_>) -> Option<f64> {
    let (gb, mib) = (table.optional_number("memory_gb"), table.optional_number("memory_mib"));
    match (table.has("memory_gb"), table.has("memory_mib")) {
        (true, true) => {
            let title = "`memory_gb` and `memory_mib` are both given";
            table.problem(Code::Contradiction, title, "memory_mib", "expected only one of them");
            None
        }
        (false, false) => {
            table.missing("the memory of the task is missing", "add `memory_gb = 2` or `memory_mib = 2048`");
            None
        }
        _ => gb.map(|gb| gb * 1_024.0).or(mib),
    }
}

fn runs_on_ec2(size: TaskSize) -> bool {
    EC2_CPU_UNITS.contains(&size.cpu_units) && size.memory_mib >= LEAST_MEMORY_MIB
}

fn report(table: &Table<'_, '_>, cpu_units: f64, memory_mib: f64, sizes: SizesOf) {
    let near = || nearest_sizes(sizes.on_fargate(), cpu_units, memory_mib);
    let nearest = || format!("the nearest sizes are {}", or_list(&near()));
    let (expected, help) = match sizes {
        SizesOf::Ec2 => {
            let help = "0.125 to 192 vCPU in steps of 1/1024, and at least 6 whole MiB of memory";
            ("a size that ECS accepts on EC2", help.to_owned())
        }
        SizesOf::Fargate => ("one of Fargate's sizes", nearest()),
        SizesOf::FargateWindows => ("one of Fargate's sizes for Windows", nearest()),
    };
    let title = format!("{} vCPU with {} GB is not a task size", cpu_units / 1_024.0, memory_mib / 1_024.0);
    let diagnostic = Diagnostic::error(Code::FargateSize, title);
    let diagnostic = diagnostic.at(&table.walk.file, table.span(), format!("expected {expected}"));
    table.walk.push(diagnostic.help(help));
}

/// The sizes nearest in proportion, nearest first.
fn nearest_sizes(mut sizes: Vec<TaskSize>, cpu_units: f64, memory_mib: f64) -> Vec<TaskSize> {
    let distance = |size: &TaskSize| {
        let cpu = (f64::from(size.cpu_units) / cpu_units).log2().abs();
        cpu + (f64::from(size.memory_mib) / memory_mib).log2().abs()
    };
    sizes.sort_by(|one, other| distance(one).total_cmp(&distance(other)));
    sizes.truncate(NEAREST_SHOWN);
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_sizes_are_near_in_both_dimensions() {
        let nearest: Vec<String> =
            nearest_sizes(fargate_sizes(), 256.0, 4_096.0).iter().map(TaskSize::to_string).collect();
        assert_eq!(nearest, ["0.25 vCPU / 2 GB", "0.5 vCPU / 4 GB", "0.5 vCPU / 3 GB"]);
    }
}
