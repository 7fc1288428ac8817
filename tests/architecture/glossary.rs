//! One name per idea: the words that the glossary rules out are in no source and on no page.

use super::sources::{Source, text_files};

/// The words in the third column of the glossary's tables.
fn ruled_out(glossary: &str) -> Vec<&str> {
    let rows = glossary.lines().filter_map(|line| line.strip_prefix("| "));
    let columns = rows.map(|row| row.trim_end_matches('|').split(" | ").collect::<Vec<_>>());
    let thirds = columns.filter_map(|columns| columns.get(2).copied()).filter(|third| *third != "not ");
    thirds.flat_map(|third| third.split(", ")).map(str::trim).filter(|word| !word.is_empty()).collect()
}

/// The one command whose name is a word that is ruled out: it is no name of an idea there.
const COMMAND: &str = "fleet";

/// The line without the name of that command, where it is written as one: after `ecsplan`, in quotes, in a path or in a list.
fn without_command(line: &str) -> String {
    let written = ["ecsplan ", "schema ", "`", "\"", ":", "/", "  ", "- "];
    written.iter().fold(line.to_owned(), |line, before| line.replace(&format!("{before}{COMMAND}"), before))
}

/// Whether a line has a word or its plural, also as a part of an identifier with underscores.
fn has_word(line: &str, word: &str) -> bool {
    let (line, word) = (line.to_lowercase(), word.to_lowercase());
    let ends = |rest: &str| !rest.trim_start_matches('s').starts_with(char::is_alphanumeric);
    let whole = |start: usize| !line[..start].ends_with(char::is_alphanumeric) && ends(&line[start + word.len()..]);
    line.match_indices(&word).any(|(start, _)| whole(start))
}

/// What others prescribe as values, as they stand in code and on pages.
const PRESCRIBED: [&str; 2] = ["\"Spend\"", "`Spend`"];

/// A line without the values that others prescribe.
fn own_words(line: &str) -> String {
    PRESCRIBED.iter().fold(line.to_owned(), |line, value| line.replace(value, ""))
}

/// Every use of one of `words`, as `path:line: word`.
fn uses(source: &Source, words: &[&str]) -> Vec<String> {
    let found = source.text.lines().enumerate().flat_map(|(index, line)| {
        let line = without_command(&own_words(line));
        let used = words.iter().filter(move |word| has_word(&line, word));
        used.map(move |word| format!("{}:{}: {word}", source.path, index + 1))
    });
    found.collect()
}

#[test]
fn no_idea_has_a_second_name() {
    let glossary = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/glossary.md"));
    let words = ruled_out(glossary);
    assert!(words.len() >= 20, "{words:?}");
    let is_held = |source: &Source| {
        let is_text = source.path.ends_with(".rs") || source.path.ends_with(".md");
        is_text && source.path != "docs/glossary.md"
    };
    let sources = ["src", "docs", "scenarios"].map(text_files).into_iter().flatten().filter(is_held);
    let found: Vec<String> = sources.flat_map(|source| uses(&source, &words)).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn second_names_are_found() {
    assert_eq!(
        ruled_out("| name | meaning | not |\n|---|---|---|\n| task | a copy | replica, pod |\n| job | x | |\n"),
        ["replica", "pod"]
    );
    let source =
        Source { path: "src/a.rs".to_owned(), text: "let node_count = 1;\nfn episodes() {}\n/// Pods.\n".to_owned() };
    assert_eq!(uses(&source, &["node", "pod"]), ["src/a.rs:1: node", "src/a.rs:3: pod"]);
    let source =
        Source { path: "src/a.rs".to_owned(), text: "/// `ecsplan fleet`\n/// the fleet of a cluster\n".to_owned() };
    assert_eq!(uses(&source, &["fleet"]), ["src/a.rs:2: fleet"]);
}
