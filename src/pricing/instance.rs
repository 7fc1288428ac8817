//! [`InstanceType`]: what an EC2 instance type is, apart from its price.

use crate::scenario::Architecture;

/// An EC2 instance type.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceType {
    /// Its name, such as `m7g.large`.
    pub name: String,
    /// vCPUs.
    pub vcpu: u32,
    /// Nominal memory, MiB.
    pub memory_mib: u32,
    /// Architecture.
    pub architecture: Architecture,
    /// Whether it is burstable (a T type).
    pub burstable: bool,
    /// Baseline of a burstable type, percent of each vCPU.
    pub baseline_percent_per_vcpu: Option<f64>,
    /// CPU credits a burstable type earns each hour.
    pub credits_per_hour: Option<f64>,
    /// Network interfaces.
    pub max_enis: u32,
    /// `awsvpc` tasks with ENI trunking; `None` where trunking is not supported.
    pub trunked_task_limit: Option<u32>,
    /// Whether AWS lists it as current generation.
    pub current_generation: bool,
    /// Whether it is bare metal.
    pub bare_metal: bool,
    /// Whether it carries a GPU or another accelerator.
    pub accelerated: bool,
    /// On what evidence the figures stand.
    pub basis: super::Basis,
}

impl InstanceType {
    /// The family: what stands before the point.
    #[must_use]
    pub fn family(&self) -> &str {
        self.name.split_once('.').map_or(self.name.as_str(), |(family, _)| family)
    }

    /// The generation number in the family name (`7` in `m7g`), 0 when there is none.
    #[must_use]
    pub fn generation(&self) -> u32 {
        let digits = self.family().bytes().skip_while(|byte| !byte.is_ascii_digit()).take_while(u8::is_ascii_digit);
        digits.fold(0_u32, |number, digit| number.saturating_mul(10).saturating_add(u32::from(digit - b'0')))
    }
}
