//! The comparison: every option at its best candidate, simulated, metered and priced (rules O1 to O5).

mod ec2_option;
mod fargate_option;
mod option;
mod physics;
mod run;

pub use option::{
    CandidateCounts, CommitmentLine, ExcludedTypes, InstanceGroup, OptionId, Outcome, PricedOption, ServiceOutcome,
    TaskCounts, Unavailable,
};
pub use run::{Comparison, TrafficFacts, compare};
