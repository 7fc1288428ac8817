//! [`Tried`]: what a search found on instance types, and what it simulated for that.

use std::collections::HashSet;
use std::sync::Arc;

use super::physics::RunKey;

/// What was found on an instance type or a group of them, and the sizes that were simulated for it.
#[derive(Clone, Debug)]
pub(super) struct Tried<T> {
    pub(super) found: Result<Arc<[T]>, String>,
    pub(super) tried: Arc<[RunKey]>,
}

/// How many sizes were simulated, over all services, for something that was tried on several types.
pub(super) fn sizes_simulated<'t, T: 't>(tried: impl IntoIterator<Item = &'t Tried<T>>) -> usize {
    tried.into_iter().flat_map(|one| &*one.tried).collect::<HashSet<_>>().len()
}
