//! The JSON Schema of many runs.

use serde_json::{Value, json};

use super::MONTE_CARLO_SCHEMA_VERSION;
use crate::report::breakeven::{number, or_null, winner};
use crate::report::schema::{count, described, list, object, reference, result_schema};

/// JSON Schema (2020-12) of what `montecarlo --format json` writes; also `docs/schema/montecarlo.schema.json`.
#[must_use]
pub fn monte_carlo_schema() -> Value {
    let result = result_schema();
    let shared = |name: &str| result["$defs"][name].clone();
    let of_result = |name: &str| result["allOf"][0]["properties"][name].clone();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ecsplan:montecarlo:1",
        "title": "ecsplan Monte Carlo",
        "description": "What every option costs over many seeded runs. Money is exact US dollars over the horizon, as \
            decimal strings, of the runs in which the option may be chosen.",
        "$defs": {
            "money": shared("money"),
            "quantity": shared("quantity"),
            "month": shared("month"),
            "option_id": shared("option_id"),
        },
        "allOf": [object(json!({
            "schema_version": { "const": MONTE_CARLO_SCHEMA_VERSION },
            "command": { "const": "montecarlo" },
            "scenario": of_result("scenario"),
            "prices": of_result("prices"),
            "currency": of_result("currency"),
            "assumptions": of_result("assumptions"),
            "interrupted": of_result("interrupted"),
            "warnings": of_result("warnings"),
            "step": { "enum": ["1h", "1m"] },
            "seed": count(),
            "runs": count(),
            "runs_without_winner": described("runs in which no option may be chosen", count()),
            "winner_of_scenario": winner(),
            "options": list(option()),
        }))],
    })
}

fn option() -> Value {
    let money = || reference("money");
    let cost = ["p5", "p25", "p50", "p75", "p95", "mean"].map(|name| (name.to_owned(), money()));
    let regret = ["mean", "p95", "max"].map(|name| (name.to_owned(), money()));
    object(json!({
        "option": reference("option_id"),
        "eligible_runs": described("runs in which it may be chosen", count()),
        "cheapest_runs": described("runs in which it is the cheapest", count()),
        "cheapest_share": described("of all runs, 0 to 1", number()),
        "total_of_scenario": described("in the scenario itself; null when it may not be chosen", or_null(money())),
        "cost": or_null(object(Value::Object(cost.into_iter().collect()))),
        "regret": described("over the cheapest option of the same run", or_null(object(Value::Object(regret.into_iter().collect())))),
    }))
}
