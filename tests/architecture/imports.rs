//! Which layer a file belongs to, and which layers it uses.

use super::sources::{Source, code_lines, names_after};

/// The layers of the flow: each may use only those before it.
pub(super) const FLOW: [&str; 15] = [
    "money",
    "patience",
    "parallel",
    "time",
    "scenario",
    "pricing",
    "demand",
    "capacity",
    "usage",
    "bill",
    "commitment",
    "comparison",
    "recommendation",
    "statement",
    "report",
];

/// The layers that `input` may use beside itself: it makes scenarios, and knows of nothing later.
const BELOW_INPUT: [&str; 5] = ["money", "time", "scenario", "pricing", "diagnostic"];

/// The folder or file directly under `src/` that a path belongs to.
pub(super) fn layer_of(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

/// Every use of a layer that `source` may not use, as `path:line: why`.
pub(super) fn forbidden_uses(source: &Source) -> Vec<String> {
    let layer = layer_of(&source.path);
    let used = uses(source).into_iter().filter(|(_, used)| !may_use(layer, used));
    used.map(|(line, used)| format!("{}:{line}: `{layer}` may not use `{used}`", source.path)).collect()
}

/// Whether code of `layer` may name `other`.
fn may_use(layer: &str, other: &str) -> bool {
    let place = |name: &str| FLOW.iter().position(|layer| *layer == name);
    match (layer, place(layer), place(other)) {
        _ if layer == other => true,
        ("main" | "cli" | "lib", ..) => true,
        ("input", ..) => BELOW_INPUT.contains(&other),
        (_, Some(own), Some(used)) => used < own,
        _ => false,
    }
}

/// The layers that a file names, through the crate's root or by climbing up to it, with their lines.
fn uses(source: &Source) -> Vec<(usize, String)> {
    let code: String = code_lines(&source.text).map(|(_, line)| format!("{line}\n")).collect();
    let mut uses = Vec::new();
    for (line, statement) in statements(&code) {
        let climbed = names_after(statement, &"super::".repeat(depth(&source.path)));
        let layers = climbed.into_iter().filter(|name| FLOW.contains(name) || BELOW_INPUT.contains(name));
        let names = names_after(statement, "crate::").into_iter().chain(layers);
        uses.extend(names.filter(|name| is_module(name)).map(|name| (line, name.to_owned())));
    }
    uses
}

/// Modules are lower case; what `lib.rs` itself might export is not.
fn is_module(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
}

/// How many times `super` leads from a file to the crate's root.
fn depth(path: &str) -> usize {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split('/').count() - usize::from(inside.ends_with("/mod.rs"))
}

/// The code cut at semicolons, so that a list over several lines is one piece, each with its first line's number.
fn statements(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut line = 1;
    code.split(';').map(move |piece| {
        let start = line + piece.chars().take_while(|letter| letter.is_whitespace()).filter(|c| *c == '\n').count();
        line += piece.matches('\n').count();
        (start, piece)
    })
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

#[test]
fn a_layer_that_looks_to_its_right_is_found() {
    let file = source("src/money/amount.rs", "//! Money.\n\nuse crate::{\n    money::Percent,\n    bill::Bill,\n};\n");
    assert_eq!(forbidden_uses(&file), ["src/money/amount.rs:3: `money` may not use `bill`"]);
    let inline = source("src/demand/mod.rs", "fn f(x: &crate::capacity::Steps) {}");
    assert_eq!(forbidden_uses(&inline), ["src/demand/mod.rs:1: `demand` may not use `capacity`"]);
    let climbing = source("src/demand/noise.rs", "use super::super::report::Style;");
    assert_eq!(forbidden_uses(&climbing), ["src/demand/noise.rs:1: `demand` may not use `report`"]);
}

#[test]
fn only_input_and_the_command_line_know_diagnostics() {
    let file = |layer: &str| source(&format!("src/{layer}/a.rs"), "use crate::diagnostic::Code;");
    assert_eq!(forbidden_uses(&file("input")), [""; 0]);
    assert_eq!(forbidden_uses(&file("cli")), [""; 0]);
    assert_eq!(forbidden_uses(&file("report")), ["src/report/a.rs:1: `report` may not use `diagnostic`"]);
    let later = source("src/input/a.rs", "use crate::demand::demand;");
    assert_eq!(forbidden_uses(&later), ["src/input/a.rs:1: `input` may not use `demand`"]);
}

#[test]
fn what_lies_to_the_left_may_be_used() {
    let file = source("src/report/a.rs", "use crate::money::Money;\nuse crate::report::Style;\n// crate::cli\n");
    assert_eq!(forbidden_uses(&file), [""; 0]);
}
