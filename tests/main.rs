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
mod focus;
mod hourly_mode;
mod laws;
mod options;
mod pareto;
mod plain_services;
mod reference;
mod results;
mod scaling_laws;
mod scenario_format;
mod scenarios;
mod simulate;
mod spot_samples;
mod statement;
mod support;
mod trace;
mod waste;
mod why_not;
