//! [`CurveView`]: a curve with its shares worked out.

use crate::commitment::{CoverableUsage, Curve, CurveMark, CurvePoint};
use crate::money::Money;
use crate::scenario::{PaymentOption, TermYears};

/// What commitments to one plan come to, with the other purchases as they are.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct CurveView {
    /// As in the rates.
    pub plan: String,
    /// Term.
    pub term_years: TermYears,
    /// Payment option.
    pub payment: PaymentOption,
    /// 101 commitments from none to a tenth more than covers everything that the plan can cover.
    pub points: Vec<CurvePointView>,
    /// Marked commitments.
    pub marks: Vec<CurveMarkView>,
}

/// What one commitment comes to over all hours.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct CurvePointView {
    /// Dollars per hour.
    pub hourly_commitment: Money,
    /// On demand and all commitments.
    pub total_cost: Money,
    /// What stays on demand.
    pub on_demand_cost: Money,
    /// Share of everything at on-demand prices that plans cover; nothing when nothing is used.
    pub coverage: Option<f64>,
    /// Used share of this commitment; nothing at zero.
    pub utilisation: Option<f64>,
    /// The unused part of this commitment.
    pub waste: Money,
}

/// A point with the reason why it is marked.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct CurveMarkView {
    /// `optimum`, `aws_style` or `given`.
    pub mark: CurveMark,
    /// The point.
    #[serde(flatten)]
    pub point: CurvePointView,
}

impl CurveView {
    /// A curve over usage that costs `all_on_demand` without plans.
    pub(super) fn new(usage: &CoverableUsage, all_on_demand: Money, curve: &Curve) -> Self {
        let offer = &usage.offers[curve.offer];
        let point = |point: &CurvePoint| CurvePointView {
            hourly_commitment: point.hourly_commitment,
            total_cost: point.total,
            on_demand_cost: point.on_demand,
            coverage: share(all_on_demand - point.on_demand, all_on_demand),
            utilisation: share(point.used, point.used + point.unused),
            waste: point.unused,
        };
        Self {
            plan: offer.scope.name(),
            term_years: offer.term,
            payment: offer.payment,
            points: curve.points.iter().map(point).collect(),
            marks: curve.marks.iter().map(|(mark, at)| CurveMarkView { mark: *mark, point: point(at) }).collect(),
        }
    }
}

/// What part of `whole` a part is; nothing when there is no whole.
pub(super) fn share(part: Money, whole: Money) -> Option<f64> {
    (!whole.is_zero()).then(|| part.picodollars() as f64 / whole.picodollars() as f64)
}
