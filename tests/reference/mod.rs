//! The model of `docs/model.md` written down a second time, in the slowest and most obvious way, and the
//! library held against it: same timelines, same ledger, same bill.

mod bill;
mod cluster;
mod cluster_laws;
mod commitments;
mod credits;
mod demand;
mod ec2;
mod hourly;
mod instance;
mod mixed;
mod options;
mod packing;
mod plan;
mod policies;
mod simulate;
mod usage;
mod work;

mod agrees_on_clusters;
mod agrees_on_commitments;
mod agrees_on_hours;
mod agrees_on_mixed;
mod agrees_on_options;
mod agrees_on_plans;
mod agrees_on_services;
