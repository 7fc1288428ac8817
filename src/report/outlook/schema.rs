//! The schema of outlooks.

use serde_json::{Map, Value, json};

use super::super::schema::{
    count, described, list, nullable, nullable_reference, number, object, reference, text, truth,
};

/// JSON Schema (2020-12) of [`OutlookView`](super::OutlookView) by itself.
#[must_use]
pub fn outlook_schema() -> Value {
    let mut definitions = outlook_definitions();
    definitions.insert("money".to_owned(), json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,12})?$" }));
    definitions.insert("month".to_owned(), json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$" }));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ecsplan:outlook:1",
        "$defs": definitions,
        "$ref": "#/$defs/outlook",
    })
}

/// The definitions that the schema of a result with an outlook needs, beside its own `money` and `month`; `outlook` is
/// the whole.
#[must_use]
pub fn outlook_definitions() -> Map<String, Value> {
    let definitions = [
        ("outlook", outlook()),
        ("fall", fall()),
        ("demand_scenarios", demand_scenarios()),
        ("ladder", ladder()),
        ("commitment_cash", cash()),
        ("commitment_plan", object(plan(json!({})))),
    ];
    definitions.into_iter().map(|(name, definition)| (name.to_owned(), definition)).collect()
}

fn outlook() -> Value {
    object(json!({
        "fall": described("how far load may fall; null when nothing is bought", nullable_reference("fall")),
        "demand_scenarios": described("null without demand scenarios", nullable_reference("demand_scenarios")),
        "ladder": described("buying in steps; null when not asked for", nullable_reference("ladder")),
        "cash": nullable_reference("commitment_cash"),
    }))
}

/// The keys of a plan with others beside them.
fn plan(others: Value) -> Value {
    let mut keys = json!({
        "plan": described("compute, or ec2_instance: and the family", text()),
        "term_years": { "enum": [1, 3] },
        "payment": { "enum": ["no_upfront", "partial_upfront", "all_upfront"] },
        "hourly_commitment": reference("money"),
    });
    if let (Some(keys), Value::Object(others)) = (keys.as_object_mut(), others) {
        keys.extend(others);
    }
    keys
}

fn fall() -> Value {
    let figures = || {
        json!({
            "pays_at_percent": described("the largest fall of load at which it costs no more than not having it; null when it loses already", nullable("number")),
            "loses_at_percent": described("a hundredth of a percentage point more; null when it loses already or never", nullable("number")),
            "loss_weight": described("of the demand scenarios in which it loses, 0 to 1; null without scenarios", nullable("number")),
        })
    };
    object(json!({
        "all": described("all purchases against none", object(figures())),
        "purchases": described("each against the others alone", list(object(plan(figures())))),
    }))
}

fn demand_scenarios() -> Value {
    let case = object(json!({
        "scenario": text(),
        "weight": described("0 to 1", number()),
        "nothing_total": reference("money"),
        "best_total": described("the least total found", reference("money")),
        "lower_bound": described("no purchases have a lower total", reference("money")),
    }));
    let outcome = object(json!({
        "scenario": text(),
        "total": reference("money"),
        "regret": described("above the best total of the scenario", reference("money")),
        "saving": described("against buying nothing", reference("money")),
    }));
    let alternative = object(json!({
        "alternative": { "enum": ["nothing", "proposal", "base_optimum", "scenario_optimum", "criterion_optimum"] },
        "scenario": described("of scenario_optimum", nullable("string")),
        "chosen": truth(),
        "purchases": list(reference("commitment_plan")),
        "expected_total": reference("money"),
        "worst_regret": reference("money"),
        "tail_mean": described("the mean of the worst totals that weigh tail_percent together", reference("money")),
        "scenarios": list(outcome),
    }));
    object(json!({
        "criterion": { "enum": ["expected_cost", "worst_regret", "cvar"] },
        "tail_percent": number(),
        "scenarios": list(case),
        "alternatives": list(alternative),
    }))
}

fn ladder() -> Value {
    let way = || {
        object(json!({
            "purchases": count(),
            "total": reference("money"),
            "on_demand": reference("money"),
            "fees": described("amortised, inside the horizon", reference("money")),
            "lower_bound": reference("money"),
            "liability_after": described("amortised fees after the horizon", reference("money")),
            "liability_cash": described("what of that is still to be paid", reference("money")),
        }))
    };
    let date = || json!({ "type": "string", "format": "date" });
    object(json!({
        "step": { "enum": ["monthly", "quarterly"] },
        "nothing": way(),
        "today": way(),
        "ladder": way(),
        "calendar": list(object(plan(json!({ "date": date(), "upfront": reference("money") })))),
        "upfront_by_quarter": list(object(json!({
            "quarter": { "type": "string", "pattern": "^[0-9]{4}-Q[1-4]$" },
            "upfront": reference("money"),
        }))),
        "in_force": described("in the first hour of the month", list(object(json!({
            "month": reference("month"),
            "hourly_commitment": reference("money"),
        })))),
        "expiries": list(object(plan(json!({ "date": date(), "past_horizon": truth() })))),
    }))
}

fn cash() -> Value {
    object(json!({
        "months": list(object(json!({
            "month": reference("month"),
            "upfront": reference("money"),
            "recurring": reference("money"),
            "cash": reference("money"),
            "amortised": reference("money"),
        }))),
        "liabilities": list(object(plan(json!({
            "hours_after": count(),
            "amortised": reference("money"),
            "cash": reference("money"),
        })))),
        "liability_amortised": reference("money"),
        "liability_cash": reference("money"),
    }))
}
