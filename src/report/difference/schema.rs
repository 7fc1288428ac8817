//! The JSON Schema of differences.

use serde_json::{Value, json};

use super::view::DIFFERENCE_SCHEMA_VERSION;
use crate::report::schema::{count, described, list, nullable, object, text, truth};

/// JSON Schema (2020-12) of what `diff --format json` writes; also `docs/schema/difference.schema.json`.
#[must_use]
pub fn difference_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ecsplan:difference:1",
        "title": "ecsplan difference",
        "description": "What changed from one result to another. Money is exact US dollars, as decimal strings, of an \
            average month of 730 hours. Price, volume and mix add up to the change exactly, of every line and in all.",
        "allOf": [object(json!({
            "schema_version": { "const": DIFFERENCE_SCHEMA_VERSION },
            "base": side(),
            "head": side(),
            "differs": truth(),
            "same_horizon": truth(),
            "recommended_cost": described("of the recommended options; null where a side has none", or_null(cost_change())),
            "options": described("those that cost something else", list(option())),
            "options_unchanged": count(),
            "settings": described("name, region, horizon, price tables and currency", list(changed())),
            "capacity": described("tasks and instances of the recommended options", list(changed())),
            "commitments": described("in the bills of the recommended options", list(changed())),
            "assumptions": list(changed()),
        }))],
    })
}

fn side() -> Value {
    object(json!({
        "source": described("the file", text()),
        "name": text(),
        "start": text(),
        "hours": count(),
        "recommended_option": nullable("string"),
        "monthly_mean": or_null(money()),
        "interrupted": truth(),
    }))
}

fn cost_change() -> Value {
    object(json!({
        "base": money(),
        "head": money(),
        "change": money(),
        "price": described("of other unit prices", money()),
        "volume": described("of other quantities", money()),
        "mix": described("of lines that only one side has", money()),
        "lines": list(line()),
    }))
}

fn line() -> Value {
    let side = object(json!({
        "quantity": money(),
        "unit_price": described("the mean where lines have several; null where that says nothing", or_null(money())),
        "cost": money(),
    }));
    object(json!({
        "service": text(),
        "usage_type": text(),
        "purpose": text(),
        "purchase_option": text(),
        "commitment_id": nullable("string"),
        "unit": text(),
        "base": or_null(side.clone()),
        "head": or_null(side),
        "price": money(),
        "volume": money(),
        "mix": money(),
    }))
}

fn option() -> Value {
    object(json!({ "id": text(), "base": or_null(money()), "head": or_null(money()) }))
}

fn changed() -> Value {
    object(json!({ "what": text(), "base": nullable("string"), "head": nullable("string") }))
}

fn money() -> Value {
    json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,12})?$" })
}

fn or_null(of: Value) -> Value {
    json!({ "anyOf": [{ "type": "null" }, of] })
}
