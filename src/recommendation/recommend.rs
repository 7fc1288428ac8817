//! The choice among the priced options.

use super::verdict::Verdict;
use crate::comparison::Comparison;
use crate::pricing::PriceBook;
use crate::scenario::Scenario;

/// Chooses among the options of a comparison.
#[must_use]
pub fn recommend(_scenario: &Scenario, _book: &PriceBook, _comparison: &Comparison) -> Verdict {
    Verdict::Infeasible { reasons: Vec::new(), relaxation: None, best_effort: None }
}
