//! `ecsplan init`.

use ecsplan::report::Language;

use super::answer::{Answer, Failure};
use super::arguments::InitArguments;
use super::output::{create_file, text};

/// A scenario to start from; a test reads and prices it.
const STARTER: &str = include_str!("starter.toml");

pub(super) fn init(arguments: &InitArguments, language: Language) -> Result<Answer, Failure> {
    create_file(&arguments.out, text(STARTER.to_owned()))?;
    let path = arguments.out.display();
    let wrote = format!("Wrote {path}. Put your own figures in, then run:");
    Ok(Answer::text(format!("{}\n\n    ecsplan recommend {path}\n", language.said(&wrote))))
}
