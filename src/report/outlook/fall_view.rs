//! [`FallView`]: how far load may fall before commitments lose money.

use serde::Serialize;

use super::plan_view::{PlanView, percent_number};
use crate::commitment::outlook::{Fall, FallOutlook};
use crate::commitment::{CoverableUsage, Purchase};

/// Where a fall of load begins to cost money.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FallFigures {
    /// The largest fall, percent, at which it costs no more than not having it; `None` when it loses already.
    pub pays_at_percent: Option<f64>,
    /// A hundredth of a percentage point more, at which it costs more; `None` when it loses already or never.
    pub loses_at_percent: Option<f64>,
    /// The weight of the demand scenarios in which it loses, 0 to 1; `None` without scenarios.
    pub loss_weight: Option<f64>,
}

/// One purchase, against the others alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PurchaseFallView {
    /// The plan.
    #[serde(flatten)]
    pub plan: PlanView,
    /// Its fall.
    #[serde(flatten)]
    pub fall: FallFigures,
}

/// The falls of a set of purchases.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FallView {
    /// All of them, against none of them.
    pub all: FallFigures,
    /// Each.
    pub purchases: Vec<PurchaseFallView>,
}

impl FallView {
    /// The falls of purchases of a usage's offers.
    #[must_use]
    pub fn new(usage: &CoverableUsage, bought: &[Purchase], outlook: &FallOutlook) -> Self {
        let of_one = |(purchase, fall): (&Purchase, &Fall)| PurchaseFallView {
            plan: PlanView::of_purchase(usage, purchase),
            fall: FallFigures::from(fall),
        };
        let purchases = bought.iter().zip(&outlook.each).map(of_one).collect();
        Self { all: FallFigures::from(&outlook.all), purchases }
    }
}

impl From<&Fall> for FallFigures {
    fn from(fall: &Fall) -> Self {
        Self {
            pays_at_percent: fall.bracket.map(|bracket| percent_number(bracket.pays_at)),
            loses_at_percent: fall.bracket.and_then(|bracket| bracket.loses_at).map(percent_number),
            loss_weight: fall.loss_share,
        }
    }
}
