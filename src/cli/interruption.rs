//! What Ctrl-C does: a search ends with the best so far; a second one ends the program.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use ecsplan::patience::Patience;

use super::speech::said;
use super::{Exit, output};

/// Whether searches should end.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether an answer is being written: it is let through, so that none is half written.
static IS_WRITING: AtomicBool = AtomicBool::new(false);

static IS_WATCHED: Once = Once::new();

/// Patience until the next Ctrl-C, which from now on does not end the program but the search.
pub(super) fn patience() -> Patience<'static> {
    // Where the system refuses, Ctrl-C goes on ending the program.
    IS_WATCHED.call_once(|| drop(ctrlc::set_handler(on_interrupt)));
    Patience::until(&INTERRUPTED)
}

/// Writes an answer that no Ctrl-C cuts off.
pub(super) fn undisturbed<T>(write: impl FnOnce() -> T) -> T {
    IS_WRITING.store(true, Ordering::SeqCst);
    let written = write();
    IS_WRITING.store(false, Ordering::SeqCst);
    written
}

#[expect(clippy::exit, reason = "the second Ctrl-C ends the program wherever it is")]
fn on_interrupt() {
    if !INTERRUPTED.swap(true, Ordering::SeqCst) {
        let remark = said("interrupted: ending with the best so far; Ctrl-C again ends at once");
        output::complain_over_progress(&format!("{remark}\n"));
    } else if !IS_WRITING.load(Ordering::SeqCst) {
        output::complain_over_progress("");
        std::process::exit(Exit::Interrupted.into());
    }
}
