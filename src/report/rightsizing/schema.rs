//! The JSON Schema of a right-sized service.

use serde_json::{Value, json};

use super::RIGHTSIZING_SCHEMA_VERSION;
use crate::report::breakeven::{number, or_null};
use crate::report::schema::{count, described, list, nullable, object, reference, result_schema, text, truth};

/// JSON Schema (2020-12) of what `rightsize --format json` writes; also `docs/schema/rightsizing.schema.json`.
#[must_use]
pub fn rightsizing_schema() -> Value {
    let result = result_schema();
    let shared = |name: &str| result["$defs"][name].clone();
    let of_result = |name: &str| result["allOf"][0]["properties"][name].clone();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ecsplan:rightsizing:1",
        "title": "ecsplan rightsize",
        "description": "A measured service at another task size, CPU target, minimum and maximum, beside what runs \
            today. Money is exact US dollars, as decimal strings: totals over the horizon, per month of 730 hours.",
        "$defs": {
            "money": shared("money"),
            "quantity": shared("quantity"),
            "month": shared("month"),
            "option_id": shared("option_id"),
            "task_size": task_size(),
            "setting": setting(),
        },
        "allOf": [object(json!({
            "schema_version": { "const": RIGHTSIZING_SCHEMA_VERSION },
            "command": { "const": "rightsize" },
            "scenario": of_result("scenario"),
            "prices": of_result("prices"),
            "currency": of_result("currency"),
            "assumptions": of_result("assumptions"),
            "warnings": of_result("warnings"),
            "service": text(),
            "measured": measured(),
            "today": reference("setting"),
            "recommended": described("null when nothing may be recommended", or_null(reference("setting"))),
            "best_effort": described("then what serves most", or_null(reference("setting"))),
            "saving_per_month": described("negative when it costs more", or_null(reference("money"))),
            "grid": described("every option, target and minimum, each at its best size", list(reference("setting"))),
            "unavailable": list(object(json!({ "option": reference("option_id"), "reason": text() }))),
            "other_sizes": described("with the recommended option, target and minimum", list(other_size())),
            "fixed_count": or_null(crate::report::fixed_count_view::one_schema()),
            "interrupted": of_result("interrupted"),
        }))],
    })
}

fn task_size() -> Value {
    object(json!({ "vcpu": reference("quantity"), "memory_gb": reference("quantity"), "label": text() }))
}

fn utilisation() -> Value {
    object(json!({ "mean": number(), "p50": number(), "p95": number(), "max": number() }))
}

fn measured() -> Value {
    object(json!({
        "task_size": reference("task_size"),
        "minutes": described("null for percentiles", nullable("integer")),
        "step_minutes": described("null for percentiles", nullable("integer")),
        "tasks": object(json!({ "min": number(), "mean": number(), "max": number() })),
        "cpu_percent": utilisation(),
        "memory_percent": utilisation(),
        "saturated_percent": described("of the time, with CPU so high that demand is hidden", number()),
        "memory_percentile": number(),
        "memory_headroom_percent": number(),
        "needed_memory_mib": count(),
    }))
}

fn setting() -> Value {
    object(json!({
        "option": reference("option_id"),
        "launch_type": { "enum": ["fargate", "fargate_spot", "ec2", "ec2_spot"] },
        "architecture": { "enum": ["x86_64", "arm64"] },
        "instance_types": list(text()),
        "task_size": reference("task_size"),
        "target_percent": described("of CPU utilisation; null without such a policy", or_null(number())),
        "min_tasks": count(),
        "max_tasks": count(),
        "mean_tasks": number(),
        "mean_cpu_percent": or_null(number()),
        "peak_cpu_percent": described("in the busiest minute", number()),
        "binding_limit": { "enum": ["CPU", "memory", "task interfaces", "host ports"] },
        "total": reference("money"),
        "per_month": reference("money"),
        "not_served_percent": number(),
        "minutes_short": count(),
        "meets_objective": truth(),
        "barred": described("why it may not be recommended", nullable("string")),
    }))
}

fn other_size() -> Value {
    object(json!({
        "vcpu": number(),
        "setting": or_null(reference("setting")),
        "why_not": described("why the size cannot be run", nullable("string")),
    }))
}
