//! Every dependency is justified in `docs/decisions.md`.

use std::collections::BTreeSet;

/// The names in all dependency tables of a manifest.
fn dependencies(manifest: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines() {
        if let Some(table) = line.strip_prefix('[') {
            inside = table.trim_end_matches(']').ends_with("dependencies");
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| inside) {
            names.insert(name);
        }
    }
    names
}

/// The names at the beginning of table rows in backticks.
fn justified(decisions: &str) -> BTreeSet<&str> {
    let name = |line: &'_ str| line.strip_prefix("| `").map(|rest| rest.split('`').next().unwrap_or(rest).len());
    decisions.lines().filter_map(|line| name(line).map(|length| &line[3..3 + length])).collect()
}

#[test]
fn every_dependency_has_its_reason_and_every_reason_a_dependency() {
    let manifest = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    let decisions = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/decisions.md"));
    assert_eq!(dependencies(manifest), justified(decisions));
}

#[test]
fn a_dependency_without_a_reason_is_found() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\nserde = \"1\"\n[dev-dependencies]\ndivan = \"0.1\"\n";
    assert_eq!(dependencies(manifest), BTreeSet::from(["serde", "divan"]));
    assert_eq!(justified("| crate | why |\n|---|---|\n| `serde` | to write |\n"), BTreeSet::from(["serde"]));
}
