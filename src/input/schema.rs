//! The scenario format as a JSON Schema, made from the same keys that the reader uses.

use serde_json::{Map, Value, json};

use super::key::{Key, Kind, Presence, Range, Section, Shape};
use super::keys::{children, section};

/// The JSON Schema (2020-12) of a scenario.
#[must_use]
pub fn scenario_schema() -> Value {
    let root = section("").expect("the format has a top level");
    let mut schema = table_schema(root);
    let head =
        [("$schema", json!("https://json-schema.org/draft/2020-12/schema")), ("title", json!("ecsplan scenario"))];
    if let Value::Object(object) = &mut schema {
        object.extend(head.map(|(key, value)| (key.to_owned(), value)));
    }
    schema
}

fn table_schema(section: &'static Section) -> Value {
    let mut properties: Map<String, Value> =
        section.keys.iter().map(|key| (key.name.to_owned(), key_schema(key))).collect();
    properties.extend(children(section.path).map(|child| (child.name().to_owned(), child_schema(child))));
    let required: Vec<&str> =
        section.keys.iter().filter(|key| key.presence == Presence::Required).map(|key| key.name).collect();
    let others = section.free_keys.map_or(json!(false), kind_schema);
    json!({
        "type": "object",
        "description": section.meaning,
        "properties": properties,
        "required": required,
        "additionalProperties": others,
    })
}

fn child_schema(section: &'static Section) -> Value {
    match section.shape {
        Shape::Tables => json!({ "type": "array", "items": table_schema(section) }),
        Shape::Root | Shape::Table => table_schema(section),
    }
}

fn key_schema(key: &Key) -> Value {
    let mut schema = kind_schema(key.kind);
    if let Value::Object(object) = &mut schema {
        let unit = if key.unit.is_empty() { String::new() } else { format!(" Unit: {}.", key.unit) };
        object.insert("description".to_owned(), json!(format!("{}{unit}", key.meaning)));
        if let Some(default) = default_value(key) {
            object.insert("default".to_owned(), default);
        }
    }
    schema
}

/// The default; every TOML literal among them is JSON as well.
fn default_value(key: &Key) -> Option<Value> {
    match key.presence {
        Presence::Default(literal) => serde_json::from_str(literal).ok(),
        Presence::Required | Presence::Optional => None,
    }
}

fn kind_schema(kind: Kind) -> Value {
    let decimal = json!({ "type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$" });
    match kind {
        Kind::Text => json!({ "type": "string", "minLength": 1 }),
        Kind::Number(range) => json!({ "anyOf": [range_schema("number", range), { "type": "string" }] }),
        Kind::Integer(range) => json!({ "anyOf": [range_schema("integer", range), { "type": "string" }] }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Choice(choices) => json!({ "enum": with_numbers(choices) }),
        Kind::Choices(choices) => {
            json!({ "type": "array", "items": { "enum": with_numbers(choices) }, "minItems": 1, "uniqueItems": true })
        }
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true }),
        Kind::Pairs(first, second) => json!({
            "type": "array",
            "items": {
                "type": "array",
                "prefixItems": [range_schema("integer", first), range_schema("integer", second)],
                "minItems": 2,
                "maxItems": 2,
            },
            "minItems": 1,
        }),
        Kind::Integers(range) => list_schema(range_schema("integer", range)),
        Kind::NumbersOr(range, word) => {
            json!({ "anyOf": [list_schema(range_schema("number", range)), { "enum": [word] }] })
        }
        Kind::Money => json!({ "anyOf": [decimal, { "type": "number", "minimum": 0 }] }),
        Kind::Percent(range) => json!({ "anyOf": [decimal, range_schema("number", range)] }),
        Kind::Date | Kind::DateTime => json!({ "type": "string" }),
    }
}

fn list_schema(item: Value) -> Value {
    json!({ "type": "array", "items": item, "minItems": 1, "uniqueItems": true })
}

/// The choices; those that are digits may be written without quotes.
fn with_numbers(choices: &[&str]) -> Vec<Value> {
    let numbers = choices.iter().filter_map(|choice| choice.parse::<i64>().ok()).map(Value::from);
    choices.iter().map(|choice| json!(choice)).chain(numbers).collect()
}

fn range_schema(kind: &str, range: Range) -> Value {
    let least = if range.above { "exclusiveMinimum" } else { "minimum" };
    let most = if range.below { "exclusiveMaximum" } else { "maximum" };
    json!({ "type": kind, least: range.least, most: range.most })
}
