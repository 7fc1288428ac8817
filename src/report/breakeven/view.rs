//! [`BreakevenView`]: the one value that every format of a break-even is rendered from.

use super::picture::Picture;
use super::picture_axis::axis_picture;
use super::picture_surface::surface_picture;
use crate::money::Money;
use crate::recommendation::breakeven::{AlongAxis, RuleOfThumb, Surface};
use crate::report::{DisplayCurrency, InterruptedView, ResultView};
use crate::scenario::{Assumption, SimulationStep};

/// The version of its shape; it changes when a reader would have to.
pub const BREAKEVEN_SCHEMA_VERSION: &str = "1";

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Along one axis.
    Axis(Box<AlongAxis>),
    /// Over two.
    Surface(Box<Surface>),
}

/// A break-even with what was asked and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakevenView {
    pub(super) result: ResultView,
    pub(super) step: SimulationStep,
    pub(super) resized: bool,
    pub(super) found: Found,
    pub(super) rules: Option<Vec<RuleOfThumb>>,
}

impl BreakevenView {
    /// What was found from the comparison behind `result`; without `rules` when there was no patience left for them.
    #[must_use]
    pub const fn new(
        result: ResultView,
        step: SimulationStep,
        resized: bool,
        found: Found,
        rules: Option<Vec<RuleOfThumb>>,
    ) -> Self {
        Self { result, step, resized, found, rules }
    }

    /// The costs along the axis, or the winners over both.
    #[must_use]
    pub fn picture(&self) -> Picture {
        match &self.found {
            Found::Axis(along) => axis_picture(self, along),
            Found::Surface(surface) => surface_picture(self, surface),
        }
    }

    /// What is missing because the search was told to end.
    #[must_use]
    pub fn interrupted(&self) -> Option<InterruptedView> {
        let (interrupted, all) = match &self.found {
            Found::Axis(along) => (along.interrupted, along.places.len()),
            Found::Surface(surface) => (surface.interrupted, surface.columns.len() * surface.rows.len()),
        };
        let missing = self.rules.is_none().then(|| "rules of thumb".to_owned());
        InterruptedView::of("points", interrupted, all, missing.into_iter().collect())
    }

    pub(super) const fn currency(&self) -> &DisplayCurrency {
        &self.result.currency
    }

    /// A total over the horizon as a month of 730 hours, written.
    pub(super) fn monthly(&self, total: Money) -> String {
        monthly(&self.result, total)
    }

    pub(super) const fn step_name(&self) -> &'static str {
        step_name(self.step)
    }

    /// What points assume beyond the comparison.
    pub(super) fn assumptions(&self) -> Vec<Assumption> {
        let mut all = vec![Assumption {
            key: "--step".to_owned(),
            value: self.step_name().to_owned(),
            reason: "points are simulated in steps of this length".to_owned(),
        }];
        all.push(if self.resized {
            Assumption {
                key: "--resize".to_owned(),
                value: "true".to_owned(),
                reason: "task sizes, instance types and plans are chosen anew at every point".to_owned(),
            }
        } else {
            Assumption {
                key: "--resize".to_owned(),
                value: "false".to_owned(),
                reason: "at every point an option keeps its task sizes, its instance type and the terms of its plans; \
                    commitments are sized anew"
                    .to_owned(),
            }
        });
        all.push(Assumption {
            key: "service.scaling.max_tasks".to_owned(),
            value: "raised with traffic".to_owned(),
            reason: "above the scenario's own traffic, maximums rise in proportion".to_owned(),
        });
        all
    }
}

/// A total over the horizon as a month of 730 hours, written.
pub(in crate::report) fn monthly(result: &ResultView, total: Money) -> String {
    let hours = i128::from(result.scenario.hours).max(1);
    result.currency.write(total.times(730).divided_by(hours))
}

/// How a step is asked for.
pub(in crate::report) const fn step_name(step: SimulationStep) -> &'static str {
    match step {
        SimulationStep::Minute => "1m",
        SimulationStep::Hour => "1h",
    }
}
