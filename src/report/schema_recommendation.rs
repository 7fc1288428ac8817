//! The schema of the answer.

use serde_json::{Value, json};

use super::schema::{described, list, nullable, nullable_reference, object, reference, text};

pub(super) fn recommended() -> Value {
    object(json!({
        "feasible": { "const": true },
        "option": reference("option_id"),
        "runner_up": nullable_reference("option_id"),
        "reasons": list(text()),
        "differences": list(difference()),
        "passed_over": list(option_reason()),
        "changes": list(change()),
        "fixed_counts": super::fixed_count_view::schema(),
        "fixed_cluster": super::fixed_cluster_view::schema(),
        "against_current": { "anyOf": [{ "type": "null" }, against_current()] },
    }))
}

pub(super) fn infeasible() -> Value {
    let relaxation = object(json!({
        "service": text(),
        "change": text(),
        "option": reference("option_id"),
        "total": reference("money"),
    }));
    object(json!({
        "feasible": { "const": false },
        "reasons": list(option_reason()),
        "relaxation": { "anyOf": [{ "type": "null" }, relaxation] },
        "best_effort": nullable_reference("option_id"),
        "fixed_counts": super::fixed_count_view::schema(),
    }))
}

fn difference() -> Value {
    object(json!({
        "kind": { "enum": super::words::KINDS.map(super::words::kind) },
        "recommended": reference("money"),
        "runner_up": reference("money"),
    }))
}

fn option_reason() -> Value {
    object(json!({ "option": reference("option_id"), "reason": text() }))
}

fn change() -> Value {
    object(json!({
        "what": text(),
        "option": nullable_reference("option_id"),
        "total": nullable_reference("money"),
    }))
}

fn against_current() -> Value {
    object(json!({
        "current_total": reference("money"),
        "saving_total": described("before the cost of the move; negative when it costs more", reference("money")),
        "saving_per_month": reference("money"),
        "stranded_commitment": reference("money"),
        "migration_cost": reference("money"),
        "break_even_month": described("from 1; null when never inside the horizon", nullable("integer")),
        "model_error_percent": described("the model against today's real bill", nullable("number")),
    }))
}
