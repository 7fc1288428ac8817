//! The line on a terminal that says what takes the time, and how much of it is done.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use ecsplan::patience::Patience;

use super::interruption;
use super::output::{complain_over_progress, is_error_a_terminal};
use super::speech::said;

/// How often the line may change.
const TICK: Duration = Duration::from_millis(100);

/// Runs `work` with a line on standard error that says so, taken away when it is done; a terminal only. Ctrl-C ends the
/// program.
pub(super) fn while_showing<T>(doing: &str, work: impl FnOnce(Patience<'_>) -> T) -> T {
    showing(doing, Patience::ENDLESS.in_threads(threads()), work)
}

/// The same for a search that Ctrl-C ends with the best so far.
pub(super) fn while_searching<T>(doing: &str, search: impl FnOnce(Patience<'_>) -> T) -> T {
    showing(doing, interruption::patience().in_threads(threads()), search)
}

/// As many as the machine runs at once.
fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

fn showing<T>(doing: &str, patience: Patience<'_>, work: impl FnOnce(Patience<'_>) -> T) -> T {
    if !is_error_a_terminal() {
        return work(patience);
    }
    let doing = said(doing);
    let percent = AtomicUsize::new(0);
    let watch = |done: usize, of: usize| {
        percent.fetch_max(100 * done / of.max(1), Ordering::Relaxed);
    };
    let (doing, percent, watch) = (&*doing, &percent, &watch);
    std::thread::scope(|scope| {
        // Dropped when the work is done, or when it panics.
        let (_working, ended) = channel::<()>();
        scope.spawn(move || show(doing, percent, &ended));
        work(patience.watched_by(watch))
    })
}

fn show(doing: &str, percent: &AtomicUsize, ended: &Receiver<()>) {
    let mut shown = 0;
    complain_over_progress(&line(doing, shown));
    while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        let now = percent.load(Ordering::Relaxed);
        if now != shown {
            shown = now;
            complain_over_progress(&line(doing, shown));
        }
    }
    complain_over_progress("");
}

fn line(doing: &str, percent: usize) -> String {
    if percent == 0 { format!("{doing} …") } else { format!("{doing} … {percent} %") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_shown_from_the_first_on() {
        assert_eq!(
            [0, 1, 100].map(|percent| line("looking", percent)),
            ["looking …", "looking … 1 %", "looking … 100 %"]
        );
    }
}
