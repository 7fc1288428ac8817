//! `ecsplan init`.

use super::answer::{Answer, Failure};
use super::arguments::InitArguments;
use super::output::{create_file, text};

/// A scenario to start from; a test reads and prices it.
const STARTER: &str = include_str!("starter.toml");

pub(super) fn init(arguments: &InitArguments) -> Result<Answer, Failure> {
    create_file(&arguments.out, text(STARTER.to_owned()))?;
    let path = arguments.out.display();
    Ok(Answer::text(format!("Wrote {path}. Put your own figures in, then run:\n\n    ecsplan recommend {path}\n")))
}
