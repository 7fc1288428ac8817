//! `ecsplan explain`.

use ecsplan::diagnostic::{Code, CodeEntry};
use ecsplan::report::Language;

use super::answer::{Answer, Failure};
use super::arguments::ExplainArguments;

pub(super) fn explain(arguments: &ExplainArguments, language: Language) -> Result<Answer, Failure> {
    let Some(code) = &arguments.code else {
        let lines = Code::catalogue().iter().map(|entry| format!("{}  {}\n", entry.id, language.said(entry.title)));
        return Ok(Answer::text(lines.collect()));
    };
    let entry = Code::explain(code)
        .ok_or_else(|| Failure::Other(format!("there is no code `{code}`; `ecsplan explain` lists them all")))?;
    Ok(Answer::text(explained(entry, language)))
}

/// The explanation with its title and its labels in the language.
fn explained(entry: &CodeEntry, language: Language) -> String {
    let said = |line: &str| format!("{}\n", language.said(line));
    let title = format!("{}: {}\n", entry.id, language.said(entry.title));
    let text = entry.to_string();
    title + &text.lines().skip(1).map(said).collect::<String>()
}
