//! The `ecsplan` command.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::guarded(|| cli::run(std::env::args_os())).into()
}
