//! The schema of the waste ledger and of the reasons why options are not chosen.

use serde_json::{Value, json};

use super::schema::{count, described, list, nullable, nullable_reference, number, object, reference, text};
use super::words;
use crate::comparison::WasteCategory;
use crate::recommendation::WhyNot;

pub(super) fn waste() -> Value {
    let month = object(json!({ "month": reference("month"), "cost": reference("money") }));
    let category = object(json!({
        "category": { "enum": WasteCategory::ALL.map(WasteCategory::name) },
        "total": described("over the whole horizon", reference("money")),
        "monthly_mean": described("total × 730 / hours", reference("money")),
        "percent": described("of the compute bill", number()),
        "monthly": list(month),
    }));
    let ledger = object(json!({
        "compute_bill": described("the sum of the totals of all categories, exactly", reference("money")),
        "categories": described("useful work first", list(category)),
    }));
    described("what the compute bill pays for; null when unavailable", or_null(ledger))
}

pub(super) fn why_not() -> Value {
    let packing = object(json!({
        "instance_type": text(),
        "tasks_per_instance": described("of the largest tasks, alone", count()),
        "limit": text(),
        "cpu_idle_percent": number(),
        "memory_idle_percent": number(),
    }));
    let parts: Vec<&str> =
        WasteCategory::ALL.map(WasteCategory::name).into_iter().chain(words::KINDS.map(words::kind)).collect();
    let reason = object(json!({
        "kind": { "enum": WhyNot::NAMES },
        "sentence": text(),
        "workload": nullable("string"),
        "missed": { "enum": [null, "not_served_percent", "minutes_short", "late_percent"] },
        "found": described("of the objective, or percent on Spot", nullable("number")),
        "allowed": nullable("number"),
        "instance_type": described("whose CPU credits are not simulated", nullable("string")),
        "liability_after": described("left to pay of the plan after the horizon", nullable_reference("money")),
        "same_as": described("the option that costs the same and stands first", nullable("string")),
        "difference": described("how much dearer over the horizon", nullable_reference("money")),
        "difference_percent": described("of the recommended option's total", nullable("number")),
        "because": described("the part of the bill that costs most more", json!({ "enum": with_null(&parts) })),
        "because_difference": nullable_reference("money"),
        "packing": or_null(packing),
    }));
    described("why it is not the recommended one; null for that, and where nothing can be recommended", or_null(reason))
}

fn or_null(definition: Value) -> Value {
    json!({ "anyOf": [{ "type": "null" }, definition] })
}

fn with_null(names: &[&str]) -> Vec<Value> {
    std::iter::once(Value::Null).chain(names.iter().map(|name| json!(name))).collect()
}
