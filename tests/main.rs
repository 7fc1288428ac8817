//! All integration tests, in one binary.

mod architecture;
mod breakeven;
mod cli;
mod cli_reference;
mod clusters;
mod command;
mod commit;
mod commitments;
mod diagnostics;
#[cfg(unix)]
mod docs;
mod floats;
mod focus;
mod hourly_mode;
mod interruption;
mod laws;
mod many;
mod options;
mod pareto;
mod per_service;
mod plain_services;
mod reference;
mod results;
mod rightsize;
mod scaling_laws;
mod scenario_format;
mod scenarios;
mod search;
mod simulate;
mod spikes;
mod spot_samples;
mod statement;
mod support;
mod trace;
mod waste;
mod why_not;
