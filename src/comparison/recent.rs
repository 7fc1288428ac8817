//! [`Recent`]: the last few answers, found again by what was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// How many answers are kept: a choice asks again for the one that it has taken, soon after.
const KEPT: usize = 4;

/// The last answers of any thread. Questions are compared, not hashed: large ones differ early.
#[derive(Debug)]
pub(super) struct Recent<Q, A> {
    kept: Mutex<VecDeque<Arc<(Q, A)>>>,
}

impl<Q, A> Default for Recent<Q, A> {
    fn default() -> Self {
        Self { kept: Mutex::default() }
    }
}

impl<Q, A: Clone> Recent<Q, A> {
    /// The answer to a question that `is_asked` knows, if it is one of the last.
    pub(super) fn find(&self, is_asked: impl Fn(&Q) -> bool) -> Option<A> {
        // What was kept before a panic elsewhere is still right.
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|one| is_asked(&one.0)).map(Arc::clone);
        drop(kept);
        found.map(|one| one.1.clone())
    }

    /// Keeps an answer in the place of the oldest.
    pub(super) fn keep(&self, question: Q, answer: A) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(KEPT - 1);
        kept.push_front(Arc::new((question, answer)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_answers_are_found_again_and_the_oldest_goes() {
        let squares = Recent::default();
        let known = |number: usize| squares.find(|asked| *asked == number);
        assert_eq!(known(1), None);
        (1..=KEPT).for_each(|number| squares.keep(number, number * number));
        assert_eq!((known(1), known(KEPT)), (Some(1), Some(KEPT * KEPT)));
        squares.keep(9, 81);
        assert_eq!((known(1), known(2), known(9)), (None, Some(4), Some(81)));
    }
}
