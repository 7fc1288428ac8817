//! Which inputs matter, in every format (rule BE10).

mod csv;
mod json;
mod page;
mod picture;
mod schema;

pub use csv::render_sensitivity_csv;
pub use json::render_sensitivity_json;
pub use page::{render_sensitivity_markdown, render_sensitivity_table};
pub use schema::sensitivity_schema;

use crate::recommendation::sensitivity::{Input, Sensitivities};
use crate::report::{InterruptedView, ResultView};
use crate::scenario::SimulationStep;

/// The version of its shape; it changes when a reader would have to.
pub const SENSITIVITY_SCHEMA_VERSION: &str = "1";

/// Every input with what was asked and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct SensitivityView {
    result: ResultView,
    step: SimulationStep,
    found: Sensitivities,
}

impl SensitivityView {
    /// What was found from the comparison behind `result`.
    #[must_use]
    pub const fn new(result: ResultView, step: SimulationStep, found: Sensitivities) -> Self {
        Self { result, step, found }
    }

    /// What is missing because the search was told to end.
    #[must_use]
    pub fn interrupted(&self) -> Option<InterruptedView> {
        let missed = self.found.not_looked_at.iter().map(|input| input.name().to_owned()).collect();
        InterruptedView::of("inputs", self.found.interrupted(), Input::ALL.len(), missed)
    }

    /// A tornado chart.
    #[must_use]
    pub fn picture(&self) -> super::Picture {
        picture::tornado(self)
    }
}
