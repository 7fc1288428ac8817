//! The integration tests, as one binary.

mod diagnostics;
mod scenario_format;
mod support;
