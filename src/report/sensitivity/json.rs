//! The inputs as JSON, in the shape of [`sensitivity_schema`](super::sensitivity_schema).

use serde::Serialize;

use super::{SENSITIVITY_SCHEMA_VERSION, SensitivityView};
use crate::comparison::OptionId;
use crate::money::Money;
use crate::pricing::TablesVersion;
use crate::recommendation::sensitivity::{Flip, Sensitivity};
use crate::report::breakeven::step_name;
use crate::report::{DisplayCurrency, InterruptedView, ScenarioView};
use crate::scenario::Assumption;

#[derive(Serialize)]
struct SensitivityJson<'view> {
    schema_version: &'static str,
    command: &'static str,
    scenario: &'view ScenarioView,
    prices: &'view TablesVersion,
    currency: &'view DisplayCurrency,
    assumptions: &'view [Assumption],
    interrupted: Option<InterruptedView>,
    warnings: &'view [String],
    step: &'static str,
    winner: Option<&'static str>,
    total: Option<Money>,
    inputs: Vec<InputJson>,
    absent: Vec<&'static str>,
}

#[derive(Serialize)]
struct InputJson {
    input: &'static str,
    total_minus_10: Option<Money>,
    total_plus_10: Option<Money>,
    swing: Option<Money>,
    flip_down: Option<FlipJson>,
    flip_up: Option<FlipJson>,
}

#[derive(Serialize)]
struct FlipJson {
    before: f64,
    after: f64,
    to: Option<&'static str>,
}

impl FlipJson {
    fn of(flip: Flip) -> Self {
        Self { before: flip.before, after: flip.after, to: flip.to.map(OptionId::name) }
    }
}

/// All of it, indented, ending with a line end.
#[must_use]
pub fn render_sensitivity_json(view: &SensitivityView) -> String {
    let (result, found) = (&view.result, &view.found);
    let json = SensitivityJson {
        schema_version: SENSITIVITY_SCHEMA_VERSION,
        command: "sensitivity",
        scenario: &result.scenario,
        prices: &result.prices,
        currency: &result.currency,
        assumptions: &result.assumptions,
        interrupted: view.interrupted(),
        warnings: &result.warnings,
        step: step_name(view.step),
        winner: found.own.winner().map(OptionId::name),
        total: found.own.cheapest().map(|(cost, _)| cost),
        inputs: found.inputs.iter().map(input).collect(),
        absent: found.absent.iter().map(|input| input.name()).collect(),
    };
    serde_json::to_string_pretty(&json).expect("inputs have text keys only") + "\n"
}

fn input(one: &Sensitivity) -> InputJson {
    InputJson {
        input: one.input.name(),
        total_minus_10: one.cost[0],
        total_plus_10: one.cost[1],
        swing: one.swing,
        flip_down: one.flip_down.map(FlipJson::of),
        flip_up: one.flip_up.map(FlipJson::of),
    }
}
