//! Task sizes: CPU units and MiB, and the sizes that Fargate sells.

/// The size of a task. CPU is in AWS CPU units (1,024 to a vCPU), memory in MiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskSize {
    /// CPU units; 1,024 are one vCPU.
    pub cpu_units: u32,
    /// Memory in MiB.
    pub memory_mib: u32,
}

impl TaskSize {
    /// vCPU as a float, for physics only.
    #[must_use]
    pub fn vcpu(self) -> f64 {
        f64::from(self.cpu_units) / 1_024.0
    }
}

impl std::fmt::Display for TaskSize {
    /// `0.25 vCPU / 0.5 GB`, as the AWS console writes it (a GB here is 1,024 MiB).
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let trimmed = |value: f64| format!("{value:.3}").trim_end_matches('0').trim_end_matches('.').to_owned();
        write!(formatter, "{} vCPU / {} GB", trimmed(self.vcpu()), trimmed(f64::from(self.memory_mib) / 1_024.0))
    }
}

/// One row of Fargate's table of sizes: a CPU value and the memory it may be combined with.
#[derive(Clone, Copy, Debug)]
pub struct FargateSize {
    /// CPU units of the row.
    pub cpu_units: u32,
    /// Least memory, MiB.
    pub least_mib: u32,
    /// Most memory, MiB.
    pub most_mib: u32,
    /// Distance between two memory values, MiB; 0 where the values are listed in `only_mib`.
    pub step_mib: u32,
    /// The memory values, where they follow no step.
    pub only_mib: &'static [u32],
}

/// Fargate's Linux sizes (AWS developer guide, "Task CPU and memory", 2026): 77 in all.
const ROWS: [FargateSize; 8] = [
    FargateSize { cpu_units: 256, least_mib: 512, most_mib: 2_048, step_mib: 0, only_mib: &[512, 1_024, 2_048] },
    FargateSize { cpu_units: 512, least_mib: 1_024, most_mib: 4_096, step_mib: 1_024, only_mib: &[] },
    FargateSize { cpu_units: 1_024, least_mib: 2_048, most_mib: 8_192, step_mib: 1_024, only_mib: &[] },
    FargateSize { cpu_units: 2_048, least_mib: 4_096, most_mib: 16_384, step_mib: 1_024, only_mib: &[] },
    FargateSize { cpu_units: 4_096, least_mib: 8_192, most_mib: 30_720, step_mib: 1_024, only_mib: &[] },
    FargateSize { cpu_units: 8_192, least_mib: 16_384, most_mib: 61_440, step_mib: 4_096, only_mib: &[] },
    FargateSize { cpu_units: 16_384, least_mib: 32_768, most_mib: 122_880, step_mib: 8_192, only_mib: &[] },
    FargateSize {
        cpu_units: 32_768,
        least_mib: 61_440,
        most_mib: 249_856,
        step_mib: 0,
        only_mib: &[61_440, 122_880, 249_856],
    },
];

impl FargateSize {
    /// The memory values of the row, ascending, in MiB.
    #[must_use]
    pub fn memory_values(&self) -> Vec<u32> {
        if self.step_mib == 0 {
            return self.only_mib.to_vec();
        }
        (self.least_mib..=self.most_mib).step_by(self.step_mib as usize).collect()
    }
}

/// All Linux Fargate sizes, by CPU and then memory.
#[must_use]
pub fn fargate_sizes() -> Vec<TaskSize> {
    let row_sizes = |row: &FargateSize| {
        let cpu_units = row.cpu_units;
        row.memory_values().into_iter().map(move |memory_mib| TaskSize { cpu_units, memory_mib })
    };
    ROWS.iter().flat_map(row_sizes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fargate_sells_77_linux_sizes() {
        let sizes = fargate_sizes();
        assert_eq!(sizes.len(), 77);
        let in_row = |cpu_units| sizes.iter().filter(|size| size.cpu_units == cpu_units).count();
        let rows = [256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768].map(in_row);
        assert_eq!(rows, [3, 4, 7, 13, 23, 12, 12, 3]);
    }

    #[test]
    fn a_size_is_written_as_the_console_writes_it() {
        assert_eq!(TaskSize { cpu_units: 256, memory_mib: 512 }.to_string(), "0.25 vCPU / 0.5 GB");
        assert_eq!(TaskSize { cpu_units: 4_096, memory_mib: 30_720 }.to_string(), "4 vCPU / 30 GB");
    }
}
