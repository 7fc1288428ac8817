//! [`Memo`]: answers worked out once, for all who ask from any thread.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Answers by what was asked. Who asks while another thread works on the same answer waits for it.
#[derive(Debug)]
pub(super) struct Memo<K, V> {
    known: Mutex<HashMap<K, Arc<OnceLock<V>>>>,
}

/// How far an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// Nobody has asked for it.
    NotBegun,
    /// A thread works on it.
    UnderWay,
    /// It is there.
    Done,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { known: Mutex::default() }
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Memo<K, V> {
    /// The answer, worked out now if it is not known; `work` must not ask for the same.
    pub(super) fn of(&self, key: &K, work: impl FnOnce() -> V) -> V {
        let answer = {
            // What was known before a panic elsewhere is still right.
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            match known.get(key) {
                Some(answer) => Arc::clone(answer),
                None => Arc::clone(known.entry(key.clone()).or_default()),
            }
        };
        answer.get_or_init(work).clone()
    }

    /// How far the answer is.
    pub(super) fn progress(&self, key: &K) -> Progress {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get(key) {
            None => Progress::NotBegun,
            Some(answer) if answer.get().is_none() => Progress::UnderWay,
            Some(_) => Progress::Done,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn an_answer_is_worked_out_once_for_all_threads() {
        let (memo, worked) = (Memo::default(), AtomicUsize::new(0));
        let square = |number: usize| {
            memo.of(&number, || {
                worked.fetch_add(1, Ordering::SeqCst);
                number * number
            })
        };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..50).for_each(|number| assert_eq!(square(number), number * number)));
            }
        });
        assert_eq!(worked.load(Ordering::SeqCst), 50);
        assert_eq!([memo.progress(&49), memo.progress(&50)], [Progress::Done, Progress::NotBegun]);
        let seen = memo.of(&50, || {
            assert_eq!(memo.progress(&50), Progress::UnderWay);
            2_500
        });
        assert_eq!((seen, memo.progress(&50)), (2_500, Progress::Done));
    }
}
