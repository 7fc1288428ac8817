//! What the chart of options shows, before it is drawn.

use super::ResultView;
use super::grouping::costs_by_kind;
use super::sections::by_total;
use crate::bill::ChargeKind;
use crate::money::Money;

/// One option: its parts in smallest displayed units per month. Floats: these are pixels soon.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ChartBar {
    pub(super) name: &'static str,
    pub(super) meets_objective: bool,
    pub(super) parts: Vec<(ChargeKind, f64)>,
}

impl ChartBar {
    pub(super) fn total(&self) -> f64 {
        self.parts.iter().map(|(_, cost)| cost).sum()
    }

    pub(super) fn of_kind(&self, kind: ChargeKind) -> f64 {
        self.parts.iter().filter(|(of, _)| *of == kind).map(|(_, cost)| cost).sum()
    }
}

/// The available options, the cheapest first; the parts of each add up to its month as tables show it.
pub(super) fn bars(result: &ResultView) -> Vec<ChartBar> {
    let hours = i128::from(result.scenario.hours).max(1);
    let bar = |(option, figures): (&super::OptionView, &super::OptionFigures)| {
        let (kinds, costs): (Vec<ChargeKind>, Vec<Money>) = costs_by_kind(figures).into_iter().unzip();
        let monthly: Vec<Money> = costs.iter().map(|cost| cost.times(730).divided_by(hours)).collect();
        let shown = result.currency.shared_within(&monthly, result.currency.shown(figures.monthly_mean));
        let parts = kinds.into_iter().zip(shown.into_iter().map(|amount| amount as f64)).collect();
        ChartBar { name: option.id.name(), meets_objective: figures.meets_objective, parts }
    };
    by_total(result).into_iter().map(bar).collect()
}
