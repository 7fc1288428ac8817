//! Capacity as AWS would run it: tasks over time under service auto scaling, and the instances
//! that hold them (rules W, S, Q, Y, F and E of `docs/model.md`).

mod alarm;
mod bounds_over_time;
mod cluster;
mod control;
mod decision;
mod deployment;
mod fast;
mod feed;
mod hourly;
mod job;
mod latency;
mod lifecycle;
mod packing;
mod policy;
mod predictive;
mod queue;
mod renewal;
mod replay;
mod scaling_limits;
mod service;
mod speed;
mod spot;
mod spot_age;
mod spot_missing;
mod static_cluster;
mod static_packing;
mod step_policy;
mod steps;
mod strategy;
mod tally;
mod tracking;
mod work;

pub use bounds_over_time::{maximum_over_time, minimum_over_time};
pub use cluster::{
    ClusterInputs, ClusterTimeline, ClusterType, CreditTerms, InstanceCause, InstanceDecision, InstanceTimeline,
    simulate_cluster, simulate_cluster_by_minute, simulate_cluster_ranked,
};
pub use decision::{Cause, Decision};
pub use deployment::{DeploymentWaves, RolloutTimes, Wave, deployment_waves};
pub use fast::simulate_plain_service;
pub use hourly::simulate_service_by_hour;
pub use job::{JobTimeline, job_tasks, task_durations};
pub use latency::{erlang_c, latency_limit, response_exceeds};
pub use lifecycle::LaunchPath;
pub use packing::{InstanceCapacity, Misfit, TaskFootprint};
pub use renewal::with_renewals;
pub use replay::{MinuteServed, Replay};
pub use scaling_limits::{Limits, LimitsError, limits_for};
pub use service::{ServiceInputs, ServiceTimeline, simulate_service, simulate_service_by_minute};
pub use speed::{Hardware, relative_speed};
pub use spot::{Draw, band_percent, expected_free_hours, interruption_hazard, sample_interruptions};
pub use spot_age::{FreeFirstHours, free_first_hours};
pub use spot_missing::{Disturbed, Undisturbed, replacement_serves};
pub use static_cluster::{
    CandidateType, FilledInstances, NoStaticCluster, StaticCluster, TaskKind, cheapest_static_cluster,
    linear_lower_bound,
};
pub use static_packing::{CountHistory, Placed};
pub use step_policy::step_capacity;
pub use steps::Steps;
pub use strategy::{split_by_strategy, strategy_counts};
pub use tally::Tally;
pub use work::{SizeMisfit, TaskWork, least_memory_mib, task_work};

/// How far a computed float may be above a whole number and still count as it.
const CEIL_TOLERANCE: f64 = 1e-9;

/// ⌈x⌉ of a computed float: the least whole number not below x − 10⁻⁹ (introduction of `docs/model.md`).
#[must_use]
pub fn ceil_count(value: f64) -> u32 {
    // Not `f64::ceil`, which is a call on the x86-64 that everybody has.
    let bounded = (value - CEIL_TOLERANCE).clamp(0.0, f64::from(u32::MAX));
    let whole = bounded as u32;
    whole + u32::from(f64::from(whole) < bounded)
}
