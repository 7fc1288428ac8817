//! The comparison: every option at its best candidate, simulated, metered and priced (rules O1 to O5).

mod assemble;
mod cluster_search;
mod ec2_option;
mod fargate_option;
mod instance_choice;
mod option;
mod physics;
mod run;
mod study;

pub use option::{
    CandidateCounts, CommitmentLine, ExcludedTypes, InstanceGroup, OptionId, Outcome, PricedOption, ServiceOutcome,
    TaskCounts, Unavailable,
};
pub use run::{Comparison, TrafficFacts, compare};
pub(crate) use run::{held_plan, standard_option};
pub(crate) use study::Study;
