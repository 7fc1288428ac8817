//! The JSON Schema of traces.

use serde_json::{Value, json};

use super::view::TRACE_SCHEMA_VERSION;
use crate::comparison::OptionId;
use crate::pricing::Basis;
use crate::report::schema::{count, described, list, nullable, object, text};
use crate::report::words;

/// JSON Schema (2020-12) of what `trace --format json` writes; also `docs/schema/trace.schema.json`.
#[must_use]
pub fn trace_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ecsplan:trace:1",
        "title": "ecsplan trace",
        "description": "Line items of an option with the price rows, hours and rules that made them. \
            The quantities of a month's lines sum to what was metered.",
        "allOf": [object(json!({
            "schema_version": { "const": TRACE_SCHEMA_VERSION },
            "scenario": text(),
            "region": text(),
            "option": { "enum": OptionId::ALL.map(OptionId::name) },
            "items": described("in the order of the bill", list(item())),
        }))],
    })
}

fn item() -> Value {
    object(json!({
        "service": described("AWS service code, or Extra, Tax and Operations", text()),
        "usage_type": text(),
        "workload": described("null when shared", nullable("string")),
        "purpose": { "enum": ["service", "deployment"] },
        "unit": described("of metered quantities; null for what is not metered", nullable("string")),
        "cost": money(),
        "rules": described("of docs/model.md, with their first sentences", list(object(json!({
            "id": text(), "sentence": text(),
        })))),
        "prices": list(price()),
        "months": list(month()),
        "busiest_hours": described("the most first", list(object(json!({ "hour": text(), "quantity": quantity() })))),
    }))
}

fn price() -> Value {
    object(json!({
        "purchase_option": purchase_option(),
        "commitment_id": nullable("string"),
        "unit": text(),
        "list_unit_price": money(),
        "unit_price": money(),
        "discount_percent": described("on the list price, where there is one", nullable("string")),
        "as_of": text(),
        "basis": { "enum": Basis::ALL.map(Basis::name) },
        "source": described("file and line of the tables, or [prices]", text()),
    }))
}

fn month() -> Value {
    let or_null = json!({ "anyOf": [{ "type": "null" }, quantity()] });
    object(json!({
        "month": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$" },
        "metered": described("null for what is not metered", or_null),
        "hours_used": json!({ "anyOf": [{ "type": "null" }, count()] }),
        "lines": list(object(json!({
            "purchase_option": purchase_option(),
            "quantity": quantity(),
            "unit": text(),
            "unit_price": money(),
            "cost": money(),
        }))),
        "cost": money(),
    }))
}

fn purchase_option() -> Value {
    json!({ "enum": words::PURCHASE_OPTIONS.map(words::purchase_option) })
}

fn money() -> Value {
    json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,12})?$", "description": "exact US dollars" })
}

fn quantity() -> Value {
    json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,12})?$" })
}
