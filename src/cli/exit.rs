//! How the program ends.

use std::panic::{UnwindSafe, catch_unwind, set_hook};
use std::process::ExitCode;

use super::output;

/// The exit code: a contract, listed in `--help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The question was answered.
    Fine = 0,
    /// The answer is no.
    No = 1,
    /// The command line or the input cannot be used, or the output not be written.
    Usage = 2,
    /// A bug.
    Bug = 3,
    /// Ctrl-C ended the search; the answer, if any, is the best so far. The number is what shells give to a program that
    /// Ctrl-C ended.
    Interrupted = 130,
}

impl From<Exit> for i32 {
    fn from(exit: Exit) -> Self {
        exit as Self
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs the program; a panic is a bug of ours, told in a sentence rather than a backtrace.
pub(crate) fn guarded(program: impl FnOnce() -> Exit + UnwindSafe) -> Exit {
    set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        let version = env!("CARGO_PKG_VERSION");
        output::complain(&format!(
            "error: a bug in ecsplan {version}{place}; no result was written\n\
             help: please report it together with the scenario and the command line\n"
        ));
    }));
    catch_unwind(program).unwrap_or(Exit::Bug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_the_program_as_a_bug() {
        assert_eq!(guarded(|| panic!("an invariant does not hold")), Exit::Bug);
        assert_eq!(guarded(|| Exit::No), Exit::No);
    }
}
