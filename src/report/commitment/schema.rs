//! The JSON Schema of proposals.

use serde_json::{Value, json};

use super::view::COMMITMENT_SCHEMA_VERSION;
use crate::report::outlook_definitions;
use crate::report::schema::{count, described, list, object, reference, text, truth};
use crate::scenario::PaymentOption;

/// JSON Schema (2020-12) of what `commit --format json` writes; also `docs/schema/commitment.schema.json`.
#[must_use]
pub fn commitment_schema() -> Value {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ecsplan:commitment:1",
        "title": "ecsplan commitment",
        "description": "What to commit to, over the hours of the usage. Money is exact US dollars and quantities are \
            exact, both as decimal strings; ratios are numbers. The total is what stays on demand and the costs of all \
            purchases, exactly.",
        "$defs": {
            "money": { "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,12})?$", "description": "exact US dollars" },
            "quantity": { "type": "string", "pattern": "^[0-9]+(\\.[0-9]{1,12})?$" },
            "ratio": { "type": "number", "minimum": 0, "maximum": 1 },
            "plan": described("as in the rates: `compute`, `ec2_instance:r5`", text()),
            "term_years": { "enum": [1, 3] },
            "payment": { "enum": PaymentOption::ALL.map(PaymentOption::name) },
            "gap": described("(total − bound) / bound; null when only the bound is zero", json!({ "type": ["number", "null"] })),
            "purchase": purchase(),
            "curve": curve(),
        },
        "allOf": [top_level()],
    });
    schema["$defs"]["month"] = json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$" });
    for (name, definition) in outlook_definitions() {
        schema["$defs"][name] = definition;
    }
    schema
}

fn top_level() -> Value {
    object(json!({
        "schema_version": { "const": COMMITMENT_SCHEMA_VERSION },
        "command": { "const": "commit" },
        "scenario": described("null for usage of the user's own", json!({ "anyOf": [{ "type": "null" }, object(json!({
            "name": text(),
            "region": text(),
            "option": described("the option whose capacity is covered", text()),
        }))] })),
        "given": described("whether the purchases were given, not chosen", truth()),
        "first_hour": described("UTC", json!({ "type": "string", "format": "date-time" })),
        "hours": described("clock hours of the usage", count()),
        "purchases": list(reference("purchase")),
        "held": described("plans held already", list(object(json!({
            "id": text(),
            "plan": reference("plan"),
            "hourly_commitment": money("per hour, as far as it is available"),
            "used": reference("money"),
            "unused": reference("money"),
        })))),
        "total_cost": money("what stays on demand, and the commitments of all hours"),
        "on_demand_cost": money("what stays on demand"),
        "commitment_cost": money("the commitments of all hours, used or not"),
        "all_on_demand_cost": money("everything on demand"),
        "nothing_bought_cost": money("everything on demand, or what is held and the rest on demand"),
        "savings": money("against nothing bought; negative when the purchases cost more"),
        "lower_bound": money("no purchases of the plans that may be bought have a lower total"),
        "gap": reference("gap"),
        "upfront_cost": money("cash paid when the plans are bought"),
        "liability_after": money("commitment of the terms' hours after those given"),
        "items": list(item()),
        "alternatives": described("the best purchases of each term and payment option alone", list(alternative())),
        "curve": described("null without `--curve` and `--chart`",
            json!({ "anyOf": [{ "type": "null" }, list(reference("curve"))] })),
        "outlook": described("of a scenario: what the purchases are worth when demand changes", or_null("outlook")),
        "aws_cli": described("commands that would buy the purchases; nothing runs them", list(text())),
        "interrupted": crate::report::interrupted::schema(),
        "warnings": list(text()),
    }))
}

fn purchase() -> Value {
    object(json!({
        "plan": reference("plan"),
        "term_years": reference("term_years"),
        "payment": reference("payment"),
        "hourly_commitment": money("per hour, at the plan's rates"),
        "cost": money("the commitment of all hours"),
        "used": money("the part of the cost that usage took"),
        "unused": money("the rest"),
        "utilisation": described("used share of the cost", reference("ratio")),
        "upfront_cost": money("cash paid when it is bought"),
        "liability_after": money("commitment of the term's hours after those given"),
    }))
}

fn item() -> Value {
    object(json!({
        "item": text(),
        "quantity": described("used over all hours", reference("quantity")),
        "all_on_demand_cost": money("when all of it is on demand"),
        "on_demand_cost": money("what stays on demand"),
        "coverage": described("covered share of the quantity; null when nothing is used", or_null("ratio")),
        "covered_by_held": described("share that plans held already cover", or_null("ratio")),
        "covered_by": list(object(json!({
            "plan": reference("plan"),
            "term_years": reference("term_years"),
            "payment": reference("payment"),
            "quantity": reference("quantity"),
            "coverage": reference("ratio"),
        }))),
    }))
}

fn alternative() -> Value {
    object(json!({
        "term_years": reference("term_years"),
        "payment": reference("payment"),
        "allowed": described("whether the answer may consist of such plans", truth()),
        "purchases": list(reference("purchase")),
        "total_cost": reference("money"),
        "on_demand_cost": reference("money"),
        "savings": reference("money"),
        "lower_bound": reference("money"),
        "gap": reference("gap"),
        "upfront_cost": reference("money"),
        "liability_after": reference("money"),
    }))
}

fn curve() -> Value {
    let point = json!({
        "hourly_commitment": reference("money"),
        "total_cost": reference("money"),
        "on_demand_cost": reference("money"),
        "coverage": described("share of everything at on-demand prices that plans cover", or_null("ratio")),
        "utilisation": described("used share of this commitment; null at zero", or_null("ratio")),
        "waste": money("the unused part of this commitment"),
    });
    let mut mark = point.clone();
    mark["mark"] = json!({ "enum": ["optimum", "aws_style", "given", "chosen"] });
    object(json!({
        "plan": reference("plan"),
        "term_years": reference("term_years"),
        "payment": reference("payment"),
        "points": list(object(point)),
        "marks": list(object(mark)),
    }))
}

fn money(description: &str) -> Value {
    described(description, reference("money"))
}

fn or_null(name: &str) -> Value {
    crate::report::schema::nullable_reference(name)
}
