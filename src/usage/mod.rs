//! Metered usage: a ledger in AWS's own usage types per clock hour (rules F3, E7, N and U).

mod capacity_usage;
mod image_pulls;
mod ledger;
mod meter;
mod traffic_usage;

pub use capacity_usage::{
    ClusterUsage, FargateTasks, InstanceUsage, TaskUsage, ec2_usage, external_usage, fargate_usage, insights_usage,
    managed_instances_usage,
};
pub use image_pulls::{ImagePulls, image_pull_usage};
pub use ledger::{Ledger, Purchase, Purpose, UsageRow};
pub use meter::whole_amounts;
pub use traffic_usage::{HourlyRequests, traffic_usage};
