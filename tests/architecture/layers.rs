//! Dependency direction, and what is kept pure.

use super::imports::{FLOW, forbidden_uses, layer_of};
use super::sources::{Source, code_lines, names_after, rust_files};

/// What a file does outside of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Files,
    Environment,
    Printing,
    Clock,
}

const EFFECTS: [(Effect, &[&str]); 4] = [
    (Effect::Files, &["fs"]),
    (Effect::Environment, &["env"]),
    (Effect::Printing, &["stdout", "stderr", "println", "eprintln", "print", "eprint", "dbg"]),
    (Effect::Clock, &["Instant", "SystemTime"]),
];

/// Which effect a file may have: `input` reads, the command line does the rest, nothing asks for the time.
fn may(path: &str, effect: Effect) -> bool {
    match layer_of(path) {
        "cli" | "main" => effect != Effect::Clock,
        "input" => path == "src/input/files.rs" && effect == Effect::Files,
        _ => false,
    }
}

/// Every effect of a file that it may not have, as `path:line: what`.
fn impurities(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for (line, code) in code_lines(&source.text) {
        let effects = EFFECTS.iter().filter(|(effect, words)| !may(&source.path, *effect) && has(code, words));
        found.extend(effects.map(|(effect, _)| format!("{}:{line}: {effect:?}", source.path)));
    }
    found
}

/// Whether a line names one of `words` as a path or a macro, not as a part of a longer name.
fn has(code: &str, words: &[&str]) -> bool {
    let called = |word: &&&str| {
        let is_whole = |start: usize| !code[..start].ends_with(|last: char| last.is_alphanumeric() || last == '_');
        let is_used = |start: usize| {
            let rest = &code[start + word.len()..];
            let is_macro = ["println", "eprintln", "print", "eprint", "dbg"].contains(word);
            if is_macro { rest.starts_with('!') } else { rest.starts_with("::") || rest.starts_with("()") }
        };
        code.match_indices(**word).any(|(start, _)| is_whole(start) && is_used(start))
    };
    let imported = names_after(code, "std::");
    words.iter().any(|word| called(&word)) || words.iter().any(|word| imported.contains(word))
}

#[test]
fn every_layer_uses_only_layers_to_its_left() {
    let sources = rust_files("src");
    let found: Vec<String> = sources.iter().flat_map(forbidden_uses).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_folder_of_the_sources_is_a_known_layer() {
    let known = |layer: &str| FLOW.contains(&layer) || ["input", "diagnostic", "cli", "main", "lib"].contains(&layer);
    let strangers: Vec<String> =
        rust_files("src").into_iter().map(|source| source.path).filter(|path| !known(layer_of(path))).collect();
    assert_eq!(strangers, [""; 0], "add it to the flow in `imports.rs` and to ARCHITECTURE.md");
}

#[test]
fn only_input_reads_and_only_the_command_line_writes() {
    let found: Vec<String> = rust_files("src").iter().flat_map(impurities).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn effects_in_the_wrong_place_are_found() {
    let text = "use std::fs;\nuse std::{env, fmt};\nprintln!(\"x\");\nstd::io::stdout().flush();\nInstant::now();\n";
    let found = |path: &str| impurities(&Source { path: path.to_owned(), text: text.to_owned() });
    let expected = ["1: Files", "2: Environment", "3: Printing", "4: Printing", "5: Clock"];
    assert_eq!(found("src/bill/a.rs"), expected.map(|found| format!("src/bill/a.rs:{found}")));
    assert_eq!(found("src/cli/a.rs"), ["src/cli/a.rs:5: Clock"]);
    assert_eq!(found("src/input/files.rs").len(), 4);
}

#[test]
fn names_that_only_look_like_effects_are_left_alone() {
    let text = "let offset = offs::of(1);\nlet home = env!(\"CARGO_PKG_VERSION\");\n/// `std::fs` is for input\n";
    assert_eq!(impurities(&Source { path: "src/bill/a.rs".to_owned(), text: text.to_owned() }), [""; 0]);
}
