//! `ecsplan explain`.

use ecsplan::diagnostic::Code;
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
    Ok(Answer::text(entry.to_string()))
}
