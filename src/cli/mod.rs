//! The command line: what was typed → a plan → the library → text on the terminal or in a file.
//!
//! The only layer that writes ([`output`]), and the only one that looks at the environment.

mod answer;
mod arguments;
mod breakeven;
mod breakeven_arguments;
mod check;
mod check_budget;
mod check_budget_arguments;
mod chosen_option;
mod commit;
mod commit_arguments;
mod compare;
mod compared;
mod diff;
mod diff_arguments;
mod estimate;
mod exit;
mod explain;
mod focus;
mod focus_arguments;
mod given_commitments;
mod init;
mod interruption;
mod many;
mod montecarlo;
mod output;
mod pages;
mod parser_language;
mod pictures;
mod plan;
mod prices;
mod progress;
mod question;
mod recommend;
mod report;
mod report_arguments;
mod rightsize;
mod sensitivity;
mod simulate;
mod simulate_arguments;
mod speech;
mod trace;
mod trace_arguments;
mod whole_report_arguments;

use std::ffi::OsString;

use clap::Parser as _;
use ecsplan::report::Language;

use answer::{Answer, Failure};
use arguments::{Arguments, Subcommand};
pub(crate) use exit::{Exit, guarded};

/// Runs one command line, program name first.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> Exit {
    let typed: Vec<OsString> = arguments.collect();
    let arguments = match Arguments::try_parse_from(&typed) {
        Ok(arguments) => arguments,
        Err(error) => return not_taken(&error, &typed),
    };
    let language = Language::from(arguments.lang);
    speech::speak(language);
    match answer(arguments.command, language).and_then(|answer| answer.write(language)) {
        Ok(exit) => exit,
        Err(failure) => show(&failure, language),
    }
}

fn answer(command: Subcommand, language: Language) -> Result<Answer, Failure> {
    match command {
        Subcommand::Compare(arguments) => compare::compare(&arguments, language),
        Subcommand::Recommend(arguments) => recommend::recommend(&arguments, language),
        Subcommand::Report(arguments) => report::report(&arguments, language),
        Subcommand::Estimate(arguments) => estimate::estimate(&arguments, language),
        Subcommand::Focus(arguments) => focus::focus(&arguments),
        Subcommand::Simulate(arguments) => simulate::simulate(&arguments, language),
        Subcommand::Trace(arguments) => trace::trace(&arguments, language),
        Subcommand::Commit(arguments) => commit::commit(&arguments, language),
        Subcommand::Rightsize(arguments) => rightsize::rightsize(&arguments, language),
        Subcommand::Breakeven(arguments) => breakeven::breakeven(&arguments, language),
        Subcommand::Sensitivity(arguments) => sensitivity::sensitivity(&arguments, language),
        Subcommand::Montecarlo(arguments) => montecarlo::montecarlo(&arguments, language),
        Subcommand::Many(arguments) => many::many(&arguments, language),
        Subcommand::Diff(arguments) => diff::diff(&arguments, language),
        Subcommand::CheckBudget(arguments) => check_budget::check_budget(&arguments, language),
        Subcommand::Check(arguments) => check::check(&arguments, language),
        Subcommand::Explain(arguments) => explain::explain(&arguments, language),
        Subcommand::Init(arguments) => init::init(&arguments, language),
        Subcommand::Schema(arguments) => Ok(pages::schema(&arguments)),
        Subcommand::Prices(arguments) => prices::prices(&arguments, language),
        Subcommand::Completions(arguments) => Ok(pages::completions(&arguments)),
        Subcommand::Man(arguments) => pages::man(&arguments, language),
    }
}

/// Shows what the parser has to say: help and version, which it hands over as errors, are answers.
fn not_taken(error: &clap::Error, typed: &[OsString]) -> Exit {
    let language = parser_language::asked_for(typed);
    let text = parser_language::message(error, typed, language);
    if parser_language::is_answer(error) {
        return Answer::text(text).write(language).unwrap_or(Exit::Usage);
    }
    output::complain(&text);
    Exit::Usage
}

/// Tells what went wrong.
fn show(failure: &Failure, language: Language) -> Exit {
    output::complain(&failure.text(language));
    Exit::Usage
}
