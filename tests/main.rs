//! All integration tests, in one binary.

mod cli;
mod cli_reference;
mod command;
mod diagnostics;
mod results;
mod scenario_format;
mod scenarios;
mod support;
