//! All integration tests, in one binary.

mod diagnostics;
mod scenario_format;
mod scenarios;
mod support;
