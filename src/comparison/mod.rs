//! The comparison: every option at its best candidate, simulated, metered and priced (rules O1 to O5).

mod assemble;
mod assumptions;
mod cluster_choice;
mod cluster_run;
mod cluster_search;
mod ec2_option;
mod fargate_option;
mod instance_choice;
mod instance_groups;
mod option;
mod physics;
mod run;
mod steady_cluster;
mod study;

pub use option::{
    CandidateCounts, CommitmentLine, CreditFacts, ExcludedTypes, InstanceGroup, OptionId, Outcome, PlacementCost,
    PricedOption, ServiceOutcome, TaskCounts, Unavailable,
};
pub use run::{Comparison, TrafficFacts, compare};
pub(crate) use run::{held_plan, standard_options, with_held_plan};
pub(crate) use study::Study;
