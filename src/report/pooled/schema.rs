//! The JSON Schema of many scenarios planned together.

use serde_json::{Value, json};

use super::POOLED_SCHEMA_VERSION;
use crate::report::breakeven::{number, or_null};
use crate::report::schema::{count, described, list, nullable, object, reference, result_schema, text, truth};

/// JSON Schema (2020-12) of what `ecsplan fleet --format json` writes; also `docs/schema/fleet.schema.json`.
#[must_use]
pub fn pooled_schema() -> Value {
    let result = result_schema();
    let shared = |name: &str| result["$defs"][name].clone();
    let of_result = |name: &str| result["allOf"][0]["properties"][name].clone();
    let of_service = |name: &str| result["$defs"]["service"]["properties"][name].clone();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ecsplan:fleet:1",
        "title": "ecsplan fleet",
        "description": "Many scenarios planned together: the chosen option of each, and one portfolio of Savings Plans \
            for all. Money is exact US dollars over the horizon, as decimal strings. The costs of services and the \
            shared costs sum to `totals.one_portfolio` exactly.",
        "$defs": {
            "money": shared("money"),
            "quantity": shared("quantity"),
            "option_id": shared("option_id"),
            "totals": totals(),
        },
        "allOf": [object(json!({
            "schema_version": { "const": POOLED_SCHEMA_VERSION },
            "command": { "const": "fleet" },
            "path": described("the folder or file, as given", text()),
            "horizon": object(json!({ "start": text(), "hours": count(), "months": nullable("integer") })),
            "prices": of_result("prices"),
            "currency": of_result("currency"),
            "assumptions": described("what most scenarios assume first; `*` stands for the names of services",
                list(object(json!({ "key": text(), "value": text(), "reason": text(), "scenarios": count() })))),
            "warnings": of_result("warnings"),
            "interrupted": described("how many scenarios were looked at, of how many; null when all were",
                or_null(object(json!({ "done": count(), "of": count() })))),
            "totals": reference("totals"),
            "portfolio": portfolio(),
            "scenarios": described("those that were planned", list(scenario(&of_service))),
            "left_out": described("those that were not, and why",
                list(object(json!({ "name": text(), "source": text(), "reason": text() })))),
        }))],
    })
}

fn totals() -> Value {
    object(json!({
        "on_demand": described("the chosen options without plans that are bought", reference("money")),
        "own_plans": described("every scenario with the plans it would buy by itself", reference("money")),
        "one_portfolio": described("one portfolio for all; never more than `own_plans`", reference("money")),
    }))
}

fn portfolio() -> Value {
    let plan = object(json!({
        "id": text(),
        "region": described("null for a Compute plan, which covers every region", nullable("string")),
        "family": nullable("string"),
        "term": { "enum": [1, 3] },
        "payment": { "enum": ["no_upfront", "partial_upfront", "all_upfront"] },
        "hourly_commitment": reference("money"),
        "used": described("at published rates", reference("money")),
        "unused": reference("money"),
        "used_percent": number(),
    }));
    object(json!({
        "kept_apart": described("whether scenarios keep plans of their own because these cost less", truth()),
        "coverable_on_demand": described("what plans could cover, on demand", reference("money")),
        "total": described("the same with the portfolio", reference("money")),
        "lower_bound": described("no portfolio for all brings it below this", reference("money")),
        "gap_percent": number(),
        "bought": list(plan),
    }))
}

fn scenario(of_service: &dyn Fn(&str) -> Value) -> Value {
    let service = object(json!({
        "name": text(),
        "launch_type": of_service("launch_type"),
        "architecture": of_service("architecture"),
        "task_size": of_service("task_size"),
        "tasks_min": count(),
        "tasks_mean": number(),
        "tasks_max": count(),
        "cost": described("its own of the cost, amortised, under one portfolio", reference("money")),
    }));
    object(json!({
        "name": text(),
        "source": described("its file in the folder, or its line", text()),
        "region": text(),
        "option": reference("option_id"),
        "instance_types": list(text()),
        "totals": reference("totals"),
        "services": list(service),
        "shared_cost": described("what its services share", reference("money")),
    }))
}
