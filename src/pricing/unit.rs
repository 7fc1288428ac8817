//! [`Unit`]: what a price is per, and what metering counts.

/// The unit of a SKU, named as AWS names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// vCPU-hours; metered in CPU-unit-seconds.
    VcpuHours,
    /// GB-hours of memory or ephemeral storage; metered in MiB-seconds.
    GbHours,
    /// Hours of a thing; metered in seconds.
    Hours,
    /// GB-months of storage; metered in MiB-seconds.
    GbMonths,
    /// Gigabytes moved; metered in bytes.
    Gigabytes,
    /// Load balancer capacity unit hours; metered in millionths.
    LcuHours,
    /// Things charged per month (metrics, alarms); metered in thing-seconds.
    Months,
    /// Hours of surplus vCPU credits; metered in millionths of a vCPU-hour.
    CreditVcpuHours,
}

impl Unit {
    /// The name AWS prints on a bill.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::VcpuHours | Self::CreditVcpuHours => "vCPU-Hours",
            Self::GbHours => "GB-Hours",
            Self::Hours => "Hrs",
            Self::GbMonths => "GB-Mo",
            Self::Gigabytes => "GB",
            Self::LcuHours => "LCU-Hrs",
            Self::Months => "Mo",
        }
    }

    /// How many of the smallest metered amounts make one unit in a month of `hours_per_month` (rule U1).
    #[must_use]
    pub const fn amounts_per_unit(self, hours_per_month: u32) -> i128 {
        match self {
            Self::VcpuHours | Self::GbHours => 1_024 * 3_600,
            Self::Hours => 3_600,
            Self::GbMonths => 1_024 * 3_600 * hours_per_month as i128,
            Self::Gigabytes => 1_024 * 1_024 * 1_024,
            Self::LcuHours | Self::CreditVcpuHours => 1_000_000,
            Self::Months => 3_600 * hours_per_month as i128,
        }
    }
}
