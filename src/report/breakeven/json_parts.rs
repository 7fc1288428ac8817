//! Pieces of the JSON of break-evens.

use serde::Serialize;

use crate::comparison::OptionId;
use crate::money::Money;
use crate::recommendation::breakeven::{AxisSpan, Evaluated, Place, RuleOfThumb, Threshold, WinnerChange};

#[derive(Serialize)]
pub(super) struct AxisJson {
    axis: &'static str,
    words: &'static str,
    low: f64,
    high: f64,
    range_reason: &'static str,
    position: f64,
}

impl AxisJson {
    pub(super) const fn of(span: AxisSpan) -> Self {
        let AxisSpan { axis, low, high, position } = span;
        Self { axis: axis.name(), words: axis.words(), low, high, range_reason: axis.range_reason(), position }
    }
}

#[derive(Serialize)]
pub(super) struct CostJson {
    option: &'static str,
    total: Option<Money>,
    reason: Option<String>,
}

pub(super) fn costs(evaluated: &Evaluated) -> Vec<CostJson> {
    let cost = |(id, cost): &(OptionId, Result<Money, String>)| CostJson {
        option: id.name(),
        total: cost.as_ref().ok().copied(),
        reason: cost.as_ref().err().cloned(),
    };
    evaluated.costs.iter().map(cost).collect()
}

#[derive(Serialize)]
pub(super) struct PlaceJson {
    value: f64,
    winner: Option<&'static str>,
    costs: Vec<CostJson>,
}

impl PlaceJson {
    pub(super) fn of(place: &Place) -> Self {
        Self {
            value: place.value,
            winner: place.evaluated.winner().map(OptionId::name),
            costs: costs(&place.evaluated),
        }
    }
}

#[derive(Serialize)]
pub(super) struct ChangeJson {
    too_close_to_call: bool,
    winners: Vec<Option<&'static str>>,
    below: PlaceJson,
    above: PlaceJson,
}

impl ChangeJson {
    pub(super) fn of(change: &WinnerChange) -> Self {
        Self {
            too_close_to_call: change.is_band(),
            winners: change.winners.iter().map(|winner| winner.map(OptionId::name)).collect(),
            below: PlaceJson::of(&change.below),
            above: PlaceJson::of(&change.above),
        }
    }
}

#[derive(Serialize)]
pub(super) struct RuleJson {
    with_plans: bool,
    fargate_option: &'static str,
    fargate_total: Money,
    ec2_option: &'static str,
    ec2_total: Money,
    here_percent: f64,
    threshold: &'static str,
    threshold_percent: Option<f64>,
}

impl RuleJson {
    pub(super) const fn of(rule: &RuleOfThumb) -> Self {
        let (threshold, threshold_percent) = match rule.threshold {
            Threshold::At(percent) => ("at", Some(percent)),
            Threshold::AlwaysCheaper => ("always_cheaper", None),
            Threshold::NeverCheaper => ("never_cheaper", None),
        };
        Self {
            with_plans: rule.with_plans,
            fargate_option: rule.fargate.0.name(),
            fargate_total: rule.fargate.1,
            ec2_option: rule.ec2.0.name(),
            ec2_total: rule.ec2.1,
            here_percent: rule.here_percent,
            threshold,
            threshold_percent,
        }
    }
}
