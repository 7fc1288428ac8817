//! The JSON Schema of results.

use serde_json::{Value, json};

use super::{SCHEMA_VERSION, interrupted, pareto, schema_option, schema_recommendation, words};
use crate::comparison::OptionId;
use crate::pricing::Basis;

/// JSON Schema (2020-12) of what `--format json` writes; also `docs/schema/result.schema.json`.
#[must_use]
pub fn result_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ecsplan:result:1",
        "title": "ecsplan result",
        "description": "Money is exact US dollars and quantities are exact, both as decimal strings; \
            shares, means and percentages are numbers. The costs of an option's line items sum to its total \
            exactly, and so do its months. The display_ fields are in the report's currency, and are null in USD.",
        "$defs": {
            "money": { "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,12})?$", "description": "exact US dollars" },
            "display": described("an amount in the report's currency", json!({ "type": ["string", "null"], "pattern": "^-?[0-9]+(\\.[0-9]+)?$" })),
            "quantity": { "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,12})?$" },
            "month": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$" },
            "basis": { "enum": Basis::ALL.map(Basis::name) },
            "purchase_option": { "enum": words::PURCHASE_OPTIONS.map(words::purchase_option) },
            "option_id": { "enum": option_ids() },
            "option": schema_option::option(),
            "service": schema_option::service(),
            "instance_group": schema_option::instance_group(),
            "commitment": schema_option::commitment(),
            "line_item": schema_option::line_item(),
            "recommended": schema_recommendation::recommended(),
            "infeasible": schema_recommendation::infeasible(),
        },
        "allOf": [top_level()],
    })
}

fn top_level() -> Value {
    object(json!({
        "schema_version": { "const": SCHEMA_VERSION },
        "command": { "enum": ["compare", "recommend"] },
        "scenario": scenario(),
        "prices": described("the version of the price tables", object(json!({
            "origin": { "type": "string" }, "date": { "type": "string" }, "content_hash": { "type": "string" },
        }))),
        "currency": described("the currency of display_ fields; rate is units per US dollar", object(json!({
            "code": { "type": "string", "pattern": "^[A-Z]{3}$" },
            "rate": reference("quantity"),
            "rate_date": nullable("string"),
        }))),
        "assumptions": described("most important first", list(object(json!({
            "key": { "type": "string" }, "value": { "type": "string" }, "reason": { "type": "string" },
        })))),
        "price_basis": described("prices in use that were not observed", list(price_basis())),
        "interrupted": interrupted::schema(),
        "warnings": list(json!({ "type": "string" })),
        "notes": list(json!({ "type": "string" })),
        "traffic": list(traffic()),
        "options": list(reference("option")),
        "lower_bound": described("what no plan can cost less than", nullable_reference("money")),
        "gap_percent": described("how far the recommended option, or the cheapest that meets the objectives, is above it", nullable("number")),
        "recommended_option": described("which of the options here to choose; null where none can be recommended", nullable_reference("option_id")),
        "pareto": pareto::schema(),
        "recommendation": described("null in compare", json!({
            "anyOf": [{ "type": "null" }, reference("recommended"), reference("infeasible")],
        })),
    }))
}

fn scenario() -> Value {
    object(json!({
        "name": { "type": "string" },
        "region": { "type": "string" },
        "start": { "type": "string", "format": "date" },
        "hours": count(),
        "months": described("calendar months; null when the horizon is in hours", nullable("integer")),
    }))
}

fn price_basis() -> Value {
    object(json!({
        "usage_type": { "type": "string" },
        "purchase_option": reference("purchase_option"),
        "basis": reference("basis"),
        "as_of": { "type": "string" },
        "source": { "type": "string" },
        "options": list(reference("option_id")),
    }))
}

fn traffic() -> Value {
    object(json!({
        "service": { "type": "string" },
        "mean": number(),
        "peak_minute": number(),
        "unit": { "enum": ["requests_per_second", "vcpu"] },
        "note": nullable("string"),
    }))
}

fn option_ids() -> Vec<&'static str> {
    OptionId::ALL.into_iter().map(OptionId::name).collect()
}

/// An object that has exactly these keys.
pub(super) fn object(properties: Value) -> Value {
    let required: Vec<String> = properties.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// A definition with a sentence about it.
pub(super) fn described(description: &str, mut definition: Value) -> Value {
    definition["description"] = json!(description);
    definition
}

pub(super) fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

pub(super) fn nullable(kind: &str) -> Value {
    json!({ "type": [kind, "null"] })
}

pub(super) fn nullable_reference(name: &str) -> Value {
    json!({ "anyOf": [{ "type": "null" }, reference(name)] })
}

pub(super) fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub(super) fn number() -> Value {
    json!({ "type": "number", "minimum": 0 })
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

pub(super) fn truth() -> Value {
    json!({ "type": "boolean" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{ResultView, fixture};

    fn problems(result: &ResultView) -> Vec<String> {
        let validator = jsonschema::draft202012::new(&result_schema()).expect("the schema is valid");
        let value = serde_json::to_value(result).unwrap();
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path)).collect()
    }

    #[test]
    fn every_kind_of_result_is_valid_against_the_schema() {
        for result in [fixture::compared(), fixture::recommended(), fixture::infeasible(), fixture::in_won()] {
            assert_eq!(problems(&result), Vec::<String>::new());
        }
    }

    #[test]
    fn the_schema_refuses_unknown_keys_and_money_as_numbers() {
        let validator = jsonschema::draft202012::new(&result_schema()).expect("the schema is valid");
        let valid = serde_json::to_value(fixture::compared()).unwrap();
        let mut with_number = valid.clone();
        with_number["options"][0]["total"] = json!(12.5);
        let mut with_stranger = valid.clone();
        with_stranger["options"][0]["stranger"] = json!(1);
        assert!(validator.is_valid(&valid));
        assert!(!validator.is_valid(&with_number) && !validator.is_valid(&with_stranger));
    }
}
