//! What options cost over many runs, in every format (rules BE8 and BE9).

mod csv;
mod json;
mod page;
mod schema;

pub use csv::render_monte_carlo_csv;
pub use json::render_monte_carlo_json;
pub use page::{render_monte_carlo_markdown, render_monte_carlo_table};
pub use schema::monte_carlo_schema;

use crate::recommendation::monte_carlo::{GROWTH_SIGMA, INTERRUPTION_SIGMA, LEVEL_SIGMA, MonteCarlo, SPOT_SIGMA};
use crate::report::{InterruptedView, ResultView};
use crate::scenario::{Assumption, SimulationStep};

/// The version of its shape; it changes when a reader would have to.
pub const MONTE_CARLO_SCHEMA_VERSION: &str = "1";

/// Many runs with what was asked and what they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct MonteCarloView {
    result: ResultView,
    step: SimulationStep,
    found: MonteCarlo,
}

impl MonteCarloView {
    /// What was found from the comparison behind `result`.
    #[must_use]
    pub const fn new(result: ResultView, step: SimulationStep, found: MonteCarlo) -> Self {
        Self { result, step, found }
    }

    /// What is missing because the runs were told to end.
    #[must_use]
    pub fn interrupted(&self) -> Option<InterruptedView> {
        InterruptedView::of("runs", self.found.interrupted, self.found.runs, Vec::new())
    }

    /// The distributions, as assumptions.
    fn assumptions(&self) -> Vec<Assumption> {
        let one = |key: &str, value: String, reason: &str| Assumption {
            key: key.to_owned(),
            value,
            reason: reason.to_owned(),
        };
        let mut all = if self.found.of_demand_scenarios {
            vec![one(
                "demand",
                "the scenario's own".to_owned(),
                "a run has a demand scenario of `[uncertainty]`, drawn by weight",
            )]
        } else {
            vec![
                one(
                    "demand level",
                    format!("lognormal, median 1, sigma {LEVEL_SIGMA}"),
                    "two of three runs lie within a fifth of the scenario's demand",
                ),
                one("growth", format!("normal, sigma {GROWTH_SIGMA} points a month"), "on top of the scenario's own"),
            ]
        };
        all.push(one(
            "Spot prices",
            format!("lognormal, median 1, sigma {SPOT_SIGMA}"),
            "all move together, and never above on demand",
        ));
        all.push(one(
            "interruptions",
            format!("lognormal, median 1, sigma {INTERRUPTION_SIGMA}"),
            "times `spot.fargate_interruption_percent` and `spot.ec2_interruption_percent`, where that is given; they cost something with `spot.fallback_to_on_demand` only",
        ));
        all.push(one("sizes", "held".to_owned(), "options keep their task sizes, instance types and the terms of their plans; commitments are sized anew, as if known ahead"));
        all
    }
}
