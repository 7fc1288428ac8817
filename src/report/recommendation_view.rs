//! [`RecommendationView`]: the answer as results carry it.

use serde::Serialize;

use super::fixed_cluster_view::FixedClusterView;
use super::fixed_count_view::FixedCountView;
use crate::bill::ChargeKind;
use crate::comparison::OptionId;
use crate::money::Money;
use crate::recommendation::{AgainstCurrent, Change, CostDifference, Recommendation, Relaxation, Sentence, Verdict};

/// The answer: an option, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum RecommendationView {
    /// This option.
    Recommended(Box<RecommendedView>),
    /// None.
    Infeasible(InfeasibleView),
}

/// An option that is recommended.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecommendedView {
    /// Always true.
    pub feasible: bool,
    /// The option.
    #[serde(serialize_with = "id")]
    pub option: OptionId,
    /// The next best that could be recommended.
    #[serde(serialize_with = "optional_id")]
    pub runner_up: Option<OptionId>,
    /// Why, each sentence with its number.
    pub reasons: Vec<Sentence>,
    /// Against the runner-up, by kind of charge.
    pub differences: Vec<DifferenceView>,
    /// Cheaper options that were passed over.
    pub passed_over: Vec<OptionReasonView>,
    /// What would change the answer.
    pub changes: Vec<ChangeView>,
    /// Scaled services that a fixed number of tasks would serve, too.
    pub fixed_counts: Vec<FixedCountView>,
    /// A fixed number of instances for the tasks of `ec2-on-demand`.
    pub fixed_cluster: Option<FixedClusterView>,
    /// Against what runs today.
    pub against_current: Option<AgainstCurrentView>,
}

/// No option meets the objective and the constraints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InfeasibleView {
    /// Always false.
    pub feasible: bool,
    /// Why each option is out.
    pub reasons: Vec<OptionReasonView>,
    /// The cheapest change of the scenario that would do.
    pub relaxation: Option<RelaxationView>,
    /// The option that serves most.
    #[serde(serialize_with = "optional_id")]
    pub best_effort: Option<OptionId>,
    /// Scaled services of that option that a fixed number of tasks would serve.
    pub fixed_counts: Vec<FixedCountView>,
}

/// How one kind of charge differs between two options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DifferenceView {
    /// The kind of charge.
    pub kind: ChargeKind,
    /// What the recommended option pays.
    pub recommended: Money,
    /// What the runner-up pays.
    pub runner_up: Money,
}

/// An option and a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OptionReasonView {
    /// The option.
    #[serde(serialize_with = "id")]
    pub option: OptionId,
    /// The reason, a sentence without a full stop.
    pub reason: String,
}

/// Something that would change the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeView {
    /// What would have to change.
    pub what: Sentence,
    /// The option that would win.
    #[serde(serialize_with = "optional_id")]
    pub option: Option<OptionId>,
    /// What it would cost over the horizon.
    pub total: Option<Money>,
}

/// The cheapest change of the scenario that would meet the objective.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelaxationView {
    /// The service it concerns.
    pub service: String,
    /// The line of the scenario to change.
    pub change: String,
    /// The option that then does.
    #[serde(serialize_with = "id")]
    pub option: OptionId,
    /// Its total over the horizon.
    pub total: Money,
}

/// Moving away from what runs today.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AgainstCurrentView {
    /// What today's set-up costs over the horizon.
    pub current_total: Money,
    /// Saving over the horizon before the cost of the move; negative when it costs more.
    pub saving_total: Money,
    /// Mean saving per month.
    pub saving_per_month: Money,
    /// Commitment in place that would be left unused.
    pub stranded_commitment: Money,
    /// Cost of the move.
    pub migration_cost: Money,
    /// The month, from 1, by whose end the move has paid for itself.
    pub break_even_month: Option<u32>,
    /// The model against today's real bill, percent.
    pub model_error_percent: Option<f64>,
}

impl From<&Verdict> for RecommendationView {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Recommended(recommendation) => Self::Recommended(Box::new(recommended(recommendation))),
            Verdict::Infeasible { reasons, relaxation, best_effort, fixed_counts } => {
                Self::Infeasible(InfeasibleView {
                    feasible: false,
                    reasons: reasons.iter().map(option_reason).collect(),
                    relaxation: relaxation.as_ref().map(relaxed),
                    best_effort: *best_effort,
                    fixed_counts: fixed_counts.iter().map(Into::into).collect(),
                })
            }
        }
    }
}

fn recommended(recommendation: &Recommendation) -> RecommendedView {
    RecommendedView {
        feasible: true,
        option: recommendation.option,
        runner_up: recommendation.runner_up,
        reasons: recommendation.reasons.clone(),
        differences: recommendation.differences.iter().map(difference).collect(),
        passed_over: recommendation.passed_over.iter().map(option_reason).collect(),
        changes: recommendation.changes.iter().map(change).collect(),
        fixed_counts: recommendation.fixed_counts.iter().map(Into::into).collect(),
        fixed_cluster: recommendation.fixed_cluster.as_ref().map(Into::into),
        against_current: recommendation.against_current.as_ref().map(against_current),
    }
}

fn difference(difference: &CostDifference) -> DifferenceView {
    DifferenceView { kind: difference.kind, recommended: difference.recommended, runner_up: difference.runner_up }
}

fn option_reason((option, reason): &(OptionId, String)) -> OptionReasonView {
    OptionReasonView { option: *option, reason: reason.clone() }
}

fn change(change: &Change) -> ChangeView {
    ChangeView { what: change.what.clone(), option: change.option, total: change.total }
}

fn relaxed(relaxation: &Relaxation) -> RelaxationView {
    let Relaxation { service, change, option, total } = relaxation.clone();
    RelaxationView { service, change, option, total }
}

fn against_current(against: &AgainstCurrent) -> AgainstCurrentView {
    AgainstCurrentView {
        current_total: against.current_total,
        saving_total: against.saving_total,
        saving_per_month: against.saving_per_month,
        stranded_commitment: against.stranded_commitment,
        migration_cost: against.migration_cost,
        break_even_month: against.break_even_month,
        model_error_percent: against.model_error_percent,
    }
}

fn id<S: serde::Serializer>(option: &OptionId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(option.name())
}

pub(super) fn optional_id<S: serde::Serializer>(option: &Option<OptionId>, serializer: S) -> Result<S::Ok, S::Error> {
    match option {
        Some(option) => id(option, serializer),
        None => serializer.serialize_none(),
    }
}
