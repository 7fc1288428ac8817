//! The schema of an option and what is inside it.

use serde_json::{Value, json};

use super::schema::{count, described, list, nullable, nullable_reference, number, object, reference, text, truth};

pub(super) fn option() -> Value {
    object(json!({
        "id": reference("option_id"),
        "available": truth(),
        "unavailable_reason": nullable("string"),
        "why_not": super::schema_waste::why_not(),
        "total": described("over the whole horizon; null when unavailable", nullable_reference("money")),
        "display_total": reference("display"),
        "list_total": described("at published on-demand prices", nullable_reference("money")),
        "monthly_mean": described("total × 730 / hours", nullable_reference("money")),
        "display_monthly_mean": reference("display"),
        "meets_objective": nullable("boolean"),
        "not_served_percent": nullable("number"),
        "minutes_short": nullable("integer"),
        "spot_share": described("share of compute on Spot, 0 to 1", nullable("number")),
        "interruptions": interruptions(),
        "services": list(reference("service")),
        "instance_groups": list(reference("instance_group")),
        "commitments": described("the chosen one first, then alternatives", list(reference("commitment"))),
        "excluded_types": excluded_types(),
        "placement_cost": placement_cost(),
        "candidates": candidates(),
        "waste": super::schema_waste::waste(),
        "monthly": list(month()),
        "line_items": list(reference("line_item")),
    }))
}

fn interruptions() -> Value {
    let rate = object(json!({ "capacity": text(), "percent_per_month": number(), "source": text() }));
    let expected = object(json!({
        "rates": described("how often each kind of Spot capacity is taken back", list(rate)),
        "interruptions": described("instances, or Fargate tasks, interrupted over the horizon", number()),
        "task_restarts": number(),
        "short_task_minutes": described("minutes that tasks are missing until replacements serve", number()),
        "not_served_percent": described("of the requests, at stake meanwhile", number()),
        "free_first_hours": described("what EC2 does not charge for interrupted first hours; not in the total", reference("money")),
    }));
    let or_null = json!({ "anyOf": [{ "type": "null" }, expected] });
    described("expected Spot interruptions; null without Spot", or_null)
}

fn excluded_types() -> Value {
    let excluded = object(json!({ "count": count(), "types": list(text()), "cheapest": text(), "reason": text() }));
    let or_null = json!({ "anyOf": [{ "type": "null" }, excluded] });
    described("instance types left out for want of a rate, the cheapest named", or_null)
}

fn candidates() -> Value {
    let counts = object(json!({
        "sizes": described("task sizes simulated, over all services", count()),
        "instance_types": count(),
        "considered": described("sizes and types considered together", count()),
        "ruled_out": described("of them, those that a lower bound showed to cost more than the best", count()),
        "simulated": described("distinct services or clusters simulated", count()),
        "left_out": described("not looked at, because none of many before them met the objectives", count()),
    }));
    json!({ "anyOf": [{ "type": "null" }, counts] })
}

fn month() -> Value {
    object(json!({
        "month": reference("month"),
        "hours": described("hours of the month inside the horizon", count()),
        "total": reference("money"),
        "display_total": reference("display"),
    }))
}

pub(super) fn service() -> Value {
    object(json!({
        "name": text(),
        "kind": { "enum": ["service", "job"] },
        "launch_type": { "enum": [
            "fargate", "fargate_spot", "ec2", "ec2_spot", "managed_instances", "managed_instances_spot", "external",
            "ec2_and_fargate", "fargate_and_fargate_spot",
        ] },
        "architecture": architecture(),
        "task_size": object(json!({ "vcpu": reference("quantity"), "memory_gb": reference("quantity"), "label": text() })),
        "scaling": scaling(),
        "tasks": object(json!({ "min": count(), "mean": number(), "max": count(), "running_mean": number() })),
        "mean_cpu_percent": nullable("number"),
        "arrived": described("requests, or vCPU-seconds", number()),
        "served": number(),
        "not_served_percent": number(),
        "minutes_short": count(),
        "queued": described("still waiting at the end", number()),
        "late_percent": described("arrived in minutes when responses were later than the objective allows", number()),
        "minutes_late": count(),
        "spot_share": described("share of its task-seconds on Spot, 0 to 1", number()),
        "meets_objective": truth(),
    }))
}

