//! The recommendation: which option, why, and what would change it (rules O6, O7, O10 and O11).

mod against_current;
mod arrangement;
mod at_maximum;
pub mod breakeven;
mod changes;
mod commitments;
mod eligibility;
mod fixed_count;
pub mod monte_carlo;
mod pareto;
mod peoples_time;
pub mod pooled;
mod reasons;
mod recommend;
mod relaxation;
pub mod rightsizing;
pub mod sensitivity;
mod sentence;
mod verdict;
mod why_not;

pub use commitments::{AdviceError, AdviceRequest, CommitmentAdvice, GivenPurchases, advise};
pub use fixed_count::{CountFigures, FixedCount};
pub use pareto::{Burdens, ParetoOption, dominates, pareto};
pub use recommend::{FirstChoice, first_choice, recommend, recommend_within};
pub use sentence::Sentence;
pub use verdict::{AgainstCurrent, Change, CostDifference, Recommendation, Relaxation, Verdict};
pub use why_not::{Because, BoughtOtherwise, Dearer, Missed, MissedObjective, Packing, SpotShare, WhyNot, why_not};
