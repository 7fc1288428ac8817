//! Relative speed of hardware (rule W1).

use std::collections::BTreeMap;

use crate::scenario::{Architecture, MeasuredOn};

/// What a task would run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hardware<'a> {
    /// Fargate of an architecture.
    Fargate(Architecture),
    /// An instance family of an architecture.
    Ec2 {
        /// The family, such as `m7g`.
        family: &'a str,
        /// Its architecture.
        architecture: Architecture,
    },
}

/// How much faster than the measured hardware a task runs: f(candidate) / f(measured).
///
/// `family_architecture` tells the architecture of the family in `measured_on`, where known.
#[must_use]
pub fn relative_speed(
    performance: &BTreeMap<String, f64>,
    measured_on: &MeasuredOn,
    family_architecture: Option<Architecture>,
    hardware: Hardware<'_>,
) -> f64 {
    let factor = |key: &str| performance.get(key).copied();
    let of_architecture = |architecture: Architecture| factor(architecture.name()).unwrap_or(1.0);
    let of_family = |family: &str, architecture| factor(family).unwrap_or_else(|| of_architecture(architecture));
    let candidate = match hardware {
        Hardware::Fargate(architecture) => of_architecture(architecture) * factor("fargate").unwrap_or(1.0),
        Hardware::Ec2 { family, architecture } => of_family(family, architecture),
    };
    let measured = match measured_on {
        MeasuredOn::Unspecified => 1.0,
        MeasuredOn::Architecture(architecture) => of_architecture(*architecture),
        MeasuredOn::Family(family) => of_family(family, family_architecture.unwrap_or(Architecture::X86_64)),
        MeasuredOn::Fargate => factor("fargate").unwrap_or(1.0),
    };
    candidate / measured
}
