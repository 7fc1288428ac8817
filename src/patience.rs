//! [`Patience`]: how long a search may go on, in how many threads, and who is told how far it is.
//!
//! A search asks [`Patience::is_over`] between its steps. Once it is, the search ends with the best so far and says how
//! far it was ([`Interrupted`]). [`Patience::ENDLESS`] is never over and tells nobody: with it, results depend on
//! nothing but the question.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How long a search may go on, in how many threads, and who is told how far it is. A copy shares its end with the
/// original.
#[derive(Clone, Copy)]
pub struct Patience<'a> {
    end: End<'a>,
    threads: NonZeroUsize,
    watch: Option<&'a Watch<'a>>,
}

/// Is told how many steps are done, and of how many; from any thread.
pub type Watch<'a> = dyn Fn(usize, usize) + Sync + 'a;

#[derive(Clone, Copy, Default)]
enum End<'a> {
    #[default]
    Never,
    When(&'a AtomicBool),
    After(&'a AtomicUsize),
}

impl<'a> Patience<'a> {
    /// Never over, in one thread, and tells nobody.
    pub const ENDLESS: Self = Self { end: End::Never, threads: NonZeroUsize::MIN, watch: None };

    /// Over as soon as `ended` is set, by whoever holds it.
    #[must_use]
    pub const fn until(ended: &'a AtomicBool) -> Self {
        Self { end: End::When(ended), ..Self::ENDLESS }
    }

    /// Over after as many questions as are left in `questions`: an end that does not depend on time.
    #[must_use]
    pub const fn for_questions(questions: &'a AtomicUsize) -> Self {
        Self { end: End::After(questions), ..Self::ENDLESS }
    }

    /// The same, telling `watch` how far it is.
    #[must_use]
    pub const fn watched_by(self, watch: &'a Watch<'a>) -> Self {
        Self { watch: Some(watch), ..self }
    }

    /// The same in as many threads as that, which no result depends on.
    #[must_use]
    pub const fn in_threads(self, threads: NonZeroUsize) -> Self {
        Self { threads, ..self }
    }

    /// How many threads a search may use.
    #[must_use]
    pub const fn threads(&self) -> NonZeroUsize {
        self.threads
    }

    /// The same end, telling nobody: for a search inside another one, which tells how far it is by itself.
    #[must_use]
    pub const fn untold(self) -> Self {
        Self { watch: None, ..self }
    }

    /// Whether the search should end now. Once over, it stays so.
    #[must_use]
    pub fn is_over(&self) -> bool {
        match self.end {
            End::Never => false,
            End::When(ended) => ended.load(Ordering::Relaxed),
            End::After(questions) => {
                let one_less = |left: usize| left.checked_sub(1);
                questions.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less).is_err()
            }
        }
    }

    /// Tells that `done` steps of `of` are done.
    pub fn done(&self, done: usize, of: usize) {
        if let Some(watch) = self.watch {
            watch(done, of);
        }
    }
}

impl Default for Patience<'_> {
    fn default() -> Self {
        Self::ENDLESS
    }
}

impl fmt::Debug for Patience<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = match self.end {
            End::Never => "never over".to_owned(),
            End::When(ended) => format!("over: {}", ended.load(Ordering::Relaxed)),
            End::After(questions) => format!("{} questions left", questions.load(Ordering::Relaxed)),
        };
        write!(formatter, "Patience({end}{})", if self.watch.is_some() { ", watched" } else { "" })
    }
}

/// How far a search was when it was told to end; what its steps are is the search's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted {
    /// Steps done; fewer than there are.
    pub done: usize,
    /// Steps there are.
    pub of: usize,
}

impl Interrupted {
    /// How far a search was that did `done` steps of `of`; `None` when that is all of them.
    #[must_use]
    pub const fn after(done: usize, of: usize) -> Option<Self> {
        if done < of { Some(Self { done, of }) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn endless_patience_is_never_over_and_tells_nobody() {
        let patience = Patience::ENDLESS;
        patience.done(1, 2);
        assert!((0..1_000).all(|_| !patience.is_over()));
        assert!(!Patience::default().is_over());
    }

    #[test]
    fn a_flag_ends_every_copy_for_good() {
        let ended = AtomicBool::new(false);
        let patience = Patience::until(&ended);
        let copy = patience.untold();
        assert!(!patience.is_over() && !copy.is_over());
        ended.store(true, Ordering::Relaxed);
        assert!(patience.is_over() && copy.is_over() && patience.is_over());
    }

    #[test]
    fn so_many_questions_are_answered_and_no_more_over_all_copies() {
        let questions = AtomicUsize::new(3);
        let patience = Patience::for_questions(&questions);
        let copy = patience;
        let found = [patience.is_over(), copy.is_over(), patience.is_over(), copy.is_over(), patience.is_over()];
        assert_eq!(found, [false, false, false, true, true]);
    }

    #[test]
    fn who_watches_is_told_unless_the_search_is_inside_another() {
        let told = Mutex::new(Vec::new());
        let watch = |done: usize, of: usize| told.lock().unwrap().push((done, of));
        let patience = Patience::ENDLESS.watched_by(&watch);
        patience.done(1, 3);
        patience.untold().done(2, 3);
        patience.done(3, 3);
        assert_eq!(*told.lock().unwrap(), [(1, 3), (3, 3)]);
    }

    #[test]
    fn all_steps_done_is_no_interruption() {
        assert_eq!(Interrupted::after(3, 3), None);
        assert_eq!(Interrupted::after(2, 3), Some(Interrupted { done: 2, of: 3 }));
    }

    #[test]
    fn it_shows_how_much_is_left() {
        let questions = AtomicUsize::new(2);
        let patience = Patience::for_questions(&questions);
        assert_eq!(format!("{patience:?}"), "Patience(2 questions left)");
        assert_eq!(format!("{:?}", Patience::ENDLESS.watched_by(&|_, _| ())), "Patience(never over, watched)");
    }
}
