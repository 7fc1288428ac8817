//! All integration tests, in one binary.

mod architecture;
mod diagnostics;
#[cfg(unix)]
mod docs;
mod scenario_format;
mod scenarios;
mod support;
