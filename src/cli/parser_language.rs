//! Help and the messages of the command-line parser in another language than English.

use std::ffi::OsString;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, Command, CommandFactory as _, Error};
use ecsplan::report::Language;

use super::arguments::Arguments;
use super::output::{Stream, styled};

/// What the parser itself writes into help, in the order in which it is looked for; lines may break between two of them.
const WRITTEN_BY_THE_PARSER: [&str; 15] = [
    "Print help (see more with '--help')",
    "Print help (see a summary with '-h')",
    "Print this message or the help of the given subcommand(s)",
    "Print help",
    "Print version",
    "Possible values:",
    "[possible",
    "values:",
    "Usage:",
    "Commands:",
    "Arguments:",
    "Options:",
    "default:",
    "aliases:",
    "alias:",
];

/// The language that a command line asks for, whatever else is wrong with it.
pub(super) fn asked_for(arguments: &[OsString]) -> Language {
    let words = || arguments.iter().map_while(|word| word.to_str().filter(|word| *word != "--"));
    let joined = words().filter_map(|word| word.strip_prefix("--lang="));
    let apart = words().zip(words().skip(1)).filter(|(flag, _)| *flag == "--lang").map(|(_, tag)| tag);
    if joined.chain(apart).any(|tag| tag == Language::Korean.tag()) { Language::Korean } else { Language::English }
}

/// What the parser has to say about a command line that it did not take, be it help or a mistake.
pub(super) fn message(error: &Error, arguments: &[OsString], language: Language) -> String {
    if language == Language::English {
        return styled(&error.render(), stream(error));
    }
    // Parsed again by a command that says everything in that language and whose values are of no type.
    let localised = described(Arguments::command(), language).try_get_matches_from(arguments);
    let error = localised.as_ref().err().unwrap_or(error);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            help(error, language)
        }
        _ => mistake(error, language),
    }
}

/// Whether the parser ended with what was asked for: help, or the version.
pub(super) fn is_answer(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion)
}

fn stream(error: &Error) -> Stream {
    if is_answer(error) { Stream::Standard } else { Stream::Error }
}

/// The command and those below it with their descriptions in the language.
pub(super) fn described(command: Command, language: Language) -> Command {
    if language == Language::English {
        return command;
    }
    let said = |text: &clap::builder::StyledStr| said_in_parts(&text.to_string(), language);
    let (about, long_about) = (command.get_about().map(said), command.get_long_about().map(said));
    let (after, long_after) = (command.get_after_help().map(said), command.get_after_long_help().map(said));
    let mut command = command.mut_args(|argument| described_argument(argument, language));
    command = about.into_iter().fold(command, Command::about);
    command = long_about.into_iter().fold(command, Command::long_about);
    command = after.into_iter().fold(command, Command::after_help);
    command = long_after.into_iter().fold(command, Command::after_long_help);
    command.mut_subcommands(|below| described(below, language))
}

fn described_argument(argument: Arg, language: Language) -> Arg {
    let said = |text: &clap::builder::StyledStr| said_in_parts(&text.to_string(), language);
    let (help, long_help) = (argument.get_help().map(said), argument.get_long_help().map(said));
    let values = argument.get_possible_values();
    let mut argument = help.into_iter().fold(argument, Arg::help);
    argument = long_help.into_iter().fold(argument, Arg::long_help);
    if values.is_empty() || !argument.get_action().takes_values() {
        return argument;
    }
    let values = values.into_iter().map(|value| match value.get_help().map(said) {
        Some(help) => value.help(help),
        None => value,
    });
    argument.value_parser(PossibleValuesParser::new(values))
}

fn help(error: &Error, language: Language) -> String {
    let text = styled(&error.render(), stream(error));
    WRITTEN_BY_THE_PARSER.iter().fold(text, |text, written| text.replace(written, &language.said(written)))
}

/// A mistake, line by line and without colours, which would stand inside the sentences.
fn mistake(error: &Error, language: Language) -> String {
    let said = |line: &str| said_line(line, language);
    error.render().to_string().lines().map(|line| said(line) + "\n").collect()
}

/// A line in the language, as far in as it stood.
fn said_line(line: &str, language: Language) -> String {
    let body = line.trim_start();
    let indent = &line[..line.len() - body.len()];
    format!("{indent}{}", language.said(body))
}

/// A text in the language as a whole, or else each of its paragraphs, or else each of their lines.
fn said_in_parts(text: &str, language: Language) -> String {
    let lines = |text: &str| language.said_or_parts(text, "\n", |line| said_line(line, language));
    language.said_or_parts(text, "\n\n", lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every description below a command.
    fn descriptions(command: &Command, into: &mut Vec<String>) {
        let mut add = |text: Option<&clap::builder::StyledStr>| into.extend(text.map(ToString::to_string));
        add(command.get_about());
        add(command.get_long_about());
        add(command.get_after_help());
        add(command.get_after_long_help());
        for argument in command.get_arguments() {
            add(argument.get_help());
            add(argument.get_long_help());
            argument.get_possible_values().iter().for_each(|value| add(value.get_help()));
        }
        command.get_subcommands().for_each(|below| descriptions(below, into));
    }

    #[test]
    fn every_description_is_said_in_korean() {
        let mut all = WRITTEN_BY_THE_PARSER.map(str::to_owned).to_vec();
        descriptions(&Arguments::command(), &mut all);
        all.sort_unstable();
        all.dedup();
        let unsaid: Vec<String> =
            all.into_iter().filter(|text| said_in_parts(text, Language::Korean) == *text).collect();
        assert!(unsaid.is_empty(), "{unsaid:#?}");
    }

    #[test]
    fn the_language_is_known_however_wrong_the_command_line_is() {
        let asked = |line: &str| asked_for(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        for line in ["ecsplan --lang ko what", "ecsplan what --lang=ko", "ecsplan compare --lang ko --what"] {
            assert_eq!(asked(line), Language::Korean, "{line}");
        }
        for line in ["ecsplan what", "ecsplan --lang en", "ecsplan -- --lang ko", "ecsplan --lang"] {
            assert_eq!(asked(line), Language::English, "{line}");
        }
    }
}
