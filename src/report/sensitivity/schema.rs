//! The JSON Schema of sensitivities.

use serde_json::{Value, json};

use super::SENSITIVITY_SCHEMA_VERSION;
use crate::recommendation::sensitivity::Input;
use crate::report::breakeven::{number, or_null, winner};
use crate::report::schema::{described, list, object, reference, result_schema};

/// JSON Schema (2020-12) of what `sensitivity --format json` writes; also `docs/schema/sensitivity.schema.json`.
#[must_use]
pub fn sensitivity_schema() -> Value {
    let result = result_schema();
    let shared = |name: &str| result["$defs"][name].clone();
    let of_result = |name: &str| result["allOf"][0]["properties"][name].clone();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ecsplan:sensitivity:1",
        "title": "ecsplan sensitivity",
        "description": "What a tenth less or more of each input does to the cost of the cheapest option, and how small a \
            change makes another the cheapest. Money is exact US dollars over the horizon, as decimal strings.",
        "$defs": {
            "money": shared("money"),
            "quantity": shared("quantity"),
            "month": shared("month"),
            "option_id": shared("option_id"),
            "input": { "enum": Input::ALL.map(Input::name) },
            "flip": or_null(object(json!({
                "before": described("the last factor of the input before the change", number()),
                "after": described("the first factor seen after it", number()),
                "to": winner(),
            }))),
        },
        "allOf": [object(json!({
            "schema_version": { "const": SENSITIVITY_SCHEMA_VERSION },
            "command": { "const": "sensitivity" },
            "scenario": of_result("scenario"),
            "prices": of_result("prices"),
            "currency": of_result("currency"),
            "assumptions": of_result("assumptions"),
            "interrupted": of_result("interrupted"),
            "warnings": of_result("warnings"),
            "step": { "enum": ["1h", "1m"] },
            "winner": winner(),
            "total": or_null(reference("money")),
            "inputs": described("the largest swing first", list(input())),
            "absent": described("inputs of which the scenario has nothing to move", list(reference("input"))),
        }))],
    })
}

fn input() -> Value {
    let total =
        || described("of the cheapest option; null when it may not be chosen then", or_null(reference("money")));
    object(json!({
        "input": reference("input"),
        "total_minus_10": total(),
        "total_plus_10": total(),
        "swing": described("the larger distance of both from its own total", or_null(reference("money"))),
        "flip_down": reference("flip"),
        "flip_up": reference("flip"),
    }))
}
