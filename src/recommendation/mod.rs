//! The recommendation: which option, why, and what would change it (rule O6).

mod recommend;
mod verdict;

pub use recommend::recommend;
pub use verdict::{AgainstCurrent, Change, CostDifference, Recommendation, Relaxation, Verdict};
