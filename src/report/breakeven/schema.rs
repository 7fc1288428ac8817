//! The JSON Schema of break-evens.

use serde_json::{Value, json};

use super::view::BREAKEVEN_SCHEMA_VERSION;
use crate::recommendation::breakeven::Axis;
use crate::report::schema::{described, list, nullable, object, reference, result_schema, text};

/// JSON Schema (2020-12) of what `breakeven --format json` writes; also `docs/schema/breakeven.schema.json`.
#[must_use]
pub fn breakeven_schema() -> Value {
    let result = result_schema();
    let shared = |name: &str| result["$defs"][name].clone();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ecsplan:breakeven:1",
        "title": "ecsplan break-even",
        "description": "Which option is cheapest when one input or two are moved. Money is exact US dollars over the \
            horizon, as decimal strings. A cost changes in steps, so a change of winner is a bracket of two values.",
        "$defs": {
            "money": shared("money"),
            "quantity": shared("quantity"),
            "month": shared("month"),
            "option_id": shared("option_id"),
            "axis": axis(),
            "costs": costs(),
            "point": point(),
        },
        "allOf": [top_level(&result)],
    })
}

fn top_level(result: &Value) -> Value {
    let of_result = |name: &str| result["allOf"][0]["properties"][name].clone();
    object(json!({
        "schema_version": { "const": BREAKEVEN_SCHEMA_VERSION },
        "command": { "const": "breakeven" },
        "scenario": of_result("scenario"),
        "prices": of_result("prices"),
        "currency": of_result("currency"),
        "assumptions": of_result("assumptions"),
        "interrupted": of_result("interrupted"),
        "warnings": of_result("warnings"),
        "step": { "enum": ["1h", "1m"] },
        "along": or_null(along()),
        "surface": or_null(surface()),
        "rules_of_thumb": list(rule()),
    }))
}

pub(in crate::report) fn or_null(value: Value) -> Value {
    json!({ "anyOf": [{ "type": "null" }, value] })
}

pub(in crate::report) fn number() -> Value {
    json!({ "type": "number" })
}

pub(in crate::report) fn winner() -> Value {
    described("the cheapest option that may be chosen; null when none may", or_null(reference("option_id")))
}

fn axis() -> Value {
    object(json!({
        "axis": { "enum": Axis::ALL.map(Axis::name) },
        "words": text(),
        "low": number(),
        "high": number(),
        "range_reason": text(),
        "position": described("the scenario's own value", number()),
    }))
}

fn costs() -> Value {
    list(object(json!({
        "option": reference("option_id"),
        "total": described("over the horizon; null when the option may not be chosen", or_null(reference("money"))),
        "reason": described("why it may not be chosen", nullable("string")),
    })))
}

fn point() -> Value {
    object(json!({ "value": number(), "winner": winner(), "costs": reference("costs") }))
}

fn along() -> Value {
    object(json!({
        "axis": reference("axis"),
        "own": described("the scenario itself", reference("point")),
        "changes": list(object(json!({
            "too_close_to_call": described("whether the winner changes more than once in between", json!({ "type": "boolean" })),
            "winners": described("on the way from below to above", list(winner())),
            "below": reference("point"),
            "above": reference("point"),
        }))),
        "points": list(reference("point")),
    }))
}

fn surface() -> Value {
    object(json!({
        "across": reference("axis"),
        "up": reference("axis"),
        "own_winner": winner(),
        "own_costs": reference("costs"),
        "columns": described("values of the axis across", list(number())),
        "rows": list(object(json!({
            "value": described("of the axis up", number()),
            "winners": list(winner()),
            "costs": list(reference("costs")),
        }))),
    }))
}

fn rule() -> Value {
    object(json!({
        "with_plans": { "type": "boolean" },
        "fargate_option": reference("option_id"),
        "fargate_total": reference("money"),
        "ec2_option": reference("option_id"),
        "ec2_total": reference("money"),
        "here_percent": described("how much of the instances the tasks reserve", number()),
        "threshold": { "enum": ["at", "always_cheaper", "never_cheaper"] },
        "threshold_percent": described("from here on EC2 is cheaper; null unless there is such a point", nullable("number")),
    }))
}
