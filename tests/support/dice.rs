//! [`Dice`]: choices that shrink. A property test rolls a list of numbers; a story is told from them, one number
//! for each choice, 0 always being the plainest. Shrinking the list makes the story plainer.

use std::cell::Cell;

use proptest::collection::vec;
use proptest::prelude::*;

/// Choices in order.
#[derive(Clone, Debug)]
pub(crate) struct Dice {
    rolls: Vec<u16>,
    next: Cell<usize>,
}

impl Dice {
    pub(crate) fn new(rolls: Vec<u16>) -> Self {
        Self { rolls, next: Cell::new(0) }
    }

    /// One of the choices; the first when the rolls are used up.
    pub(crate) fn pick<T: Copy>(&self, choices: &[T]) -> T {
        let roll = self.rolls.get(self.next.get()).copied().unwrap_or(0);
        self.next.set(self.next.get() + 1);
        choices[usize::from(roll) % choices.len()]
    }
}

/// Enough rolls for a story.
pub(crate) fn rolls() -> impl Strategy<Value = Vec<u16>> {
    vec(any::<u16>(), 500)
}

/// How many stories a property is tried on; what failed is printed, not kept in files.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(count) }
}
