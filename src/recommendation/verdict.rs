//! What a recommendation says.

use super::Sentence;
use super::fixed_count::FixedCount;
use crate::bill::ChargeKind;
use crate::comparison::{FixedCluster, OptionId};
use crate::money::Money;

/// How one kind of charge differs between the recommended option and the runner-up.
#[derive(Clone, Debug, PartialEq)]
pub struct CostDifference {
    /// The kind of charge.
    pub kind: ChargeKind,
    /// What the recommended option pays for it.
    pub recommended: Money,
    /// What the runner-up pays for it.
    pub runner_up: Money,
}

/// Something that would change the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What would have to change, and what the answer would then be, in a sentence.
    pub what: Sentence,
    /// The option that would win.
    pub option: Option<OptionId>,
    /// What it would cost over the horizon.
    pub total: Option<Money>,
}

/// The cheapest change of the scenario that would meet the objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Relaxation {
    /// The service it concerns.
    pub service: String,
    /// The keys to change, as a line of the scenario: `min_tasks = 4`.
    pub change: String,
    /// The option that then meets the objective.
    pub option: OptionId,
    /// Its total over the horizon.
    pub total: Money,
}

/// Moving away from what runs today.
#[derive(Clone, Debug, PartialEq)]
pub struct AgainstCurrent {
    /// What today's set-up costs over the horizon, by the model.
    pub current_total: Money,
    /// Saving over the horizon, before the migration cost; negative when it costs more.
    pub saving_total: Money,
    /// Mean saving per month.
    pub saving_per_month: Money,
    /// Commitment in place that the move would leave unused over the horizon.
    pub stranded_commitment: Money,
    /// Cost of the move.
    pub migration_cost: Money,
    /// The first month (from 1) by whose end the savings have paid the migration cost; `None` when never inside the horizon.
    pub break_even_month: Option<u32>,
    /// Model against today's real bill, percent (positive: the model is higher), when the real bill is given.
    pub model_error_percent: Option<f64>,
}

/// An option that is recommended.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommendation {
    /// The option.
    pub option: OptionId,
    /// The next best that could be recommended.
    pub runner_up: Option<OptionId>,
    /// Why it beats the runner-up, in numbers.
    pub differences: Vec<CostDifference>,
    /// Sentences: why this option, each with its number.
    pub reasons: Vec<Sentence>,
    /// Cheaper options that were passed over, and why.
    pub passed_over: Vec<(OptionId, String)>,
    /// What would change the answer.
    pub changes: Vec<Change>,
    /// Of every scaled service: the least fixed number of tasks that serves as well, where there is one.
    pub fixed_counts: Vec<FixedCount>,
    /// A fixed number of instances for the tasks of `ec2-on-demand` at their most, where there is one.
    pub fixed_cluster: Option<FixedCluster>,
    /// Against today, when the scenario says what runs today.
    pub against_current: Option<AgainstCurrent>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// This option.
    Recommended(Box<Recommendation>),
    /// No option meets the objective and the constraints.
    Infeasible {
        /// Why each option is out.
        reasons: Vec<(OptionId, String)>,
        /// The cheapest relaxation, where one was found.
        relaxation: Option<Relaxation>,
        /// The option that serves most, for reference.
        best_effort: Option<OptionId>,
        /// Of every scaled service of that option: the least fixed number of tasks that serves as well, where there is one.
        fixed_counts: Vec<FixedCount>,
    },
}
