//! A break-even as JSON, in the shape of [`breakeven_schema`](super::breakeven_schema).

use serde::Serialize;

use super::json_parts::{AxisJson, ChangeJson, CostJson, PlaceJson, RuleJson, costs};
use super::view::{BREAKEVEN_SCHEMA_VERSION, BreakevenView, Found};
use crate::comparison::OptionId;
use crate::pricing::TablesVersion;
use crate::recommendation::breakeven::{AlongAxis, Surface};
use crate::report::{DisplayCurrency, InterruptedView, ScenarioView};
use crate::scenario::Assumption;

#[derive(Serialize)]
struct BreakevenJson<'view> {
    schema_version: &'static str,
    command: &'static str,
    scenario: &'view ScenarioView,
    prices: &'view TablesVersion,
    currency: &'view DisplayCurrency,
    assumptions: Vec<Assumption>,
    interrupted: Option<InterruptedView>,
    warnings: &'view [String],
    step: &'static str,
    along: Option<AlongJson>,
    surface: Option<SurfaceJson>,
    rules_of_thumb: Vec<RuleJson>,
}

#[derive(Serialize)]
struct AlongJson {
    axis: AxisJson,
    own: PlaceJson,
    changes: Vec<ChangeJson>,
    points: Vec<PlaceJson>,
}

#[derive(Serialize)]
struct SurfaceJson {
    across: AxisJson,
    up: AxisJson,
    own_winner: Option<&'static str>,
    own_costs: Vec<CostJson>,
    columns: Vec<f64>,
    rows: Vec<RowJson>,
}

#[derive(Serialize)]
struct RowJson {
    value: f64,
    winners: Vec<Option<&'static str>>,
    costs: Vec<Vec<CostJson>>,
}

/// All of it, indented, ending with a line end.
#[must_use]
pub fn render_breakeven_json(view: &BreakevenView) -> String {
    let result = &view.result;
    let (along, surface) = match &view.found {
        Found::Axis(along) => (Some(along_json(along)), None),
        Found::Surface(surface) => (None, Some(surface_json(surface))),
    };
    let json = BreakevenJson {
        schema_version: BREAKEVEN_SCHEMA_VERSION,
        command: "breakeven",
        scenario: &result.scenario,
        prices: &result.prices,
        currency: &result.currency,
        assumptions: result.assumptions.iter().cloned().chain(view.assumptions()).collect(),
        interrupted: view.interrupted(),
        warnings: &result.warnings,
        step: view.step_name(),
        along,
        surface,
        rules_of_thumb: view.rules.iter().flatten().map(RuleJson::of).collect(),
    };
    serde_json::to_string_pretty(&json).expect("a break-even has text keys only") + "\n"
}

fn along_json(along: &AlongAxis) -> AlongJson {
    AlongJson {
        axis: AxisJson::of(along.span),
        own: PlaceJson::of(&along.own),
        changes: along.changes.iter().map(ChangeJson::of).collect(),
        points: along.places.iter().map(PlaceJson::of).collect(),
    }
}

fn surface_json(surface: &Surface) -> SurfaceJson {
    let row = |(value, cells): (&f64, &Vec<crate::recommendation::breakeven::Evaluated>)| RowJson {
        value: *value,
        winners: cells.iter().map(|cell| cell.winner().map(OptionId::name)).collect(),
        costs: cells.iter().map(costs).collect(),
    };
    SurfaceJson {
        across: AxisJson::of(surface.across),
        up: AxisJson::of(surface.up),
        own_winner: surface.own.winner().map(OptionId::name),
        own_costs: costs(&surface.own),
        columns: surface.columns.clone(),
        rows: surface.rows.iter().zip(&surface.cells).map(row).collect(),
    }
}
