//! The pages, and what their commands came to.

#![expect(clippy::disallowed_methods, reason = "tests look at the files of the repository")]

use std::path::{Path, PathBuf};

use super::block::{Command, blocks, files, with_outputs};
use super::run::{Outcome, own_command, root_to_write_in, run};

/// The README in both languages, the pages of `docs/` and those of the example scenarios.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inside = |folder: &str| {
        let entries = std::fs::read_dir(root.join(folder)).unwrap();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let docs = inside("docs").into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let examples = inside("scenarios").into_iter().map(|folder| folder.join("README.md"));
    let pages = ["README.md", "README.ko.md"].map(|name| root.join(name)).into_iter().chain(docs).chain(examples);
    pages.filter(|path| path.is_file()).collect()
}

/// Runs the commands of a page, in a folder of their own for each block, in which the files that the page shows are.
fn outcomes(page: &str) -> Vec<(Command, Outcome)> {
    let mut outcomes = Vec::new();
    for block in blocks(page) {
        let folder = root_to_write_in();
        for (name, text) in files(page) {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let own = block.into_iter().filter_map(|command| Some((own_command(&command.line)?, command)));
        outcomes.extend(own.map(|(line, command)| (command, run(&line, folder.path()))));
    }
    outcomes
}

/// How a command differs from what its page says.
fn difference(command: &Command, outcome: &Outcome) -> Option<String> {
    let Command { line, exit_code, output, .. } = command;
    if outcome.exit_code != *exit_code {
        let printed = outcome.output.join("\n");
        return Some(format!("`{line}` exits {} and not {exit_code}:\n{printed}", outcome.exit_code));
    }
    let differs = output.as_ref().is_some_and(|shown| *shown != outcome.output);
    differs.then(|| format!("`{line}` prints something else:\n{}", outcome.output.join("\n")))
}

/// The page with the outputs that its commands have now.
fn blessed(page: &str, outcomes: &[(Command, Outcome)]) -> String {
    let outputs: Vec<_> = outcomes.iter().map(|(command, outcome)| (command.clone(), outcome.output.clone())).collect();
    with_outputs(page, &outputs)
}

#[test]
fn every_command_in_the_documentation_does_what_its_page_shows() {
    let mut differences = Vec::new();
    for path in pages() {
        let mut page = std::fs::read_to_string(&path).unwrap();
        let outcomes = outcomes(&page);
        if std::env::var_os("BLESS").is_some() {
            page = blessed(&page, &outcomes);
            std::fs::write(&path, &page).unwrap();
        }
        let commands: Vec<Command> = blocks(&page).into_iter().flatten().collect();
        let now = commands.iter().filter(|command| own_command(&command.line).is_some()).zip(&outcomes);
        let found = now.filter_map(|(command, (_, outcome))| difference(command, outcome));
        differences.extend(found.map(|difference| format!("{}: {difference}", path.display())));
    }
    assert!(differences.is_empty(), "review, or run `BLESS=1 cargo test`\n{}", differences.join("\n\n"));
}

#[test]
fn another_output_or_exit_code_is_a_difference() {
    let page = "```console\n$ ecsplan check a.toml\na.toml: no problems\n```\n";
    let command = &blocks(page)[0][0];
    let outcome = |exit_code, line: &str| Outcome { exit_code, output: vec![line.to_owned()] };
    assert_eq!(difference(command, &outcome(0, "a.toml: no problems")), None);
    assert!(difference(command, &outcome(0, "a.toml: 1 problem")).unwrap().contains("something else"));
    assert!(difference(command, &outcome(2, "a.toml: no problems")).unwrap().contains("exits 2 and not 0"));
    let now = blessed(page, &[(command.clone(), outcome(0, "a.toml: 1 problem"))]);
    assert_eq!(now, page.replace("no problems", "1 problem"));
}
