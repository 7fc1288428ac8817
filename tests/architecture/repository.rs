//! What the files of the repository must not be, and must not say.

use std::collections::BTreeSet;

use super::sources::{Source, rust_files, text_files};

/// Names under which code of many kinds piles up.
const DUMPING_GROUNDS: [&str; 10] =
    ["utils", "util", "helpers", "helper", "common", "misc", "types", "shared", "manager", "stuff"];

/// Beginnings of paths that exist on one machine only, in two parts so that this file does not hold them.
const MACHINE_PATHS: [(&str, &str); 6] =
    [("/wo", "rk/"), ("/ho", "me/"), ("/ro", "ot/"), ("/tm", "p/"), ("/Us", "ers/"), ("C:", "\\")];

/// Where every locked package comes from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Lines that name a path of one machine, as `path:line`.
fn machine_paths(source: &Source) -> Vec<String> {
    let named = |line: &str| MACHINE_PATHS.iter().any(|(head, tail)| names_path(line, &format!("{head}{tail}")));
    let lines = source.text.lines().enumerate().filter(|(_, line)| named(line));
    lines.map(|(index, _)| format!("{}:{}", source.path, index + 1)).collect()
}

/// Whether `path` begins in `line`, and is not the end of a longer one.
fn names_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(start, _)| !line[..start].ends_with(|last: char| last.is_alphanumeric()))
}

/// Lines of a lock file or of cargo's settings that name another registry.
fn other_registries(source: &Source) -> Vec<String> {
    let foreign = |line: &str| {
        let line = line.trim();
        let is_other_source = line.starts_with("source = ") && !line.contains(REGISTRY);
        is_other_source || ["replace-with", "[registries", "registry = "].iter().any(|key| line.starts_with(key))
    };
    let lines = source.text.lines().enumerate().filter(|(_, line)| foreign(line));
    lines.map(|(index, _)| format!("{}:{}", source.path, index + 1)).collect()
}

/// The modules that a test file or folder under `tests/` makes, by name.
fn test_modules(sources: &[Source]) -> BTreeSet<String> {
    let modules = sources.iter().filter_map(|source| {
        let inside = source.path.strip_prefix("tests/")?;
        let name = inside.strip_suffix("/mod.rs").or_else(|| inside.strip_suffix(".rs"))?;
        (!name.contains('/') && name != "main").then(|| name.to_owned())
    });
    modules.collect()
}

/// The modules that `tests/main.rs` declares.
fn declared_modules(main: &str) -> BTreeSet<String> {
    let name = |line: &str| line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')).map(str::to_owned);
    main.lines().filter_map(name).collect()
}

fn is_cargo_file(source: &Source) -> bool {
    source.path.ends_with("Cargo.lock") || source.path.ends_with("Cargo.toml") || source.path.starts_with(".cargo/")
}

#[test]
fn no_file_is_a_dumping_ground() {
    let is_one = |path: &String| path.split(['/', '.']).any(|part| DUMPING_GROUNDS.contains(&part));
    let found: Vec<String> =
        [rust_files("src"), rust_files("tests")].into_iter().flatten().map(|file| file.path).filter(is_one).collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn every_test_file_is_declared() {
    let sources = rust_files("tests");
    let main = sources.iter().find(|source| source.path == "tests/main.rs").unwrap();
    assert_eq!(test_modules(&sources), declared_modules(&main.text));
}

#[test]
fn no_file_names_a_path_of_one_machine() {
    let found: Vec<String> = text_files("").iter().flat_map(machine_paths).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn packages_come_from_the_public_registry_only() {
    let sources = text_files("");
    let found: Vec<String> = sources.iter().filter(|source| is_cargo_file(source)).flat_map(other_registries).collect();
    assert_eq!(found, [""; 0]);
}

#[test]
fn paths_and_registries_of_one_machine_are_found() {
    let (head, tail) = MACHINE_PATHS[1];
    let text = format!("see {head}{tail}me/notes\nsee {}\nscenarios{head}{tail}x\n", "docs/home/page");
    assert_eq!(machine_paths(&Source { path: "a.md".to_owned(), text }), ["a.md:1"]);
    let text = format!("source = \"{REGISTRY}\"\nsource = \"registry+https://mirror.example/index\"\n");
    assert_eq!(other_registries(&Source { path: "Cargo.lock".to_owned(), text }), ["Cargo.lock:2"]);
}

#[test]
fn undeclared_tests_are_found() {
    let file = |path: &str| Source { path: path.to_owned(), text: String::new() };
    let made = test_modules(&["tests/main.rs", "tests/a.rs", "tests/b/mod.rs", "tests/b/c.rs"].map(file));
    assert_eq!(made, BTreeSet::from(["a".to_owned(), "b".to_owned()]));
    assert_eq!(declared_modules("//! Tests.\nmod a;\n"), BTreeSet::from(["a".to_owned()]));
}
