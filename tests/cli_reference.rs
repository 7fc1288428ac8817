//! `docs/cli.md` is the help of every command.

use crate::command::{SMALLEST, Workplace};
use crate::support::assert_page;

const INTRODUCTION: &str = "\
# The command line

What `ecsplan` and each of its commands print with `--help`. This page is generated; a test keeps it equal.
";

const COMMANDS: [&str; 26] = [
    "",
    "compare",
    "recommend",
    "report",
    "estimate",
    "focus",
    "simulate",
    "trace",
    "commit",
    "rightsize",
    "breakeven",
    "sensitivity",
    "montecarlo",
    "fleet",
    "diff",
    "check-budget",
    "check",
    "explain",
    "init",
    "schema",
    "prices",
    "prices regions",
    "prices show",
    "prices verify",
    "completions",
    "man",
];

#[test]
fn the_page_shows_the_help_of_every_command() {
    let place = Workplace::with(SMALLEST);
    let mut page = INTRODUCTION.to_owned();
    for command in COMMANDS {
        let name = format!("ecsplan {command}");
        let help = place.run(&format!("{command} --help")).ends(0).stdout;
        page.push_str(&format!("\n## `{}`\n\n```text\n{}\n```\n", name.trim(), help.trim_end()));
    }
    assert_page("docs/cli.md", &page);
}
