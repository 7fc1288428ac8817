use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// A result as small as one can be.
fn small() -> Value {
    let line = json!({
        "service": "AmazonECS", "usage_type": "Fargate-GB-Hours", "purpose": "service", "kind": "compute",
        "purchase_option": "on_demand", "commitment_id": null, "unit": "GB-Hours", "quantity": "1460", "unit_price": "0.005", "cost": "7.3",
    });
    let option = json!({
        "id": "fargate", "unavailable_reason": null, "total": "7.3", "meets_objective": true,
        "services": [{
            "name": "web", "launch_type": "fargate", "architecture": "arm64",
            "task_size": { "vcpu": "1", "memory_gb": "2", "label": "1 vCPU / 2 GB" },
            "tasks": { "min": 1, "mean": 1.0, "max": 1 },
        }],
        "instance_groups": [], "commitments": [],
        "monthly": [{ "month": "2026-01", "hours": 730, "total": "7.3" }],
        "line_items": [line],
    });
    json!({
        "schema_version": "1", "command": "compare",
        "scenario": { "name": "small", "region": "us-east-1", "start": "2026-01-01", "hours": 730, "months": null },
        "prices": { "origin": "bundled", "date": "2026-01-01", "content_hash": "0" },
        "currency": { "code": "USD", "rate": "1", "rate_date": null },
        "assumptions": [{ "key": "a", "value": "b", "reason": "c" }],
        "interrupted": null, "recommended_option": "fargate",
        "options": [option, { "id": "ec2-spot", "unavailable_reason": "no price", "total": null }],
    })
}

/// The codes of all problems.
fn codes(value: &Value) -> Vec<&'static str> {
    match parse_saved_result("result.json", &format!("{value:#}")) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.items().iter().map(|problem| problem.code.id()).collect(),
    }
}

#[test]
fn a_result_is_read_whole() {
    let result = parse_saved_result("result.json", &small().to_string()).unwrap();
    assert_eq!((result.name.as_str(), result.hours, result.recommended.as_deref()), ("small", 730, Some("fargate")));
    let figures = result.figures("fargate").unwrap();
    assert_eq!(figures.total, Money::parse("7.3").unwrap());
    assert_eq!(figures.lines[0].quantity.to_decimal(), "1460");
    assert_eq!(figures.tasks[0].counts, (1, 1.0, 1));
    assert!(result.figures("ec2-spot").is_none());
    assert_eq!(result.option("ec2-spot").unwrap().unavailable_reason.as_deref(), Some("no price"));
}

#[test]
fn every_key_that_is_read_is_missed() {
    // What is not read: who asked, months, reasons, and what is in the label already.
    let unread = ["command", "months", "reason", "vcpu", "memory_gb"];
    let mut paths = Vec::new();
    collect(&small(), String::new(), &mut paths);
    for path in &paths {
        let Some((parent, key)) = path.rsplit_once('/').filter(|(_, key)| key.parse::<usize>().is_err()) else {
            continue;
        };
        let mut value = small();
        value.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key);
        let is_envelope = ["/schema_version", "/command", "/scenario", "/options"].contains(&path.as_str());
        let expected: &[&str] = match key {
            _ if is_envelope => &["E0702"],
            key if unread.contains(&key) => &[],
            _ => &["E0704"],
        };
        assert_eq!(codes(&value), expected, "{path}");
    }
}

#[test]
fn every_problem_is_found_at_once_and_where_it_is() {
    let mut value = small();
    value["options"][0]["total"] = json!(7.3);
    value["options"][0]["line_items"][0]["quantity"] = json!("many");
    value["options"][0]["monthly"][0]["month"] = json!("2026-13");
    value["scenario"]["hours"] = json!(0);
    value["recommended_option"] = json!(1);
    let problems = parse_saved_result("result.json", &format!("{value:#}")).unwrap_err();
    assert!(problems.items().iter().all(|problem| problem.code == Code::SavedValue));
    let text = format!("{value:#}");
    let found: Vec<&str> = problems.items().iter().map(|problem| &text[problem.labels[0].span.clone()]).collect();
    let mut sorted = found.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["\"2026-13\"", "\"many\"", "0", "1", "7.3"]);
}

#[test]
fn amounts_beyond_all_measure_are_refused() {
    for (pointer, amount) in [
        ("/options/0/line_items/0/quantity", "1000000000001"),
        ("/options/0/line_items/0/unit_price", "-1000000000.5"),
        ("/options/0/total", "1000000001"),
        ("/currency/rate", "0"),
    ] {
        let mut value = small();
        *value.pointer_mut(pointer).unwrap() = json!(amount);
        assert_eq!(codes(&value), ["E0705"], "{pointer}");
    }
}

#[test]
fn figures_that_do_not_add_up_are_refused() {
    let mut value = small();
    value["options"][0]["line_items"][0]["cost"] = json!("7.300000000001");
    value["scenario"]["hours"] = json!(731);
    assert_eq!(codes(&value), ["E0706", "E0706"]);
}

#[test]
fn other_versions_and_other_files_are_told_apart() {
    let with_version = |version: &str| {
        let mut value = small();
        value["schema_version"] = json!(version);
        let problems = parse_saved_result("result.json", &value.to_string()).unwrap_err();
        (problems.items()[0].code.id(), problems.items()[0].title.clone())
    };
    assert!(matches!(with_version("2"), ("E0703", title) if title.contains("newer")));
    assert!(matches!(with_version("0"), ("E0703", title) if title.contains("older")));
    assert_eq!(codes(&json!({ "schema_version": "1", "items": [] })), ["E0702"]);
    assert_eq!(codes(&json!([1, 2])), ["E0702"]);
    for text in ["", "{", "{\"a\": é", "\u{feff}{}", "{}}"] {
        let problems = parse_saved_result("result.json", text).unwrap_err();
        assert_ne!(problems.items()[0].code, Code::SavedValue, "{text:?}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        let _ = parse_saved_result("result.json", &text);
        let _ = parse_saved_result("result.json", &format!("{{\"schema_version\": \"1\", {text}"));
    }

    #[test]
    fn no_change_of_a_result_makes_the_reader_panic(at in 0_usize..2_500, cut in any::<bool>(), with in "\\PC{0,3}") {
        let text = format!("{:#}", small());
        let at = at.min(text.len());
        let rest = if cut { "" } else { &text[(at + 1).min(text.len())..] };
        let _ = parse_saved_result("result.json", &format!("{}{with}{rest}", &text[..at]));
    }

    /// Whatever the value of a key becomes, it is read or it is a problem.
    #[test]
    fn no_other_value_makes_the_reader_panic(index in 0_usize..80, number in any::<f64>(), which in 0_usize..6) {
        let values = [json!(null), json!(number), json!("-0.5"), json!([]), json!({}), json!("9".repeat(40))];
        let mut value = small();
        let mut pointers = Vec::new();
        collect(&value, String::new(), &mut pointers);
        *value.pointer_mut(&pointers[index % pointers.len()]).unwrap() = values[which].clone();
        let _ = parse_saved_result("result.json", &value.to_string());
    }
}

/// The pointers of everything in a value.
fn collect(value: &Value, pointer: String, found: &mut Vec<String>) {
    for (key, inner) in value.as_object().into_iter().flatten() {
        collect(inner, format!("{pointer}/{key}"), found);
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        collect(inner, format!("{pointer}/{index}"), found);
    }
    found.push(pointer);
}