fn scaling() -> Value {
    let setting = object(json!({ "target_percent": nullable("number"), "min_tasks": count(), "max_tasks": count() }));
    let or_null = json!({ "anyOf": [{ "type": "null" }, setting] });
    described("what its scaling is set to; null where nothing of it floats", or_null)
}

pub(super) fn instance_group() -> Value {
    object(json!({
        "instance_type": text(),
        "vcpu": count(),
        "memory_gb": reference("quantity"),
        "architecture": architecture(),
        "market": { "enum": ["on_demand", "spot"] },
        "burstable": truth(),
        "credits": credits(),
        "instances": object(json!({ "min": count(), "mean": number(), "max": count() })),
        "cpu_reserved_percent": number(),
        "memory_reserved_percent": number(),
        "interruption_band": nullable("string"),
        "binding_limit": described("which limit stops one more task from fitting", text()),
        "workloads": described("the services and jobs whose tasks they hold", list(text())),
    }))
}

/// CPU credits of a burstable type.
fn credits() -> Value {
    let facts = object(json!({
        "unlimited": described("whether surplus is charged instead of CPU being throttled", truth()),
        "least_balance": described("of any instance; negative when surplus was owed", number()),
        "throttled_minutes": count(),
        "surplus_vcpu_hours": described("surplus charged", number()),
    }));
    described("CPU credits of burstable types on EC2 clusters", json!({ "oneOf": [facts, { "type": "null" }] }))
}

/// What placement costs against `binpack`.
fn placement_cost() -> Value {
    let cost = object(json!({
        "strategy": described("the strategy compared with", text()),
        "monthly_difference": described("what the services' own strategies cost more per month of 730 hours", reference("money")),
        "meets_objective": truth(),
    }));
    described("on EC2 only", json!({ "oneOf": [cost, { "type": "null" }] }))
}

fn architecture() -> Value {
    json!({ "enum": ["x86_64", "arm64"] })
}

pub(super) fn commitment() -> Value {
    object(json!({
        "id": text(),
        "kind": { "enum": ["compute_savings_plan", "ec2_instance_savings_plan", "reserved_instance"] },
        "covers": described("the instance family or type, where it is for one", nullable("string")),
        "held": described("whether it was held before", truth()),
        "term_years": { "enum": [1, 3] },
        "payment_option": { "enum": ["no_upfront", "partial_upfront", "all_upfront"] },
        "hourly_commitment": reference("money"),
        "used": reference("money"),
        "unused": reference("money"),
        "liability_after": described("left to pay after the horizon", reference("money")),
        "chosen": described("whether the option's bill contains it", truth()),
        "option_total": described("the option's total with it", reference("money")),
    }))
}

pub(super) fn line_item() -> Value {
    object(json!({
        "month": reference("month"),
        "region": text(),
        "service": described("AWS service code, or Extra and Tax", text()),
        "workload": described("a service or job of the scenario; null when shared", nullable("string")),
        "purpose": described("deployment: tasks that deployments run on top", json!({ "enum": ["service", "deployment"] })),
        "usage_type": text(),
        "kind": { "enum": super::words::KINDS.map(super::words::kind) },
        "purchase_option": reference("purchase_option"),
        "commitment_id": nullable("string"),
        "quantity": reference("quantity"),
        "unit": text(),
        "list_unit_price": reference("money"),
        "unit_price": reference("money"),
        "list_cost": reference("money"),
        "cost": reference("money"),
        "display_cost": reference("display"),
        "as_of": text(),
        "basis": reference("basis"),
        "source": text(),
    }))
}
