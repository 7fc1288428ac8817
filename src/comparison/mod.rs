//! The comparison: every option at its best candidate, simulated, metered and priced (rules O1 to O5).

mod assemble;
mod assumptions;
mod best_portfolio;
mod busy_hours;
mod cluster_choice;
mod cluster_run;
mod cluster_search;
mod cost_floor;
mod demands;
mod ec2_option;
mod external_option;
mod fargate_choice;
mod fargate_option;
mod fargate_sizes;
mod fixed_cluster;
mod hourly_usage;
mod instance_choice;
mod instance_groups;
mod interruptions;
mod managed_option;
mod managed_search;
mod memo;
mod metered;
mod mixed_option;
mod mixed_search;
mod notes;
mod option;
mod option_jobs;
mod options;
mod peoples_time;
mod per_service;
mod physics;
mod plan_bounds;
mod plan_floor;
mod rate_floor;
mod recent;
mod run;
mod searches;
mod seconds;
mod spot_runs;
mod spot_sample;
mod steady_cluster;
mod study;
mod task_sizes;
mod timeline;
mod today;
mod traffic_facts;
mod tried;
mod variant;
mod waste;
mod windows;
mod work_floor;

pub use assemble::HOSTS_LINE;
pub(crate) use best_portfolio::portfolio_bases;
pub(crate) use demands::Demands;
pub(crate) use fixed_cluster::fixed_cluster;
pub use fixed_cluster::{FixedCluster, FixedInstances};
pub use hourly_usage::{HourlyUsage, OptionCoverage};
pub use interruptions::{InterruptionRate, Interruptions, SpotExposure};
pub(crate) use metered::{Metered, WithoutPlans, metered, option_capacity, without_plans};
pub use option::{
    CandidateCounts, Cluster, CommitmentLine, CreditFacts, ExcludedTypes, InstanceGroup, OptionId, Outcome,
    PlacementCost, PricedOption, ServiceOutcome, TaskCounts, Unavailable,
};
pub(crate) use option_jobs::standard_options;
pub(crate) use options::{OptionPricer, kinds_bought, with_plan_of_today, without_own_plans};
pub use peoples_time::peoples_hours_of;
pub(crate) use plan_bounds::PlanBounds;
pub use plan_floor::gap_percent;
pub(crate) use run::comparison_of;
pub use run::{Comparison, all_usage, compare, compare_one, compare_only, compare_within};
pub use spot_runs::{ExpectedSpot, SpotRuns, SpotStatistic, sample_runs};
pub use spot_sample::{SpotFigures, SpotRun, TaskRestarts, sample_spot};
pub(crate) use study::Study;
pub use timeline::{CapacityTimeline, ClusterDecisions, InstanceHistory, ServiceHistory, WorkloadTimeline};
pub(crate) use today::{PLAN_OF_TODAY, plan_of_today};
pub use traffic_facts::TrafficFacts;
pub use waste::{
    Floor, HostGroup, HostedTasks, Hosting, WasteCategory, WasteLedger, WasteMonth, waste_ledger, waste_ledgers,
};
