//! The JSON Schema of timelines.

use serde_json::{Value, json};

use super::view::TIMELINE_SCHEMA_VERSION;
use crate::comparison::OptionId;
use crate::report::schema::{count, described, list, nullable, number, object, text};

/// JSON Schema (2020-12) of what `simulate --format json` writes; also `docs/schema/timeline.schema.json`.
#[must_use]
pub fn timeline_schema() -> Value {
    let ids: Vec<&str> = OptionId::ALL.into_iter().map(OptionId::name).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ecsplan:timeline:1",
        "title": "ecsplan timeline",
        "description": "One option over time. Times are UTC. Rates are means over the row, in the row's unit. \
            The running_seconds of a workload's rows sum to the task-seconds of its bill.",
        "allOf": [object(json!({
            "schema_version": { "const": TIMELINE_SCHEMA_VERSION },
            "command": { "const": "simulate" },
            "scenario": text(),
            "region": text(),
            "option": { "enum": ids },
            "from": time("first moment shown"),
            "to": time("first moment no longer shown"),
            "resolution": { "enum": ["minute", "hour"] },
            "sample": described("sampled Spot interruptions over the horizon; null without `--seed`", or_null(sample())),
            "decisions": described("changes of the number of desired tasks or of instances, in order of time", list(decision())),
            "rows": described("in order of time; services, jobs, then instances", list(row())),
        }))],
    })
}

fn sample() -> Value {
    let figures = |description: &str| {
        described(
            description,
            object(json!({
                "interruptions": described("instances, or Fargate tasks", number()),
                "task_restarts": described("tasks that have to start again", number()),
                "missing_task_minutes": described("minutes of tasks until replacements serve", number()),
                "not_served_percent": described("over all services", nullable("number")),
                "minutes_short": described("summed over services", nullable("number")),
                "free_first_hours": described("instances interrupted in their first hour", nullable("number")),
                "not_charged": described("what these would have cost, USD", text()),
            })),
        )
    };
    object(json!({
        "seed": described("seed of the first run", count()),
        "runs": described("how many, each with the next seed", count()),
        "without": figures("without interruptions"),
        "expected": figures("expected; null where there is no expected value"),
        "first": figures("the first run, which the rows show"),
        "mean": figures("mean of the runs"),
        "p50": figures("median of the runs, of every figure by itself"),
        "p95": figures("95th percentile"),
    }))
}

fn or_null(definition: Value) -> Value {
    json!({ "anyOf": [{ "type": "null" }, definition] })
}

fn decision() -> Value {
    object(json!({
        "time": time("when it changed"),
        "kind": { "enum": ["service", "instances"] },
        "name": described("the service, or the instance types", text()),
        "from": described("desired tasks, or instances, before", count()),
        "to": described("desired tasks, or instances, after", count()),
        "reason": described("why, in a few words", text()),
        "explanation": described("what was seen and computed", list(text())),
    }))
}

fn row() -> Value {
    object(json!({
        "time": time("start of the row"),
        "seconds": described("length of the row", count()),
        "kind": { "enum": ["service", "job", "instances"] },
        "name": described("service, job or instance type", text()),
        "cluster": described("of instances, the service or the cluster of several that they are for; null where they are \
            for all", nullable("string")),
        "unit": described("of demand, served, not_served and capacity; null without traffic",
            json!({ "enum": ["requests_per_second", "vcpu", null] })),
        "demand": described("what arrived", nullable("number")),
        "served": described("what was served", nullable("number")),
        "not_served": described("what was turned away", nullable("number")),
        "waiting": described("requests, or vCPU-seconds, that wait when the row ends", nullable("number")),
        "capacity": described("what the serving tasks could serve; null when not known", nullable("number")),
        "desired": described("desired tasks, mean", nullable("number")),
        "desired_max": described("desired tasks, most", nullable("integer")),
        "serving": described("serving tasks, mean", nullable("number")),
        "serving_min": described("serving tasks, least", nullable("integer")),
        "running": described("tasks billed or holding a place, or instances; mean", json!({ "type": "number" })),
        "running_seconds": described("their seconds", count()),
        "cpu_percent": described("mean CPU utilisation of the serving tasks, percent", nullable("number")),
        "cpu_credits": described("least CPU credits of any instance; null when they earn none", nullable("number")),
        "interrupted": described("tasks or instances that Spot interrupts in the row; null without `--seed`",
            nullable("integer")),
    }))
}

fn time(description: &str) -> Value {
    described(description, json!({ "type": "string", "format": "date-time" }))
}
