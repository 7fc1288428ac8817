//! The JSON Schema of statements.

use serde_json::{Value, json};

use super::view::STATEMENT_SCHEMA_VERSION;
use crate::report::schema::{count, described, list, nullable, object, reference, result_schema, text};
use crate::report::words;

/// JSON Schema (2020-12) of what `estimate --format json` writes; also `docs/schema/statement.schema.json`.
#[must_use]
pub fn statement_schema() -> Value {
    let result = result_schema();
    let shared = |name: &str| result["$defs"][name].clone();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ecsplan:statement:1",
        "title": "ecsplan statement",
        "description": "One option month by month. Money is exact US dollars, as decimal strings; shares are numbers. \
            Rows sum to the owners and to the totals exactly, and so do months. The opening prepaid balance, plus what is \
            billed, less what is effective, is the closing one. The display_ fields are in the report's currency, add up \
            alike, and are null in USD.",
        "$defs": {
            "money": shared("money"),
            "display": shared("display"),
            "quantity": shared("quantity"),
            "month": shared("month"),
            "basis": shared("basis"),
            "purchase_option": shared("purchase_option"),
            "option_id": shared("option_id"),
            "amounts": described("exact amounts, one per month", object(amounts())),
            "demand_case": demand_case(),
        },
        "allOf": [top_level(&result)],
    })
}

fn top_level(result: &Value) -> Value {
    let of_result = |name: &str| result["allOf"][0]["properties"][name].clone();
    object(json!({
        "schema_version": { "const": STATEMENT_SCHEMA_VERSION },
        "command": { "const": "estimate" },
        "scenario": of_result("scenario"),
        "prices": of_result("prices"),
        "currency": of_result("currency"),
        "assumptions": of_result("assumptions"),
        "price_basis": of_result("price_basis"),
        "warnings": of_result("warnings"),
        "notes": of_result("notes"),
        "option": reference("option_id"),
        "meets_objective": { "type": "boolean" },
        "by_tag": described("the tag that costs are shown back by; null for services and jobs", nullable("string")),
        "months": described("the part of each month inside the horizon", list(object(json!({
            "month": reference("month"), "hours": count(),
        })))),
        "totals": object(costs()),
        "prepaid": described("at the beginning and at the end of each month", object(json!({
            "opening": reference("money"),
            "months": list(reference("money")),
            "closing": reference("money"),
            "percentages": described("the part of closing that is tax and percentages of payments", reference("money")),
            "display_opening": reference("display"),
            "display_months": displays(),
        }))),
        "owners": list(with(owner(), costs())),
        "rows": list(with(with(owner(), row()), costs())),
        "commitments": list(commitment()),
        "commitment_use": commitment_use(),
        "demand_range": described("null without demand scenarios", json!({ "anyOf": [{ "type": "null" }, demand_range()] })),
    }))
}

fn owner() -> Value {
    json!({
        "owner_kind": { "enum": ["workload", "tag", "untagged", "idle_capacity", "shared"] },
        "owner": text(),
    })
}

fn row() -> Value {
    let bought = words::PURCHASE_OPTIONS.map(words::purchase_option);
    let purchase_options: Vec<&str> = bought.into_iter().chain(["upfront_fee", "recurring_fee"]).collect();
    json!({
        "kind": { "enum": words::KINDS.map(words::kind) },
        "service": text(),
        "usage_type": described("the id of the commitment for its fees", text()),
        "purpose": { "enum": ["service", "deployment"] },
        "purchase_option": { "enum": purchase_options },
        "commitment_id": nullable("string"),
    })
}

fn costs() -> Value {
    json!({
        "list": reference("amounts"),
        "contracted": reference("amounts"),
        "effective": reference("amounts"),
        "billed": reference("amounts"),
    })
}

fn amounts() -> Value {
    json!({
        "total": reference("money"),
        "months": list(reference("money")),
        "display_total": reference("display"),
        "display_months": displays(),
    })
}

fn displays() -> Value {
    json!({ "anyOf": [{ "type": "null" }, list(reference("display"))] })
}

fn commitment() -> Value {
    object(json!({
        "id": text(),
        "term_years": { "enum": [1, 3] },
        "payment_option": { "enum": ["no_upfront", "partial_upfront", "all_upfront"] },
        "hourly_commitment": reference("money"),
        "opening_prepaid": reference("money"),
        "closing_prepaid": reference("money"),
        "months": list(object(json!({
            "month": reference("month"),
            "on_demand_equivalent": reference("money"),
            "used": reference("money"),
            "unused": reference("money"),
            "upfront": reference("money"),
            "recurring": reference("money"),
            "prepaid": described("at the end of the month", reference("money")),
        }))),
        "upfront_payments": list(object(json!({
            "month": reference("month"),
            "amount": reference("money"),
            "fully_paid_on": described("null when not within the horizon", json!({
                "anyOf": [{ "type": "null" }, reference("month")],
            })),
        }))),
    }))
}

fn commitment_use() -> Value {
    let share = || json!({ "type": ["number", "null"], "maximum": 1 });
    described(
        "over the horizon",
        object(json!({
            "on_demand_equivalent": described("what covered usage would cost on demand", reference("money")),
            "on_demand": described("coverable usage left on demand", reference("money")),
            "used": reference("money"),
            "unused": reference("money"),
            "coverage": share(),
            "utilisation": share(),
            "effective_savings_rate": share(),
        })),
    )
}

fn demand_case() -> Value {
    let own = json!({
        "demand_scenario": described("null for demand as in the scenario", nullable("string")),
        "meets_objective": { "type": "boolean" },
    });
    with(own, amounts())
}

fn demand_range() -> Value {
    object(json!({
        "low": reference("demand_case"),
        "base": reference("demand_case"),
        "high": reference("demand_case"),
        "unavailable": described("demand scenarios in which the option cannot be had", list(object(json!({
            "demand_scenario": text(), "reason": text(),
        })))),
    }))
}

/// An object with the keys of both; the first may be an object already.
fn with(first: Value, more: Value) -> Value {
    let properties = if first.get("properties").is_some() { first["properties"].clone() } else { first };
    let all = [properties, more].into_iter().filter_map(|one| one.as_object().cloned()).flatten();
    object(Value::Object(all.collect()))
}
